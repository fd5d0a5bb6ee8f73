"""Every page that is translated is offered in French; what has no French yet is in English."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from clayton_review import charts, clock
from clayton_review.accounts.models import User
from clayton_review.charts.shapes import Bar, BarChart
from clayton_review.languages import check_catalogs
from clayton_review.web.formatting import day
from findings.fieldwork.policies import revealing_words
from findings.fieldwork.selectors.appointment_reminders import reminders
from findings.stories.models import TalkRequest
from surveys.fielding.actions.status import close_survey
from surveys.notation.problems import UnreadableNotation
from surveys.notation.questionnaire_notation import parse
from tests.findings import field_factories as field
from tests.reports.factories import issued
from tests.surveys import factories

NOTATION = re.sub(r"( \| .*)$", r"\1 | fr: (à traduire)", factories.NOTATION, flags=re.MULTILINE)
NOTATION = NOTATION.replace("en Clayton. | fr: (à traduire)", "en Clayton. | Je me sens en sûreté.")
OTHERS = {"en": "English", "es": "Español"}
PROTECTION = "/survey/how-answers-are-protected/"
SURVEY = "/survey/residents-2018/"


@pytest.fixture
def open_survey(lead: User) -> None:
    """A survey by open link in three languages."""
    factories.open_survey(by=lead, notation=NOTATION, sample=factories.SampleKind.OPT_IN)


@pytest.fixture
def results(lead: User, consultant: User, second_consultant: User) -> None:
    """The published results of a survey in three languages."""
    with clock.at(datetime(2018, 12, 10, 15, tzinfo=UTC)):
        survey = factories.open_survey(by=lead, notation=NOTATION, n_invited=400)
        factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 100)
        survey = close_survey(survey=survey, by=lead)
        factories.published(survey, by=lead)
    issued(by=lead, approvers=(consultant, second_consultant))


def read(address: str, status: int = 200) -> str:
    """Return the page of a visitor."""
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def assert_french(address: str, *words: str) -> None:
    """Check that the page is in French and linked with the same page in English and Spanish."""
    page = read(f"/fr{address}")
    assert '<html lang="fr"' in page
    for word in words:
        assert word in page, (address, word)
    links = {"en": address, "es": f"/es{address}", "fr": f"/fr{address}"}
    for code, name in OTHERS.items():
        link = f'href="{links[code]}" lang="{code}" hreflang="{code}">{name}</a>'
        assert link in page, (address, code)
        back = f'href="{links["fr"]}" lang="fr" hreflang="fr">Français</a>'
        assert back in read(links[code]), (address, code)
    assert ">Français</a>" not in page


@pytest.mark.django_db
def test_the_front_page_and_the_protection_page_speak_french() -> None:
    assert_french("/", "Participer", "Se connecter", "Tell us what happened")
    assert_french(PROTECTION, "Ce que cela n’empêche pas", "Codes are only marked as used")


@pytest.mark.django_db
def test_results_speak_french(results: None) -> None:
    base = "/results/residents-2018/"
    assert_french(base, "Méthode et limites", "Je me sens en sûreté.", "pour cent")
    assert_french(f"{base}feel_safe/", "Réponse", "D’accord", "Graphique")
    assert "What is told about" in read(f"/fr{base}method/")
    assert "Méthode" not in read(base)


@pytest.mark.django_db
def test_a_survey_speaks_french(open_survey: None) -> None:
    assert_french(SURVEY, "Commencer", "(à traduire)")
    page = read(f"/fr{SURVEY}questions/")
    assert "Je me sens en sûreté." in page
    assert "Tout à fait d’accord" in page
    for code, address in (("en", f"{SURVEY}questions/"), ("es", f"/es{SURVEY}questions/")):
        assert f'formaction="{address}" lang="{code}"' in page


@pytest.mark.django_db
def test_sign_in_is_in_english_and_offers_no_other_language() -> None:
    assert "Français" not in read("/account/sign-in/")
    assert '<html lang="en"' in read("/account/sign-in/")
    lost = read("/fr/account/sign-in/", status=404)
    assert "Il n’y a rien à cette adresse" in lost
    assert '<html lang="fr"' in lost


def test_a_text_without_its_french_is_told() -> None:
    assert parse(NOTATION).languages == ("en", "es", "fr")
    with pytest.raises(UnreadableNotation) as caught:
        parse(NOTATION.replace(" | Je me sens en sûreté.", ""))
    assert "The French text is missing here." in str(caught.value.problems[0])
    assert parse(factories.NOTATION).languages == ("en", "es")


def test_a_chart_and_a_day_speak_french() -> None:
    bars = BarChart("T", "percent", 100.0, (Bar("A", 40.0), Bar("B", 20.0), Bar("C", None)))
    with override("fr"):
        drawn = charts.draw(bars, translate=gettext)
        assert day(date(2018, 7, 7)) == "7 juillet 2018"
    assert "la plus grande est A, 40" in drawn
    assert " pour cent; la plus petite est B, " in drawn
    assert "non affiché, pour protéger les petits groupes: C" in drawn


def test_a_reminder_is_in_the_language_of_its_participant(consultant: User) -> None:
    texts = reminders(field.booked(by=consultant, where="Library"), "fr")
    assert [text.language for text in texts[::3]] == ["fr", "en", "es"]
    letter = texts[0]
    assert letter.language_words == "French"
    assert letter.text.startswith("Bonjour,")
    assert letter.subject.startswith("Votre rendez-vous du ")
    assert "Taking part is your choice." in letter.text
    assert revealing_words("Commissariat de Clayton")


@pytest.mark.django_db
def test_forms_of_residents_and_of_the_team_offer_it(lead: User, client: Client) -> None:
    assert "Français" in read("/fr/tell/talk/")
    TalkRequest.objects.create(language="fr")
    client.force_login(lead)
    assert 'value="fr"' in client.get("/participants/new/").content.decode()
    survey = factories.draft_survey(by=lead)
    form = client.get(f"/surveys/{survey.slug}/questionnaire/").content.decode()
    assert "Add <code>| fr: …</code> for French." in form


def test_its_catalog_is_there() -> None:
    assert check_catalogs() == []
