"""Results are given without sheets that look made by a program, and with them where it is safe."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from surveys.analysis.selectors.columns import sample_of, survey_columns
from surveys.answers.actions.opening import open_boxes, this_week
from surveys.answers.actions.submission import submit
from surveys.answers.models import AnswerSheet, Channel, SealedBox
from surveys.fielding.actions.status import close_survey
from surveys.results.figures.answers import answers_figure
from surveys.results.figures.methodology import methodology_figure
from surveys.results.figures.published import published_figure
from surveys.survey.models import SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
SLUG = "open-link"
PEOPLE = 120


@pytest.fixture
def closed(open_link: Survey, lead: User) -> Survey:
    """120 people who answered alike, and another survey with sheets of its own."""
    other = factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    add(other, 150, Channel.PROGRAM, "1")
    add(open_link, PEOPLE // 2, Channel.OPT_IN, "4")
    add(open_link, PEOPLE // 2, Channel.OPT_IN, "2")
    close_survey(survey=open_link, by=lead)
    return Survey.objects.get(pk=open_link.pk)


def add(survey: Survey, n: int, channel: str, feel_safe: str) -> None:
    answers = {"feel_safe": feel_safe, "stopped": "no", "story": None}
    assert survey.version_id is not None
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            survey=survey, version_id=survey.version_id, channel=channel, answers=answers,
            batch_week=this_week(),
        )
        for _ in range(n)
    )  # fmt: skip


def figure_text(audience: Audience) -> str:
    figure = answers_figure(Scope(audience=audience, as_of=clock.now()), f"{SLUG}.feel_safe")
    return f"{figure.sentence} {figure.method}"


def published(survey: Survey, lead: User) -> None:
    factories.published(survey, by=lead)


@pytest.mark.parametrize("audience", list(Audience))
def test_few_marked_sheets_are_left_out_and_shown_in_no_difference(
    closed: Survey, lead: User, audience: Audience
) -> None:
    add(closed, 99, Channel.PROGRAM, "1")
    published(closed, lead)
    text = figure_text(audience)
    assert "120 people who answered the survey" in text
    assert "residents" not in text
    assert "99 of 219 answer sheets look made by a program and are left out." in text
    assert "With all" not in text


@pytest.mark.parametrize("audience", list(Audience))
def test_how_few_sheets_look_made_by_a_program_is_told_to_the_team_only(
    closed: Survey, lead: User, audience: Audience
) -> None:
    add(closed, 2, Channel.PROGRAM, "1")
    published(closed, lead)
    scope = Scope(audience=audience, as_of=clock.now())
    texts = (figure_text(audience), str(methodology_figure(scope, SLUG).table))
    few = "Fewer than 5 answer sheets look made by a program and are left out."
    for text in texts:
        assert ("2 of 122 answer sheets" in text) == (audience == Audience.TEAM)
        assert (few in text) != (audience == Audience.TEAM)
    rows = published_figure(scope).table.rows
    assert ("fewer than 5" in [row[-2] for row in rows]) != (audience == Audience.TEAM)


@pytest.mark.parametrize("audience", list(Audience))
def test_many_marked_sheets_are_shown_with_and_without(
    closed: Survey, lead: User, audience: Audience
) -> None:
    add(closed, 100, Channel.PROGRAM, "1")
    published(closed, lead)
    text = figure_text(audience)
    assert "120 people who answered the survey" in text
    assert "residents" not in text
    assert "With all 220 sheets: " in text
    assert "220 answer sheets" in text


def test_others_than_the_team_see_no_small_difference(closed: Survey, lead: User) -> None:
    """One person among the marked sheets would be shown by the difference of both tables."""
    add(closed, 100, Channel.PROGRAM, "1")
    add(closed, 1, Channel.PROGRAM, "4")
    published(closed, lead)
    assert "With all" in figure_text(Audience.TEAM)
    for audience in (Audience.BOARD, Audience.PUBLIC):
        assert "With all" not in figure_text(audience)


def test_rule_and_count_stand_on_the_method_and_in_the_list(closed: Survey, lead: User) -> None:
    add(closed, 100, Channel.PROGRAM, "1")
    published(closed, lead)
    scope = Scope(audience=Audience.PUBLIC, as_of=clock.now())
    method = {row[0]: row[1] for row in methodology_figure(scope, SLUG).table.rows}
    text = str(method["On record: sheets that look made by a program"])
    assert text.startswith("100 of 220 answer sheets look made by a program and are left out.")
    assert "at least two of these" in text
    (row,) = published_figure(scope).table.rows
    assert row[3] == "120"
    assert row[-2] == "100"


def test_the_team_reads_rule_and_count_with_the_results(
    closed: Survey, as_: As, consultant: User
) -> None:
    add(closed, 3, Channel.PROGRAM, "1")
    page = as_(consultant).get(f"/surveys/{SLUG}/results/").content.decode()
    assert "3 of 123 answer sheets look made by a program" in page
    assert "at least two of these" in page
    narrowed = as_(consultant).get(f"/surveys/{SLUG}/results/feel_safe/?channel=program")
    assert "120 people" in narrowed.content.decode()


def test_without_such_sheets_the_results_say_so(closed: Survey, as_: As, consultant: User) -> None:
    page = as_(consultant).get(f"/surveys/{SLUG}/results/").content.decode()
    assert "None of the 120 answer sheets looks made by a program." in page


def test_everything_else_counts_people_only(closed: Survey) -> None:
    add(closed, 100, Channel.PROGRAM, "1")
    assert survey_columns(closed).n == sample_of(closed).n == PEOPLE
    assert sample_of(closed).n_by_program == 100


@pytest.mark.parametrize(("n_people", "n_opened"), [(9, 0), (10, 30)])
def test_programs_are_no_crowd_to_open_a_few_people_in(
    open_link: Survey, lead: User, n_people: int, n_opened: int
) -> None:
    for number in range(n_people + 20):
        answers = factories.submission(open_link)
        submit(submission=replace(answers, is_by_program=number >= n_people))
    close_survey(survey=open_link, by=lead)
    assert open_boxes(survey_id=open_link.pk) == n_opened
    assert not SealedBox.objects.exists()
    assert AnswerSheet.objects.filter(channel=Channel.PROGRAM).count() == min(n_opened, 20)
