"""Tests of the quotes of released findings that later reports still print."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.selectors.evidence_kinds.base import PublicEvidence, RecordKind
from findings.conclusions.selectors.public_evidence import PrintableEvidence, has_evidence_against
from findings.fieldwork.actions.participants import amend_participant, withdraw_consent
from findings.fieldwork.inputs import ParticipantInput
from findings.releases.models import PublishedItem
from tests.findings import factories as make
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
WORDS = "Nobody told me I could go."
NAMES = ("findings.released", "findings.evidence")


def rows(name: str) -> str:
    return str(figures.compute(name, Scope(clock.now(), Audience.PUBLIC)).table.rows)


@pytest.fixture(scope="module", autouse=True)
def quoted_once(making_rows: Making) -> UUID:
    """Release a quote that contradicts a finding, labelled with a group of five."""
    with making_rows():
        return release_quote(*usual_team()).pk


@pytest.fixture
def quote(quoted_once: UUID, db: None) -> Excerpt:
    return Excerpt.objects.get(pk=quoted_once)


def release_quote(lead: User, consultant: User, second_consultant: User) -> Excerpt:
    for _ in range(4):
        make.held_interview(by=consultant)
    cut = make.excerpt(by=consultant)
    row = make.finding(by=consultant)
    make.link(finding=row, by=consultant)
    make.link(
        finding=row,
        by=consultant,
        source=EvidenceSource(excerpt=cut),
        is_quoted=True,
        stance="contradicting",
    )
    row.refresh_from_db()
    row = submit_finding(finding=row, revision=row.revision, by=consultant)
    sign_finding(finding=row, revision=row.revision, by=second_consultant)
    row.refresh_from_db()
    release_finding(finding=row, revision=row.revision, by=lead)
    return cut


@pytest.mark.parametrize("name", NAMES)
def test_withdrawn_consent_keeps_the_words_out_of_later_reports(
    quote: Excerpt, consultant: User, name: str
) -> None:
    assert f"“{WORDS}” (resident)" in rows(name)
    participant = make.heard(quote).participant
    withdraw_consent(participant=participant, revision=1, by=consultant)
    assert WORDS not in rows(name)


@pytest.mark.parametrize("name", NAMES)
def test_sabotage_without_asking_again_later_reports_would_print_them(
    quote: Excerpt, consultant: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        PrintableEvidence, "without_hidden_words", lambda self, finding, piece: piece
    )
    participant = make.heard(quote).participant
    withdraw_consent(participant=participant, revision=1, by=consultant)
    assert f"“{WORDS}” (resident)" in rows(name)


@pytest.mark.parametrize("name", NAMES)
def test_narrowed_consent_keeps_the_label_out_of_later_reports(
    quote: Excerpt, consultant: User, name: str
) -> None:
    row = make.heard(quote).participant
    values = ParticipantInput(group=row.group, consent=Consent.NO_LABEL, consent_on=row.consent_on)
    amend_participant(participant=row, revision=row.revision, values=values, by=consultant)
    assert WORDS in rows(name)
    assert "(resident)" not in rows(name)


@pytest.fixture(params=[0, 4])
def released(
    request: pytest.FixtureRequest, consultant: User, second_consultant: User, lead: User
) -> int:
    """Release this many more findings, each with a quote."""
    n_more: int = request.param
    for n in range(n_more):
        cut = make.excerpt(by=consultant, words=f"Words {n}.")
        make.released(by=consultant, signer=second_consultant, lead=lead, quote=cut)
    return n_more


def test_the_number_of_queries_does_not_grow_with_the_findings(
    quote: Excerpt, released: int, django_assert_max_num_queries: Queries
) -> None:
    with django_assert_max_num_queries(4):
        rows("findings.evidence")


@pytest.mark.parametrize("had_evidence", [True, False])
@pytest.mark.parametrize(
    "stances", [[], ["supporting", "context"], ["supporting", "contradicting"]]
)
def test_evidence_against_a_finding_is_said_as_long_as_it_is_there(
    stances: list[str], had_evidence: bool
) -> None:
    pieces = [PublicEvidence(stance, "document", "Records") for stance in stances]
    now = PublishedItem(content={"has_evidence_against": had_evidence, "evidence": []})
    older = PublishedItem(content={"has_evidence_against": had_evidence})
    is_there = had_evidence and "contradicting" in stances
    assert has_evidence_against(now, pieces) is is_there
    assert has_evidence_against(older, pieces) is had_evidence


def test_a_new_kind_of_record_shows_nothing_unless_it_says_what() -> None:
    piece = PublicEvidence("supporting", "item", "Recordings", "A video", "owner", "D-0001")
    shown = RecordKind().without_hidden_words(
        piece, labels={"owner"}, documents=frozenset({"D-0001"})
    )
    assert shown == PublicEvidence("supporting", "item", "Recordings")
