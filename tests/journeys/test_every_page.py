"""Every page that a link leads to, as everybody who may open it, at three widths."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.access_matrix import MATRIX
from tests.journeys.crawl import Tally, judge, pages
from tests.journeys.stage import Stage, go

pytestmark = pytest.mark.xdist_group("browser")

Open = Callable[..., Page]
EVERYBODY = ("", "marian", "nora", "board", "city", "liaison", "records")
ADDRESS = re.compile(r"https?://\S+")
FIRST_LOOK = {"width": 1280, "height": 900}

# What the walks do not find, and why.
ACTS = {
    "account_logout", "mfa_login_webauthn", "people:new_password", "people:resend",
    "people:withdraw", "surveys:open", "surveys:publish",
    *(f"findings:finding_{act}" for act in ("release", "sign", "submit")),
    "findings:story_move", "findings:talk_move",
    "findings:guide_version", "findings:interview_move", "findings:quote_confirm",
    "findings:quote_code", "findings:quote_speaker", "findings:slot_move",
    *("findings:recommendation_issue", "findings:recommendation_release"),
    *("findings:comment_resolve", "findings:evidence_move"),
    *(f"reports:{act}" for act in ("answer", "approve", "comment", "correct", "issue")),
    *(f"reports:{act}" for act in ("refresh", "resolve", "return", "submit")),
}  # fmt: skip
FILES_AND_DATA = {
    "health", "schema", "api-root", "dashboard:file", "documents:file", "documents:public_file",
    "incidents:evidence_file", "mfa_download_recovery_codes",
    "api_docs",  # Swagger's own page: tests/api looks at it
}  # fmt: skip
BEHIND_A_LETTER = {"account_link_sent", "account_link_use", "people:accept"}
# The demonstration has no amendment, no unused guide, no name in its vault, no second factor,
# and no approved report before the lead's story has one (which looks at its advance copy).
NOT_IN_THE_DEMONSTRATION = {
    "dashboard:advance",
    *(f"engagement:amendments_{page}" for page in ("detail", "edit", "withdraw")),
    "engagement:contract_create", "findings:guide_edit", "findings:participant_identity",
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_view_recovery_codes",
}  # fmt: skip


@pytest.fixture(scope="session")  # other modules' tests may run between the walks
def tally() -> Iterator[Tally]:
    """What all the walks together find; the counts go to `var/axe.json`."""
    counted = Tally()
    yield counted
    file = settings.BASE_DIR / "var" / "axe.json"
    file.parent.mkdir(exist_ok=True)
    widths = {width: len(counted.pages) for width in ("1280", "390", "320")}
    summary = {"pages": widths, "violations": len(counted.problems), "counts": counted.pages}
    file.write_text(json.dumps(summary, indent=1))
    counted.camera.tidy()


def test_every_page_is_in_order_and_none_is_left_out(window: Open, tally: Tally) -> None:
    for who in EVERYBODY:
        _walk(window(who), who, tally)
    assert tally.problems == []
    elsewhere = ACTS | FILES_AND_DATA | NOT_IN_THE_DEMONSTRATION | BEHIND_A_LETTER
    names = {name for name in MATRIX if not name.endswith(("-list", "-detail"))}  # the API's
    assert names - tally.visited - elsewhere == set()


def _walk(page: Page, who: str, tally: Tally) -> None:
    name = who or "visitor"
    for found in pages(page.context, _starts(who), tally):
        if not tally.is_new(found):
            continue
        page.set_viewport_size(FIRST_LOOK)  # type: ignore[arg-type]
        go(page, found.path)
        judge(page, name, found.name, tally)
        if found.name.endswith("create"):
            _send_it_empty(page, name, found.name, tally)


def _starts(who: str) -> list[str]:
    if who == "marian":
        return ["/start/", "/", "/account/confirm/"]
    return ["/start/", "/"] if who else ["/", "/es/", "/components/"]


def _send_it_empty(page: Page, who: str, name: str, tally: Tally) -> None:
    page.set_viewport_size(FIRST_LOOK)  # type: ignore[arg-type]
    with page.expect_navigation() as sent:
        page.locator("main form[method=post]").last.evaluate("form => form.submit()")
    if sent.value is None or sent.value.status != 422:
        tally.problems.append(f"{name} took an empty form")
    judge(page, who, f"{name} refused", tally)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("", "/nothing/", 404),
        ("nora", "/incidents/INC-9999/", 404),
        ("board", "/incidents/", 403),
        ("", "/reports/?q=%00", 400),
    ],
)
def test_pages_of_errors_are_in_order(
    window: Open, tally: Tally, who: str, path: str, status: int
) -> None:
    page = window(who)
    before = len(tally.problems)
    go(page, path, status=status)
    judge(page, who or "visitor", str(status), tally)
    assert tally.problems[before:] == []


def test_pages_behind_a_letter_are_in_order(window: Open, stage: Stage, tally: Tally) -> None:
    before = len(tally.problems)
    page, lead = window(), window("marian")
    go(page, "/account/link/")
    page.get_by_label("e-mail address").fill("board@example.org")
    page.get_by_role("button", name="Mail me a link").click()
    judge(page, "visitor", "account_link_sent", tally)
    _follow_the_letter(page, stage.mail_to("board", about="sign-in link"))
    judge(page, "visitor", "account_link_use", tally)
    go(lead, "/people/invite/")
    lead.get_by_label("E-mail address").fill("new.alder@example.org")
    lead.get_by_label("Role").select_option(label="Board member")
    lead.get_by_role("button", name="Send the invitation").click()
    _follow_the_letter(page, stage.mail_to("new.alder@example.org", about="invitation"))
    judge(page, "visitor", "people:accept", tally)
    assert tally.problems[before:] == []


def _follow_the_letter(page: Page, letter: str) -> None:
    found = ADDRESS.search(letter)
    assert found is not None
    go(page, found[0])
