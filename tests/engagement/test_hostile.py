"""The forms of the engagement sent by hostile or hasty visitors."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.engagement import models
from clayton_review.engagement.views.record_pages import RECORD_PAGES
from tests.engagement import factories
from tests.engagement.posted import FORMS, fee

As = Callable[[User], Client]

pytestmark = pytest.mark.django_db

HOSTILE = [
    ({"amount": "-5"}, "Enter an amount above 0"),
    ({"amount": "0"}, "Enter an amount above 0"),
    ({"amount": "99999999999999"}, "digits"),
    ({"amount": "NaN"}, "Enter a number"),
    ({"amount": "1e400"}, "digits"),
    ({"incurred_on": "02/30/2018"}, "Enter a real date"),
    ({"incurred_on": "11/05/0018"}, "1900"),
    ({"incurred_on": "11/05/2099"}, "future"),
    ({"kind": "bribe"}, "Choose one"),
    ({"task": "'; DROP TABLE x; --"}, "Choose one"),
    ({"spent_by": "not-a-person"}, "Choose one"),
    ({"spent_by": str(uuid.uuid4())}, "Choose one"),
    ({"description": "x" * 1_000_000}, "Shorten this"),
    ({"description": "null \x00 inside"}, "null characters"),
    ({"description": ""}, "Fill this in"),
    ({"record_id": "not-a-uuid"}, "out of date"),
]


@pytest.mark.parametrize(("change", "words"), HOSTILE)
def test_a_wrong_expense_is_explained_and_not_saved(
    change: dict[str, str], words: str, as_: As, consultant: User
) -> None:
    answer = as_(consultant).post(reverse("engagement:expenses_create"), fee(consultant, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not models.Expense.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' OR 1=1 --", "🚓 😀", "\u202eright to left", "=1+1"]
)
def test_strange_text_is_kept_as_text(text: str, as_: As, consultant: User) -> None:
    client = as_(consultant)
    posted = fee(consultant, description=text)
    assert client.post(reverse("engagement:expenses_create"), posted).status_code == 302
    page = client.get(reverse("engagement:expenses") + "?q=" + "%00%27").content.decode()
    page += client.get(reverse("engagement:expenses")).content.decode()
    assert "<script>alert" not in page
    csv = client.get(reverse("engagement:expenses") + "?format=csv").content.decode()
    assert ",=1+1" not in csv


def test_unknown_and_malformed_ids_are_not_found(as_: As, lead: User) -> None:
    client = as_(lead)
    for kind in RECORD_PAGES:
        key = uuid.uuid4() if kind.key == "pk" else "X-9999"
        for verb in ("", "edit/"):
            assert client.get(f"{kind.url()}{key}/{verb}").status_code == 404
    assert client.get("/engagement/expenses/%00/").status_code in {400, 404}


def test_a_second_contract_and_a_second_plan_of_a_month_are_refused(as_: As, lead: User) -> None:
    client = as_(lead)
    for slug, words in (
        ("contract", "There is already a contract. Record an amendment instead."),
        ("plan", "There is already a plan for this month."),
        ("meetings", "There is already a meeting on this day."),
    ):
        url = reverse(f"engagement:{slug}_create")
        client.post(url, {"record_id": str(uuid.uuid4()), **FORMS[slug]})
        second = client.post(url, {"record_id": str(uuid.uuid4()), **FORMS[slug]})
        assert second.status_code == 422
        assert words in second.content.decode()


def test_a_contract_that_leaves_nothing_is_refused_at_its_amount(as_: As, lead: User) -> None:
    factories.contract(by=lead)
    factories.amendment(by=lead, change="-100000")
    url = reverse("engagement:contract_edit", args=[models.Contract.objects.get().reference])
    form = {**FORMS["contract"], "not_to_exceed": "100,000", "revision": "1"}
    answer = as_(lead).post(url, form)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "not_to_exceed": ["This would leave nothing under the contract. Check the amount."]
    }


def test_dates_that_contradict_each_other_are_explained(as_: As, lead: User) -> None:
    client = as_(lead)
    for slug, change, words in (
        ("contract", {"ends_on": "10/01/2018"}, "The end date is before the start"),
        ("meetings", {"packet_due_on": "11/20/2018"}, "before its packet closes"),
        ("decisions", {"decide_by": "10/01/2018"}, "before the date we ask"),
        ("amendments", {"amount_change": ""}, "change to the amount or a new end date"),
    ):
        form = {"record_id": str(uuid.uuid4()), **FORMS[slug], **change}
        answer = client.post(reverse(f"engagement:{slug}_create"), form)
        assert answer.status_code == 422
        assert words in answer.content.decode()
