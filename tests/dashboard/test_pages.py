"""The Board's dashboard and the public pages: drawn from issued reports only, with few queries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.documents.actions import file_document
from clayton_review.figures import Column, Figure, Table
from clayton_review.reports.print_figures import CHOICES, print_figure
from findings.recommendations.actions.release import issue_recommendation
from surveys.fielding.actions.status import close_survey
from surveys.survey.models import SampleKind, Survey
from tests.dashboard.factories import published_survey
from tests.documents import factories as library
from tests.engagement import factories as engagement
from tests.findings import factories as studies
from tests.reports.factories import a_draft, issued
from tests.surveys import factories as polls

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2018, 12, 3, 16, tzinfo=UTC)
As = Callable[[User], Client]


def test_before_the_first_issue_every_page_says_what_will_come(as_: As, board_member: User) -> None:
    assert "begun" in as_(board_member).get("/dashboard/").content.decode()
    for address in ("/", "/about/", "/reports/", "/documents/"):
        assert Client().get(address).status_code == 200


def test_before_an_issue_there_is_nothing_but_a_sentence(lead: User) -> None:
    published_survey(by=lead)
    assert "No results are published yet" in Client().get("/results/").content.decode()
    assert "Todavía no hay resultados" in Client().get("/es/results/").content.decode()
    base = "/results/residents-2018/"
    for address in (base, f"{base}feel_safe/", f"{base}method/"):
        answer = Client().get(address)
        assert answer.status_code == 404, address
        assert not answer.cookies


def test_a_draft_is_on_no_public_page() -> None:
    report = a_draft()
    assert report.headline not in Client().get("/").content.decode()
    for address in ("/reports/2018-12/", "/reports/2018-12.pdf", "/reports/2018-12/figures/x/"):
        assert Client().get(address).status_code == 404


def test_answers_nobody_gave_are_left_out_of_the_report() -> None:
    columns = tuple(Column(label) for label in CHOICES)
    bars = (Bar("Yes", 8.0), Bar("No", 0.0), Bar("Few", None))
    figure = Figure(
        name="surveys.answers/x.y", title="Most say yes", sentence="Yes.", unit="percent",
        denominator="", method="", evidence_url="",
        table=Table(columns, (
            ("Yes", "8", "100.0", "", ""), ("No", "0", "0.0", "", ""), ("Few", *[None] * 4),
        )),
        chart=BarChart("Most say yes", "percent", 10.0, bars),
    )  # fmt: skip
    computed_figure = print_figure(figure)
    assert [row[0] for row in computed_figure.table.rows] == ["Yes", "Few"]
    assert isinstance(computed_figure.chart, BarChart)
    assert [bar.label for bar in computed_figure.chart.bars] == ["Yes", "Few"]
    assert print_figure(replace(figure, name="engagement.x")).table == figure.table


def test_the_dashboard_names_what_was_found_asked_of_the_city_and_when_the_board_meets(
    as_: As, lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    with clock.at(DECEMBER):
        finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
        values = replace(studies.RECOMMENDATION, due_on=date(2018, 12, 20))
        recommendation = studies.recommendation(by=consultant, finding=finding, values=values)
        issue_recommendation(
            recommendation=recommendation, revision=recommendation.revision, by=lead
        )
    issued(by=lead, approvers=(consultant, second_consultant))
    engagement.meeting(by=lead, held_on=date(2019, 2, 12), packet_due_on=date(2019, 2, 8))
    with clock.at(datetime(2019, 2, 5, 16, tzinfo=UTC)):
        page = as_(board_member).get("/dashboard/").content.decode()
    assert finding.statement in page
    assert "new in December" in page
    assert "/dashboard/recommendations/R-0001/" in page
    assert "No response, overdue" in page
    assert "We issued it on December 3." in page
    assert "February 12, 2019" in page
    assert "The packet closes on February 8, 2019" in page


def test_the_front_page_tells_the_open_survey_from_the_mailed_one(lead: User) -> None:
    mailed = polls.open_survey(by=lead, slug="mailed")
    polls.open_survey(by=lead, slug="open-link", sample=SampleKind.OPT_IN)
    before = Client().get("/").content.decode()
    assert "letter with a code" in before
    assert "sent by mail closed" not in before
    with clock.at(datetime(2018, 12, 15, 18, tzinfo=UTC)):
        close_survey(survey=mailed, by=lead)
    Survey.objects.filter(slug="open-link").update(closes_on=date(2019, 3, 1))
    page = " ".join(Client().get("/").content.decode().split())
    assert "The survey sent by mail closed on December 15, 2018. This one needs no letter" in page
    assert "It is open until March 1, 2019." in page
    polls.open_survey(by=lead, slug="another-by-mail")
    assert "sent by mail closed" not in Client().get("/").content.decode()
    assert "About 5 minutes, no account, no name." in page
    assert "July 7, 2018" in page


def test_each_document_leads_to_its_text_or_says_whom_to_ask(lead: User) -> None:
    shown = replace(library.VALUES, disclosure_class="public", published_on=None)
    for values in (replace(shown, url="https://example.org/told"), replace(shown, source="Fox 2")):
        file_document(record_id=uuid4(), values=values, by=lead)
    page = Client().get("/documents/").content.decode()
    assert 'href="https://example.org/told" rel="noopener noreferrer"' in page
    assert "We don’t know of a copy online. You can ask for one from: Fox 2." in page
    assert "date unknown" in page


def test_the_public_footer_leads_to_protection_and_complaints() -> None:
    page = Client().get("/about/").content.decode()
    for words in ("/survey/how-answers-are-protected/", "/tell/#complaints", "tel:"):
        assert words in page.partition("<footer")[2]


def test_the_button_of_the_only_survey_is_short(lead: User) -> None:
    polls.open_survey(by=lead, slug="mailed")
    page = Client().get("/").content.decode()
    assert ">Answer the survey</a>" in page
    assert ">Responda la encuesta</a>" in Client().get("/es/").content.decode()
    polls.open_survey(by=lead, slug="open-link", sample=SampleKind.OPT_IN)
    assert ">Answer the survey “" in Client().get("/").content.decode()
