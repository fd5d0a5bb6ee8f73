"""Published survey results, read from the latest issued report only."""

from dataclasses import dataclass

from django.urls import reverse

from clayton_review.dashboard.selectors.reports import latest_edition
from clayton_review.figures import Figure
from clayton_review.languages import ENGLISH, language_in_use
from clayton_review.reports.edition import Edition
from surveys.analysis.figure_names import figure_name, question_of

PUBLISHED, METHOD = "surveys.published", "surveys.methodology/"


@dataclass(frozen=True)
class SurveySummary:
    """One survey: its slug, its title, and the details of its row with their headings."""

    slug: str
    title: str
    details: tuple[tuple[str, str, str], ...]  # heading, kind, cell


@dataclass(frozen=True)
class MethodItem:
    """Text under one heading of the method; `is_left_in_english` where no translation exists."""

    name: str
    text: str
    is_left_in_english: bool


@dataclass(frozen=True)
class IssuedSurveyResults:
    """All that the latest issue says of surveys, in the language in use."""

    edition: Edition
    figures: dict[str, Figure]

    @property
    def surveys(self) -> list[SurveySummary]:
        listed = self.figures.get(PUBLISHED)
        if listed is None:
            return []
        headings = listed.table.columns[1:-1]
        return [
            SurveySummary(
                slug=(row[-1] or "").strip("/").rpartition("/")[2],
                title=row[0] or "",
                details=tuple(
                    (heading.label, heading.kind, text)
                    for heading, text in zip(headings, row[1:-1], strict=True)
                    if text
                ),
            )
            for row in listed.table.rows
        ]

    def survey(self, slug: str) -> SurveySummary | None:
        return next((survey for survey in self.surveys if survey.slug == slug), None)

    def questions(self, slug: str) -> list[tuple[str, Figure]]:
        """List the names of a survey's questions with their figures, in order."""
        start = figure_name(slug, "")
        names = [name for name in self.edition.figures if name.startswith(start)]
        return [(name.removeprefix(start), self.figures[name]) for name in names]

    def method(self, slug: str) -> Figure | None:
        """Return the survey's methodology in eleven items."""
        return self.figures.get(f"{METHOD}{slug}")

    def method_items(self, slug: str) -> list[MethodItem]:
        """List the items of the method; in another language, mark those not translated."""
        name = f"{METHOD}{slug}"
        shown, english = self.figures[name].table.rows, self.edition.figures[name].table.rows
        is_translated = language_in_use() != ENGLISH
        return [
            MethodItem(row[0] or "", row[1] or "", is_translated and row[1] == original[1])
            for row, original in zip(shown, english, strict=True)
        ]

    def address_of(self, name: str) -> str:
        """Return the public page of a figure, as last issued; empty if there is none."""
        if name not in self.figures:
            return ""
        answers = question_of(name)
        if answers and self.survey(answers.slug):
            return reverse("dashboard:question_results", args=[*answers])
        return reverse("dashboard:figure", args=[self.edition.number, name])


def latest_results() -> IssuedSurveyResults | None:
    """Return the results of the latest issued report; None before the first."""
    edition = latest_edition()
    if edition is None:
        return None
    translated = edition.translated_figures(language_in_use())
    return IssuedSurveyResults(edition, {**edition.figures, **translated})
