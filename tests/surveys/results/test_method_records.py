"""Tests of the items of a methodology that follow from the records of a survey."""

from datetime import date

import pytest

from clayton_review.accounts.models import User
from surveys.answers.models import AnswerSheet, Channel
from surveys.results import methodology
from surveys.results.selectors.methodology import methodology_on_record
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
OPENS, CLOSES, CLOSED = date(2018, 11, 1), date(2018, 11, 30), date(2018, 11, 20)
LATER = date(2100, 1, 1)


def items(slug: str = "residents-2018", *, as_of: date = LATER, **flags: bool) -> dict[str, str]:
    survey = Survey.objects.with_questionnaire().get(slug=slug)
    return methodology_on_record(survey, as_of, **flags)


@pytest.fixture(autouse=True)
def other(lead: User) -> Survey:
    """Another survey by open link, with sheets and days of its own."""
    survey = factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    factories.answered(survey, [{"feel_safe": "1", "stopped": "no", "story": None}] * 7)
    return survey


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "closed_on", "dates"),
    [
        (OPENS, CLOSES, None, "November 1, 2018 to November 30, 2018."),
        (OPENS, CLOSES, CLOSED, "November 1, 2018 to November 20, 2018."),
        (OPENS, None, CLOSED, "November 1, 2018 to November 20, 2018."),
        (OPENS, None, None, ""),
        (None, CLOSES, CLOSED, ""),
        (None, None, None, ""),
    ],
)
def test_days_are_told_once_both_are_known(
    lead: User, opens_on: date | None, closes_on: date | None, closed_on: date | None, dates: str
) -> None:
    factories.draft_survey(by=lead)
    survey = factories.open_survey(by=lead, slug="dated")
    status = "closed" if closed_on else "open"
    Survey.objects.filter(pk=survey.pk).update(
        opens_on=opens_on, closes_on=closes_on, closed_on=closed_on, status=status
    )
    assert items("dated")["dates"] == dates


def test_a_survey_by_letter_tells_its_invitations_and_no_programs(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    assert items()["recruitment"] == ""
    Survey.objects.filter(pk=survey.pk).update(n_invited=1500)
    shown = items()
    assert shown["recruitment"] == (
        "1,500 invitations with a code that opens the questionnaire once."
    )
    assert shown["modes"] == "Online, with the code of the invitation, in English and Spanish."
    assert (shown["processing"], shown["precision"]) == ("", "")
    assert shown["population"] == "Adults 18 and over living in Clayton"
    assert shown["weighting"] == "Not weighted: every sheet counts the same."
    assert shown["strategy"] == "A questionnaire survey."
    assert tuple(shown) == tuple(methodology.KEYS)


def test_an_open_link_tells_that_people_chose_themselves(lead: User, other: Survey) -> None:
    shown = items("other")
    assert shown["recruitment"] == ("An open link: anyone could answer, and no one was selected.")
    assert shown["modes"] == "Online, by an open link, in English and Spanish."
    assert shown["precision"].startswith("7 answer sheets. Respondents chose to take part")
    assert shown["processing"]
    assert other.version_id is not None
    AnswerSheet.objects.create(
        survey=other, version_id=other.version_id, channel=Channel.PROGRAM,
        batch_week=factories.WEEK, answers={"feel_safe": "1"},
    )  # fmt: skip
    assert items("other")["precision"].startswith("7 answer sheets.")
    empty = items("other", as_of=date(2018, 1, 1))
    assert (empty["precision"], empty["processing"]) == ("", "")


@pytest.mark.parametrize("has_margin", [True, False])
def test_a_margin_is_told_only_where_it_may(lead: User, has_margin: bool) -> None:
    survey = factories.open_survey(by=lead, n_invited=500)
    factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 100)
    words = items(has_margin=has_margin)["precision"]
    assert words.startswith("100 answer sheets.")
    assert ("The margin of error" in words) == has_margin
