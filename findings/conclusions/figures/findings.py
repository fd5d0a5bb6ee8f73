"""Figure of findings by state and kind."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from clayton_review.figures import Audience, Cell, Column, Figure, Scope, Table, cell, figure
from clayton_review.web.formatting import count_phrase
from findings.conclusions.models.findings import Finding, FindingKind, FindingState
from findings.releases.selectors import published_items


@figure("findings.findings")
def findings(scope: Scope) -> Figure:
    """Count findings by state and kind; Board and public get the released ones only."""
    is_team = scope.audience == Audience.TEAM
    pairs = _states_for_team(scope.as_of) if is_team else _states_for_others(scope.as_of)
    counts = Counter(pairs)
    states = FindingState if is_team else [FindingState.RELEASED]
    rows: list[tuple[Cell, ...]] = [
        (state.label, *(cell(counts[state.value, kind.value]) for kind in FindingKind))
        for state in states
    ]
    n_out = sum(n for (state, _), n in counts.items() if state == FindingState.RELEASED)
    columns = (Column("Status"), *(Column(f"{kind.label}s", "count") for kind in FindingKind))
    return Figure(
        name="findings.findings",
        title=count_phrase(n_out, "finding has been released", "findings have been released"),
        sentence=_finding_sentence(pairs, n_out),
        unit="findings",
        denominator=count_phrase(len(pairs), "finding", "findings")
        if is_team
        else "released findings",
        method="A finding is released only after someone who did not write it has signed its text.",
        table=Table(columns, tuple(rows)),
        evidence_url=reverse("findings:finding_list") if is_team else "",
        value=cell(n_out),
    )


def _states_for_team(as_of: datetime) -> list[tuple[str, str]]:
    return list(Finding.objects.as_of(as_of).values_list("state", "kind"))


def _states_for_others(as_of: datetime) -> list[tuple[str, str]]:
    return [
        (FindingState.RELEASED.value, item.content["kind"])
        for item in published_items(as_of)
        if item.finding_id
    ]


def _finding_sentence(pairs: list[tuple[str, str]], n_out: int) -> str:
    if not pairs:
        return "There are no findings yet."
    kinds = Counter(kind for state, kind in pairs if state == FindingState.RELEASED)
    rest = len(pairs) - n_out
    sentence = f"Released: {count_phrase(kinds['problem'], 'problem', 'problems')} and "
    sentence += count_phrase(kinds["strength"], "strength", "strengths")
    return (
        f"{sentence}. {count_phrase(rest, 'more is', 'more are')} in progress."
        if rest
        else f"{sentence}."
    )
