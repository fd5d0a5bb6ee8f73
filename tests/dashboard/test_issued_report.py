"""The Board's dashboard and the public pages of one issued report, drawn with few queries."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.dashboard.selectors import reports
from clayton_review.reports import actions
from clayton_review.reports.models import Checksums, IssuedFile, Report
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture(scope="module")
def december_key(making_rows: Making) -> UUID:
    """The key of an issued report."""
    with making_rows():
        lead, consultant, second_consultant = usual_team()
        return issued(by=lead, approvers=(consultant, second_consultant)).pk


@pytest.fixture
def december(december_key: UUID, db: None) -> Report:
    """An issued report."""
    return Report.objects.get(pk=december_key)


def test_an_issued_report_is_read_without_signing_in(december: Report) -> None:
    page = Client().get("/reports/2018-12/").content.decode()
    assert december.headline in page
    assert december.snapshot_sha256 not in page  # no file has it
    assert not Client().get("/reports/2018-12/").cookies


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("pdf", "application/pdf"),
        ("html", "text/html; charset=utf-8"),
        ("json", "application/json"),
        ("csv", "application/zip"),
        ("brief", "application/pdf"),
    ],
)
def test_every_format_is_handed_out_as_issued(december: Report, ending: str, kind: str) -> None:
    answer = Client().get(f"/reports/2018-12.{ending}")
    stored = december.files.get(format=ending)
    assert answer.content == bytes(stored.content)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["ETag"] == f'"{stored.sha256}"'


@pytest.mark.parametrize(
    "number", ["2018-13", "2018-1", "2018-12.r0", "2018-12.r2", "9999-12", "0000-01", "２０１８-12"]
)
def test_a_number_that_was_never_issued_is_not_found(december: Report, number: str) -> None:
    for address in (f"/reports/{number}/", f"/reports/{number}.pdf"):
        assert Client().get(address).status_code == 404


def test_an_unknown_format_or_figure_is_not_found(december: Report) -> None:
    for address in ("/reports/2018-12.exe", "/reports/2018-12/figures/no.such/"):
        assert Client().get(address).status_code == 404


def test_each_figure_of_a_report_has_its_page(december: Report) -> None:
    page = Client().get("/reports/2018-12/figures/engagement.budget/")
    assert page.status_code == 200
    assert "How we get this number" in page.content.decode()


def test_each_figure_has_a_page_of_its_own_over_all_issues(
    as_: As, december: Report, lead: User, consultant: User, second_consultant: User
) -> None:
    issued(by=lead, approvers=(consultant, second_consultant), month=date(2018, 11, 1))
    address = "/dashboard/figures/engagement.budget/"
    page = Client().get(address).content.decode()
    assert "/reports/2018-12/figures/engagement.budget/" in page
    assert "/reports/2018-11/figures/engagement.budget/" in page
    assert "over all reports" in page
    assert "The records behind it" not in page
    assert "/engagement/expenses/" in as_(consultant).get(address).content.decode()
    for wrong in ("no.such", "0", "a/b/c", "%00"):
        assert Client().get(f"/dashboard/figures/{wrong}/").status_code in {400, 404}


def test_who_is_signed_in_keeps_the_menu_on_figures_and_brief(
    as_: As, december: Report, board_member: User
) -> None:
    for address in (
        "/dashboard/figures/engagement.budget/",
        "/reports/2018-12/figures/engagement.budget/",
        "/reports/2018-12/brief/",
    ):
        assert "Where the study stands" in as_(board_member).get(address).content.decode()
        page = Client().get(address).content.decode()
        assert "Where the study stands" not in page
        assert "Figure engagement.budget" not in page


def test_the_report_opens_with_its_contents(december: Report) -> None:
    page = Client().get("/reports/2018-12/").content.decode()
    assert page.index('href="#findings"') < page.index('id="findings"')
    assert "Data file: tables (CSV in a ZIP)" in page


def test_a_figure_is_carried_away_as_table_and_as_data(december: Report) -> None:
    for address in (
        "/dashboard/figures/engagement.budget/",
        "/reports/2018-12/figures/engagement.budget/",
    ):
        table = Client().get(address, {"format": "csv"})
        assert "Planned" in table.content.decode()
        data = Client().get(address, {"format": "json"}).json()
        assert (data["report"], data["name"]) == ("2018-12", "engagement.budget")
        assert Client().get(address, {"format": "exe"}).status_code == 404


def test_a_figure_of_the_board_alone_is_not_shown_to_the_public(
    as_: As, december: Report, board_member: User
) -> None:
    """The public reads the edition, the Board its own figures of the snapshot."""
    issues = reports.history("engagement.budget", for_board=True)
    assert [issue.number for issue in issues] == ["2018-12"]
    assert "as the Board sees it" in (
        as_(board_member).get("/dashboard/figures/engagement.budget/").content.decode()
    )


def test_the_dashboard_tells_what_was_asked_decided_and_comes(
    as_: As, december: Report, board_member: User
) -> None:
    with clock.at(datetime(2019, 1, 1, 16, tzinfo=UTC)):
        page = as_(board_member).get("/dashboard/").content.decode()
    assert "The 30 days after January 1, 2019" in page
    for anchor in ('id="decisions"', 'id="meetings"'):
        assert anchor in page
    assert "/dashboard/figures/engagement.budget/" in page
    assert len(page.encode()) < 60_000


def test_days_that_are_past_are_not_announced(
    as_: As, december: Report, board_member: User
) -> None:
    heading = "The 30 days after January 1, 2019"
    with clock.at(datetime(2019, 1, 1, 16, tzinfo=UTC)):
        early = as_(board_member).get("/dashboard/").content.decode()
    with clock.at(datetime(2019, 3, 1, 16, tzinfo=UTC)):
        late = as_(board_member).get("/dashboard/").content.decode()
    assert heading in early
    assert heading not in late


def test_the_team_is_told_how_old_the_issued_figures_are(
    as_: As, december: Report, board_member: User, consultant: User
) -> None:
    actions.correct(report=december, reason="A number was wrong.", by=consultant)
    line = "live draft of report 2018-12.r2"
    assert line in as_(consultant).get("/dashboard/").content.decode()
    assert line not in as_(board_member).get("/dashboard/").content.decode()


def test_only_the_team_sees_the_live_draft(
    as_: As, december: Report, board_member: User, consultant: User
) -> None:
    draft = actions.correct(report=december, reason="A number was wrong.", by=consultant)
    actions.write_opening(report=draft, headline="Not yet", lede="No.", revision=1, by=consultant)
    assert "Not yet" in as_(consultant).get("/dashboard/?draft").content.decode()
    assert "Not yet" not in as_(board_member).get("/dashboard/?draft").content.decode()


def test_a_correction_takes_the_place_of_what_it_corrects(
    as_: As, december: Report, lead: User, consultant: User, second_consultant: User
) -> None:
    page = Client().get("/reports/").content.decode()
    assert page.count("<h2") == 1
    november = issued(by=lead, approvers=(consultant, second_consultant), month=date(2018, 11, 1))
    page = as_(consultant).get("/dashboard/").content.decode()
    assert december.headline in page
    assert november.headline not in page


@pytest.mark.parametrize(
    "page",
    [
        ("/dashboard/", 8),
        ("/", 4),
        ("/reports/", 4),
        ("/reports/2018-12/", 2),
        ("/documents/", 3),
        ("/dashboard/figures/engagement.budget/", 2),
        ("/reports/2018-12/brief/", 2),
    ],
)
def test_pages_ask_the_database_little(
    page: tuple[str, int],
    as_: As,
    december: Report,
    board_member: User,
    django_assert_max_num_queries: Any,
) -> None:
    address, limit = page
    client = as_(board_member) if address == "/dashboard/" else Client()
    client.get(address)
    with django_assert_max_num_queries(limit):
        assert client.get(address).status_code == 200


def test_a_figures_page_speaks_spanish_around_its_english(december: Report) -> None:
    for address in (
        "/es/reports/2018-12/figures/engagement.budget/",
        "/es/dashboard/figures/engagement.budget/",
    ):
        page = Client().get(address).content.decode()
        assert "Cómo obtenemos este dato" in page
        assert "How we get this number" not in page
        assert re.search('<h1><span class="[a-z]+" lang="en">', page)
        assert f'href="{address.removeprefix("/es")}"' in page


@pytest.mark.parametrize("start", ["/reports/2018-12/figures/", "/dashboard/figures/"])
@pytest.mark.parametrize("has_value", [True, False])
def test_a_signed_in_figure_names_the_languages_it_is_in(
    december: Report, as_: As, board_member: User, start: str, has_value: bool
) -> None:
    edition = reports.issued_edition("2018-12")
    assert edition is not None
    figures = edition[1].figures.items()
    address = f"{start}{next(name for name, one in figures if bool(one.value) == has_value)}/"
    spanish = as_(board_member).get(f"/es{address}").content.decode()
    english = as_(board_member).get(address).content.decode()

    assert '<html lang="es">' in spanish
    assert '<main id="main" tabindex="-1" lang="es">' in spanish
    assert "Los informes están en inglés" in spanish
    assert ('<span lang="es">El dato</span>' in spanish) != has_value
    assert '<html lang="en">' in english
    assert ('<span lang="en">The number</span>' in english) != has_value
    assert 'lang=""' not in spanish + english


def test_what_is_stored_with_a_report_is_handed_out_only_once_it_is_issued(
    december: Report, consultant: User
) -> None:
    draft = actions.correct(report=december, reason="A number was wrong.", by=consultant)
    Checksums.objects.create(report=draft, text="none", signature=b"none", signing_key="none")
    IssuedFile.objects.create(report=draft, format="pdf", content=b"%PDF", size=4)
    for number, is_out in ((december.number, True), (draft.number, False), ("2018-11", False)):
        assert (reports.checksum_file(number, "SHA256SUMS") is not None) == is_out
        assert (reports.issued_file(number, "pdf") is not None) == is_out
    assert reports.checksum_file(december.number, "exe") is None
    assert reports.issued_file(december.number, "exe") is None
