"""`surveys.population/<survey>.<question>`: answer sheets beside the population, for the team.

Not for Board or public: together with the answers to the same question, groups cut otherwise
would give small cells away. Weighted results will carry the comparison there.
"""

from decimal import Decimal

import numpy as np

from clayton_review import clock
from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.figures import Audience, Column, Figure, Scope, Table, cell, family
from clayton_review.languages import english_address
from clayton_review.stats.estimates.rounding import rounded_percent
from surveys.analysis import population
from surveys.analysis.answer_columns import AnswerColumns
from surveys.analysis.models import PopulationTarget
from surveys.analysis.population import Category
from surveys.analysis.selectors.columns import survey_columns
from surveys.analysis.share_text import without_zero
from surveys.answers.policies import can_be_shown_together
from surveys.question_types.columns import NOT_ASKED

COLUMNS = (
    Column("Group"),
    Column("Population", "count"),
    Column("Share of population", "percent"),
    Column("Answer sheets", "count"),
    Column("Share of sheets", "percent"),
    Column("Difference (points)", "number"),
)


def keys(scope: Scope) -> list[str]:
    """List every population target for the team, none for other audiences."""
    if scope.audience != Audience.TEAM:
        return []
    targets = PopulationTarget.objects.as_of(scope.as_of).order_by("survey__slug", "question")
    return [f"{slug}.{name}" for slug, name in targets.values_list("survey__slug", "question")]


@family("surveys.population", keys)
def population_figure(scope: Scope, key: str) -> Figure:
    """Return the sheets of one question beside its population. Raise `KeyError` without one."""
    slug, _, name = key.partition(".")
    known = PopulationTarget.objects.as_of(scope.as_of).filter(survey__slug=slug, question=name)
    target = known.select_related("survey__version").first()
    if target is None or scope.audience != Audience.TEAM:
        raise KeyError(key)
    sheets = survey_columns(target.survey, clock.local(scope.as_of).date())
    return target_figure(target, sheets)


def target_figure(target: PopulationTarget, coded: AnswerColumns) -> Figure:
    """Return the figure of a target from the sheets of its survey."""
    survey = target.survey
    assert survey.version  # noqa: S101  # a target names a published question
    questionnaire = survey.version.questionnaire
    if not population.can_be_compared(target.counts, target.question, questionnaire):
        return _figure_without_sheets(target)
    is_conditional = questionnaire.condition_of(target.question) is not None
    if is_conditional and not can_be_shown_together(coded.n):
        return _figure_without_sheets(target)
    question = questionnaire.question(target.question)
    groups = population.categories(question, target.counts)
    n_people = sum(group.n for group in groups)
    codes = population.group_codes(question, groups, coded)
    sheets = np.bincount(codes[codes >= 0], minlength=len(groups)).tolist()
    n_sheets, n_all = sum(sheets), int((coded[question.name] != NOT_ASKED).sum())
    rows = [_row(g, n, n_people, n_sheets) for g, n in zip(groups, sheets, strict=True)]
    widest = max(rows, key=lambda row: abs(Decimal(row[5] or 0))) if n_sheets else None
    return Figure(
        name=f"surveys.population/{survey.slug}.{target.question}",
        title=_title(widest, question.text["en"]),
        sentence=f"{n_sheets:,} of {n_all:,} sheets fall into one of {len(groups)} groups; "
        f"the population has {n_people:,} people in them.",
        unit="percent",
        denominator=f"{n_sheets:,} sheets with a group",
        method=f"Source of the population: {target.source}, {target.vintage}. Sheets that gave "
        "none of these answers are left out of the shares. Unweighted.",
        table=Table(COLUMNS, tuple(rows)),
        evidence_url=english_address("surveys:target", survey.slug, target.pk),
        chart=_chart(question.text["en"], rows) if n_sheets else None,
    )


def _figure_without_sheets(target: PopulationTarget) -> Figure:
    """Return the counts alone: their question has changed or gone since they were recorded."""
    act = "" if target.is_withdrawn else " Edit the counts, or withdraw them."
    return Figure(
        name=f"surveys.population/{target.survey.slug}.{target.question}",
        title=f"The population by “{target.question}” cannot be compared with the sheets",
        sentence=f"The questionnaire no longer has this question with these groups.{act}",
        unit="people",
        denominator="",
        method=f"Source of the population: {target.source}, {target.vintage}.",
        table=Table(COLUMNS[:2], tuple((str(name), str(n)) for name, n in target.counts)),
        evidence_url=english_address("surveys:target", target.survey.slug, target.pk),
    )


def _row(group: Category, n: int, n_people: int, n_sheets: int) -> tuple[str | None, ...]:
    share = rounded_percent(group.n, n_people)
    if not n_sheets:
        return (group.label, cell(group.n), cell(share), cell(n), "", "")
    among = rounded_percent(n, n_sheets)
    return (group.label, cell(group.n), cell(share), cell(n), cell(among), cell(among - share))


def _title(widest: tuple[str | None, ...] | None, text: str) -> str:
    if widest is None:
        return f"There are no sheets to compare with the population yet: {text}"
    points = Decimal(widest[5] or 0)
    if abs(points) < 3:
        return f"The sheets are within 3 points of the population: {text}"
    word = "over" if points > 0 else "under"
    size = without_zero(cell(abs(points)))
    return f"“{widest[0]}” is {word}-represented by {size} points: {text}"


def _chart(text: str, rows: list[tuple[str | None, ...]]) -> BarChart:
    bars = tuple(
        bar
        for row in rows
        for bar in (
            Bar(f"{row[0]}, population", float(row[2] or 0)),
            Bar(
                f"{row[0]}, sheets",
                float(row[4] or 0),
                needs_attention=abs(Decimal(row[5] or 0)) >= 3,
            ),
        )
    )
    return BarChart(title=f"Population and sheets: {text}", unit="percent", maximum=100, bars=bars)
