"""The figure of two questions against each other; made to order, so it has no name to be cited."""

from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart, Chart
from clayton_review.figures import Column, Figure, Table, cell
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.estimates.independence import IndependenceTest
from surveys.analysis import method_notes
from surveys.analysis.crosstab import Crosstab, Group
from surveys.analysis.sample import Sample, Share
from surveys.analysis.share_text import ends, plain, told_percent
from surveys.question_types import type_of

LEAST_NAMED = 10  # a group with fewer sheets is not named in a title
LONG = ("Group", "Answer", "Sheets", "Share", "Lower", "Upper")


def crosstab_figure(made: Crosstab, sample: Sample, rule: SuppressionRule) -> Figure:
    """The table with groups as rows, its chart, the test in words, and what is hidden."""
    table = Table(
        (
            Column("Group"),
            Column("Sheets", "count"),
            *(Column(level, "percent") for level in made.asked.rows.levels),
        ),
        tuple(_row(group) for group in made.groups),
    )
    return Figure(
        name="surveys.crosstab",
        title=_title(made),
        sentence=_sentence(made),
        unit="percent of each group",
        denominator=f"{made.n:,} sheets that answered both",
        method=_method(made, sample),
        table=table,
        evidence_url="",
        chart=_chart(made) if made.groups else None,
        n=cell(made.n),
        suppressed=_suppressed(made, rule),
    )


def long_rows(made: Crosstab) -> list[list[object]]:
    """Every share on a line of its own with its interval, for a file."""
    rows: list[list[object]] = []
    for group in made.groups:
        for answer, share in zip(made.asked.rows.levels, group.shares, strict=True):
            if share is None:
                rows.append([group.label, answer, *["hidden"] * 4])
            else:
                told = (told_percent(share.value), *ends(share.interval))
                rows.append([group.label, answer, share.n, *told])
    return rows


def _row(group: Group) -> tuple[str | None, ...]:
    n = None if group.n is None else cell(group.n)
    shares = (None if share is None else told_percent(share.value) for share in group.shares)
    return (group.label, n, *shares)


def _title(made: Crosstab) -> str:
    if made.refused:
        return made.refused
    if made.test is None:
        return f"{_small(made.asked.rows.text)} by {_small(made.asked.columns.text)}"
    if not made.differs:
        return f"No detectable difference by {_small(made.asked.columns.text)}"
    told = _range(made)
    return told or f"Answers differ by {_small(made.asked.columns.text)}"


def _range(made: Crosstab) -> str:
    """From which group to which an answer ranges, where the test is of that answer."""
    is_tested = len(made.asked.rows.levels) == 2 or made.differs_in_agreement
    is_thin = any((group.n or 0) < LEAST_NAMED for group in made.groups)
    shown = [(group.label, share) for group in made.groups if (share := _top(made, group))]
    if not is_tested or is_thin or len(shown) < max(2, len(made.groups)):
        return ""
    low, high = (pick(shown, key=lambda one: one[1].value) for pick in (min, max))
    said = "Agreement" if made.asked.n_agreeing else f"“{_answer(made)}”"
    return f"{said} ranges from {_short(low[1])} ({low[0]}) to {_short(high[1])} ({high[0]})"


def _top(made: Crosstab, group: Group) -> Share | None:
    """The share of those who agree, or of the answer that is most frequent over all groups."""
    if not made.asked.n_agreeing:
        return group.shares[_most(made)]
    top = group.shares[-made.asked.n_agreeing :]
    if any(share is None for share in top):
        return None
    known = [share for share in top if share is not None]
    return Share(sum(one.n for one in known), sum(one.value for one in known), None)


def _most(made: Crosstab) -> int:
    counts = [
        sum(share.n for group in made.groups if (share := group.shares[place]))
        for place in range(len(made.asked.rows.levels))
    ]
    return counts.index(max(counts))


def _answer(made: Crosstab) -> str:
    return made.asked.rows.levels[_most(made)]


def _short(share: Share) -> str:
    return f"{plain(told_percent(share.value))}%"


def _small(text: str) -> str:
    return f"“{text}”"


def _sentence(made: Crosstab) -> str:
    if made.refused:
        return ""
    said = [f"{made.n:,} sheets answered both questions"]
    if made.n_missing:
        said.append(f"{made.n_missing:,} did not and are left out")
    told = "; ".join(said) + "."
    if made.test is None:
        return f"{told} {made.untested}"
    verdict = (
        "The groups differ by more than chance would explain"
        if made.differs
        else "Differences this large can happen by chance"
    )
    return f"{told} {verdict} ({_test_words(made.test)})."


def _test_words(test: IndependenceTest) -> str:
    first, second = test.degrees_of_freedom
    p = "p < .001" if test.p_value < 0.001 else f"p = {test.p_value:.3f}"
    return (
        f"Rao-Scott F = {test.statistic:.2f}, {first:.2f} and {second:.0f} degrees of freedom, {p}"
    )


def _method(made: Crosstab, sample: Sample) -> str:
    told = ["Shares are of each group’s sheets that answered both questions."]
    if sample.is_weighted:
        told.append(f"Counts are sheets; shares are weighted by {sample.weighted_by}.")
    else:
        told.append(str(method_notes.UNWEIGHTED))
    told.append(str(method_notes.INTERVALS if sample.has_intervals else method_notes.OPT_IN))
    if made.test is not None:
        told.append("Test: Rao and Scott’s second correction of Pearson’s statistic.")
    return " ".join(told)


def _suppressed(made: Crosstab, rule: SuppressionRule) -> str:
    if not made.n_hidden or not rule.minimum_base:
        return ""
    n_cells = sum(len(group.shares) for group in made.groups)
    return (
        f"{made.n_hidden} of {n_cells} shares are hidden: a group under {rule.minimum_base} or a "
        f"count under {rule.minimum_cell}, or one that would reveal these."
    )


def _chart(made: Crosstab) -> Chart | None:
    if all(share is None for group in made.groups for share in group.shares):
        return None
    title = made.asked.rows.text
    if type_of(made.asked.rows.question.kind).is_scale:
        rows = tuple(
            AgreementRow(
                group.label,
                tuple(None if s is None else round(100 * s.value, 4) for s in group.shares),
            )
            for group in made.groups
        )
        return AgreementChart(title=title, steps=made.asked.rows.levels, rows=rows)
    bars = tuple(_bar(group, group.shares[_most(made)]) for group in made.groups)
    return BarChart(title=f"{_answer(made)}: {title}", unit="percent", maximum=100.0, bars=bars)


def _bar(group: Group, share: Share | None) -> Bar:
    if share is None:
        return Bar(group.label, None)
    value = float(told_percent(share.value))
    if share.interval is None:
        return Bar(group.label, value)
    lower, upper = (float(end) for end in ends(share.interval))
    return Bar(group.label, value, lower, upper)
