"""Refusals of comments, evidence, quotes, returns and releases of findings."""

import uuid
from dataclasses import replace

import pytest

from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.conclusions.actions.comments import add_comment
from findings.conclusions.actions.evidence import amend_evidence, reorder_evidence
from findings.conclusions.actions.findings import return_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import CommentInput, EvidenceSource
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.interviews.models.interviews import InterviewAnswer
from tests.findings import factories
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_a_withdrawn_finding_takes_no_comment(consultant: User) -> None:
    row = factories.finding(by=consultant)
    row = records.withdraw(row, revision=1, reason="Written twice.", by=consultant)
    with refused("This record has been withdrawn, so you can no longer comment on it.", row):
        add_comment(record_id=uuid.uuid4(), subject=row, values=CommentInput("Why?"), by=consultant)
    assert not Comment.objects.exists()


def test_withdrawn_evidence_keeps_its_place(consultant: User) -> None:
    finding = factories.finding(by=consultant)
    _, link = (factories.link(finding=finding, by=consultant) for _ in range(2))
    gone = records.withdraw(link, revision=1, reason="Linked twice.", by=consultant)
    with refused("Withdrawn evidence can no longer be changed.", gone):
        reorder_evidence(link=gone, up=True, by=consultant)


def test_a_finding_goes_back_to_its_writers_with_a_reason_only(
    consultant: User, second_consultant: User
) -> None:
    row = factories.submitted(by=consultant)
    with refused("Say what the writers should change.", row):
        return_finding(finding=row, revision=row.revision, reason=" ", by=second_consultant)


def test_words_changed_behind_a_signature_are_not_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    row = factories.approved(by=consultant, signer=second_consultant)
    Finding.objects.filter(pk=row.pk).update(effect="Trust rises.")
    row.refresh_from_db()
    with refused("The text has changed since it was signed. It must be signed again.", row):
        release_finding(finding=row, revision=row.revision, by=lead)
    assert not row.published.exists()


def test_a_document_is_not_shown_as_a_quote(consultant: User) -> None:
    link = factories.link(finding=factories.finding(by=consultant), by=consultant)
    with refused("Only words that someone said can be shown as a quote.", link):
        amend_evidence(
            link=link, revision=1, stance=link.stance, note="", is_quoted=True, by=consultant
        )


def test_words_that_left_their_text_are_not_shown_as_a_quote(consultant: User) -> None:
    quote = factories.excerpt(by=consultant)
    link = factories.link(
        finding=factories.finding(by=consultant), by=consultant,
        source=EvidenceSource(excerpt=quote),
    )  # fmt: skip
    InterviewAnswer.objects.filter(excerpts=quote).update(text="Something else.")
    with refused("The text no longer contains these words. Mark the quote again.", link):
        amend_evidence(
            link=link, revision=1, stance=link.stance, note="", is_quoted=True, by=consultant
        )


def test_a_comment_has_words_and_is_saved_once(consultant: User) -> None:
    row, form = factories.finding(by=consultant), uuid.uuid4()

    def comment(text: str) -> None:
        add_comment(record_id=form, subject=row, values=CommentInput(text), by=consultant)

    with refused("Write what you want to say."):
        comment(" ")
    comment("Why?")
    with refused("This comment was already saved. Reload the page to write another."):
        comment("Since when?")
    assert Comment.objects.get().text == "Why?"


def test_a_source_is_linked_once(consultant: User) -> None:
    row = factories.finding(by=consultant)
    link = factories.link(finding=row, by=consultant)
    source = EvidenceSource(document=link.document)
    with refused("This is already linked to the finding.", row):
        factories.link(finding=row, by=consultant, source=source)
    assert row.links.count() == 1


def test_an_author_does_not_sign(consultant: User) -> None:
    row = factories.submitted(by=consultant)
    sentence = "You wrote or edited this finding or its evidence, so someone else must sign it."
    with refused(sentence, row):
        sign_finding(finding=row, revision=row.revision, by=consultant)


def test_a_draft_is_neither_signed_nor_returned_nor_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    row = factories.finding(by=consultant)
    factories.link(finding=row, by=consultant)
    row.refresh_from_db()
    with refused("A finding cannot change from “draft” to “approved”.", row):
        sign_finding(finding=row, revision=row.revision, by=second_consultant)
    with refused("A finding cannot change from “draft” to “released”.", row):
        release_finding(finding=row, revision=row.revision, by=lead)
    with refused("This finding is already “draft”.", row):
        return_finding(finding=row, revision=row.revision, reason="No.", by=second_consultant)


def test_a_finding_that_names_a_participant_is_not_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    draft = factories.finding(by=consultant, values=replace(factories.FINDING, effect="So P-001."))
    factories.link(finding=draft, by=consultant)
    draft.refresh_from_db()
    row = submit_finding(finding=draft, revision=draft.revision, by=consultant)
    sign_finding(finding=row, revision=row.revision, by=second_consultant)
    row.refresh_from_db()
    with refused("The text contains a participant’s code. Remove it before the release.", row):
        release_finding(finding=row, revision=row.revision, by=lead)
    assert not row.published.exists()
