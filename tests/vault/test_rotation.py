"""A change of the vault's key loses nothing that was sealed under the old one."""

import base64
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command

from clayton_review.accounts.factor_secrets import open_secret
from clayton_review.accounts.models import User
from clayton_review.letters import actions as letters
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from clayton_review.vault import actions
from clayton_review.vault.start import KEYS
from tests.accounts.factors import add_app

pytestmark = pytest.mark.django_db
NEW_KEY = "new:" + base64.b64encode(b"x" * 32).decode()
LACKING = "VAULT_KEYS lacks the key “development”, under which {} are sealed."


def found() -> list[str]:
    return [str(error.msg) for error in run_checks(tags=[KEYS], databases=["default"])]


def written(body: str) -> Letter:
    return letters.write_letter(to="a@example.org", subject="Out", content=LetterContent(body))


def test_all_that_is_sealed_opens_without_the_old_key_after_its_change(
    lead: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.seal_field(table="interview", row="1", field="name", text="Rosa", by=None)
    secret, waiting = add_app(lead), [written("One."), written("Two.")]
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    call_command("rotate_vault_keys")
    assert capsys.readouterr().out.splitlines() == [
        "1 data keys wrapped again",
        "2 e-mails that wait sealed again",
        "1 second sign-in steps sealed again",
    ]
    settings.VAULT_KEYS = NEW_KEY
    assert found() == []
    assert actions.rotate_keys(by=None)["e-mails that wait"] == 0
    sealed = Authenticator.objects.get().data["secret"]
    assert open_secret(sealed, owner=lead.pk) == secret
    assert all(letters.send_letter(letter_id=letter.pk) for letter in waiting)
    assert [message.body for message in mail.outbox] == ["One.", "Two."]


def test_a_key_that_a_waiting_letter_needs_is_named(settings: Any) -> None:
    written("One.")
    damaged = written("Two.")
    Letter.objects.filter(pk=damaged.pk).update(sealed=b"development:" + bytes(60))
    assert found() == []
    settings.VAULT_KEYS = NEW_KEY
    assert found() == [LACKING.format("e-mails that wait")]
    Letter.objects.update(state=LetterState.GIVEN_UP)
    assert found() == []


def test_a_damaged_letter_keeps_no_other_from_the_new_key(settings: Any) -> None:
    damaged, whole = written("One."), written("Two.")
    Letter.objects.filter(pk=damaged.pk).update(sealed=b"development:" + bytes(60))
    assert found() == []
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    assert letters.reseal_letters() == 1
    settings.VAULT_KEYS = NEW_KEY
    assert letters.send_letter(letter_id=whole.pk)
