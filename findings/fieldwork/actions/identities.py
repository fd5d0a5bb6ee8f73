"""Seal name, phone and e-mail of participants in the vault, and read them with a reason."""

from collections.abc import Mapping

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.vault import actions as vault
from findings.fieldwork.actions.slots import request_reminders
from findings.interviews.models.participants import Participant

VAULT_TABLE = "findings_participant"
# Permission to read each sealed field: names for leads, phone and e-mail for callers.
READERS = {
    "name": Permission.READ_IDENTITIES,
    "phone": Permission.READ_CONTACTS,
    "email": Permission.READ_CONTACTS,
}
FIELD_LABELS = {"name": "name", "phone": "phone number", "email": "e-mail address"}


def seal_fields(participant: Participant, texts: Mapping[str, str], by: User) -> list[str]:
    """Seal the fields that are not empty, replacing earlier ones, and return their names.

    Part of an action, which records it.
    """
    filled = {name: text.strip() for name, text in texts.items() if text.strip()}
    for name, text in filled.items():
        vault.seal_field(table=VAULT_TABLE, row=participant.pk, field=name, text=text, by=by)
    return sorted(filled)


def seal_identity(
    *, participant: Participant, by: User, name: str = "", phone: str = "", email: str = ""
) -> Participant:
    """Seal name, phone or e-mail of a participant in the vault.

    Requests reminders when there is a new e-mail. Raises `Refused` when all fields are empty.
    """
    with transaction.atomic():
        sealed_names = seal_fields(participant, {"name": name, "phone": phone, "email": email}, by)
        if not sealed_names:
            raise Refused("Enter a name, a phone number or an e-mail address.")
        if "email" in sealed_names:
            request_reminders(participant)
        record(by=by, verb="sealed an identity", obj=participant, fields=sealed_names)
    return participant


def read_identity(*, participant: Participant, field: str, by: User, reason: str) -> str:
    """Return one sealed field; the vault records the reading first.

    Names are read by a lead, phone and e-mail by those who make contact. Raises `Refused` for an
    unknown field, a role that may not read it, a reason that is too short, and a field that is not
    sealed.
    """
    if field not in READERS:
        raise Refused("Choose what you need to see.")
    if not by.may(READERS[field]):
        raise Refused(f"Your role cannot see the {FIELD_LABELS[field]}.")
    if len(reason.strip()) < 10:
        raise Refused(
            f"Say briefly why you need the {FIELD_LABELS[field]}. The reason is recorded."
        )
    if not vault.has_field(table=VAULT_TABLE, row=participant.pk, field=field):
        raise Refused(f"The vault holds no {FIELD_LABELS[field]} for {participant.code}.")
    return vault.read_field(
        table=VAULT_TABLE, row=participant.pk, field=field, by=by, reason=reason
    )


def read_name(*, participant: Participant, by: User, reason: str) -> str:
    """Return the name of a participant to a lead with a reason; raises `Refused` otherwise."""
    return read_identity(participant=participant, field="name", by=by, reason=reason)


def sealed_fields(participant: Participant) -> list[str]:
    """List the fields that the vault holds for a participant."""
    return [
        name
        for name in READERS
        if vault.has_field(table=VAULT_TABLE, row=participant.pk, field=name)
    ]
