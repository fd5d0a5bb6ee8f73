"""Every page that a link leads to, as everybody who may open it, at three widths."""

from playwright.sync_api import Page

from tests.access_matrix import MATRIX
from tests.axe import AXE
from tests.journeys.walks.crawl import CrawlReport, judge, pages

TEAM = ("marian", "nora")
OTHERS = ("", "board", "city", "liaison", "records")
EVERYBODY = (*TEAM, *OTHERS)
FIRST_LOOK = {"width": 1280, "height": 900}
# Objects of each pattern that a walk opens. A consultant, who opens the lead's pages with other
# rights, opens both ends of each list; in `make soak` as many as the lead.
MANY, FEW = 4, 2

# Addresses that the walks do not find, and why.
ACTS = {
    "account_logout", "mfa_login_webauthn", "people:new_password", "people:resend",
    "people:withdraw", "surveys:open", "surveys:publish", "surveys:table_groups",
    "sessions_end", "sessions_end_all", "people:sessions_end", "people:sessions_end_all",
    "people:reset_confirm", "people:reset_decline",
    *(f"findings:finding_{act}" for act in ("release", "sign", "submit")),
    "findings:story_move", "findings:talk_move",
    "findings:guide_version", "findings:interview_move", "findings:quote_confirm",
    "findings:quote_code", "findings:quote_speaker", "findings:slot_move",
    *("findings:recommendation_issue", "findings:recommendation_release"),
    *("findings:comment_resolve", "findings:evidence_move"),
    *(f"reports:{act}" for act in ("answer", "approve", "comment", "correct", "issue")),
    *(f"reports:{act}" for act in ("refresh", "resolve", "return", "submit")),
    *(f"requests:{act}" for act in ("decide", "revoke", "send_files", "withdraw")),
    "documents:several",
    "late:retry_job", "late:send_letter", "late:set_aside_letter",
}  # fmt: skip
FILES_AND_DATA = {
    "health", "schema", "api-root", "dashboard:file", "dashboard:archive", "dashboard:heads",
    "documents:file", "documents:public_file",
    "engagement:receipt", "incidents:evidence_file", "mfa_download_recovery_codes",
    "api_docs",  # Swagger's own page: tests/api looks at it
}  # fmt: skip
BEHIND_A_LETTER = {  # tests/journeys/test_behind_a_letter.py
    "account_link_sent", "account_link_use", "people:accept", "digests_stop", "requests:upload",
    "requests:upload_receipt",
}  # fmt: skip
# Its surveys are weighted, or have no population to weight to; the form's other page is walked.
# The demonstration has no amendment, no unused guide, no name in its vault, no second factor,
# no approved report before the lead's story has one (which looks at its advance copy), and no
# answer that no key opens.
NOT_IN_THE_DEMONSTRATION = {
    "dashboard:advance", "surveys:give_up", "findings:story_give_up",
    "surveys:weighting_create",
    *(f"engagement:amendments_{page}" for page in ("detail", "edit", "withdraw")),
    "engagement:contract_create", "findings:guide_edit", "findings:participant_show_name",
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes",
}  # fmt: skip


def check_walk(page: Page, who: str, report: CrawlReport, n_objects: int = MANY) -> None:
    """Fail if a page on the walk is not in order; the last walk tells what all have left out."""
    before = len(report.problems)
    _walk(page, who, report, n_objects)
    assert report.problems[before:] == []
    report.walked.add(who)
    if report.walked == set(EVERYBODY):
        assert left_out(report.visited) == set()


def left_out(visited: set[str]) -> set[str]:
    """Return the names of addresses that no walk has visited, without a reason given above."""
    elsewhere = ACTS | FILES_AND_DATA | NOT_IN_THE_DEMONSTRATION | BEHIND_A_LETTER
    names = {name for name in MATRIX if not name.endswith(("-list", "-detail"))}  # the API's
    return names - visited - elsewhere


def _walk(page: Page, who: str, report: CrawlReport, n_objects: int) -> None:
    name = who or "visitor"
    page.context.add_init_script(AXE)  # sent once, not with every page
    for crawled in pages(page.context, _starts(who), report, n_objects):
        if not report.is_new(crawled):
            continue
        page.set_viewport_size(FIRST_LOOK)  # type: ignore[arg-type]
        page.goto(crawled.path)
        judge(page, name, crawled.name, report)
        if crawled.name.endswith("create"):
            _send_it_empty(page, name, crawled.name, report)


def _starts(who: str) -> list[str]:
    if who == "marian":
        return [
            *("/start/", "/", "/account/confirm/", "/search/?q=trust", "/participants/?q=P-001"),
            "/surveys/residents-2018/crosstab/?rows=trust&columns=ward&audience=public",
            "/surveys/residents-2018/compare/?by=ward&first=1&second=0",
            "/surveys/planner/?margin=5&response_rate=15&population=17000&design_effect=1.5",
            "/surveys/your-view/publish-results/",
            "/late/",
        ]
    return ["/start/", "/"] if who else ["/", "/es/", "/components/"]


def _send_it_empty(page: Page, who: str, name: str, report: CrawlReport) -> None:
    page.set_viewport_size(FIRST_LOOK)  # type: ignore[arg-type]
    with page.expect_navigation() as sent:
        page.locator("main form[method=post]").last.evaluate("form => form.submit()")
    if sent.value is None or sent.value.status != 422:
        report.problems.append(f"{name} took an empty form")
    judge(page, who, f"{name} refused", report)
