"""Tests of evidence whose interview or field activity was withdrawn."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.dashboard.selectors.released_findings import released_finding
from clayton_review.figures import Audience, Scope
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.actions.evidence import unlink_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import Stance
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.selectors.completeness import completeness_sentence
from findings.conclusions.selectors.public_finding import public_finding
from findings.fieldwork.actions.activities import withdraw_activity, write_notes
from findings.fieldwork.actions.participants import withdraw_consent
from findings.interviews.actions.withdrawal import withdraw_interview
from findings.interviews.models.interviews import Interview
from findings.releases.models import PublishedItem
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.findings.pages import page_text

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PROMISES = (
    "no longer appear in the list or in any count, and it will not count as evidence.",
    "Its words will not be quoted again, and findings that showed them go back to review.",
    "Issued reports keep what they printed.",
    "This cannot be undone.",
)
MISSING = "evidence for the finding that has not been withdrawn"


def withdraw(quote: Excerpt, *, by: User) -> None:
    interview = make.heard(quote)
    withdraw_interview(
        interview=interview, revision=interview.revision, reason="They asked us to.", by=by
    )


def link(finding: Finding, quote: Excerpt, *, by: User, stance: str = Stance.SUPPORTING) -> None:
    make.link(finding=finding, by=by, source=EvidenceSource(excerpt=quote), stance=stance)


def on_background(quote: Excerpt, *, by: User) -> Finding:
    """Create a draft that has nothing but a quote that is not printed for it."""
    draft = make.finding(by=by)
    link(draft, quote, by=by)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def quote(consultant: User) -> Excerpt:
    return make.excerpt(by=consultant)


def test_the_page_says_when_and_why_it_was_withdrawn(
    as_: SignIn, quote: Excerpt, consultant: User
) -> None:
    draft = on_background(quote, by=consultant)
    assert "was withdrawn on" not in page_text(as_(consultant), "finding_detail", draft.reference)
    withdraw(quote, by=consultant)
    page = page_text(as_(consultant), "finding_detail", draft.reference)
    today = day(clock.today())
    assert f"This interview was withdrawn on {today}: They asked us to." in page
    assert "does not count as evidence and is not published" in page


def test_a_withdrawn_interview_does_not_complete_a_finding(
    quote: Excerpt, consultant: User, second_consultant: User
) -> None:
    draft = on_background(quote, by=consultant)
    withdraw(quote, by=consultant)
    assert completeness_sentence(draft) == f"Before you can send it for review, add: {MISSING}."
    with pytest.raises(Refused, match=MISSING):
        submit_finding(finding=draft, revision=draft.revision, by=consultant)


def test_a_withdrawn_interview_stops_the_signature(
    quote: Excerpt, consultant: User, second_consultant: User
) -> None:
    draft = on_background(quote, by=consultant)
    row = submit_finding(finding=draft, revision=draft.revision, by=consultant)
    withdraw(quote, by=consultant)
    assert completeness_sentence(row) == f"Before it can be signed, add: {MISSING}."
    with pytest.raises(Refused, match=MISSING):
        sign_finding(finding=row, revision=row.revision, by=second_consultant)


def test_a_withdrawn_interview_stops_the_release(
    quote: Excerpt, consultant: User, second_consultant: User, lead: User
) -> None:
    draft = on_background(quote, by=consultant)
    row = submit_finding(finding=draft, revision=draft.revision, by=consultant)
    sign_finding(finding=row, revision=row.revision, by=second_consultant)
    row.refresh_from_db()
    withdraw(quote, by=consultant)
    assert completeness_sentence(row) == f"Before it can be released, add: {MISSING}."
    with pytest.raises(Refused, match=MISSING):
        release_finding(finding=row, revision=row.revision, by=lead)


def test_withdrawn_words_against_a_finding_do_not_count(quote: Excerpt, consultant: User) -> None:
    draft = make.finding(by=consultant)
    make.link(finding=draft, by=consultant)
    link(draft, quote, by=consultant, stance=Stance.CONTRADICTING)
    assert "for and against" in completeness_sentence(draft)
    withdraw(quote, by=consultant)
    assert "No evidence against it is linked" in completeness_sentence(draft)
    assert public_finding(draft)["has_evidence_against"] is False
    assert public_finding(draft)["stands_on"] == ["documents"]


def test_a_withdrawn_activity_does_not_count(consultant: User) -> None:
    activity = field.activity(by=consultant)
    activity = write_notes(
        activity=activity, revision=activity.revision, text="They waved us through.", by=consultant
    )
    words = mark_excerpt(source=activity, words="They waved us through.", by=consultant)
    draft = on_background(words, by=consultant)
    assert "add:" not in completeness_sentence(draft)
    activity.refresh_from_db()
    withdraw_activity(
        activity=activity, revision=activity.revision, reason="Wrong day.", by=consultant
    )
    assert MISSING in completeness_sentence(draft)


def test_every_page_of_a_withdrawn_interview_agrees(
    as_: SignIn, quote: Excerpt, consultant: User
) -> None:
    interview, client = make.heard(quote), as_(consultant)
    participant = interview.participant.pk
    assert "Mark a quote" in page_text(client, "interview_detail", interview.pk)
    assert "withdrawn" not in page_text(client, "participant_detail", participant)
    withdraw(quote, by=consultant)
    assert "Mark a quote" not in page_text(client, "interview_detail", interview.pk)
    page = page_text(client, "participant_detail", participant)
    assert "1 withdrawn" in page
    assert "None yet." not in page
    page = page_text(client, "quote_detail", quote.pk)
    assert "Cannot be quoted: the interview was withdrawn." in page


@pytest.fixture
def released(quote: Excerpt, consultant: User, second_consultant: User, lead: User) -> Finding:
    """Release a finding with a document for it, and words that are not printed against it."""
    draft = make.finding(by=consultant)
    make.link(finding=draft, by=consultant)
    link(draft, quote, by=consultant, stance=Stance.CONTRADICTING)
    draft.refresh_from_db()
    row = submit_finding(finding=draft, revision=draft.revision, by=consultant)
    sign_finding(finding=row, revision=row.revision, by=second_consultant)
    row.refresh_from_db()
    release_finding(finding=row, revision=row.revision, by=lead)
    return row


def evidence_row() -> tuple[object, ...]:
    table = figures.compute("findings.evidence", Scope(clock.now(), Audience.PUBLIC)).table
    return table.rows[0]


def test_the_public_page_and_the_report_do_not_name_what_was_withdrawn(
    released: Finding, quote: Excerpt, consultant: User
) -> None:
    before = released_finding(released.reference)
    assert before is not None
    assert ("interviews",) in [side.silent for side in before.sides]
    assert evidence_row()[3:] == ("Yes", "Something said to the study that is not printed")
    withdraw(quote, by=consultant)
    after = released_finding(released.reference)
    assert after is not None
    assert [side.silent for side in after.sides] == [("documents",)]
    assert not after.has_evidence_against
    assert evidence_row()[3:] == ("No", "None that we found.")


def test_a_printed_quote_does_not_stand_for_the_one_that_was_withdrawn(
    quote: Excerpt, consultant: User, second_consultant: User, lead: User
) -> None:
    draft, other = make.finding(by=consultant), make.excerpt(by=consultant, words="It was fine.")
    for words in (quote, other):
        make.link(
            finding=draft, by=consultant, source=EvidenceSource(excerpt=words), is_quoted=True
        )
    draft.refresh_from_db()
    row = submit_finding(finding=draft, revision=draft.revision, by=consultant)
    sign_finding(finding=row, revision=row.revision, by=second_consultant)
    row.refresh_from_db()
    release_finding(finding=row, revision=row.revision, by=lead)
    withdraw(quote, by=consultant)
    public = released_finding(row.reference)
    assert public is not None
    (side,) = public.sides
    assert [piece.words for piece in side.pieces] == ["It was fine."]
    assert side.silent == ()


def test_an_interview_that_stays_is_still_named(
    released: Finding, quote: Excerpt, consultant: User
) -> None:
    other = make.excerpt(by=consultant, words="It was fine.")
    link(released, other, by=consultant, stance=Stance.CONTRADICTING)
    withdraw(quote, by=consultant)
    assert evidence_row()[3] == "Yes"


def test_the_withdraw_page_says_what_happens(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    quote = make.excerpt(by=consultant)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    interview, client = make.heard(quote), as_(consultant)
    page = page_text(client, "interview_withdraw", interview.pk)
    for promise in PROMISES:
        assert promise in page
    printed = PublishedItem.objects.get().content
    withdraw(quote, by=consultant)
    finding.refresh_from_db()
    interview.refresh_from_db()
    public = released_finding(finding.reference)
    assert public is not None
    assert (finding.state, public.sides) == (FindingState.IN_REVIEW, ())
    assert PublishedItem.objects.get().content == printed
    assert interview.withdrawn_reason == "They asked us to."
    assert list(Interview.objects.held_until(clock.now())) == []


def test_the_withdraw_page_of_an_activity_says_what_happens(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    activity = field.activity(by=consultant)
    activity = write_notes(
        activity=activity, revision=activity.revision, text="They waved us through.", by=consultant
    )
    words = mark_excerpt(source=activity, words="They waved us through.", by=consultant)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=words)
    page = page_text(as_(consultant), "activity_withdraw", activity.reference)
    for promise in PROMISES:
        assert promise in page
    withdraw_activity(
        activity=activity, revision=activity.revision, reason="Wrong day.", by=consultant
    )
    finding.refresh_from_db()
    public = released_finding(finding.reference)
    assert public is not None
    assert (finding.state, public.sides) == (FindingState.IN_REVIEW, ())
    assert "They waved us through." in str(PublishedItem.objects.get().content)


def test_the_page_that_removes_evidence_says_what_happens(
    as_: SignIn, quote: Excerpt, consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    removed = finding.links.get()
    page = page_text(as_(consultant), "evidence_remove", finding.reference, removed.pk)
    assert "an approved or released finding goes back to review" in page
    assert "A quote is no longer shown on public pages." in page
    assert "The history keeps the link, with your reason." in page
    unlink_evidence(link=removed, revision=removed.revision, reason="Wrong one.", by=consultant)
    finding.refresh_from_db()
    removed.refresh_from_db()
    public = released_finding(finding.reference)
    assert public is not None
    assert finding.state == FindingState.IN_REVIEW
    assert not any(side.pieces for side in public.sides)
    assert removed.withdrawn_reason == "Wrong one."


def test_the_consent_page_says_what_happens(
    as_: SignIn, quote: Excerpt, consultant: User, second_consultant: User, lead: User
) -> None:
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    participant = make.heard(quote).participant
    page = page_text(as_(consultant), "participant_consent", participant.pk)
    assert "will not be quoted again, neither on public pages nor in later reports" in page
    assert "findings that showed them go back to review" in page
    withdraw_consent(participant=participant, revision=participant.revision, by=consultant)
    finding.refresh_from_db()
    public = released_finding(finding.reference)
    assert public is not None
    assert finding.state == FindingState.IN_REVIEW
    assert not any(side.pieces for side in public.sides)
