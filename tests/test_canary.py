"""Every confidential word planted, every address visited as every role: who met what?"""

import html
import io
import logging
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import Invitation, User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.models import (
    Answer,
    Document,
    DocumentRequest,
    Intake,
    IntakeFile,
)
from clayton_review.engagement import models as engagement
from clayton_review.jobs.models import Job
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Comment, Report, ReportQuerySet
from clayton_review.reports.sections import SECTIONS
from clayton_review.web.logs import DiscreetFormatter
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.models.comments import Comment as Remark
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from findings.fieldwork.models.activities import FieldActivity
from findings.fieldwork.models.contacts import ContactAttempt
from findings.fieldwork.models.slots import Slot
from findings.interviews.models.guides import GuideQuestion, InterviewGuide
from findings.interviews.models.interviews import Interview, InterviewAnswer
from findings.interviews.models.participants import Participant
from findings.recommendations.models.goals import ActionStep, Goal
from findings.recommendations.models.recommendations import Recommendation
from findings.stories.models import Story, TalkRequest
from incidents.models import Claim, EvidenceItem, Incident, InvolvedPerson, TimelineEvent
from incidents.models.incident import IncidentQuerySet
from surveys.analysis.models import PopulationTarget
from surveys.survey.models import Survey
from tests.access_matrix import SENT_REPORTS
from tests.accounts.sessions import keep_visitors_in_memory, proved_now
from tests.canary import NOW, Study, plant
from tests.canary_table import ANYBODY, WHO_MAY_MEET
from tests.letters.outgoing import sent_letters
from tests.module_rows import Making
from tests.test_access_matrix import ALL, Address

pytestmark = [pytest.mark.django_db, pytest.mark.long]
Kwargs = dict[str, Any]
Met = dict[str, set[str]]
KINDS = ("quote", "claim", "figure", "document")


def _each(model: type[Model], field: str, name: str) -> Callable[[], Iterable[Kwargs]]:
    rows: Any = model._default_manager
    return lambda: [{name: value} for value in rows.values_list(field, flat=True)[:6]]


def _parts(model: Any) -> Callable[[], Iterable[Kwargs]]:
    return lambda: [
        {"reference": part.incident.reference, "part_id": part.pk}
        for part in model.objects.select_related("incident")
    ]


def _numbers() -> list[str]:
    return [report.number for report in Report.objects.without_bulk()]


def _figures() -> list[str]:
    issued = Report.objects.issued().first()
    assert issued is not None
    return [name for name in ("findings.released", "incidents.reviewed") if name in issued.edition]


