"""Tests of participants: consent with its history, and sealed names and numbers."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.coding.models.quotable_texts import Consent
from findings.fieldwork.actions.identities import (
    read_identity,
    read_name,
    seal_identity,
    sealed_fields,
)
from findings.fieldwork.actions.participants import amend_participant, withdraw_consent
from findings.interviews.models.participants import Participant
from tests.accounts.sessions import aged
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]


def test_every_consent_stays_in_the_history(consultant: User) -> None:
    somebody = field.recruit(by=consultant)
    values = replace(
        field.make_values(), consent=Consent.GROUP_LABEL, consent_on=clock.today(),
        consent_how="spoken",
    )  # fmt: skip
    somebody = amend_participant(participant=somebody, revision=1, values=values, by=consultant)
    withdraw_consent(participant=somebody, revision=somebody.revision, by=consultant)
    history = [(row.consent, row.how, row.is_withdrawal) for row in somebody.consents.all()]
    assert history == [
        ("not_asked", "", False), ("group_label", "spoken", False), ("not_quoted", "", True),
    ]  # fmt: skip


def test_after_a_withdrawal_no_consent_is_recorded_again(consultant: User) -> None:
    somebody, other = make.participant(by=consultant), make.participant(by=consultant)
    somebody = withdraw_consent(participant=somebody, revision=1, by=consultant)
    again = replace(
        field.make_values(), consent=Consent.GROUP_LABEL, consent_on=clock.today(),
        consent_how="spoken",
    )  # fmt: skip
    with pytest.raises(Refused, match="To record a new consent, add a new participant"):
        amend_participant(participant=somebody, revision=2, values=again, by=consultant)
    stored = Participant.objects.get(pk=somebody.pk)
    assert (stored.consent, stored.consent_withdrawn_on) == (Consent.NOT_QUOTED, clock.today())
    assert [row.is_withdrawal for row in stored.consents.all()] == [False, True]
    other.refresh_from_db()
    assert (other.consent, other.consent_withdrawn_on) == (Consent.GROUP_LABEL, None)


def test_a_second_withdrawal_leaves_the_first_as_it_is(
    consultant: User, second_consultant: User
) -> None:
    somebody = make.participant(by=consultant)
    somebody = withdraw_consent(participant=somebody, revision=1, by=consultant)
    with clock.at(clock.now() + timedelta(days=2)):
        again = withdraw_consent(participant=somebody, revision=2, by=second_consultant)
    assert again.consent_withdrawn_on == clock.today()
    assert again.revision == 2
    assert [row.by for row in somebody.consents.filter(is_withdrawal=True)] == [consultant]


def test_who_was_never_asked_cannot_withdraw(consultant: User) -> None:
    somebody = field.recruit(by=consultant)
    with pytest.raises(Refused, match="there is none to withdraw"):
        withdraw_consent(participant=somebody, revision=1, by=consultant)
    assert not somebody.consents.filter(is_withdrawal=True).exists()


def test_a_recorded_consent_is_not_taken_back_to_not_asked(consultant: User) -> None:
    somebody = make.participant(by=consultant)
    with pytest.raises(Refused, match="Consent has already been recorded"):
        amend_participant(
            participant=somebody, revision=1, values=field.make_values(), by=consultant
        )
    somebody.refresh_from_db()
    assert somebody.consent == Consent.GROUP_LABEL


def test_an_office_is_stored_and_goes_with_the_consent(consultant: User) -> None:
    official = replace(
        field.make_values(), group="official", consent=Consent.ON_RECORD,
        consent_on=clock.today(), consent_how="signed", office="City Manager",
    )  # fmt: skip
    somebody = field.recruit(by=consultant)
    somebody = amend_participant(participant=somebody, revision=1, values=official, by=consultant)
    assert Participant.objects.get().office == "City Manager"
    withdraw_consent(participant=somebody, revision=2, by=consultant)
    stored = Participant.objects.get()
    assert (stored.office, stored.revision) == ("", 3)
    assert [row.office for row in stored.consents.all()] == ["", "City Manager", ""]


def test_who_calls_reads_the_number_with_a_reason_and_not_the_name(
    consultant: User, board_member: User
) -> None:
    somebody = make.participant(by=consultant, name="Quirinalia")
    seal_identity(participant=somebody, by=consultant, phone="314-555-0100")
    reason = "To choose another day"
    with pytest.raises(Refused, match="Your role cannot see the name"):
        read_identity(participant=somebody, field="name", by=consultant, reason=reason)
    with pytest.raises(Refused, match="Your role cannot see the phone number"):
        read_identity(participant=somebody, field="phone", by=board_member, reason=reason)
    with pytest.raises(Refused, match="Say briefly why"):
        read_identity(participant=somebody, field="phone", by=consultant, reason="")
    with pytest.raises(Refused, match="The vault holds no e-mail"):
        read_identity(participant=somebody, field="email", by=consultant, reason=reason)
    number = read_identity(participant=somebody, field="phone", by=consultant, reason=reason)
    assert number == "314-555-0100"
    (reading,) = AuditEntry.objects.filter(verb="read")
    assert (reading.who, reading.reason) == (consultant.email, reason)


def participant_values(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "record_id": uuid.uuid4(), "group": "resident", "language": "en",
        "consent": Consent.GROUP_LABEL, "consent_how": "spoken",
        "consent_on": f"{clock.today():%m/%d/%Y}",
    }  # fmt: skip
    return {**values, **changes}


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        ("consent_how", "Choose how the consent was given."),
        ("consent_on", "Enter the date the consent was given."),
    ],
)
def test_a_consent_is_recorded_with_its_way_and_its_day(
    as_: SignIn, consultant: User, empty: str, words: str
) -> None:
    client = as_(consultant)
    refused = client.post(reverse("findings:participant_create"), participant_values(**{empty: ""}))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Participant.objects.exists()
    assert (
        client.post(reverse("findings:participant_create"), participant_values()).status_code == 302
    )
    assert Participant.objects.get().consent_how == "spoken"


def test_who_was_not_asked_has_no_day_though_today_is_proposed(
    as_: SignIn, consultant: User
) -> None:
    client = as_(consultant)
    assert f'value="{clock.today():%m/%d/%Y}"' in page_text(client, "participant_create")
    sent = participant_values(consent=Consent.NOT_ASKED, consent_how="")
    assert client.post(reverse("findings:participant_create"), sent).status_code == 302
    participant = Participant.objects.get()
    assert participant.consent_on is None
    assert f'value="{clock.today():%m/%d/%Y}"' in page_text(
        client, "participant_edit", participant.pk
    )


def test_an_old_consent_without_its_way_can_still_be_changed_elsewhere(
    as_: SignIn, consultant: User
) -> None:
    old = make.participant(by=consultant)
    sent = participant_values(revision=1, consent_how="", accommodation="Ground floor")
    url = reverse("findings:participant_edit", args=[old.pk])
    assert as_(consultant).post(url, sent).status_code == 302
    old.refresh_from_db()
    assert old.accommodation == "Ground floor"


CANARY = "Quirinalia Zephyrine"


def test_only_officials_speak_on_the_record(consultant: User) -> None:
    with pytest.raises(Refused, match="officials"):
        make.participant(by=consultant, consent=Consent.ON_RECORD, office="Shop owner")
    somebody = make.participant(by=consultant)
    with pytest.raises(IntegrityError, match="on_the_record"), transaction.atomic():
        Participant.objects.filter(pk=somebody.pk).update(consent=Consent.ON_RECORD)


def test_only_a_lead_with_a_reason_reads_a_name(consultant: User, lead: User) -> None:
    somebody = make.participant(by=consultant, name=CANARY)
    with pytest.raises(Refused, match="Your role cannot see the name"):
        read_name(participant=somebody, by=consultant, reason="I would like to know it")
    with pytest.raises(Refused, match="briefly"):
        read_name(participant=somebody, by=lead, reason=" ")
    name = read_name(participant=somebody, by=lead, reason="To send the quote for a check")
    assert name == CANARY
    assert AuditEntry.objects.order_by("-id")[0].reason == "To send the quote for a check"


def test_the_identity_page_is_for_leads_who_prove_themselves(
    as_: SignIn, consultant: User, lead: User
) -> None:
    somebody = make.participant(by=consultant, name=CANARY)
    page = reverse("findings:participant_show_name", args=[somebody.pk])
    assert as_(consultant).get(page).status_code == 403
    client = as_(lead)
    assert client.get(page).status_code == 200
    response = client.post(page, {"reason": "To send the quote for a check"})
    assert CANARY in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    aged(client, idle=timedelta(minutes=1), age=timedelta(minutes=30))
    assert client.get(page)["Location"].startswith("/account/confirm/")


def test_a_name_appears_on_no_page_and_in_no_table(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    somebody = make.participant(by=consultant, name=CANARY)
    quote = make.excerpt(by=consultant, participant=somebody)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    keys = {
        "guide": make.heard(quote).guide.pk, "participant": somebody.pk,
        "interview": make.heard(quote).pk, "quote": quote.pk, "answer": quote.answer_id,
    }  # fmt: skip
    client = as_(lead)
    namespace = get_resolver().namespace_dict["findings"][1]
    for name in namespace.reverse_dict:
        for args in ((), (keys.get(str(name).partition("_")[0]),), (finding.reference,)):
            try:
                page = reverse(f"findings:{name}", args=[arg for arg in args if arg])
            except Exception:  # noqa: BLE001, S112  # this name takes other arguments
                continue
            assert CANARY not in client.get(page).content.decode(), page
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',  # noqa: S608
                [f"%{CANARY}%"],
            )
            assert cursor.fetchone() == (0,), table


def test_each_field_is_read_of_one_participant_by_those_who_may(
    consultant: User, lead: User, board_member: User
) -> None:
    sealed = {"name": "Ana", "phone": "314-555-0100", "email": "ana@example.org"}
    somebody = make.participant(by=consultant, name="Somebody Else")
    ana = field.recruit(by=consultant)
    seal_identity(participant=ana, by=consultant, **sealed)
    allowed = {
        (name, user.role): user.role == "lead" or (user.role == "consultant" and name != "name")
        for name in sealed
        for user in (lead, consultant, board_member)
    }
    for user in (lead, consultant, board_member):
        for name, text in sealed.items():
            read = partial(read_identity, participant=ana, field=name, by=user)
            if allowed[name, user.role]:
                assert read(reason="1234567890") == text
                with pytest.raises(Refused, match="Say briefly"):
                    read(reason=" 123456789 ")
            else:
                with pytest.raises(Refused, match="Your role cannot see"):
                    read(reason="1234567890")
    with pytest.raises(Refused, match="holds no phone number"):
        read_identity(participant=somebody, field="phone", by=lead, reason="1234567890")
    with pytest.raises(Refused, match="Choose what"):
        read_identity(participant=ana, field="address", by=lead, reason="1234567890")
    assert (sealed_fields(ana), sealed_fields(somebody)) == (list(sealed), ["name"])
