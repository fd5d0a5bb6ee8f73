"""Factories of what the public pages show."""

from datetime import UTC, datetime
from typing import Any

from clayton_review import clock
from clayton_review.accounts.models import User
from surveys.fielding.actions.status import close_survey
from surveys.results.actions import MethodologyStatementInput, publish_results, write_statement
from surveys.results.methodology import KEYS
from surveys.survey.models import Survey
from tests.surveys import factories

DECEMBER = datetime(2018, 12, 10, 15, tzinfo=UTC)


def published_survey(*, by: User) -> Survey:
    """97 answers to a scale, 3 skipped; everybody was stopped by nobody."""
    with clock.at(DECEMBER):
        open_survey = factories.open_survey(by=by, n_invited=400)
        sheet: dict[str, Any] = {"feel_safe": "4", "stopped": "no", "story": "Rosebud canary."}
        sheets = (
            [sheet] * 60 + [{**sheet, "feel_safe": "2"}] * 37 + [{**sheet, "feel_safe": None}] * 3
        )
        factories.answered(open_survey, sheets)
        open_survey = close_survey(survey=open_survey, by=by)
        items = {key: f"About {key}." for key in KEYS}
        values = MethodologyStatementInput(items, {"dates": "En diciembre."})
        write_statement(survey=open_survey, values=values, revision=0, by=by)
        publish_results(survey=open_survey, by=by)
    return open_survey