# Things that exist, to fill addresses with; the first line that fits its name counts.
OBJECTS: list[tuple[str, Callable[[], Iterable[Kwargs]]]] = [
    ("findings:activity_", _each(FieldActivity, "reference", "reference")),
    ("findings:contact_create", _each(Participant, "pk", "key")),
    ("findings:contact_", _each(ContactAttempt, "pk", "key")),
    ("findings:slot_", _each(Slot, "pk", "key")),
    ("findings:question_", _each(GuideQuestion, "pk", "key")),
    ("findings:guide_", _each(InterviewGuide, "pk", "key")),
    ("findings:participant_", _each(Participant, "pk", "key")),
    ("findings:interview_", _each(Interview, "pk", "key")),
    ("findings:story_", _each(Story, "pk", "key")),
    ("findings:talk_", _each(TalkRequest, "pk", "key")),
    ("findings:quote_create", _each(InterviewAnswer, "pk", "key")),
    ("findings:quote_", _each(Excerpt, "pk", "key")),
    ("findings:code_", _each(Code, "pk", "key")),
    ("findings:evidence_create", lambda: [
        {"reference": row.reference, "kind": kind}
        for row in Finding.objects.filter(state="draft") for kind in KINDS]),
    ("findings:comment_", _each(Remark, "pk", "key")),
    ("findings:goal_", _each(Goal, "pk", "key")),
    ("findings:step_", _each(ActionStep, "pk", "key")),
    ("findings:evidence_", lambda: [
        {"reference": link.finding.reference, "key": link.pk}
        for link in EvidenceLink.objects.select_related("finding")]),
    ("findings:finding_", _each(Finding, "reference", "reference")),
    ("findings:recommendation_", _each(Recommendation, "reference", "reference")),
    ("findings:progress_", _each(Recommendation, "reference", "reference")),
    ("incidents:claim", _parts(Claim)),
    ("incidents:event_", _parts(TimelineEvent)),
    ("incidents:person_", _parts(InvolvedPerson)),
    ("incidents:evidence_", _parts(EvidenceItem)),
    ("incidents:", _each(Incident, "reference", "reference")),
    ("requests:decide", lambda: [
        {"reference": answer.request.reference, "key": answer.pk}
        for answer in Answer.objects.select_related("request")]),
    ("requests:revoke", list),
    ("requests:upload", list),  # its token is a canary itself
    *[(f"requests:{page}", _each(Intake, "reference", "reference"))
      for page in ("intake", "receipt", "undo")],
    *[(f"requests:{page}", lambda: [
        {"control": row.control} for row in IntakeFile.objects.received()])
      for page in ("received", "library_add")],
    ("requests:", _each(DocumentRequest, "reference", "reference")),
    ("documents:", _each(Document, "reference", "reference")),
    ("engagement:expenses", _each(engagement.Expense, "reference", "key")),
    ("engagement:amendments", _each(engagement.Amendment, "reference", "key")),
    ("engagement:contract", _each(engagement.Contract, "reference", "key")),
    ("engagement:", list),
    ("surveys:answers", lambda: [
        {"slug": survey.slug, "name": question.name}
        for survey in Survey.objects.with_questionnaire() if survey.version
        for question in survey.version.questionnaire.questions]),
    ("surveys:target", lambda: [
        {"slug": target.survey.slug, "pk": target.pk}
        for target in PopulationTarget.objects.select_related("survey")]),
    ("surveys:", _each(Survey, "slug", "slug")),
    ("reports:section", lambda: [
        {"number": number, "name": kind.name} for number in _numbers() for kind in SECTIONS[:2]]),
    ("reports:resolve", lambda: [
        {"number": remark.report.number, "pk": remark.pk} for remark in Comment.objects.all()]),
    ("reports:", lambda: [{"number": number} for number in _numbers()]),
    ("dashboard:question_results", lambda: [
        {"slug": survey.slug, "name": question.name}
        for survey in Survey.objects.with_questionnaire() if survey.version
        for question in survey.version.questionnaire.questions]),
    ("dashboard:survey", _each(Survey, "slug", "slug")),
    ("dashboard:finding", _each(Finding, "reference", "reference")),
    ("dashboard:board_recommendation", _each(Recommendation, "reference", "reference")),
    ("dashboard:recommendation", _each(Recommendation, "reference", "reference")),
    ("dashboard:report", lambda: [{"number": number} for number in _numbers()]),
    ("dashboard:brief", lambda: [{"number": number} for number in _numbers()]),
    ("dashboard:figure_history", lambda: [{"name": name} for name in _figures()]),
    ("dashboard:file", lambda: [
        {"number": number, "ending": ending} for number in _numbers() for ending in FileFormat]),
    ("dashboard:figure", lambda: [
        {"number": number, "name": name} for number in _numbers() for name in _figures()]),
    ("sessions_end", list),  # buttons only
    ("people:sessions_end", list),
    ("late:", list),
    ("people:reset_", list),
    ("people:accept", list),  # its token is a canary itself
    ("digests_stop", list),  # a token of its own, without words
    ("people:resend", _each(Invitation, "pk", "pk")),
    ("people:withdraw", _each(Invitation, "pk", "pk")),
    ("people:", _each(User, "pk", "pk")),
    ("account_link_use", list),
    ("mfa_", list),
    ("incidents-", _each(Incident, "reference", "reference")),
    ("findings-", _each(Finding, "reference", "reference")),
    ("recommendations-", _each(Recommendation, "reference", "reference")),
    ("reports-", lambda: [{"number": number} for number in _numbers()]),
]  # fmt: skip
ASKED = {
    "dashboard:home": ["?draft"],
    "surveys:results": ["?audience=team", "?audience=public"],
    "surveys:answers": ["?audience=public", "?audience=board&format=csv", "?q=zq", "?format=csv"],
    "findings:evidence_create": ["?q=zq"],
}


def filled(address: Address) -> list[str]:
    """The address with everything that exists; fails for a kind of address nobody thought of."""
    if not address.kwargs:
        is_list = not address.name.startswith(("account", "mfa")) and "create" not in address.name
        asked = ["", *["?format=csv", "?q=zq"] * is_list, *ASKED.get(address.name, [])]
        return [address.url + query for query in asked]
    make = next((make for start, make in OBJECTS if address.name.startswith(start)), None)
    assert make is not None, f"say in OBJECTS what {address.name} is filled with"
    wanted, base = set(address.kwargs), address.name
    addresses = [reverse(base, kwargs=kwargs) for kwargs in make() if set(kwargs) == wanted]
    if not addresses and base.startswith("incidents:"):  # a new part of each incident
        addresses = [reverse(base, kwargs=kwargs) for kwargs in OBJECTS_OF_INCIDENTS()]
    return [url + query for url in addresses for query in ("", *ASKED.get(base, []))]


OBJECTS_OF_INCIDENTS = _each(Incident, "reference", "reference")


