"""Loads the plan, the findings of November, and what the city and the team did about them."""

from datetime import date

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.demo import finding_records
from clayton_review.demo.november_findings import (
    FINDINGS,
    GOALS,
    JANUARY_ANSWERS,
    NOVEMBER_RECOMMENDATIONS,
    THIN_CAUSE,
    NovemberRecommendation,
)
from clayton_review.demo.times import identity, on
from clayton_review.documents.actions import file_document
from clayton_review.documents.models import Document, DocumentInput, DocumentKind
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.actions.findings import edit_finding, sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import CommentInput, FindingInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.findings import Finding
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.goals import create_action_step, create_goal
from findings.recommendations.actions.recommendations import report_progress, write_recommendation
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.actions.reminders import send_reminders
from findings.recommendations.inputs import (
    ActionStepInput,
    CityResponseInput,
    GoalInput,
    ProgressInput,
    RecommendationInput,
)
from findings.recommendations.models.recommendations import Recommendation

BY_KEY = {example.key: example for example in FINDINGS}


def set_plan(*, by: User) -> None:
    """Create goals and action steps before the first recommendation."""
    with on("2018-11-26", "09:00"):
        for goal_number, (title, steps) in enumerate(GOALS, 1):
            values = GoalInput(title)
            goal = create_goal(record_id=identity(f"goal/{goal_number}"), values=values, by=by)
            for step_title, _ in steps:
                step_values = ActionStepInput(goal, step_title)
                create_action_step(
                    record_id=identity(f"step/{step_title}"), values=step_values, by=by
                )


def november(sources: dict[str, Document], *, by: User, signer: User, lead: User) -> None:
    """Write two findings, one of them reworded before it was signed, and four recommendations."""
    set_plan(by=by)
    _first_draft(sources, by=by)
    _find("two judgments", sources, "2018-11-27", by=by)
    for key in ("thin descriptions", "two judgments"):
        with on("2018-11-28", "15:00"):
            finding = _get_finding(key)
            sign_finding(finding=finding, revision=finding.revision, by=signer)
        with on("2018-11-29", "10:00"):
            finding = _get_finding(key)
            release_finding(finding=finding, revision=finding.revision, by=lead)
    with on("2018-11-30"):
        for recommendation in NOVEMBER_RECOMMENDATIONS:
            _issue(recommendation, by=by, lead=lead)


def december(*, city: User, verifier: User) -> None:
    """Record the city's answers to three of four; verify one on a document, close one in part."""
    for recommendation in NOVEMBER_RECOMMENDATIONS:
        if recommendation.answer:
            _answer(recommendation.key, *recommendation.answer, by=city)
    with on("2018-12-14"):
        card = _paper("Dispatchers’ question card, version of December 2018", "city/card", by=city)
        words = "The new question card is at all four dispatch consoles. A copy is attached."
        _report("dispatch card", "reported", "practice", words, by=city, paper=card)
    with on("2018-12-20"):
        words = (
            "We reviewed 41 dispatches from the week of December 10. Dispatchers followed the "
            "question card in 39."
        )
        _report("dispatch card", "verified", "practice", words, by=verifier, paper=card)
    with on("2018-12-22", "08:00"):
        send_reminders(today=date(2018, 12, 22))
    with on("2018-12-27"):
        words = (
            "The order of December 21 requires a supervisor when three or more people are led "
            "back. For one or two people nothing has changed, and the city does not plan to "
            "change it."
        )
        _report("supervisor", "partial", "policy", words, by=verifier)


def january(
    sources: dict[str, Document], *, by: User, reader: User, city: User, colleague: User
) -> None:
    """Record the city's answers to those issued in December; write and discuss a strength."""
    for key, day, response, words in JANUARY_ANSWERS:
        _answer(key, day, response, words, by=city)
    _find("polite", sources, "2019-01-18", by=by)
    with on("2019-01-21"):
        question = _comment(
            "How do we know the cause? One roll call is not a training program.",
            "cause", by=reader, mentioned=by,
        )  # fmt: skip
    with on("2019-01-22"):
        words = "Right. I have asked for the training records and will narrow it until they are in."
        _comment(words, "cause", by=by, reply_to=question)
        _reword_the_cause(by=by)
    with on("2019-01-23"):
        words = "Is a frightened contact a strength? I would say what people said, and stop there."
        _comment(words, "statement", by=colleague, mentioned=reader)
        resolve_comment(comment=question, by=reader)


