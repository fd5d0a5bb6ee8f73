"""The team prepares, publishes, opens and closes surveys, and reads what was answered."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.codes import code_mark, is_well_formed, normalized_code
from surveys.answers.models import InvitationCode
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.fielding.actions.surveys import record_dispositions
from surveys.survey.models import DispositionKind, SampleKind, Survey, SurveyStatus
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def new(**changes: Any) -> dict[str, Any]:
    return {
        "record_id": str(uuid4()),
        "title": "Residents’ survey",
        "slug": "residents-2018",
        "sample": "probability",
        "population": "Adults",
        "population_size": "13000",
        "n_invited": "1200",
        "opens_on": "11/01/2018",
        "closes_on": "11/30/2018",
    } | changes


def test_a_survey_is_prepared_published_opened_and_closed(
    as_: As, consultant: User, lead: User
) -> None:
    team, boss = as_(consultant), as_(lead)
    sent = new()
    for _ in range(2):
        assert team.post("/surveys/new/", sent).status_code == 302
    survey = Survey.objects.get()
    page = team.post(
        "/surveys/residents-2018/questionnaire/",
        {"text": factories.NOTATION, "revision": survey.revision},
        follow=True,
    )
    assert "I feel safe in Clayton." in page.content.decode()
    spanish = team.get("/surveys/residents-2018/questionnaire/?language=es").content.decode()
    assert "Me siento seguro" in spanish
    assert team.post("/surveys/residents-2018/open/").status_code == 403
    assert boss.post("/surveys/residents-2018/open/").status_code == 422
    assert team.post("/surveys/residents-2018/publish/").status_code == 302
    assert boss.post("/surveys/residents-2018/open/").status_code == 302
    assert boss.get("/surveys/residents-2018/closing/").status_code == 200
    assert boss.post("/surveys/residents-2018/closing/").status_code == 302
    survey.refresh_from_db()
    assert survey.status == SurveyStatus.CLOSED
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == [
        "created",
        "wrote the questionnaire",
        "published the questionnaire",
        "opened",
        "closed",
    ]


def test_a_survey_opens_once_and_never_again_after_its_close(lead: User) -> None:
    draft = factories.draft_survey(by=lead, slug="draft")
    publish_questionnaire(survey=draft, by=lead)
    draft.refresh_from_db()
    assert open_survey(survey=draft, by=lead).revision == draft.revision + 1
    survey = factories.open_survey(by=lead)
    with pytest.raises(Refused):
        open_survey(survey=survey, by=lead)
    close_survey(survey=survey, by=lead)
    with pytest.raises(Refused):
        open_survey(survey=survey, by=lead)
    survey.refresh_from_db()
    assert survey.status == SurveyStatus.CLOSED


def test_problems_of_the_notation_are_told_by_line_and_keep_the_text(
    as_: As, consultant: User
) -> None:
    survey = factories.draft_survey(by=consultant, notation=factories.HEAD + "nonsense")
    page = as_(consultant).get("/surveys/residents-2018/questionnaire/").content.decode()
    assert "Line 7" in page
    assert "nonsense" in page
    refused = as_(consultant).post("/surveys/residents-2018/publish/")
    assert refused.status_code == 422
    assert "Line 7" in refused.content.decode()
    with pytest.raises(Refused, match="Line 7"):
        publish_questionnaire(survey=survey, by=consultant)


def test_a_stale_revision_is_refused_and_keeps_what_was_typed(as_: As, consultant: User) -> None:
    survey = factories.draft_survey(by=consultant)
    for address, sent in (
        ("questionnaire", {"text": "mine"}),
        ("facts", {**new(title="Mine"), "record_id": ""}),
        ("dispositions", {"n_invited": 777, **dict.fromkeys(DispositionKind.values, 0)}),
    ):
        page = as_(consultant).post(
            f"/surveys/residents-2018/{address}/", {**sent, "revision": survey.revision - 1}
        )
        assert page.status_code == 422, address
        assert "Someone else changed this record" in page.content.decode()
        assert any(word in page.content.decode() for word in ("mine", "Mine", "777"))


@pytest.mark.parametrize(
    ("address", "sent", "stored"),
    [
        ("questionnaire", {"text": "mine"}, ("Questionnaire", factories.NOTATION)),
        ("facts", {**new(), "title": "Mine"}, ("Title for the team", "Theirs")),
        (
            "dispositions",
            {"n_invited": 777, **dict.fromkeys(DispositionKind.values, 0), "refusal": 5},
            ("Refusals", "3"),
        ),
    ],
)
def test_after_a_stale_refusal_the_present_version_is_shown_and_the_next_save_replaces_it(
    as_: As, consultant: User, address: str, sent: dict[str, Any], stored: tuple[str, str]
) -> None:
    survey = factories.draft_survey(by=consultant)
    Survey.objects.filter(pk=survey.pk).update(title="Theirs")
    survey.dispositions.create(kind=DispositionKind.REFUSAL, n=3)
    browser, path = as_(consultant), f"/surveys/residents-2018/{address}/"
    late: Any = browser.post(path, {**sent, "revision": survey.revision - 1})
    assert late.status_code == 422
    assert stored in late.context["form"].stored
    assert "What is stored now" in late.content.decode()
    again = {**sent, "revision": late.context["form"]["revision"].value()}
    assert browser.post(path, again).status_code == 302


def test_a_creating_form_sent_again_with_other_values_is_refused(as_: As, consultant: User) -> None:
    browser, sent = as_(consultant), new()
    assert browser.post("/surveys/new/", sent).status_code == 302
    page = browser.post("/surveys/new/", {**sent, "title": "Another title"})
    assert page.status_code == 422
    assert "already saved as Residents’ survey" in page.content.decode()
    assert "Another title" in page.content.decode()
    assert Survey.objects.get().title == "Residents’ survey"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "a\0b"},
        {"title": "x" * 161},
        {"slug": "no spaces here"},
        {"sample": "census"},
        {"n_invited": "-1"},
        {"population_size": "99999999999999999999"},
        {"closes_on": "02/30/2018"},
        {"opens_on": "12/01/2018"},
        {"record_id": "nonsense"},
    ],
)
def test_bad_values_are_explained_and_nothing_is_saved(
    as_: As, consultant: User, changes: dict[str, str]
) -> None:
    assert as_(consultant).post("/surveys/new/", new(**changes)).status_code == 422
    assert not Survey.objects.exists()


def test_a_megabyte_of_notation_is_refused(as_: As, consultant: User) -> None:
    survey = factories.draft_survey(by=consultant)
    sent = {"text": "x" * 1_000_000, "revision": survey.revision}
    page = as_(consultant).post("/surveys/residents-2018/questionnaire/", sent)
    assert page.status_code == 422


def test_two_surveys_cannot_have_one_address(as_: As, consultant: User) -> None:
    factories.draft_survey(by=consultant)
    page = as_(consultant).post("/surveys/new/", new())
    assert page.status_code == 422
    assert "already has this address" in page.content.decode()


def test_words_and_address_stay_once_the_survey_was_opened(as_: As, lead: User) -> None:
    survey = factories.open_survey(by=lead)
    with pytest.raises(Refused, match="cannot be changed"):
        write_questionnaire(survey=survey, text="x", revision=survey.revision, by=lead)
    with pytest.raises(Refused, match="cannot be changed"):
        publish_questionnaire(survey=survey, by=lead)
    page = as_(lead).post(
        "/surveys/residents-2018/facts/", new(slug="moved", revision=survey.revision)
    )
    assert page.status_code == 422


@pytest.mark.parametrize("person", ["board_member", "city_staff", "liaison", "custodian"])
def test_others_than_the_team_see_nothing(
    as_: As, lead: User, person: str, request: pytest.FixtureRequest
) -> None:
    survey = factories.open_survey(by=lead)
    user: User = request.getfixturevalue(person)
    for address in ("", "residents-2018/", "residents-2018/results/", "new/"):
        assert as_(user).get(f"/surveys/{address}").status_code == 403
    assert not Survey.objects.visible_to(user).filter(pk=survey.pk).exists()


def test_lists_and_details_ask_the_same_number_of_queries_with_many_rows(
    as_: As, lead: User, django_assert_max_num_queries: Any
) -> None:
    factories.open_survey(by=lead, slug="first")
    browser = as_(lead)
    for n in (0, 1):
        with django_assert_max_num_queries(6):
            assert browser.get("/surveys/").status_code == 200
        with django_assert_max_num_queries(8):
            assert browser.get("/surveys/first/").status_code == 200
        if n == 0:
            for number in range(12):
                factories.draft_survey(by=lead, slug=f"more-{number}")
    assert browser.get("/surveys/?format=csv&status=open").status_code == 200
    assert "No matching surveys" in browser.get("/surveys/?q=nothing").content.decode()


def test_dispositions_are_amended_and_cannot_exceed_the_invitations(
    as_: As, consultant: User
) -> None:
    survey = factories.draft_survey(by=consultant)
    counts = dict.fromkeys(DispositionKind.values, 10)
    address = "/surveys/residents-2018/dispositions/"
    sent = {"n_invited": 59, "revision": survey.revision, **counts}
    assert as_(consultant).post(address, sent).status_code == 422
    assert as_(consultant).post(address, sent | {"n_invited": 60}).status_code == 302
    assert survey.dispositions.count() == 6
    survey.refresh_from_db()
    assert survey.n_invited == 60
    assert as_(consultant).get(address).status_code == 200


def test_results_show_own_words_to_the_team_only_and_escape_them(
    as_: As, lead: User, consultant: User
) -> None:
    survey = factories.open_survey(by=lead)
    sheet = {"feel_safe": "4", "stopped": "no", "story": "<b>secret words</b>"}
    factories.answered(survey, [{**sheet} for _ in range(120)])
    browser, base = as_(consultant), "/surveys/residents-2018/results/"
    overview = browser.get(base).content.decode()
    assert "120 people wrote an answer" in overview
    page = browser.get(f"{base}story/").content.decode()
    assert "&lt;b&gt;secret words" in page
    assert "Page 1 of 5" in page
    assert "secret words" in browser.get(f"{base}story/?format=csv").content.decode()
    for audience in ("board", "public", "nonsense"):
        shown = browser.get(f"{base}story/?audience={audience}&format=csv")
        assert ("secret words" in shown.content.decode()) is (audience == "nonsense")


def test_minted_codes_are_printed_once_and_only_their_hashes_stay(
    lead: User, tmp_path: Path
) -> None:
    survey = factories.draft_survey(by=lead)
    file = tmp_path / "codes.csv"
    call_command("mint_codes", "residents-2018", "5", to=file)
    assert file.stat().st_mode & 0o777 == 0o600
    header, *lines = file.read_text().splitlines()
    assert header == "code,link"
    codes = [normalized_code(line.partition(",")[0]) for line in lines]
    assert all(is_well_formed(code) for code in codes)
    for line, code in zip(lines, codes, strict=True):
        assert line.endswith(f"/survey/residents-2018/#{code}")
    marks = set(InvitationCode.objects.values_list("mark", flat=True))
    assert marks == {code_mark(survey.pk, code) for code in codes}
    with pytest.raises(CommandError, match="printed once"):
        call_command("mint_codes", "residents-2018", "5", to=file)
    with pytest.raises(CommandError, match="no survey"):
        call_command("mint_codes", "nothing", "5", to=tmp_path / "other.csv")
    with pytest.raises(CommandError, match="Create 1"):
        call_command("mint_codes", "residents-2018", "0", to=tmp_path / "other.csv")
    assert not (tmp_path / "other.csv").exists()


def test_an_open_link_has_no_codes(lead: User) -> None:
    survey = factories.draft_survey(by=lead, sample=SampleKind.OPT_IN)
    with pytest.raises(Refused, match="no codes"):
        mint_codes(survey=survey, n=1, by=lead)


def test_a_survey_past_its_day_is_closed_by_the_portal(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    Survey.objects.update(closes_on=date(2018, 11, 30))
    close_survey(survey=survey, by=None)
    last = AuditEntry.objects.last()
    assert last is not None
    assert (last.who, last.verb) == ("the portal", "closed")


def test_an_address_is_made_of_the_title_and_a_wrong_one_is_explained(
    as_: As, consultant: User
) -> None:
    team = as_(consultant)
    wrong = team.post("/surveys/new/", new(slug="Not an address"))
    assert "Use only lowercase letters, digits and dashes" in wrong.content.decode()
    assert team.post("/surveys/new/", new(slug="")).status_code == 302
    assert Survey.objects.get().slug == "residents-survey"


def test_the_page_of_a_survey_accounts_for_every_invitation(as_: As, consultant: User) -> None:
    survey = factories.open_survey(by=consultant, n_invited=1_000)
    factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 100)
    survey = close_survey(survey=survey, by=consultant)
    counts = dict.fromkeys(DispositionKind, 0) | {DispositionKind.REFUSAL: 888}
    record_dispositions(
        survey=survey, counts=counts, n_invited=1_000, revision=survey.revision, by=consultant
    )
    page = as_(consultant).get("/surveys/residents-2018/").content.decode()
    assert "<dt>Sent</dt><dd>1,000</dd>" in page
    assert "<dt>Not accounted for</dt><dd>12, counted as unknown households</dd>" in page
    assert "10.0% (AAPOR RR1: 100 complete of 1,000)" in page


@pytest.mark.parametrize("sample", list(SampleKind))
def test_the_page_of_a_survey_reads_answers_only_for_a_rate(
    as_: As, consultant: User, sample: SampleKind
) -> None:
    n_invited = 100 if sample == SampleKind.PROBABILITY else 0
    survey = factories.open_survey(by=consultant, sample=sample, n_invited=n_invited)
    factories.answered(survey, [{"feel_safe": "4", "stopped": "no", "story": None}] * 100)
    close_survey(survey=survey, by=consultant)
    with CaptureQueriesContext(connection) as asked:
        page = as_(consultant).get("/surveys/residents-2018/").content.decode()

    assert "100 answer sheets have been opened." in page
    reads_answers = any('"surveys_storedcolumns"."content"' in query["sql"] for query in asked)
    assert reads_answers == (sample == SampleKind.PROBABILITY)


def test_the_page_that_closes_a_survey_speaks_of_codes_only_where_there_are_codes(
    as_: As, lead: User, survey: Survey, open_link: Survey
) -> None:
    pages = [
        as_(lead).get(f"/surveys/{each.slug}/closing/").content.decode()
        for each in (survey, open_link)
    ]
    assert ["The records of which codes were used" in page for page in pages] == [True, False]
    assert "All answers are opened together. If fewer than 10 people answered" in pages[1]
