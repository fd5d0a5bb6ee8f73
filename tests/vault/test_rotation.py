"""A change of the vault's key loses nothing that was sealed under the old one."""

import base64
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command

from clayton_review.accounts.factor_secrets import open_secret
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.letters import actions as letters
from clayton_review.letters.actions.resealing import KEY_IS_GONE
from clayton_review.letters.content import LetterContent, seal_content
from clayton_review.letters.models import Letter, LetterState
from clayton_review.vault import actions
from clayton_review.vault.models import DataKey
from clayton_review.vault.start import unfit_stored_keys as unfit
from tests.accounts.factors import add_app
from tests.people import usual_person

pytestmark = pytest.mark.django_db
NEW_KEY = "new:" + base64.b64encode(b"x" * 32).decode()
ANOTHER = "The key “development” of VAULT_KEYS is not the one under which {} are sealed."
LACKING = "VAULT_KEYS lacks the key “development”, under which {} are sealed."


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
        "2 unsent e-mails sealed again",
        "1 second sign-in steps sealed again",
    ]
    settings.VAULT_KEYS = NEW_KEY
    assert unfit() == []
    assert actions.rotate_keys(by=None)["unsent e-mails"].n_sealed == 0
    sealed = Authenticator.objects.get().data["secret"]
    assert open_secret(sealed, owner=lead.pk) == secret
    assert all(letters.send_letter(letter_id=letter.pk) for letter in waiting)
    assert [message.body for message in mail.outbox] == ["One.", "Two."]


def test_a_new_key_under_the_name_of_the_old_one_is_refused(settings: Any) -> None:
    actions.seal_field(table="interview", row="1", field="name", text="Rosa", by=None)
    settings.VAULT_KEYS = NEW_KEY.replace("new:", "development:")
    with pytest.raises(CommandError, match="is not the one under which names and texts are"):
        call_command("rotate_vault_keys")


def test_a_damaged_data_key_is_named(settings: Any) -> None:
    for row in "123456":
        actions.seal_field(table="interview", row=row, field="name", text="Rosa", by=None)
    damaged = DataKey.objects.get(row="5")
    DataKey.objects.filter(pk=damaged.pk).update(wrapped=bytes(60))
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    with pytest.raises(CommandError, match=f"interview 5 does not open .* row {damaged.pk} of"):
        call_command("rotate_vault_keys")
    assert set(DataKey.objects.values_list("key_id", flat=True)) == {"development"}


def test_a_second_step_that_cannot_be_read_is_named(lead: User, settings: Any) -> None:
    for user in (usual_person(Role.CONSULTANT, "Carla Consultant"), lead):
        add_app(user)
    Authenticator.objects.filter(user=lead).update(data={"secret": "development:AAAA"})
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    with pytest.raises(CommandError, match=f"second sign-in step of {lead.email} cannot be read"):
        call_command("rotate_vault_keys")


def test_a_rotation_is_on_the_record_of_whoever_runs_it(lead: User, settings: Any) -> None:
    actions.seal_field(table="interview", row="1", field="name", text="Rosa", by=None)
    add_app(lead)
    written("One.")
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    last = AuditEntry.objects.latest("id").id
    actions.rotate_keys(by=lead)
    rows = AuditEntry.objects.filter(id__gt=last).order_by("id")
    assert list(rows.values_list("verb", "who")) == [
        ("re-wrapped", lead.email),
        ("sealed again", lead.email),
        ("sealed the second step of", lead.email),
    ]


def test_a_key_that_an_unsent_letter_needs_is_named(settings: Any) -> None:
    written("One.")
    damaged = written("Two.")
    Letter.objects.filter(pk=damaged.pk).update(sealed=b"development:" + bytes(60))
    assert unfit() == []
    settings.VAULT_KEYS = NEW_KEY
    assert unfit() == [LACKING.format("unsent e-mails")]
    Letter.objects.update(state=LetterState.GIVEN_UP)  # the lead is offered to send it
    assert unfit() == [LACKING.format("unsent e-mails")]
    Letter.objects.update(sealed=None)
    assert unfit() == []


@pytest.mark.parametrize("state", [LetterState.WAITING, LetterState.GIVEN_UP, LetterState.REFUSED])
def test_a_rotation_needs_the_key_of_each_unsent_letter(settings: Any, state: LetterState) -> None:
    damage(written("One."), b"mislaid:" + bytes(60))
    written("Two.")
    Letter.objects.update(state=state)
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    sealed = set(Letter.objects.values_list("pk", "sealed", "state"))
    with pytest.raises(CommandError, match="lacks the key “mislaid”, under which unsent e-mails"):
        call_command("rotate_vault_keys")
    assert set(Letter.objects.values_list("pk", "sealed", "state")) == sealed


