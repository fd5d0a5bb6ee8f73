"""Tests that the number of queries of lists and details does not grow with their rows."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from findings.conclusions.inputs import EvidenceSource
from tests.documents import factories as documents
from tests.findings import factories as make

SignIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("n_rows", [1, 50])
def test_lists_of_findings_and_recommendations(
    as_: SignIn, consultant: User, n_rows: int, django_assert_max_num_queries: Queries
) -> None:
    for _ in range(n_rows):
        make.recommendation(by=consultant)
    client = as_(consultant)
    client.get("/findings/")
    for page in ("/findings/", "/team/recommendations/"):
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code == 200


@pytest.mark.parametrize("n_rows", [1, 50])
def test_one_finding_and_the_whole_thread(
    as_: SignIn, consultant: User, n_rows: int, django_assert_max_num_queries: Queries
) -> None:
    finding = make.finding(by=consultant)
    for n in range(n_rows):
        quote = make.excerpt(by=consultant, words=f"These are words number {n}.")
        make.link(
            finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True
        )
        make.link(finding=finding, by=consultant)
    advice = make.recommendation(by=consultant, finding=finding)
    client = as_(consultant)
    pages = {
        finding.get_absolute_url(): 18,
        f"{finding.get_absolute_url()}changes/": 8,
        f"/team/recommendations/{advice.reference}/": 16,
        f"/team/recommendations/{advice.reference}/changes/": 8,
        f"/team/recommendations/{advice.reference}/trace/": 10,
        "/team/goals/": 8,
    }
    for page, limit in pages.items():
        with django_assert_max_num_queries(limit):
            assert client.get(page).status_code == 200


def test_a_restricted_document_is_hidden_from_a_consultant_and_counted(
    as_: SignIn, consultant: User, lead: User
) -> None:
    finding = make.finding(by=consultant)
    secret = documents.document(
        by=lead, title="Sealed letter", disclosure_class=DisclosureClass.RESTRICTED
    )
    make.link(finding=finding, by=lead, source=EvidenceSource(document=secret))
    page = as_(consultant).get(finding.get_absolute_url()).content.decode()
    assert "Sealed letter" not in page
    assert "Your role cannot open 1 more piece of evidence." in page
    assert "Sealed letter" in as_(lead).get(finding.get_absolute_url()).content.decode()
