"""An open survey with one code, and one behind an open link."""

import pytest

from clayton_review.accounts.models import User
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead)


@pytest.fixture
def open_link(lead: User) -> Survey:
    return factories.open_survey(by=lead, slug="open-link", sample=SampleKind.OPT_IN)


@pytest.fixture
def code(survey: Survey, lead: User) -> str:
    return mint_codes(survey=survey, n=1, by=lead)[0]
