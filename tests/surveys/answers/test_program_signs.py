"""A sheet that looks made by a program is marked inside its box; no single sign marks one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.web import busy_networks
from surveys.answers import sealing
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.models import SealedBox
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories
from tests.surveys.pages import QUESTIONS, Sent, hidden, text

pytestmark = pytest.mark.django_db
NOTATION = factories.HEAD + "".join(
    f"""
== Page {page} | Página {page}
? a{page} agreement: I feel safe, {page}. | Me siento seguro, {page}.
? b{page} agreement: I trust the police, {page}. | Confío en la policía, {page}.
"""
    for page in range(3)
)
NAMES = tuple(f"{letter}{page}" for page in range(3) for letter in "ab")
STRAIGHT = dict.fromkeys(NAMES, "1")
MIXED = dict(zip(NAMES, "124521", strict=True))
START = datetime.fromisoformat("2018-12-03T15:00:01+00:00")
SLOW, FAST = 30, 0  # seconds for each page


@pytest.fixture
def client() -> Client:
    """A browser, which names a language in each request."""
    return Client(headers={"Accept-Language": "es"})


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=NOTATION)


def state(page: Any) -> Sent:
    """The fields by which a page knows its form."""
    names = ("submission", "page", "seen", "shown")
    return {name: hidden(page, name) for name in names if f'name="{name}"' in text(page)}


def answered(client: Client, answers: dict[str, str], seconds: int, prefix: str = "") -> Sent:
    """Walk through all pages, so many seconds for each; return what the review would send."""
    address = prefix + QUESTIONS
    moment = START
    with clock.at(moment):
        page = client.get(address)
    for _ in range(3):
        moment += timedelta(seconds=seconds)
        with clock.at(moment):
            sent = {f"q_{name}": value for name, value in answers.items()}
            page = client.post(address, {**state(page), **sent, "move": "next"})
    return {**state(page), **sent, "move": "send"}


def sent(client: Client, form: Sent, at: datetime) -> bool:
    """Send the form; return whether its sheet was marked."""
    with clock.at(at):
        assert "We received your answers" in text(client.post(QUESTIONS, form))
    box = SealedBox.objects.get()
    content = sealing.open_box(bytes(box.ciphertext), survey_id=box.survey_id, box_id=box.pk)
    return bool(content["channel"] == "program")


def test_people_are_not_marked(client: Client, survey: Survey) -> None:
    form = answered(client, MIXED, SLOW)
    assert not sent(client, form, START + timedelta(minutes=2))


def test_a_form_never_shown_by_us_is_marked(client: Client, survey: Survey) -> None:
    form = {"page": "2", "move": "send", **{f"q_{name}": "2" for name in NAMES}}
    assert sent(client, form, START)


def test_a_form_sent_whole_from_its_first_page_at_once_is_marked(
    client: Client, survey: Survey
) -> None:
    with clock.at(START):
        first = state(client.get(QUESTIONS))
    form = {**first, "page": "2", "move": "send", **{f"q_{n}": v for n, v in MIXED.items()}}
    assert sent(client, form, START)


def test_impossible_speed_with_a_straight_line_is_marked(client: Client, survey: Survey) -> None:
    assert sent(client, answered(client, STRAIGHT, FAST), START)


def test_waiting_for_a_busy_network_hides_no_speed(
    client: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_networks, "N_WITHOUT_WAIT", 0)
    form = answered(client, STRAIGHT, FAST)
    with clock.at(START):
        waiting = client.post(QUESTIONS, form)
    assert waiting.status_code == 429
    form["ticket"] = hidden(waiting, "ticket")
    assert sent(client, form, START + timedelta(minutes=5))


@pytest.mark.parametrize(
    "sign",
    [
        "fast",
        "straight",
        "no note",
        "forged note",
        "another’s note",
        "page not shown",
        "no language",
    ],
)
def test_no_single_sign_marks_a_sheet(client: Client, survey: Survey, sign: str) -> None:
    answers = STRAIGHT if sign == "straight" else MIXED
    form = answered(client, answers, FAST if sign == "fast" else SLOW)
    if sign == "no note":
        del form["shown"]
    if sign == "forged note":
        form["shown"] = form["shown"].replace("0.1.2.3", "0.1.2.3.4")
    if sign == "another’s note":
        form["shown"] = answered(client, answers, SLOW)["shown"]
    if sign == "no language":
        del client.defaults["HTTP_ACCEPT_LANGUAGE"]
    if sign == "page not shown":
        with clock.at(START):
            form |= {"submission": (first := state(client.get(QUESTIONS)))["submission"]}
            form["shown"] = first["shown"]
    assert not sent(client, form, START + timedelta(minutes=2))


def test_a_form_without_its_note_from_no_browser_is_marked(survey: Survey) -> None:
    program = Client()
    form = {"page": "3", "seen": "0 1 2 3", "move": "send"}
    assert sent(program, form | {f"q_{n}": v for n, v in MIXED.items()}, START)


@pytest.mark.parametrize("seconds", [20, 86_400, 9_000_000])
def test_a_slow_phone_is_never_a_sign(client: Client, survey: Survey, seconds: int) -> None:
    form = answered(client, STRAIGHT, seconds)
    assert not sent(client, form, START + timedelta(seconds=4 * seconds))


def test_whoever_goes_back_or_changes_the_language_is_not_marked(
    client: Client, survey: Survey
) -> None:
    form = answered(client, MIXED, SLOW)
    with clock.at(START + timedelta(minutes=2)):
        back = client.post(QUESTIONS, {**form, "move": "to-1"})
        spanish = client.post("/es" + QUESTIONS, {**form, **state(back), "move": "stay"})
        review = client.post("/es" + QUESTIONS, {**form, **state(spanish), "move": "next"})
    form |= state(review)
    assert not sent(client, form, START + timedelta(minutes=3))


def test_skipping_everything_at_once_is_not_marked(client: Client, survey: Survey) -> None:
    form = answered(client, {}, FAST) | {"move": "send-empty"}
    assert not sent(client, form, START)


def test_whoever_has_a_code_is_never_judged(client: Client, lead: User) -> None:
    coded = factories.open_survey(by=lead, notation=NOTATION)
    (code,) = mint_codes(survey=coded, n=1, by=lead)
    page = client.post(QUESTIONS, {"code": code})
    assert 'name="shown"' not in text(page)
    form = {**state(page), "code": code, "page": "2", "move": "send"}
    assert not sent(client, form | {f"q_{name}": "1" for name in NAMES}, START)


def test_a_mark_changes_no_size(client: Client, survey: Survey) -> None:
    form = answered(client, MIXED, SLOW)
    sent(client, form, START + timedelta(minutes=2))
    marked = {"page": "2", "move": "send", **{f"q_{name}": "2" for name in NAMES}}
    client.post(QUESTIONS, marked)
    assert len({len(bytes(box.ciphertext)) for box in SealedBox.objects.all()}) == 1
    assert SealedBox.objects.count() == 2


def test_the_box_holds_the_mark_and_no_sign(client: Client, survey: Survey) -> None:
    client.post(QUESTIONS, {"page": "2", "move": "send", "q_a0": "2"})
    box = SealedBox.objects.get()
    content = sealing.open_box(bytes(box.ciphertext), survey_id=box.survey_id, box_id=box.pk)
    assert content.keys() == {"version", "channel", "answers"}
    assert content["channel"] == "program"
    assert content["answers"].keys() == set(NAMES)


def test_the_note_holds_no_time_finer_than_five_seconds(client: Client, survey: Survey) -> None:
    with clock.at(START):
        notes = [hidden(client.get(QUESTIONS), "shown").split(" ")[1] for _ in range(2)]
    with clock.at(START + timedelta(seconds=3)):
        notes.append(hidden(client.get(QUESTIONS), "shown").split(" ")[1])
    assert set(notes) == {str(int(START.timestamp()) // 5 * 5)}
