"""Ten everyday tasks at two widths: actions, seconds, errors, held to the bars of the docs."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.counting import Bar, Hand, Task
from tests.journeys.stage import Stage, go, heading, settled

Open = Callable[..., Page]
WIDTHS = (1280, 390)
at_both_widths = pytest.mark.parametrize("width", WIDTHS)
SURVEY_EXTRA = 8  # continue, review, send
MOST_STEPS = 12
LINK = re.compile(r"http://[\w:.]+/upload/[\w-]+/")


def words_on(page: Page) -> str:
    """All that the page says."""
    return settled(page).get_by_role("main").inner_text()


@at_both_widths
def test_answer_the_survey(window: Open, width: int) -> None:
    page = window(width=width)
    go(page, "/survey/your-view/questions/")
    task = Task("answer the survey", width, Bar(0, 20))
    hand = task.hand(page)
    n_answers = 0
    for _ in range(MOST_STEPS):
        n_answers += _answer_the_step(page, hand)
        hand.tap(re.compile("^(Continue|Check my answers)$"))
        settled(page)
        assert not page.title().startswith("Error:"), words_on(page)
        if page.get_by_role("button", name="Send my answers").count():
            break
    hand.tap("Send my answers")
    assert heading(page) == "We received your answers"
    assert n_answers > 10
    task.bar = Bar(n_answers + SURVEY_EXTRA, 20)
    task.end()


def _answer_the_step(page: Page, hand: Hand) -> int:
    """Answer everything that the step asks; the first answer of each."""
    n_before = hand.task.actions
    for part in page.locator("main form .question").all():
        _answer(part, hand)
    return hand.task.actions - n_before


def _answer(part: Locator, hand: Hand) -> None:
    rows = part.locator("tr:has(input), fieldset:has(input)")
    boxes = part.locator("select")
    written = part.locator("textarea, input[type=text], input:not([type])")
    if rows.count():
        for row in rows.all():
            hand.act(row.locator("input").first).check(force=True)
    elif boxes.count() or written.count():
        for place in range(boxes.count()):
            hand.act(boxes.nth(place)).select_option(index=place + 1)
        number = "2" if "household" in part.inner_text() else "45"
        texts = ("12", "2018") if boxes.count() else (number,)  # a day has its month in a list
        for field, text in zip(written.all(), texts, strict=False):
            hand.act(field).fill(text)
    else:
        hand.act(part.locator("label.choice").first).click()


@at_both_widths
def test_tell_what_happened(window: Open, width: int) -> None:
    page = window(width=width)
    go(page, "/tell/")
    task = Task("tell what happened", width, Bar(12, 8))
    hand = task.hand(page)
    hand.tap("Start", role="link")
    hand.fill("Tell it in your own words", "An officer walked my mother home in the snow.")
    while page.get_by_role("button", name="Continue").count():
        hand.tap("Continue")
        settled(page)
    hand.tap(re.compile("^Send"))
    assert "We received your story" in heading(page)
    task.end()


@at_both_widths
def test_log_a_visit_with_an_expense(window: Open, width: int) -> None:
    page = window("nora", width=width)
    go(page, "/engagement/log/")
    task = Task("log a visit with an expense", width, Bar(14, 8))
    hand = task.hand(page)
    hand.fill("Hours", "1.5")
    hand.fill("What you did", "Visit to City Hall")
    hand.tap("Save the entry")
    hand.tap("Mileage", role="link")
    hand.fill("Miles", "23.4")
    hand.fill("Route", "Office to City Hall and back")
    hand.tap("Save the entry")
    hand.tap("Expense", role="link")
    hand.fill("Amount", "12.50")
    hand.fill("What for", "Parking")
    hand.file("Photo of the receipt", name="receipt.png", kind="image/png", content=_picture())
    hand.tap("Save the entry")
    for words in ("Visit to City Hall", "Office to City Hall and back", "Parking"):
        assert words in words_on(page)
    task.end()


def _picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (900, 1600), "#f4f1e8").save(buffer, "PNG")
    return buffer.getvalue()


@at_both_widths
def test_log_an_interview_of_ten_answers(window: Open, width: int) -> None:
    page = window("dana", width=width)
    go(page, "/interviews/new/")
    task = Task("log an interview of ten answers", width, Bar(16, 10))
    hand = task.hand(page)
    hand.select("Participant", "P-001" if width == 1280 else "P-002")  # once a day each
    hand.select("Guide", "version 2")
    hand.tap("Log the interview")
    boxes = settled(page).get_by_role("main").get_by_role("textbox").all()
    for number, box in enumerate(boxes, 1):
        hand.act(box).fill(f"What was said in answer {number}.\n> Words kept as they were said.")
    hand.tap("Save and read")
    assert "What was said in answer 1." in words_on(page)
    assert len(boxes) == 10
    task.end()


@at_both_widths
def test_code_one_quote(window: Open, width: int) -> None:
    page = window("dana", width=width)
    go(page, "/quotes/?coded=no")
    task = Task("code one quote", width, Bar(5, 4))
    hand = task.hand(page)
    hand.act(page.get_by_role("main").get_by_role("checkbox").first).check()
    hand.fill("Codes", "#trust")
    hand.tap("Add the codes")
    assert "1 code was added." in words_on(page)
    task.end()


@at_both_widths
def test_file_a_claim_with_its_source(window: Open, width: int) -> None:
    page = window("nora", width=width)
    go(page, "/incidents/INC-0001/")
    task = Task("file a claim with its source", width, Bar(9, 5))
    hand = task.hand(page)
    hand.tap("Add a claim on Police cars", role="link")
    hand.fill("What is claimed", f"Five cars were there, counted at {width}.")
    hand.fill("Who says so", "A bystander")
    hand.select("Document", "D-0003")
    hand.fill("Place in the document", "p. 4")
    hand.tap("Add a claim")
    assert f"counted at {width}" in words_on(page)
    task.end()


@at_both_widths
def test_ask_the_city_and_receive(window: Open, width: int) -> None:
    page, city = window("nora", width=width), window(width=width)
    go(page, "/requests/")
    task = Task("ask the city for a document and receive it", width, Bar(14, 12))
    hand = task.hand(page)
    _send_a_file(task.hand(city), _ask_for_rosters(hand, width))
    hand.tap(re.compile("^RQ-"), role="link")
    _until_it_says(page, "sent files")  # the worker has checked and numbered them
    receipt = city.get_by_role("heading", level=1)
    expect(receipt).to_have_text("1 file received")  # an accepted link shows no receipt
    hand.tap("Accept it or send it back", role="link")
    hand.choose("Accept: we have everything")
    hand.tap("Send the decision")
    assert "Received" in words_on(page)
    task.end()


def _ask_for_rosters(hand: Hand, width: int) -> str:
    """Ask in the request's own words; gives the address at which the city may send files."""
    hand.tap("Request documents", role="link")
    hand.fill("Title", f"Shift rosters, asked at {width}")
    hand.fill("Exact words", "The rosters of the night of July 7 to 8, 2018.")
    hand.fill("Office", "Police Department, records unit")
    hand.choose("We send it ourselves, by letter or in person")
    hand.tap("Send the request")
    hand.tap("Make an upload link", role="link")
    hand.tap("Make the link")
    hand.page.get_by_text("/upload/").first.wait_for()
    match = LINK.search(hand.page.content())
    assert match is not None
    return match[0]


