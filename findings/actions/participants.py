"""Taking participants in under pseudonyms; names go to the vault and are read with a reason."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.audit.actions import next_reference, record
from clayton_review.documents import records
from clayton_review.vault import actions as vault
from findings.actions.signing import back_to_review
from findings.models import Consent, EvidenceLink, Finding, FindingState, Group, Participant
from findings.models.facts import ParticipantFacts
from findings.policies import Refused

TABLE = "findings_participant"
FIELD = "name"


def add_participant(
    *, record_id: UUID, facts: ParticipantFacts, by: User, name: str = ""
) -> Participant:
    """A participant under the next pseudonym; a name, when given, is sealed in the vault."""
    _check(facts)
    with transaction.atomic():
        participant, is_new = records.create_once(
            Participant, record_id=record_id, facts=facts, number=_next_number, recorded_by=by
        )
        if is_new and name.strip():
            vault.put(table=TABLE, row=participant.pk, field=FIELD, text=name.strip(), by=by)
        if is_new:
            record(by=by, verb="added a participant", obj=participant, group=facts.group)
    return participant


def amend_participant(
    *, participant: Participant, revision: int, facts: ParticipantFacts, by: User
) -> Participant:
    """Change group or consent; raises `Stale` on an outdated revision.

    Consent that no longer allows quotes takes them out of all findings.
    """
    _check(facts)
    with transaction.atomic():
        row = records.locked(participant, revision=revision)
        if row.consent_withdrawn_on and facts.consent != Consent.NOT_QUOTED:
            raise Refused("Consent was withdrawn. A new consent needs a new participant.")
        former = records.revise(row, facts)
        n_quotes = _unquote(row) if row.consent == Consent.NOT_QUOTED else 0
        if former:
            changed = sorted(former)
            record(by=by, verb="amended a participant", obj=row, changed=changed, n=n_quotes)
    return row


def withdraw_consent(*, participant: Participant, revision: int, by: User) -> Participant:
    """No words of this person are printed again; findings that showed them go back to review."""
    with transaction.atomic():
        row = records.locked(participant, revision=revision)
        if row.consent_withdrawn_on:
            return row
        row.consent, row.consent_withdrawn_on = Consent.NOT_QUOTED, clock.today()
        row.office, row.revision = "", row.revision + 1
        row.save()
        n_quotes = _unquote(row)
        record(by=by, verb="recorded withdrawn consent", obj=row, n_quotes=n_quotes)
    return row


def seal_name(*, participant: Participant, name: str, by: User) -> Participant:
    """Put a name into the vault, replacing an earlier one; nothing of it stays here."""
    if not name.strip():
        raise Refused("Type the name that is to be sealed.")
    with transaction.atomic():
        vault.put(table=TABLE, row=participant.pk, field=FIELD, text=name.strip(), by=by)
        record(by=by, verb="sealed a participant's name", obj=participant)
    return participant


def read_name(*, participant: Participant, by: User, reason: str) -> str:
    """The name, for a lead with a reason; the vault records the reading before it answers."""
    if not by.may(Permission.READ_IDENTITIES):
        raise Refused("Only the lead consultant reads names from the vault.")
    if len(reason.strip()) < 10:
        raise Refused("Say in a few words why the name is needed; the reason is recorded.")
    if not vault.has(table=TABLE, row=participant.pk, field=FIELD):
        raise Refused(f"The vault holds no name for {participant.code}.")
    return vault.read(table=TABLE, row=participant.pk, field=FIELD, by=by, reason=reason)


def _next_number() -> int:
    return int(next_reference("P").partition("-")[2])


def _check(facts: ParticipantFacts) -> None:
    on_record = facts.consent == Consent.ON_RECORD
    if on_record and facts.group != Group.OFFICIAL:
        raise Refused("Only city officials speak on the record. Choose another consent.")
    if on_record and not facts.office.strip():
        raise Refused("On the record means by office. Enter the office, such as City Manager.")
    if facts.office and not on_record:
        raise Refused("An office is kept only for officials on the record. Leave it empty.")
    if facts.consent_on > clock.today():
        raise Refused("The consent lies in the future. Enter the day on which it was given.")


def _unquote(participant: Participant) -> int:
    shown = EvidenceLink.objects.current().filter(
        is_quoted=True, excerpt__answer__interview__participant=participant
    )
    settled = (FindingState.APPROVED, FindingState.RELEASED)
    keys = list(shown.values_list("finding_id", flat=True))
    findings = Finding.objects.filter(pk__in=keys).select_for_update()
    n_quotes = int(shown.update(is_quoted=False))
    for finding in findings.filter(state__in=settled):
        back_to_review(finding, "a participant’s words may no longer be quoted")
        finding.revision += 1
        finding.save()
    return n_quotes
