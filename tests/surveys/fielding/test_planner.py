"""The sample planner: published values, clear errors, and an address no survey can take."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from surveys.fielding.actions.surveys import SurveyInput, create_survey, edit_survey
from surveys.fielding.forms.planner import PlannerForm
from surveys.fielding.forms.survey import SurveyCreateForm, SurveyEditForm
from surveys.survey.models import SampleKind
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/planner/"


def asked(**changes: Any) -> dict[str, str]:
    known = {"margin": "5", "response_rate": "15", "population": "17000", "design_effect": "1.5"}
    return {name: str(value) for name, value in (known | changes).items() if value is not None}


def read(browser: Client, query: str = "") -> str:
    response = browser.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_planner_gives_the_published_numbers(
    as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    browser = as_(consultant)
    with django_assert_max_num_queries(4):
        page = read(browser, urlencode(asked()))
    assert "<h1>Send 3,720 letters for ±5 points</h1>" in page
    assert "<dd>558</dd>" in page
    assert "558 to bring complete answers (15%)" in page
    assert "and a design effect of 1.5." in page
    smaller = read(browser, urlencode(asked(deliverability="93")))
    assert "<h1>Send 4,000 letters for ±5 points</h1>" in smaller
    back = read(browser, urlencode(asked(margin=None, letters=3720)))
    assert "<h1>3,720 letters would give you ±5.0 points</h1>" in back
    assert f'href="{PAGE}"' in browser.get("/surveys/").content.decode()


def test_the_first_visit_asks_and_answers_nothing(as_: As, consultant: User) -> None:
    for query in ("", "page=2"):
        page = read(as_(consultant), query)
        assert "<h1>Plan a sample</h1>" in page
        assert 'value="1.3"' in page
        assert "There is a problem" not in page


def test_a_population_too_small_is_said_plainly(as_: As, consultant: User) -> None:
    page = read(as_(consultant), urlencode(asked(population=900)))
    assert "There are too few adults for ±5 points" in page
    assert "delivered letters, more than the 900 adults there are." in page
    letters = read(as_(consultant), urlencode(asked(margin=None, letters=1000, population=900)))
    assert "1,000 delivered letters are more than the 900 adults there are." in letters
    few = read(as_(consultant), urlencode(asked(margin=None, letters=3)))
    assert "So few letters would bring no answers" in few


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"margin": None}, "margin", "or how many letters to print"),
        ({"letters": 100}, "letters", "calculated from the other"),
        ({"margin": "0"}, "margin", "from 0.1 to 49.9"),
        ({"margin": "1e400"}, "margin", "from 0.1 to 49.9"),
        ({"margin": "five"}, "margin", "from 0.1 to 49.9"),
        ({"response_rate": None}, "response_rate", "from 0.1 to 100"),
        ({"response_rate": "101"}, "response_rate", "from 0.1 to 100"),
        ({"deliverability": "0"}, "deliverability", "from 0.1 to 100"),
        ({"design_effect": "NaN"}, "design_effect", "from 0.1 to 20"),
        ({"design_effect": ""}, "design_effect", "from 0.1 to 20"),
        ({"population": "1"}, "population", "2"),
        ({"population": "\0"}, "population", "whole number"),
        ({"margin": None, "letters": "9" * 30}, "letters", "10,000,000"),
    ],
)
def test_bad_input_is_explained_beside_its_field(
    changes: dict[str, Any], field: str, message: str
) -> None:
    form = PlannerForm(asked(**changes))
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert message in str(form.errors[field])


def test_errors_stand_in_the_summary_and_the_entries_stay(as_: As, consultant: User) -> None:
    page = read(as_(consultant), urlencode(asked(margin="0", response_rate="<b>")))
    assert "There is a problem" in page
    assert 'href="#id_margin"' in page
    assert 'value="17000"' in page
    assert "<h1>Plan a sample</h1>" in page


@pytest.mark.parametrize("slug", ["planner", "new", "how-answers-are-protected"])
def test_no_survey_takes_an_address_of_the_portal(consultant: User, slug: str) -> None:
    sent = {"record_id": uuid4(), "title": "A survey", "sample": SampleKind.OPT_IN, "n_invited": 0}
    for typed in ({"slug": slug}, {"slug": "", "title": slug.replace("-", " ")}):
        form = SurveyCreateForm(sent | typed)
        assert not form.is_valid()
        assert "Choose a different one" in str(form.errors["slug"])
    values = SurveyInput(slug=slug, title="A survey", sample=SampleKind.OPT_IN)
    with pytest.raises(Refused, match="Choose a different one"):
        create_survey(record_id=uuid4(), values=values, by=consultant)
    survey = factories.draft_survey(by=consultant)
    with pytest.raises(Refused, match="Choose a different one"):
        edit_survey(survey=survey, values=values, revision=survey.revision, by=consultant)
    # One that had it before can still be edited.
    edited = SurveyEditForm(sent | {"slug": slug, "revision": 0}, initial={"slug": slug})
    assert edited.is_valid()
