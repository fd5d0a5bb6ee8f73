"""Weightings, populations and offered tables that are refused, each with its sentence."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from clayton_review import figures
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.figures import Figure, IssuedFigures
from clayton_review.refusals import Refused
from surveys.analysis.actions.population import TargetInput, add_target, revise_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.crosstab import CrosstabRequest
from surveys.analysis.models import PopulationTarget, Weighting
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.selectors.offered_tables import offered_request
from surveys.analysis.selectors.variables import variables_of
from surveys.analysis.weights import WeightingInput
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys import factories
from tests.surveys.analysis.offering import even, public_figure, survey_of

pytestmark = pytest.mark.django_db
AGES = TargetInput("age", [["18-34", 6_000], ["35+", 4_000]], "Census", "2013-2017")
STOPS = TargetInput("stopped", [["yes", 1_000], ["no", 9_000]], "Police", "2017")
BY_AGE = WeightingInput(["age"], "", 4, 20, [], None)


@pytest.fixture(scope="module", autouse=True)
def weighted_once(making_rows: Making) -> UUID:
    """A survey weighted by age, with a second population, and one without any sheet."""
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        survey = factories.open_survey(by=lead, notation=factories.EVERY_TYPE)
        young: dict[str, Answer] = {"age": "20", "stopped": "yes"}
        old: dict[str, Answer] = {"age": "50", "stopped": "no"}
        factories.answered(survey, [young] * 30 + [old] * 70)
        empty = factories.open_survey(by=lead, notation=factories.EVERY_TYPE, slug="empty")
        for each, values in ((survey, AGES), (survey, STOPS), (empty, AGES)):
            add_target(record_id=uuid4(), survey=each, values=values, by=lead)
        add_weighting(record_id=uuid4(), survey=survey, values=BY_AGE, by=lead)
        return survey.pk


def stored_rows() -> list[object]:
    """Return all that these acts store."""
    weightings, targets = Weighting.objects.order_by("pk"), PopulationTarget.objects.order_by("pk")
    weights = [(row.revision, bytes(row.weights), row.problem) for row in weightings]
    return [weights, [*targets.values()], AuditEntry.objects.count()]


@pytest.mark.parametrize(
    ("question", "values", "sentence"),
    [
        (
            "age",
            replace(AGES, counts=[["18-90", 9_000], ["91+", 1_000]]),
            "The sheets cannot be weighted to these counts.",
        ),
        ("stopped", AGES, "This question already has a population. Change or withdraw that one."),
        ("age", STOPS, "The sheets are weighted to this population. Change or withdraw the"),
    ],
    ids=["no one is that old", "a second one for age", "weighted to it"],
)
def test_a_population_that_cannot_be_is_refused(
    lead: User, weighted_once: UUID, question: str, values: TargetInput, sentence: str
) -> None:
    target = PopulationTarget.objects.get(survey=weighted_once, question=question)
    before = stored_rows()
    with pytest.raises(Refused, match=f"^{sentence}"):
        revise_target(target=target, values=values, revision=1, by=lead)
    assert stored_rows() == before


def test_without_sheets_there_is_nothing_to_weight(lead: User) -> None:
    before = stored_rows()
    with pytest.raises(Refused, match=r"^No answer sheets have been opened yet"):
        survey = Survey.objects.with_questionnaire().get(slug="empty")
        add_weighting(record_id=uuid4(), survey=survey, values=BY_AGE, by=lead)
    assert stored_rows() == before


@pytest.fixture
def tabled(lead: User) -> Survey:
    Survey.objects.filter(slug="residents-2018").update(slug="weighted")
    return survey_of(lead, even({"one": 60, "two": 50, "three": 40}))


def request_of(survey: Survey) -> CrosstabRequest:
    known = {variable.key: variable for variable in variables_of(survey)}
    return CrosstabRequest(known["trust"], known["ward"])


def test_no_table_is_offered_before_its_groups_are_chosen(tabled: Survey) -> None:
    tabled.table_groups = ""
    with pytest.raises(Refused, match=r"^No question has been chosen yet whose groups"):
        offered_request(tabled, request_of(tabled), sample_of(tabled))


def test_no_table_is_offered_beside_results_with_and_without_programs(tabled: Survey) -> None:
    sample = sample_of(tabled)
    more_sheets = replace(sample.coded, n=sample.n + 100)
    with_programs = replace(sample, all_sheets=more_sheets)
    with pytest.raises(Refused, match=r"^Results of this survey are given with and without"):
        offered_request(tabled, request_of(tabled), with_programs)


def test_no_table_is_offered_of_a_question_whose_answers_are_all_hidden(
    tabled: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hidden(name: str) -> list[Figure]:
        figure = public_figure(tabled, name.rpartition(".")[2])
        rows = tuple((row[0], *[None] * (len(row) - 1)) for row in figure.table.rows)
        return [replace(figure, table=replace(figure.table, rows=rows))]

    monkeypatch.setattr(figures, "_ISSUES", [IssuedFigures(read=hidden, has=bool)])
    with pytest.raises(Refused, match=r"^The issued reports show no answer to “Trust"):
        offered_request(tabled, request_of(tabled), sample_of(tabled))
