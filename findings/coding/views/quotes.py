"""Pages of quotes: the list with its filters, coding several at once, and one quote."""

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
from clayton_review.web.formatting import count_phrase
from clayton_review.web.pages import Column, Filter, Listing, every_word, form_page, listing, saved
from findings.coding.actions.codings import assign_codes, code_excerpts, remove_codes
from findings.coding.actions.excerpts import confirm_words, set_speaker_group
from findings.coding.forms import BulkCodesForm, CodesForm, SpeakerGroupForm
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup, source_kinds
from findings.coding.selectors import quote_filters
from findings.coding.selectors.code_book import CodeTreeRow, code_book, code_choices
from findings.coding.selectors.quote_release import large_groups, release_status

_SORTS = {
    "newest": "-created_at",
    "oldest": "created_at",
    "participant": (*(kind.sort for kind in source_kinds()), "start"),
}


@require_safe
@allow(Permission.READ_INTERVIEWS)
def quotes(request: HttpRequest) -> HttpResponse:
    """List quotes with filters, or download them."""
    search = _search_quotes(request)
    if search.listing.is_download:
        return search.listing.download()
    return render(
        request, "findings/quote_list.html", _list_context(request, search, BulkCodesForm())
    )


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def code_selected(request: HttpRequest) -> HttpResponse:
    """Put codes on all checked quotes, or take the person’s own codes off."""
    user, form = person(request), BulkCodesForm(request.POST)
    keys = _keys(request.POST.getlist("quote"))
    excerpts = list(Excerpt.objects.visible_to(user).current().filter(pk__in=keys))
    is_removal = request.POST.get("act") == "remove"

    def act() -> str:
        change: Callable[..., int] = remove_codes if is_removal else code_excerpts
        n = change(excerpts=excerpts, codes=form.cleaned_data["codes"], by=user)
        if is_removal:
            return f"{count_phrase(n, 'of your codes was', 'of your codes were')} removed."
        return f"{count_phrase(n, 'code was', 'codes were')} added."

    message = attempt(form, act)
    if message is None:
        context = _list_context(request, _search_quotes(request), form)
        context["checked"] = {str(excerpt.pk) for excerpt in excerpts}
        return render(request, "findings/quote_list.html", context, status=422)
    saved(request, message)
    return redirect(f"{reverse('findings:quote_list')}?{request.GET.urlencode()}")


@allow(Permission.READ_INTERVIEWS)
def quote(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one quote in its text; save the codes that this person puts on it."""
    user = person(request)
    excerpt = _excerpt(user, key)
    own_code_ids = [coding.code_id for coding in excerpt.codings.all() if coding.by_id == user.pk]
    form = CodesForm(*posted(request), initial={"codes": own_code_ids})

    def act() -> Excerpt:
        return assign_codes(excerpt=excerpt, codes=list(form.cleaned_data["codes"]), by=user)

    if user.may(Permission.WRITE_INTERVIEWS) and attempt(form, act) is not None:
        saved(request, "The codes were saved.")
        return redirect("findings:quote_detail", excerpt.pk)
    return _quote_page(request, excerpt, form)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def speaker(request: HttpRequest, key: UUID) -> HttpResponse:
    """Save the group of the person in a room who said a quote."""
    user = person(request)
    excerpt, form = _excerpt(user, key), SpeakerGroupForm(request.POST)
    excerpt_now = attempt(
        form,
        lambda: set_speaker_group(excerpt=excerpt, group=form.cleaned_data["group"], by=user),
    )
    if excerpt_now is None:
        return _quote_page(request, excerpt, form)
    saved(request, "The group was saved.")
    return redirect("findings:quote_detail", excerpt.pk)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that the speaker confirmed the exact words."""
    user = person(request)
    excerpt = _excerpt(user, key)
    confirm_words(excerpt=excerpt, by=user)
    saved(request, "The exact words are now marked as confirmed.")
    return redirect("findings:quote_detail", excerpt.pk)


@dataclass(frozen=True)
class QuoteSearch:
    """The quotes found, with the code book and the groups that may be named, each read once."""

    listing: Listing[Excerpt]
    branches: list[CodeTreeRow]
    large: frozenset[str]


def _search_quotes(request: HttpRequest) -> QuoteSearch:
    user, large, branches = person(request), large_groups(), code_book()
    quotes = listing(
        request,
        quote_filters.with_typed_codes(
            Excerpt.objects.visible_to(user).current().for_pages(), request.GET.get("q", "")
        ),
        search=every_word("folded__contains", read=quote_filters.search_word),
        filters={
            "code": Filter("Code", code_choices(branches), quote_filters.with_code),
            "coded": Filter(
                "Coded", quote_filters.CODED_CHOICES, quote_filters.with_or_without_codes
            ),
            "group": Filter("Group", SpeakerGroup.choices, quote_filters.of_group),
            **quote_filters.EXTRA_FILTERS,
            "consent": Filter("Consent", Consent.choices, quote_filters.with_consent),
            "release": Filter("Release", quote_filters.RELEASE_CHOICES, quote_filters.by_release),
            "by": Filter(
                "Interviewer", study_team().values_list("pk", "name"), quote_filters.collected_by
            ),
            "kind": Filter(
                "From", quote_filters.source_kind_choices(), quote_filters.of_source_kind
            ),
        },
        sorts=_SORTS,
        columns=_columns(large),
        filename="quotes",
    )
    return QuoteSearch(quotes, branches, large)


def _columns(large: frozenset[str]) -> tuple[Column, ...]:
    return (
        Column("Quote", lambda row: f"“{row}”", url=lambda row: row.get_absolute_url()),
        Column("Said by", lambda row: row.speaker.description),
        Column("Group", lambda row: row.speaker.group_label),
        Column("Codes", lambda row: ", ".join(sorted({str(c.code) for c in row.codings.all()}))),
        Column("Release", lambda row: release_status(row, large)),
        Column("Released words", lambda row: row.release_text),
    )


def _list_context(request: HttpRequest, search: QuoteSearch, form: BulkCodesForm) -> dict[str, Any]:
    quotes = search.listing
    return {
        "listing": quotes,
        "rows": [(row, release_status(row, search.large), _code_names(row)) for row in quotes.page],
        "bulk": form,
        "form": form,
        "code_names": [branch.code.name for branch in search.branches],
        "n_waiting": quote_filters.n_to_confirm(),
        "checked": set(),
        "query": request.GET.urlencode(),
    }


def _code_names(excerpt: Excerpt) -> list[str]:
    return sorted({coding.code.name for coding in excerpt.codings.all()})


def _quote_page(request: HttpRequest, excerpt: Excerpt, form: Any) -> HttpResponse:
    is_speaker = isinstance(form, SpeakerGroupForm)
    context = {
        "excerpt": excerpt,
        "speaker": excerpt.speaker,
        "release": release_status(excerpt, large_groups()),
        "links": excerpt.links.current().select_related("finding"),
        "speaker_form": form
        if is_speaker
        else SpeakerGroupForm(initial={"group": excerpt.speaker_group}),
        "codes": CodesForm() if is_speaker else form,
    }
    return form_page(request, "findings/quote_detail.html", form, **context)


def _excerpt(user: User, key: UUID) -> Excerpt:
    excerpt: Excerpt = get_object_or_404(Excerpt.objects.visible_to(user).for_pages(), pk=key)
    return excerpt


def _keys(texts: list[str]) -> list[UUID]:
    keys = []
    for text in texts[:500]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys
