"""Writing a questionnaire: its example, its questions by form, and its problems by line."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.surveys import create_survey
from surveys.fielding.forms.questionnaire import EXAMPLE
from surveys.notation import questionnaire_notation
from surveys.questionnaire.questionnaire import fingerprint
from surveys.survey.models import QuestionnaireVersion, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
WRITE = "/surveys/residents-2018/questionnaire/"


def test_an_empty_questionnaire_starts_with_an_example_or_with_another_surveys(
    as_: As, consultant: User
) -> None:
    create_survey(record_id=uuid4(), values=factories.values(), by=consultant)
    factories.draft_survey(by=consultant, slug="other")
    team = as_(consultant)
    page = team.get(WRITE).content.decode()
    assert "? stopped choice: Has an officer stopped you" in page
    assert '<details class="more" open>' in page
    example = EXAMPLE.format(phone="314-555-0100")
    assert questionnaire_notation.problems_in(example) == []
    copied = team.get(WRITE, {"copy": "other"}).content.decode()
    assert "What should the police do better?" in copied
    assert team.get(WRITE, {"copy": "none"}).status_code == 404
    assert Survey.objects.get(slug="residents-2018").notation == ""


def test_a_question_is_added_by_form_and_nothing_is_saved_by_it(as_: As, consultant: User) -> None:
    survey = factories.draft_survey(by=consultant)
    sent = {
        "text": survey.notation,
        "revision": survey.revision,
        "kind": "choice",
        "english": "Were you stopped  by an officer again?",
        "spanish": "¿Lo paró un agente otra vez?",
        "answers": "Yes | Sí\nYes | Claro\n~ unsure: Not sure | No estoy seguro",
        "condition": "stopped = yes",
        "act": "add",
    }
    team = as_(consultant)
    page: Any = team.post(WRITE, sent)
    text = page.context["form"].initial["text"]
    assert text.endswith(
        "? were_you_stopped_by_an_officer choice: Were you stopped by an officer again?"
        " | ¿Lo paró un agente otra vez?\nif: stopped = yes\n- yes: Yes | Sí\n"
        "- yes_2: Yes | Claro\n~ unsure: Not sure | No estoy seguro\n"
    )
    assert questionnaire_notation.problems_in(text) == []
    survey.refresh_from_db()
    assert survey.notation == sent["text"]
    again: Any = team.post(WRITE, sent | {"text": text})
    assert "? were_you_stopped_by_an_officer_2 choice" in again.context["form"].initial["text"]
    missing = team.post(WRITE, sent | {"english": " "})
    assert missing.status_code == 422
    assert "Write the question in English." in missing.content.decode()


def test_a_question_filled_in_and_not_added_is_saved_with_the_lines(
    as_: As, consultant: User
) -> None:
    survey = factories.draft_survey(by=consultant)
    sent = {
        "text": survey.notation,
        "revision": survey.revision,
        "kind": "choice",
        "english": "Were you hurt?",
        "spanish": "¿Lo hirieron?",
        "answers": "Yes | Sí\nNo | No",
        "condition": "stopped = yes",
    }
    team = as_(consultant)
    page = team.post(WRITE, sent, follow=True).content.decode()
    assert "The questionnaire was saved, with the new question at its end." in page
    survey.refresh_from_db()
    assert survey.notation.startswith(str(sent["text"]).rstrip())
    assert survey.notation.endswith(
        "? were_you_hurt choice: Were you hurt? | ¿Lo hirieron?\nif: stopped = yes\n"
        "- yes: Yes | Sí\n- no: No | No\n"
    )
    assert questionnaire_notation.problems_in(survey.notation) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"spanish": "¿Lo hirieron?"}, "Write the question in English."),
        ({"answers": "Perhaps | Quizás"}, "Write the question in English."),
        ({"condition": "stopped = never"}, "Write the question in English."),
        ({"english": "w" * 1_001}, "1001"),
        ({"english": "Why?", "text": "x" * 59_990}, "keep it under 60,000 characters"),
    ],
)
def test_a_question_that_cannot_be_added_keeps_what_was_typed_and_saves_nothing(
    as_: As, consultant: User, typed: dict[str, str], message: str
) -> None:
    survey = factories.draft_survey(by=consultant)
    sent = {"text": "mine", "revision": survey.revision, "kind": "choice"} | typed
    page = as_(consultant).post(WRITE, sent)
    assert page.status_code == 422
    body = page.content.decode()
    assert message in body
    assert all(value in body for value in typed.values())
    before = survey.notation
    survey.refresh_from_db()
    assert survey.notation == before


def test_a_problem_leads_to_its_line(as_: As, consultant: User) -> None:
    factories.draft_survey(by=consultant, notation=factories.HEAD + "nonsense <b>")
    page = as_(consultant).get(WRITE).content.decode()
    number = len(factories.HEAD.splitlines()) + 1
    assert f'<a href="#line-{number}">Line {number}</a>' in page
    assert f'<li id="line-{number}"><code>nonsense &lt;b&gt;</code></li>' in page


@pytest.mark.parametrize("operator", ["and", "or"])
def test_a_negated_condition_is_a_clause_of_its_sentence(
    as_: As, consultant: User, operator: str
) -> None:
    notation = factories.NOTATION + (
        "? trust agreement: I trust the police. | Confío en la policía.\n"
        f"if: not (stopped = yes {operator} feel_safe >= 4)\n"
    )
    factories.draft_survey(by=consultant, notation=notation)
    page = as_(consultant).get(WRITE).content.decode()
    opposite = {"and": "or", "or": "and"}[operator]
    assert "Asked only if “Were you stopped by an officer?” was not answered “Yes”" in page
    assert f"“Yes” {opposite} “I feel safe in Clayton.” was not answered with “Agree”" in page


def test_conditions_are_told_in_words(as_: As, consultant: User) -> None:
    factories.draft_survey(by=consultant, notation=factories.EVERY_TYPE)
    page = as_(consultant).get(WRITE).content.decode()
    assert "Asked only if “Were you stopped?” was answered “Yes”" in page


def test_each_new_wording_is_a_version_and_the_same_words_are_none(consultant: User) -> None:
    survey = factories.draft_survey(by=consultant)
    other = factories.draft_survey(by=consultant, slug="other")
    publish_questionnaire(survey=other, by=consultant)
    first = publish_questionnaire(survey=survey, by=consultant)
    assert publish_questionnaire(survey=survey, by=consultant) == first
    stored = Survey.objects.get(pk=survey.pk)
    assert (first.number, stored.version, stored.revision) == (1, first, survey.revision + 1)
    stored = write_questionnaire(
        survey=stored, text=factories.TWO_PAGES, revision=stored.revision, by=consultant
    )
    second = publish_questionnaire(survey=stored, by=consultant)
    again = Survey.objects.get(pk=survey.pk)
    assert (second.number, again.version, again.revision) == (2, second, stored.revision + 1)
    assert second.questionnaire.question("trust")
    assert (first.sha256, second.sha256) == tuple(
        fingerprint(version.content) for version in (first, second)
    )
    assert (second.survey, second.published_by) == (survey, consultant)
    assert QuestionnaireVersion.objects.count() == 3
    other.refresh_from_db()
    assert other.version is not None
    assert other.version.number == 1
