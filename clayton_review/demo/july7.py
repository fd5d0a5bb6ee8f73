"""The stop on July 7, 2018, as published: every account with its source, conflicts included."""

from datetime import date

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.demo.times import identity, moment, on
from clayton_review.documents.models import Document
from incidents import actions
from incidents.models import (
    Claim,
    ClaimInput,
    ClaimStanding,
    EventInput,
    EvidenceInput,
    EvidenceItemKind,
    EvidenceState,
    Incident,
    IncidentInput,
    IncidentStatus,
    PersonInput,
    PersonRole,
    TimePrecision,
)

INCIDENT = IncidentInput(
    title="The stop on July 7, 2018",
    summary=(
        "Police were called after people left the IHOP at 8049 Clayton Road without paying. "
        "Officers came across a group of young African American men in the area who met the "
        "description. The men showed their receipts. They went back to the restaurant "
        "with officers; who proposed it is disputed. Employees said they were not the suspects, "
        "and officers released them. Some were students at Washington University. The "
        "university asked for an apology."
    ),
    place="8049 Clayton Road and the way to the Galleria MetroLink station",
    agency="Clayton Police Department",
    happened_from=moment("2018-07-07", "00:00"),
    precision=TimePrecision.DAY,
    disclosure_class=DisclosureClass.PUBLIC,
)

PEOPLE = [
    PersonInput(PersonRole.STOPPED, "The students", 10, "Incoming first-year students, on foot."),
    PersonInput(PersonRole.OTHER, "The people who left", 4, "Four men described by clothing."),
    PersonInput(PersonRole.REPORTING, "Restaurant caller", 1, "Called the police."),
    PersonInput(PersonRole.EMPLOYEE, "Restaurant employees", None, "Said it was not them."),
    PersonInput(PersonRole.OFFICER, "Clayton officers", None, "Number not published."),
    PersonInput(PersonRole.OFFICER, "Richmond Heights officer", 1, "One car, by one account."),
    PersonInput(PersonRole.COMPLAINANT, "A family", 1, "Complained on July 10."),
]

# (point, text, asserted by, source, locator, day, standing, standard, note)
_RECORD = "more likely than not (preponderance of the evidence)"
CLAIMS: list[tuple[str, str, str, str, str, str, ClaimStanding, str]] = [
    ("Date and time", "It was the night of July 7 to July 8.", "Riverfront Times",
     "riverfront times", "", "", ClaimStanding.DISPUTED, "The two accounts are a day apart."),
    ("Date and time", "It was about 12:30, in the night of July 7 to July 8.", "Fox 2",
     "fox 2", "", "", ClaimStanding.DISPUTED, "Agrees with one account but not with the Mayor's."),
    ("Date and time", "It was shortly before 1:00 on July 7.", "The Mayor",
     "mayor's letter", "", "2018-09-29", ClaimStanding.DISPUTED,
     "A day earlier than both news accounts."),
    ("Who proposed walking back", "They were “forcefully told they had to.”", "The university",
     "university e-mail", "", "", ClaimStanding.DISPUTED, "No recording is known to exist."),
    ("Who proposed walking back", "Officers “did not require or suggest” it. Students offered.",
     "The city", "city report", "", "", ClaimStanding.DISPUTED, "No recording is known to exist."),
    ("Police cars", "Six police cars were there.", "News reports", "riverfront times", "", "",
     ClaimStanding.DISPUTED, "News reports and the city differ by two cars."),
    ("Police cars", "Four police cars were there, one of them from Richmond Heights.", "The city",
     "city report", "", "", ClaimStanding.DISPUTED,
     "News reports and the city differ by two cars."),
    ("Judgment", "The department “mishandled the interaction.”", "The City Manager",
     "city manager", "", "2018-07-19", ClaimStanding.UNDETERMINED, "A judgment, not a fact."),
    ("Judgment", "It was in keeping with policy and not biased.", "The Mayor",
     "mayor's letter", "", "2018-09-29", ClaimStanding.UNDETERMINED, "A judgment, not a fact."),
    ("Who investigated", "21CPS investigated the stop.", "Student Life", "student life", "", "",
     ClaimStanding.DISPROVED, (
         "We reviewed the city's own investigation and did not investigate ourselves."
     )),
    ("Who investigated", "21CPS reviewed the city's own investigation.", "The city",
     "city report", "", "", ClaimStanding.CORROBORATED, "Agrees with our own file."),
    ("The receipts", "The men showed officers their IHOP receipts before they went back.",
     "News article", "contract article", "", "", ClaimStanding.CORROBORATED,
     "The city and the university give the same account."),
    ("The outcome", "Employees said they were not the suspects. They were released.",
     "News article", "contract article", "", "", ClaimStanding.CORROBORATED, (
         "Everyone gives the same account."
     )),
    ("Who was described", "Four men were described by their clothing.", "The city",
     "city report", "", "", ClaimStanding.SINGLE_SOURCE, ""),
    ("Who was stopped", (
        "Ten incoming first-year students were stopped on their way to the Galleria MetroLink "
        "station."
    ), "The university", "university e-mail", "", "",
     ClaimStanding.SINGLE_SOURCE, ""),
    ("The bill", "The unpaid bill was about $60 to $62.", "News reports", "fox 2", "", "",
     ClaimStanding.SINGLE_SOURCE, ""),
    ("How long it took", "The stop took 12 minutes.", "The city", "city report", "", "",
     ClaimStanding.SINGLE_SOURCE, ""),
    ("Earlier calls", "There had been 45 such calls at that restaurant since January.",
     "The chief of police", "city report", "", "", ClaimStanding.SINGLE_SOURCE, ""),
    ("Cameras", "Body-worn cameras “would have brought” benefits to this situation, “while not "
     "the panacea for everything.”", "The Mayor", "mayor's letter", "", "2018-09-29",
     ClaimStanding.SINGLE_SOURCE, ""),
]  # fmt: skip

