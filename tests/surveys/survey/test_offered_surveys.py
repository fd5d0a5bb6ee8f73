"""The words of the button that opens a survey, whatever its title is."""

import pytest
from django.utils import translation

from surveys.survey.selectors import OfferedSurvey


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("en", "Open online survey", "Answer the open online survey"),
        ("en", "Survey of residents", "Answer the survey of residents"),
        ("en", "Clayton survey", "Answer the Clayton survey"),
        ("en", "Your survey", "Answer the survey “Your survey”"),
        ("en", "Police and you", "Answer the survey “Police and you”"),
        ("es", "Encuesta abierta en línea", "Responder la encuesta abierta en línea"),
        ("es", "La policía y usted", "Responder la encuesta «La policía y usted»"),
    ],
)
def test_the_button_names_the_survey(language: str, title: str, button: str) -> None:
    offered = OfferedSurvey("slug", title, "6", None, has_codes=False, mailed_closed_on=None)
    with translation.override(language):
        assert offered.answer_text == button
