"""Results of two surveys with the same questions, and what people wrote in their own words."""

import json

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope, compute, names, to_json
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind
from tests.surveys import factories

pytestmark = pytest.mark.django_db
WORDS = "Zqonlythispersonwouldsayso"


@pytest.fixture(autouse=True)
def _two_surveys(lead: User) -> None:
    """In the first, by letter, nobody was stopped; in the second, by open link, everybody was."""
    for slug, sample, stopped, n in (
        ("first", SampleKind.PROBABILITY, "no", 110),
        ("second", SampleKind.OPT_IN, "yes", 120),
    ):
        survey = factories.open_survey(by=lead, slug=slug, sample=sample, n_invited=1_000)
        sheet: dict[str, Answer] = {"feel_safe": "4", "stopped": stopped, "story": WORDS}
        factories.answered(survey, [sheet] * n)
        factories.published(close_survey(survey=survey, by=lead), by=lead)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    ("slug", "answer", "n"), [("first", "No", "110"), ("second", "Yes", "120")]
)
def test_each_survey_has_its_own_answers(
    slug: str, answer: str, n: str, audience: Audience
) -> None:
    figure = compute(f"surveys.answers/{slug}.stopped", Scope(clock.now(), audience))
    counted = {row[0]: row[1] for row in figure.table.rows}
    assert counted[answer] == figure.n == n


def test_no_figure_of_anybody_holds_what_a_person_wrote() -> None:
    for audience in Audience:
        scope = Scope(clock.now(), audience)
        shown = [json.dumps(to_json(compute(name, scope))) for name in names(scope)]
        assert any("surveys.answers/first" in text for text in shown)
        assert [text for text in shown if WORDS in text] == []
