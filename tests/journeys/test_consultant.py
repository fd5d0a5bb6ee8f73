"""A consultant carries a piece of evidence from what was said to what should be done."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.stage import go, heading, press, settled

Open = Callable[..., Page]
JULY_7 = "The stop on July 7, 2018"
POINT = "Who proposed walking back"
CLAIM = "The men say that nobody told them they could refuse."
QUOTE = "They said come with us, so I came."
STATEMENT = "People who are asked to come along do not know that they may refuse."
QUESTIONS = 10  # of the guide’s second version


def follow(page: Page, name: str) -> None:
    """Follow the link of this name in the page's content."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def walk_to(page: Page, word: str, place: str) -> None:
    """Go to a place behind a word of the navigation."""
    navigation = page.get_by_role("navigation", name="Main")
    navigation.locator("summary", has_text=word).click()
    navigation.get_by_role("link", name=place, exact=True).click()


def test_from_an_account_to_a_recommendation(window: Open) -> None:
    nora = window("nora")
    _amend_july_7(nora)
    _add_a_claim(nora)
    _log_an_interview(nora)
    _mark_and_code_the_quote(nora)
    address = _write_the_finding(nora)
    _hang_the_evidence(nora)
    press(nora, "Send for review")
    assert nora.get_by_role("button", name="Sign this finding").count() == 0

    samuel = window("samuel")
    go(samuel, address)
    samuel.get_by_label("I have read the evidence for and against").check()
    press(samuel, "Sign this finding")
    assert "Samuel Ortiz" in samuel.get_by_role("main").inner_text()
    assert samuel.get_by_role("button", name="Release the finding").count() == 0

    lead = window("marian")
    go(lead, address)
    press(lead, "Release the finding")
    assert "released" in lead.get_by_role("main").inner_text()

    advice = _write_the_recommendation(nora, address)
    go(lead, advice)
    press(lead, "Issue the recommendation")
    _the_trace_shows_the_whole_chain(window, advice)


def _amend_july_7(page: Page) -> None:
    go(page, "/start/")
    walk_to(page, "Records", "Incidents")
    follow(page, JULY_7)
    follow(page, "Edit")
    summary = page.get_by_label("Summary")
    summary.fill(summary.input_value() + " The city published its account on September 29.")
    press(page, "Save the changes")
    assert heading(page) == JULY_7
    assert "published its account on September 29" in page.get_by_role("main").inner_text()


def _add_a_claim(page: Page) -> None:
    follow(page, f"Add a claim on {POINT}")
    assert page.get_by_label("Point").input_value() == POINT
    page.get_by_label("What is claimed").fill(CLAIM)
    page.get_by_label("Who says so").fill("A student")
    page.get_by_label("Document", exact=True).select_option(index=1)
    page.get_by_label("Place in the document").fill("p. 2")
    press(page, "Add a claim")
    assert CLAIM in page.get_by_role("main").inner_text()


def _log_an_interview(page: Page) -> None:
    walk_to(page, "Interviews and surveys", "Interviews")
    follow(page, "Add a participant")
    page.get_by_label("Group", exact=True).select_option(label="Student")
    page.get_by_role("radio", name="Quoted with group").check()
    page.get_by_label("How consent was given").select_option(index=1)
    press(page, "Add the participant")
    code = heading(page).split(",")[0]
    walk_to(page, "Interviews and surveys", "Interviews")
    follow(page, "Log an interview")
    person = page.get_by_label("Participant")
    person.select_option(value=_option(page, code))
    page.get_by_label("Guide").select_option(index=1)
    press(page, "Log the interview")
    boxes = page.get_by_role("main").get_by_role("textbox").all()
    assert len(boxes) == QUESTIONS
    for number, box in enumerate(boxes, 1):
        box.fill(f"{QUOTE} ((Mr. Doe)) was there." if number == 4 else f"Answer {number}.")
    press(page, "Save and read")
    assert page.get_by_text("No answer logged.").count() == 0
    press(page, "Mark as held")
    press(page, "Mark as written up")


def _option(page: Page, words: str) -> str:
    option = page.get_by_label("Participant").locator("option").filter(has_text=words).last
    return str(option.get_attribute("value"))


def _mark_and_code_the_quote(page: Page) -> None:
    follow(page, "Mark a quote in answer 4")
    page.get_by_label("The exact words").fill(QUOTE)
    press(page, "Mark the quote")
    if QUOTE not in heading(page):
        follow(page, QUOTE)
    assert QUOTE in heading(page)
    page.get_by_role("checkbox").first.check()
    press(page, "Save my codes")
    assert "No codes yet." not in page.get_by_role("main").inner_text()


def _write_the_finding(page: Page) -> str:
    walk_to(page, "Findings", "Findings")
    follow(page, "Write a finding")
    page.get_by_label("Statement").fill(STATEMENT)
    page.get_by_role("radio").first.check()
    page.get_by_label("Pillar").select_option(index=1)
    for label in ("Condition", "Criteria", "Cause", "Effect"):
        page.get_by_label(label, exact=False).first.fill(f"The {label.lower()} in one sentence.")
    press(page, "Save the draft")
    assert heading(page) == STATEMENT.removesuffix(".")
    return page.url


def _hang_the_evidence(page: Page) -> None:
    for kind, words in (
        ("Quote", QUOTE[:20]),
        ("Incident claim", "refuse"),
        ("Figure", "surveys.answers trust"),
    ):
        if "/evidence/" not in settled(page).url:
            follow(page, "Add evidence")
        page.get_by_role("navigation", name="Type of evidence").get_by_role(
            "link", name=kind
        ).click()
        page.get_by_label("Search", exact=True).fill(words)
        press(page, "Show results")
        page.get_by_role("group", name="Evidence").get_by_role("radio").first.check()
        press(page, "Add the evidence")
    thread = page.get_by_role("main").inner_text()
    assert QUOTE in thread
    assert POINT in thread or CLAIM in thread
    assert "frozen" in thread


def _write_the_recommendation(page: Page, finding: str) -> str:
    go(page, finding)
    follow(page, "Write a recommendation")
    page.get_by_label("Recommendation").fill("Have officers say that coming along is a choice.")
    page.get_by_label("Addressee").fill("Chief of Police")
    page.get_by_label("Owner").fill("Patrol")
    page.get_by_label("Counts as done when").fill("The sentence stands in the order.")
    press(page, "Save the draft")
    return page.url


def _the_trace_shows_the_whole_chain(window: Open, advice: str) -> None:
    page = window("dana", width=390)
    go(page, advice)
    follow(page, "See the whole thread, down to the evidence")
    shown = page.get_by_role("main").inner_text()
    for part in (QUOTE, CLAIM, STATEMENT, "coming along is a choice"):
        assert part in shown
    assert "Mr. Doe" not in shown
