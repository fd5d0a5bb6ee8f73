"""Conditions are told in words that a person would say on the phone."""

import pytest
from django.utils import translation

from surveys.notation.questionnaire_notation import parse
from surveys.questionnaire.condition_words import condition_words
from surveys.questionnaire.questionnaire import Questionnaire
from tests.surveys import factories

NOTATION = f"""{factories.HEAD}
== One | Uno
? stopped choice: Stopped? | ¿Hubo parada?
- yes: Yes | Sí
- no: No | No
? contact several: Contact? | ¿Trato?
- called: Called | Llamé
- talked: Talked | Hablé
~ none: None of these | Ninguna
? safe agreement: Safe. | Hay seguridad.
? why choice: Why? | ¿Por qué?
if: %s
- a: A | A
- b: B | B
"""


def questionnaire_with(condition: str) -> Questionnaire:
    return parse(NOTATION % condition)


def words_of(condition: str) -> str:
    questionnaire = questionnaire_with(condition)
    return condition_words(questionnaire.condition_of("why"), questionnaire)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("stopped = yes", "“Stopped?” was answered “Yes”"),
        ("stopped != yes", "“Stopped?” was not answered “Yes”"),
        ("not stopped != yes", "“Stopped?” was answered “Yes”"),
        ("not contact answered", "“Contact?” was not answered"),
        ("not safe >= 4", "“Safe.” was not answered with “Agree” or more"),
        (
            "stopped = yes or (contact answered and not contact has none "
            "and not contact has dont_know and not contact has prefer_not)",
            "“Stopped?” was answered “Yes” or “Contact?” was answered, but not with “None of "
            "these”, “I don’t know” or “I prefer not to answer”",
        ),
        (
            "contact has called or contact has talked",
            "“Contact?” was answered “Called” or “Talked”",
        ),
        (
            "contact has called and contact has talked",
            "“Contact?” was answered “Called” and “Contact?” was answered “Talked”",
        ),
        (
            "not (stopped = yes and safe >= 4)",
            "“Stopped?” was not answered “Yes” or “Safe.” was not answered with “Agree” or more",
        ),
        (
            "not (stopped = yes or safe >= 4) and contact answered",
            "(“Stopped?” was not answered “Yes” and “Safe.” was not answered with “Agree” or more) "
            "and “Contact?” was answered",
        ),
    ],
)
def test_a_condition_is_told_plainly(condition: str, words: str) -> None:
    assert words_of(condition) == words


def test_a_condition_is_told_in_the_language_in_use() -> None:
    with translation.override("es"):
        told = words_of("contact answered and not contact has none and not contact has called")
    assert told == "«¿Trato?» se contestó, pero no con «Ninguna» o «Llamé»"
