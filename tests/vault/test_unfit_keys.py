"""Vault keys that do not fit what is stored: no process starts with them, and no page fails."""

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.vault import actions
from clayton_review.vault.models import DataKey
from clayton_review.vault.start import KEYS, refuse_unfit_keys
from surveys.answers.sealing import UNFIT_PAIR
from tests.accounts.factories import PASSWORD, person
from tests.accounts.factors import add_app, code
from tests.processes import Processes

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
OTHER = base64.b64encode(b"x" * 32).decode()
LACKING = "VAULT_KEYS lacks the key “development”, under which {} are sealed."
ANOTHER = "The key “development” of VAULT_KEYS is not the one under which {} are sealed."


def found() -> list[str]:
    return [str(error.msg) for error in run_checks(tags=[KEYS], databases=["default"])]


def seal(row: str = "1") -> None:
    actions.seal_field(table="interview", row=row, field="name", text="Rosa", by=None)


def test_a_key_that_is_missing_or_another_one_is_named(lead: User, settings: Any) -> None:
    seal()
    add_app(lead)
    assert found() == []
    for keys, sentence in ((f"other:{OTHER}", LACKING), (f"development:{OTHER}", ANOTHER)):
        settings.VAULT_KEYS = keys
        assert sorted(found()) == [
            sentence.format("names and texts"), sentence.format("second sign-in steps")
        ]  # fmt: skip


def test_one_damaged_record_stops_nothing(lead: User, consultant: User) -> None:
    for row in "12":
        seal(row)
    DataKey.objects.filter(row="1").update(wrapped=bytes(60))
    add_app(lead)
    add_app(consultant)
    Authenticator.objects.filter(user=lead).update(data={"secret": "development:AAAA"})
    assert found() == []


def test_secrets_of_recovery_codes_and_destroyed_records_are_known(
    lead: User, settings: Any
) -> None:
    add_app(lead)
    secret = Authenticator.objects.get().data["secret"]
    Authenticator.objects.update(data={"seed": secret, "used_mask": 0})
    seal()
    actions.destroy_key(table="interview", row="1", by=None, reason="Consent withdrawn")
    settings.VAULT_KEYS = f"other:{OTHER}"
    assert found() == [LACKING.format("second sign-in steps")]


def test_no_process_starts_with_them(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    seal()
    settings.VAULT_KEYS = f"other:{OTHER}"
    with pytest.raises(SystemExit) as end:
        refuse_unfit_keys()
    assert end.value.code == 3
    assert capsys.readouterr().err == LACKING.format("names and texts") + "\n"
    with pytest.raises(SystemCheckError, match="VAULT_KEYS lacks"):
        call_command("check", databases=["default"])


def test_signing_in_says_that_a_key_is_missing(client: Client, settings: Any) -> None:
    dana = person(email="dana@example.org", password=PASSWORD)
    secret = add_app(dana)
    client.raise_request_exception = False
    client.post("/account/sign-in/", {"login": dana.email, "password": PASSWORD})
    settings.VAULT_KEYS = f"other:{OTHER}"
    answer = client.post("/account/authenticate/", {"code": code(secret)})
    assert answer.status_code == 503
    assert "does not open with the portal’s keys" in answer.content.decode()
    settings.VAULT_KEYS = f"development:{OTHER}"
    answer = client.post("/account/authenticate/", {"code": code(secret)})
    assert answer.status_code == 200
    assert "This code is not right" in answer.content.decode()


def test_a_page_that_shows_what_is_sealed_says_so_too(as_: As, lead: User, settings: Any) -> None:
    generate = as_(lead)
    generate.raise_request_exception = False
    add_app(lead)
    secret = Authenticator.objects.get().data["secret"]
    codes = {"seed": secret, "used_mask": 0}
    Authenticator.objects.create(user=lead, type=Authenticator.Type.RECOVERY_CODES, data=codes)
    settings.VAULT_KEYS = f"other:{OTHER}"
    assert generate.get("/account/recovery-codes/").status_code == 503


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_web_and_worker_end_with_one_sentence(tmp_path: Path, settings: Any) -> None:
    seal()
    variables = Processes(tmp_path)._environment() | {"VAULT_KEYS": f"other:{OTHER}"}
    environment = {**os.environ, **variables}
    for command in (["-c", "import clayton_review.wsgi"], ["-m", "celery", *WORKER]):
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", *command],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 3
        assert ended.stderr == LACKING.format("names and texts") + "\n"
    variables |= {"VAULT_KEYS": settings.VAULT_KEYS, "SURVEY_OPENING_KEY": OTHER}
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "celery", *WORKER],
        env={**os.environ, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, UNFIT_PAIR + "\n")


WORKER = ["-A", "clayton_review.celery:app", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
