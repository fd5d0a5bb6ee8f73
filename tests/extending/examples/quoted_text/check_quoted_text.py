"""A quote is cut from the new kind of text, listed like the others, and released under its name."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from findings.coding.actions.excerpts import mark_excerpt, set_speaker_group
from findings.coding.models.excerpts import Excerpt
from findings.coding.worklist import QUOTE_TYPE
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.findings import Finding
from findings.recommendations.models.responses import CityResponse
from findings.releases.models import PublishedItem
from tests.findings import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(consultant: User, city_staff: User) -> CityResponse:
    """A written answer of the city."""
    return CityResponse.objects.create(
        recommendation=make.recommendation(by=consultant),
        response="concur",
        text="We will light a lantern at every door.",
        given_on=date(2018, 12, 3),
        by=city_staff,
    )


@pytest.fixture
def excerpt(answer: CityResponse, consultant: User) -> Excerpt:
    """A quote cut from that answer."""
    return mark_excerpt(source=answer, words="light a lantern", by=consultant)


def released(finding: Finding, by: User, signer: User, lead: User) -> Finding:
    finding.refresh_from_db()
    submit_finding(finding=finding, revision=finding.revision, by=by)
    finding.refresh_from_db()
    sign_finding(finding=finding, revision=finding.revision, by=signer)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)
    return finding


def test_a_quote_is_marked_listed_and_sorted(
    excerpt: Excerpt, answer: CityResponse, consultant: User, as_: Callable[[User], Client]
) -> None:
    page = as_(consultant).get("/quotes/?kind=city_response&sort=participant").content.decode()
    assert excerpt.source == answer
    assert "light a lantern" in page


def test_its_heading_names_its_own_speaker(excerpt: Excerpt, consultant: User) -> None:
    heading = Excerpt.objects.values_list(QUOTE_TYPE.heading, flat=True).get(pk=excerpt.pk)
    assert heading == "Quote of R-0001"


def test_the_group_of_its_speaker_is_noted_with_the_quote(
    excerpt: Excerpt, consultant: User, as_: Callable[[User], Client]
) -> None:
    page = as_(consultant).get(excerpt.get_absolute_url()).content.decode()
    assert "Save the group" in page
    row = set_speaker_group(excerpt=excerpt, group="official", by=consultant)
    assert row.speaker_group == "official"


@pytest.mark.parametrize("is_quoted", [True, False])
def test_a_released_finding_names_the_new_kind(
    excerpt: Excerpt, consultant: User, second_consultant: User, lead: User, is_quoted: bool
) -> None:
    finding = make.finding(by=consultant)
    source = EvidenceSource(excerpt=excerpt)
    make.link(finding=finding, by=consultant, source=source, is_quoted=is_quoted)
    released(finding, consultant, second_consultant, lead)
    page = Client().get(f"/found/{finding.reference}/").content.decode()
    content = PublishedItem.objects.get(finding=finding).content
    assert content["stands_on"] == ["city’s answers"]
    assert ("light a lantern" in page) == is_quoted
    assert ("city’s answers" in page) != is_quoted
    assert "interviews" not in page.partition("<main")[2].partition("</main>")[0]
