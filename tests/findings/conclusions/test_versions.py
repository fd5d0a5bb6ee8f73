"""Tests of versions: changes word by word, by whom and why, and since a signature."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from findings.conclusions.actions.evidence import amend_evidence, unlink_evidence
from findings.conclusions.actions.findings import edit_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.versions import Version
from findings.conclusions.selectors.finding_page import finding_page
from findings.conclusions.selectors.text_diff import ADDED, REMOVED, SAME, DiffSegment, diff_texts
from findings.conclusions.selectors.versions import (
    HIDDEN_EVIDENCE_LABEL,
    changes_since_revision,
    version_history,
)
from findings.recommendations.actions.recommendations import edit_recommendation
from tests.documents import factories as documents
from tests.findings import factories as make

SignIn = Callable[[User], Client]


def test_words_that_came_and_went_stand_apart() -> None:
    assert diff_texts("Trust falls slowly.", "Trust rises slowly.") == (
        DiffSegment(SAME, "Trust "),
        DiffSegment(REMOVED, "falls"),
        DiffSegment(ADDED, "rises"),
        DiffSegment(SAME, " slowly."),
    )


def test_neighboring_changes_read_as_one() -> None:
    segments = diff_texts("They are held long.", "People were kept long.")
    assert [piece.kind for piece in segments] == [REMOVED, ADDED, SAME]
    assert segments[0].text == "They are held"


def text_of(pieces: tuple[DiffSegment, ...], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    segments = diff_texts(before, after)
    assert text_of(segments, SAME, REMOVED).split() == before.split()
    assert text_of(segments, SAME, ADDED).split() == after.split()


def test_long_texts_are_compared_by_whole_sentences() -> None:
    body = "".join(f"Sentence {n} stays as it is. " for n in range(300))
    segments = diff_texts(f"First. {body}Last one.", f"Second. {body}Last two.")
    assert [piece.kind for piece in segments] == [REMOVED, ADDED, SAME, REMOVED, ADDED, SAME]
    assert text_of(segments, REMOVED) == "First. Last one"


def test_a_very_long_replacement_is_shown_whole() -> None:
    old, new = "old " * 3_000, "new " * 3_000
    segments = diff_texts(f"Start {old}end", f"Start {new}end")
    assert [piece.kind for piece in segments] == [SAME, REMOVED, ADDED, SAME]


def test_the_history_says_who_changed_what_and_why(
    consultant: User, second_consultant: User
) -> None:
    finding = make.finding(by=consultant)
    values = replace(make.FINDING, effect="Trust rises.")
    edit_finding(
        finding=finding, revision=1, values=values, why="New numbers", by=second_consultant
    )
    newest, first = version_history(finding, consultant)
    assert (newest.by, newest.why, newest.summary) == (
        second_consultant.name,
        "New numbers",
        "effect",
    )
    assert text_of(newest.changes[0].segments, ADDED) == "rises"
    assert first.summary == "first draft"


def test_evidence_that_came_changed_and_went_is_in_the_history(consultant: User) -> None:
    finding = make.finding(by=consultant)
    link = make.link(finding=finding, by=consultant)
    link = amend_evidence(
        link=link, revision=link.revision, stance="context", note="Page 3", is_quoted=False,
        by=consultant,
    )  # fmt: skip
    unlink_evidence(link=link, revision=link.revision, reason="Wrong page", by=consultant)
    versions = list(finding.versions.all())
    assert [len(version.evidence) for version in versions] == [0, 1, 1, 0]
    newest = version_history(finding, consultant)[0]
    assert newest.why == "Wrong page"
    removed = text_of(newest.changes[0].segments, REMOVED)
    assert removed.endswith(" · Page 3")  # nothing stands for “shown as a quote”
    assert "Context" in text_of(newest.changes[0].segments, REMOVED)


def test_the_history_hides_evidence_that_a_person_may_not_open(
    consultant: User, lead: User
) -> None:
    finding = make.finding(by=consultant)
    sealed = documents.document(
        by=lead, title="Sealed letter", disclosure_class=DisclosureClass.RESTRICTED
    )
    make.link(finding=finding, by=lead, source=EvidenceSource(document=sealed))
    versions = version_history(finding, consultant)[0].changes[0]
    assert text_of(versions.segments, ADDED) == HIDDEN_EVIDENCE_LABEL
    assert "Sealed letter" in text_of(version_history(finding, lead)[0].changes[0].segments, ADDED)


def test_a_version_keeps_no_word_of_its_evidence(consultant: User) -> None:
    finding = make.finding(by=consultant)
    quote = make.excerpt(by=consultant, words="Secret words.")
    make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=quote))
    evidence = Version.objects.order_by("-revision").values_list("evidence", flat=True).first()
    assert "Secret" not in str(evidence)


def test_whoever_signed_reads_what_changed_since(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    values = replace(make.FINDING, cause="General order 41 says little.")
    finding = edit_finding(
        finding=finding, revision=finding.revision, values=values, why="Read again", by=consultant
    )
    page = finding_page(finding, second_consultant)
    assert [change.label for change in page.since_signed] == ["Cause"]
    assert finding_page(finding, consultant).since_signed == ()
    assert changes_since_revision(finding, 0, consultant) == ()


def test_a_signed_text_is_changed_for_a_reason(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    sent = {
        **finding.text(), "revision": finding.revision, "effect": "Trust is gone.", "why": "",
    }  # fmt: skip
    url = f"/findings/{finding.reference}/edit/"
    refused = as_(consultant).post(url, sent)
    assert refused.status_code == 422
    assert "This text is signed. Say why you are changing it." in refused.content.decode()
    assert as_(consultant).post(url, {**sent, "why": "New"}).status_code == 302


def test_what_one_person_does_in_one_sitting_is_one_version(consultant: User) -> None:
    finding = make.finding(by=consultant)
    for _ in range(3):
        make.link(finding=finding, by=consultant)
    assert finding.versions.count() == 4
    versions = version_history(finding, consultant)
    assert [step.summary for step in versions] == ["evidence", "first draft"]
    assert len(versions[0].changes) == 3


@pytest.mark.parametrize(
    ("edits", "n_entries"),
    [
        ([(0, 0, ""), (29, 0, "")], 2),
        ([(0, 0, ""), (30, 0, "")], 3),
        ([(0, 0, ""), (29, 0, ""), (58, 0, "")], 2),
        ([(0, 0, ""), (29, 1, "")], 3),
        ([(0, 0, "Because."), (1, 0, "")], 3),
        ([(0, 0, ""), (1, 0, "Because.")], 3),
    ],
)
def test_versions_of_one_sitting_are_joined(
    consultant: User, lead: User, edits: list[tuple[int, int, str]], n_entries: int
) -> None:
    """Edit a finding after so many minutes, as one of two people, with a reason or none."""
    start, people = clock.now(), (consultant, lead)
    with clock.at(start):
        finding, other = make.finding(by=consultant), make.finding(by=consultant)
    for n, (minute, person, reason) in enumerate(edits, start=1):
        with clock.at(start + timedelta(minutes=minute)):
            values = replace(make.FINDING, effect=f"Effect {n}.")
            edit_finding(finding=finding, revision=n, values=values, why=reason, by=people[person])
    history = version_history(finding, consultant)
    assert len(history) == n_entries
    assert [entry.is_first for entry in history] == [False] * (n_entries - 1) + [True]
    minute, person, reason = edits[-1]
    newest = history[0]
    assert (newest.by, newest.why) == (people[person].name, reason)
    assert (newest.revision, newest.at) == (len(edits) + 1, start + timedelta(minutes=minute))
    assert len(version_history(other, consultant)) == 1


def test_changes_are_those_since_the_text_at_a_revision(consultant: User) -> None:
    finding = make.finding(by=consultant)
    other = make.finding(by=consultant)
    edit_finding(
        finding=other, revision=1, values=replace(make.FINDING, cause="Apart."), by=consultant
    )
    steps: list[dict[str, Any]] = [{"effect": "One."}, {"effect": "Two.", "kind": "strength"}]
    for n, changed in enumerate(steps, start=1):
        values = replace(make.FINDING, **changed)
        edit_finding(finding=finding, revision=n, values=values, by=consultant)
    make.link(finding=finding, by=consultant, stance="context")
    link = make.link(finding=finding, by=consultant)
    unlink_evidence(link=link, revision=1, reason="Wrong.", by=consultant)

    def labels(revision: int) -> list[str]:
        return [part.label for part in changes_since_revision(finding, revision, consultant)]

    assert labels(0) == []
    assert labels(1) == ["Type", "Effect", "Evidence"]
    assert labels(2) == ["Type", "Effect", "Evidence"]
    assert labels(3) == ["Evidence"]
    assert labels(4) == []
    assert labels(5) == ["Evidence"]
    assert labels(6) == labels(99) == []
    changes = changes_since_revision(finding, 2, consultant)
    assert text_of(changes[0].segments, ADDED) == "Strength"
    assert text_of(changes[1].segments, REMOVED) == "One"
    assert text_of(changes[1].segments, ADDED) == "Two"
    assert text_of(changes[2].segments, ADDED).startswith("Context · ")


def test_recommendations_keep_versions_the_same_way(as_: SignIn, consultant: User) -> None:
    advice = make.recommendation(by=consultant)
    values = replace(make.RECOMMENDATION, owner="Chief’s office", due_on=clock.today())
    edit_recommendation(
        recommendation=advice, revision=1, values=values, findings=list(advice.findings.all()),
        why="Asked for a date", by=consultant,
    )  # fmt: skip
    newest = version_history(advice, consultant)[0]
    assert newest.summary == "owner, due on"
    page = as_(consultant).get(f"/team/recommendations/{advice.reference}/changes/")
    assert "Asked for a date" in page.content.decode()


def test_versions_are_append_only_and_of_one_thing(consultant: User) -> None:
    finding, advice = make.finding(by=consultant), make.recommendation(by=consultant)
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        Version.objects.update(why="Something else")
    for about in ({}, {"finding": finding, "recommendation": advice}):
        with pytest.raises(IntegrityError, match="of_exactly_one"), transaction.atomic():
            Version.objects.create(revision=9, words={}, by=consultant, **about)
    for name, record in (("finding", finding), ("recommendation", advice)):
        with pytest.raises(IntegrityError, match="version_is_one"), transaction.atomic():
            Version.objects.create(revision=1, words={}, by=consultant, **{name: record})


def test_the_page_tells_changes_without_color_alone(as_: SignIn, consultant: User) -> None:
    finding = make.finding(by=consultant)
    values = replace(make.FINDING, effect="Trust <i>rises</i>.")
    edit_finding(finding=finding, revision=1, values=values, by=consultant)
    page = as_(consultant).get(f"/findings/{finding.reference}/changes/").content.decode()
    assert "[removed: </span>falls" in page
    assert "<ins>" in page
    assert "&lt;i&gt;rises" in page
