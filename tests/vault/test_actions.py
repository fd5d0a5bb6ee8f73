"""Sealing, reading with a reason, destroying, rotating."""

import base64
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from clayton_review.vault import actions
from clayton_review.vault.crypto import UnknownKey, Unreadable
from clayton_review.vault.models import DataKey, SealedField
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db
NAME = "Rosalind Okafor 🌿"
NEW_KEY = "2019:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def reader() -> User:
    return person()


def put(text: str = NAME, *, row: str = "1", field: str = "name") -> None:
    actions.seal_field(table="interview", row=row, field=field, text=text, by=None)


def read(by: User, *, row: str = "1", field: str = "name", reason: str = "To call back") -> str:
    return actions.read_field(table="interview", row=row, field=field, by=by, reason=reason)


def test_a_sealed_text_is_read_again(reader: User) -> None:
    put()

    assert read(reader) == NAME


def test_sealing_again_replaces_the_text(reader: User) -> None:
    put("first")
    put("second")

    assert read(reader) == "second"
    assert SealedField.objects.count() == 1


def test_the_database_holds_no_word_of_it(reader: User) -> None:
    put("Okafor")
    read(reader)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(encode(sealed, 'escape'), '') FROM vault_sealedfield)"
            " || (SELECT string_agg(encode(wrapped, 'escape'), '') FROM vault_datakey)"
            " || (SELECT string_agg(e::text, '') FROM audit_auditentry e)"
        )
        assert "Okafor" not in cursor.fetchone()[0]


def test_every_reading_is_recorded_with_its_reason(reader: User) -> None:
    put()
    read(reader, reason="  To arrange the follow-up  ")

    entry = AuditEntry.objects.get(verb="read")
    assert (entry.who, entry.reason) == (reader.email, "To arrange the follow-up")
    assert '"field": "name"' in entry.payload


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_nobody_reads_without_a_reason(reader: User, reason: str) -> None:
    put()

    with pytest.raises(Refused, match="Say why"):
        read(reader, reason=reason)


def test_a_reading_inside_another_transaction_is_refused(reader: User) -> None:
    """Otherwise a later rollback would take the record of the reading with it."""
    put()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        read(reader)


def test_has_tells_without_opening() -> None:
    row = uuid4()
    assert not actions.has_field(table="interview", row=row, field="name")
    actions.seal_field(table="interview", row=row, field="name", text="", by=None)

    assert actions.has_field(table="interview", row=row, field="name")
    assert not actions.has_field(table="interview", row=row, field="phone")


def test_what_was_never_sealed_cannot_be_read(reader: User) -> None:
    with pytest.raises(Refused, match="no such text"):
        read(reader)


def _move(*, from_row: str, to_row: str) -> None:
    stolen = SealedField.objects.get(data_key__row=from_row)
    SealedField.objects.filter(data_key__row=to_row).update(sealed=bytes(stolen.sealed))


def test_ciphertext_moved_to_another_row_does_not_open(reader: User) -> None:
    put("hers", row="1")
    put("his", row="2")
    _move(from_row="1", to_row="2")

    with pytest.raises(Unreadable):
        read(reader, row="2")


def test_ciphertext_and_key_moved_together_do_not_open(reader: User) -> None:
    put("hers", row="1")
    put("his", row="2")
    _move(from_row="1", to_row="2")
    first = DataKey.objects.get(row="1")
    DataKey.objects.filter(row="2").update(wrapped=bytes(first.wrapped or b""))

    with pytest.raises(Unreadable):
        read(reader, row="2")


def test_ciphertext_moved_to_another_field_does_not_open(reader: User) -> None:
    put("her name", field="name")
    put("her phone", field="phone")
    name = SealedField.objects.get(field="name")
    SealedField.objects.filter(field="phone").update(sealed=bytes(name.sealed))

    with pytest.raises(Unreadable):
        read(reader, field="phone")


