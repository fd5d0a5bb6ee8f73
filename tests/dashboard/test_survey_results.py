"""Published results as everybody reads them: the numbers of the report, in both languages."""

import csv
import io
import json
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from pytest_django import DjangoAssertNumQueries

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.charts import draw
from clayton_review.charts.shapes import AgreementChart, AgreementRow, Bar, BarChart
from clayton_review.dashboard.selectors.survey_results import latest_results
from clayton_review.figures import Audience, Scope, is_issued
from clayton_review.figures import issued as issued_figures
from clayton_review.reports import snapshot
from clayton_review.reports.models import Report
from clayton_review.stats.disclosure.certificate import Certificate
from clayton_review.web.templatetags.portal import proved
from findings.conclusions.actions.findings import sign_finding, submit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import Stance
from surveys.answers.models import AnswerSheet
from surveys.survey.models import Survey
from surveys.survey.selectors import forget_published
from tests.dashboard.factories import published_survey
from tests.documents import factories as documents
from tests.findings import factories as make
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports.factories import issued
from tests.surveys.factories import let_sheets_change

pytestmark = pytest.mark.django_db
BASE = "/results/residents-2018/"


@pytest.fixture(scope="module")
def december_key(making_rows: Making) -> UUID:
    with making_rows():
        lead, consultant, second_consultant = usual_team()
        published_survey(by=lead)
        return issued(by=lead, approvers=(consultant, second_consultant)).pk


@pytest.fixture
def december(december_key: UUID, db: None) -> Report:
    return Report.objects.get(pk=december_key)


@pytest.fixture
def survey(december: Report) -> Survey:
    return Survey.objects.get()


