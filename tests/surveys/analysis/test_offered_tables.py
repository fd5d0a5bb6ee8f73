"""Tables of two questions for Board and public, beside all that these readers have."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from django.test import Client
from numpy.typing import NDArray

from clayton_review import figures
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.figures import Figure, IssuedFigures
from clayton_review.refusals import Refused
from clayton_review.stats.disclosure.cell_equations import equations_of_sums
from clayton_review.stats.disclosure.intruder import Intruder
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from surveys.analysis.actions.table_groups import choose_table_groups
from surveys.analysis.crosstab import Crosstab, CrosstabRequest, build_crosstab
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.selectors.offered_tables import (
    ALL_OTHERS,
    OTHER_PEOPLE,
    SILENT_PEOPLE,
    offered_request,
)
from surveys.analysis.selectors.variables import variables_of
from surveys.survey.models import Survey
from tests.surveys import factories
from tests.surveys.analysis.offering import NOTATION, Counts, even, public_figure, survey_of

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db
RULE = SUPPRESSION_RULES["public"]
BASE = "/surveys/residents-2018/crosstab/"
ATTACKED = {"one": 50, "two": 16, "three": 22, "elsewhere": 3}
Atoms = NDArray[np.bool_]


@pytest.fixture
def issued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of figures asked for; two reports have issued each of them."""
    names: list[str] = []

    def read(name: str) -> list[Figure]:
        slug, _, question = name.removeprefix("surveys.answers/").partition(".")
        survey = Survey.objects.with_questionnaire().get(slug=slug)
        names.append(question)
        return [public_figure(survey, question)] * 2

    monkeypatch.setattr(figures, "_ISSUES", [issues_read_by(read)])
    return names


def issues_read_by(read: Callable[[str], list[Figure]]) -> IssuedFigures:
    """Return reports that have issued every figure, as `read` gives it."""
    return IssuedFigures(read=read, has=bool)


def request_of(survey: Survey, rows: str = "trust", columns: str = "ward") -> CrosstabRequest:
    known = {variable.key: variable for variable in variables_of(survey)}
    return CrosstabRequest(known[rows], known[columns])


def offered(survey: Survey, rows: str = "trust", columns: str = "ward") -> Crosstab:
    request = offered_request(survey, request_of(survey, rows, columns), sample_of(survey))
    return build_crosstab(request, sample_of(survey), RULE)


def test_a_group_that_a_report_hides_does_not_follow_from_the_others(
    lead: User, issued: list[str]
) -> None:
    """91 people less 50, 16 and 22 would be the hidden 3."""
    survey = survey_of(lead, even(ATTACKED))
    rows = {row[0]: row[1] for row in public_figure(survey, "ward").table.rows}
    assert rows["Elsewhere"] is None
    table = offered(survey)
    hidden = [label for label, n in rows.items() if n is None]
    assert len(hidden) > 1
    assert table.n == 91
    assert not {group.label for group in table.groups} & set(hidden)
    assert table.groups[-1].label == OTHER_PEOPLE
    assert table.groups[-1].n == 91 - sum(int(n) for n in rows.values() if n)


def test_nobody_is_among_the_others_where_every_answer_is_shown(
    lead: User, issued: list[str]
) -> None:
    table = offered(survey_of(lead, even({"one": 60, "two": 50, "three": 40})))
    assert [(group.label, group.n) for group in table.groups] == [
        ("Ward 1", 60), ("Ward 2", 50), ("Ward 3", 40),
    ]  # fmt: skip


def test_groups_are_named_as_people(lead: User, issued: list[str]) -> None:
    """They did not say, unless an answer in substance may be among them."""
    wards = even({"one": 60, "two": 50, "three": 40})
    table = offered(survey_of(lead, wards | {("much", "dont_know"): 12}))
    assert (table.groups[-1].label, table.groups[-1].n) == (SILENT_PEOPLE, 12)
    assert ALL_OTHERS not in table.request.columns.levels


