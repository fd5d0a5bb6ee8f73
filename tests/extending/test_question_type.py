"""A question type is one file and one name in `TYPES`, as README's table says."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from surveys.question_types import TYPES
from surveys.question_types.base import FigureForm
from surveys.results.figures.figure_forms import FORMS

ARGUMENTS = (
    "tests/extending/question_type/journey.py",
    "--ds=tests.extending.question_type.settings",
    *("-q", "-n", "0", "-p", "no:cacheprovider"),
)


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_program")
def test_a_new_question_type_works_from_the_notation_to_the_public_page() -> None:
    """In a process of its own, since settings and database constraints know the types."""
    environment = {name: value for name, value in os.environ.items() if "PYTEST_C" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *ARGUMENTS],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert "1 passed" in done.stdout


def test_the_example_touches_nothing_outside_its_process() -> None:
    assert "slider" not in {question_type.name for question_type in TYPES}


def test_every_form_of_figure_is_drawn_and_filed() -> None:
    assert set(FORMS) == set(FigureForm)
