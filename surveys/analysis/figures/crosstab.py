"""The figure of two questions against each other; made to order, so it has no name to be cited."""

from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart, Chart
from clayton_review.figures import Column, Figure, Table, cell
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.estimates.independence import IndependenceTest
from surveys.analysis import method_notes
from surveys.analysis.crosstab import Crosstab, CrosstabGroup
from surveys.analysis.sample import Sample, Share
from surveys.analysis.share_text import interval_cells, percent_text
from surveys.question_types import type_of

LEAST_NAMED = 10  # a group with fewer sheets is not named in a title
LEAST_BARS = 2  # a chart compares groups
FILE_HEADER = ("Group", "Answer", "Sheets", "Share", "Lower", "Upper")


def crosstab_figure(crosstab: Crosstab, sample: Sample, rule: SuppressionRule) -> Figure:
    """Return the table with groups as rows, its chart, the test in words, and what is hidden."""
    table = Table(
        (
            Column("Group"),
            Column("Sheets", "count"),
            *(Column(level, "percent") for level in crosstab.request.rows.levels),
        ),
        tuple(_row(group) for group in crosstab.groups),
    )
    return Figure(
        name="surveys.crosstab",
        title=_title(crosstab),
        sentence=_sentence(crosstab),
        unit="percent of each group",
        denominator=f"{crosstab.n:,} people who answered {_answered(crosstab)}",
        method=_method(crosstab, sample),
        table=table,
        evidence_url="",
        chart=_chart(crosstab) if crosstab.groups else None,
        n=cell(crosstab.n),
        suppressed=_suppression_note(crosstab, rule),
    )


def file_rows(crosstab: Crosstab) -> list[list[object]]:
    """Return every share on a line of its own with its interval, for a file."""
    rows: list[list[object]] = []
    for group in crosstab.groups:
        for answer, share in zip(crosstab.request.rows.levels, group.shares, strict=True):
            if share is None:
                rows.append([group.label, answer, *["hidden"] * 4])
            else:
                cells = (percent_text(share.value), *interval_cells(share.interval))
                rows.append([group.label, answer, share.n, *cells])
    return rows


def _row(group: CrosstabGroup) -> tuple[str | None, ...]:
    n = None if group.n is None else cell(group.n)
    shares = (None if share is None else percent_text(share.value) for share in group.shares)
    return (group.label, n, *shares)


def _title(crosstab: Crosstab) -> str:
    if crosstab.test is None:
        request = crosstab.request
        return f"{_quoted_text(request.rows.text)} by {_quoted_text(request.columns.text)}"
    if not crosstab.differs:
        return f"No clear difference by {_quoted_text(crosstab.request.columns.text)}"
    title = _range(crosstab)
    return title or f"Answers differ by {_quoted_text(crosstab.request.columns.text)}"


def _range(crosstab: Crosstab) -> str:
    """Say which groups have the lowest and highest share of an answer, if it was tested."""
    is_tested = len(crosstab.request.rows.levels) == 2 or crosstab.differs_in_agreement
    is_thin = any((group.n or 0) < LEAST_NAMED for group in crosstab.groups)
    labeled_shares = [
        (group.label, share)
        for group in crosstab.groups
        if (share := _leading_share(crosstab, group))
    ]
    if not is_tested or is_thin or len(labeled_shares) < max(2, len(crosstab.groups)):
        return ""
    low, high = (pick(labeled_shares, key=lambda cell: cell[1].value) for pick in (min, max))
    answer = "agree" if crosstab.request.agreeing else f"answered “{_answer(crosstab)}”"
    lowest, highest = f"{_share_text(low[1])} ({low[0]})", f"{_share_text(high[1])} ({high[0]})"
    return f"The share who {answer} ranges from {lowest} to {highest}"


def _leading_share(crosstab: Crosstab, group: CrosstabGroup) -> Share | None:
    """Return the share of those who agree, or else of the most frequent answer over all groups."""
    agreeing = crosstab.request.agreeing
    if not agreeing:
        return group.shares[_most_frequent_place(crosstab)]
    known = [share for at in agreeing if (share := group.shares[at])]
    if len(known) < len(agreeing):
        return None
    return Share(sum(share.n for share in known), sum(share.value for share in known), None)


def _most_frequent_place(crosstab: Crosstab) -> int:
    """Return the place of the answer most people gave; answers counted together are none."""
    rows = crosstab.request.rows
    counts = [
        sum(share.n for group in crosstab.groups if (share := group.shares[place]))
        for place in range(len(rows.levels) - rows.has_others)
    ]
    return counts.index(max(counts))


def _answer(crosstab: Crosstab) -> str:
    return crosstab.request.rows.levels[_most_frequent_place(crosstab)]


