"""Tests of the evidence of a finding, its order, and the signatures that changes void."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Record, Stale
from clayton_review.documents.models import Document
from clayton_review.refusals import Refused
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent
from findings.conclusions.actions.evidence import amend_evidence, reorder_evidence, unlink_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import withdraw_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import FindingState, SignOff
from findings.conclusions.selectors.completeness import completeness_sentence
from findings.conclusions.selectors.evidence_kinds import CLAIM, DOCUMENT, QUOTE
from findings.conclusions.selectors.evidence_kinds.base import RecordKind
from findings.conclusions.selectors.evidence_thread import evidence_knots
from findings.interviews.models.participants import Participant
from incidents.models import Claim
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.incidents import factories as incidents

SignIn = Callable[[User], Client]


def test_a_changed_note_voids_the_signature(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    link = finding.links.get()
    amend = {"link": link, "revision": 1, "stance": link.stance, "is_quoted": False}
    amend_evidence(**amend, note="Page 3", by=consultant)  # type: ignore[arg-type]
    finding.refresh_from_db()
    assert finding.state == FindingState.IN_REVIEW
    assert SignOff.objects.get().voided_reason == "Carla Consultant changed what evidence says"
    with pytest.raises(Stale):
        amend_evidence(**amend, note="Page 4", by=consultant)  # type: ignore[arg-type]


def test_whoever_amends_evidence_cannot_sign(consultant: User, second_consultant: User) -> None:
    finding = make.submitted(by=consultant)
    link = finding.links.get()
    amend_evidence(
        link=link, revision=1, stance="context", note="", is_quoted=False, by=second_consultant
    )
    finding.refresh_from_db()
    with pytest.raises(Refused, match="someone else"):
        sign_finding(finding=finding, revision=finding.revision, by=second_consultant)


def test_a_quote_without_consent_is_refused_later_too(consultant: User) -> None:
    quiet = make.participant(by=consultant, consent=Consent.NOT_QUOTED)
    quote = make.excerpt(by=consultant, participant=quiet)
    link = make.link(
        finding=make.finding(by=consultant), by=consultant, source=EvidenceSource(excerpt=quote)
    )
    with pytest.raises(Refused, match="did not consent"):
        amend_evidence(
            link=link, revision=1, stance=link.stance, note="", is_quoted=True, by=consultant
        )


def test_a_speaker_who_was_not_asked_is_not_said_to_have_declined(consultant: User) -> None:
    quote = make.excerpt(by=consultant)
    Participant.objects.update(consent=Consent.NOT_ASKED, consent_on=None)
    with pytest.raises(Refused, match="has not been asked about being quoted"):
        make.link(
            finding=make.finding(by=consultant),
            by=consultant,
            source=EvidenceSource(excerpt=Excerpt.objects.get(pk=quote.pk)),
            is_quoted=True,
        )


def test_the_order_changes_and_the_signature_stays(
    consultant: User, second_consultant: User
) -> None:
    finding = make.finding(by=consultant)
    first, second, third = (make.link(finding=finding, by=consultant) for _ in range(3))
    finding.refresh_from_db()
    finding = submit_finding(finding=finding, revision=finding.revision, by=consultant)
    sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    reorder_evidence(link=third, up=True, by=consultant)
    reorder_evidence(link=first, up=True, by=consultant)  # already at the top
    assert list(finding.links.all()) == [first, third, second]
    finding.refresh_from_db()
    assert finding.valid_sign_off() is not None
    hung = evidence_knots(finding, consultant)
    assert [(knot.is_first, knot.is_last) for knot in hung] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moved", "up", "order"),
    [
        (0, True, "0124"), (0, False, "1024"), (1, True, "1024"), (1, False, "0214"),
        (2, True, "0214"), (2, False, "0142"), (4, True, "0142"), (4, False, "0124"),
    ],
)  # fmt: skip
def test_evidence_moves_one_place_among_those_of_its_stance(
    consultant: User, moved: int, up: bool, order: str
) -> None:
    finding, other = make.finding(by=consultant), make.finding(by=consultant)
    links = [make.link(finding=finding, by=consultant) for _ in range(3)]
    against = make.link(finding=finding, by=consultant, stance="contradicting")
    links += [against, make.link(finding=finding, by=consultant)]
    gone = make.link(finding=finding, by=consultant)
    unlink_evidence(link=gone, revision=1, reason="Twice.", by=consultant)
    apart = [make.link(finding=other, by=consultant) for _ in range(2)]
    finding.refresh_from_db()
    reorder_evidence(link=links[moved], up=up, by=consultant)
    shown = finding.links.current().filter(stance="supporting").order_by("position")
    assert list(shown) == [links[int(n)] for n in order]
    against.refresh_from_db()
    assert against.position == 3
    assert list(other.links.order_by("position")) == apart
    acts = AuditEntry.objects.filter(verb="reordered evidence")
    assert [act.object_id for act in acts] == [finding.reference] * (order != "0124")


@pytest.mark.parametrize(
    ("stance", "is_quote", "kind", "is_named"),
    [
        ("supporting", True, "words", True),
        ("supporting", False, "words", True),
        ("context", False, "words", True),
        ("contradicting", True, "against", True),
        ("contradicting", False, "against", False),
    ],
)
def test_a_knot_names_its_kind_unless_it_says_that_it_is_against(
    consultant: User, stance: str, is_quote: bool, kind: str, is_named: bool
) -> None:
    finding = make.finding(by=consultant)
    source = EvidenceSource(excerpt=make.excerpt(by=consultant)) if is_quote else None
    make.link(finding=finding, by=consultant, source=source, stance=stance)
    make.link(finding=make.finding(by=consultant), by=consultant)
    [knot] = evidence_knots(finding, consultant)
    assert (knot.kind, knot.is_quote, knot.is_named) == (kind, is_quote, is_named)
    assert (knot.is_first, knot.is_last) == (True, True)
    assert ("Context" in knot.lines) == (stance == "context")


def test_evidence_stands_by_its_stance_and_each_stance_has_its_ends(consultant: User) -> None:
    finding = make.finding(by=consultant)
    stances = ("contradicting", "context", "supporting", "context", "supporting", "supporting")
    links = [make.link(finding=finding, by=consultant, stance=stance) for stance in stances]
    gone = make.link(finding=finding, by=consultant)
    unlink_evidence(link=gone, revision=1, reason="Twice.", by=consultant)
    knots = evidence_knots(finding, consultant)
    order = [2, 4, 5, 1, 3, 0]
    assert [knot.remove_url for knot in knots] == [
        reverse("findings:evidence_remove", args=[finding.reference, links[n].pk]) for n in order
    ]
    assert [(knot.is_first, knot.is_last) for knot in knots] == [
        (True, False), (False, False), (False, True), (True, False), (False, True), (True, True),
    ]  # fmt: skip


def test_the_completeness_line_names_what_is_missing(consultant: User) -> None:
    finding = make.finding(by=consultant)
    assert (
        completeness_sentence(finding)
        == "Before you can send it for review, add: evidence for the finding."
    )
    with pytest.raises(Refused, match=r"not complete\. Add: evidence for the finding"):
        submit_finding(finding=finding, revision=finding.revision, by=consultant)
    finding.cause = finding.effect = ""
    assert completeness_sentence(finding) == (
        "Before you can send it for review, add: cause, effect and evidence for the finding."
    )
    finding.refresh_from_db()
    make.link(finding=finding, by=consultant)
    assert "No evidence against it" in completeness_sentence(finding)
    make.link(finding=finding, by=consultant, stance="contradicting")
    assert completeness_sentence(finding).startswith("Complete: all four elements")


def test_the_pages_amend_and_move(as_: SignIn, consultant: User) -> None:
    finding = make.finding(by=consultant)
    first, second = (make.link(finding=finding, by=consultant) for _ in range(2))
    client, base = as_(consultant), f"/findings/{finding.reference}/evidence/{second.pk}/"
    assert client.get(f"{base}edit/").status_code == 200
    sent = {"revision": 1, "stance": "context", "note": "Only the date."}
    assert client.post(f"{base}edit/", sent).status_code == 302
    assert client.post(f"{base}edit/", {**sent, "note": "Other"}).status_code == 422
    wrong = client.post(f"{base}edit/", {"revision": 2, "stance": "maybe", "note": "x" * 501})
    assert wrong.status_code == 422
    assert EvidenceLink.objects.get(pk=second.pk).note == "Only the date."
    third = make.link(finding=finding, by=consultant)
    url = f"/findings/{finding.reference}/evidence/{third.pk}/move/"
    assert client.post(url, {"to": "up"}).status_code == 302
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "Only the date." in page
    assert client.get(url).status_code == 405
    assert list(finding.links.filter(stance="supporting")) == [third, first]


def test_the_evidence_of_a_withdrawn_finding_is_fixed(consultant: User) -> None:
    finding = make.finding(by=consultant)
    link = make.link(finding=finding, by=consultant)
    finding.refresh_from_db()
    withdraw_finding(finding=finding, revision=finding.revision, reason="Wrong.", by=consultant)
    with pytest.raises(Refused, match="has been withdrawn and can no longer be changed"):
        amend_evidence(
            link=link, revision=1, stance="context", note="", is_quoted=False, by=consultant
        )
    with pytest.raises(Refused, match="has been withdrawn and can no longer be changed"):
        unlink_evidence(link=link, revision=1, reason="Wrong page", by=consultant)


def test_evidence_changed_meanwhile_is_not_removed(consultant: User) -> None:
    link = make.link(finding=make.finding(by=consultant), by=consultant)
    amend_evidence(
        link=link, revision=1, stance="context", note="Page 3", is_quoted=False, by=consultant
    )
    with pytest.raises(Stale):
        unlink_evidence(link=link, revision=1, reason="Wrong page", by=consultant)
    link.refresh_from_db()
    assert not link.is_withdrawn


def test_a_source_that_was_removed_can_be_linked_again(consultant: User) -> None:
    finding, other = make.finding(by=consultant), make.finding(by=consultant)
    source = EvidenceSource(document=documents.document(by=consultant))
    link = make.link(finding=finding, by=consultant, source=source)
    make.link(finding=other, by=consultant, source=source)
    with pytest.raises(Refused, match="already linked"):
        make.link(finding=finding, by=consultant, source=source)
    unlink_evidence(link=link, revision=link.revision, reason="Wrong page.", by=consultant)
    again = make.link(finding=finding, by=consultant, source=source)
    assert list(finding.links.current()) == [again]


def test_a_refused_move_is_shown_as_an_error(as_: SignIn, consultant: User) -> None:
    finding = make.finding(by=consultant)
    link = make.link(finding=finding, by=consultant)
    finding.refresh_from_db()
    withdraw_finding(finding=finding, revision=finding.revision, reason="Wrong.", by=consultant)
    url = reverse("findings:evidence_move", args=[finding.reference, link.pk])
    answer = as_(consultant).post(url, {"to": "up"})
    levels = [message.level_tag for message in get_messages(answer.wsgi_request)]
    assert levels == ["error"]


def test_evidence_changed_meanwhile_is_shown_before_it_is_removed(
    as_: SignIn, consultant: User
) -> None:
    finding = make.finding(by=consultant)
    link = make.link(finding=finding, by=consultant)
    amend_evidence(
        link=link, revision=1, stance="contradicting", note="New.", is_quoted=False, by=consultant
    )
    url = reverse("findings:evidence_remove", args=[finding.reference, link.pk])
    stale = as_(consultant).post(url, {"revision": 1, "reason": "Twice."})
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "<dd>Evidence against the finding</dd>" in page
    assert "<dd>New.</dd>" in page
    assert "Read them before you go on." in page
    assert 'name="revision" value="2"' in page


def test_a_finding_changed_meanwhile_is_shown_before_it_is_returned_or_withdrawn(
    as_: SignIn, consultant: User, lead: User
) -> None:
    finding = make.submitted(by=consultant)
    for name in ("finding_return", "finding_withdraw"):
        url = reverse(f"findings:{name}", args=[finding.reference])
        stale = as_(lead).post(url, {"revision": finding.revision - 1, "reason": "Twice."})
        assert stale.status_code == 422
        assert f"<dd>{finding.statement}</dd>" in stale.content.decode()


def test_quotes_are_offered_only_to_those_who_may_read_interviews(
    consultant: User, board_member: User
) -> None:
    quotes = [make.excerpt(by=consultant) for _ in range(2)]
    offered = QUOTE.rows
    assert set(offered(consultant)) == set(quotes)
    assert list(offered(board_member)) == []


def _excerpt(by: User) -> Excerpt:
    return make.excerpt(by=by)


def _claim(by: User) -> Claim:
    return incidents.claim(incident=incidents.incident(by=by), by=by)


def _document(by: User) -> Document:
    return documents.document(by=by)


@pytest.mark.parametrize(
    ("kind", "record"), [(QUOTE, _excerpt), (CLAIM, _claim), (DOCUMENT, _document)]
)
def test_the_record_that_was_chosen_is_linked_and_no_other(
    kind: RecordKind, record: Callable[[User], Record], consultant: User
) -> None:
    for chosen in [record(consultant) for _ in range(2)]:
        source = kind.find(str(chosen.pk), consultant)
        assert getattr(source, kind.name) == chosen
    assert kind.find(str(uuid4()), consultant) is None
    assert kind.find("1", consultant) is None
