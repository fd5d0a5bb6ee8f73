"""Loads findings with their evidence, sign-off by others, release, and recommendations."""

from datetime import date

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.demo.conclusions import (
    FINDINGS,
    RECOMMENDATIONS,
    DemoFinding,
    DemoRecommendation,
)
from clayton_review.demo.interviews import quote
from clayton_review.demo.november_findings import GOALS
from clayton_review.demo.times import identity, on
from clayton_review.documents.actions import file_document
from clayton_review.documents.models import Document, DocumentInput, DocumentKind
from clayton_review.figures import Audience, Scope
from findings.conclusions.actions.evidence import link_evidence
from findings.conclusions.actions.findings import sign_finding, submit_finding, write_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource, FindingInput
from findings.conclusions.models.findings import Finding
from findings.recommendations.actions.recommendations import report_progress as report_progress_now
from findings.recommendations.actions.recommendations import write_recommendation
from findings.recommendations.actions.release import issue_recommendation
from findings.recommendations.inputs import ProgressInput, RecommendationInput
from findings.recommendations.models.goals import ActionStep
from findings.recommendations.models.recommendations import Recommendation
from incidents.models import Claim

WRITTEN_ON = {
    "free to leave": "2018-12-17",
    "no recording": "2018-12-18",
    "quick help": "2019-01-16",
}
RELEASED_ON = {"free to leave": "2018-12-28", "no recording": "2018-12-28"}


def add_finding(
    key: str, sources: dict[str, Document], *, by: User, signer: User, lead: User
) -> None:
    """Take one finding from its draft to its sign-off, and to its release if it has one."""
    example = next(example for example in FINDINGS if example.key == key)
    with on(WRITTEN_ON[key]):
        finding = write(example, by=by)
        hang_evidence(finding, example, sources, by=by)
        finding = _reload_finding(finding)
        submit_finding(finding=finding, revision=finding.revision, by=by)
    with on(WRITTEN_ON[key], "16:00"):
        finding = _reload_finding(finding)
        if key in RELEASED_ON:
            sign_finding(finding=finding, revision=finding.revision, by=signer)
    if key in RELEASED_ON:
        with on(RELEASED_ON[key]):
            finding = _reload_finding(finding)
            release_finding(finding=finding, revision=finding.revision, by=lead)


def add_recommendation(key: str, *, by: User, lead: User) -> None:
    """Write one recommendation, and issue it to its addressee if its finding is released."""
    example = next(example for example in RECOMMENDATIONS if example.key == key)
    finding = Finding.objects.get(pk=identity(f"finding/{example.finding}"))
    with on("2018-12-29" if example.finding in RELEASED_ON else "2019-01-22"):
        values = RecommendationInput(
            text=example.text,
            addressee=example.addressee,
            measure_of_done=example.measure,
            owner=example.owner,
            step=step_of(key),
            priority=example.priority,
            due_on=date.fromisoformat(example.due_on),
        )
        recommendation = write_recommendation(
            record_id=identity(f"recommendation/{key}"), values=values, findings=[finding], by=by
        )
        if example.finding in RELEASED_ON:
            issue_recommendation(
                recommendation=recommendation, revision=recommendation.revision, by=lead
            )


def report_progress(*, city: User) -> None:
    """Record the city's progress of January."""
    for example in RECOMMENDATIONS:
        for day, status, note in example.progress:
            with on(day):
                _report(example, status, note, city=city)


def _report(example: DemoRecommendation, status: str, note: str, *, city: User) -> None:
    recommendation = Recommendation.objects.get(pk=identity(f"recommendation/{example.key}"))
    shown = None
    if status == "reported":
        values = DocumentInput(
            title="Order on the reason for a stop (demonstration text)",
            source="Clayton Police Department",
            kind=DocumentKind.POLICY,
            disclosure_class=DisclosureClass.CITY_AND_BOARD,
            is_demonstration=True,
        )
        shown = file_document(record_id=identity(f"city/{example.key}"), values=values, by=city)
    report_progress_now(
        recommendation=recommendation,
        revision=recommendation.revision,
        progress=ProgressInput(status, recommendation.stage, note, shown, is_note_public=True),
        by=city,
    )


def step_of(key: str) -> ActionStep | None:
    """Return the action step of the plan under which a recommendation stands."""
    titles = [title for _, steps in GOALS for title, keys in steps if key in keys]
    return ActionStep.objects.filter(pk__in=[identity(f"step/{title}") for title in titles]).first()


def write(example: DemoFinding, *, by: User, cause: str = "") -> Finding:
    """Write the draft of a finding, with another cause if it was reworded later."""
    values = FindingInput(
        statement=example.statement,
        kind=example.kind,
        pillar=example.pillar,
        condition=example.condition,
        criteria=example.criteria,
        cause=cause or example.cause,
        effect=example.effect,
    )
    return write_finding(record_id=identity(f"finding/{example.key}"), values=values, by=by)


def hang_evidence(
    finding: Finding, example: DemoFinding, sources: dict[str, Document], *, by: User
) -> None:
    """Link the evidence for a finding and the evidence against it."""
    for words in example.quotes:
        _link_evidence(
            finding,
            words,
            EvidenceSource(excerpt=quote(words)),
            "supporting",
            by=by,
            is_quoted=True,
        )
    for text in example.claims:
        _link_evidence(
            finding, text, EvidenceSource(claim=Claim.objects.get(text=text)), "supporting", by=by
        )
    if example.figure:
        scope = Scope(as_of=clock.now(), audience=Audience.BOARD)
        figure = figures.compute(example.figure, scope)
        _link_evidence(
            finding,
            example.figure,
            EvidenceSource(figure=figure, as_of=scope.as_of),
            "supporting",
            by=by,
        )
    against = EvidenceSource(document=sources[example.against])
    _link_evidence(
        finding, example.against, against, "contradicting", by=by, note=example.against_note
    )


def _link_evidence(
    finding: Finding,
    mark: str,
    source: EvidenceSource,
    stance: str,
    *,
    by: User,
    note: str = "",
    is_quoted: bool = False,
) -> None:
    link_evidence(
        record_id=identity(f"{finding.pk}/{mark}"),
        finding=finding,
        source=source,
        stance=stance,
        note=note,
        by=by,
        is_quoted=is_quoted,
    )


def _reload_finding(finding: Finding) -> Finding:
    fresh: Finding = Finding.objects.get(pk=finding.pk)
    return fresh