def test_before_the_first_issue_nothing_is_offered(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_ISSUES", [])
    with pytest.raises(Refused, match="once a report with the results"):
        offered(survey_of(lead, even(ATTACKED)))


@pytest.mark.parametrize(
    ("rows", "columns", "why"),
    [
        ("trust", "stopped", "the groups of one question only"),
        ("stopped", "ward", "decides who is asked other questions"),
        ("why", "ward", "everyone was asked"),
        ("met.call", "ward", "one answer from each person"),
        ("ward", "trust", "the groups of one question only"),
    ],
)
def test_what_cannot_be_judged_is_not_offered(
    lead: User, issued: list[str], rows: str, columns: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        offered(survey_of(lead, even(ATTACKED)), rows, columns)


def test_a_table_of_some_people_is_not_offered(lead: User, issued: list[str]) -> None:
    survey = survey_of(lead, even(ATTACKED))
    request = request_of(survey)
    some = CrosstabRequest(request.rows, request.columns, request_of(survey, "stopped").rows, 1)
    with pytest.raises(Refused, match="only some people"):
        offered_request(survey, some, sample_of(survey))


def test_a_table_of_other_counts_than_those_issued_is_not_offered(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = survey_of(lead, even(ATTACKED))
    before = {name: public_figure(survey, name) for name in ("trust", "ward")}
    issues = issues_read_by(lambda name: [before[name.rpartition(".")[2]]])
    monkeypatch.setattr(figures, "_ISSUES", [issues])
    offered(survey)
    factories.let_sheets_change()
    survey.sheets.filter(answers__trust="much").first().delete()  # type: ignore[union-attr]
    with pytest.raises(Refused, match="other counts"):
        offered(survey)


def test_the_groups_are_chosen_once_and_for_all(lead: User) -> None:
    survey = survey_of(lead, even(ATTACKED))
    choose_table_groups(survey=survey, question="ward", by=lead)
    with pytest.raises(Refused, match="have been chosen"):
        choose_table_groups(survey=survey, question="trust", by=lead)
    survey.refresh_from_db()
    assert survey.table_groups == "ward"
    rows = AuditEntry.objects.filter(verb="chose the groups of tables")
    assert [json.loads(row.payload)["question"] for row in rows] == ["ward"]


def test_only_a_question_that_tables_can_be_made_of_is_chosen(lead: User) -> None:
    survey = factories.open_survey(by=lead, notation=NOTATION)
    for question in ("why", "stopped", "met", "unknown", ""):
        with pytest.raises(Refused, match="in the list"):
            choose_table_groups(survey=survey, question=question, by=lead)


THREE_WARDS = [("one", 40, 30, 3), ("two", 30, 25, 12), ("three", 20, 35, 15)]
HIDING: Counts = {
    (trust, ward): n
    for ward, *counts in THREE_WARDS
    for trust, n in zip(("much", "some", "none"), counts, strict=True)
}


def test_weights_by_the_groups_alone_would_tell_hidden_counts(
    lead: User, issued: list[str]
) -> None:
    """The counts of two wards add up to a known number of people, and to a known weight."""
    survey = survey_of(lead, HIDING)
    request, whole = (
        offered_request(survey, request_of(survey), sample_of(survey)),
        sample_of(survey),
    )
    wards = request.columns.codes(whole.coded)
    by_ward = replace(whole, weights=np.array([0.7, 1.0, 1.4])[wards])
    assert "worked out from the weighted shares" in build_crosstab(request, by_ward, RULE).refused
    by_person = replace(whole, weights=np.linspace(0.5, 2.0, whole.n))
    for sample in (whole, by_person):
        table = build_crosstab(request, sample, RULE)
        assert table.n_hidden
        assert not table.refused


def random_counts(seed: int) -> Counts:
    generator = np.random.default_rng(seed)
    pairs = list(product(("much", "some", "none", "dont_know"), (*ATTACKED, "prefer_not")))
    shares = generator.dirichlet(np.full(len(pairs), 0.5))
    return dict(zip(pairs, generator.multinomial(160, shares).tolist(), strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_nothing_small_can_be_worked_out_from_reports_and_tables_together(
    lead: User, issued: list[str], seed: int
) -> None:
    """An intruder who has both issued tables, and the table itself, cannot bound a small count."""
    counts = random_counts(seed)
    survey, n = survey_of(lead, counts), np.array(list(counts.values()))
    cells = np.eye(n.size, dtype=np.bool_)
    sums = [np.ones(n.size, dtype=np.bool_), *issued_sums(survey, counts)]
    sums += table_sums(survey, counts)
    secrets = cells[(n > 0) & (n < RULE.minimum_cell)]
    both = np.array([*sums, *secrets])
    is_shown = np.arange(len(both)) < len(sums)
    reader = Intruder(equations_of_sums(both, n, ~is_shown), is_shown)
    for cell in np.flatnonzero(~is_shown).tolist():
        assert reader.can_vary(cell, RULE.minimum_cell, RULE.minimum_cell)


def issued_sums(survey: Survey, counts: Counts) -> list[Atoms]:
    """Return the atoms of each count that the issued tables show."""
    sums = []
    for place, name in enumerate(("trust", "ward")):
        labels = label_of(survey, name)
        shown = {row[0] for row in public_figure(survey, name).table.rows if row[1] is not None}
        answers = [labels[atom[place]] for atom in counts]
        sums += [np.array([answer == label for answer in answers]) for label in shown]
    return sums


def table_sums(survey: Survey, counts: Counts) -> list[Atoms]:
    """Return the atoms of each count that the table shows, if it is offered."""
    try:
        table = offered(survey)
    except Refused:
        return []
    trust, ward = label_of(survey, "trust"), label_of(survey, "ward")
    atoms = [(trust[answer], ward[group]) for answer, group in counts]
    named = [{group.label for group in table.groups}, set(table.request.rows.levels)]
    sums = []
    for group in table.groups:
        for label, share in zip(table.request.rows.levels, group.shares, strict=True):
            if share is not None:
                sums.append(in_cell(atoms, named, group.label, label))
                assert share.n == np.array(list(counts.values())) @ sums[-1]
    return sums


def label_of(survey: Survey, name: str) -> dict[str, str]:
    assert survey.version
    question = survey.version.questionnaire.question(name)
    return {choice.value: choice.label["en"] for choice in question.choices}


def in_cell(atoms: list[tuple[str, str]], named: list[set[str]], group: str, answer: str) -> Atoms:
    """Return the atoms of a cell of the table, whose last levels hold all that is not named."""

    def is_at(label: str, level: str, levels: set[str]) -> bool:
        is_others = level in {ALL_OTHERS, OTHER_PEOPLE, SILENT_PEOPLE}
        return label not in levels if is_others else label == level

    return np.array(
        [is_at(ward, group, named[0]) and is_at(trust, answer, named[1]) for trust, ward in atoms]
    )


def test_the_page_offers_the_table_or_says_why_not(
    lead: User, consultant: User, as_: As, issued: list[str]
) -> None:
    survey_of(lead, even(ATTACKED | {"one": 60}))
    browser = as_(consultant)
    page = browser.get(f"{BASE}?rows=trust&columns=ward&audience=public").content.decode()
    assert "101 people answered the survey" in page
    assert OTHER_PEOPLE in page
    for audience in ("public", "board"):
        query = f"{BASE}?rows=trust&columns=stopped&audience={audience}"
        page = browser.get(query).content.decode()
        assert "the groups of one question only" in page
        assert browser.get(f"{query}&format=csv")["Content-Type"].startswith("text/html")


def test_a_lead_chooses_the_groups_on_the_page(lead: User, consultant: User, as_: As) -> None:
    survey = factories.open_survey(by=lead, notation=NOTATION)
    assert "Offer tables by" not in as_(consultant).get(f"{BASE}?audience=public").content.decode()
    browser = as_(lead)
    assert "Offer tables by" in browser.get(f"{BASE}?audience=public").content.decode()
    browser.post(f"{BASE}groups/", {"question": "ward"})
    survey.refresh_from_db()
    assert survey.table_groups == "ward"
    page = browser.post(f"{BASE}groups/", {"question": "trust"}, follow=True).content.decode()
    assert "The groups have been chosen." in page
