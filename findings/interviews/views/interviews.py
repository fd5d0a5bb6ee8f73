"""Pages of interviews: the list, one interview, planning, withdrawal, and targets."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review import clock, figures
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import RevisionForm, attempt, initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.figures import Audience, Scope
from clayton_review.web.formatting import day
from clayton_review.web.pages import Column, Filter, listing, saved
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.actions.interviews import (
    amend_interview,
    change_interview_state,
    plan_interview,
    remove_group_target,
    set_group_target,
)
from findings.interviews.actions.withdrawal import withdraw_interview
from findings.interviews.forms.interviews import InterviewCreateForm, InterviewEditForm
from findings.interviews.forms.targets import TargetsForm
from findings.interviews.models.interviews import (
    Interview,
    InterviewMode,
    InterviewState,
    InterviewTarget,
)
from findings.interviews.selectors.interview_page import interview_page

_COLUMNS = (
    Column("Participant", lambda row: row.participant.code, url=lambda row: row.get_absolute_url()),
    Column("Group", lambda row: row.participant.get_group_display()),
    Column("Day", lambda row: day(row.held_on)),
    Column("Status", lambda row: row.get_state_display()),
    Column("Interviewer", lambda row: row.interviewer.name),
    Column("Guide", lambda row: str(row.guide)),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List interviews, with the number held against the target."""
    rows = Interview.objects.visible_to(person(request)).current()
    interviews = listing(
        request,
        rows.select_related("participant", "interviewer", "guide"),
        search=("guide__title__icontains", "interviewer__name__icontains"),
        filters={
            "participant__group": Filter("Group", SpeakerGroup.choices),
            "state": Filter("Status", InterviewState.choices),
            "mode": Filter("How", InterviewMode.choices),
        },
        sorts={"newest": "-held_on", "oldest": "held_on", "participant": "participant__number"},
        columns=_COLUMNS,
        filename="interviews",
    )
    if interviews.is_download:
        return interviews.download()
    figure = figures.compute("findings.interviews", Scope(clock.now(), Audience.TEAM))
    return render(
        request, "findings/interview_list.html", {"listing": interviews, "figure": figure}
    )


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the answers of an interview with their quotes and codes."""
    interview = _interview(person(request), key)
    form = RevisionForm(initial={"revision": interview.revision})
    context = {"interview": interview, "page": interview_page(interview), "form": form}
    return render(request, "findings/interview_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Plan an interview and go on to its log."""
    user = person(request)
    initial = {name: request.GET.get(name, "") for name in InterviewCreateForm.base_fields}
    initial = {name: value for name, value in initial.items() if value}
    form = InterviewCreateForm(*posted(request), user=user, initial=initial)
    page = FormPageTexts(
        "Log an interview", "Log the interview", reverse("findings:interview_list")
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: plan_interview(
            record_id=form.cleaned_data["record_id"], values=form.values(), by=user
        ),
        lambda record: (
            _logged_words(record),
            reverse("findings:interview_log", args=[record.pk]),
        ),
    )


def _logged_words(interview: Interview) -> str:
    if interview.held_on < clock.today():
        return (
            f"The interview of {day(interview.held_on)} was logged. Write the answers below, then "
            "mark it as held on its page."
        )
    return (
        "The interview was logged as planned. Write the answers below. When it has been held, mark "
        "it as held on its page."
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change who, when and where."""
    user = person(request)
    interview = _interview(user, key)
    initial = initial_of(interview, InterviewEditForm)
    form = InterviewEditForm(*posted(request), user=user, initial=initial)
    title = f"Edit the interview with {interview.participant.code}"
    page = FormPageTexts(title, "Save the changes", interview.get_absolute_url())
    return save_or_show(
        request,
        form,
        page,
        lambda: amend_interview(
            interview=interview,
            revision=form.cleaned_data["revision"],
            values=form.values(),
            by=user,
        ),
        lambda record: ("The interview was updated.", record.get_absolute_url()),
        record=interview,
    )


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def change_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mark an interview as held or written up."""
    user = person(request)
    interview = _interview(user, key)
    form = RevisionForm(request.POST)
    to = request.POST.get("to", "")
    changed = attempt(
        form,
        lambda: change_interview_state(
            interview=interview, revision=form.cleaned_data["revision"], to=to, by=user
        ),
        record=interview,
    )
    if changed is None:
        context = {"interview": interview, "page": interview_page(interview), "form": form}
        return render(request, "findings/interview_detail.html", context, status=422)
    saved(request, f"The interview is now marked as {changed.get_state_display().lower()}.")
    return redirect(changed)


@allow(Permission.WRITE_INTERVIEWS)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an interview, with the reason."""
    user = person(request)
    interview = _interview(user, key)
    page = FormPageTexts(
        f"Withdraw the interview with {interview.participant.code}",
        "Withdraw the interview",
        interview.get_absolute_url(),
        warning="It will no longer appear in the list or in any count, and it will not count as "
        "evidence. Its words will not be quoted again, and findings that showed them go back to "
        "review. Issued reports keep what they printed. The team keeps the words. This cannot be "
        "undone.",
    )
    return withdraw_page(
        request,
        interview,
        page,
        lambda revision, reason: withdraw_interview(
            interview=interview, revision=revision, reason=reason, by=user
        ),
        edit_form=InterviewEditForm,
    )


@allow(Permission.WRITE_INTERVIEWS)
def targets(request: HttpRequest) -> HttpResponse:
    """Set the interviews and people wanted of each group."""
    user = person(request)
    initial: dict[str, int | None] = {}
    for row in InterviewTarget.objects.all():
        initial |= {row.group: row.target, f"{row.group}_met": row.attendance}
    form = TargetsForm(*posted(request), initial=initial)
    page = FormPageTexts("Targets by group", "Save the targets", reverse("findings:fieldwork"))

    def act() -> bool:
        for group, target, attendance in form.targets():
            set_group_target(group=group, target=target, attendance=attendance, by=user)
        for group in form.cleared_groups():
            remove_group_target(group=group, by=user)
        return True

    url = reverse("findings:fieldwork")
    return save_or_show(request, form, page, act, lambda record: ("The targets were saved.", url))


def _interview(user: User, key: UUID) -> Interview:
    rows = Interview.objects.visible_to(user).select_related("participant", "guide", "interviewer")
    interview: Interview = get_object_or_404(rows, pk=key)
    return interview
