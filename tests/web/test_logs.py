"""The values of a failed row stay out of the log."""

import logging
import re
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from clayton_review.web.logs import FORMAT, DiscreetFormatter

pytestmark = pytest.mark.django_db
SECRET = "what the participant said"


def failed() -> logging.LogRecord:
    """The record of a row that broke a constraint, with its traceback."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE note (words text, n int CHECK (n > 0))")
            cursor.execute("INSERT INTO note VALUES (%s, 0)", [SECRET])
    except DatabaseError as error:
        args = (str(error),)
        return logging.LogRecord("x", 40, "x", 1, "Failed: %s", args, sys.exc_info())
    raise AssertionError("the constraint did not hold")


def test_the_log_line_names_the_constraint_and_not_the_row() -> None:
    line = DiscreetFormatter("{message}", style="{").format(failed())
    assert "violates check constraint" in line
    assert SECRET not in line


def test_a_line_has_its_time_with_the_zone() -> None:
    line = DiscreetFormatter(FORMAT, style="{").format(failed())
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} ERROR x: Failed", line)


def test_an_ordinary_formatter_would_log_the_row() -> None:
    """The sabotage."""
    assert SECRET in logging.Formatter("{message}", style="{").format(failed())


def test_every_handler_is_discreet() -> None:
    logging_settings: Any = settings.LOGGING
    factories = {
        name: formatter["()"] for name, formatter in logging_settings["formatters"].items()
    }
    assert set(factories.values()) == {"clayton_review.web.logs.DiscreetFormatter"}
    assert all(
        handler["formatter"] in factories for handler in logging_settings["handlers"].values()
    )