def test_sabotage_without_associated_data_moved_ciphertext_opens(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clayton_review.vault.crypto.associated_data", lambda *parts: b"")
    monkeypatch.setattr("clayton_review.vault.actions.associated_data", lambda *parts: b"")
    put("hers", row="1")
    put("his", row="2")
    _move(from_row="1", to_row="2")
    first = DataKey.objects.get(row="1")
    DataKey.objects.filter(row="2").update(wrapped=bytes(first.wrapped or b""))

    assert read(reader, row="2") == "hers"


def test_a_wrong_vault_key_opens_nothing(reader: User, settings: Settings) -> None:
    put()
    settings.VAULT_KEYS = "development:" + base64.b64encode(b"x" * 32).decode()

    with pytest.raises(Unreadable):
        read(reader)


def test_an_unknown_vault_key_is_named(reader: User, settings: Settings) -> None:
    put()
    settings.VAULT_KEYS = NEW_KEY

    with pytest.raises(UnknownKey, match="development"):
        read(reader)


def test_a_destroyed_key_purges_every_field_and_stays_told(reader: User) -> None:
    put()
    put("555 0100", field="phone")
    actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")

    with pytest.raises(Refused):
        read(reader)
    assert not actions.has_field(table="interview", row="1", field="phone")
    assert DataKey.objects.get().destroyed_at is not None
    assert AuditEntry.objects.latest("id").reason == "Consent withdrawn"


def test_only_the_key_of_that_record_is_destroyed(reader: User) -> None:
    put(row="1")
    actions.seal_field(table="story", row="2", field="name", text="another table", by=None)
    put(row="2")
    put(row="3")
    for row in "12":
        actions.destroy_key(table="interview", row=row, by=reader, reason="Consent withdrawn")

    assert read(reader, row="3") == NAME
    kept = actions.read_field(table="story", row="2", field="name", by=reader, reason="To check")
    assert kept == "another table"
    destroyed = DataKey.objects.exclude(destroyed_at=None).values_list("table", "row")
    assert set(destroyed) == {("interview", "1"), ("interview", "2")}


def test_ciphertext_from_an_old_backup_is_lost_with_its_key(reader: User) -> None:
    put()
    backup = SealedField.objects.get()
    actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")
    backup.save(force_insert=True)

    with pytest.raises(Unreadable, match="destroyed"):
        read(reader)


def test_sabotage_a_key_kept_in_the_backup_would_bring_it_back(reader: User) -> None:
    put()
    field, key = SealedField.objects.get(), DataKey.objects.get()
    actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")
    key.save()
    field.save(force_insert=True)

    assert read(reader) == NAME


def test_nothing_is_sealed_under_a_destroyed_key(reader: User) -> None:
    put()
    actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")

    with pytest.raises(Refused, match="destroyed"):
        put()


def test_destruction_needs_a_reason_and_something_to_destroy(reader: User) -> None:
    with pytest.raises(Refused, match="Say why"):
        actions.destroy_key(table="interview", row="1", by=reader, reason=" ")
    with pytest.raises(Refused, match="holds nothing"):
        actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")


def test_a_hold_stops_destruction(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    monkeypatch.setattr(actions, "_guards", [])
    actions.guard_destruction(lambda table, row: "Under hold H-0001.")

    with pytest.raises(Refused, match="H-0001"):
        actions.destroy_key(table="interview", row="1", by=reader, reason="Consent withdrawn")
    assert read(reader) == NAME


def test_rotation_wraps_again_and_the_old_key_can_go(reader: User, settings: Settings) -> None:
    put(row="1")
    put(row="2")
    put(row="3")
    actions.destroy_key(table="interview", row="3", by=reader, reason="Consent withdrawn")
    settings.VAULT_KEYS = f"{NEW_KEY},{settings.VAULT_KEYS}"
    before = bytes(SealedField.objects.get(data_key__row="1").sealed)

    assert actions.rewrap_keys(by=reader) == 2
    assert actions.rewrap_keys(by=reader) == 0
    settings.VAULT_KEYS = NEW_KEY
    assert read(reader, row="1") == NAME
    assert bytes(SealedField.objects.get(data_key__row="1").sealed) == before


def test_rotation_with_a_missing_old_key_changes_nothing(settings: Settings) -> None:
    put()
    settings.VAULT_KEYS = NEW_KEY

    with pytest.raises(CommandError, match="development"):
        call_command("rotate_vault_keys")
    assert DataKey.objects.get().key_id == "development"


def test_a_record_has_one_data_key() -> None:
    put()

    with pytest.raises(IntegrityError, match="record_has_one_data_key"), transaction.atomic():
        DataKey.objects.create(table="interview", row="1", key_id="k", wrapped=b"x")


def test_a_field_is_sealed_once() -> None:
    put()

    with pytest.raises(IntegrityError, match="field_is_sealed_once"), transaction.atomic():
        SealedField.objects.create(data_key=DataKey.objects.get(), field="name", sealed=b"x")


def test_a_data_key_is_there_or_destroyed_never_half() -> None:
    put()

    with pytest.raises(IntegrityError, match="there_or_destroyed"), transaction.atomic():
        DataKey.objects.update(destroyed_at=clock.now())


@pytest.mark.parametrize("keys", ["", "k:short", "k"])
def test_the_portal_does_not_start_with_malformed_keys(settings: Settings, keys: str) -> None:
    settings.VAULT_KEYS = keys

    with pytest.raises(ImproperlyConfigured, match="VAULT_KEYS"):
        apps.get_app_config("vault").ready()


def test_production_refuses_the_development_key(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="development key"):
        apps.get_app_config("vault").ready()
