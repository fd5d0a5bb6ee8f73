"""Requests to the city, month by month: what was asked, what came, what does not exist."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.citable.records import values_of
from clayton_review.demo import delivered_files
from clayton_review.demo.times import identity, on
from clayton_review.documents import actions
from clayton_review.documents.actions.receiving import SentFile
from clayton_review.documents.models import (
    DecisionInput,
    DocumentRequest,
    RequestInput,
    RequestStatus,
)
from incidents.actions import amend_part
from incidents.models import EvidenceInput, EvidenceItem, Incident

POLICE, CLERK, MANAGER = (
    "Clayton Police Department, records unit",
    "City Clerk, City of Clayton",
    "Office of the City Manager",
)
# Key: title, exact words, why, office, who answers here, asked on, due on, period.
REQUESTS: dict[str, tuple[str, str, str, str, str, str, str, tuple[str, str]]] = {
    "dispatch": ("Dispatch records of July 7, 2018", (
        "All computer-aided dispatch records of calls to 8049 Clayton Road from 6 p.m. on July 7 "
        "to 6 a.m. on July 8, 2018, with the units sent and their times."
    ), "The accounts differ on time and on the number of cars.", POLICE, "liaison",
     "2018-10-24", "2018-11-07", ("2018-07-07", "2018-07-08")),
    "radio": ("Radio recordings of July 7, 2018", "The recordings of all radio channels used by "
     "the units at 8049 Clayton Road that night, with the offset of the recorder's clock.",
     "To set the sequence of events.", POLICE, "liaison", "2018-10-24", "2018-11-14",
     ("2018-07-07", "2018-07-08")),
    "body": ("Recordings of body-worn cameras, July 7, 2018", "Any recording made by a body-worn "
     "camera of the officers present.", "", POLICE, "liaison", "2018-10-22", "2018-10-29",
     ("2018-07-07", "2018-07-08")),
    "call": ("Recording of the restaurant's call", (
        "The recording of the call that brought the police to 8049 Clayton Road."
    ), "What the officers were told before they came.", POLICE,
     "liaison", "2018-11-05", "2019-01-18", ("2018-07-07", "2018-07-08")),
    "orders": ("General orders on field contacts and use of force", "All general orders in force "
     "in July 2018 on field contacts, stops, identification and the use of force, with their dates "
     "of revision.", "For the policy review.", POLICE, "liaison", "2018-11-01", "2018-11-15",
     ("", "")),
    "training": ("Training records 2016 to 2018", "Titles, hours and attendance by rank of all "
     "training on de-escalation, bias and field contacts. No names are needed.",
     "For the training part of the policy review.", POLICE, "liaison", "2018-12-03", "2019-01-11",
     ("2016-01-01", "2018-12-31")),
    "complaints": ("Complaint log 2013 to 2018", "The log of complaints about members of the "
     "department: date, kind of complaint, and how it was closed.", "For the file review.", POLICE,
     "liaison", "2018-11-13", "2018-12-04", ("2013-01-01", "2018-11-13")),
    "personnel": ("Personnel files of the officers present", "The disciplinary part of the "
     "personnel files of the officers who were present on July 7.", "", MANAGER, "city",
     "2018-11-19", "2018-12-07", ("", "")),
    "grant": ("Application for body-worn cameras of 2017", "The application for body-worn cameras "
     "of 2017 with its attachments, and the answer to it.", "The Mayor's letter mentions it.",
     MANAGER, "city", "2018-11-05", "2018-11-26", ("2017-01-01", "2017-12-31")),
    "stops": ("Vehicle stops, one row a stop, 2014 to 2018", "The data behind the reports to the "
     "Attorney General, one row for each stop, without names.", "To compute rates ourselves.",
     POLICE, "liaison", "2018-12-10", "2019-02-15", ("2014-01-01", "2018-12-31")),
    "minutes": ("Minutes on the police budget 2018", "Minutes of the meetings at which the budget "
     "of the department for fiscal year 2018 was discussed.", "", CLERK, "city", "2018-12-12",
     "2019-01-09", ("2017-07-01", "2018-06-30")),
    "memo": ("Memorandum of understanding with the university", "Any agreement between the "
     "department and the university's police on joint patrols.", "", CLERK, "", "2019-01-07",
     "2019-02-04", ("", "")),
    "calls": ("Calls from the restaurant, January to July 2018", "A list of calls from 8049 "
     "Clayton Road, with the reason and the result of each.", "The chief mentioned 45 such calls.",
     POLICE, "liaison", "2019-01-14", "2019-02-07", ("2018-01-01", "2018-07-07")),
    "dash": ("Dash camera recordings, July 7, 2018", "Recordings of the dash cameras of all cars "
     "that were sent.", "", POLICE, "liaison", "2018-10-30", "2018-11-13",
     ("2018-07-07", "2018-07-08")),
}  # fmt: skip
# Day, key, what, and its words.
STEPS: list[tuple[str, str, str, dict[str, str]]] = [
    ("2018-10-24", "body", "says", {"kind": "does_not_exist", "text": (
        "The department had no body-worn cameras in July 2018. The records unit checked the "
        "inventory."
    )}),
    ("2018-10-25", "body", "accept", {}),
    ("2018-11-02", "dispatch", "call", {"text": "The records unit will export the records as CSV; "
     "the system keeps them for three years."}),
    ("2018-11-12", "orders", "status", {
        "to": "received", "grounds": "On paper", "stated_by": "Records unit"}),
    ("2018-11-12", "radio", "says", {"kind": "question", "text": (
        "Do you also need the county fire service's channel?"
    )}),
    ("2018-11-13", "radio", "accept", {"note": "No, the police channels are enough."}),
    ("2018-11-19", "dash", "status", {
        "to": "received", "grounds": "On paper", "stated_by": "Records unit"}),
    ("2018-11-20", "dispatch", "status", {
        "to": "received", "grounds": "On paper", "stated_by": "Records unit"}),
    ("2018-11-21", "grant", "status", {
        "to": "received", "grounds": "On paper", "stated_by": "Office of the City Manager"}),
    ("2018-12-05", "complaints", "says", {"kind": "files", "text": (
        "We gave you the log for 2016 to 2018 on paper. The older years are in storage."
    )}),
    ("2018-12-06", "complaints", "partial", {"note": "Thank you. The years 2013 to 2015 are still "
     "missing."}),
    ("2018-12-06", "personnel", "says", {"kind": "refused", "text": "Personnel records are closed.",
     "citation": "RSMo 610.021(13)"}),
    ("2018-12-07", "personnel", "accept", {"note": (
        "Noted. We do not agree with this reading and have asked our lawyers."
    )}),
    ("2018-12-18", "radio", "status", {
        "to": "received", "grounds": "On paper", "stated_by": "Records unit"}),
    ("2019-01-08", "minutes", "withdraw", {"reason": "The minutes are on the city's website."}),
    ("2019-01-09", "training", "delivery", {}),
    ("2019-01-10", "training", "partial", {"note": (
        "Received, thank you. The 2016 attendance lists came as a scan. Could you look for a text "
        "version?"
    )}),
    ("2019-01-14", "memo", "link", {"days": "10"}),
    ("2019-01-21", "call", "letter", {"text": "Asked again by letter to the chief of police."}),
    ("2019-01-25", "memo", "link", {"days": "45"}),
    ("2019-01-28", "stops", "says", {"kind": "question", "text": (
        "May we replace the date of birth with the age at the time of the stop?"
    )}),
]  # fmt: skip
REMINDED = ("2018-11-08", "2018-12-05", "2019-01-15", "2019-01-21", "2019-01-30")
EVIDENCE = {"dispatch": "dispatch", "radio": "radio", "body_camera": "body", "call_911": "call"}


def ask_the_city(month: str, incident: Incident | None = None, *, by: User) -> None:
    """Play one month (`2018-11`) in order: requests, answers, deliveries and reminders."""
    acts: list[tuple[str, int, Callable[[], Any]]] = [
        (values[5], 0, _Ask(key, by)) for key, values in REQUESTS.items()
    ]
    acts += [(day, 1, _Step(key, step, words, by)) for day, key, step, words in STEPS]
    reminded = {*REMINDED, *(values[5] for values in REQUESTS.values())}
    acts += [(day, 2, actions.remind) for day in reminded]
    for day, _, act in sorted(
        (act for act in acts if act[0].startswith(month)), key=_day_and_place
    ):
        with on(day, "11:00"):
            act()
    if incident is not None:
        _link_evidence(incident, month, by)


def _day_and_place(act: tuple[str, int, Any]) -> tuple[str, int]:
    return act[:2]


class _Ask:
    """Asking for one thing."""

    def __init__(self, key: str, by: User) -> None:
        self.key, self.by = key, by

    def __call__(self) -> None:
        title, wording, reason, office, role, asked_on, due_on, period = REQUESTS[self.key]
        first, last = (date.fromisoformat(day) if day else None for day in period)
        values = RequestInput(
            title=title,
            wording=wording,
            reason=reason,
            office=office,
            addressee=_person(role),
            contact_email="" if role else "clerk@city.example.org",
            asked_on=date.fromisoformat(asked_on),
            due_on=date.fromisoformat(due_on),
            period_from=first,
            period_until=last,
            is_demonstration=True,
        )
        actions.ask(record_id=identity(f"request/{self.key}"), values=values, by=self.by)


class _Step:
    """One thing that happened to a request."""

    def __init__(self, key: str, step: str, words: dict[str, str], by: User) -> None:
        self.key, self.step, self.words, self.by = key, step, words, by

    def __call__(self) -> None:
        request = DocumentRequest.objects.get(pk=identity(f"request/{self.key}"))
        {
            "says": self._answer_request,
            "status": self._status,
            "withdraw": self._withdraw,
            "delivery": self._delivery,
            "link": self._link,
        }.get(self.step, self._note if self.step in {"call", "letter"} else self._decide)(request)

    def _answer_request(self, request: DocumentRequest) -> None:
        mark = identity(f"request/{self.key}/{self.words['kind']}")
        by = request.addressee
        actions.answer_request(request=request, record_id=mark, by=by, **self.words)

    def _decide(self, request: DocumentRequest) -> None:
        answer = request.answers.get(state="waiting")
        note, is_partial = self.words.get("note", ""), self.step == RequestStatus.PARTIAL
        decision = DecisionInput(is_accepted=True, note=note, is_partial=is_partial)
        actions.decide_answer(answer=answer, decision=decision, by=self.by)

    def _status(self, request: DocumentRequest) -> None:
        revision, today = request.revision, clock.today()
        actions.move_request(request=request, revision=revision, on=today, by=self.by, **self.words)

    def _note(self, request: DocumentRequest) -> None:
        mark = identity(f"request/{self.key}/{self.step}")
        text = self.words["text"]
        actions.add_entry(
            request=request, form_id=mark, kind=self.step, text=text, is_shared=False, by=self.by
        )

    def _withdraw(self, request: DocumentRequest) -> None:
        actions.withdraw_request(
            request=request, revision=request.revision, by=self.by, **self.words
        )

    def _delivery(self, request: DocumentRequest) -> None:
        """Deliver 24 files in a ZIP as the police liaison, and take them in as the worker would."""
        upload = SimpleUploadedFile("training records.zip", delivered_files.archive())
        intake = actions.receive(
            record_id=identity("intake/training"),
            sent=[SentFile("training records.zip", upload)],
            request=request,
            by=request.addressee,
        )
        actions.take_in(intake_id=intake.pk)
        actions.read_texts(intake_id=intake.pk)

    def _link(self, request: DocumentRequest) -> None:
        days = int(self.words["days"])
        actions.make_link(
            request=request,
            record_id=identity(f"link/{days}"),
            expires_at=clock.now() + timedelta(days=days),
            max_files=200,
            max_bytes=500 * 1_048_576,
            by=self.by,
        )


def _link_evidence(incident: Incident, month: str, by: User) -> None:
    """Tie the evidence of July 7 to the request by which it was asked for."""
    for item in EvidenceItem.objects.filter(incident=incident, kind__in=EVIDENCE, request=None):
        request = DocumentRequest.objects.filter(
            pk=identity(f"request/{EVIDENCE[item.kind]}")
        ).first()
        if request is None or item.state_on.strftime("%Y-%m") != month:
            continue
        stated = {name: getattr(item, name) for name in values_of(EvidenceInput("", "", ""))}
        values = replace(EvidenceInput(**stated), request=request)
        with on(item.state_on.isoformat(), "15:00"):
            amend_part(part=item, revision=item.revision, values=values, by=by)


def _person(role: str) -> User | None:
    return User.objects.filter(role=Role(role)).order_by("email").first() if role else None