def text_of(content: bytes) -> str:
    """Everything readable in an answer; archives are unpacked, entities resolved."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if content.startswith(b"%PDF-1.7") and len(content) > 1_000:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            inside = [bytes(s.read_bytes()) for s in pdf.objects if isinstance(s, pikepdf.Stream)]
        content = b"\n".join(inside)
    return html.unescape(content.decode("utf-8", "replace"))


def crawl(study: Study, roles: Iterable[str], names: Iterable[str]) -> Met:
    """Return the canaries each role meets, and where first, for the message of a failure."""
    urls = [url for name in names for url in filled(ALL[name])]
    tokens = {name: token.lower() for name, token in study.expected.items()}
    met: Met = defaultdict(set)
    for role in roles:
        client = Client(raise_request_exception=False)
        if role != ANYBODY:
            client.force_login(study.people[role])
            proved_now(client, study.people[role])
        for url in urls:
            answer = client.get(url)
            assert answer.status_code < 500, (role, url)
            read = text_of(b"".join(answer) if answer.streaming else answer.content)
            read = (read + str(dict(answer.headers))).lower()
            for name in [name for name, token in tokens.items() if token in read]:
                met[name].add(role)
                WHERE.setdefault((name, role), url)
    return met


WHERE: dict[tuple[str, str], str] = {}
READING = {"read", "opened a new story"}  # the acts that opening a page leaves in the record
LEAVES_OUT = {"account_logout", "health", "components", "mfa_add_webauthn", "mfa_activate_totp"}
EVERYWHERE = sorted(set(ALL) - LEAVES_OUT)


@dataclass(frozen=True)
class Planted:
    """The study, the letters that went out about it, and the folder of its files."""

    study: Study
    letters: list[EmailMessage]
    files: Path


@pytest.fixture(scope="module")
def planted(making_rows: Making) -> Planted:
    mail.outbox.clear()  # of the letters of the test before
    with making_rows():
        return Planted(plant(), list(sent_letters()), django_settings.MEDIA_ROOT)


@pytest.fixture
def study(planted: Planted, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Study:
    WHERE.clear()
    keep_visitors_in_memory(settings, monkeypatch)
    settings.MEDIA_ROOT = planted.files
    mail.outbox.extend(planted.letters)
    return deepcopy(planted.study)


class Ear(logging.Handler):
    """Keeps what our handlers write of every line."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """All log lines of the test; they go nowhere else, for there are thousands of refusals."""
    ear = Ear()
    ear.setFormatter(DiscreetFormatter("{message}", style="{"))
    root, refusals = logging.getLogger(), logging.getLogger("django.request")
    root.addHandler(ear)
    refusals.addHandler(ear)
    refusals.propagate = False
    yield ear.lines
    refusals.propagate = True
    refusals.removeHandler(ear)
    root.removeHandler(ear)


def wrong(met: Met, roles: Iterable[str]) -> list[str]:
    """Every difference between the table and what was met."""
    surprises = []
    for name, allowed in WHO_MAY_MEET.items():
        for role in roles:
            if (role in met[name]) != (role in allowed):
                seen = WHERE.get((name, role), "")
                surprises.append(
                    f"{name}: {role} {'met it at ' + seen if seen else 'never meets it'}"
                )
    return surprises


def test_each_role_meets_exactly_what_the_table_says(study: Study, heard: list[str]) -> None:
    roles = [ANYBODY, *study.people]
    newest, jobs = AuditEntry.objects.latest("id").id, set(Job.objects.values_list("pk", flat=True))
    with clock.at(NOW):
        met = crawl(study, roles, EVERYWHERE)
    assert wrong(met, roles) == []
    acts = AuditEntry.objects.filter(id__gt=newest).values_list("verb", flat=True)
    assert set(acts) <= READING
    assert set(Job.objects.values_list("pk", flat=True)) == jobs
    log = "\n".join(heard)
    assert "403 at" in log
    assert [name for name, token in study.expected.items() if token in log] == []
    errors = " ".join(Job.objects.values_list("last_error", flat=True))
    assert [name for name, token in study.expected.items() if token in errors] == []


def test_letters_carry_only_what_their_reader_may_know(study: Study) -> None:
    assert sent_letters()
    for letter in sent_letters():
        text = f"{letter.subject} {letter.body} {letter.extra_headers}"
        carried = {name for name, token in study.expected.items() if token in text}
        if "invitation" in letter.subject:
            assert carried == {"inviteetoken"}
        elif "sign-in" in letter.subject:
            assert carried == {"linktoken"}
        elif "Advance copy" in letter.subject:
            assert carried == set()
        else:
            assert carried == {"issuedheadline"}
            assert letter.to in [[study.people[role].email] for role in SENT_REPORTS]


def test_sabotage_incidents_that_forget_who_asks(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(IncidentQuerySet, "visible_to", lambda self, _user: self)
    met = crawl(study, ["consultant"], ["incidents:list", "incidents:detail"])
    surprises = wrong(met, ["consultant"])
    assert any(line.startswith("restrictedincident: consultant met it") for line in surprises)


def test_sabotage_drafts_that_count_as_issued(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportQuerySet, "issued", lambda self: self)
    met = crawl(study, [ANYBODY], ["dashboard:reports"])
    assert any(line.startswith("draftheadline: anybody met it") for line in wrong(met, [ANYBODY]))
