"""People and their invitations: the lead's pages, and the page behind an invitation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clayton_review.accounts import actions
from clayton_review.accounts.access import allow, confirmed, person, public
from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.accounts.selectors import open_links, open_sessions, person_invited_again
from clayton_review.letters.selectors import failed_letter_to, with_mail_problem
from clayton_review.refusals import Refused
from clayton_review.web.pages import Column, Filter, form_page, listing, refused, saved
from clayton_review.web.people.forms import (
    AcceptInvitationForm,
    AccountChangeForm,
    AccountReasonForm,
    DeputyForm,
    InviteForm,
)
from clayton_review.web.people.sessions import sign_out_if_ended
from clayton_review.web.people.worklist import FACTORS, IN_USE, factor_words, with_factor

_ACCOUNT_READY = "Your account is ready. Sign in with your e-mail address."
_KNOWN_READY = "Your new password was saved. Sign in with it."
COLUMNS = (
    Column(
        "Name", lambda user: user.name, url=lambda user: reverse("people:detail", args=[user.pk])
    ),
    Column("E-mail", lambda user: user.email),
    Column("E-mail problem", lambda user: capfirst(user.mail_problem)),
    Column("Role", lambda user: user.get_role_display()),
    Column("Second sign-in step", factor_words),
    Column("Deputy", lambda user: user.deputy.name if user.deputy else ""),
    Column("Account", lambda user: "Open" if user.is_active else "Closed"),
)


@allow(Permission.INVITE_PEOPLE)
def people_list(request: HttpRequest) -> HttpResponse:
    """List everybody with an account, and open invitations."""
    matches = listing(
        request,
        with_mail_problem(with_factor(User.objects.select_related("deputy"))),
        search=("name__icontains", "email__icontains"),
        filters={
            "role": Role.choices,
            "factor": Filter("Second sign-in step", FACTORS),
            "is_active": Filter("Account", (("True", "Open"), ("False", "Closed"))),
        },
        sorts={"name": "name", "role": "role", "newest": "-created_at"},
        columns=COLUMNS,
        filename="people",
    )
    if matches.is_download:
        return matches.download()
    invitations, password_links = open_links()
    context = {"listing": matches, "invitations": invitations, "password_links": password_links}
    return render(request, "people/person_list.html", context)


@allow(Permission.INVITE_PEOPLE)
@confirmed
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            invitation, token = actions.invite(
                email=values["email"],
                role=Role(values["role"]),
                name=values["name"],
                record_id=values["record_id"],
                by=person(request),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            _say_mailed(request, invitation, token)
            return redirect("people:list")
    return form_page(request, "people/person_invite.html", form)


@allow(Permission.INVITE_PEOPLE)
@require_POST
@confirmed
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail a fresh link in place of an invitation that waits."""
    old = get_object_or_404(Invitation, pk=pk, accepted_at=None)
    return _invite_again(request, email=old.email, role=old.role, name=old.name)


@allow(Permission.INVITE_PEOPLE)
@require_POST
@confirmed
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an invitation, or a link to a new password, stop working."""
    invitation = get_object_or_404(Invitation, pk=pk)
    letter = "link" if person_invited_again(invitation) else "invitation"
    try:
        actions.withdraw_invitation(invitation=invitation, by=person(request))
    except Refused as error:
        refused(request, str(error))
    else:
        saved(request, f"The {letter} no longer works.")
    return redirect("people:list")


@allow(Permission.INVITE_PEOPLE)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one person: role, deputy, account and devices, with what can be done."""
    user = get_object_or_404(with_factor(User.objects.select_related("deputy")), pk=pk)
    is_self = user.pk == person(request).pk
    details = [
        ("E-mail", user.email),
        ("Role", user.get_role_display()),
        ("Deputy", user.deputy.name if user.deputy else "No one"),
        ("Second sign-in step", factor_words(user)),
        ("Account", "Open" if user.is_active else "Closed"),
    ]
    context = {
        "user_shown": user,
        "details": details,
        "is_self": is_self,
        "can_lose_factor": user.factor == IN_USE and not is_self,
        "sessions": open_sessions(user),
        "failed_letter": failed_letter_to(user.email),
    }
    return render(request, "people/person_detail.html", context)


@allow(Permission.INVITE_PEOPLE)
@require_POST
@confirmed
def new_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail somebody a link by which they set a new password."""
    user = get_object_or_404(User, pk=pk)
    return _invite_again(request, email=user.email, role=user.role, name=user.name)


@allow(Permission.INVITE_PEOPLE)
@confirmed
def close_or_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an open account, or open a closed one."""
    user = get_object_or_404(User, pk=pk)
    act = actions.close if user.is_active else actions.reopen
    form = AccountReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(user=user, by=person(request), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            saved(request, f"The account was {'reopened' if user.is_active else 'closed'}.")
            return redirect("people:detail", pk=user.pk)
    return form_page(request, "people/person_close_or_reopen.html", form, user_shown=user)


@allow(Permission.INVITE_PEOPLE)
@confirmed
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change somebody's role or address."""
    user = get_object_or_404(User, pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = AccountChangeForm(typed, initial={"email": user.email, "role": user.role})
    if typed is not None and form.is_valid():
        values = form.cleaned_data
        try:
            actions.change_account(
                user=user,
                email=values["email"],
                role=Role(values["role"]),
                reason=values["reason"],
                by=person(request),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            if sign_out_if_ended(request):
                saved(request, "The change was saved. Sign in with your new address.")
                return redirect("account_login")
            saved(request, "The change was saved.")
            return redirect("people:detail", pk=user.pk)
    return form_page(request, "people/person_change.html", form, user_shown=user)


@allow(Permission.INVITE_PEOPLE)
@confirmed
def deputy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name the deputy of a person."""
    user = get_object_or_404(User, pk=pk)
    form = DeputyForm(
        request.POST if request.method == "POST" else None,
        user=user,
        initial={"deputy": user.deputy_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_deputy(user=user, deputy=form.cleaned_data["deputy"], by=person(request))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            saved(request, "The deputy was saved.")
            return redirect("people:detail", pk=user.pk)
    return form_page(request, "people/person_deputy.html", form, user_shown=user)


@public
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation on GET and record nothing; create the account on POST."""
    try:
        invitation = actions.open_invitation(token)
        known = person_invited_again(invitation)
        typed = request.POST if request.method == "POST" else None
        form = AcceptInvitationForm(typed, invitation=invitation, known=known)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            actions.accept(token=token, name=values.get("name", ""), password=values["password"])
            saved(request, _KNOWN_READY if known else _ACCOUNT_READY)
            return redirect("account_login")
    except Refused as error:
        return render(request, "account/link_spent.html", {"reason": str(error)}, status=404)
    context = {"invitation": invitation, "is_known": known is not None}
    return form_page(request, "people/invitation_accept.html", form, **context)


def _invite_again(request: HttpRequest, *, email: str, role: str, name: str) -> HttpResponse:
    try:
        invitation, token = actions.invite(
            email=email, role=Role(role), name=name, by=person(request)
        )
    except Refused as error:
        refused(request, str(error))
    else:
        _say_mailed(request, invitation, token)
    return redirect("people:list")


def _say_mailed(request: HttpRequest, invitation: Invitation, token: str) -> None:
    if not token:  # sent twice: the letter went out with the first
        return
    is_known = person_invited_again(invitation) is not None
    letter = "A link to set a new password" if is_known else "An invitation"
    saved(request, f"{letter} is on its way to {invitation.email}.")
