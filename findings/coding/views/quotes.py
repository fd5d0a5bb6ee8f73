"""Pages of quotes: finding them again, coding many at once, one quote, marking a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.accounts.selectors import study_team
from clayton_review.citable.editing import attempt, posted
from clayton_review.web.pages import Column, Filter, Listing, every_word, form_page, listing, saved
from findings.coding.actions.codings import assign_codes, code_excerpts, remove_code
from findings.coding.actions.excerpts import confirm_words, name_speaker
from findings.coding.forms import BulkCodesForm, CodesForm, SpeakerForm
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.sources import Consent, Group
from findings.coding.selectors import quotes as found_again
from findings.coding.selectors.code_book import Branch, choices, code_book
from findings.coding.selectors.release import large_groups, release_words

_SORTS = {
    "newest": "-created_at",
    "oldest": "created_at",
    "participant": ("answer__interview__participant__number", "activity__reference", "start"),
}


@require_safe
@allow(Permission.READ_INTERVIEWS)
def quotes(request: HttpRequest) -> HttpResponse:
    """All excerpts: by words, code, group, consent, stance, interviewer, and release."""
    sought = _sought(request)
    if sought.listing.wants_csv:
        return sought.listing.csv()
    return render(request, "findings/quote_list.html", _page(request, sought, BulkCodesForm()))


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def code_many(request: HttpRequest) -> HttpResponse:
    """Put codes on all checked quotes, or take them off."""
    user, form = person(request), BulkCodesForm(request.POST)
    keys = _keys(request.POST.getlist("quote"))
    chosen = list(Excerpt.objects.visible_to(user).current().filter(pk__in=keys))
    is_removal = request.POST.get("act") == "remove"

    def act() -> str:
        change: Callable[..., int] = remove_code if is_removal else code_excerpts
        n = change(excerpts=chosen, codes=form.cleaned_data["codes"], by=user)
        return f"{n} code{'' if n == 1 else 's'} {'removed' if is_removal else 'added'}."

    done = attempt(form, act)
    if done is None:
        context = _page(request, _sought(request), form)
        context["checked"] = {str(excerpt.pk) for excerpt in chosen}
        return render(request, "findings/quote_list.html", context, status=422)
    saved(request, done)
    return redirect(f"{reverse('findings:quote_list')}?{request.GET.urlencode()}")


@allow(Permission.READ_INTERVIEWS)
def quote(request: HttpRequest, key: UUID) -> HttpResponse:
    """One excerpt where it was said, with the codes on it."""
    user = person(request)
    excerpt = _excerpt(user, key)
    mine = [coding.code_id for coding in excerpt.codings.all() if coding.by_id == user.pk]
    form = CodesForm(*posted(request), initial={"codes": mine})

    def act() -> Excerpt:
        return assign_codes(excerpt=excerpt, codes=list(form.cleaned_data["codes"]), by=user)

    if user.may(Permission.WRITE_INTERVIEWS) and attempt(form, act) is not None:
        saved(request, "The codes were saved.")
        return redirect("findings:quote_detail", excerpt.pk)
    return _quote_page(request, excerpt, form)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def speaker(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note to which group somebody in a room belonged."""
    user = person(request)
    excerpt, form = _excerpt(user, key), SpeakerForm(request.POST)
    made = attempt(
        form,
        lambda: name_speaker(excerpt=excerpt, group=form.cleaned_data["group"], by=user),
    )
    if made is None:
        return _quote_page(request, excerpt, form)
    saved(request, "The group was saved.")
    return redirect("findings:quote_detail", excerpt.pk)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note that the exact words were confirmed."""
    user = person(request)
    excerpt = _excerpt(user, key)
    confirm_words(excerpt=excerpt, by=user)
    saved(request, "The exact words are now marked as confirmed.")
    return redirect("findings:quote_detail", excerpt.pk)


@dataclass(frozen=True)
class Sought:
    """What was asked for, with the code book and the groups that may be named, each read once."""

    listing: Listing[Excerpt]
    branches: list[Branch]
    large: frozenset[str]


def _sought(request: HttpRequest) -> Sought:
    user, large, branches = person(request), large_groups(), code_book()
    found = listing(
        request,
        found_again.with_typed_codes(
            Excerpt.objects.visible_to(user).current().for_pages(), request.GET.get("q", "")
        ),
        search=every_word("folded__contains", read=found_again.search_word),
        filters={
            "code": Filter("Code", choices(branches), found_again.with_code),
            "coded": Filter("Coded", found_again.CODED, found_again.coded),
            "group": Filter("Group", Group.choices, found_again.of_group),
            **found_again.ADDED_FILTERS,
            "consent": Filter("Consent", Consent.choices, found_again.with_consent),
            "release": Filter("Release", found_again.RELEASES, found_again.releasable),
            "by": Filter(
                "Interviewer", study_team().values_list("pk", "name"), found_again.heard_by
            ),
            "kind": Filter("From", found_again.kind_choices(), found_again.of_kind),
        },
        sorts=_SORTS,
        columns=_columns(large),
        filename="quotes",
    )
    return Sought(found, branches, large)


def _columns(large: frozenset[str]) -> tuple[Column, ...]:
    return (
        Column("Quote", lambda row: f"“{row}”", url=lambda row: row.get_absolute_url()),
        Column("Said by", lambda row: row.voice.words),
        Column("Group", lambda row: row.voice.group_words),
        Column("Codes", lambda row: ", ".join(sorted({str(c.code) for c in row.codings.all()}))),
        Column("Release", lambda row: release_words(row, large)),
        Column("Released words", lambda row: row.release_text),
    )


def _page(request: HttpRequest, sought: Sought, form: BulkCodesForm) -> dict[str, Any]:
    found = sought.listing
    return {
        "listing": found,
        "rows": [(row, release_words(row, sought.large), _codes_on(row)) for row in found.page],
        "bulk": form,
        "form": form,
        "code_names": [branch.code.name for branch in sought.branches],
        "n_waiting": found_again.n_waiting(),
        "checked": set(),
        "query": request.GET.urlencode(),
    }


def _codes_on(excerpt: Excerpt) -> list[str]:
    return sorted({coding.code.name for coding in excerpt.codings.all()})


def _quote_page(request: HttpRequest, excerpt: Excerpt, form: Any) -> HttpResponse:
    is_speaker = isinstance(form, SpeakerForm)
    context = {
        "excerpt": excerpt,
        "voice": excerpt.voice,
        "release": release_words(excerpt, large_groups()),
        "links": excerpt.links.current().select_related("finding"),
        "speaker": form if is_speaker else SpeakerForm(initial={"group": excerpt.speaker_group}),
        "codes": CodesForm() if is_speaker else form,
    }
    return form_page(request, "findings/quote_detail.html", form, **context)


def _excerpt(user: User, key: UUID) -> Excerpt:
    found: Excerpt = get_object_or_404(Excerpt.objects.visible_to(user).for_pages(), pk=key)
    return found


def _keys(sent: list[str]) -> list[UUID]:
    found = []
    for text in sent[:500]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
