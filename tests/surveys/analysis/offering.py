"""Surveys that offer tables of two questions by ward, and their figures for the public."""

from itertools import product

from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Figure
from surveys.analysis.actions.batches import open_batch
from surveys.analysis.actions.table_groups import choose_table_groups
from surveys.analysis.selectors.columns import sample_of
from surveys.fielding.actions.status import close_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.results.figures.answers import build_figure
from surveys.results.figures.question_figure import FigureInput
from surveys.survey.models import Survey
from tests.surveys import factories

NOTATION = f"""{factories.HEAD}
== One | Uno
? trust choice: Trust? | ¿Confía?
- much: Much | Mucho
- some: Some | Algo
- none: None | Nada
? ward choice: Ward? | ¿Distrito?
- one: Ward 1 | Distrito 1
- two: Ward 2 | Distrito 2
- three: Ward 3 | Distrito 3
~ elsewhere: Elsewhere | Fuera
? stopped choice: Stopped? | ¿Parado?
- yes: Yes | Sí
- no: No | No
? why choice: Why? | ¿Por qué?
if: stopped = yes
- a: A | A
- b: B | B
? met several: Met? | ¿Trato?
- call: Call | Llamada
- talk: Talk | Charla
"""
Counts = dict[tuple[str, str], int]


def even(wards: dict[str, int]) -> Counts:
    """Half of each ward trusts much, half some."""
    return {
        (trust, ward): n // 2 + (n % 2 if trust == "much" else 0)
        for trust, (ward, n) in product(("much", "some"), wards.items())
    }


def survey_of(lead: User, counts: Counts) -> Survey:
    """Return a published survey with so many answers for each pair of trust and ward."""
    survey = factories.open_survey(by=lead, notation=NOTATION)
    sheets: list[dict[str, Answer]] = [
        {"trust": trust, "ward": ward, "stopped": "no", "met": ["call"]}
        for (trust, ward), n in counts.items()
        for _ in range(n)
    ]
    factories.answered(survey, sheets)
    survey = close_survey(survey=survey, by=lead)
    open_batch(survey_id=survey.pk)
    factories.published(survey, by=lead)
    choose_table_groups(survey=survey, question="ward", by=lead)
    return Survey.objects.with_questionnaire().get(pk=survey.pk)


def public_figure(survey: Survey, name: str) -> Figure:
    """Return the figure of a question as the public gets it."""
    assert survey.version
    asked = survey.version.questionnaire
    sample = sample_of(survey)
    return build_figure(survey, FigureInput(asked, asked.question(name), sample, Audience.PUBLIC))
