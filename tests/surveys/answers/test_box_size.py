"""All sealed boxes of a survey have one size: what its longest sheet needs."""

import pytest

from clayton_review.accounts.models import User
from surveys.answers import sealing
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.submission import submit
from surveys.answers.box_size import box_bytes
from surveys.answers.models import SealedBox
from surveys.answers.policies import SubmissionProblem, SubmissionRefused
from surveys.notation.questionnaire_notation import parse
from surveys.question_types import type_of
from surveys.questionnaire.questionnaire import Answer, Question
from surveys.survey.models import Survey
from tests.surveys import factories

QUESTIONNAIRE = parse(factories.EVERY_TYPE + "? story text: Tell us | Cuéntenos\n")
LONG_STORY = "\N{POLICE CAR}" * 4_000

WRITTEN: dict[str, Answer] = {
    "stopped": "yes",
    "why": "prefer_not",
    "help": ["advice", "other"],
    "treated": {"heard": "dont_know", "told": "prefer_not"},
    "first": ["training", "cameras"],
    "age": "prefer_not",
    "when": "2018-07-07",
    "word": "\N{POLICE CAR}" * 200,
    "story": LONG_STORY,
}


@pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda question: question.name)
def test_no_answer_takes_more_bytes_than_the_longest(question: Question) -> None:
    longest = sealing.content_bytes({"": type_of(question.kind).longest_answer(question)})
    for answer in (None, WRITTEN[question.name], *(choice.value for choice in question.choices)):
        assert len(sealing.content_bytes({"": answer})) <= len(longest)


def test_the_size_is_what_the_longest_sheet_needs() -> None:
    needed = len(sealing.content_bytes({"answers": WRITTEN}))
    assert needed < box_bytes(QUESTIONNAIRE) < needed + 2_048


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead)


@pytest.mark.django_db
def test_a_short_and_a_long_sheet_make_boxes_of_one_size(survey: Survey, lead: User) -> None:
    codes = mint_codes(survey=survey, n=3, by=lead)
    for code, story in zip(codes, (None, "No.", LONG_STORY), strict=True):
        answers: dict[str, Answer] = {"feel_safe": "4", "stopped": "no", "story": story}
        submit(submission=factories.submission(survey, code=code, answers=answers))
    boxes = [len(box.ciphertext) for box in SealedBox.objects.all()]
    assert len(boxes) == 3
    assert len(set(boxes)) == 1
    assert survey.box_bytes == box_bytes(survey.version.questionnaire)  # type: ignore[union-attr]


@pytest.mark.django_db
def test_what_does_not_fit_is_refused_and_spends_no_code(survey: Survey, lead: User) -> None:
    (code,) = mint_codes(survey=survey, n=1, by=lead)
    forged: dict[str, Answer] = {"story": LONG_STORY * 9}
    with pytest.raises(SubmissionRefused) as caught:
        submit(submission=factories.submission(survey, code=code, answers=forged))
    assert caught.value.problem == SubmissionProblem.TOO_LONG
    submit(submission=factories.submission(survey, code=code))
