"""Figures as evidence: numbers as they were when they were linked."""

from django.utils.translation import gettext_noop

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Figure, Scope
from clayton_review.web.formatting import day
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds.base import (
    MAX_WORDS,
    EvidenceKind,
    EvidenceTexts,
    PublicWords,
)
from surveys.results.selectors.asked_questions import AskedQuestion, asked_question

MAX_FIGURES = 12  # each is computed for its title
SUBJECTS = {
    "surveys": "Survey figure",
    "incidents": "Figure of incident records",
    "findings": "Figure of interviews and findings",
    "engagement": "Figure of the contract",
    "documents": "Figure of the library",
}


class FigureEvidence(EvidenceKind):
    """Figures; the public reads their public numbers at the moment they were linked."""

    name = key = "figure"
    label = "Figure"
    source_label = gettext_noop("Survey and other figures")
    public_label = gettext_noop("Counted by the study")
    unprinted_label = "A figure that is not public"
    is_figure = True

    def choices(self, words: str, user: User) -> list[tuple[str, str]]:
        scope = _team_scope()
        terms = words.lower().split()[:MAX_WORDS]
        names = [
            name
            for name in figures.names(scope)
            if all(word in f"{name} {_subject_of(name)}".lower() for word in terms)
        ]
        names.sort(key=lambda name: not name.startswith("surveys."))  # survey figures first
        return [(name, _choice_label(name, scope)) for name in names[:MAX_FIGURES]]

    def find(self, key: str, user: User) -> EvidenceSource | None:
        scope = _team_scope()
        if key not in set(figures.names(scope)):
            return None
        return EvidenceSource(figure=figures.compute(key, scope), as_of=scope.as_of)

    def chosen_label(self, source: EvidenceSource) -> str:
        assert source.figure is not None  # noqa: S101  # the kind says so
        return source.figure.title

    def texts(self, link: EvidenceLink, large: frozenset[str]) -> EvidenceTexts:
        figure, as_of = link.figure, link.figure_as_of
        assert figure is not None and as_of is not None  # noqa: S101, PT018  # the kind says so
        return EvidenceTexts(
            heading=figure["title"],
            lines=(figure["sentence"], f"{_subject_of(link.figure_name)}, frozen {day(as_of)}"),
            url=figure["evidence_url"],
            url_words="See where it comes from",
        )

    def public_words(self, link: EvidenceLink, large: frozenset[str]) -> PublicWords:
        assert link.figure_as_of is not None  # noqa: S101  # the constraint says so
        scope = Scope(link.figure_as_of, Audience.PUBLIC)
        try:
            figure = figures.compute(link.figure_name, scope)
        except KeyError:
            return PublicWords()
        question = asked_question(figure.name)
        return PublicWords(
            words_of_figure(figure),
            figure=figure.name,
            question=question.text if question else "",
            asked=who_was_asked(figure, question),
        )


def words_of_figure(figure: Figure) -> str:
    """Return the words that are published of a figure: its title and its sentence."""
    if figure.sentence.startswith(figure.title):
        return figure.sentence
    stop = "" if figure.title.endswith(("?", ".")) else "."
    return f"{figure.title}{stop} {figure.sentence}"


def who_was_asked(figure: Figure, question: AskedQuestion | None) -> str:
    """Return who was asked the question, with their number; empty for other figures."""
    if question is None:
        return ""
    return f"{figure.denominator}. {question.condition}".strip()


def _team_scope() -> Scope:
    return Scope(clock.now(), Audience.TEAM)


def _choice_label(name: str, scope: Scope) -> str:
    return f"{figures.compute(name, scope).title} ({_subject_of(name).lower()})"


def _subject_of(name: str) -> str:
    """Return the subject of a figure in plain words."""
    return SUBJECTS.get(name.partition(".")[0], "Figure of the study")
