"""Population targets are written, compared with the sheets, changed and withdrawn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.figures import Audience, Scope, compute, from_json, names, to_json
from clayton_review.refusals import Refused
from surveys.analysis import population
from surveys.analysis.actions.population import (
    TargetInput,
    add_target,
    revise_target,
    withdraw_target,
)
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.models import PopulationTarget
from surveys.analysis.weights import WeightingInput
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BASE = "/surveys/residents-2018/population/"
AGE = parse(factories.EVERY_TYPE).question("age")
STOPPED = parse(factories.EVERY_TYPE).question("stopped")
VALUES = TargetInput("age", [["18-34", 600], ["35+", 400]], "Census, table B01001", "2013-2017")


@pytest.fixture(scope="module", autouse=True)
def opened_once(making_rows: Making) -> UUID:
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        return factories.open_survey(by=lead, notation=factories.EVERY_TYPE, n_invited=500).pk


@pytest.fixture
def survey(opened_once: UUID, db: None) -> Survey:
    return Survey.objects.get(pk=opened_once)


@pytest.fixture
def target(survey: Survey, lead: User) -> PopulationTarget:
    return add_target(record_id=uuid4(), survey=survey, values=VALUES, by=lead)


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "record_id": str(uuid4()),
        "question": "age",
        "lines": "18-34: 6,000\n35+: 4000",
        "source": "Census",
        "vintage": "2013-2017",
    } | changes


def test_a_double_click_makes_one_and_it_is_compared_with_the_sheets(
    survey: Survey, as_: As, consultant: User
) -> None:
    ages: list[Answer] = [*["20"] * 30, *["34"] * 20, *["35"] * 50, *["dont_know"] * 5]
    factories.answered(survey, [{"age": age} for age in ages])
    browser, form = as_(consultant), sent()
    for _ in range(2):
        assert browser.post(f"{BASE}new/", form).status_code == 302
    target = PopulationTarget.objects.get()
    assert target.counts == [["18-34", 6000], ["35+", 4000]]
    figure = compute(
        "surveys.population/residents-2018.age", Scope(as_of=clock.now(), audience=Audience.TEAM)
    )
    assert figure.table.rows == (
        ("18–34", "6000", "60.0", "50", "50.0", "-10.0"),
        ("35+", "4000", "40.0", "50", "50.0", "10.0"),
    )
    assert "under-represented by 10 points" in figure.title
    assert from_json(to_json(figure)) == figure
    for address in (BASE, f"{BASE}{target.pk}/", f"{BASE}{target.pk}/edit/"):
        assert browser.get(address).status_code == 200
    assert "under-represented" in browser.get(BASE).content.decode()


def test_only_the_team_has_the_comparison(target: PopulationTarget) -> None:
    for audience in (Audience.BOARD, Audience.PUBLIC):
        scope = Scope(as_of=clock.now(), audience=audience)
        assert not [name for name in names(scope) if name.startswith("surveys.population/")]
        with pytest.raises(KeyError):
            compute("surveys.population/residents-2018.age", scope)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": "18-34: 6000"}, "2 to 40 lines"),
        ({"lines": "18-34: 6000\n30+: 4000"}, "overlap"),
        ({"lines": "34-18: 6000\n35+: 4000"}, "ends before"),
        ({"lines": "young: 6000\nold: 4000"}, "not a range"),
        ({"lines": "16-34: 6000\n35+: 4000"}, "Let the first range start at 18"),
        ({"lines": "35+: 4000\n20-34: 6000"}, "Let the first range start at 18"),
        ({"lines": "18-34: many\n35+: 4000"}, "a group and its people"),
        ({"lines": "18-34: 0\n35+: 0"}, "At least one"),
        ({"lines": "18-34: 9,999,999,999\n35+: 1"}, "more people"),
        ({"question": "stopped"}, "not an answer to this question"),
        ({"question": "stopped", "lines": "yes: 1\nyes: 2"}, "twice"),
        ({"question": "word"}, "id_question_error"),
        ({"source": ""}, "required"),
        ({"vintage": "x" * 81}, "80"),
        ({"lines": "a\0b: 1\nb: 2"}, ""),
        ({"lines": "<b>🚓: 1\n\u202eb: 2"}, "not a range"),
        ({"lines": "x" * 1_000_000}, "4,000"),
        ({"record_id": "nonsense"}, ""),
    ],
)
def test_bad_counts_are_explained_and_nothing_is_saved(
    survey: Survey, as_: As, consultant: User, changes: dict[str, str], words: str
) -> None:
    page = as_(consultant).post(f"{BASE}new/", sent(**changes))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "<b>🚓" not in page.content.decode()
    assert not PopulationTarget.objects.exists()


def test_a_question_has_one_population_at_a_time(
    target: PopulationTarget, as_: As, consultant: User, lead: User
) -> None:
    page = as_(consultant).post(f"{BASE}new/", sent())
    assert page.status_code == 422
    assert "already has a population" in page.content.decode()
    withdraw_target(target=target, revision=1, reason="Wrong table", by=lead)
    assert as_(consultant).post(f"{BASE}new/", sent()).status_code == 302


WARDS = "- north: North | Norte\n- south: South | Sur\n"
WARD = f"== Where | Dónde\n? ward choice: Ward? | ¿Barrio?\n{WARDS}"


@pytest.mark.parametrize(
    "changed",
    [
        WARD.replace("? ward", "? district"),
        WARD.replace("- south", "- southern"),
        WARD.replace("ward choice", "ward number").replace(WARDS, ""),
        "== Other | Otro\n? trust agreement: I trust the police. | Confío en la policía.\n",
    ],
)
def test_a_questionnaire_that_a_population_no_longer_fits_cannot_be_published(
    lead: User, as_: As, consultant: User, changed: str
) -> None:
    survey = factories.draft_survey(by=lead, slug="wards", notation=factories.HEAD + WARD)
    publish_questionnaire(survey=survey, by=lead)
    counts: list[list[str | int]] = [["north", 600], ["south", 400]]
    values = TargetInput("ward", counts, "Census", "2013-2017")
    target = add_target(record_id=uuid4(), survey=survey, values=values, by=lead)
    survey.refresh_from_db()
    text = factories.HEAD + changed
    write_questionnaire(survey=survey, text=text, revision=survey.revision, by=lead)
    with pytest.raises(Refused, match="The population by “ward” does not fit"):
        publish_questionnaire(survey=survey, by=lead)
    assert as_(consultant).get("/surveys/wards/population/").status_code == 200
    withdraw_target(target=target, revision=1, reason="The question has changed.", by=lead)
    assert publish_questionnaire(survey=survey, by=lead).number == 2
    assert as_(consultant).get("/surveys/wards/population/").status_code == 200


OUTDATED: list[dict[str, Any]] = [
    {"question": "district"},
    {"counts": [["18-34", 600], ["none", 400]]},
    {"question": "stopped", "counts": [["often", 600], ["never_in_town", 400]]},
]


@pytest.mark.parametrize("changes", OUTDATED)
def test_a_population_whose_question_is_gone_says_so(
    survey: Survey, target: PopulationTarget, as_: As, consultant: User, changes: dict[str, Any]
) -> None:
    """Counts from before the check at publication, and withdrawn ones, may name such a question."""
    PopulationTarget.objects.filter(pk=target.pk).update(**changes)
    factories.answered(survey, [{"age": "20"}] * 100)
    scope = Scope(as_of=clock.now(), audience=Audience.TEAM)
    name = f"surveys.population/residents-2018.{changes.get('question', 'age')}"
    figure = compute(name, scope)
    assert name in names(scope)
    assert "no longer has this question with these groups. Edit" in figure.sentence
    assert [row[1] for row in figure.table.rows] == ["600", "400"]
    for address in (BASE, f"{BASE}{target.pk}/", f"{BASE}{target.pk}/edit/"):
        page = as_(consultant).get(address)
        assert page.status_code == 200
        assert "cannot be compared" in page.content.decode() or "edit" in address
    withdraw_target(target=target, revision=1, reason="Gone.", by=consultant)
    words = as_(consultant).get(f"{BASE}{target.pk}/").content.decode()
    assert "with these groups." in words
    assert "Edit the counts" not in words


@pytest.mark.parametrize("changes", OUTDATED)
def test_an_outdated_population_is_left_out_of_weights_and_crosstabs(
    survey: Survey, target: PopulationTarget, as_: As, lead: User, changes: dict[str, Any]
) -> None:
    values = TargetInput("stopped", [["yes", 60], ["no", 40]], "Census", "2013-2017")
    if changes.get("question") != "stopped":
        add_target(record_id=uuid4(), survey=survey, values=values, by=lead)
    PopulationTarget.objects.filter(pk=target.pk).update(**changes)
    factories.answered(
        survey, [{"age": "20", "stopped": "yes"}, {"age": "50", "stopped": "no"}] * 50
    )
    browser, outdated = as_(lead), changes.get("question", "age")
    page = browser.get("/surveys/residents-2018/weighting/new/", follow=True).content.decode()
    assert f'name="questions" value="{outdated}"' not in page
    assert (
        browser.get("/surveys/residents-2018/crosstab/?rows=age&columns=stopped").status_code == 200
    )
    with pytest.raises(Refused, match=f"“{outdated}” has no population to weight to"):
        add_weighting(
            record_id=uuid4(),
            survey=survey,
            values=WeightingInput([outdated], "", 4, 20, [], None),
            by=lead,
        )


def test_a_stale_form_is_refused_and_keeps_both_texts(
    target: PopulationTarget, as_: As, consultant: User
) -> None:
    browser, address = as_(consultant), f"{BASE}{target.pk}/edit/"
    assert browser.post(address, sent(revision=1, source="First")).status_code == 302
    changed = sent(revision=1, source="Second", lines="18-34: 7\n35+: 8")
    page = browser.post(address, changed)
    assert page.status_code == 422
    assert "Second" in page.content.decode()
    assert "First" in page.content.decode()
    assert "18-34: 6000" in page.content.decode()
    target.refresh_from_db()
    assert (target.source, target.revision) == ("First", 2)


def test_withdrawing_asks_for_a_reason_and_keeps_the_record(
    target: PopulationTarget, as_: As, consultant: User
) -> None:
    browser, address = as_(consultant), f"{BASE}{target.pk}/"
    assert browser.get(f"{address}withdraw/").status_code == 200
    assert browser.post(f"{address}withdraw/", {"revision": 1, "reason": ""}).status_code == 422
    response = browser.post(f"{address}withdraw/", {"revision": 1, "reason": "Wrong table"})
    assert response.status_code == 302
    assert "Wrong table" in browser.get(address).content.decode()
    assert "No population counts yet" in browser.get(BASE).content.decode()
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs[-2:] == ["added", "withdrew"]
    with pytest.raises(Refused, match="withdrawn"):
        revise_target(target=target, values=VALUES, revision=2, by=consultant)


@pytest.mark.parametrize("person", ["board_member", "city_staff", "liaison", "custodian"])
def test_others_than_the_team_see_nothing(
    target: PopulationTarget, as_: As, person: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    assert as_(user).get(f"{BASE}{target.pk}/").status_code == 403
    assert not PopulationTarget.objects.visible_to(user).exists()


def test_pages_ask_the_same_number_of_queries_with_one_and_many(
    survey: Survey, target: PopulationTarget, as_: As, lead: User,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    browser = as_(lead)
    for question in ("stopped", "why"):
        with django_assert_max_num_queries(7):
            assert browser.get(BASE).status_code == 200
        values = TargetInput(question, [["yes", 1], ["no", 2]], "Census", "2017")
        add_target(record_id=uuid4(), survey=survey, values=values, by=lead)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"source": ""}, "population_target_has_a_source"),
        ({"vintage": ""}, "population_target_has_a_source"),
        ({"counts": []}, "population_target_has_counts"),
        ({"withdrawn_reason": "x"}, "surveys_populationtarget_withdrawal_complete"),
    ],
)
def test_the_database_refuses_what_cannot_be_true(
    target: PopulationTarget, changes: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PopulationTarget.objects.filter(pk=target.pk).update(**changes)


def test_the_database_refuses_a_second_population_of_a_question(target: PopulationTarget) -> None:
    target.pk = uuid4()
    with pytest.raises(IntegrityError, match="one_population_target"), transaction.atomic():
        target.save(force_insert=True)


@given(st.text(max_size=80))
def test_any_lines_are_read_or_explained(text: str) -> None:
    for question in (AGE, STOPPED):
        try:
            counts = population.read_counts(text, question)
        except population.UnfitCounts as unfit:
            assert str(unfit)  # noqa: PT017  # the point is that nothing else is raised
        else:
            assert population.read_counts(population.counts_text(counts), question) == counts
