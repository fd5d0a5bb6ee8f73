"""Tests of releases: quotes as consent allows, groups of five, frozen text, stepped counts."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import confirm_words
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.conclusions.actions.evidence import unlink_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding, FindingState
from findings.fieldwork.actions.participants import withdraw_consent
from findings.recommendations.actions.release import issue_recommendation
from findings.releases.models import PublishedItem
from tests.findings import factories as make

WORDS = "Nobody told me I could go."


def content(consultant: User, signer: User, lead: User, **somebody: str) -> dict[str, object]:
    participant = make.participant(by=consultant, **somebody)
    quote = make.excerpt(by=consultant, participant=participant, words=WORDS)
    make.released(by=consultant, signer=signer, lead=lead, quote=quote)
    stored: dict[str, object] = PublishedItem.objects.get().content
    return stored


def test_words_without_consent_cannot_be_shown(consultant: User) -> None:
    quiet = make.participant(by=consultant, consent=Consent.NOT_QUOTED)
    quote = make.excerpt(by=consultant, participant=quiet)
    finding = make.finding(by=consultant)
    with pytest.raises(Refused, match="background evidence"):
        make.link(
            finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True
        )
    make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=quote))
    assert EvidenceLink.objects.get().is_quoted is False


def test_only_what_somebody_said_is_shown_as_a_quote(consultant: User) -> None:
    with pytest.raises(Refused, match="Only words that someone said"):
        make.link(finding=make.finding(by=consultant), by=consultant, is_quoted=True)


def test_without_the_check_the_words_would_hang_as_a_quote(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings.conclusions.actions.evidence.check_quotable", lambda link: None)
    quiet = make.participant(by=consultant, consent=Consent.NOT_QUOTED)
    quote = make.excerpt(by=consultant, participant=quiet)
    finding = make.finding(by=consultant)
    link = make.link(
        finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True
    )
    assert link.is_quoted


def test_a_group_of_fewer_than_five_is_not_named(
    consultant: User, second_consultant: User, lead: User
) -> None:
    out = content(consultant, second_consultant, lead, consent=Consent.GROUP_LABEL)
    assert out["quotes"] == [{"words": WORDS, "label": ""}]


def test_a_group_of_five_is_named(consultant: User, second_consultant: User, lead: User) -> None:
    for _ in range(4):
        make.held_interview(by=consultant)
    out = content(consultant, second_consultant, lead, consent=Consent.GROUP_LABEL)
    assert out["quotes"] == [{"words": WORDS, "label": "Resident"}]


def test_quoted_without_label_has_none_however_large_the_group(
    consultant: User, second_consultant: User, lead: User
) -> None:
    for _ in range(5):
        make.held_interview(by=consultant)
    out = content(consultant, second_consultant, lead, consent=Consent.NO_LABEL)
    assert out["quotes"] == [{"words": WORDS, "label": ""}]


def test_on_the_record_needs_confirmed_words(consultant: User) -> None:
    official = make.participant(
        by=consultant, group=SpeakerGroup.OFFICIAL, consent=Consent.ON_RECORD, office="City Manager"
    )
    quote = make.excerpt(by=consultant, participant=official)
    finding = make.finding(by=consultant)
    with pytest.raises(Refused, match="must be exact"):
        make.link(
            finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True
        )
    confirm_words(excerpt=quote, by=consultant)
    quote.refresh_from_db()
    make.link(finding=finding, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True)


def test_nothing_that_identifies_is_in_a_release(
    consultant: User, second_consultant: User, lead: User
) -> None:
    out = json.dumps(content(consultant, second_consultant, lead, name="Quirinalia Zephyrine"))
    day = clock.today()
    for trace in ("P-01", "Quirinalia", consultant.name, day.isoformat(), "public place"):
        assert trace not in out


def test_struck_text_stays_inside(consultant: User, second_consultant: User, lead: User) -> None:
    answer = make.answer(
        interview=make.held_interview(by=consultant),
        text="> He, ((Officer Doe)), told me. #trust",
        by=consultant,
    )
    make.released(by=consultant, signer=second_consultant, lead=lead, quote=answer.excerpts.get())
    assert PublishedItem.objects.get().content["quotes"][0]["words"] == "He, […], told me."


def test_only_the_lead_releases(consultant: User, second_consultant: User) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    with pytest.raises(Refused, match="lead"):
        release_finding(finding=finding, revision=finding.revision, by=consultant)


def test_a_released_finding_is_not_released_again(
    consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead)
    with pytest.raises(Refused):
        release_finding(finding=finding, revision=finding.revision, by=lead)
    assert PublishedItem.objects.count() == 1


def test_an_unsigned_finding_is_not_released(consultant: User, lead: User) -> None:
    finding = make.submitted(by=consultant)
    with pytest.raises(Refused):
        release_finding(finding=finding, revision=finding.revision, by=lead)


def test_withdrawn_consent_takes_the_quote_out_and_reopens_the_finding(
    consultant: User, second_consultant: User, lead: User
) -> None:
    quote = make.excerpt(by=consultant)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    somebody = make.heard(quote).participant
    withdraw_consent(participant=somebody, revision=1, by=consultant)
    finding.refresh_from_db()
    assert finding.state == FindingState.IN_REVIEW
    assert not EvidenceLink.objects.get().is_quoted
    sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)
    now = PublishedItem.objects.published_at(clock.now()).get()
    assert now.content["quotes"] == []


def test_a_draft_with_withdrawn_words_stays_a_draft(
    consultant: User, second_consultant: User
) -> None:
    quote = make.excerpt(by=consultant)
    approved = make.approved(by=consultant, signer=second_consultant, quote=quote)
    draft = make.finding(by=consultant)
    make.link(finding=draft, by=consultant, source=EvidenceSource(excerpt=quote), is_quoted=True)
    draft.refresh_from_db()
    withdraw_consent(participant=make.heard(quote).participant, revision=1, by=consultant)
    after = {row.pk: row for row in Finding.objects.all()}
    assert after[approved.pk].state == FindingState.IN_REVIEW
    assert (after[draft.pk].state, after[draft.pk].revision) == (draft.state, draft.revision)
    assert not EvidenceLink.objects.filter(is_quoted=True).exists()


def test_a_signature_that_was_voided_keeps_its_reason(
    consultant: User, second_consultant: User
) -> None:
    finding = make.approved(by=consultant, signer=second_consultant)
    for number in (1, 2):
        link = make.link(finding=finding, by=consultant)
        finding.refresh_from_db()
        if number == 1:
            sign_finding(finding=finding, revision=finding.revision, by=second_consultant)
        unlink_evidence(link=link, revision=1, reason="Twice", by=consultant)
        finding.refresh_from_db()
    first, second = finding.sign_offs.order_by("at")
    assert first.voided_at is not None
    assert second.voided_at is not None
    assert first.voided_at < second.voided_at


def test_a_released_text_cannot_be_changed(
    consultant: User, second_consultant: User, lead: User
) -> None:
    make.released(by=consultant, signer=second_consultant, lead=lead)
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        PublishedItem.objects.update(reference="F-0002")


def test_a_retraction_leaves_the_figures(
    consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead)
    withdraw_finding(
        finding=finding, revision=finding.revision, reason="Found to be wrong", by=lead
    )
    figure = figures.compute("findings.released", Scope(clock.now(), Audience.PUBLIC))
    assert figure.value == "0"
    changes = figures.compute("findings.changes", Scope(clock.now(), Audience.PUBLIC))
    assert changes.title.startswith("2 changes since ")
    assert [row[2] for row in changes.table.rows] == ["released", "withdrawn"]


def test_only_a_lead_withdraws_what_was_released(
    consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead)
    with pytest.raises(Refused, match="lead"):
        withdraw_finding(finding=finding, revision=finding.revision, reason="Wrong", by=consultant)
    finding.refresh_from_db()
    assert (finding.withdrawn_on, PublishedItem.objects.count()) == (None, 1)
    draft = make.finding(by=consultant)
    withdraw_finding(finding=draft, revision=draft.revision, reason="Twice", by=consultant)


def test_each_step_of_a_finding_changes_it(
    consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.finding(by=consultant)
    make.link(finding=finding, by=consultant)
    finding.refresh_from_db()
    steps = (
        (submit_finding, consultant),
        (sign_finding, second_consultant),
        (release_finding, lead),
    )
    for number, (step, by) in enumerate(steps, 1):
        moment = clock.now() + timedelta(days=number)
        with clock.at(moment):
            step(finding=finding, revision=finding.revision, by=by)
        finding.refresh_from_db()
        assert finding.changed_at == moment


def test_columns_of_evidence_have_names_of_their_own(db: None) -> None:
    figure = figures.compute("findings.evidence", Scope(clock.now(), Audience.PUBLIC))
    labels = [column.label for column in figure.table.columns]
    assert labels[-2:] == ["Any evidence against it?", "Evidence against it"]


def test_figures_for_the_board_read_releases_only(
    consultant: User, second_consultant: User, lead: User
) -> None:
    make.approved(by=consultant, signer=second_consultant)
    scope = Scope(clock.now(), Audience.BOARD)
    assert figures.compute("findings.findings", scope).value == "0"
    assert figures.compute("findings.released", scope).table.rows == ()


@pytest.mark.parametrize(
    "name",
    ["interviews", "findings", "recommendations", "released", "changes"],
)
@pytest.mark.parametrize("audience", Audience)
def test_every_figure_is_made_of_nothing_too(db: None, name: str, audience: Audience) -> None:
    figure = figures.compute(f"findings.{name}", Scope(clock.now(), audience))
    assert figures.from_json(json.loads(json.dumps(figures.to_json(figure)))) == figure
    assert not figure.title.endswith(".")


@pytest.mark.parametrize("place", ["finding", "quote", "recommendation"])
def test_a_participants_code_never_leaves_in_any_words(
    place: str, consultant: User, second_consultant: User, lead: User
) -> None:
    code = make.participant(by=consultant).code
    if place == "recommendation":
        finding = make.released(by=consultant, signer=second_consultant, lead=lead)
        wanted = replace(make.RECOMMENDATION, measure_of_done=f"As {code} asked.")
        advice = make.recommendation(by=consultant, finding=finding, values=wanted)
        with pytest.raises(Refused, match="participant’s code"):
            issue_recommendation(recommendation=advice, revision=advice.revision, by=lead)
        return
    quote = make.excerpt(by=consultant, words=f"I stood beside {code} there.")
    approved_finding = make.approved(by=consultant, signer=second_consultant, quote=quote)
    if place == "finding":
        values = replace(make.FINDING, effect=f"Trust fell.\n{code} moved away.")
        quote = make.excerpt(by=consultant, words="I stood there.")
        approved_finding = make.finding(by=consultant, values=values)
        make.link(
            finding=approved_finding,
            by=consultant,
            source=EvidenceSource(excerpt=quote),
            is_quoted=True,
        )
        approved_finding.refresh_from_db()
        approved_finding = submit_finding(
            finding=approved_finding, revision=approved_finding.revision, by=consultant
        )
        sign_finding(
            finding=approved_finding, revision=approved_finding.revision, by=second_consultant
        )
        approved_finding.refresh_from_db()
    with pytest.raises(Refused, match="participant’s code"):
        release_finding(finding=approved_finding, revision=approved_finding.revision, by=lead)