def _share_text(share: Share) -> str:
    return f"{percent_text(share.value)}%"


def _quoted_text(text: str) -> str:
    return f"“{text}”"


def _sentence(crosstab: Crosstab) -> str:
    if crosstab.refused:
        return ""
    people = "person" if crosstab.n == 1 else "people"
    clauses = [f"{crosstab.n:,} {people} answered {_answered(crosstab)}"]
    if crosstab.n_missing:
        clauses.append(f"{crosstab.n_missing:,} did not and are left out")
    sentence = "; ".join(clauses) + "."
    if crosstab.test is None:
        return f"{sentence} {crosstab.untested}"
    verdict = (
        "The groups differ by more than chance would explain"
        if crosstab.differs
        else "Differences this large can happen by chance"
    )
    return f"{sentence} {verdict} ({_test_words(crosstab.test)})."


def _answered(crosstab: Crosstab) -> str:
    return "the survey" if crosstab.request.counts_everyone else "both questions"


def _test_words(test: IndependenceTest) -> str:
    first, second = test.degrees_of_freedom
    p = "p < .001" if test.p_value < 0.001 else f"p = {test.p_value:.3f}"
    return (
        f"a test of chance for survey samples: Rao-Scott F = {test.statistic:.2f}, "
        f"{first:.2f} and {second:.0f} degrees of freedom, {p}"
    )


def _method(crosstab: Crosstab, sample: Sample) -> str:
    sentences = ["Shares are of the people in each group who answered both questions."]
    if crosstab.request.counts_everyone:
        sentences = [
            "Shares are of all people in each group. “Don’t know,” skipped answers and those that "
            "issued reports hide are counted together."
        ]
    if sample.is_weighted:
        sentences.append(f"Counts are answer sheets. Shares are weighted by {sample.weighted_by}.")
    else:
        sentences.append(str(method_notes.UNWEIGHTED))
    sentences.append(str(method_notes.INTERVALS if sample.has_intervals else method_notes.OPT_IN))
    if crosstab.test is not None:
        sentences.append("Test: Rao and Scott’s second correction of Pearson’s statistic.")
    return " ".join(sentences)


def _suppression_note(crosstab: Crosstab, rule: SuppressionRule) -> str:
    if not crosstab.n_hidden or not rule.minimum_base:
        return ""
    n_cells = sum(len(group.shares) for group in crosstab.groups)
    return (
        f"{crosstab.n_hidden} of {n_cells} shares are hidden: those in groups of fewer than "
        f"{rule.minimum_base} people, those with counts under {rule.minimum_cell}, and those that "
        "would reveal one of these."
    )


def protection_note(crosstab: Crosstab) -> str:
    """Say what can be concluded about hidden shares; empty where none is hidden."""
    if not crosstab.n_hidden or crosstab.certificate is None:
        return ""
    rule = crosstab.certificate.rule
    return (
        "Someone who adds and subtracts the counts shown here and in the issued answers to both "
        f"questions is left with a range of at least {rule.protection_width} for each hidden count "
        f"that is too small. Someone who also knows the rule may conclude that it is under "
        f"{rule.minimum_cell}."
    )


def _chart(crosstab: Crosstab) -> Chart | None:
    rows, agreeing = crosstab.request.rows, crosstab.request.agreeing
    is_scale = type_of(rows.question.kind).is_scale
    if is_scale and not rows.states:
        return _scale_chart(crosstab)
    shares = [_leading_share(crosstab, group) for group in crosstab.groups]
    if len(shares) - shares.count(None) < LEAST_BARS or (is_scale and not agreeing):
        return None
    answer = " or ".join(rows.levels[at] for at in agreeing).capitalize() or _answer(crosstab)
    bars = tuple(_bar(group, share) for group, share in zip(crosstab.groups, shares, strict=True))
    return BarChart(title=f"{answer}: {rows.text}", unit="percent", maximum=100.0, bars=bars)


def _scale_chart(crosstab: Crosstab) -> AgreementChart | None:
    if all(share is None for group in crosstab.groups for share in group.shares):
        return None
    rows = tuple(
        AgreementRow(
            group.label,
            tuple(None if s is None else round(100 * s.value, 4) for s in group.shares),
        )
        for group in crosstab.groups
    )
    question = crosstab.request.rows
    return AgreementChart(title=question.text, steps=question.levels, rows=rows)


def _bar(group: CrosstabGroup, share: Share | None) -> Bar:
    if share is None:
        return Bar(group.label, None)
    value = float(percent_text(share.value))
    if share.interval is None:
        return Bar(group.label, value)
    lower, upper = (float(end) for end in interval_cells(share.interval))
    return Bar(group.label, value, lower, upper)
