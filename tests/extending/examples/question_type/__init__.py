"""A new question type: a slider from 0 to 100."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a question type",
    folder="question_type",
    needs_browser=True,
    new_files={"surveys/question_types/slider.py": "slider.py"},
    edits=(
        Edit(
            "surveys/question_types/__init__.py",
            after="from surveys.question_types.single_choice import SingleChoice\n",
            add="from surveys.question_types.slider import Slider\n",
        ),
        Edit(
            "surveys/question_types/__init__.py",
            after="    LongText(),\n",
            add="    Slider(),\n",
        ),
    ),
)
