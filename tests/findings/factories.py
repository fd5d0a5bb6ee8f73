"""Factories of minimal interviews, findings and recommendations; later states through actions."""

import uuid
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta

from clayton_review import clock
from clayton_review.accounts.models import User
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.conclusions.actions.evidence import link_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding, write_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource, FindingInput
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding, FindingKind, Pillar
from findings.fieldwork.actions.participants import add_participant
from findings.fieldwork.inputs import ParticipantInput
from findings.interviews.actions.answers import save_answers
from findings.interviews.actions.guides import create_guide
from findings.interviews.actions.interviews import change_interview_state, plan_interview
from findings.interviews.inputs import AnswerEdit, GuideInput, InterviewInput
from findings.interviews.models.guides import InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer, InterviewState
from findings.interviews.models.participants import Participant
from findings.recommendations.actions.goals import create_action_step, create_goal
from findings.recommendations.actions.recommendations import report_progress, write_recommendation
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import (
    ActionStepInput,
    GoalInput,
    ProgressInput,
    RecommendationInput,
)
from findings.recommendations.models.goals import ActionStep
from findings.recommendations.models.recommendations import Recommendation, RecommendationStatus
from tests.documents import factories as documents

QUESTIONS = ["How long have you lived in Clayton?", "Tell me about your last contact."]
FINDING = FindingInput(
    statement="No written rule says when people are free to leave.",
    kind=FindingKind.PROBLEM,
    pillar=Pillar.POLICY,
    condition="People are held without being told.",
    criteria="Task force recommendation 2.11.",
    cause="General order 41 is silent.",
    effect="Trust falls.",
)
RECOMMENDATION = RecommendationInput(
    text="Write the rule and train it.",
    addressee="Chief of Police",
    measure_of_done="Nine of ten reviewed stops show it.",
)


def guide(
    *, by: User, title: str = "Residents", questions: list[str] | None = None
) -> InterviewGuide:
    """Create a guide with two questions."""
    return create_guide(
        record_id=uuid.uuid4(),
        values=GuideInput(title=title),
        questions=questions or QUESTIONS,
        by=by,
    )


def participant(
    *,
    by: User,
    group: str = SpeakerGroup.RESIDENT,
    consent: str = Consent.GROUP_LABEL,
    office: str = "",
    name: str = "",
) -> Participant:
    """Create a participant who consented to be quoted."""
    values = ParticipantInput(group=group, consent=consent, consent_on=clock.today(), office=office)
    return add_participant(record_id=uuid.uuid4(), values=values, by=by, name=name)


def interview(
    *,
    by: User,
    participant: Participant | None = None,
    guide: InterviewGuide | None = None,
    held_on: date | None = None,
) -> Interview:
    """Create a planned interview; each earlier one of the participant moves it back by a day."""
    person = participant or _participant(by=by)
    n_earlier = person.interviews.count()
    values = InterviewInput(
        participant=person,
        guide=guide or InterviewGuide.objects.first() or _guide(by),
        interviewer=by,
        held_on=held_on or clock.today() - timedelta(days=n_earlier),
    )
    return plan_interview(record_id=uuid.uuid4(), values=values, by=by)


def held_interview(*, by: User, participant: Participant | None = None) -> Interview:
    """Create an interview that was held."""
    planned = interview(by=by, participant=participant)
    return change_interview_state(
        interview=planned, revision=planned.revision, to=InterviewState.HELD, by=by
    )


def answer(*, interview: Interview, text: str, by: User, position: int = 1) -> InterviewAnswer:
    """Save the answer to a question, replacing an earlier one."""
    question = interview.guide.questions.get(position=position)
    before = InterviewAnswer.objects.filter(interview=interview, question=question).first()
    edit = AnswerEdit(str(question.pk), text, before.revision if before else 0)
    save_answers(interview=interview, edits=[edit], by=by)
    return InterviewAnswer.objects.get(interview=interview, question=question)


def excerpt(
    *, by: User, participant: Participant | None = None, words: str = "Nobody told me I could go."
) -> Excerpt:
    """Create a quote from a held interview."""
    answer_text = answer(
        interview=held_interview(by=by, participant=participant), text=f"Well. {words} Yes.", by=by
    )
    return mark_excerpt(source=answer_text, words=words, by=by)


