"""Acts on a survey that are refused: each with its sentence, and nothing is stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from surveys.answers.actions.given_up import NOTHING_LEFT, give_up_answers
from surveys.fielding.actions.gap import announce_gap
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.fielding.actions.surveys import SurveyInput, create_survey, edit_survey
from surveys.survey.models import Survey
from tests.module_rows import Making
from tests.people import usual_person
from tests.surveys import factories

pytestmark = pytest.mark.django_db
Act = Callable[[User], object]
DRAFT, OPEN, CLOSED = "draft", "open", "closed"
FACTS = factories.values(slug=DRAFT)
BACKWARDS = replace(FACTS, opens_on=date(2018, 11, 30), closes_on=date(2018, 11, 1))
TAKEN = "Another survey already has this address. Choose a different one."
RESERVED = "The portal already uses this address. Choose a different one."
NO_SPAN = "The closing date cannot be before the opening date."
NOON = datetime(2018, 12, 1, 18, tzinfo=UTC)
NO_DAYS = "The first day must not be after the last, and neither in the future."


@pytest.fixture(scope="module", autouse=True)
def _surveys(making_rows: Making) -> None:
    """One survey in each status."""
    with making_rows():
        lead = usual_person(Role.LEAD, "Lena Lead")
        factories.draft_survey(by=lead, slug=DRAFT)
        factories.open_survey(by=lead, slug=OPEN)
        close_survey(survey=factories.open_survey(by=lead, slug=CLOSED), by=lead)


def survey(slug: str) -> Survey:
    """Return one of them."""
    return Survey.objects.get(slug=slug)


def create(**changes: object) -> Act:
    values = replace(FACTS, slug="another")
    typed = replace(values, **changes)  # type: ignore[arg-type]  # whichever fields are named
    return lambda lead: create_survey(record_id=uuid4(), values=typed, by=lead)


def edit(slug: str, values: SurveyInput) -> Act:
    return lambda lead: edit_survey(
        survey=survey(slug), values=values, revision=survey(slug).revision, by=lead
    )


def announce(slug: str, first: str, last: str, until: str = "2018-12-31") -> Act:
    days = [date.fromisoformat(day) for day in (first, last, until)]

    def act(lead: User) -> None:
        with clock.at(NOON):
            announce_gap(survey=survey(slug), first=days[0], last=days[1], until=days[2], by=lead)

    return act


REFUSED: dict[str, tuple[Act, str]] = {
    "new at an address in use": (create(slug=OPEN), TAKEN),
    "new at an address of the portal": (create(slug="planner"), RESERVED),
    "new that closes before it opens": (
        create(opens_on=BACKWARDS.opens_on, closes_on=BACKWARDS.closes_on), NO_SPAN,
    ),
    "moved to an address in use": (edit(DRAFT, replace(FACTS, slug=OPEN)), TAKEN),
    "moved to an address of the portal": (edit(DRAFT, replace(FACTS, slug="new")), RESERVED),
    "closing moved before the opening": (edit(DRAFT, BACKWARDS), NO_SPAN),
    "another address once open": (
        edit(OPEN, replace(FACTS, slug="elsewhere")),
        "Once a survey has been opened, its address and type of sample cannot be changed.",
    ),
    "other questions once open": (
        lambda lead: write_questionnaire(
            survey=survey(OPEN), text="mine", revision=survey(OPEN).revision, by=lead
        ),
        "The questionnaire cannot be changed once the survey has been opened.",
    ),
    "another version once open": (
        lambda lead: publish_questionnaire(survey=survey(OPEN), by=lead),
        "The questionnaire cannot be changed once the survey has been opened.",
    ),
    "opened without a version": (
        lambda lead: open_survey(survey=survey(DRAFT), by=lead),
        "Publish the questionnaire first. Residents answer a version that can no longer be "
        "changed.",
    ),
    "opened again": (
        lambda lead: open_survey(survey=survey(CLOSED), by=lead),
        "A survey cannot change from “closed” to “open”.",
    ),
    "opened twice": (
        lambda lead: open_survey(survey=survey(OPEN), by=lead), "This survey is already “open”.",
    ),
    "closed before it opens": (
        lambda lead: close_survey(survey=survey(DRAFT), by=lead),
        "A survey cannot change from “draft” to “closed”.",
    ),
    "lost answers of a draft": (
        announce(DRAFT, "2018-11-01", "2018-11-02"), "No one could answer this survey yet.",
    ),
    "lost from the last day to the first": (announce(OPEN, "2018-11-03", "2018-11-02"), NO_DAYS),
    "lost tomorrow": (announce(OPEN, "2018-11-01", "2018-12-02"), NO_DAYS),
    "told until yesterday": (
        announce(OPEN, "2018-11-01", "2018-11-02", "2018-11-30"),
        "The sentence is shown until today or a later day.",
    ),
    "given up where nothing is locked": (
        lambda lead: give_up_answers(survey=survey(CLOSED), reason="Lost.", by=lead), NOTHING_LEFT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_act_says_why_and_stores_nothing(case: str, lead: User) -> None:
    act, sentence = REFUSED[case]
    before = stored_rows()
    with pytest.raises(Refused) as refusal:
        act(lead)
    assert str(refusal.value) == sentence
    assert stored_rows() == before


def stored_rows() -> list[object]:
    """Return all that acts on surveys store."""
    rows = [[*kind.objects.order_by("pk").values()] for kind in (Survey, Job)]
    return [*rows, AuditEntry.objects.count()]
