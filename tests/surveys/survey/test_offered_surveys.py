"""The words of the button that opens a survey, whatever its title is."""

import pytest
from django.utils import translation

from surveys.survey.selectors import OfferedSurvey


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("en", "Online survey for adults", "Answer the survey “Online survey for adults”"),
        ("en", "This survey", "Answer the survey “This survey”"),
        ("es", "Encuesta en línea", "Responda la encuesta «Encuesta en línea»"),
        ("es", "La policía y usted", "Responda la encuesta «La policía y usted»"),
    ],
)
def test_the_button_names_the_survey(language: str, title: str, button: str) -> None:
    offered = OfferedSurvey("slug", title, "6", None, has_codes=False, mailed_closed_on=None)
    with translation.override(language):
        assert offered.answer_text == button