ASSESSED_ON = {
    ClaimStanding.DISPUTED: "2018-11-14",
    ClaimStanding.CORROBORATED: "2018-12-05",
    ClaimStanding.DISPROVED: "2018-12-05",
    ClaimStanding.UNDETERMINED: "2018-12-06",
}

EVENTS = [
    ("2018-07-07", "00:30", TimePrecision.HOUR, "As reported", "fox 2",
     "People leave the restaurant without paying; an employee calls the police."),
    ("2018-07-07", "00:45", TimePrecision.HOUR, "As reported", "contract article",
     "Officers come across a group of young men who meet the description."),
    ("2018-07-07", "00:50", TimePrecision.HOUR, "As reported", "contract article",
     "The men show their receipts and go back to the restaurant with officers."),
    ("2018-07-07", "00:57", TimePrecision.HOUR, "As reported", "contract article",
     "Employees say they are not the suspects. The men are released."),
    ("2018-07-10", "12:00", TimePrecision.DAY, "Calendar", "city report", "A family complains."),
    ("2018-07-19", "12:00", TimePrecision.DAY, "Calendar", "city manager",
     "The City Manager says the department mishandled the interaction."),
    ("2018-09-29", "12:00", TimePrecision.DAY, "Calendar", "mayor's letter",
     "The Mayor's public letter: in keeping with policy, not biased."),
    ("2018-10-09", "19:00", TimePrecision.DAY, "Calendar", "contract article",
     "The Board of Aldermen approves the contract for this study."),
]  # fmt: skip

