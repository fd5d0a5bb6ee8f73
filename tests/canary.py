"""Planting the canaries: one unmistakable word in every confidential field."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from clayton_review import clock
from clayton_review.accounts import actions as accounts
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass, Role
from clayton_review.documents.actions import file_document
from clayton_review.engagement import actions as engagement
from clayton_review.reports import actions as reports
from clayton_review.reports import snapshot
from clayton_review.reports.approved_content import content_sha256
from clayton_review.reports.checks import check
from clayton_review.reports.models import NoticeKind, Report
from findings.coding.actions.code_book import define_code
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.inputs import CodeInput
from findings.coding.models.quotable_texts import Consent
from findings.conclusions.actions.comments import add_comment
from findings.conclusions.actions.evidence import amend_evidence
from findings.conclusions.actions.findings import edit_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding, withdraw_finding
from findings.conclusions.inputs import CommentInput, EvidenceSource
from findings.conclusions.models.findings import Finding
from findings.fieldwork.actions.activities import write_notes
from findings.fieldwork.actions.identities import seal_identity
from findings.interviews.models.participants import Participant
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.goals import create_action_step, create_goal
from findings.recommendations.actions.recommendations import assign_recommendations, report_progress
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import (
    ActionStepInput,
    CityResponseInput,
    GoalInput,
    ProgressInput,
    RecommendationAssignmentInput,
)
from findings.recommendations.models.recommendations import Recommendation
from findings.stories.actions.stories import WorkingCopy, save_working_copy
from incidents import actions as incidents
from incidents.models import EventInput, EvidenceState, TimePrecision
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.survey.models import SampleKind
from tests import canary_requests as asking
from tests.accounts.factories import person
from tests.canary_table import WHO_MAY_MEET
from tests.documents import factories as library
from tests.engagement import factories as contracts
from tests.findings import factories as studies
from tests.findings import field_factories as fieldwork
from tests.findings import story_factories
from tests.incidents import factories as encounters
from tests.letters.outgoing import sent_letters
from tests.reports.factories import a_draft, answer_warnings
from tests.surveys import factories as polls

NOW = datetime(2019, 1, 2, 15, tzinfo=UTC)


def word(name: str) -> str:
    """The canary of a field; in small letters, for some pages write labels small."""
    return f"zq{name}qz"


@dataclass
class Study:
    """Everybody who looks, and the pieces that the crawl needs by hand."""

    people: dict[str, User]
    expected: dict[str, str] = field(default_factory=dict)  # canary → its exact text

    @property
    def lead(self) -> User:
        return self.people["lead"]

    @property
    def writer(self) -> User:
        return self.people["consultant"]


def plant() -> Study:
    """A small study with a canary in every field, all through actions."""
    study = Study({role.value: person(role=role, name=f"{role.label} One") for role in Role})
    study.expected = {name: word(name) for name in WHO_MAY_MEET}
    helper = person(role=Role.CONSULTANT, name="Second Reader")
    study.lead.deputy = helper
    study.lead.save()
    with clock.at(NOW.replace(day=1, month=12, year=2018)):
        _evidence(study, helper)
    with clock.at(NOW):
        _reports(study, helper)
        _people(study)
    return study


def _evidence(study: Study, helper: User) -> None:
    contracts.contract(by=study.lead)
    values = contracts.expense_values(by=study.writer, description=word("expensewords"))
    engagement.file(record_id=uuid.uuid4(), values=values, by=study.writer)
    amendment = contracts.amendment(by=study.lead, change="1000", approved_on=date(2018, 11, 20))
    engagement.withdraw(
        row=amendment, revision=amendment.revision, reason=word("amendmentwhy"), by=study.lead
    )
    _library_and_incidents(study)
    asking.plant(study, word)
    quotes = _interviews(study)
    _findings(study, helper, quotes)
    _survey(study)
    _stories(study)


def _library_and_incidents(study: Study) -> None:
    lead, writer = study.lead, study.writer
    records = [
        library.stored_file(by=lead, content=f"The {word(name)} file".encode(), name="letter.txt")
        for name in ("restrictedfile", "publicfile")
    ]
    hidden = file_document(
        record_id=uuid.uuid4(),
        values=replace(
            library.VALUES,
            title=word("restricteddocument"),
            note=word("restrictednote"),
            disclosure_class=DisclosureClass.RESTRICTED,
            file=records[0],
        ),
        by=lead,
    )
    for name, kind, file in (
        ("teamdocument", DisclosureClass.TEAM, None),
        ("boarddocument", DisclosureClass.CITY_AND_BOARD, None),
        ("publicdocument", DisclosureClass.PUBLIC, records[1]),
    ):
        library.document(by=lead, title=word(name), disclosure_class=kind, file=file)
    encounters.incident(
        by=lead, title=word("restrictedincident"), disclosure_class=DisclosureClass.RESTRICTED
    )
    incident = encounters.incident(by=writer, title=word("teamincident"))
    encounters.claim(incident=incident, by=writer, text=word("teamclaim"))
    encounters.claim(incident=incident, by=lead, text=word("restrictedclaim"), document=hidden)
    encounters.person(incident=incident, by=writer, label=word("involvedperson"))
    encounters.evidence(
        incident=incident,
        by=lead,
        disclosure_class=DisclosureClass.RESTRICTED,
        description=word("restrictedevidence"),
        state=EvidenceState.REQUESTED,
    )
    values = EventInput(
        text=word("restrictedevent"),
        at=encounters.AT,
        precision=TimePrecision.MINUTE,
        clock_source="Radio",
        document=hidden,
    )
    incidents.add_event(incident=incident, record_id=uuid.uuid4(), values=values, by=lead)


def _interviews(study: Study) -> dict[str, Any]:
    by = study.writer
    studies.guide(by=by, questions=[f"{word('guidequestion')}?", "And then?"])
    values = CodeInput(name="respect", definition=word("codedefinition"))
    define_code(record_id=uuid.uuid4(), values=values, by=by)
    participant = studies.participant(by=by, name=word("participantname").title())
    seal_identity(
        participant=participant,
        by=by,
        phone=word("participantphone"),
        email=f"{word('participantemail')}@example.org",
    )
    _field_work(by, participant)
    silent = studies.participant(by=by, consent=Consent.NOT_QUOTED)
    answer = studies.answer(
        interview=studies.held_interview(by=by, participant=participant),
        text=f"{word('answertext')} before. They said {word('releasedquote')} "
        f"(({word('identifyingtext')})) to us. !{word('followup')}",
        by=by,
    )
    loud = f"{word('releasedquote')} (({word('identifyingtext')})) to us."
    return {
        "released": mark_excerpt(source=answer, words=loud, by=by),
        "unreleased": studies.excerpt(
            by=by, participant=participant, words=word("unreleasedquote")
        ),
        "silent": studies.excerpt(by=by, participant=silent, words=word("notquotedwords")),
    }


def _stories(study: Study) -> None:
    with clock.at(clock.now() - timedelta(days=7)):
        story_factories.tell(what=word("storywords"), wish=word("storywish"))
        story_factories.ask_to_talk(name=word("talkname"), reach=word("talkreach"))
    (story,) = story_factories.opened_stories()
    work = WorkingCopy(word("storywords"), word("storymemo"))
    save_working_copy(story=story, revision=story.revision, working_copy=work, by=study.writer)
    story_factories.tell(what=word("waitingstory"))


def _field_work(by: User, participant: Participant) -> None:
    fieldwork.attempt(by=by, participant=participant, note=word("contactnote"))
    fieldwork.booked(by=by, participant=participant, where=word("slotplace"))
    met = fieldwork.activity(by=by, title=word("activityname"))
    text = f"{word('activitynotes')} and {word('activityquote')}. (({word('identifyingtext')}))"
    met = write_notes(activity=met, revision=met.revision, text=text, by=by)
    mark_excerpt(source=met, words=word("activityquote"), by=by)


def _findings(study: Study, helper: User, quotes: dict[str, Any]) -> None:
    by = study.writer
    draft = studies.finding(by=by, values=replace(studies.FINDING, statement=word("draftfinding")))
    studies.link(finding=draft, by=by, source=EvidenceSource(excerpt=quotes["unreleased"]))
    released = _signed(by, helper, word("releasedfinding"), quotes)
    release_finding(finding=released, revision=released.revision, by=study.lead)
    _signed(by, helper, word("signedfinding"), {"silent": quotes["silent"]})
    finding = studies.finding(by=by)
    withdraw_finding(finding=finding, revision=finding.revision, reason=word("withdrawnwhy"), by=by)
    drafted = replace(studies.RECOMMENDATION, text=word("draftrecommendation"))
    studies.recommendation(by=by, finding=draft, values=drafted)
    values = replace(studies.RECOMMENDATION, text=word("issuedrecommendation"))
    advice = studies.recommendation(by=by, finding=released, values=values)
    issue_recommendation(recommendation=advice, revision=advice.revision, by=study.lead)
    advice.refresh_from_db()
    report_progress(
        recommendation=advice,
        revision=advice.revision,
        progress=ProgressInput("in_progress", advice.stage, word("progressnote")),
        by=study.people["city"],
    )
    _tracked(study, advice, draft)


def _tracked(study: Study, advice: Recommendation, draft: Finding) -> None:
    """Notes of the city and of the team on a recommendation, and notes for the team alone."""
    by, city = study.writer, study.people["city"]
    advice.refresh_from_db()
    progress = ProgressInput("in_progress", advice.stage, word("publicnote"), is_note_public=True)
    report_progress(recommendation=advice, revision=advice.revision, progress=progress, by=city)
    advice.refresh_from_db()
    answer = CityResponseInput("partial", word("cityanswer"), clock.today())
    record_response(recommendation=advice, revision=advice.revision, answer=answer, by=city)
    goal = create_goal(record_id=uuid.uuid4(), values=GoalInput(word("unreleasedgoal")), by=by)
    step = create_action_step(record_id=uuid.uuid4(), values=ActionStepInput(goal, "A step"), by=by)
    assignment = RecommendationAssignmentInput(step=step, owner=word("unreleasedowner"))
    assign_recommendations(recommendations=[advice], assignment=assignment, by=by)
    remark = CommentInput(word("teamcomment"))
    add_comment(record_id=uuid.uuid4(), subject=draft, values=remark, by=by)
    link = draft.links.get()
    amend_evidence(
        link=link, revision=link.revision, stance=link.stance, note=word("evidencenote"),
        is_quoted=False, by=by,
    )  # fmt: skip
    draft.refresh_from_db()
    values = replace(studies.FINDING, statement=draft.statement, cause="Nobody asked.")
    edit_finding(
        finding=draft, revision=draft.revision, values=values, why=word("versionwhy"), by=by
    )


def _signed(by: User, signer: User, statement: str, quotes: dict[str, Any]) -> Finding:
    finding = studies.finding(by=by, values=replace(studies.FINDING, statement=statement))
    for name, quote in quotes.items():
        is_quoted = name == "released"
        studies.link(
            finding=finding, by=by, source=EvidenceSource(excerpt=quote), is_quoted=is_quoted
        )
    finding.refresh_from_db()
    finding = submit_finding(finding=finding, revision=finding.revision, by=by)
    sign_finding(finding=finding, revision=finding.revision, by=signer)
    finding.refresh_from_db()
    return finding


def _survey(study: Study) -> None:
    polled = polls.open_survey(by=study.lead, sample=SampleKind.OPT_IN)
    sheets: list[Any] = [{"feel_safe": "4", "stopped": "no", "story": None} for _ in range(99)]
    polls.answered(polled, [*sheets, {**sheets[0], "story": word("ownwords")}])
    draft = polls.NOTATION.replace("I trust", "I").replace("I feel safe", word("draftquestion"))
    polls.draft_survey(by=study.writer, slug="later", notation=draft)
    coded = polls.open_survey(by=study.lead, slug="coded")
    study.expected["surveycode"] = mint_codes(survey=coded, n=1, by=study.lead)[0]


def _reports(study: Study, helper: User) -> None:
    lead, others = study.lead, (study.writer, helper)
    december = a_draft()
    reports.write_opening(
        report=december, headline=word("issuedheadline"), lede="Told.", revision=1, by=lead
    )
    _write(december, word("issuednarrative"), lead)
    answer_warnings(december, lead)
    reports.submit(report=december, by=lead)
    reports.send_back(report=december, reason=word("sentbackwhy"), by=helper)
    report = reports.submit(report=december, by=lead)
    for approver in others:
        report = reports.approve(report=report, content=content_sha256(report), by=approver)
    reports.mail_board(report=report, kind=NoticeKind.ADVANCE)
    report = reports.issue(report=report, by=lead)
    reports.mail_board(report=report, kind=NoticeKind.ISSUE)
    draft = reports.correct(report=Report.objects.get(pk=report.pk), reason="Typing.", by=lead)
    reports.write_opening(
        report=draft, headline=word("draftheadline"), lede="Not yet.", revision=1, by=lead
    )
    _write(draft, f"{word('draftnarrative')} and 4711 things", lead)
    for checks in check(draft, snapshot.read(draft.snapshot), live=False):
        reason = word("warninganswer")
        reports.acknowledge(report=draft, warning=checks.key, reason=reason, by=lead)
    remark, section = word("reportcomment"), "budget"
    reports.comment(record_id=uuid.uuid4(), report=draft, section=section, text=remark, by=helper)


def _write(report: Report, words: str, by: User) -> None:
    revision = report.sections.get(name="budget").revision
    reports.write_section(report=report, name="budget", narrative=words, revision=revision, by=by)


def _people(study: Study) -> None:
    _, token = accounts.invite(
        email=f"{word('inviteemail')}@example.org",
        role=Role.BOARD,
        name=word("inviteename"),
        by=study.lead,
    )
    _, secret = accounts.make_link(user=study.people["board"])
    colleague = person(email=f"{word('colleaguemail')}@example.org", password=word("passwordword"))
    accounts.close(user=colleague, by=study.lead, reason=word("closedwhy"))
    study.expected |= {"inviteetoken": token, "linktoken": secret}
    assert sent_letters()