def test_a_rotation_with_a_mistyped_old_key_changes_nothing(settings: Any) -> None:
    damage(written("One."))
    damage(written("Two."))
    other = letters.write_letter(to="b@example.org", subject="Out", content=LetterContent("3."))
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    Letter.objects.filter(pk=other.pk).update(
        sealed=seal_content(LetterContent("3."), letter_id=other.pk)
    )
    sealed = set(Letter.objects.values_list("pk", "sealed", "state"))
    with pytest.raises(CommandError, match="“development” of VAULT_KEYS is not the one"):
        call_command("rotate_vault_keys")
    assert set(Letter.objects.values_list("pk", "sealed", "state")) == sealed


def test_the_letters_of_a_lost_key_are_given_up_by_command(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting, refused, other, whole = (written(f"{n}.") for n in range(4))
    Letter.objects.filter(pk=refused.pk).update(
        state=LetterState.REFUSED, last_error="550 No.", about="a"
    )
    for letter in (waiting, refused):
        damage(letter, b"lost:" + bytes(60))
    damage(other, b"mislaid:" + bytes(60))
    call_command("give_up_letters", "lost")
    assert "e-mails given up: 2. They stand under /late/." in capsys.readouterr().out
    kept = Letter.objects.exclude(sealed=None)
    assert set(kept) == {other, whole}
    assert set(Letter.objects.late_or_failed()) == {waiting, refused}
    given_up = list(Letter.objects.filter(sealed=None).order_by("state"))
    assert [row.state for row in given_up] == [LetterState.GIVEN_UP, LetterState.REFUSED]
    assert [row.last_error for row in given_up] == [KEY_IS_GONE, f"550 No. {KEY_IS_GONE}"]
    assert {row.about for row in given_up} == {""}
    acts = AuditEntry.objects.filter(verb="gave up for the loss of a key")
    assert {entry.object_id for entry in acts} == {str(waiting.pk), str(refused.pk)}
    assert unfit() == [LACKING.format("unsent e-mails").replace("development", "mislaid")]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("development", "VAULT_KEYS has a key “development”. Run rotate_vault_keys if it is"),
        ("other", "No unsent e-mail is sealed under the key “other”."),
    ],
)
def test_letters_of_a_key_that_is_held_are_not_given_up_by_command(key: str, sentence: str) -> None:
    """Also where it opens none of them: it may be mistyped."""
    damage(written("One."))
    damage(written("Two."))
    with pytest.raises(CommandError, match=sentence):
        call_command("give_up_letters", key)
    assert Letter.objects.sendable().count() == 2
    assert not AuditEntry.objects.filter(verb="gave up for the loss of a key").exists()


def damage(letter: Letter, sealed: bytes = b"development:" + bytes(60)) -> None:
    Letter.objects.filter(pk=letter.pk).update(sealed=sealed)


@pytest.mark.parametrize("sealed", [b"development:" + bytes(60), b"\xff:" + bytes(60), b"", b"x"])
def test_one_damaged_letter_stops_no_process(sealed: bytes) -> None:
    damage(written("One."), sealed)
    assert unfit() == []
    assert not letters.send_letter(letter_id=Letter.objects.get().pk)


def test_several_letters_that_do_not_open_tell_of_another_key(settings: Any) -> None:
    written("One.")
    written("Two.")
    settings.VAULT_KEYS = NEW_KEY.replace("new:", "development:")
    assert unfit() == [ANOTHER.format("unsent e-mails")]


def test_a_damaged_letter_is_given_up_so_that_the_old_key_can_go(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged, whole = written("One."), written("Two.")
    damage(damaged)
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    call_command("rotate_vault_keys")
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "1 unsent e-mails sealed again",
        "1 unsent e-mails unreadable and given up",
    ]
    damaged.refresh_from_db()
    assert (damaged.state, damaged.sealed, damaged.last_error) == (
        LetterState.GIVEN_UP, None, "Its text was damaged and cannot be read any more."
    )  # fmt: skip
    assert list(Letter.objects.late_or_failed()) == [damaged]
    settings.VAULT_KEYS = NEW_KEY
    assert unfit() == []
    assert letters.send_letter(letter_id=whole.pk)


def test_a_refused_letter_goes_on_telling_of_its_address(settings: Any) -> None:
    damaged = written("One.")
    damage(damaged)
    Letter.objects.update(state=LetterState.REFUSED)
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    letters.reseal_letters(by=None)
    damaged.refresh_from_db()
    assert (damaged.state, damaged.sealed) == (LetterState.REFUSED, None)
