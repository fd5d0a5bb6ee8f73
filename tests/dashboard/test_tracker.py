"""The tracker: released text, states from issued reports, and not a word that is not out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db.models import TextChoices
from django.test import Client
from django.utils import translation

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.dashboard.selectors.tracker import Tracker, tracker
from clayton_review.dashboard.tracker_words import (
    ANSWER_STEPS,
    ANSWERS,
    shape,
    statement,
    translated,
)
from findings.conclusions.models.findings import FindingKind, Pillar
from findings.recommendations.actions.city_responses import record_response
from findings.recommendations.actions.recommendations import (
    assign_recommendations,
    edit_recommendation,
    report_progress,
)
from findings.recommendations.actions.release import (
    issue_recommendation,
    release_changes,
    withdraw_recommendation,
)
from findings.recommendations.figures.tracker import answer_step
from findings.recommendations.inputs import (
    CityResponseInput,
    ProgressInput,
    RecommendationAssignmentInput,
)
from findings.recommendations.models.recommendations import (
    CityAnswer,
    Recommendation,
    RecommendationStage,
    RecommendationStatus,
)
from tests.documents import factories as documents
from tests.engagement import factories as engagement
from tests.findings import factories as studies
from tests.module_rows import Making
from tests.people import usual_team
from tests.reports.factories import issued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[object]]
DECEMBER = datetime(2018, 12, 3, 16, tzinfo=UTC)


@pytest.fixture(scope="module")
def advice_key(making_rows: Making) -> UUID:
    """The key of a recommendation issued in December, due before the month was over."""
    with making_rows(), clock.at(DECEMBER):
        lead, consultant, second_consultant = usual_team()
        finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
        values = replace(studies.RECOMMENDATION, due_on=date(2018, 12, 20))
        recommendation = studies.recommendation(by=consultant, finding=finding, values=values)
        issue_recommendation(
            recommendation=recommendation, revision=recommendation.revision, by=lead
        )
    return recommendation.pk


@pytest.fixture
def advice(advice_key: UUID, db: None) -> Recommendation:
    return Recommendation.objects.get(pk=advice_key)


def report(advice: Recommendation, note: str, by: User, *, is_public: bool = True) -> None:
    advice.refresh_from_db()
    paper = documents.document(by=by, disclosure_class="public")
    progress = ProgressInput("reported", "policy", note, paper, is_note_public=is_public)
    report_progress(recommendation=advice, revision=advice.revision, progress=progress, by=by)


@pytest.fixture
def issue_december(lead: User, consultant: User, second_consultant: User) -> Callable[[], object]:
    """Build, approve and issue the report of December."""
    return lambda: issued(by=lead, approvers=(consultant, second_consultant))


def page(path: str = "/recommendations/") -> str:
    return Client().get(path).content.decode()


def test_a_change_shows_only_once_an_issued_report_carries_it(
    advice: Recommendation,
    city_staff: User,
    second_consultant: User,
    issue_december: Callable[[], object],
) -> None:
    with clock.at(DECEMBER.replace(day=10)):
        report(advice, "The order is signed.", city_staff)
    assert "issued after the latest report" in page(f"/recommendations/{advice.reference}/")
    for path in ("/recommendations/", f"/recommendations/{advice.reference}/"):
        assert "The order is signed." not in page(path)
    issue_december()
    assert "Reported implemented" in page().partition("</form>")[2]
    recommendation_page = page(f"/recommendations/{advice.reference}/")
    assert "The order is signed." in recommendation_page
    assert "December 10, 2018" in recommendation_page
    with clock.at(datetime(2019, 1, 10, 16, tzinfo=UTC)):
        advice.refresh_from_db()
        report_progress(
            recommendation=advice, revision=advice.revision, by=second_consultant,
            progress=ProgressInput("verified", "policy", "We saw it.",
                              documents.document(by=second_consultant), is_note_public=True),
        )  # fmt: skip
    assert "Implemented (verified)" not in page().partition("</form>")[2]
    assert "We saw it." not in page(f"/recommendations/{advice.reference}/")


def test_sabotage_reading_the_live_record_would_show_it(
    advice: Recommendation, city_staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def live(edition: object, name: str) -> list[dict[str, str]]:
        if name == "findings.steps":
            return []
        rows = Recommendation.objects.values_list("reference", "status")
        return [{"Reference": reference, "Status": status} for reference, status in rows]

    report(advice, "The order is signed.", city_staff)
    monkeypatch.setattr("clayton_review.dashboard.selectors.tracker._rows", live)
    assert tracker(status="reported").n_shown == 1


def test_a_live_edit_does_not_show_before_its_release(
    advice: Recommendation, consultant: User, lead: User
) -> None:
    values = replace(studies.RECOMMENDATION, due_on=date(2030, 1, 1))
    row = edit_recommendation(
        recommendation=advice, revision=advice.revision, values=values,
        findings=list(advice.findings.all()), by=consultant,
    )  # fmt: skip
    assert "January 1, 2030" not in page()
    release_changes(recommendation=row, revision=row.revision, by=lead)
    assert "January 1, 2030" in page()


def test_a_note_that_may_not_leave_the_team_does_not(
    advice: Recommendation, city_staff: User, issue_december: Callable[[], object]
) -> None:
    with clock.at(DECEMBER.replace(day=10)):
        report(advice, "Between us: it is late.", city_staff, is_public=False)
    issue_december()
    for path in ("/recommendations/", f"/recommendations/{advice.reference}/"):
        assert "Between us" not in page(path)
    assert "Between us" not in page("/recommendations/?format=csv")
    assert "Between us" not in Client().get("/reports/2018-12.json").content.decode()


def test_a_withdrawn_recommendation_leaves_at_once(advice: Recommendation, lead: User) -> None:
    assert advice.reference in page()
    withdraw_recommendation(
        recommendation=advice, revision=advice.revision, reason="Wrong", by=lead
    )
    assert advice.reference not in page()
    assert Client().get(f"/recommendations/{advice.reference}/").status_code == 404


def test_overdue_is_counted_and_the_citys_words_are_printed(
    advice: Recommendation, city_staff: User, issue_december: Callable[[], object]
) -> None:
    with clock.at(DECEMBER.replace(day=12)):
        response = CityResponseInput("partial", "For groups <of three>.", date(2018, 12, 12))
        record_response(
            recommendation=advice, revision=advice.revision, answer=response, by=city_staff
        )
    issue_december()
    shown = page()
    assert "The one recommendation is not implemented (verified) yet; one is overdue" in shown
    assert "For groups &lt;of three&gt;." in shown
    assert "In progress, overdue" in shown
    assert "1 of 1 shown" in page("/recommendations/?status=overdue&pillar=policy")
    assert "Topic</label>" in page("/recommendations/")
    assert "Pillar</label>" not in page("/recommendations/")
    for narrow in ("status=verified", "pillar=wellness"):
        assert "Nothing matches" in page(f"/recommendations/?{narrow}")


@pytest.mark.parametrize(
    "choices", [RecommendationStatus, RecommendationStage, Pillar, FindingKind]
)
def test_the_labels_of_the_models_have_spanish_words(choices: type[TextChoices]) -> None:
    with translation.override("es"):
        untranslated = [label for label in choices.labels if translated(label) == label]
    assert untranslated == []
    assert [translated(label) for label in choices.labels] == choices.labels


def test_every_answer_of_the_city_has_words_of_its_own() -> None:
    assert set(ANSWERS) == set(ANSWER_STEPS) == set(CityAnswer)
    for response in CityAnswer:
        assert translated(response.label) == str(ANSWERS[response])
        assert translated(answer_step(response)) == str(ANSWER_STEPS[response])


def test_what_is_not_yet_due_is_not_shown_as_wrong(
    advice: Recommendation, issue_december: Callable[[], object], lead: User
) -> None:
    """The state has its date, the next report its day; silence before the due date is no fault."""
    issue_december()
    with clock.at(DECEMBER):
        engagement.meeting(by=lead, held_on=date(2019, 2, 12), packet_due_on=date(2019, 2, 8))
    item = tracker().items[0]
    assert (item.status, item.is_overdue, shape(item)) == (
        RecommendationStatus.NO_RESPONSE,
        True,
        "attention",
    )
    later = replace(item, due_on=date(2019, 6, 30))
    assert (later.is_overdue, shape(later)) == (False, "")
    with clock.at(datetime(2019, 2, 5, 16, tzinfo=UTC)):
        for path in ("/recommendations/", f"/recommendations/{advice.reference}/"):
            assert "As of January 1, 2019." in page(path)
            assert "The next report is due by February 8, 2019." in page(path)
    with clock.at(datetime(2019, 2, 8, 16, tzinfo=UTC)):
        assert "The next report is due by February 8, 2019." in page()
    with clock.at(datetime(2019, 2, 9, 16, tzinfo=UTC)):
        assert "The next report is due" not in page()


def test_the_headline_counts_what_the_report_counts(
    advice: Recommendation, issue_december: Callable[[], object], consultant: User, lead: User
) -> None:
    issue_december()
    newer = studies.recommendation(by=consultant, finding=advice.findings.get())
    issue_recommendation(recommendation=newer, revision=newer.revision, by=lead)
    list_page = page()
    assert "The one recommendation is not implemented (verified) yet" in list_page
    assert "As of January 1, 2019. One more has been issued since then." in list_page
    assert "2 of 2 shown" in list_page
    assert list_page.count("Issued after the latest report") == 1
    newer_page = page(f"/recommendations/{newer.reference}/")
    assert "It was issued after the latest report." in newer_page
    assert "As of January 1, 2019" not in newer_page


def test_goals_and_steps_stand_in_their_order(
    advice: Recommendation, consultant: User, lead: User
) -> None:
    steps = studies.plan(by=consultant, n_steps=11)
    assign_recommendations(
        recommendations=[advice],
        assignment=RecommendationAssignmentInput(step=steps[10]),
        by=consultant,
    )
    other = studies.recommendation(by=consultant, finding=advice.findings.get())
    assign_recommendations(
        recommendations=[other],
        assignment=RecommendationAssignmentInput(step=steps[1]),
        by=consultant,
    )
    other.refresh_from_db()
    advice.refresh_from_db()
    issue_recommendation(recommendation=other, revision=other.revision, by=lead)
    release_changes(recommendation=advice, revision=advice.revision, by=lead)
    tracked = tracker()
    assert [group.action_step.split()[0] for group in tracked.groups] == ["1.2", "1.11"]
    assert [group.opens_goal for group in tracked.groups] == [True, False]


def test_the_csv_has_every_row_and_no_formula(
    consultant: User, second_consultant: User, lead: User
) -> None:
    finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
    values = replace(studies.RECOMMENDATION, text="=1+1")
    recommendation = studies.recommendation(by=consultant, finding=finding, values=values)
    issue_recommendation(recommendation=recommendation, revision=recommendation.revision, by=lead)
    answer = Client().get("/recommendations/?format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["status=nonsense", "status=%F0%9F%98%80", "pillar=x&status=" + "y" * 5_000, "page=-1"]
)
def test_what_makes_no_sense_is_left_aside(advice: Recommendation, query: str) -> None:
    answer = Client().get(f"/recommendations/?{query}")
    assert answer.status_code == 200
    assert advice.reference in answer.content.decode()


@pytest.mark.parametrize("reference", ["R-9999", "r-0001", "x", "F-0001"])
def test_an_unknown_reference_is_not_found(advice: Recommendation, reference: str) -> None:
    assert Client().get(f"/recommendations/{reference}/").status_code == 404


def test_the_chrome_is_in_spanish_and_the_text_is_marked_as_english(
    advice: Recommendation, issue_december: Callable[[], object]
) -> None:
    issue_december()
    shown = page("/es/recommendations/")
    assert "La única recomendación todavía no está hecha (verificada)" in shown
    assert "Sin respuesta, vencida" in shown
    assert 'lang="en"' in shown
    spanish_page = page(f"/es/recommendations/{advice.reference}/")
    assert "Se da por hecha cuando" in spanish_page
    assert "Enviada a la ciudad" in spanish_page
    assert "This page is in English only" not in spanish_page


@pytest.mark.parametrize(
    ("n_all", "n_verified", "n_overdue", "english", "spanish"),
    [
        (8, 3, 1, "Three of eight recommendations are implemented (verified); one is overdue",
         "Tres de ocho recomendaciones están hechas (verificadas); una está vencida"),
        (12, 1, 0, "One of 12 recommendations is implemented (verified); none is overdue",
         "Una de 12 recomendaciones está hecha (verificada); ninguna está vencida"),
        (7, 0, 2, "None of seven recommendations is implemented (verified) yet; two are overdue",
         "Ninguna de siete recomendaciones está hecha (verificada) todavía; "
         "dos están vencidas"),
    ],
)  # fmt: skip
def test_the_statement_says_the_fact(
    n_all: int, n_verified: int, n_overdue: int, english: str, spanish: str
) -> None:
    tracked = Tracker((), "2018-12", date(2019, 1, 1), None, n_all, n_verified, 0, n_overdue, 0, 0)
    assert statement(tracked) == english
    with translation.override("es"):
        assert statement(tracked) == spanish


@pytest.fixture(params=[1, 20])
def many(
    request: pytest.FixtureRequest,
    advice: Recommendation,
    lead: User,
    issue_december: Callable[[], object],
) -> Recommendation:
    """One issued recommendation, or the last of twenty."""
    writer = advice.recorded_by
    with clock.at(DECEMBER):
        for _ in range(request.param - 1):
            recommendation = studies.recommendation(by=writer, finding=advice.findings.get())
            issue_recommendation(
                recommendation=recommendation, revision=recommendation.revision, by=lead
            )
    issue_december()
    return advice


def test_the_number_of_queries_does_not_grow(
    many: Recommendation,
    as_: As,
    board_member: User,
    django_assert_max_num_queries: Queries,
) -> None:
    client = as_(board_member)
    client.get("/dashboard/recommendations/")
    item = f"recommendations/{many.reference}/"
    for path in ("/recommendations/", f"/{item}"):
        with django_assert_max_num_queries(3):
            assert Client().get(path).status_code == 200
    for path in ("/dashboard/recommendations/", f"/dashboard/{item}"):
        with django_assert_max_num_queries(6):
            assert client.get(path).status_code == 200


def test_the_public_pages_set_no_cookie(advice: Recommendation) -> None:
    assert not Client().get("/recommendations/").cookies
    assert not Client().get(f"/recommendations/{advice.reference}/").cookies
