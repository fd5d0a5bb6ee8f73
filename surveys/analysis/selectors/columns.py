"""The opened sheets of a survey as columns of numbers."""

from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from clayton_review.read_cache import cached_read
from surveys.analysis import answer_columns
from surveys.analysis.answer_columns import AnswerColumns
from surveys.analysis.models import StoredColumns, Weighting
from surveys.analysis.sample import RakedGroups, Sample
from surveys.analysis.weights import unpack_margins
from surveys.answers.models import AnswerSheet
from surveys.answers.policies import can_be_shown_together
from surveys.question_types.columns import LevelIndexes
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.survey.models import Survey

NO_QUESTIONS = Questionnaire(languages=(), texts={}, pages=())


def survey_columns(survey: Survey, as_of: date | None = None, channel: str = "") -> AnswerColumns:
    """Return the sheets whose week had begun by then, of one channel or of all.

    Sheets that look made by a program are left out. They are read as they were coded last; if
    sheets have come or gone since, they are coded anew for this once.
    """
    columns = _without_programs(_all_of(survey))
    keep = _sheets_to_keep(columns, as_of, channel)
    return columns if keep.all() else columns.filtered(keep)


@cached_read
def sample_of(survey: Survey, as_of: date | None = None, channel: str = "") -> Sample:
    """Return the sheets that `survey_columns` reads, with the weights of the current weighting."""
    all_columns = _all_of(survey)
    columns = _without_programs(all_columns)
    keep = _sheets_to_keep(columns, as_of, channel)
    weights, words = None, ""
    margins: tuple[LevelIndexes, ...] = ()
    groups: tuple[RakedGroups, ...] = ()
    weighting = _weighting_of(survey, columns.n)
    if weighting is not None and keep.any():
        weights = np.frombuffer(bytes(weighting.weights), dtype="<f8")[keep]
        margins = tuple(
            codes[keep] for codes in unpack_margins(bytes(weighting.margins), columns.n)
        )
        words, groups = weighting_text(weighting), _groups(weighting)
    return Sample(
        coded=columns if keep.all() else columns.filtered(keep),
        weights=weights,
        margins=margins,
        population=survey.population_size,
        has_intervals=survey.is_probability_sample,
        weighted_by=words,
        groups=groups,
        all_sheets=_with_programs(all_columns, as_of, channel),
    )


def _weighting_of(survey: Survey, n_sheets: int) -> Weighting | None:
    """Return the weighting that was made of so many sheets.

    There is none of fewer than 100: the weight of a rare answer would tell who gave it.
    """
    if not can_be_shown_together(n_sheets):
        return None
    return survey.weightings.current().filter(n_sheets=n_sheets).first()


def weighting_text(weighting: Weighting) -> str:
    """Return the populations behind the weights, in the language in use."""
    conjunction = _("and")  # outside the f-string, where `make messages` finds it
    names = f" {conjunction} ".join(_variable_label(name) for name in weighting.questions)
    if not weighting.household:
        return _("the population by %(names)s") % {"names": names}
    return _("the number of adults in the household, then the population by %(names)s") % {
        "names": names
    }


def _groups(weighting: Weighting) -> tuple[RakedGroups, ...]:
    """Return the groups that the codes of the margins stand for, from the weighting's report."""
    pairs = [(row["variable"], row["category"]) for row in weighting.report["categories"]]
    return tuple(
        RakedGroups(name, tuple(category for variable, category in pairs if variable == name))
        for name in weighting.questions
    )


def _variable_label(name: str) -> str:
    """Return the words for a weighting variable; the question's name if there are none."""
    known = {"age": _("age"), "ward": _("ward"), "gender": _("gender"), "race": _("race")}
    return known.get(name, name.replace("_", " "))


def _without_programs(columns: AnswerColumns) -> AnswerColumns:
    by_program = columns[answer_columns.CHANNEL] == answer_columns.BY_PROGRAM
    return columns.filtered(~by_program) if by_program.any() else columns


def _with_programs(
    columns: AnswerColumns, as_of: date | None, channel: str
) -> AnswerColumns | None:
    """Return all sheets by then, if any look made by a program and no channel is asked for."""
    present = columns.filtered(_sheets_to_keep(columns, as_of, ""))
    by_program = present[answer_columns.CHANNEL] == answer_columns.BY_PROGRAM
    return present if by_program.any() and not channel else None


def _all_of(survey: Survey) -> AnswerColumns:
    n_sheets = AnswerSheet.objects.filter(survey=survey).count()
    stored = StoredColumns.objects.filter(survey=survey, n_sheets=n_sheets).first()
    return answer_columns.unpack(bytes(stored.content)) if stored else read_columns(survey)


def _sheets_to_keep(columns: AnswerColumns, as_of: date | None, channel: str) -> NDArray[np.bool_]:
    keep = np.ones(columns.n, dtype=np.bool_)
    if as_of is not None:
        keep &= columns[answer_columns.WEEK] <= as_of.toordinal()
    if channel:
        keep &= columns[answer_columns.CHANNEL] == answer_columns.CHANNELS.index(channel)
    return keep


def read_columns(survey: Survey) -> AnswerColumns:
    """Code all opened sheets now."""
    questionnaire = NO_QUESTIONS  # of a draft, which has no sheets
    if survey.version is not None:
        questionnaire = survey.version.questionnaire
    sheets = AnswerSheet.objects.filter(survey=survey)
    rows = sheets.values_list("answers", "channel", "batch_week").iterator(chunk_size=2000)
    return answer_columns.columns_of_sheets(questionnaire, rows)
