"""Finding excerpts again: by words, code, group, consent, finding, interviewer, and release."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clayton_review.web.folding import compared
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.sources import QUOTABLE, Consent
from findings.coding.selectors.code_book import with_all_below
from findings.fieldwork.models.activities import FieldActivity

Excerpts = QuerySet[Excerpt]
_SPEAKER = "answer__interview__participant"

CODED = [("no", "Without a code"), ("yes", "With a code")]
KINDS = [("answer", "Interviews"), ("activity", "Field activities")]
RELEASES = [
    ("open", "May be released"),
    ("confirm", "Waiting for the speaker’s confirmation"),
    ("closed", "Background only, not quoted"),
]


def with_code(rows: Any, name: str) -> Excerpts:
    """Coded with this code or one below it, by anybody."""
    codings = Coding.objects.filter(excerpt=OuterRef("pk"), code__in=with_all_below(name))
    return rows.filter(Exists(codings))  # type: ignore[no-any-return]


def with_typed_codes(rows: Any, words: str) -> Any:
    """Coded with every `#code` or `#parent/child` among the words of a search."""
    for word in words.split()[:12]:
        if word.startswith("#"):
            rows = with_code(rows, word[1:].rpartition("/")[2].lower())
    return rows


def search_word(word: str) -> str:
    """A word as it is looked for in the text: a code is looked for apart."""
    return "" if word.startswith("#") else compared(word)


def coded(rows: Any, answer: str) -> Excerpts:
    """With any code, or with none."""
    is_coded = Exists(Coding.objects.filter(excerpt=OuterRef("pk")))
    return rows.filter(is_coded if answer == "yes" else ~is_coded)  # type: ignore[no-any-return]


def of_group(rows: Any, group: str) -> Excerpts:
    """Said by somebody of this group."""
    return rows.filter(Q(**{f"{_SPEAKER}__group": group}) | Q(speaker_group=group))  # type: ignore[no-any-return]


def with_consent(rows: Any, consent: str) -> Excerpts:
    """Said under this consent."""
    return rows.filter(_consent(consent))  # type: ignore[no-any-return]


def heard_by(rows: Any, person: str) -> Excerpts:
    """From interviews this person held, or activities they facilitated."""
    held = Q(answer__interview__interviewer=person)
    activities = FieldActivity.objects.filter(facilitators__in=[person]).values("pk")
    return rows.filter(held | Q(activity__in=activities))  # type: ignore[no-any-return]


def of_kind(rows: Any, kind: str) -> Excerpts:
    """From interviews, or from field activities."""
    return rows.filter(**{f"{kind}__isnull": False})  # type: ignore[no-any-return]


def releasable(rows: Any, how: str) -> Excerpts:
    """What may be released as it stands, what waits for confirmation, what is basis only."""
    waits = _consent(Consent.ON_RECORD) & Q(words_confirmed_on__isnull=True)
    if how == "confirm":
        return rows.filter(waits)  # type: ignore[no-any-return]
    quotable = Q(**{f"{_SPEAKER}__consent__in": QUOTABLE}) | Q(activity__consent__in=QUOTABLE)
    return rows.filter(quotable & ~waits if how == "open" else ~quotable)  # type: ignore[no-any-return]


def n_waiting() -> int:
    """How many quotes wait for their speaker’s confirmation."""
    return releasable(Excerpt.objects.current(), "confirm").count()


def _consent(consent: str) -> Q:
    return Q(**{f"{_SPEAKER}__consent": consent}) | Q(activity__consent=consent)
