"""The surveys of the demonstration: by invitation, and by open link closed and still open."""

from datetime import date
from decimal import Decimal

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.demo.methodology_statement import ITEMS, ITEMS_ES
from clayton_review.demo.questionnaire import (
    DIALOGUE_TITLE,
    MAILED_TITLE,
    NOTATION,
    OPEN_TITLE,
    POPULATION,
    POPULATION_SOURCE,
    POPULATION_VINTAGE,
)
from clayton_review.demo.respondents import sheets
from clayton_review.demo.times import identity, on
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.actions.population import TargetInput, add_target
from surveys.analysis.actions.table_groups import choose_table_groups
from surveys.analysis.actions.weighting import add_weighting
from surveys.analysis.weights import WeightingInput
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.received_counts import count_received
from surveys.answers.actions.submission import submit_in_bulk
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.fielding.actions.surveys import SurveyInput, create_survey, record_dispositions
from surveys.questionnaire.questionnaire import Answer
from surveys.results.actions import MethodologyStatementInput, publish_results, write_statement
from surveys.survey.models import DispositionKind, SampleKind, Survey

RESIDENTS = SurveyInput(
    slug="residents-2018",
    title="Mailed survey 2018",
    sample=SampleKind.PROBABILITY,
    population=(
        "Adults living in Clayton, including students and people in group quarters (test value)"
    ),
    population_size=17_000,
    n_invited=2_600,
    opens_on=date(2018, 11, 12),
    closes_on=date(2018, 12, 15),
)
DIALOGUE_LINK = SurveyInput(
    slug="after-the-dialogues",
    title="Survey after the dialogues",
    sample=SampleKind.OPT_IN,
    population="People who came to a dialogue, and anyone to whom they passed the link",
    opens_on=date(2019, 1, 11),
    closes_on=date(2019, 1, 25),
)
OPEN_LINK = SurveyInput(
    slug="your-view",
    title="Online survey for anyone 18 or older",
    sample=SampleKind.OPT_IN,
    population="Anyone 18 or older who wants to answer",
    opens_on=date(2019, 1, 7),
    closes_on=date(2019, 3, 1),
)
TITLES = {
    RESIDENTS.slug: MAILED_TITLE,
    DIALOGUE_LINK.slug: DIALOGUE_TITLE,
    OPEN_LINK.slug: OPEN_TITLE,
}
N_NOVEMBER, N_DECEMBER, N_DIALOGUES, N_OPEN = 394, 232, 143, 121

DISPOSITIONS = {
    DispositionKind.REFUSAL: 61,
    DispositionKind.NONCONTACT: 1_038,
    DispositionKind.OTHER: 18,
    DispositionKind.UNKNOWN_HOUSEHOLD: 658,
    DispositionKind.UNKNOWN_OTHER: 96,
    DispositionKind.NOT_ELIGIBLE: 91,
}


WEIGHTING = WeightingInput(
    questions=["ward", "age"],
    household="adults",
    most_adults=4,
    least_in_group=20,
    merges=[["age", "age_65_up", "age_55_64"]],
    trim_at=Decimal("3"),
)


def open_resident_survey(*, by: User, lead: User) -> list[str]:
    """Send letters in November and take in answers; return the codes that nobody has used yet."""
    with on("2018-11-05"):
        survey = _publish_survey(RESIDENTS, by=by)
        codes = mint_codes(survey=survey, n=N_NOVEMBER + N_DECEMBER + 60, by=lead)
    with on("2018-11-12"):
        survey = open_survey(survey=survey, by=lead)
    with on("2018-11-26"):
        answers = _mailed_sheets()[:N_NOVEMBER]
        submit_in_bulk(survey=survey, answers=answers, codes=codes[:N_NOVEMBER])
        open_batch(survey_id=survey.pk)
    return codes[N_NOVEMBER:]


def close_resident_survey(codes: list[str], *, by: User, lead: User) -> None:
    """Take in the last answers, close the survey, and note what became of the letters."""
    survey = Survey.objects.get(slug=RESIDENTS.slug)
    with on("2018-12-12"):
        answers = _mailed_sheets()[N_NOVEMBER:]
        submit_in_bulk(survey=survey, answers=answers, codes=codes[:N_DECEMBER])
    with on("2018-12-15"):
        survey = close_survey(survey=survey, by=lead)
        open_batch(survey_id=survey.pk)
    with on("2018-12-20"):
        survey.refresh_from_db()
        record_dispositions(
            survey=survey,
            counts=DISPOSITIONS,
            n_invited=RESIDENTS.n_invited,
            revision=survey.revision,
            by=by,
        )
        _compare_with_people(survey, by=by)
        add_weighting(record_id=identity("weighting"), survey=survey, values=WEIGHTING, by=by)
    with on("2018-12-21"):
        write_statement(
            survey=survey, values=MethodologyStatementInput(ITEMS, ITEMS_ES), revision=0, by=by
        )
        publish_results(survey=survey, by=lead)
        choose_table_groups(survey=survey, question="ward", by=lead)


def survey_after_the_dialogues(*, by: User, lead: User) -> None:
    """Take in answers to the link given out at the dialogues, and close it: all are opened."""
    with on("2019-01-09"):
        survey = _publish_survey(DIALOGUE_LINK, by=by)
    with on("2019-01-11"):
        survey = open_survey(survey=survey, by=lead)
    with on("2019-01-22"):
        submit_in_bulk(survey=survey, answers=sheets(N_DIALOGUES, seed=4))
    with on("2019-01-25", "18:00"):
        survey = close_survey(survey=survey, by=lead)
        open_batch(survey_id=survey.pk)


def open_the_link(*, by: User, lead: User) -> None:
    """Open the survey that anybody can still answer."""
    with on("2019-01-03"):
        survey = _publish_survey(OPEN_LINK, by=by)
    with on("2019-01-07"):
        survey = open_survey(survey=survey, by=lead)
    with on("2019-01-21"):
        submit_in_bulk(survey=survey, answers=sheets(N_OPEN, seed=3))
    with on("2019-01-27", "21:00"):  # a Sunday night
        count_received(sunday=clock.today())


def _mailed_sheets() -> list[dict[str, Answer]]:
    """Return what residents answer to the letters, in the order of their answers."""
    first_letter, reminder = sheets(374, seed=1), sheets(252, seed=2)
    return first_letter + reminder


def _compare_with_people(survey: Survey, *, by: User) -> None:
    """Add the population by ward and by age as targets for the weights."""
    for question, counts in POPULATION.items():
        values = TargetInput(
            question=question,
            counts=[list(group) for group in counts],
            source=POPULATION_SOURCE,
            vintage=POPULATION_VINTAGE,
        )
        record_id = identity(f"population/{question}")
        add_target(record_id=record_id, survey=survey, values=values, by=by)


def _publish_survey(values: SurveyInput, *, by: User) -> Survey:
    survey = create_survey(record_id=identity(f"survey/{values.slug}"), values=values, by=by)
    text = NOTATION.replace(MAILED_TITLE, TITLES[values.slug])
    survey = write_questionnaire(survey=survey, text=text, revision=survey.revision, by=by)
    publish_questionnaire(survey=survey, by=by)
    survey.refresh_from_db()
    return survey
