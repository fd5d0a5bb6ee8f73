"""Tests of due dates and overdue recommendations."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.recommendations.actions.recommendations import (
    edit_recommendation,
    write_recommendation,
)
from findings.recommendations.models.recommendations import Recommendation
from tests.findings import factories as make
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]


def test_a_due_date_lies_ahead_when_it_is_set(as_: SignIn, consultant: User) -> None:
    past = replace(make.RECOMMENDATION, due_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="That date has passed"):
        write_recommendation(
            record_id=uuid.uuid4(), values=past, findings=[make.finding(by=consultant)],
            by=consultant,
        )  # fmt: skip
    with clock.at(clock.now() - timedelta(days=30)):
        recommendation = make.recommendation(by=consultant, values=past)
        findings = list(recommendation.findings.all())
    same = replace(past, owner="Chief’s office")
    recommendation = edit_recommendation(
        recommendation=recommendation, revision=1, values=same, findings=findings, by=consultant
    )
    earlier = replace(past, due_on=clock.today() - timedelta(days=2))
    with pytest.raises(Refused, match="That date has passed"):
        edit_recommendation(
            recommendation=recommendation,
            revision=2,
            values=earlier,
            findings=findings,
            by=consultant,
        )


def test_what_is_not_issued_is_never_overdue(as_: SignIn, consultant: User) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        values = replace(make.RECOMMENDATION, due_on=clock.today() + timedelta(days=1))
        recommendation = make.recommendation(by=consultant, values=values)
    assert recommendation.days_overdue(clock.today()) == 0
    assert not Recommendation.objects.overdue(clock.today()).exists()
    assert "Not issued" in page_text(
        as_(consultant), "finding_detail", recommendation.findings.get().reference
    )
    listed = page_text(as_(consultant), "recommendation_list")
    assert "Not issued" in listed
    assert "Not issued, overdue" not in listed


def test_the_citys_page_keeps_its_header_when_a_report_is_refused(
    as_: SignIn, consultant: User, second_consultant: User, lead: User, city_staff: User
) -> None:
    recommendation = make.issued(by=consultant, signer=second_consultant, lead=lead)
    Recommendation.objects.update(due_on=clock.today() - timedelta(days=46))
    client = as_(city_staff)
    url = reverse("findings:progress_report", args=[recommendation.reference])
    refused = client.post(url, {"revision": recommendation.revision, "record_id": uuid.uuid4()})
    shown = refused.content.decode()
    assert refused.status_code == 422
    needed = "(required to report it as implemented)"
    expected = (
        recommendation.text.removesuffix("."),
        recommendation.measure_of_done,
        "46 days overdue",
        "Choose the current status.",
    )
    for words in (*expected, needed):
        assert words in shown
    answer = reverse("findings:progress_respond", args=[recommendation.reference])
    assert "Does the city agree? Choose the city’s response." in (
        client.post(answer, {"revision": recommendation.revision}).content.decode()
    )
