"""A passkey from being added to signing in with it, against a real browser's authenticator."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from clayton_review.accounts.models import User

pytestmark = [pytest.mark.browser]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> Page:
    """Give the window an authenticator such as a phone or a laptop has."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def test_a_passkey_is_added_and_signs_in(browser_as: Callable[..., Page], consultant: User) -> None:
    page = with_authenticator(browser_as())
    page.goto("/account/sign-in/?next=/account/webauthn/add/")
    page.locator("[name=login]").fill(consultant.email)
    page.locator("[name=password]").fill("correct horse x9")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Name").fill("My laptop")
    passwordless = page.get_by_label("Sign in with this key alone")
    if passwordless.count():
        passwordless.check()
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    page.goto("/account/webauthn/")
    expect(page.get_by_text("My laptop")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="passkey").click()
    page.wait_for_url("**/start/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("is waiting for you")