EVIDENCE = [
    (EvidenceInput(EvidenceItemKind.BODY_CAMERA, (
        "Recordings from the officers' body-worn cameras. The department had no such cameras in "
        "July 2018."
    ), "Clayton Police Department"),
     EvidenceState.DOES_NOT_EXIST, "2018-10-24"),
    (EvidenceInput(EvidenceItemKind.DISPATCH, "Dispatch record of the call and the units sent",
                   "Clayton Police Department"), EvidenceState.RECEIVED, "2018-11-20"),
    (EvidenceInput(EvidenceItemKind.RADIO, "Radio recordings of the night, all units",
                   "Clayton Police Department", clock_offset_seconds=41),
     EvidenceState.RECEIVED, "2018-12-18"),
    (EvidenceInput(EvidenceItemKind.CALL, "Recording of the restaurant's call",
                   "Clayton Police Department"), EvidenceState.REQUESTED, "2018-11-05"),
    (EvidenceInput(EvidenceItemKind.RECEIPT, "Receipts the students showed", "The students"),
     EvidenceState.REQUESTED, "2018-12-03"),
    (EvidenceInput(EvidenceItemKind.VIDEO, "Restaurant's own camera at the entrance",
                   "The restaurant"), EvidenceState.REFUSED, "2018-12-11"),
    (EvidenceInput(EvidenceItemKind.REPORT, "The city's report with its attachments",
                   "City of Clayton"), EvidenceState.RECEIVED, "2018-10-30"),
]  # fmt: skip


def open_july7(sources: dict[str, Document], *, by: User) -> Incident:
    """Open the record as filed in the first weeks: people, timeline and every account."""
    with on("2018-10-22"):
        incident = actions.open_incident(record_id=identity("july7"), values=INCIDENT, by=by)
        for values in PEOPLE:
            mark = identity(f"july7/person/{values.label}")
            actions.add_person(incident=incident, record_id=mark, values=values, by=by)
    with on("2018-10-23"):
        for event in EVENTS:
            _add_event(incident, sources, event, by)
    with on("2018-10-25"):
        for number, claim in enumerate(CLAIMS):
            _file_claim(incident, sources, number, claim, by)
    return incident


def follow_july7(incident: Incident, month: str, *, by: User, assessor: User) -> None:
    """Add the documents of a month (`2018-11`), each assessed by somebody other than its filer."""
    for number, (values, state, day) in enumerate(EVIDENCE):
        if day.startswith(month):
            with on(day):
                actions.register_evidence(
                    incident=incident,
                    record_id=identity(f"july7/evidence/{number}"),
                    values=values,
                    state=state,
                    state_on=date.fromisoformat(day),
                    by=by,
                )
    for number, (*_, standing, note) in enumerate(CLAIMS):
        day = ASSESSED_ON.get(standing, "")
        if day.startswith(month):
            with on(day, "14:00"):
                _assess(number, standing, note, assessor)


def take_up_review(incident: Incident, *, by: User) -> None:
    """Begin the review of the record."""
    with on("2018-11-12"):
        actions.move_incident(
            incident=incident,
            revision=incident.revision,
            to=IncidentStatus.UNDER_REVIEW,
            reason=(
                "All published accounts are on file. Records from that night have been requested."
            ),
            by=by,
        )


def _add_event(
    incident: Incident,
    sources: dict[str, Document],
    event: tuple[str, str, TimePrecision, str, str, str],
    by: User,
) -> None:
    day, time, precision, by_clock, source, text = event
    values = EventInput(
        text=text,
        at=moment(day, time),
        precision=precision,
        clock_source=by_clock,
        document=sources[source],
    )
    mark = identity(f"july7/event/{text}")
    actions.add_event(incident=incident, record_id=mark, values=values, by=by)


def _file_claim(
    incident: Incident,
    sources: dict[str, Document],
    number: int,
    claim: tuple[str, str, str, str, str, str, ClaimStanding, str],
    by: User,
) -> None:
    point, text, who, source, locator, day, _, _ = claim
    values = ClaimInput(
        point=point,
        text=text,
        asserted_by=who,
        document=sources[source],
        locator=locator,
        asserted_on=date.fromisoformat(day) if day else None,
    )
    mark = identity(f"july7/claim/{number}")
    actions.file_claim(incident=incident, record_id=mark, values=values, by=by)


def _assess(number: int, standing: ClaimStanding, note: str, assessor: User) -> None:
    claim = Claim.objects.get(pk=identity(f"july7/claim/{number}"))
    actions.assess_claim(
        claim=claim,
        revision=claim.revision,
        standing=standing,
        standard=_RECORD,
        assessor_note=note,
        reason=note,
        by=assessor,
    )
