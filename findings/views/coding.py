"""Pages of quotes and of the code book."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.documents.editing import attempt, initial_of, posted
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from findings import actions
from findings.forms.coding import CodeCreateForm, CodeEditForm, CodesForm, QuoteForm
from findings.models import Code, Excerpt, Group, Interview, InterviewAnswer
from findings.selectors.code_book import tree
from findings.views.shared import Page, write

_COLUMNS = (
    Column("Quote", lambda row: f"“{row}”", url=lambda row: row.get_absolute_url()),
    Column("Participant", lambda row: str(row.answer.interview.participant)),
    Column("Consent", lambda row: row.answer.interview.participant.get_consent_display()),
    Column("Codes", lambda row: ", ".join(sorted({str(c.code) for c in row.codings.all()}))),
    Column("Standing", lambda row: "" if row.is_found else "no longer in the answer"),
)  # fmt: skip


@require_safe
@allow(Permission.READ_INTERVIEWS)
def quotes(request: HttpRequest) -> HttpResponse:
    """All excerpts, by code, group and words."""
    user = person(request)
    codes = Code.objects.visible_to(user).current().values_list("name", "name")
    found = listing(
        request,
        Excerpt.objects.visible_to(user).current().for_pages(),
        search=("text__icontains", "codings__code__name__icontains"),
        filters={
            "codings__code__name": Filter("Code", codes, _with_code),
            "answer__interview__participant__group": Filter("Group", Group.choices),
        },
        sorts={"newest": "-created_at", "participant": "answer__interview__participant__number"},
        columns=_COLUMNS,
        filename="quotes",
    )
    if found.wants_csv:
        return found.csv()
    return render(request, "findings/quote_list.html", {"listing": found})


@allow(Permission.READ_INTERVIEWS)
def quote(request: HttpRequest, key: UUID) -> HttpResponse:
    """One excerpt in its answer, with the codes on it."""
    user = person(request)
    rows = Excerpt.objects.visible_to(user).for_pages()
    excerpt = get_object_or_404(rows, pk=key)
    mine = [coding.code_id for coding in excerpt.codings.all() if coding.by_id == user.pk]
    form = CodesForm(*posted(request), initial={"codes": mine})

    def act() -> Excerpt:
        return actions.assign_codes(
            excerpt=excerpt, codes=list(form.cleaned_data["codes"]), by=user
        )

    if user.may(Permission.WRITE_INTERVIEWS) and attempt(form, act) is not None:
        saved(request, "The codes are saved.")
        return redirect("findings:quote_detail", excerpt.pk)
    links = excerpt.links.current().select_related("finding")
    return form_page(request, "findings/quote_detail.html", form, excerpt=excerpt, links=links)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note that the exact words were confirmed."""
    user = person(request)
    excerpt = get_object_or_404(Excerpt.objects.visible_to(user), pk=key)
    actions.confirm_words(excerpt=excerpt, by=user)
    saved(request, "The exact words are confirmed.")
    return redirect("findings:quote_detail", excerpt.pk)


@allow(Permission.WRITE_INTERVIEWS)
def mark(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cut a quote out of an answer."""
    user = person(request)
    answer = get_object_or_404(
        InterviewAnswer.objects.filter(interview__in=Interview.objects.visible_to(user)),
        pk=key,
    )
    form = QuoteForm(*posted(request))
    made = attempt(
        form,
        lambda: actions.mark_excerpt(
            answer=answer,
            words=form.cleaned_data["words"],
            start=form.cleaned_data["start"],
            by=user,
        ),
    )
    if made is None:
        return form_page(request, "findings/quote_create.html", form, answer=answer)
    saved(request, "The quote is marked. Choose its codes.")
    return redirect("findings:quote_detail", made.pk)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def codes(request: HttpRequest) -> HttpResponse:
    """The code book as a tree."""
    rows = Code.objects.visible_to(person(request)).current().with_counts()
    branches = tree(list(rows))
    undefined = [branch for branch in branches if not branch.code.definition]
    context = {"branches": branches, "n_undefined": len(undefined)}
    return render(request, "findings/code_list.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def code_create(request: HttpRequest) -> HttpResponse:
    """Define a code."""
    user, form = person(request), CodeCreateForm(*posted(request))
    return write(
        request,
        form,
        Page("Define a code", "Define it", reverse("findings:code_list")),
        lambda: actions.define_code(
            record_id=form.cleaned_data["record_id"], facts=form.facts(), by=user
        ),
        lambda made: (f"{made} is in the code book.", reverse("findings:code_list")),
    )


@allow(Permission.WRITE_INTERVIEWS)
def code_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change an entry of the code book."""
    user = person(request)
    code = _code(user, key)
    form = CodeEditForm(*posted(request), initial=initial_of(code, CodeEditForm))
    return write(
        request,
        form,
        Page(f"Change {code}", "Save", reverse("findings:code_list")),
        lambda: actions.amend_code(
            code=code, revision=form.cleaned_data["revision"], facts=form.facts(), by=user
        ),
        lambda made: (f"{made} is changed.", reverse("findings:code_list")),
        record=code,
    )


def _code(user: User, key: UUID) -> Code:
    found: Code = get_object_or_404(Code.objects.visible_to(user), pk=key)
    return found


def _with_code(rows: Any, name: str) -> Any:
    return rows.filter(codings__code__name=name).distinct()