def _send_a_file(hand: Hand, address: str) -> None:
    go(hand.page, address)
    content = b"%PDF-1.4 roster\n%%EOF\n"
    hand.file(re.compile("^Files"), name="roster.pdf", kind="application/pdf", content=content)
    hand.tap(re.compile("^Send"))
    said_at_once = re.compile("We received your files|1 file received")  # as quick as the worker
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(said_at_once)


def _until_it_says(page: Page, words: str) -> None:
    """Look again until the page has these words, a second apart at most."""
    for _ in range(400):
        page.reload()
        if words in words_on(page):
            return
        page.wait_for_timeout(250)
    pytest.fail(f"{words} did not come")


@at_both_widths
def test_write_a_finding_with_three_pieces_of_evidence(window: Open, width: int) -> None:
    page = window("samuel", width=width)
    go(page, "/findings/new/")
    task = Task("write a finding with three pieces of evidence", width, Bar(24, 14))
    hand = task.hand(page)
    hand.fill("Statement", f"People do not know what happens to a complaint ({width}).")
    hand.choose("Problem")
    hand.select("Pillar", "Trust")
    for label in ("Condition", "Criteria", "Cause", "Effect"):
        hand.fill(label, f"The {label.lower()} in one sentence.")
    hand.tap("Save the draft")
    for kind in ("Quote", "Incident claim", "Figure"):
        if "/evidence/" not in settled(page).url:
            hand.tap("Add evidence", role="link")
        if kind != "Quote":
            hand.tap(kind, role="link")
        evidence = page.get_by_role("group", name="Evidence")
        hand.act(evidence.get_by_role("radio").first).check(force=True)
        hand.tap("Add the evidence")
    assert f"({width})" in heading(page)
    task.end()


@at_both_widths
def test_find_what_was_spent_and_what_is_asked(window: Open, width: int) -> None:
    page = window("board", width=width)
    go(page, "/start/")
    task = Task("find what was spent and what is asked", width, Bar(1, 3))
    hand = task.hand(page)
    hand.tap("Where the study stands", role="link")
    assert re.search(r"Budget\s.*?\$[\d,]+ of the \$158,550", words_on(page), re.DOTALL)
    assert "What we need from the Board" in words_on(page)
    task.end()


@at_both_widths
def test_approve_and_issue_the_month(window: Open, stage: Stage, width: int) -> None:
    """A month is issued once; whoever has issued it before issues its correction here."""
    lead = window("marian", width=width)
    readers = {who: window(who, width=width) for who in ("nora", "samuel")}
    for who, page in ("marian", lead), *readers.items():
        stage.prove(page, who)
    number = _draft_in_order(lead)
    task = Task("approve and issue the month", width, Bar(9, 15))
    hand = task.hand(lead)
    hand.tap("Send the report for review")
    for reader in readers.values():
        go(reader, f"/drafts/{number}/")
        task.hand(reader).tap("Approve this report")
        assert "approved this text" in words_on(reader)
    lead.reload()
    hand.tap(f"Issue report {number}")
    lead.get_by_role("link", name="Open the published report").wait_for()
    task.end()


def _draft_in_order(page: Page) -> str:
    """Prepare a draft report: figures taken again, every warning answered."""
    go(page, "/drafts/")
    work = page.get_by_role("table", name="Reports in progress").get_by_role("link")
    if work.count():
        work.first.click()
    else:
        page.get_by_role("table", name="Issued reports").get_by_role("link").first.click()
        page.get_by_text("Correct this report").click()
        button = page.get_by_role("button", name="Open a correction")
        form = page.locator("form").filter(has=button)
        form.get_by_label("Reason").fill("A milestone was given a wrong date.")
        button.click()
    page.get_by_role("button", name="Update the figures").click()
    while (asked := settled(page).get_by_text("Explain why it is acceptable")).count():
        asked.first.click()
        page.get_by_label("Why it is acceptable").first.fill("Counted by hand from the records.")
        page.get_by_role("button", name="Save the explanation").first.click()
    return settled(page).url.rstrip("/").rpartition("/")[2]
