"""The name in `TYPES`, put there before anything else of the surveys is imported."""

from django.apps import AppConfig

from surveys import question_types
from tests.extending.question_type.slider import Slider

question_types.TYPES += (Slider(),)


class SliderConfig(AppConfig):
    name = "tests.extending.question_type"
