"""Tests of findings: text, evidence, and signatures by somebody who did not write them."""

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clayton_review.accounts.models import User
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from findings.conclusions.actions.evidence import unlink_evidence
from findings.conclusions.actions.findings import (
    edit_finding,
    sign_finding,
    submit_finding,
    write_finding,
)
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import FINDING_TRANSITIONS, Finding, FindingState, SignOff
from findings.conclusions.policies import can_sign, check_finding_transition
from tests.database_roles import as_superuser
from tests.documents import factories as documents
from tests.findings import factories as make


def test_sending_the_form_twice_writes_one_finding(consultant: User) -> None:
    key = uuid.uuid4()
    first = write_finding(record_id=key, values=make.FINDING, by=consultant)
    second = write_finding(record_id=key, values=make.FINDING, by=consultant)
    assert first == second
    assert Finding.objects.get().reference == "F-0001"


def test_a_stale_revision_is_refused(consultant: User) -> None:
    finding = make.finding(by=consultant)
    values = replace(make.FINDING, effect="Trust falls further.")
    edit_finding(finding=finding, revision=1, values=values, by=consultant)
    with pytest.raises(Stale):
        edit_finding(finding=finding, revision=1, values=make.FINDING, by=consultant)
    finding.refresh_from_db()
    assert finding.effect == "Trust falls further."
    assert finding.versions.count() == 2


def test_the_author_cannot_sign(consultant: User) -> None:
    finding = make.submitted(by=consultant)
    with pytest.raises(Refused, match="someone else"):
        sign_finding(finding=finding, revision=finding.revision, by=consultant)


def test_an_editor_cannot_sign(consultant: User, second_consultant: User) -> None:
    finding = make.submitted(by=consultant)
    values = replace(make.FINDING, cause="Nobody thought of it.")
    edited = edit_finding(
        finding=finding, revision=finding.revision, values=values, by=second_consultant
    )
    with pytest.raises(Refused, match="someone else"):
        sign_finding(finding=edited, revision=edited.revision, by=second_consultant)


def test_whoever_linked_or_removed_evidence_cannot_sign(
    consultant: User, second_consultant: User, third_consultant: User
) -> None:
    finding = make.submitted(by=consultant)
    link = make.link(finding=finding, by=second_consultant)
    unlink_evidence(link=link, revision=link.revision, reason="Wrong document", by=third_consultant)
    finding.refresh_from_db()
    prefetched = Finding.objects.prefetch_related("versions", "links").get()
    for person in (second_consultant, third_consultant):
        assert not can_sign(person, finding)
        with CaptureQueriesContext(connection) as queries:
            assert not can_sign(person, prefetched)
        assert not queries.captured_queries


def test_without_the_check_an_author_would_sign(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "findings.conclusions.actions.findings.check_signer", lambda user, finding: None
    )
    finding = make.submitted(by=consultant)
    sign_finding(finding=finding, revision=finding.revision, by=consultant)
    finding.refresh_from_db()
    assert finding.state == FindingState.APPROVED


def test_city_and_board_cannot_sign(consultant: User, city_staff: User, board_member: User) -> None:
    finding = make.submitted(by=consultant)
    for outsider in (city_staff, board_member):
        with pytest.raises(Refused, match="role"):
            sign_finding(finding=finding, revision=finding.revision, by=outsider)


def test_a_signature_covers_text_and_evidence(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    signed = finding.valid_sign_off()
    assert signed is not None
    assert signed.sha256 == finding.sha256()


def test_a_later_edit_voids_the_signature(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    values = replace(make.FINDING, effect="Changed.")
    edited = edit_finding(finding=finding, revision=finding.revision, values=values, by=consultant)
    assert edited.state == FindingState.IN_REVIEW
    assert edited.valid_sign_off() is None
    assert SignOff.objects.get().voided_reason == "Carla Consultant changed the text"


def test_later_evidence_voids_the_signature(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    make.link(finding=finding, by=consultant, stance=Stance.CONTRADICTING)
    finding.refresh_from_db()
    assert finding.state == FindingState.IN_REVIEW
    assert finding.valid_sign_off() is None


def test_words_changed_behind_the_actions_are_no_longer_signed(
    consultant: User, second_consultant: User
) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    Finding.objects.filter(pk=finding.pk).update(effect="Slipped in.")
    finding.refresh_from_db()
    assert finding.valid_sign_off() is None


def test_an_incomplete_finding_cannot_go_to_review(consultant: User) -> None:
    bare = make.finding(by=consultant, values=replace(make.FINDING, cause=""))
    with pytest.raises(Refused, match="cause"):
        submit_finding(finding=bare, revision=1, by=consultant)
    finding = make.finding(by=consultant)
    with pytest.raises(Refused, match="evidence"):
        submit_finding(finding=finding, revision=1, by=consultant)


@pytest.mark.parametrize("state", FindingState.values)
def test_states_move_only_along_the_mapping(consultant: User, state: str) -> None:
    finding = make.finding(by=consultant)
    finding.state = state
    for to in FindingState.values:
        if to in FINDING_TRANSITIONS[FindingState(state)]:
            check_finding_transition(finding, to)
        else:
            with pytest.raises(Refused):
                check_finding_transition(finding, to)


def test_evidence_is_exactly_one_thing(consultant: User) -> None:
    finding = make.finding(by=consultant)
    with pytest.raises(Refused, match="exactly one"):
        make.link(finding=finding, by=consultant, source=EvidenceSource())
    both = {"document": documents.document(by=consultant), "excerpt": make.excerpt(by=consultant)}
    for sources in ({}, both):
        link = EvidenceLink(
            finding=finding, stance=Stance.CONTEXT, recorded_by=consultant, **sources
        )
        with pytest.raises(IntegrityError, match="evidence_is_exactly_one"), transaction.atomic():
            link.save()


def test_without_the_constraint_two_sources_would_be_stored(consultant: User) -> None:
    finding = make.finding(by=consultant)
    with as_superuser() as cursor:
        cursor.execute("ALTER TABLE findings_evidencelink DROP CONSTRAINT evidence_is_exactly_one")
    EvidenceLink.objects.create(
        finding=finding,
        stance=Stance.CONTEXT,
        recorded_by=consultant,
        document=documents.document(by=consultant),
        excerpt=make.excerpt(by=consultant),
    )
    assert EvidenceLink.objects.count() == 1


def test_the_same_source_hangs_only_once(consultant: User) -> None:
    finding = make.finding(by=consultant)
    source = EvidenceSource(document=documents.document(by=consultant))
    make.link(finding=finding, by=consultant, source=source)
    with pytest.raises(Refused, match="already"):
        make.link(finding=finding, by=consultant, source=source)


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("kind", "rumor", "finding_kind_is_known"),
        ("pillar", "seventh", "finding_pillar_is_known"),
        ("state", "lost", "finding_state_is_known"),
        ("statement", "", "finding_states_something"),
    ],
)
def test_the_database_refuses_what_is_not_true(
    consultant: User, column: str, value: str, constraint: str
) -> None:
    finding = make.finding(by=consultant)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**{column: value})


def test_each_step_of_a_finding_is_one_revision(consultant: User, second_consultant: User) -> None:
    finding = make.finding(by=consultant)
    make.link(finding=finding, by=consultant)
    finding.refresh_from_db()
    before = finding.revision
    submitted = submit_finding(finding=finding, revision=before, by=consultant)
    assert (submitted.state, submitted.revision) == ("in_review", before + 1)
    sign_finding(finding=submitted, revision=before + 1, by=second_consultant)
    finding.refresh_from_db()
    assert (finding.state, finding.revision) == ("approved", before + 2)