def _first_draft(sources: dict[str, Document], *, by: User) -> None:
    example = BY_KEY["thin descriptions"]
    with on("2018-11-26", "16:00"):
        finding = finding_records.write(example, by=by, cause=THIN_CAUSE)
    with on("2018-11-27", "11:00"):
        edit_finding(
            finding=finding,
            revision=finding.revision,
            values=_values(finding, cause=example.cause),
            why="We have seen the question card itself",
            by=by,
        )
        _hang_and_submit("thin descriptions", sources, by=by)


def _find(key: str, sources: dict[str, Document], day: str, *, by: User) -> None:
    with on(day, "14:00"):
        finding_records.write(BY_KEY[key], by=by)
        _hang_and_submit(key, sources, by=by)


def _hang_and_submit(key: str, sources: dict[str, Document], *, by: User) -> None:
    finding_records.hang_evidence(_get_finding(key), BY_KEY[key], sources, by=by)
    finding = _get_finding(key)
    submit_finding(finding=finding, revision=finding.revision, by=by)


def _reword_the_cause(*, by: User) -> None:
    finding = _get_finding("polite")
    narrower = (
        "Supervisors talk about courtesy at roll call. What training adds remains to be seen."
    )
    edit_finding(
        finding=finding,
        revision=finding.revision,
        values=_values(finding, cause=narrower),
        why="Narrowed until the training records are in",
        by=by,
    )


def _issue(recommendation: NovemberRecommendation, *, by: User, lead: User) -> None:
    values = RecommendationInput(
        text=recommendation.text,
        addressee=recommendation.addressee,
        measure_of_done=recommendation.measure,
        owner=recommendation.owner,
        step=finding_records.step_of(recommendation.key),
        priority=recommendation.priority,
        due_on=date.fromisoformat(recommendation.due_on),
    )
    row = write_recommendation(
        record_id=identity(f"recommendation/{recommendation.key}"),
        values=values,
        findings=[_get_finding(recommendation.finding)],
        by=by,
    )
    issue_recommendation(recommendation=row, revision=row.revision, by=lead)


def _answer(key: str, day: str, response: str, words: str, *, by: User) -> None:
    with on(day):
        row = _advice(key)
        answer = CityResponseInput(response, words, date.fromisoformat(day))
        record_response(recommendation=row, revision=row.revision, answer=answer, by=by)


def _report(
    key: str, status: str, stage: str, words: str, *, by: User, paper: Document | None = None
) -> None:
    row = _advice(key)
    progress = ProgressInput(status, stage, words, paper, is_note_public=True)
    report_progress(recommendation=row, revision=row.revision, progress=progress, by=by)


def _comment(
    words: str,
    element: str,
    *,
    by: User,
    mentioned: User | None = None,
    reply_to: Comment | None = None,
) -> Comment:
    values = CommentInput(words, element, mentioned, reply_to)
    key = identity(f"comment/{words}")
    return add_comment(record_id=key, subject=_get_finding("polite"), values=values, by=by)


def _paper(title: str, key: str, *, by: User) -> Document:
    values = DocumentInput(
        title=f"{title} (demonstration text)",
        source="City of Clayton",
        kind=DocumentKind.POLICY,
        disclosure_class=DisclosureClass.CITY_AND_BOARD,
        is_demonstration=True,
    )
    return file_document(record_id=identity(key), values=values, by=by)


def _values(finding: Finding, *, cause: str) -> FindingInput:
    words = {**finding.text(), "cause": cause}
    return FindingInput(**words, theme=finding.theme)


def _get_finding(key: str) -> Finding:
    finding: Finding = Finding.objects.get(pk=identity(f"finding/{key}"))
    return finding


def _advice(key: str) -> Recommendation:
    recommendation: Recommendation = Recommendation.objects.get(
        pk=identity(f"recommendation/{key}")
    )
    return recommendation
