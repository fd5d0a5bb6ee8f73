"""The demonstration study, month by month, in the order in which things happened."""

from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.demo import (
    activities,
    contract,
    fieldwork,
    finding_records,
    interviews,
    july7,
    months,
    plan_and_progress,
    requests,
    resident_stories,
    time_and_expenses,
    visits,
)
from clayton_review.demo.accounts import ACCOUNTS
from clayton_review.demo.sources import file_sources
from clayton_review.demo.times import on
from clayton_review.documents.models import Document
from incidents.models import Incident

Sources = dict[str, Document]


@dataclass(frozen=True)
class DemoPeople:
    """The people of the demonstration by role; `nora` is the lead's named deputy."""

    nora: User
    samuel: User
    dana: User
    lead: User
    city: User


def load() -> None:
    """Load the whole study through the same actions that people use."""
    cast = _people()
    sources = file_sources(by=cast.nora)
    incident = _october(cast, sources)
    codes = _november(cast, sources, incident)
    _december(cast, sources, incident, codes)
    _january(cast, sources)
    visits.note_last_visits()


def _october(cast: DemoPeople, sources: Sources) -> Incident:
    contract.sign_contract(sources, lead=cast.lead)
    incident = july7.open_july7(sources, by=cast.nora)
    july7.follow_july7(incident, "2018-10", by=cast.nora, assessor=cast.samuel)
    requests.ask_the_city("2018-10", incident, by=cast.nora)
    interviews.prepare_interviews(by=cast.nora)
    contract.spend("2018-10", by=cast.nora)
    _issue(months.MONTHS[0], cast)
    return incident


def _november(cast: DemoPeople, sources: Sources, incident: Incident) -> list[str]:
    codes = fieldwork.open_resident_survey(by=cast.samuel, lead=cast.lead)
    july7.take_up_review(incident, by=cast.samuel)
    july7.follow_july7(incident, "2018-11", by=cast.nora, assessor=cast.samuel)
    requests.ask_the_city("2018-11", incident, by=cast.nora)
    interviews.hold_interviews("2018-11", by=cast.dana)
    resident_stories.tell_stories(1, by=cast.samuel)
    contract.spend("2018-11", by=cast.nora)
    plan_and_progress.november(sources, by=cast.nora, signer=cast.samuel, lead=cast.lead)
    time_and_expenses.ask_about_the_brief(lead=cast.lead)
    _issue(months.MONTHS[1], cast)
    return codes


def _december(cast: DemoPeople, sources: Sources, incident: Incident, codes: list[str]) -> None:
    july7.follow_july7(incident, "2018-12", by=cast.nora, assessor=cast.samuel)
    requests.ask_the_city("2018-12", incident, by=cast.nora)
    interviews.hold_interviews("2018-12", by=cast.dana)
    activities.hold("2018-12", by=cast.samuel, other=cast.dana)
    resident_stories.tell_stories(2, by=cast.samuel)
    fieldwork.close_resident_survey(codes, by=cast.samuel, lead=cast.lead)
    contract.spend("2018-12", by=cast.nora)
    contract.ask_the_board(by=cast.lead)
    for key in ("free to leave", "no recording"):
        finding_records.add_finding(key, sources, by=cast.nora, signer=cast.samuel, lead=cast.lead)
    for key in ("end of contact", "cameras", "reason first"):
        finding_records.add_recommendation(key, by=cast.nora, lead=cast.lead)
    plan_and_progress.december(city=cast.city, verifier=cast.samuel)
    _issue(months.MONTHS[2], cast)


def _january(cast: DemoPeople, sources: Sources) -> None:
    fieldwork.open_the_link(by=cast.samuel, lead=cast.lead)
    fieldwork.survey_after_the_dialogues(by=cast.samuel, lead=cast.lead)
    interviews.revise_guide(by=cast.nora)
    interviews.hold_interviews("2019-01", by=cast.dana)
    activities.hold("2019-01", by=cast.samuel, other=cast.dana)
    activities.reach_out(nora=cast.nora, samuel=cast.samuel, dana=cast.dana)
    resident_stories.tell_stories(3, by=cast.samuel)
    finding_records.add_finding(
        "quick help", sources, by=cast.dana, signer=cast.samuel, lead=cast.lead
    )
    finding_records.add_recommendation("Spanish", by=cast.dana, lead=cast.lead)
    plan_and_progress.january(
        sources, by=cast.dana, reader=cast.samuel, city=cast.city, colleague=cast.nora
    )
    finding_records.report_progress(city=cast.city)
    requests.ask_the_city("2019-01", by=cast.nora)
    contract.spend("2019-01", by=cast.nora)
    months.draft_month(months.JANUARY, by=cast.nora)


def _issue(month: months.DemoMonth, cast: DemoPeople) -> None:
    months.issue_month(month, lead=cast.lead, deputy=cast.nora, second=cast.samuel)


def _people() -> DemoPeople:
    with on("2018-10-09"):
        people = [
            User.objects.create_user(
                email=account.email, name=account.name, role=account.role, password=account.password
            )
            for account in ACCOUNTS
        ]
    consultants = [user for user in people if user.role == Role.CONSULTANT]
    lead = next(user for user in people if user.role == Role.LEAD)
    lead.deputy = consultants[0]
    lead.save()
    nora, samuel, dana = consultants
    city = next(user for user in people if user.role == Role.CITY)
    return DemoPeople(nora=nora, samuel=samuel, dana=dana, lead=lead, city=city)
