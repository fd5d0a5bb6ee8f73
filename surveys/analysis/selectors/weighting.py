"""The steps, spread and groups of a weighting, as its page shows them."""

from dataclasses import dataclass
from typing import Any

from clayton_review.web.formatting import count_phrase
from surveys.analysis.models import Weighting
from surveys.survey.models import Survey


@dataclass(frozen=True)
class WeightedGroup:
    """A group before and after weighting, in percent; no population for those that do not tell."""

    label: str
    n: int
    population: float | None
    before: float
    after: float


@dataclass(frozen=True)
class WeightedPopulation:
    """One population: its question, source, and groups."""

    text: str
    source: str
    groups: list[WeightedGroup]


@dataclass(frozen=True)
class WeightingSummary:
    """Steps in words; the spread of weights as parts of their mean; groups before and after."""

    steps: list[str]
    details: list[tuple[str, str]]
    compared: list[WeightedPopulation]
    design_effect: float
    n_effective: float


def weighting_summary(weighting: Weighting, survey: Survey) -> WeightingSummary:
    """Return the stored report of a weighting in the words of its questionnaire."""
    assert survey.version  # noqa: S101  # `with_questionnaire`
    questionnaire = survey.version.questionnaire
    report: dict[str, Any] = weighting.report
    sources = {
        target.question: f"{target.source}, {target.vintage}" for target in survey.targets.current()
    }
    texts = {name: questionnaire.question(name).text["en"] for name in weighting.questions}
    return WeightingSummary(
        steps=report["steps"],
        details=[_people(report, survey), *_details(report)],
        compared=[
            WeightedPopulation(texts[name], sources.get(name, ""), _groups(report, name))
            for name in weighting.questions
        ],
        design_effect=report["design_effect"],
        n_effective=report["n_effective"],
    )


def _groups(report: dict[str, Any], name: str) -> list[WeightedGroup]:
    return [
        WeightedGroup(
            label=row["category"],
            n=row["n"],
            population=None if row["population"] is None else 100 * row["population"],
            before=100 * row["before"],
            after=100 * row["after"],
        )
        for row in report["categories"]
        if row["variable"] == name
    ]


def _people(report: dict[str, Any], survey: Survey) -> tuple[str, str]:
    """Return the sum of the counts, and the survey's population if it differs."""
    people, size = f"{report['weighed']:,.0f}", survey.population_size
    if size and abs(report["weighed"] - size) > size / 100:
        people += f"; the survey’s population is {size:,}, correct one of them"
    return ("People in the counts", people)


def _gap_words(people: float) -> str:
    n = abs(people)
    return "Less than 1 person" if n < 1 else count_phrase(round(n), "person", "people")


def _details(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the spread of the weights, each as a part of the mean weight."""
    final, n = report["final"], report["n"]
    names = {
        "minimum": "Smallest weight",
        "lower_quartile": "A quarter are below",
        "median": "Half are below",
        "upper_quartile": "Three quarters are below",
        "maximum": "Largest weight",
    }
    mean = report["mean"]
    spread = [(label, f"{final[name] / mean:.2f} of the mean") for name, label in names.items()]
    return [
        *spread,
        ("At the limit", f"{report['n_trimmed']:,} of {n:,} sheets"),
        ("Weight cut off", f"{100 * report['trimmed']:.1f}%"),
        ("Cycles of raking", f"{report['n_cycles']}"),
        ("Largest difference left", _gap_words(report["largest_remaining"]["remaining"])),
    ]
