"""Add participants under pseudonyms, and record every change of their consent."""

from datetime import date
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import next_reference, record
from clayton_review.citable import records
from clayton_review.engagement.actions.possible_values import check_under_contract
from clayton_review.refusals import Refused
from findings.coding.models.quotable_texts import QUOTABLE, Consent, SpeakerGroup
from findings.conclusions.actions.quote_removal import remove_quotes
from findings.conclusions.models.evidence import EvidenceLink
from findings.fieldwork.actions.identities import seal_fields, sealed_fields
from findings.fieldwork.actions.slots import request_reminders
from findings.fieldwork.inputs import ParticipantInput
from findings.interviews.models.participants import ConsentRecord, Participant


def add_participant(
    *,
    record_id: UUID,
    values: ParticipantInput,
    by: User,
    name: str = "",
    phone: str = "",
    email: str = "",
) -> Participant:
    """Create a participant under the next pseudonym and seal name, phone and e-mail in the vault.

    Stores the consent as a `ConsentRecord`. Raises `Refused` when consent, group, office and days
    do not fit together, and for a reminder without an e-mail address.
    """
    _check(values)
    if values.wants_reminder and not email.strip():
        raise Refused("Enter the e-mail address for the reminder, or uncheck it.", field="email")
    with transaction.atomic():
        participant, is_new = records.create_once(
            Participant, record_id=record_id, values=values, number=_next_number, recorded_by=by
        )
        if is_new:
            seal_fields(participant, {"name": name, "phone": phone, "email": email}, by)
            _add_consent_record(participant, by)
            record(by=by, verb="added a participant", obj=participant, group=values.group)
    return participant


def amend_participant(
    *, participant: Participant, revision: int, values: ParticipantInput, by: User
) -> Participant:
    """Change group, consent or needs of a participant.

    Stores a changed consent as a `ConsentRecord`; if it no longer allows quotes, they are removed
    from all findings. Raises `Refused` when the values do not fit together or consent was
    withdrawn, `Stale` on an outdated revision.
    """
    _check(values)
    with transaction.atomic():
        row = records.locked(participant, revision=revision)
        if row.consent_withdrawn_on and values.consent != Consent.NOT_QUOTED:
            raise Refused("Consent was withdrawn. To record a new consent, add a new participant.")
        if row.consent != Consent.NOT_ASKED and values.consent == Consent.NOT_ASKED:
            raise Refused("Consent has already been recorded. Choose what it says now.")
        if values.wants_reminder and not row.wants_reminder and "email" not in sealed_fields(row):
            raise Refused(
                f"The vault holds no e-mail address of {row.code}. Store one first.",
                field="wants_reminder",
            )
        former = records.revise(row, values)
        if {"consent", "consent_on", "consent_how", "office"} & set(former):
            _add_consent_record(row, by)
        if "wants_reminder" in former:
            request_reminders(row)
        n_quotes = 0 if row.consent in QUOTABLE else _remove_quotes(row, by)
        if former:
            changed = sorted(former)
            record(by=by, verb="amended a participant", obj=row, changed=changed, n=n_quotes)
    return row


def withdraw_consent(*, participant: Participant, revision: int, by: User) -> Participant:
    """Record withdrawn consent and remove all quotes of this participant from findings.

    Findings that showed them go back to review. Raises `Refused` when no consent is recorded,
    `Stale` on an outdated revision.
    """
    with transaction.atomic():
        row = records.locked(participant, revision=revision)
        if row.consent_withdrawn_on:
            return row
        if row.consent == Consent.NOT_ASKED:
            raise Refused("No consent is on record, so there is none to withdraw.")
        row.consent, row.consent_withdrawn_on = Consent.NOT_QUOTED, clock.today()
        row.office, row.revision = "", row.revision + 1
        row.save()
        _add_consent_record(row, by, withdrawn_on=row.consent_withdrawn_on)
        n_quotes = _remove_quotes(row, by)
        record(by=by, verb="recorded withdrawn consent", obj=row, n_quotes=n_quotes)
    return row


def _add_consent_record(row: Participant, by: User, *, withdrawn_on: date | None = None) -> None:
    ConsentRecord.objects.create(
        participant=row,
        consent=row.consent,
        given_on=withdrawn_on or row.consent_on,
        how="" if withdrawn_on else row.consent_how,
        office=row.office,
        is_withdrawal=withdrawn_on is not None,
        by=by,
    )


def _next_number() -> int:
    return int(next_reference("P").partition("-")[2])


def _check(values: ParticipantInput) -> None:
    on_record = values.consent == Consent.ON_RECORD
    if on_record and values.group != SpeakerGroup.OFFICIAL:
        raise Refused("Only city officials can speak on the record. Choose another consent.")
    if on_record and not values.office.strip():
        raise Refused(
            "On-the-record quotes name the office. Enter the office, such as City Manager."
        )
    if values.office and not on_record:
        raise Refused("Enter an office only for officials on the record. Otherwise leave it empty.")
    if values.consent == Consent.NOT_ASKED and (values.consent_on or values.consent_how):
        raise Refused(
            "If they have not been asked yet, leave the date and the way of consent empty."
        )
    if values.consent != Consent.NOT_ASKED and values.consent_on is None:
        raise Refused("Enter the date the consent was given.", field="consent_on")
    check_under_contract(values.consent_on, "The consent", "consent_on")


def _remove_quotes(participant: Participant, by: User) -> int:
    links = EvidenceLink.objects.current().filter(
        is_quoted=True, excerpt__answer__interview__participant=participant
    )
    return remove_quotes(links, "a participant’s words may no longer be quoted", by=by)
