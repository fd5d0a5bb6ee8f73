"""Search: everything one may open and nothing else, by the starts of words, without accents."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.documents.actions import withdraw_document
from clayton_review.reports.actions import store_earlier_figure_texts
from clayton_review.reports.models import FigureText
from clayton_review.web import search as searching
from clayton_review.web.record_types import all_record_types
from clayton_review.web.search_text import excerpt, folded, words_of
from findings.recommendations.actions.release import issue_recommendation
from tests.documents import factories as library
from tests.engagement import factories as contracts
from tests.findings import factories as studies
from tests.findings import field_factories as field
from tests.findings import story_factories
from tests.incidents import factories as incidents
from tests.reports import factories as reports
from tests.reports.tampering import tamper
from tests.surveys import factories as polls

As = Callable[[User], Client]


def titles(user: User, typed: str) -> list[str]:
    return [hit.title for group in searching.search(user, typed) for hit in group.hits]


@pytest.mark.parametrize("typed", ["policia", "POLICÍA", "polici", "policía comunidad"])
def test_accents_case_and_the_ends_of_words_make_no_difference(
    consultant: User, typed: str
) -> None:
    filed = library.document(by=consultant, title="La policía y la comunidad")

    assert titles(consultant, typed) == [f"{filed.reference} · {filed.title}"]


def test_all_words_must_stand_somewhere_in_the_record(consultant: User) -> None:
    library.document(by=consultant, title="Body-worn cameras")

    assert titles(consultant, "worn mayor")
    assert titles(consultant, "worn sheriff") == []


def test_a_reference_number_leads_straight_to_the_record(as_: As, consultant: User) -> None:
    filed = library.document(by=consultant)
    number = int(filed.reference.split("-")[1])

    answer = as_(consultant).get("/search/", {"q": f" d-{number} "})

    assert answer.headers["Location"] == filed.get_absolute_url()


@pytest.mark.parametrize("typed", ["{}-C{}", "{}-c{}"])
def test_the_number_of_a_claim_leads_straight_to_it(
    as_: As, consultant: User, board_member: User, typed: str
) -> None:
    claim = incidents.claim(incident=incidents.incident(by=consultant), by=consultant)
    number = typed.format(claim.incident.reference, claim.number)

    answer = as_(consultant).get("/search/", {"q": number})

    assert answer.headers["Location"] == claim.get_absolute_url()
    assert as_(board_member).get("/search/", {"q": number}).status_code == 200


def test_the_number_of_a_report_leads_straight_to_it(
    as_: As, lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    reports.issued(by=lead, approvers=(consultant, second_consultant))

    for person, address in ((lead, "/drafts/2018-12/"), (board_member, "/reports/2018-12/")):
        answer = as_(person).get("/search/", {"q": "2018-12"})
        assert answer.headers["Location"] == address
        assert as_(person).get("/search/", {"q": "2018-12.r2"}).status_code == 200


def test_the_board_finds_released_findings_and_no_others(
    as_: As, lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    released = studies.released(by=consultant, signer=second_consultant, lead=lead)
    draft = studies.finding(by=consultant)

    for typed, found in ((released.reference, 302), (draft.reference, 200)):
        assert as_(board_member).get("/search/", {"q": typed}).status_code == found
    hits = searching.search(board_member, released.statement)
    assert [hit.url for group in hits for hit in group.hits] == [f"/found/{released.reference}/"]


def figures_found(user: User, typed: str) -> list[str]:
    return [
        hit.url
        for group in searching.search(user, typed)
        for hit in group.hits
        if group.record_type.name == "figures"
    ]


def test_figures_of_the_latest_report_are_found_by_their_words(
    lead: User, consultant: User, second_consultant: User, board_member: User, liaison: User
) -> None:
    assert searching.search(board_member, "reimbursable expenses") == []
    reports.issued_with_decision(by=lead, approvers=(consultant, second_consultant))

    for person in (board_member, liaison):
        urls = figures_found(person, "expenses")
        assert "/dashboard/figures/engagement.expenses/" in urls
        found = searching.search_record_type(person, "expenses", "figures", "1")
        assert found is not None
        assert [hit.url for hit in found.hits][: searching.FIRST] == urls


def test_figures_of_reports_issued_earlier_are_found_once_they_are_listed(
    lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    report = reports.issued_with_decision(by=lead, approvers=(consultant, second_consultant))
    stored = list(FigureText.objects.values_list("audience", "name", "title", "method"))
    tamper("DELETE FROM reports_figuretext")
    assert figures_found(board_member, "reimbursable expenses") == []

    assert store_earlier_figure_texts() == 1
    assert store_earlier_figure_texts() == 0
    again = FigureText.objects.values_list("audience", "name", "title", "method")
    assert sorted(again) == sorted(stored)
    assert AuditEntry.objects.filter(verb="listed the figures").get().object_id == str(report.pk)
    assert figures_found(board_member, "reimbursable expenses")


def test_the_board_finds_its_own_words_of_a_figure_and_others_the_public_ones(
    lead: User, consultant: User, second_consultant: User, board_member: User, liaison: User
) -> None:
    reports.issued(by=lead, approvers=(consultant, second_consultant))
    words = {"board": "quagmire for members", "public": "quagmire for everyone"}
    for audience, sentence in words.items():
        tamper(
            "UPDATE reports_figuretext SET sentence = %s"
            " WHERE audience = %s AND name = 'engagement.budget'",
            sentence, audience,
        )  # fmt: skip

    for person, expected in ((board_member, "for members"), (liaison, "for everyone")):
        [group] = searching.search(person, "quagmire")
        [hit] = group.hits
        assert expected in "".join(piece.text for piece in hit.pieces)


def test_a_cut_title_ends_with_a_mark(
    board_member: User, lead: User, consultant: User, second_consultant: User
) -> None:
    finding = studies.released(by=consultant, signer=second_consultant, lead=lead)
    words = "Zeppelins " + "over the town hall every day " * 8
    row = studies.recommendation(
        by=consultant, finding=finding, values=replace(studies.RECOMMENDATION, text=words)
    )
    issue_recommendation(recommendation=row, revision=row.revision, by=lead)

    for person in (consultant, board_member):
        [title] = titles(person, "zeppelins")
        assert title == f"{row.reference} · {words[:139]}…"


def test_a_hidden_record_is_not_found_counted_or_jumped_to(
    as_: As, lead: User, consultant: User
) -> None:
    hidden = library.document(by=lead, title="Quagmire", disclosure_class="restricted")
    client = as_(consultant)

    assert "No results for" in client.get("/search/", {"q": "quagmire"}).content.decode()
    assert client.get("/search/", {"q": "quagmire", "kind": "documents"}).status_code == 200
    assert client.get("/search/", {"q": hidden.reference}).status_code == 200
    assert titles(lead, "quagmire")


def test_interview_words_are_found_by_the_team_and_by_nobody_else(
    consultant: User, board_member: User, city_staff: User, custodian: User
) -> None:
    answer = studies.answer(
        interview=studies.held_interview(by=consultant), text="A zeppelin.", by=consultant
    )

    hits = searching.search(consultant, "zeppelin")

    assert [group.record_type.name for group in hits] == ["answers"]
    assert hits[0].hits[0].url == answer.interview.get_absolute_url()
    for other in (board_member, city_staff, custodian):
        assert searching.search(other, "zeppelin") == []
        assert "answers" not in {kind.name for kind in searching.searchable(other)}


def test_names_in_the_vault_are_not_searched(lead: User) -> None:
    studies.participant(by=lead, name="Zebulon Quist")

    assert searching.search(lead, "zebulon") == []


def test_a_participant_is_found_by_pseudonym(consultant: User) -> None:
    person = studies.participant(by=consultant)

    assert person.code in titles(consultant, person.code)


def test_a_withdrawn_record_is_not_found(consultant: User) -> None:
    filed = library.document(by=consultant, title="Quagmire")
    withdraw_document(document=filed, revision=1, reason="Twice.", by=consultant)

    assert titles(consultant, "quagmire") == []


def test_the_hit_is_marked_and_the_rest_is_escaped(as_: As, consultant: User) -> None:
    library.document(by=consultant, title="<b>Quagmire</b> & more")

    page = as_(consultant).get("/search/", {"q": "quag"}).content.decode()

    assert "&lt;b&gt;<mark>Quagmire</mark>&lt;/b&gt; &amp; more" in page


def test_a_kind_has_pages(as_: As, consultant: User) -> None:
    for number in range(23):
        library.document(by=consultant, title=f"Quagmire {number}")
    client = as_(consultant)

    everything = client.get("/search/", {"q": "quagmire"}).content.decode()
    second = client.get("/search/", {"q": "quagmire", "kind": "documents", "page": "2"})

    assert "All 23 in documents" in everything
    assert "Page 2 of 2" in second.content.decode()
    assert len(second.context["groups"][0].hits) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE",
        "a & b | !c",
        "<script>alert(1)</script>",
        "🙂",
        "שלום",
        "\\",
        ":*",
        "x" * 900,
    ],
)
@pytest.mark.parametrize("kind", ["", "documents", "nonsense"])
def test_anything_can_be_typed(as_: As, consultant: User, typed: str, kind: str) -> None:
    client = as_(consultant)

    for page in ("1", "0", "-1", "99999999999", "²", "x"):
        response = client.get("/search/", {"q": typed, "kind": kind, "page": page})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("n", [1, 30])
def test_the_number_of_queries_does_not_grow(
    as_: As, consultant: User, django_assert_max_num_queries: DjangoAssertNumQueries, n: int
) -> None:
    for number in range(n):
        library.document(by=consultant, title=f"Quagmire {number}")
    client = as_(consultant)

    with django_assert_max_num_queries(7):
        client.get("/search/", {"q": "quagmire"})


def test_search_words_are_not_logged(
    as_: As, consultant: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(consultant)
    client.raise_request_exception = False
    monkeypatch.setattr(searching, "search", lambda user, typed: 1 / 0)

    assert client.get("/search/", {"q": "zqsecretqz"}).status_code == 500
    assert caplog.text
    assert "zqsecretqz" not in caplog.text


def test_every_kind_can_be_searched_and_opened(lead: User) -> None:
    for kind in all_record_types():
        list(kind.rows(lead).order_by(kind.newest)[:1])
        if kind.search_fields:
            searching.search_record_type(lead, "word", kind.name, "1")


def test_words_are_cut_folded_and_limited() -> None:
    assert words_of("Ñandú, ñandú! don't 7/7 ﬁre") == ["nandu", "don", "t", "7", "fire"]
    assert len(words_of(" ".join(map(str, range(50))))) == 8
    assert folded("Ápice") == "apice"


def test_an_excerpt_shows_the_surroundings_of_the_hit() -> None:
    text = "Far away. " * 60 + "Then the policía came. " + "Long after. " * 60

    pieces = excerpt(text, ["polic"])

    assert [piece.text for piece in pieces if piece.is_hit] == ["policía"]
    whole = "".join(piece.text for piece in pieces)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 320


def test_a_survey_is_found_by_its_questions_and_shown_in_english(consultant: User) -> None:
    polls.draft_survey(by=consultant)
    for typed in ("agente", "stopped officer", "detuvo"):
        (group,) = searching.search(consultant, typed)
        (hit,) = group.hits
        assert hit.url == "/surveys/residents-2018/questionnaire/#stopped"
        assert "".join(piece.text for piece in hit.pieces) == "Were you stopped by an officer?"
    (group,) = searching.search(consultant, "choice")
    assert "".join(piece.text for piece in group.hits[0].pieces) == "Residents’ survey"


def test_an_addressee_finds_the_requests_to_them_and_no_others(
    as_: As, consultant: User, liaison: User, city_staff: User
) -> None:
    mine = library.asked(by=consultant, addressee=liaison, title="Quagmire records")
    other = library.asked(by=consultant, addressee=city_staff, title="Quagmire payroll")
    client = as_(liaison)

    assert titles(liaison, "quagmire") == [f"{mine.reference} · {mine.title}"]
    response = client.get("/search/", {"q": "rq-1"})
    assert response.headers["Location"] == f"/requests/to-you/{mine.reference}/"
    assert client.get("/search/", {"q": other.reference}).status_code == 200
    assert as_(consultant).get("/search/", {"q": other.reference}).headers["Location"] == (
        other.get_absolute_url()
    )


def test_sabotage_a_kind_that_forgets_who_asks_finds_the_requests_of_others(
    consultant: User, liaison: User, city_staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = library.asked(by=consultant, addressee=city_staff, title="Quagmire payroll")
    kind = next(kind for kind in all_record_types() if kind.name == "requests to you")
    monkeypatch.setitem(kind.__dict__, "rows", lambda _: type(other).objects.all())

    assert titles(liaison, "quagmire") == [f"{other.reference} · {other.title}"]


def test_short_numbers_lead_to_participants_activities_and_stories(
    as_: As, consultant: User, custodian: User
) -> None:
    person = studies.participant(by=consultant)
    activity = field.activity(by=consultant, title="Zeppelin evening")
    story = story_factories.a_story()

    for typed, url in (
        (f"p-{person.number}", person.get_absolute_url()),
        (activity.reference, activity.get_absolute_url()),
        (story.reference.lower(), story.get_absolute_url()),
    ):
        assert as_(consultant).get("/search/", {"q": typed}).headers["Location"] == url
        assert as_(custodian).get("/search/", {"q": typed}).status_code == 200
    assert titles(consultant, "zeppelin") == [f"{activity.reference} · Zeppelin evening"]
    assert as_(consultant).get("/search/", {"q": "P-9999999999"}).status_code == 200


def test_the_board_finds_what_is_issued_and_nothing_in_work(
    as_: As, consultant: User, second_consultant: User, lead: User, board_member: User
) -> None:
    draft = studies.recommendation(by=consultant)
    advice = studies.issued(by=consultant, signer=second_consultant, lead=lead)
    asked = contracts.decision(by=lead)
    client = as_(board_member)

    response = client.get("/search/", {"q": advice.reference})

    assert response.headers["Location"] == f"/dashboard/recommendations/{advice.reference}/"
    assert client.get("/search/", {"q": draft.reference}).status_code == 200
    assert titles(board_member, "timeline file july") == []
    assert titles(board_member, "release file july") == [f"{asked.reference} · {asked.text}"]
