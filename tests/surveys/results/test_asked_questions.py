"""The question behind a figure, and who was asked it."""

import pytest

from clayton_review.accounts.models import User
from surveys.results.selectors.asked_questions import asked_question
from tests.surveys import factories

pytestmark = pytest.mark.django_db


def test_a_question_is_told_with_the_condition_under_which_it_is_asked(lead: User) -> None:
    factories.draft_survey(by=lead, slug="other", notation=factories.TWO_PAGES)
    factories.open_survey(by=lead, notation=factories.EVERY_TYPE)
    everyone = asked_question("surveys.answers/residents-2018.stopped")
    some = asked_question("surveys.answers/residents-2018.why")
    assert everyone is not None
    assert some is not None
    assert (everyone.text, everyone.condition) == ("Were you stopped?", "")
    assert some.text == "Did the officer say why?"
    assert some.condition == f"It was asked if “{everyone.text}” was answered “Yes”."


def test_of_a_long_condition_only_the_questions_are_told(lead: User) -> None:
    both = factories.EVERY_TYPE.replace("if: stopped = yes", "if: a = yes or (b = yes and a = no)")
    head = "? a choice: First? | ¿Uno?\n- yes: Yes | Sí\n- no: No | No\n"
    other = head.replace("? a", "? b").replace("First", "Second")
    notation = both.replace("? stopped choice", head + other + "? stopped choice", 1)
    factories.open_survey(by=lead, notation=notation)
    some = asked_question("surveys.answers/residents-2018.why")
    assert some is not None
    assert some.condition == "It depended on what they answered to “First?” and “Second?”."


def test_other_figures_have_no_question(lead: User) -> None:
    factories.draft_survey(by=lead)
    for name in (
        "incidents.claims",
        "surveys.answers/nothing.here",
        "surveys.answers/residents-2018.feel_safe",
    ):
        assert asked_question(name) is None
