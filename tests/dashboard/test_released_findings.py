"""The public page of a released finding: its frozen words, and nothing that tells who said what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.dashboard.finding_words import finding_words
from clayton_review.dashboard.selectors.released_findings import ReleasedFinding, released_finding
from clayton_review.documents.models import Document
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.conclusions.actions.findings import edit_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.public_evidence import PrintableEvidence
from findings.fieldwork.actions.participants import withdraw_consent
from findings.releases.models import PublishedItem
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.findings.pages import page_text
from tests.incidents import factories as encounters
from tests.module_rows import Making
from tests.people import usual_team

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
WORDS = "Nobody told me I could go."


def page(path: str = "/found/F-0001/") -> str:
    return Client().get(path).content.decode()


@pytest.fixture(scope="module", autouse=True)
def released_once(making_rows: Making) -> UUID:
    """Release a finding with evidence of each kind, for and against, once for all tests here."""
    with making_rows():
        return release_with_evidence(*usual_team()).pk


@pytest.fixture
def public_finding(released_once: UUID, db: None) -> Finding:
    return Finding.objects.get(pk=released_once)


def release_with_evidence(lead: User, consultant: User, second_consultant: User) -> Finding:
    finding = make.finding(by=consultant)
    quote = make.excerpt(by=consultant, words=WORDS)
    make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True)
    for words in ("He said my name aloud.", "He wrote it down."):
        basis = make.excerpt(by=consultant, words=words)
        make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=basis))
    claim = encounters.claim(
        incident=encounters.incident(by=consultant), by=consultant, text="The closed account."
    )
    make.link(
        finding=finding,
        by=consultant,
        source=EvidenceSource(claim=claim),
        stance=Stance.CONTRADICTING,
    )
    for title, kind in (("An open letter", "public"), ("A closed memo", "team")):
        paper = documents.document(by=consultant, title=title, disclosure_class=kind)
        source = EvidenceSource(document=paper)
        make.link(finding=finding, by=consultant, source=source, stance=Stance.CONTRADICTING)
    finding.refresh_from_db()
    finding = submit_finding(finding=finding, revision=finding.revision, by=consultant)
    sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)
    return finding


def sides(public_finding: Finding) -> dict[str, tuple[list[str], tuple[str, ...]]]:
    read = released_finding(public_finding.reference)
    assert isinstance(read, ReleasedFinding)
    return {
        side.stance: ([piece.words for piece in side.pieces], side.silent) for side in read.sides
    }


def test_it_says_what_supports_a_finding_and_what_speaks_against_it(
    public_finding: Finding,
) -> None:
    assert sides(public_finding) == {
        "supporting": ([WORDS], ("interviews",)),
        "contradicting": (["An open letter"], ("documents", "incident records")),
    }
    shown = page()
    for words in (
        public_finding.statement,
        public_finding.condition,
        public_finding.criteria,
        public_finding.cause,
        public_finding.effect,
    ):
        assert words in shown
    for words in ("Evidence for it", "Evidence against it", WORDS, "An open letter"):
        assert words in shown
    for closed in ("A closed memo", "He said my name aloud.", "The closed account.", "P-0"):
        assert closed not in shown


def test_only_what_is_released_has_a_page(
    consultant: User, second_consultant: User, lead: User, public_finding: Finding
) -> None:
    draft = make.approved(by=consultant, signer=second_consultant)
    assert Client().get(f"/found/{draft.reference}/").status_code == 404
    assert draft.reference not in page("/found/")
    assert public_finding.statement.removesuffix(".") in page("/found/")
    withdraw_finding(
        finding=public_finding, revision=public_finding.revision, reason="Wrong", by=lead
    )
    assert Client().get(f"/found/{public_finding.reference}/").status_code == 404
    assert "Nothing has been released yet" in page("/found/")


def test_a_later_edit_shows_only_once_it_is_released(
    public_finding: Finding, consultant: User
) -> None:
    values = replace(make.FINDING, statement="Something else.", cause="Another cause.")
    edit_finding(
        finding=public_finding,
        revision=public_finding.revision,
        values=values,
        why="New",
        by=consultant,
    )
    assert make.FINDING.statement in page()
    assert "Another cause." not in page()


def withdraw(public_finding: Finding, by: User) -> None:
    quote = public_finding.links.filter(is_quoted=True).get().excerpt
    withdraw_consent(participant=make.heard(quote).participant, revision=1, by=by)


def test_withdrawn_consent_takes_the_words_off_at_once(
    public_finding: Finding, consultant: User
) -> None:
    withdraw(public_finding, consultant)
    assert WORDS not in page()
    assert sides(public_finding)["supporting"] == ([], ("interviews",))


def test_the_teams_page_does_not_list_a_withdrawn_quote_as_released(
    public_finding: Finding, consultant: User, as_: Callable[[User], Client]
) -> None:
    def team_page() -> str:
        return page_text(as_(consultant), "finding_detail", public_finding.reference)

    assert f"<blockquote>“{WORDS}”" in team_page()
    withdraw(public_finding, consultant)
    assert f"<blockquote>“{WORDS}”" not in team_page()
    assert "One quote is no longer on the public page" in team_page()


def test_sabotage_without_asking_again_the_words_would_stay(
    public_finding: Finding, consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        PrintableEvidence, "without_hidden_words", lambda self, finding, piece: piece
    )
    withdraw(public_finding, consultant)
    assert WORDS in page()


def test_a_document_that_is_closed_later_leaves_the_page(public_finding: Finding) -> None:
    Document.objects.filter(title="An open letter").update(disclosure_class="team")
    assert "An open letter" not in page()


def test_the_release_freezes_each_kind_once_and_in_no_telling_order(
    public_finding: Finding,
) -> None:
    evidence = PublishedItem.objects.get(finding=public_finding).content["evidence"]
    order = ("stance", "kind", "of", "words", "label", "reference", "figure", "question", "asked")
    assert evidence == sorted(evidence, key=lambda piece: [piece[name] for name in order])
    assert all(set(piece) == set(order) for piece in evidence)
    silent = [piece for piece in evidence if piece["kind"] == "excerpt" and not piece["words"]]
    assert len(silent) == 1  # two are linked: that there are two is not told


def test_a_release_from_before_says_what_it_stands_on(
    public_finding: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_at = PublishedItem.objects.published_at

    def before(*args: object) -> list[PublishedItem]:
        items = list(published_at(clock.now()).select_related("release", "finding"))
        for item in items:
            del item.content["evidence"]
        return items

    monkeypatch.setattr(
        "clayton_review.dashboard.selectors.released_findings._published_items", before
    )
    assert sides(public_finding) == {
        "": ([WORDS], ("documents", "incident records", "interviews")),
    }
    assert "What it is based on" in page()


def test_the_chrome_is_in_spanish(public_finding: Finding) -> None:
    shown = page("/es/found/F-0001/")
    assert "Pruebas en contra" in shown
    assert "registros de incidentes" in shown
    for language, words in (("en", "Resident"), ("es", "Residente")):
        with translation.override(language):
            assert finding_words(SpeakerGroup.RESIDENT.label) == words
    assert "Evidence for it" not in shown
    assert "Lo que encontramos" in page("/es/found/")


@pytest.mark.parametrize("reference", ["F-9999", "f-0001", "R-0001", "x"])
def test_an_unknown_reference_is_not_found(public_finding: Finding, reference: str) -> None:
    assert Client().get(f"/found/{reference}/").status_code == 404


@pytest.fixture(params=[0, 6])
def many(
    request: pytest.FixtureRequest,
    public_finding: Finding,
    consultant: User,
    second_consultant: User,
    lead: User,
) -> Finding:
    """One released finding, or the first of seven."""
    for _ in range(request.param):
        make.released(by=consultant, signer=second_consultant, lead=lead)
    return public_finding


def test_the_number_of_queries_does_not_grow(
    many: Finding, django_assert_max_num_queries: Queries
) -> None:
    with django_assert_max_num_queries(4):
        assert not Client().get(f"/found/{many.reference}/").cookies
    with django_assert_max_num_queries(1):
        Client().get("/found/")
