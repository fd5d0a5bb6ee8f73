"""Released findings as anybody may read them: the frozen words of the release, and nothing live.

Only what has to end at once is asked of the live records: quotes and labels that their speaker no
longer agrees to, and documents that are no longer public.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation

from clayton_review import clock
from clayton_review.dashboard.selectors.survey_results import IssuedSurveyResults, latest_results
from clayton_review.languages import ENGLISH, language_in_use, quoted
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import ELEMENTS
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence
from findings.conclusions.selectors.evidence_kinds.figures import who_was_asked, words_of_figure
from findings.conclusions.selectors.public_evidence import (
    NO_STANCE,
    has_evidence_against,
    showable_evidence,
)
from findings.releases.models import PublishedItem
from surveys.results.selectors.asked_questions import asked_question

SIDES = (Stance.SUPPORTING, Stance.CONTRADICTING, Stance.CONTEXT, NO_STANCE)


@dataclass(frozen=True)
class EvidenceOnPage(PublicEvidence):
    """A piece of evidence with the address of its figure, if an issued report has it."""

    figure_url: str = ""
    language: str = ENGLISH  # of its words

    @property
    def names_group(self) -> bool:
        """True if the speaker is named by a group, which has words in every language."""
        return self.label in SpeakerGroup.labels

    @property
    def quoted_question(self) -> str:
        """Return the question in the quotation marks of its language."""
        with translation.override(self.language):
            return quoted(self.question)


@dataclass(frozen=True)
class EvidenceSide:
    """Evidence with one stance; of evidence that stays inside, only its kinds."""

    stance: str
    pieces: tuple[EvidenceOnPage, ...]
    silent: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return the kind of knot for this side of the evidence."""
        return "against" if self.stance == Stance.CONTRADICTING else "words"


@dataclass(frozen=True)
class RecommendationLink:
    """A recommendation that stands on the finding."""

    reference: str
    text: str


@dataclass(frozen=True)
class ReleasedFinding:
    """One released finding."""

    reference: str
    statement: str
    kind: str
    pillar: str
    released_on: date
    elements: tuple[tuple[str, str], ...]
    sides: tuple[EvidenceSide, ...]
    has_evidence_against: bool
    recommendations: tuple[RecommendationLink, ...]


def released_findings() -> list[ReleasedFinding]:
    """List every released finding by number, without evidence, in one query."""
    items = _published_items()
    return [_released_finding(item, items, ()) for item in items if item.finding_id]


def released_finding(reference: str) -> ReleasedFinding | None:
    """Return one released finding with its evidence; None if it is not out or was withdrawn."""
    items = _published_items()
    fits = (item for item in items if item.finding_id and item.reference == reference)
    item = next(fits, None)
    if item is None:
        return None
    evidence = showable_evidence([item])[item.pk]
    results = latest_results() if any(piece.figure for piece in evidence) else None
    finding = _released_finding(item, items, _sides(evidence, results))
    return replace(finding, has_evidence_against=has_evidence_against(item, evidence))


def _published_items() -> list[PublishedItem]:
    rows = PublishedItem.objects.published_at(clock.now()).select_related("release", "finding")
    return list(rows)


def _released_finding(
    item: PublishedItem, items: list[PublishedItem], sides: tuple[EvidenceSide, ...]
) -> ReleasedFinding:
    content = item.content
    recommendations = [item.content for item in items if item.recommendation_id]
    return ReleasedFinding(
        reference=item.reference,
        statement=content["statement"],
        kind=content["kind"],
        pillar=content["pillar"],
        released_on=clock.local(item.release.at).date(),
        elements=tuple((name, content[name]) for name in ELEMENTS if content[name]),
        sides=sides,
        has_evidence_against=content["has_evidence_against"],
        recommendations=tuple(
            RecommendationLink(content["reference"], content["text"])
            for content in recommendations
            if item.reference in content["findings"]
        ),
    )


def _sides(
    evidence: tuple[PublicEvidence, ...], results: IssuedSurveyResults | None
) -> tuple[EvidenceSide, ...]:
    return tuple(
        _side(stance, [piece for piece in evidence if piece.stance == stance], results)
        for stance in SIDES
        if any(piece.stance == stance for piece in evidence)
    )


def _side(
    stance: str, evidence: list[PublicEvidence], results: IssuedSurveyResults | None
) -> EvidenceSide:
    return EvidenceSide(
        stance=stance,
        pieces=tuple(_on_page(piece, results) for piece in evidence if piece.words),
        silent=tuple(
            sorted(
                {piece.source_label for piece in evidence if piece.source_label and not piece.words}
            )
        ),
    )


def _on_page(piece: PublicEvidence, results: IssuedSurveyResults | None) -> EvidenceOnPage:
    if results is None or not piece.figure:
        return EvidenceOnPage(**vars(piece))
    on_page = EvidenceOnPage(**vars(piece), figure_url=results.address_of(piece.figure))
    language, issued = language_in_use(), results.edition.figures.get(piece.figure)
    shown = results.figures.get(piece.figure)
    # Only what was issued with just these numbers says the same in another language.
    if not issued or not shown or shown is issued or words_of_figure(issued) != piece.words:
        return on_page
    question = asked_question(piece.figure, language)
    return replace(
        on_page,
        words=words_of_figure(shown),
        question=question.text if question else "",
        asked=who_was_asked(shown, question),
        language=language,
    )
