"""Response rates of one survey in words: what was counted, every rate, and how e was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from clayton_review.stats.estimates.rounding import round_half_up
from clayton_review.stats.response.dispositions import Dispositions
from clayton_review.stats.response.outcome_rates import (
    OutcomeRate,
    eligibility_sentence,
    outcome_rates,
)
from surveys.results.selectors.outcomes import COMPLETE_FROM, PARTIAL_FROM, Outcomes
from surveys.results.selectors.precision import Precision

FILE_HEADER = ("Rate", "Formula", "Numerator", "Denominator", "Percent", "Undefined, because")
FAMILIES = (
    ("RR", "Response: answered, of those who are or may be eligible"),
    ("COOP", "Cooperation: answered, of those who were reached"),
    ("REF", "Refusal: refused or broke off"),
    ("CON", "Contact: reached at all"),
)
NOTED = "Noted by the team"


@dataclass(frozen=True)
class CaseCount:
    """A kind of case with AAPOR's letters, its number, and where the number comes from."""

    letters: str
    label: str
    n: int
    source: str


@dataclass(frozen=True)
class RateLine:
    """A rate as it is read; `reason` where it is undefined."""

    name: str
    formula: str
    numerator: str
    denominator: str
    value: str
    reason: str


def case_counts(outcomes: Outcomes, n_sheets: int) -> list[CaseCount]:
    """Return every kind of case; `n_sheets` is the number of opened sheets."""
    n_broken = n_sheets - outcomes.complete - outcomes.partial
    broken_off = f"{n_broken:,} sheets below {PARTIAL_FROM}%"
    refused = f"{outcomes.refusal - n_broken:,} noted by the team, {broken_off}"
    n_noted = outcomes.unknown_household - outcomes.unaccounted
    unknown = f"{n_noted:,} noted by the team, {outcomes.unaccounted:,} not accounted for"
    closed = "of their closed questions answered"
    complete = f"Opened sheets with at least {COMPLETE_FROM}% {closed}"
    partial = f"Opened sheets with at least {PARTIAL_FROM}% {closed}"
    source = "Answers that stay locked or were given up"
    not_opened = [CaseCount("O", "Answered, but not opened", outcomes.not_opened, source)]
    return [
        CaseCount("I", "Complete", outcomes.complete, complete),
        CaseCount("P", "Partial", outcomes.partial, partial),
        CaseCount("R", "Refusals and break-offs", outcomes.refusal, refused),
        CaseCount("NC", "Not reached", outcomes.noncontact, NOTED),
        CaseCount("O", "Other eligible, no answers", outcomes.other, NOTED),
        *(not_opened if outcomes.not_opened else []),
        CaseCount("UH", "Unknown whether a household", outcomes.unknown_household, unknown),
        CaseCount("UO", "Unknown for another reason", outcomes.unknown_other, NOTED),
        CaseCount("", "Not eligible", outcomes.not_eligible, f"{NOTED}; left out of every rate"),
    ]


def surplus_words(outcomes: Outcomes, n_invited: int) -> str:
    """Return a sentence if more cases are counted than invitations were sent; else empty."""
    n = outcomes.base + outcomes.not_eligible
    if n <= n_invited:
        return ""
    return (
        f"{n:,} cases are counted, but only {n_invited:,} invitations were sent. Amend one or the "
        "other; until then the rates are too low."
    )


def rates_by_family(cases: Dispositions) -> list[tuple[str, list[RateLine]]]:
    """Return all sixteen rates under the heading of their kind."""
    lines = [(rate.name.rstrip("123456"), _line(rate)) for rate in outcome_rates(cases)]
    return [(title, [line for kind, line in lines if kind == name]) for name, title in FAMILIES]


def file_rows(cases: Dispositions) -> list[Sequence[str]]:
    """Return all rates for a file; see `FILE_HEADER`."""
    return [
        (rate.name, rate.formula, _number_text(rate.numerator), _number_text(rate.denominator),
         _percent(rate), rate.reason)
        for rate in outcome_rates(cases)
    ]  # fmt: skip


def eligible_words(cases: Dispositions) -> list[str]:
    """Return sentences on the source of e and on the unknown cases that it makes eligible."""
    if not cases.n_unknown:
        return ["Every case is known to be eligible or not, so no rate needs e."]
    if cases.eligibility is None:
        return [
            "e was not estimated: no one entered it with a source, and no case is known not to be "
            f"eligible. We cannot say how many of the {cases.n_unknown:,} unknown cases are."
        ]
    sentences = [eligibility_sentence(cases)]
    if cases.e is not None and cases.n_estimated is not None:
        sentences.append(
            f"e(UH+UO) = {round_half_up(cases.e, 4)} × {cases.n_unknown:,} = "
            f"{round_half_up(cases.n_estimated, 1):,} unknown cases that we count as eligible."
        )
    return sentences


def precision_details(precision: Precision, *, is_weighted: bool) -> list[tuple[str, str]]:
    """Return the margin of error with everything that went into it."""
    effect = f"{round_half_up(precision.design_effect, 2)}, from unequal weights (Kish)"
    population = "Size not known, so no correction"
    if precision.population is not None:
        population = f"{precision.population:,}, with the finite population correction"
    return [
        ("Margin of error", f"±{round_half_up(100 * precision.margin, 1)} points"),
        ("For", "a share of 50%, at 95% confidence"),
        ("Answers", f"{precision.n:,} complete and partial"),
        ("Design effect", effect if is_weighted else "1, because the sheets are not weighted"),
        ("Population", population),
    ]


def _line(rate: OutcomeRate) -> RateLine:
    denominator = "" if rate.denominator is None else f"{_rounded_cases(rate.denominator):,}"
    value = f"{_percent(rate)}%" if rate.value is not None else ""
    numerator = f"{_rounded_cases(rate.numerator):,}"
    return RateLine(rate.name, rate.formula, numerator, denominator, value, rate.reason)


def _percent(rate: OutcomeRate) -> str:
    return "" if rate.value is None else str(round_half_up(100 * rate.value, 1))


def _number_text(number: float | None) -> str:
    return "" if number is None else str(_rounded_cases(number))


def _rounded_cases(number: float) -> object:
    """Return a whole number of cases, or one decimal if e makes part of a case."""
    return int(number) if float(number).is_integer() else round_half_up(number, 1)
