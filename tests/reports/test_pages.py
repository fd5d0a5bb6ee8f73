"""The pages of a draft: what they show, what they refuse, and that nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.reports import actions, edition, snapshot
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.compose import compose
from clayton_review.reports.models import Comment, ReportState
from tests.module_rows import Making
from tests.people import usual_person
from tests.reports.factories import a_draft, approved, deputy_of, in_review

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture(scope="module", autouse=True)
def _draft(making_rows: Making) -> None:
    """Build the draft that `a_draft` returns to each test; its building is tested elsewhere."""
    with making_rows():
        usual_person(Role.LEAD, "Lena Lead")
        a_draft()


def test_the_whole_way_from_draft_to_issue_through_the_pages(
    as_: As, lead: User, consultant: User, second_consultant: User
) -> None:
    deputy_of(lead, consultant)
    report = a_draft()
    assert as_(lead).post("/drafts/2018-12/review/").status_code == 302
    report.refresh_from_db()
    for person in (consultant, second_consultant):
        page = as_(person).get("/drafts/2018-12/").content.decode()
        content = content_sha256(report)
        assert content in page
        assert (
            as_(person).post("/drafts/2018-12/approval/", {"content": content}).status_code == 302
        )
    assert as_(lead).post("/drafts/2018-12/issue/").status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.ISSUED
    assert Client().get("/reports/2018-12/").status_code == 200


def test_a_refused_step_is_explained_and_changes_nothing(as_: As, lead: User) -> None:
    report = in_review(by=lead)
    answer = as_(lead).post("/drafts/2018-12/approval/", {"content": content_sha256(report)})
    assert answer.status_code == 422
    assert "two other people" in answer.content.decode()
    assert not report.approvals.exists()


def test_a_report_with_an_open_comment_is_not_called_ready_to_issue(
    as_: As, lead: User, consultant: User, second_consultant: User
) -> None:
    report = approved(by=lead, approvers=(consultant, second_consultant))
    ready = as_(lead).get("/drafts/2018-12/").content.decode()
    assert "Approved and ready to issue" in ready
    assert "Issue report 2018-12" in ready
    actions.comment(
        record_id=uuid4(), report=report, section="budget", text="Check the sum.", by=consultant
    )
    commented = as_(lead).get("/drafts/2018-12/").content.decode()
    assert "Approved, but it cannot be issued yet" in commented
    assert "ready to issue" not in commented
    assert "Issue report 2018-12" not in commented
    refused = as_(lead).post("/drafts/2018-12/issue/")
    assert "The report cannot be issued yet: 1 comment is not" in refused.content.decode()


def test_a_returned_draft_says_who_sent_it_back_and_why(
    as_: As, lead: User, consultant: User
) -> None:
    report = in_review(by=lead)
    actions.send_back(report=report, reason="The headline is wrong.", by=consultant)
    page = as_(lead).get("/drafts/2018-12/").content.decode()
    assert f"Sent back by {consultant.name}" in page
    assert "The headline is wrong." in page
    assert "sent for review by" not in page
    actions.submit(report=report, by=lead)
    assert "The headline is wrong." not in as_(lead).get("/drafts/2018-12/").content.decode()


def test_a_stale_section_keeps_what_was_typed(as_: As, lead: User, consultant: User) -> None:
    report = a_draft()
    actions.write_section(report=report, name="budget", narrative="First.", revision=1, by=lead)
    answer = as_(consultant).post(
        "/drafts/2018-12/sections/budget/", {"narrative": "Mine, typed long.", "revision": 1}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mine, typed long." in page
    assert page.count("First.") == 1  # the present text stands beside what was typed
    assert report.sections.get(name="budget").narrative == "First."
    again = {"narrative": "Mine and first.", "revision": answer.context["form"]["revision"].value()}
    assert as_(consultant).post("/drafts/2018-12/sections/budget/", again).status_code == 302


def test_a_stale_opening_shows_both_texts(as_: As, lead: User, consultant: User) -> None:
    report = a_draft()
    actions.write_opening(report=report, headline="Theirs", lede="Stored.", revision=1, by=lead)
    typed = {"headline": "Mine", "lede": "Typed.", "revision": 1}
    answer = as_(consultant).post("/drafts/2018-12/opening/", typed)
    assert answer.status_code == 422
    for words in ("Theirs", "Stored.", "Mine", "Typed."):
        assert words in answer.content.decode()


def test_a_report_says_that_all_is_shown_only_where_nothing_is_left_out() -> None:
    report = a_draft()
    read = edition.read(compose(report, snapshot.read(report.snapshot), previous=None))
    name, figure = next(iter(read.figures.items()))

    def limits(suppressed: str) -> str:
        figures = {name: replace(figure, suppressed=suppressed)}
        words = {"edition": replace(read, figures=figures)}
        return render_to_string("reports/edition_limits.html", words)

    assert "Every number in this report is shown." in limits("")
    assert "Every number" not in limits("3 groups are hidden.")
    assert "3 groups are hidden." in limits("3 groups are hidden.")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE reports_report; --",
        "{{ figure \"no.such\" }} {% include 'x' %} {{ settings.SECRET_KEY }}",
        "\u202egnirts esrever",
        "🙂" * 50,
    ],
)
def test_hostile_text_is_shown_as_text(as_: As, consultant: User, text: str) -> None:
    a_draft()
    client = as_(consultant)
    saved = client.post("/drafts/2018-12/sections/budget/", {"narrative": text, "revision": 1})
    assert saved.status_code == 302
    page = client.get("/drafts/2018-12/").content.decode()
    assert "<script>alert" not in page
    assert "development-only" not in page


@pytest.mark.parametrize("text", ["a\x00b", "x" * 1_000_000])
def test_unusable_text_is_refused(as_: As, consultant: User, text: str) -> None:
    report = a_draft()
    answer = as_(consultant).post(
        "/drafts/2018-12/sections/budget/", {"narrative": text, "revision": 1}
    )
    assert answer.status_code in {400, 422}
    assert report.sections.get(name="budget").narrative == ""


def test_a_comment_sent_twice_is_left_once(as_: As, consultant: User) -> None:
    a_draft()
    typed = {"record_id": str(uuid4()), "section": "budget", "text": "Where is the receipt?"}
    for _ in range(2):
        assert as_(consultant).post("/drafts/2018-12/comments/", typed).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/drafts/2018-12/sections/no-such/",
        "/drafts/1999-01/",
        "/drafts/2018-12.r9/",
        "/drafts/%00/",
        "/drafts/'%20OR%201=1/",
    ],
)
def test_what_does_not_exist_is_not_found(as_: As, consultant: User, address: str) -> None:
    a_draft()
    assert as_(consultant).get(address).status_code in {400, 404}


def test_a_draft_names_what_a_narrative_may_use(as_: As, consultant: User) -> None:
    a_draft()
    page = as_(consultant).get("/drafts/2018-12/sections/budget/").content.decode()
    assert "contract.limit" in page
    assert page.index("engagement.budget") < page.index("All other figures")
    assert page.index("All other figures") < page.index("findings.interviews")
    assert "Fees to date: $0" in page


def test_the_lists_of_drafts_ask_the_database_little(
    as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    a_draft()
    client = as_(consultant)
    client.get("/drafts/")
    with django_assert_max_num_queries(12):
        assert client.get("/drafts/").status_code == 200


@pytest.mark.parametrize(
    ("sentence", "method", "printed"),
    [
        ("", "Of all. By hand.", "Of all. By hand."),
        ("Of all. By hand.", "Of all. By hand.", "Same method as the figure above."),
        (
            "Of all. By hand.",
            "Of all. By two. By hand.",
            "Same method as the figure above. By two.",
        ),
        ("Of all. By two. By hand.", "Of all. By hand.", "Of all. By hand."),
        ("Of all. Weighted.", "Of all.", "Of all."),
        (
            "Of all. Of May.",
            "Of all. By two. Of June.",
            "Same method as the figure above. By two. Of June.",
        ),
        ("Counted.", "Of all. By hand.", "Of all. By hand."),
    ],
)
def test_a_method_is_printed_once_where_figures_share_it(
    sentence: str, method: str, printed: str
) -> None:
    assert edition._shortened_method(sentence, method) == printed


def test_all_of_the_team_are_told_to_send_a_draft_and_who_issues_it(
    consultant: User, second_consultant: User, third_consultant: User, lead: User, as_: As
) -> None:
    december = a_draft()
    for person in (consultant, lead):
        page = as_(person).get(f"/drafts/{december.number}/").content.decode()
        assert "Write it, check it and send it for review</h2>" in page
        assert "let someone else send it" in page
    approved(by=lead, approvers=(consultant, second_consultant))
    says_who = "A lead consultant or a lead’s named deputy issues it."
    page = as_(third_consultant).get(f"/drafts/{december.number}/").content.decode()
    assert says_who in page
    assert "Issue report" not in page
    page = as_(consultant).get(f"/drafts/{december.number}/").content.decode()
    assert says_who not in page
    assert "Issue report" in page