def heard(quote: Excerpt) -> Interview:
    """Return the interview that a quote was cut from."""
    assert quote.answer is not None
    return quote.answer.interview


def finding(*, by: User, values: FindingInput = FINDING) -> Finding:
    """Create a draft finding."""
    return write_finding(record_id=uuid.uuid4(), values=values, by=by)


def link(
    *,
    finding: Finding,
    by: User,
    source: EvidenceSource | None = None,
    is_quoted: bool = False,
    stance: str = Stance.SUPPORTING,
) -> EvidenceLink:
    """Link a piece of evidence, a document unless another source is given."""
    return link_evidence(
        record_id=uuid.uuid4(),
        finding=finding,
        source=source or EvidenceSource(document=documents.document(by=by)),
        stance=stance,
        note="",
        by=by,
        is_quoted=is_quoted,
    )


def submitted(*, by: User, quote: Excerpt | None = None, values: FindingInput = FINDING) -> Finding:
    """Create a finding in review, with evidence."""
    draft = finding(by=by, values=values)
    link(
        finding=draft,
        by=by,
        source=EvidenceSource(excerpt=quote) if quote else None,
        is_quoted=bool(quote),
    )
    draft.refresh_from_db()
    return submit_finding(finding=draft, revision=draft.revision, by=by)


def approved(
    *, by: User, signer: User, quote: Excerpt | None = None, values: FindingInput = FINDING
) -> Finding:
    """Create a finding that somebody else signed."""
    in_review = submitted(by=by, quote=quote, values=values)
    sign_finding(finding=in_review, revision=in_review.revision, by=signer)
    in_review.refresh_from_db()
    return in_review


def released(
    *,
    by: User,
    signer: User,
    lead: User,
    quote: Excerpt | None = None,
    values: FindingInput = FINDING,
) -> Finding:
    """Create a released finding."""
    approved_finding = approved(by=by, signer=signer, quote=quote, values=values)
    release_finding(finding=approved_finding, revision=approved_finding.revision, by=lead)
    approved_finding.refresh_from_db()
    return approved_finding


def recommendation(
    *, by: User, finding: Finding | None = None, values: RecommendationInput = RECOMMENDATION
) -> Recommendation:
    """Create a recommendation; a due date that is over was set the day before it."""
    findings = [finding or _finding(by)]
    due = values.due_on or clock.today()
    before = datetime.combine(due - timedelta(days=1), time(12), tzinfo=UTC)
    with clock.at(before) if due < clock.today() else nullcontext():
        return write_recommendation(record_id=uuid.uuid4(), values=values, findings=findings, by=by)


def issued(*, by: User, signer: User, lead: User) -> Recommendation:
    """Create an issued recommendation."""
    draft = recommendation(by=by, finding=released(by=by, signer=signer, lead=lead))
    issue_recommendation(recommendation=draft, revision=draft.revision, by=lead)
    draft.refresh_from_db()
    return draft


def reported(*, recommendation: Recommendation, by: User) -> Recommendation:
    """Report a recommendation as implemented."""
    paper = documents.document(by=by, disclosure_class="public")
    progress = ProgressInput(
        RecommendationStatus.REPORTED, recommendation.stage, "The order is written.", paper
    )
    report_progress(
        recommendation=recommendation, revision=recommendation.revision, progress=progress, by=by
    )
    recommendation.refresh_from_db()
    return recommendation


def plan(*, by: User, n_steps: int) -> list[ActionStep]:
    """Create a goal with some steps."""
    values = GoalInput("Every contact is explained")
    goal = create_goal(record_id=uuid.uuid4(), values=values, by=by)
    return [
        create_action_step(record_id=uuid.uuid4(), values=ActionStepInput(goal, f"Step {n}"), by=by)
        for n in range(n_steps)
    ]


def in_progress(*, note: str = "Begun.", is_note_public: bool = False) -> ProgressInput:
    """Return the values of a status that anybody may report."""
    return ProgressInput(
        RecommendationStatus.IN_PROGRESS, "policy", note, is_note_public=is_note_public
    )


def verification(*, by: User) -> ProgressInput:
    """Return the values with which a consultant verifies."""
    return ProgressInput(
        RecommendationStatus.VERIFIED, "policy", "Seen.", documents.document(by=by)
    )


_participant = participant


def _guide(by: User) -> InterviewGuide:
    return guide(by=by)


def _finding(by: User) -> Finding:
    return finding(by=by)
