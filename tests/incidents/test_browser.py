"""Incidents and library in a real browser: accessible at every width, usable without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clayton_review.accounts.models import User
from incidents.models import Claim, ClaimStanding, EvidenceState, Incident
from tests.axe import axe
from tests.browser import in_order
from tests.documents.factories import PDF_BYTES, document, stored_file
from tests.incidents import factories as make

pytestmark = [pytest.mark.browser]


@pytest.fixture
def incident(transactional_db: None, consultant: User) -> Incident:
    """An incident with something in every part."""
    new_incident = make.incident(by=consultant)
    source = document(by=consultant, file=stored_file(by=consultant))
    for text, standing in (
        ("They were forcefully told they had to", ClaimStanding.DISPUTED),
        ("Officers did not require or suggest it", ClaimStanding.DISPROVED),
    ):
        make.claim(
            incident=new_incident, by=consultant, document=source, text=text, standing=standing
        )
    make.event(incident=new_incident, by=consultant)
    make.person(incident=new_incident, by=consultant)
    make.evidence(incident=new_incident, by=consultant, state=EvidenceState.DOES_NOT_EXIST)
    return new_incident


def test_pages_are_accessible_and_fit_the_window(
    incident: Incident, consultant: User, browser_as: Callable[..., Page]
) -> None:
    claim = Claim.objects.order_by("number")[0]
    item, person = incident.evidence.get(), incident.people.get()
    base = incident.get_absolute_url()
    pages = ["/incidents/", "/incidents/new/", base, "/incidents/?q=nothing"]
    pages += [f"{base}{tail}/" for tail in ("edit", "move", "withdraw")]
    pages += [f"{base}{folder}/new/" for folder in ("claims", "events", "people", "evidence")]
    pages += [claim.get_absolute_url(), f"{claim.get_absolute_url()}assess/"]
    pages += [f"{base}evidence/{item.pk}/state/", f"{base}people/{person.pk}/edit/"]
    pages += ["/library/", "/library/new/", "/library/D-0001/", "/library/D-0001/edit/"]
    page = browser_as(consultant)
    for address in pages:
        page.goto(address)
        in_order(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_consultant_files_a_source_and_another_account(
    incident: Incident,
    consultant: User,
    browser_as: Callable[..., Page],
    tmp_path: Path,
    javascript: bool,
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF_BYTES + b"% another\n")
    page = browser_as(consultant, javascript=javascript)
    page.goto("/library/new/")
    page.get_by_label("Title").fill("Letter of September 29")
    page.get_by_label("Author or publisher").fill("Mayor of Clayton")
    page.get_by_label("File").set_input_files(letter)
    page.get_by_role("button", name="File the document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letter of September 29")
    page.goto(incident.get_absolute_url())
    page.get_by_role("link", name="Add a claim on Who proposed it").click()
    page.get_by_role("button", name="Add a claim").click()
    expect(page.locator(".summary")).to_contain_text("There is a problem")
    assert axe(page) == [] if javascript else True
    page.get_by_label("What is claimed").fill("The students offered")
    page.get_by_label("Who says so").fill("Mayor of Clayton")
    page.get_by_label("Document", exact=True).select_option(index=1)
    page.get_by_role("button", name="Add a claim").click()
    claims = page.locator(".claims").first
    expect(claims).to_contain_text("The students offered")
    expect(claims.locator(".knot")).to_have_count(3)


def test_competing_claims_stand_beside_each_other_on_a_wide_window(
    incident: Incident, consultant: User, browser_as: Callable[..., Page]
) -> None:
    for width, is_beside in ((1280, True), (390, False)):
        page = browser_as(consultant, width=width)
        page.goto(incident.get_absolute_url())
        tops = page.eval_on_selector_all(
            ".claims .knot", "knots => knots.map(knot => knot.getBoundingClientRect().top)"
        )
        assert (tops[0] == tops[1]) is is_beside


def test_coming_back_to_a_form_and_saving_again_makes_no_second_record(
    incident: Incident, consultant: User, browser_as: Callable[..., Page]
) -> None:
    page = browser_as(consultant)
    address = f"{incident.get_absolute_url()}claims/new/"
    mark = "input[name=record_id]"

    def save() -> None:
        page.get_by_label("Point").fill("How many cars")
        page.get_by_label("What is claimed").fill("Six")
        page.get_by_label("Who says so").fill("A student")
        page.get_by_label("Document", exact=True).select_option(index=1)
        page.get_by_role("button", name="Add a claim").click()

    page.goto(address)
    first = page.input_value(mark)
    save()
    expect(page).to_have_url(re.compile(r"/incidents/INC-0001/$"))
    page.go_back()
    assert page.input_value(mark) == first
    save()
    expect(page.get_by_text("already on record as")).to_be_visible()
    assert Claim.objects.filter(point="How many cars").count() == 1
    page.goto(address)
    assert page.input_value(mark) != first
