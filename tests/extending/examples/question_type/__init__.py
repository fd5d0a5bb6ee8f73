"""A new question type: a thermometer from 0 to 100, with a line and a template of its own."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a question type",
    folder="question_type",
    needs_browser=True,
    new_files={
        "surveys/question_types/thermometer.py": "thermometer.py",
        "templates/surveys/question_thermometer.html": "question_thermometer.html",
    },
    edits=(
        Edit(
            "surveys/question_types/__init__.py",
            after="from surveys.question_types.single_choice import SingleChoice\n",
            add="from surveys.question_types.thermometer import Thermometer\n",
        ),
        Edit(
            "surveys/question_types/__init__.py",
            after="    LongText(),\n",
            add="    Thermometer(),\n",
        ),
    ),
)
