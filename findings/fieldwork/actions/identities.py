"""Name, phone and e-mail of participants: sealed in the vault, read with a reason on record."""

from collections.abc import Mapping

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.vault import actions as vault
from findings.fieldwork.actions.slots import request_reminders
from findings.interviews.models.participants import Participant

TABLE = "findings_participant"
# What may be sealed, and who reads it: a name only the lead, the way to call whoever calls.
READERS = {
    "name": Permission.READ_IDENTITIES,
    "phone": Permission.READ_CONTACTS,
    "email": Permission.READ_CONTACTS,
}
WORDS = {"name": "name", "phone": "phone number", "email": "e-mail address"}
FIELD = "name"


def put_identity(participant: Participant, texts: Mapping[str, str], by: User) -> list[str]:
    """Seal what is given, replacing what was there; returns which. Part of an action."""
    given = {name: text.strip() for name, text in texts.items() if text.strip()}
    for name, text in given.items():
        vault.seal_field(table=TABLE, row=participant.pk, field=name, text=text, by=by)
    return sorted(given)


def seal_identity(
    *, participant: Participant, by: User, name: str = "", phone: str = "", email: str = ""
) -> Participant:
    """Put a name or a way to reach somebody into the vault; nothing of it stays here."""
    with transaction.atomic():
        sealed = put_identity(participant, {"name": name, "phone": phone, "email": email}, by)
        if not sealed:
            raise Refused("Enter a name, a phone number or an e-mail address.")
        if "email" in sealed:
            request_reminders(participant)
        record(by=by, verb="sealed an identity", obj=participant, fields=sealed)
    return participant


def read_identity(*, participant: Participant, field: str, by: User, reason: str) -> str:
    """One sealed text, with a reason; the vault records the reading before it answers.

    Names are read by a lead, phone and e-mail by whoever makes contact.
    """
    if field not in READERS:
        raise Refused("Choose what you need to see.")
    if not by.may(READERS[field]):
        raise Refused("Only the lead consultant can see names in the vault.")
    if len(reason.strip()) < 10:
        raise Refused(f"Say briefly why you need the {WORDS[field]}. The reason is recorded.")
    if not vault.has_field(table=TABLE, row=participant.pk, field=field):
        raise Refused(f"The vault holds no {WORDS[field]} for {participant.code}.")
    return vault.read_field(table=TABLE, row=participant.pk, field=field, by=by, reason=reason)


def read_name(*, participant: Participant, by: User, reason: str) -> str:
    """The name, for a lead with a reason."""
    return read_identity(participant=participant, field="name", by=by, reason=reason)


def sealed_fields(participant: Participant) -> list[str]:
    """Which of them the vault holds."""
    return [
        name for name in READERS if vault.has_field(table=TABLE, row=participant.pk, field=name)
    ]
