"""The methodology is written, and results reach nobody outside before it is whole."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.figures import Audience, Scope, compute, names
from clayton_review.refusals import Refused
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.fielding.actions.status import close_survey
from surveys.fielding.actions.surveys import create_survey
from surveys.results import methodology
from surveys.results.actions import MethodologyStatementInput, publish_results, write_statement
from surveys.results.models import MethodologyStatement
from surveys.results.selectors.methodology import methodology_on_record
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
BASE = "/surveys/residents-2018/"
FEEL = "surveys.answers/residents-2018.feel_safe"


@pytest.fixture
def closed(lead: User) -> Survey:
    survey = factories.open_survey(by=lead, n_invited=500)
    sheet: dict[str, Any] = {"feel_safe": "4", "stopped": "no", "story": None}
    factories.answered(survey, [sheet] * 120)
    return close_survey(survey=survey, by=lead)


def sent(**changes: str) -> dict[str, str]:
    items = {key: f"About {key}." for key in methodology.KEYS}
    return {"revision": "0"} | items | changes


def public() -> set[str]:
    return set(names(Scope(as_of=clock.now(), audience=Audience.PUBLIC)))


CONDITIONAL = f"""{factories.HEAD}
== One | Uno
? stopped choice: Stopped? | ¿Parado?
- yes: Yes | Sí
- no: No | No
? why choice: Why? | ¿Por qué?
if: stopped = yes
- a: A | A
- b: B | B
? few choice: Few? | ¿Pocos?
if: stopped = prefer_not
- a: A | A
- b: B | B
"""


def test_the_records_stand_below_the_statement_as_on_every_other_page(lead: User) -> None:
    survey = factories.open_survey(by=lead, notation=CONDITIONAL, n_invited=500)
    sheets: list[dict[str, Any]] = [
        {"stopped": "yes", "why": "ab"[at % 2]} if at < 60 else {"stopped": "no"}
        for at in range(131)
    ]
    sheets += [{"stopped": "dont_know"}] * 9 + [{"stopped": "prefer_not", "few": "a"}] * 3
    factories.answered(survey, sheets)
    close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    factories.published(survey, by=lead)
    values = TargetInput("stopped", [["yes", 5_000], ["no", 8_000]], "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=values, by=lead)
    scope = Scope(as_of=clock.now(), audience=Audience.PUBLIC)
    table = compute("surveys.methodology/residents-2018", scope).table
    facts = {str(fact[0]): str(fact[1]) for fact in table.rows}
    row = compute("surveys.published", scope).table.rows[0]
    assert facts["On record: how many answered"].startswith("143 residents")
    assert str(row[4]) in facts["On record: how many answered"]
    assert f"±{row[6]} percentage points" in facts["On record: margin of error"]
    assert "design effect of 1.00" in facts["On record: margin of error"]
    counts = facts["On record: population counts, “Stopped?”"]
    assert counts == "Yes: 5,000; No: 8,000. Source: Census, 2017."
    with override("es"):
        spanish = compute("surveys.methodology/residents-2018", scope).table.rows
    assert "Sí: 5,000; No: 8,000. Fuente: Census, 2017." in [row[1] for row in spanish]
    assert facts["On record: who was asked, “Why?”"] == (
        "It was asked only if “Stopped?” was answered “Yes”. 60 residents who were asked this "
        "question."
    )
    assert facts["On record: who was asked, “Few?”"] == (
        "It was asked only if “Stopped?” was answered “I prefer not to answer”. The number of "
        "people asked is not shown."
    )


@pytest.mark.parametrize("missing", methodology.KEYS)
def test_one_empty_item_keeps_everything_back(closed: Survey, lead: User, missing: str) -> None:
    items = dict.fromkeys(methodology.KEYS, "Told.") | {missing: " "}
    values = MethodologyStatementInput(items, {})
    write_statement(survey=closed, values=values, revision=0, by=lead)
    with pytest.raises(Refused, match=str(methodology.missing_items(items)[0].name)):
        publish_results(survey=closed, by=lead)
    assert FEEL not in public()


def test_a_survey_that_runs_cannot_be_published(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    factories.stated(survey, by=lead)
    with pytest.raises(Refused, match="has not closed"):
        publish_results(survey=survey, by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.update(published_on=clock.today())


def test_publishing_is_told_once_and_shows_answers_and_method(
    closed: Survey, as_: As, lead: User
) -> None:
    browser = as_(lead)
    assert browser.post(f"{BASE}methodology/write/", sent(strategy_es="Una encuesta.")).status_code
    assert "Nobody" not in browser.get(f"{BASE}publish-results/").content.decode()
    scope = Scope(as_of=clock.now(), audience=Audience.PUBLIC)
    assert compute("surveys.published", scope).title == "No survey results have been published yet"
    for _ in range(2):
        assert browser.post(f"{BASE}publish-results/").status_code == 302
    assert AuditEntry.objects.filter(verb="published the results").count() == 1
    assert {FEEL, "surveys.methodology/residents-2018"} <= public()
    scope = Scope(as_of=clock.now(), audience=Audience.PUBLIC)
    table = compute("surveys.methodology/residents-2018", scope).table
    items = [row[1] for row in table.rows if not str(row[0]).startswith("On record")]
    assert items == [f"About {key}." for key in methodology.KEYS]
    listed = compute("surveys.published", scope)
    assert [row[-1] for row in listed.table.rows] == ["/results/residents-2018/"]
    assert listed.title == "Anyone can read the results of 1 survey"


def test_a_survey_that_is_not_published_does_not_count_as_readable(
    closed: Survey, lead: User
) -> None:
    team = Scope(as_of=clock.now(), audience=Audience.TEAM)
    before = compute("surveys.published", team)
    assert (before.title, before.value) == ("No survey results have been published yet", "0")
    assert [row[-1] for row in before.table.rows] == [""]
    factories.published(closed, by=lead)
    factories.open_survey(by=lead, slug="residents-2019")
    after = compute("surveys.published", Scope(as_of=clock.now(), audience=Audience.TEAM))
    assert (after.title, after.value) == ("Anyone can read the results of 1 survey", "1")
    addresses = {row[-1] for row in after.table.rows}
    assert addresses == {"/results/residents-2018/", ""}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_evidence_of_a_figure_has_one_address_in_every_language(
    closed: Survey, lead: User, language: str
) -> None:
    factories.published(closed, by=lead)
    scope = Scope(as_of=clock.now(), audience=Audience.TEAM)
    with override(language):
        listed = compute("surveys.published", scope)
        method = compute("surveys.methodology/residents-2018", scope)
        answers = compute(FEEL, scope)
    assert listed.evidence_url == "/surveys/"
    assert [row[-1] for row in listed.table.rows] == ["/results/residents-2018/"]
    assert method.evidence_url == f"{BASE}methodology/"
    assert answers.evidence_url == f"{BASE}results/feel_safe/"


def test_a_method_without_a_questionnaire_has_the_teams_title(lead: User) -> None:
    survey = create_survey(record_id=uuid4(), values=factories.values(), by=lead)
    factories.stated(survey, by=lead)
    scope = Scope(as_of=clock.now(), audience=Audience.TEAM)
    figure = compute("surveys.methodology/residents-2018", scope)
    assert figure.title == "How the survey “Residents’ survey” was done"


def test_what_is_published_cannot_be_emptied(closed: Survey, as_: As, lead: User) -> None:
    factories.published(closed, by=lead)
    page = as_(lead).post(f"{BASE}methodology/write/", sent(revision="1", limitations=""))
    assert page.status_code == 422
    assert "cannot be empty" in page.content.decode()
    assert MethodologyStatement.objects.get().items["limitations"]


def test_an_item_is_not_emptied_while_somebody_publishes(closed: Survey, lead: User) -> None:
    loaded_before = Survey.objects.get(pk=closed.pk)
    factories.published(closed, by=lead)
    values = MethodologyStatementInput(dict.fromkeys(methodology.KEYS, ""), {})
    with pytest.raises(Refused, match="cannot be empty"):
        write_statement(survey=loaded_before, values=values, revision=1, by=lead)


def test_two_people_writing_lose_nothing(closed: Survey, as_: As, consultant: User) -> None:
    browser = as_(consultant)
    assert browser.post(f"{BASE}methodology/write/", sent()).status_code == 302
    late = browser.post(f"{BASE}methodology/write/", sent(strategy="My long text."))
    assert late.status_code == 422
    assert "My long text." in late.content.decode()
    assert MethodologyStatement.objects.get().items["strategy"] == "About strategy."


def test_what_somebody_else_wrote_is_shown_and_the_next_save_replaces_it(
    closed: Survey, as_: As, consultant: User
) -> None:
    browser = as_(consultant)
    browser.post(f"{BASE}methodology/write/", sent(dates_es="En otoño."))
    late = browser.post(f"{BASE}methodology/write/", sent(strategy="My long text."))
    stored = late.context["form"].stored
    assert [text for _label, text in stored] == ["About strategy.", "En otoño."]
    page = late.content.decode()
    assert "What is stored now" in page
    assert "My long text." in page
    again = sent(strategy="My long text.", revision=str(late.context["form"]["revision"].value()))
    assert browser.post(f"{BASE}methodology/write/", again).status_code == 302
    assert MethodologyStatement.objects.get().items["strategy"] == "My long text."


def test_the_page_says_what_is_missing_and_starts_from_the_records(
    closed: Survey, as_: As, consultant: User
) -> None:
    browser = as_(consultant)
    page = browser.get(f"{BASE}methodology/").content.decode()
    assert "11 of 11 methodology items are missing" in page
    assert "Publish the results" not in page
    begun = browser.get(f"{BASE}methodology/write/?start").content.decode()
    assert "500 invitations with a code" in begun
    assert "every closed question word for word, in English and Spanish" in begun
    plain = browser.get(f"{BASE}methodology/write/").content.decode()
    assert plain.count("500 invitations with a code") == 1  # a hint, not yet a text


def test_what_is_on_record_names_only_the_languages_of_the_questionnaire(lead: User) -> None:
    english = factories.HEAD + "== Safety\n? trust agreement: I trust the police.\n"
    notation = re.sub(r" \| .*", "", english)
    factories.open_survey(by=lead, notation=notation)
    survey = Survey.objects.with_questionnaire().get()
    items = methodology_on_record(survey, clock.today())
    assert "every closed question word for word, in English." in items["instrument"]
    assert "Spanish" not in items["instrument"]


def test_what_is_on_record_states_no_margin_for_an_open_link(lead: User) -> None:
    survey = factories.open_survey(by=lead, sample=SampleKind.OPT_IN)
    factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 100)
    survey = Survey.objects.with_questionnaire().get()
    items = methodology_on_record(survey, clock.today())
    assert "no estimates of sampling error" in items["precision"]
    assert "margin" not in items["precision"]
    survey.sample = "probability"
    items = methodology_on_record(survey, clock.today())
    assert "The margin of error of a share of 50% is 9.8 points" in items["precision"]


@pytest.mark.parametrize(("n_half", "has_margin"), [(3, False), (30, True)])
def test_no_margin_is_proposed_that_tells_how_few_sheets_are_not_complete(
    lead: User, as_: As, n_half: int, has_margin: bool
) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    whole: dict[str, Any] = {"feel_safe": "4", "stopped": "no", "story": None}
    factories.answered(survey, [whole] * 97 + [whole | {"stopped": None}] * n_half)
    close_survey(survey=survey, by=lead)
    page = as_(lead).get(f"{BASE}methodology/write/?start").content.decode()
    assert f"{97 + n_half} answer sheets." in page
    assert ("The margin of error of a share of 50%" in page) == has_margin
