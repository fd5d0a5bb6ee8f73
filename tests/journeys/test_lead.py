"""The lead brings the month's report from the worker's draft to the Board's mail."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.axe import axe
from tests.browser import overflow
from tests.journeys.stage import Stage, go, heading, press, settled
from tests.local.checkout import manage

Open = Callable[..., Page]
NUMBER, MONTH = "2019-01", "January 2019"
DRAFT = f"/drafts/{NUMBER}/"


def test_from_the_draft_to_the_board_s_mail(window: Open, stage: Stage) -> None:
    lead = window("marian")
    _the_draft_waits(lead)
    _write_a_number_no_figure_explains(lead)
    press(lead, "Update the figures")
    _answer_the_warnings(lead)
    press(lead, "Send the report for review")
    assert "Two people approve this report" in lead.get_by_role("main").inner_text()
    assert lead.get_by_role("button", name="Approve this report").count() == 0
    assert lead.get_by_role("button", name=f"Issue report {NUMBER}").count() == 0

    for who in ("nora", "samuel"):  # nora is the lead's named deputy
        reader = window(who)
        go(reader, DRAFT)
        press(reader, "Approve this report")
        assert "approved this text and these figures" in reader.get_by_role("main").inner_text()
        assert reader.get_by_role("button", name=f"Issue report {NUMBER}").count() == 0

    early = stage.mail_to("board", about=f"Advance copy of the report for {MONTH}")
    assert f"{stage.address}/dashboard/advance/" in early
    _the_board_reads_the_advance_copy(window)
    lead.reload()
    press(lead, f"Issue report {NUMBER}")
    lead.get_by_role("link", name="Open the published report").click()
    lead.wait_for_url(f"**/reports/{NUMBER}/**")
    _everybody_reads_it(window)
    letter = stage.mail_to("board", about=f"The report for {MONTH} is out")
    assert f"{stage.address}/reports/{NUMBER}/" in letter


def _the_draft_waits(page: Page) -> None:
    go(page, "/start/")
    assert f"Report {NUMBER}" in page.get_by_role("main").inner_text()
    page.get_by_role("navigation").get_by_role("link", name="Reports").click()
    assert heading(page) == f"Report {NUMBER} is a draft"
    page.get_by_role("link", name=NUMBER).click()


def _write_a_number_no_figure_explains(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Write this section.*Next month")).click()
    page.get_by_label("Text").fill("We bring draft findings to the Board and visit 977 blocks.")
    press(page, "Save the section")
    assert "no figure explains the number 977" in page.get_by_role("main").inner_text()


def _answer_the_warnings(page: Page) -> None:
    while (asked := settled(page).get_by_text("Explain why it is acceptable")).count():
        asked.first.click()
        page.get_by_label("Why it is acceptable").first.fill("Counted by hand from the records.")
        page.get_by_role("button", name="Save the explanation").first.click()
    assert heading(page)
    assert "to fix first" not in page.get_by_role("main").inner_text()


def _the_board_reads_the_advance_copy(window: Open) -> None:
    page = window("board", width=390)
    go(page, "/dashboard/")
    page.get_by_role("link", name="read the advance copy").click()
    assert "Board is asked for one decision" in heading(page)
    assert axe(page) == []
    assert overflow(page) <= 0
    visitor = window()
    assert visitor.request.get(f"/reports/{NUMBER}/").status == 404


def _everybody_reads_it(window: Open) -> None:
    visitor = window(width=390)
    go(visitor, "/reports/")
    visitor.get_by_role("link", name=f"Full report (PDF) of report {NUMBER}").wait_for()
    go(visitor, f"/reports/{NUMBER}/")


def test_what_was_issued_can_be_rebuilt_to_the_byte(stage: Stage) -> None:
    answer = manage(stage.root, "verify_report", "--all", **stage.environment)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout


def test_the_audit_record_holds(stage: Stage) -> None:
    answer = manage(stage.root, "verify_audit", **stage.environment)
    assert answer.returncode == 0, answer.stdout + answer.stderr