def read(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    assert not answer.cookies
    return answer.content.decode("utf-8-sig")


def test_from_the_list_to_one_question_and_its_file(december: Report) -> None:
    assert "residents-2018" in read("/results/")
    page = read(BASE)
    assert "60.0% agree" in page
    assert "canary" not in page
    question_page = read(f"{BASE}feel_safe/")
    assert "100, representing 13,000 people" in question_page
    assert "A computed audit of this table found none" in question_page
    rows = list(csv.DictReader(io.StringIO(read(f"{BASE}feel_safe/?format=csv"))))
    agree = next(row for row in rows if row["Answer"] == "Agree")
    assert (agree["Answers"], agree["Share"]) == ("60", "60.0")
    skipped = next(row for row in rows if row["Answer"] == "Skipped")
    assert skipped["Answers"] == ""
    assert json.loads(read(f"{BASE}feel_safe/?format=json"))["report"] == "2018-12"
    for address in ("story", "nothing", "method/x"):
        read(f"{BASE}{address}/", status=404)
    read(f"{BASE}feel_safe/?format=exe", status=404)


def test_the_page_of_the_closed_survey_leads_to_its_issued_results(december: Report) -> None:
    assert f'href="{BASE}"' in read("/survey/residents-2018/")
    assert f'href="/es{BASE}"' in read("/es/survey/residents-2018/")


def test_the_page_of_the_closed_survey_reads_no_issued_report(december: Report) -> None:
    forget_published()
    with CaptureQueriesContext(connection) as queries:
        assert f'href="{BASE}"' in read("/survey/residents-2018/")
    assert [query["sql"] for query in queries if '"edition"' in query["sql"]] == []


def test_the_rooms_below_read_what_was_issued(december: Report) -> None:
    results = latest_results()
    assert results is not None
    name, other = (f"surveys.answers/{slug}.feel_safe" for slug in ("residents-2018", "other"))
    assert issued_figures(name) == [results.edition.figures[name]]
    assert issued_figures(other) == []
    assert [is_issued(name), is_issued(other)] == [True, False]


def test_the_numbers_are_those_of_the_report(december: Report, survey: Survey) -> None:
    """Whatever happens to the sheets later, what was issued stays."""
    let_sheets_change()
    AnswerSheet.objects.filter(survey=survey).delete()
    results = latest_results()
    assert results is not None
    figure = dict(results.questions("residents-2018"))["feel_safe"]
    assert figure == results.edition.figures["surveys.answers/residents-2018.feel_safe"]
    assert "60.0% agree" in read(f"{BASE}feel_safe/")


def test_spanish_has_the_same_numbers_in_spanish_words(december: Report) -> None:
    english, spanish = read(f"{BASE}feel_safe/"), read(f"/es{BASE}feel_safe/")
    assert "El 60.0% está de acuerdo: «Me siento seguro en Clayton.»" in spanish
    assert "Sin contestar" in spanish
    assert "A la derecha: de acuerdo" in spanish
    assert "100, en representación de 13,000 personas" in spanish
    for word in ("residents who", "Skipped", "agree", "not shown", "Table: "):
        assert word in english or word == "residents who"
        assert word not in spanish.replace("«", "")
    method = read(f"/es{BASE}method/")
    assert "En diciembre." in method
    assert '<p lang="en">About limitations.</p>' in method  # not written in Spanish yet
    assert "<p>En diciembre.</p>" in method
    assert 'lang="en">About' not in read(f"{BASE}method/")
    assert 'lang="es"' in spanish


def test_a_survey_is_called_as_residents_know_it(december: Report) -> None:
    title, spanish = "Safety and respect in Clayton", "Seguridad y respeto en Clayton"
    assert f"{title}, version 1." in read(f"{BASE}feel_safe/")
    assert f"{spanish}, versión 1." in read(f"/es{BASE}feel_safe/")
    assert f"How the survey “{title}” was done" in read(f"{BASE}method/")
    method = read(f"/es{BASE}method/")
    assert f"Cómo se hizo la encuesta «{spanish}»" in method
    for page in (method, read(f"{BASE}method/"), read(f"/es{BASE}feel_safe/")):
        assert "Residents’ survey" not in page


def test_the_report_tells_the_method_too(december: Report) -> None:
    page = read("/reports/2018-12/")
    assert "About limitations." in page
    assert "60.0% agree" in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_chart_speaks_one_language(language: str) -> None:
    bars = BarChart("T", "percent", 100.0, (Bar("A", 40.0, 30.0, 50.0), Bar("B", None)))
    rows = (AgreementRow("R", (20.0, 30.0, 50.0)), AgreementRow("S", (None, None, None)))
    agreement = AgreementChart("T", ("No", "–", "Yes"), rows)
    with override(language):
        drawn = draw(bars, translate=gettext) + draw(agreement, translate=gettext)
    for english in ("not shown", "to protect small groups", "At right", "percent", "(interval "):
        assert (english in drawn) == (language == "en"), english
    with override("en"):
        assert draw(bars) == draw(bars, translate=gettext)


def test_the_whole_certificate_stays_in_the_snapshot(december: Report) -> None:
    name = "surveys.answers/residents-2018.feel_safe"
    stored = snapshot.read(december.snapshot).certificates["public"][name]
    proof = Certificate.from_json(json.dumps(stored[0]))
    assert proof.n_primary >= 1
    assert len(proof.bounds) == proof.n_hidden
    assert not proof.derivable
    for public in (december.edition, read(f"{BASE}feel_safe/?format=json")):
        assert "n_primary" not in public
        assert "bounds" not in public


def test_tables_that_are_proved_alike_are_told_of_once() -> None:
    first, other = ({"n_hidden": n, "n_cells": 14} for n in (3, 4))
    assert len(proved([first, dict(first), other])) == 2
    assert proved([first])[0].startswith("3 of 14 counts")


@pytest.fixture(params=[1, 3])
def finding_on_figures(request: pytest.FixtureRequest, december: Report) -> str:
    """The page of a released finding that stands on one figure, or on three."""
    names = ["surveys.answers/residents-2018.feel_safe", "incidents.claims", "incidents.reviewed"]
    released_on_figures(names[: request.param])
    return "/found/F-0001/"


def test_the_latest_report_is_read_once_for_all_figures_of_a_finding(
    finding_on_figures: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    read(finding_on_figures)
    with django_assert_max_num_queries(3):
        read(finding_on_figures)


def released_on_figures(names: list[str]) -> None:
    lead, (writer, signer) = User.objects.get(role="lead"), User.objects.filter(role="consultant")
    scope = Scope(clock.now(), Audience.TEAM)
    finding = make.finding(by=writer)
    for name in names:
        source = EvidenceSource(figure=figures.compute(name, scope), as_of=scope.as_of)
        make.link(finding=finding, by=writer, source=source)
    paper = EvidenceSource(document=documents.document(by=writer))
    make.link(finding=finding, by=writer, source=paper, stance=Stance.CONTRADICTING)
    finding.refresh_from_db()
    finding = submit_finding(finding=finding, revision=finding.revision, by=writer)
    sign_finding(finding=finding, revision=finding.revision, by=signer)
    finding.refresh_from_db()
    release_finding(finding=finding, revision=finding.revision, by=lead)


def test_a_finding_shows_the_question_of_its_figure_and_leads_to_all_answers(
    december: Report,
) -> None:
    released_on_figures(["surveys.answers/residents-2018.feel_safe", "incidents.claims"])
    page = read("/found/F-0001/")
    assert "“I feel safe in Clayton.”" in page
    assert "residents who answered the survey, representing 13,000 people." in page
    assert f'<a href="{BASE}feel_safe/">See all answers</a>' in page
    assert '<a href="/reports/2018-12/figures/incidents.claims/">See the numbers</a>' in page
    spanish = read("/es/found/F-0001/")
    assert "A quién se preguntó" in spanish
    assert '<span lang="es">«Me siento seguro en Clayton.»</span>' in spanish
    assert "El 60.0% está de acuerdo: «Me siento seguro en Clayton.»" in spanish
    assert "personas que contestaron la encuesta, " in spanish
    assert "I feel safe in Clayton" not in spanish
    read(f"{BASE}feel_safe/")
    read("/reports/2018-12/figures/incidents.claims/")
