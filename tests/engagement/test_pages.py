"""The pages of the engagement, through the client, with honest and hostile visitors."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.engagement import actions, models
from clayton_review.engagement.views.record_pages import RECORD_PAGES
from clayton_review.engagement.views.record_pages.record_page import RecordPages
from clayton_review.refusals import Refused
from tests.documents.factories import PDF_BYTES
from tests.engagement import factories
from tests.engagement.posted import FORMS, fee

As = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def _slug(kind: RecordPages) -> str:
    return kind.slug


@pytest.mark.parametrize("kind", [kind for kind in RECORD_PAGES if kind.slug in FORMS], ids=_slug)
def test_each_kind_is_recorded_once_shown_listed_and_downloaded(
    kind: RecordPages, as_: As, lead: User
) -> None:
    client = as_(lead)
    assert client.get(kind.url()).status_code == 200
    form = {"record_id": str(uuid.uuid4()), **FORMS[kind.slug]}
    assert client.get(kind.url("create")).status_code == 200
    first = client.post(kind.url("create"), form)
    again = client.post(kind.url("create"), form)

    row = kind.model._default_manager.get()
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"] == kind.url("detail", row)
    assert client.get(first["Location"]).status_code == 200
    assert kind.url("detail", row) in client.get(kind.url()).content.decode()
    assert client.get(kind.url() + "?format=csv")["Content-Type"].startswith("text/csv")
    assert AuditEntry.objects.filter(verb__startswith="recorded").count() == 1


@pytest.mark.parametrize("kind", [kind for kind in RECORD_PAGES if kind.slug in FORMS], ids=_slug)
def test_each_kind_is_corrected_and_a_stale_form_keeps_what_was_typed(
    kind: RecordPages, as_: As, lead: User
) -> None:
    client = as_(lead)
    client.post(kind.url("create"), {"record_id": str(uuid.uuid4()), **FORMS[kind.slug]})
    row = kind.model._default_manager.get()
    assert client.get(kind.url("edit", row)).status_code == 200
    changed = {**FORMS[kind.slug], **CHANGES[kind.slug]}

    assert client.post(kind.url("edit", row), {**changed, "revision": "1"}).status_code == 302
    stale = client.post(kind.url("edit", row), {**FORMS[kind.slug], "revision": "1"})

    assert stale.status_code == 422
    page = stale.content.decode()
    assert (
        page.index("There is a problem")
        < page.index("What is stored now")
        < page.index('<form class="form"')
    )
    assert "what is stored now is above it" in page
    assert 'name="revision" value="2"' in stale.content.decode()
    row.refresh_from_db()
    assert row.revision == 2


CHANGES = {
    "milestones": {"title": "Survey closed and counted"},
    "decisions": {"text": "Extend the study by two months?"},
    "amendments": {"amount_change": "7000"},
    "plan": {"amount": "25000"},
    "meetings": {"packet_due_on": "11/07/2018"},
    "contract": {"client": "City of Clayton, Missouri"},
}


def test_a_fee_is_recorded_with_its_receipt(as_: As, consultant: User) -> None:
    receipt = SimpleUploadedFile("receipt.pdf", PDF_BYTES, "application/pdf")
    client = as_(consultant)
    client.post(reverse("engagement:expenses_create"), fee(consultant, receipt=receipt))

    expense = models.Expense.objects.get()
    assert (expense.reference, expense.amount) == ("E-0001", Decimal("1250.50"))
    assert expense.receipt is not None

    correct = fee(consultant, amount="1300", revision="1")
    client.post(reverse("engagement:expenses_edit", args=["E-0001"]), correct)
    expense.refresh_from_db()
    assert (expense.amount, expense.receipt is not None) == (Decimal(1300), True)


def test_a_long_description_is_cut_in_titles_and_whole_in_the_details(
    as_: As, consultant: User
) -> None:
    client, words = as_(consultant), "interview " * 49 + "notes."
    client.post(reverse("engagement:expenses_create"), fee(consultant, description=words))
    for page, begins in (("detail", ""), ("edit", "Edit "), ("withdraw", "Withdraw ")):
        html = client.get(reverse(f"engagement:expenses_{page}", args=["E-0001"])).content.decode()
        title = html.partition("<h1>")[2].partition("</h1>")[0]
        assert title.removesuffix("?") == f"{begins}E-0001 {words[:82]}…"
        assert f"<title>{title} ·" in html
        assert (words in html) is (page != "withdraw")


@pytest.mark.parametrize(
    ("slug", "field"), [("milestones", "title"), ("decisions", "text"), ("contract", "title")]
)
def test_a_title_that_is_cut_is_whole_in_the_details(
    as_: As, lead: User, slug: str, field: str
) -> None:
    (kind,) = (kind for kind in RECORD_PAGES if kind.slug == slug)
    client, words = as_(lead), "interview " * 18 + "notes"
    form = {"record_id": str(uuid.uuid4()), **FORMS[slug], field: words}
    url = client.post(kind.url("create"), form)["Location"]
    assert f"<dd>{words}</dd>" in client.get(url).content.decode()


def test_a_fee_over_the_limit_is_recorded_and_flagged(
    as_: As, consultant: User, lead: User
) -> None:
    factories.contract(by=lead, limit="1000.00")
    client = as_(consultant)
    client.post(reverse("engagement:expenses_create"), fee(consultant, amount="900"))
    client.post(reverse("engagement:expenses_create"), fee(consultant, amount="200"))

    listed = client.get(reverse("engagement:expenses")).content.decode()
    assert listed.count(models.OVER_LIMIT) == 1
    detail = client.get(reverse("engagement:expenses_detail", args=["E-0002"])).content.decode()
    assert models.OVER_LIMIT in detail
    assert "Spending is over the limit" in client.get("/engagement/").content.decode()


def test_an_expense_is_withdrawn_with_a_reason_and_leaves_the_sum(
    as_: As, consultant: User
) -> None:
    expense = factories.expense(by=consultant)
    url = reverse("engagement:expenses_withdraw", args=[expense.reference])
    client = as_(consultant)
    assert client.get(url).status_code == 200
    assert client.post(url, {"revision": "1", "reason": "  "}).status_code == 422
    assert client.post(url, {"revision": "1", "reason": "Entered twice"}).status_code == 302

    assert models.Expense.objects.current().total() == 0
    page = client.get(reverse("engagement:expenses_detail", args=[expense.reference]))
    assert "Entered twice" in page.content.decode()
    assert client.post(url, {"revision": "2", "reason": "Again"}).status_code == 422


def test_a_stale_withdrawal_shows_the_record_as_it_is_now(as_: As, lead: User) -> None:
    for kind in (kind for kind in RECORD_PAGES if kind.slug in FORMS and kind.slug != "contract"):
        client = as_(lead)
        client.post(kind.url("create"), {"record_id": str(uuid.uuid4()), **FORMS[kind.slug]})
        row = kind.model._default_manager.get()
        url = kind.url("withdraw", row)
        change = {**FORMS[kind.slug], **CHANGES[kind.slug], "revision": "1"}
        assert client.post(kind.url("edit", row), change).status_code == 302
        row.refresh_from_db()

        stale = client.post(url, {"revision": "1", "reason": "Entered twice"})
        page = stale.content.decode()
        assert stale.status_code == 422
        assert "What is stored now" in page
        for label, value in kind.details(row):
            assert f"<dt>{label}</dt>" in page
            assert escape(str(value)) in page
        assert "Read them before you withdraw it." in page
        assert 'name="revision" value="2"' in page
        assert client.post(url, {"revision": "2", "reason": "Twice"}).status_code == 302


@pytest.mark.parametrize(
    ("page", "typed", "stored"),
    [
        ("milestones reach", {"reached_on": "01/10/2019"}, "Survey closed and counted"),
        ("milestones move", {"to_on": "01/10/2019", "reason": "Late"}, "December 15, 2018"),
        (
            "decisions outcome",
            {"decided_on": "12/11/2018", "how_decided": "approved", "outcome": "Yes"},
            "Extend the study by two months?",
        ),
    ],
)
def test_a_stale_step_shows_the_record_as_it_is_now(
    page: str, typed: dict[str, str], stored: str, as_: As, lead: User
) -> None:
    slug, _, act = page.partition(" ")
    (kind,) = (kind for kind in RECORD_PAGES if kind.slug == slug)
    client = as_(lead)
    client.post(kind.url("create"), {"record_id": str(uuid.uuid4()), **FORMS[slug]})
    row = kind.model._default_manager.get()
    client.post(kind.url("edit", row), {**FORMS[slug], **CHANGES[slug], "revision": "1"})
    html = client.post(kind.url(act, row), {**typed, "revision": "1"}).content.decode()
    assert f"<dd>{stored}</dd>" in html.partition("What is stored now")[2]


def test_a_milestone_moves_with_a_reason_and_is_reached(as_: As, consultant: User) -> None:
    milestone = factories.milestone(by=consultant)
    client, key = as_(consultant), [milestone.reference]
    move = reverse("engagement:milestones_move", args=key)
    typed = {"revision": "1", "to_on": "01/15/2019", "reason": "Letters went out late"}
    assert client.get(move).status_code == 200
    assert client.post(move, {**typed, "reason": ""}).status_code == 422
    assert client.post(move, typed).status_code == 302
    assert client.post(move, typed).status_code == 422  # stale
    reach = reverse("engagement:milestones_reach", args=key)
    assert client.post(reach, {"revision": "2", "reached_on": "01/10/2019"}).status_code == 302

    milestone.refresh_from_db()
    assert (milestone.state, milestone.due_on) == ("reached late", date(2019, 1, 15))
    page = client.get(reverse("engagement:milestones_detail", args=key)).content.decode()
    assert "Letters went out late" in page


def test_the_outcome_of_a_question_is_noted_once(as_: As, consultant: User) -> None:
    question = factories.decision(by=consultant)
    client = as_(consultant)
    url = reverse("engagement:decisions_outcome", args=[question.reference])
    typed = {"revision": "1", "decided_on": "01/08/2019", "outcome": "Yes, with redactions."}
    typed["how_decided"] = "changed"
    early = client.post(url, {**typed, "decided_on": "11/08/2018"})
    assert early.status_code == 422
    assert client.post(url, typed).status_code == 302
    assert client.post(url, {**typed, "revision": "2"}).status_code == 422
    question.refresh_from_db()
    assert question.state == "approved with changes"


def test_only_the_lead_changes_the_contract(as_: As, consultant: User, lead: User) -> None:
    factories.contract(by=lead)
    client = as_(consultant)
    for slug in ("contract", "amendments", "plan", "meetings"):
        assert client.get(reverse(f"engagement:{slug}_create")).status_code == 403
    with pytest.raises(Refused):
        factories.amendment(by=consultant, change="5")


def test_the_board_and_the_city_do_not_open_the_engagement(
    as_: As, board_member: User, city_staff: User, client: Client
) -> None:
    for person in (board_member, city_staff):
        for kind in RECORD_PAGES:
            assert as_(person).get(kind.url()).status_code == 403
        assert not models.Expense.objects.visible_to(person).exists()
    assert client.get("/engagement/").status_code == 302


def test_the_overview_opens_with_how_spending_stands(as_: As, lead: User) -> None:
    client = as_(lead)
    empty = client.get("/engagement/").content.decode()
    assert "No contract is on record" in empty
    with clock.at(datetime(2019, 1, 2, 12, tzinfo=UTC)):
        factories.contract(by=lead)
        for month in (10, 11, 12):
            factories.planned(by=lead, month=date(2018, month, 1), amount="10000")
        factories.expense(by=lead, amount="40000")
        factories.milestone(by=lead)
        factories.decision(by=lead)
        page = client.get("/engagement/").content.decode()
    assert "<h1>Spending is $10,000 over plan</h1>" in page
    assert "The Board is asked for one decision" in page


@pytest.mark.parametrize("n_rows", [1, 12])
def test_the_pages_ask_the_database_equally_often_whatever_the_rows(
    n_rows: int, as_: As, lead: User, django_assert_num_queries: Any
) -> None:
    factories.contract(by=lead)
    for _ in range(n_rows):
        expense = factories.expense(by=lead)
        milestone = factories.milestone(by=lead)
        actions.move_milestone(
            milestone=milestone, revision=1, to_on=date(2019, 1, 1), reason="Later", by=lead
        )
    client = as_(lead)
    with django_assert_num_queries(QUERIES["list"]):
        client.get(reverse("engagement:expenses"))
    with django_assert_num_queries(QUERIES["detail"]):
        client.get(reverse("engagement:expenses_detail", args=[expense.reference]))
    with django_assert_num_queries(QUERIES["overview"]):
        client.get("/engagement/")


QUERIES = {"list": 7, "detail": 6, "overview": 23}


def test_an_expense_paid_by_the_mile_says_so_in_the_list(as_: As, lead: User) -> None:
    factories.mileage(by=lead, miles="160")
    page = as_(lead).get("/engagement/expenses/").content.decode()
    assert "160 miles: Office to City Hall" in page
