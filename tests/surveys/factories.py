"""The smallest valid surveys; later states are reached through actions."""

from datetime import date
from uuid import UUID, uuid4

from django.db import connection

from clayton_review.accounts.models import User
from surveys.analysis.actions.batches import file_sheets
from surveys.answers.actions.invitation_codes import mint_codes
from surveys.answers.actions.opening import this_week
from surveys.answers.actions.submission import Submission
from surveys.answers.codes import code_mark
from surveys.answers.models import AnswerSheet, Channel, SpentCode
from surveys.fielding.actions import status
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.fielding.actions.surveys import SurveyInput, create_survey
from surveys.questionnaire.questionnaire import Answer
from surveys.results.actions import MethodologyStatementInput, publish_results, write_statement
from surveys.results.methodology import ITEMS
from surveys.survey.models import SampleKind, Survey

WEEK = date(2018, 11, 26)  # a Monday
HEAD = """\
title: Safety and respect in Clayton | Seguridad y respeto en Clayton
why: The city wants to know how you see its police. | La ciudad quiere saber cómo ve a su policía.
readers: Only the study team reads answers. | Solo el equipo del estudio lee las respuestas.
thanks: What you told us counts. | Lo que nos dijo cuenta.
minutes: 5
phone: 314-555-0100
"""
NOTATION = (
    HEAD
    + """
== Your neighborhood | Su barrio
? feel_safe agreement: I feel safe in Clayton. | Me siento seguro en Clayton.
hint: Think of the last 12 months. | Piense en los últimos 12 meses.
? stopped choice: Were you stopped by an officer? | ¿Lo detuvo un agente?
- yes: Yes | Sí
- no: No | No
~ dont_know: I don’t remember | No lo recuerdo
? story text: What should the police do better? | ¿Qué debería mejorar la policía?
"""
)
TWO_PAGES = NOTATION + (
    "== More | Más\n? trust agreement: I trust the police. | Confío en la policía.\n"
)


def long_notation(n_questions: int) -> str:
    """A questionnaire of so many agreement questions on one page."""
    lines = (
        f"? q{i} agreement: Officers in Clayton treat people like me with respect, case {i}."
        f" | Los agentes de Clayton tratan con respeto a las personas como yo, caso {i}."
        for i in range(n_questions)
    )
    return HEAD + "\n".join(lines)


def values(
    *,
    slug: str = "residents-2018",
    sample: SampleKind = SampleKind.PROBABILITY,
    n_invited: int = 0,
    population_size: int | None = 13_000,
) -> SurveyInput:
    """Return the values of a survey."""
    return SurveyInput(
        slug=slug,
        title="Residents’ survey",
        sample=sample,
        population="Adults 18 and over living in Clayton",
        population_size=population_size,
        n_invited=n_invited,
    )


def draft_survey(
    *,
    by: User,
    slug: str = "residents-2018",
    sample: SampleKind = SampleKind.PROBABILITY,
    notation: str = NOTATION,
    n_invited: int = 0,
    population_size: int | None = 13_000,
) -> Survey:
    """A survey in preparation, its questionnaire written."""
    known = values(slug=slug, sample=sample, n_invited=n_invited, population_size=population_size)
    survey = create_survey(record_id=uuid4(), values=known, by=by)
    return write_questionnaire(survey=survey, text=notation, revision=survey.revision, by=by)


def open_survey(
    *,
    by: User,
    slug: str = "residents-2018",
    sample: SampleKind = SampleKind.PROBABILITY,
    notation: str = NOTATION,
    n_invited: int = 0,
    population_size: int | None = 13_000,
) -> Survey:
    """A survey that residents can answer."""
    survey = draft_survey(
        by=by,
        slug=slug,
        sample=sample,
        notation=notation,
        n_invited=n_invited,
        population_size=population_size,
    )
    publish_questionnaire(survey=survey, by=by)
    return status.open_survey(survey=survey, by=by)


def submission(
    survey: Survey,
    *,
    code: str = "",
    answers: dict[str, Answer] | None = None,
    submission_id: UUID | None = None,
) -> Submission:
    """Answers on their way in."""
    assert survey.version_id is not None
    return Submission(
        survey_id=survey.pk,
        version_id=survey.version_id,
        submission_id=submission_id or uuid4(),
        answers=answers or {"feel_safe": "4", "stopped": "no", "story": None},
        box_bytes=survey.box_bytes,
        code=code,
    )


def answered(survey: Survey, sheets: list[dict[str, Answer]]) -> None:
    """So many opened sheets, as a batch leaves them; tests/surveys/answers seals and opens."""
    assert survey.version_id is not None
    is_coded = survey.is_probability_sample
    codes = mint_codes(survey=survey, n=len(sheets), by=None) if is_coded else []
    marks = sorted(code_mark(survey.pk, code) for code in codes)
    SpentCode.objects.bulk_create([SpentCode(mark=mark, survey=survey) for mark in marks])
    AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(
                survey=survey,
                version_id=survey.version_id,
                channel=Channel.CODE if is_coded else Channel.OPT_IN,
                answers=answers,
                batch_week=this_week(),
            )
            for answers in sheets
        ]
    )
    file_sheets(Survey.objects.select_related("version").get(pk=survey.pk))


def let_sheets_change() -> None:
    """Switch off the trigger that refuses it, for states that no action leads to."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE surveys_answersheet DISABLE TRIGGER USER")


def stated(survey: Survey, *, by: User) -> None:
    """A complete methodology statement."""
    items = {item.key: f"What is told about {item.key}." for item in ITEMS}
    values = MethodologyStatementInput(items=items, items_es={})
    write_statement(survey=survey, values=values, revision=0, by=by)


def published(survey: Survey, *, by: User) -> None:
    """The results of a closed survey, for Board and public."""
    stated(survey, by=by)
    publish_results(survey=survey, by=by)


EVERY_TYPE = (
    HEAD
    + """
== Contact | Contacto
? stopped choice: Were you stopped? | ¿Lo detuvieron?
- yes: Yes | Sí
- no: No | No
? why choice: Did the officer say why? | ¿Le dijo por qué?
if: stopped = yes
- yes: Yes | Sí
- no: No | No
? help several: What did you ask for? | ¿Qué pidió?
most: 2
- advice: Advice | Consejo
- report: A report | Un informe
- other: Something else | Otra cosa
~ none: Nothing | Nada
? treated grid: The officer … | El agente …
+ heard: listened to me | me escuchó
+ told: told me why | me dijo por qué
== More | Más
? first ranking: What comes first? | ¿Qué va primero?
top: 2
- cameras: Cameras | Cámaras
- foot: Foot patrols | Patrullas a pie
- training: Training | Capacitación
? age number: How old are you? | ¿Qué edad tiene?
min: 18
max: 110
unit: years | años
? when date: When was it? | ¿Cuándo fue?
min: 2017-01-01
max: 2018-12-31
? word line: One word | Una palabra
"""
)
