"""Under 100 sheets nothing shows two answers of one person together, whatever the address.

The answers to each question are dealt out anew among the sheets: each question is answered as
before, only by other sheets. A page, file or figure that then differs has told who gave which.
"""

import random
import re
from collections.abc import Callable, Iterator
from difflib import unified_diff
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope, compute, names
from clayton_review.refusals import Refused
from surveys.analysis.actions.batches import file_sheets, open_batch
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.models import PopulationTarget
from surveys.analysis.selectors.columns import sample_of
from surveys.analysis.weights import WeightingInput
from surveys.answers import policies
from surveys.answers.actions.submission import submit
from surveys.answers.models import AnswerSheet
from surveys.answers.policies import LEAST_TOGETHER, TOO_FEW_TOGETHER
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.survey.models import SampleKind, Survey
from tests.access_matrix import MATRIX
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Seen = dict[str, str]
SLUG = "residents-2018"
BASE = f"/surveys/{SLUG}/"
TABLE, GROUPS = "rows=feel_safe&columns=stopped", "by=stopped&first=0&second=1"
HEARD = "rows=treated.heard&columns=stopped&where=help.advice:0"
MORE_QUERIES = {
    "surveys:response": ("format=csv",),
    "surveys:results": ("audience=board", "channel=code"),
    "surveys:answers": ("format=csv", "audience=public&format=csv"),
    "surveys:crosstab": (TABLE, f"{TABLE}&format=csv", f"{TABLE}&audience=public", HEARD),
    "surveys:compare": (GROUPS, f"{GROUPS}&format=csv"),
}
TOGETHER = {"surveys:sheets", "surveys:crosstab", "surveys:compare"}
OF_COMPLETE_SHEETS = {
    *("surveys:response", "surveys:detail", "surveys.response", "surveys.published"),
    *("surveys:statement_write", f"surveys.methodology/{SLUG}"),
}
CONDITIONAL = f"""{factories.HEAD}
== One | Uno
? race choice: Race? | ¿Raza?
- black: Black | Persona negra
- white: White | Persona blanca
? why choice: Did the officer say why? | ¿Le dijo por qué?
if: race = black
- yes: Yes | Sí
- no: No | No
? words text: What happened? | ¿Qué pasó?
if: race = black
"""
RANDOM = re.compile(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def short_sheet(place: int) -> dict[str, Answer]:
    """Answers of which some are skipped, so that not every sheet is complete."""
    return {
        "feel_safe": None if place % 7 == 1 else "2" if place % 3 else "4",
        "stopped": None if place % 5 == 1 else "yes" if place % 4 < 2 else "no",
        "story": f"Words of {place:03}",
    }


def full_sheet(place: int) -> dict[str, Answer]:
    """Answers of every type; `why` is asked of those who were stopped."""
    sheet: dict[str, Answer] = {
        "stopped": "yes" if place % 4 < 2 else "no",
        "help": None if place % 4 == 1 else [["advice"], ["advice", "report"], ["none"]][place % 3],
        "treated": {"heard": str(place % 5 + 1), "told": str(place % 3 + 1)},
        "first": ["foot", "cameras"] if place % 7 < 3 else ["training"],
        "age": str(18 + place % 60),
        "when": f"2018-{place % 12 + 1:02}-01",
        "word": f"Word {place:03}",
    }
    return sheet | ({"why": "yes" if place % 5 else "no"} if sheet["stopped"] == "yes" else {})


def answered(n: int, *, by: User, is_full: bool = False) -> Survey:
    """A closed and published survey with so many sheets, and a population to compare them with."""
    notation, sheet = factories.NOTATION, short_sheet
    if is_full:
        notation, sheet = factories.EVERY_TYPE, full_sheet
    survey = factories.open_survey(by=by, slug=SLUG, notation=notation, n_invited=500)
    factories.answered(survey, [sheet(place) for place in range(n)])
    close_survey(survey=survey, by=by)
    values = TargetInput("stopped", [["yes", 6_000], ["no", 7_000]], "Census", "2017")
    add_target(record_id=uuid4(), survey=survey, values=values, by=by)
    factories.published(survey, by=by)
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


def deal_out(survey: Survey) -> None:
    """Give each question's answers to other sheets.

    Of few sheets nothing may be shown of `why`, so other answers are made up. Of more it may be
    shown with the answer that it depends on, and stays with it.
    """
    factories.let_sheets_change()
    chance = random.Random(5)  # noqa: S311  # the same every time
    sheets = list(AnswerSheet.objects.filter(survey=survey))
    dealt: list[dict[str, Any]] = [{} for _ in sheets]
    for name in asked(survey):
        parts = (name, "why") if name == "stopped" else (name,)
        column = [{part: s.answers[part] for part in parts if part in s.answers} for s in sheets]
        chance.shuffle(column)
        dealt = [kept | answers for kept, answers in zip(dealt, column, strict=True)]
    for answers in dealt if len(sheets) < LEAST_TOGETHER else []:
        if answers.get("stopped") == "yes" and "why" in names_of(survey):
            answers["why"] = chance.choice(["yes", "no", "dont_know", None])
    for sheet, answers in zip(sheets, dealt, strict=True):
        sheet.answers = answers
    AnswerSheet.objects.bulk_update(sheets, ["answers"])
    file_sheets(survey)


def names_of(survey: Survey) -> list[str]:
    assert survey.version
    return [question.name for question in survey.version.questionnaire.questions]


def asked(survey: Survey) -> list[str]:
    """The questions that everyone was asked."""
    assert survey.version
    questions = survey.version.questionnaire.questions
    return [question.name for question in questions if question.relevant is None]


def addresses(survey: Survey) -> Iterator[tuple[str, str]]:
    """Every address of a survey that can be read, with its name."""
    target = PopulationTarget.objects.get()
    for name in MATRIX:
        for question in names_of(survey):
            try:
                path = _path(name, {"slug": SLUG, "name": question, "pk": target.pk})
            except NoReverseMatch:
                continue
            for query in ("", *MORE_QUERIES.get(name, ())):
                yield name, f"{path}?{query}"


def _path(name: str, known: dict[str, Any]) -> str:
    """The address with a survey in it; raises `NoReverseMatch` for one without."""
    for wanted in (("slug",), ("slug", "name"), ("slug", "pk")):
        try:
            return reverse(name, kwargs={key: known[key] for key in wanted})
        except NoReverseMatch:
            continue
    raise NoReverseMatch


def seen(survey: Survey, browser: Client) -> Seen:
    """Whatever the team reads at these addresses, and the figures of every audience.

    In one order: the file of sheets leaves a message to the page that is opened after it.
    """
    ordered = sorted(set(addresses(survey)))
    pages = {f"{name} {path}": _text(browser.get(path)) for name, path in ordered}
    scopes = [Scope(clock.now(), audience) for audience in Audience]
    figures = {
        f"{name} {scope.audience}": str(compute(name, scope))
        for scope in scopes
        for name in names(scope)
        if name.startswith("surveys.")
    }
    return pages | figures


def _text(answer: Any) -> str:
    return f"{answer.status_code} {RANDOM.sub('', answer.content.decode())}"


def told_together(survey: Survey, browser: Client) -> dict[str, str]:
    """The names of addresses and figures at which it shows whose answers belong together, and how.

    Their text is given as the lines that differ.
    """
    before = seen(survey, browser)
    deal_out(survey)
    after = seen(survey, browser)
    assert before.keys() == after.keys()
    return {
        key.partition(" ")[0]: "\n".join(
            unified_diff(before[key].split("\n"), after[key].split("\n"))
        )
        for key in before
        if before[key] != after[key]
    }


def test_no_address_shows_two_answers_of_99_people_together(lead: User, as_: As) -> None:
    assert told_together(answered(99, by=lead), as_(lead)) == {}


@pytest.mark.soak
@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize(("n", "together"), [(99, set()), (100, TOGETHER)])
def test_files_and_tables_of_100_people_do_with_every_type_of_question(
    lead: User, as_: As, n: int, together: set[str], is_full: bool
) -> None:
    told = told_together(answered(n, by=lead, is_full=is_full), as_(lead))
    assert set(told) - OF_COMPLETE_SHEETS == together
    assert n >= LEAST_TOGETHER or not told


@pytest.mark.parametrize(("n", "is_said"), [(99, True), (100, False)])
def test_the_pages_say_so_and_why(lead: User, as_: As, n: int, is_said: bool) -> None:
    answered(n, by=lead)
    browser = as_(lead)
    for path in ("results/", "results/stopped/", "results/story/", "crosstab/", "compare/"):
        assert (TOO_FEW_TOGETHER in browser.get(f"{BASE}{path}").content.decode()) == is_said, path
    file = browser.get(f"{BASE}sheets.csv", follow=True)
    assert (TOO_FEW_TOGETHER in file.content.decode()) == is_said
    assert browser.get(f"{BASE}results/stopped/request.json").status_code == (
        404 if is_said else 200
    )
    results = browser.get(f"{BASE}results/stopped/").content.decode()
    assert ("request.json" in results) != is_said


def test_no_weights_are_made_of_99_sheets(lead: User, as_: As) -> None:
    survey = answered(99, by=lead)
    values = WeightingInput(["stopped"], "", 1, 10, [], None)
    with pytest.raises(Refused, match="Fewer than 100 people answered"):
        add_weighting(record_id=uuid4(), survey=survey, values=values, by=lead)
    page = as_(lead).get(f"{BASE}weighting/").content.decode()
    assert "There are too few sheets to weight" in page


def test_weights_that_were_made_of_99_sheets_before_are_not_used(
    lead: User, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = answered(99, by=lead)
    with monkeypatch.context() as patch:
        patch.setattr(policies, "LEAST_TOGETHER", 1)
        values = WeightingInput(["stopped"], "", 1, 10, [], None)
        add_weighting(record_id=uuid4(), survey=survey, values=values, by=lead)
        assert sample_of(survey).is_weighted
    assert not sample_of(survey).is_weighted
    page = as_(lead).get(f"{BASE}weighting/").content.decode()
    assert "There are too few sheets to weight" in page
    assert "Step by step" not in page


def test_fewer_than_ten_answers_are_never_opened_and_the_page_says_so(lead: User, as_: As) -> None:
    survey = factories.open_survey(by=lead, slug=SLUG, sample=SampleKind.OPT_IN)
    for _ in range(9):
        submit(submission=factories.submission(survey))
    close_survey(survey=survey, by=lead)
    assert open_batch(survey_id=survey.pk) == 0
    browser = as_(lead)
    assert (
        "fewer than 10 people answered, so no answer is ever opened"
        in browser.get(BASE).content.decode()
    )
    for path in ("results/", "crosstab/", "compare/"):
        page = browser.get(f"{BASE}{path}").content.decode()
        assert "Fewer than 10 people answered, so no answer is ever opened." in page, path


@pytest.mark.parametrize(("n", "is_shown"), [(99, False), (100, True)])
def test_a_question_of_only_some_is_not_shown_of_few_not_even_to_the_team(
    lead: User, as_: As, n: int, is_shown: bool
) -> None:
    """One person is Black; what only Black people were asked would be that person's answer."""
    survey = factories.open_survey(by=lead, slug=SLUG, notation=CONDITIONAL, n_invited=500)
    one: dict[str, Answer] = {"race": "black", "why": "yes", "words": "They let me go"}
    other: dict[str, Answer] = {"race": "white"}
    factories.answered(survey, [one, *[other] * (n - 1)])
    close_survey(survey=survey, by=lead)
    browser = as_(lead)
    for path in ("results/why/", "results/why/?format=csv"):
        page = browser.get(f"{BASE}{path}").content.decode()
        assert ("100.0" in page) == is_shown, path
    words = browser.get(f"{BASE}results/words/").content.decode()
    assert ("They let me go" in words) == is_shown
    assert "They let me go" in browser.get(f"{BASE}results/words/?format=csv").content.decode() or (
        not is_shown
    )
    pages = [browser.get(f"{BASE}{path}").content.decode() for path in ("results/", "results/why/")]
    for page in (words, *pages):
        assert ("Only some people were asked this question" in page) != is_shown
    assert ("Read and search what they wrote" in pages[0]) == is_shown


@pytest.mark.parametrize(("n", "is_said"), [(99, True), (100, False)])
def test_how_complete_few_sheets_are_is_not_shown(
    lead: User, as_: As, n: int, is_said: bool
) -> None:
    answered(n, by=lead)
    browser = as_(lead)
    page = browser.get(f"{BASE}response/").content.decode()
    assert ("Too few people answered to show the response rate" in page) == is_said
    assert ("Numerator" in browser.get(f"{BASE}response/?format=csv").content.decode()) != is_said
    row = compute("surveys.response", Scope(clock.now(), Audience.TEAM)).table.rows[0]
    assert (row[4:] == (None, None, None, None)) == is_said
    assert ("RR1" in browser.get(BASE).content.decode()) != is_said
