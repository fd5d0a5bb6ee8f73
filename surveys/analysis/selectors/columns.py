"""The opened sheets of a survey as columns of numbers."""

from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from surveys.analysis import answer_columns
from surveys.analysis.answer_columns import Coded
from surveys.analysis.models import CodedAnswers, Weighting
from surveys.analysis.sample import Codes, Groups, Sample
from surveys.analysis.weights import margins_of
from surveys.answers.models import AnswerSheet
from surveys.questionnaire import questionnaire
from surveys.questionnaire.questionnaire import Document
from surveys.survey.models import Survey

NO_QUESTIONS = Document(languages=(), texts={}, pages=())


def coded_of(survey: Survey, as_of: date | None = None, channel: str = "") -> Coded:
    """The sheets whose week had begun by then, of one channel or of all.

    They are read as they were coded last; where sheets have come or gone since, they are coded
    anew for this once.
    """
    made = _all_of(survey)
    keep = _kept(made, as_of, channel)
    return made if keep.all() else made.kept(keep)


def sample_of(survey: Survey, as_of: date | None = None, channel: str = "") -> Sample:
    """The same sheets with the weights of the survey's current weighting, where it has any."""
    made = _all_of(survey)
    keep = _kept(made, as_of, channel)
    weights, words = None, ""
    margins: tuple[Codes, ...] = ()
    groups: tuple[Groups, ...] = ()
    found = survey.weightings.current().first()
    if found is not None and found.n_sheets == made.n and keep.any():
        weights = np.frombuffer(bytes(found.weights), dtype="<f8")[keep]
        margins = tuple(codes[keep] for codes in margins_of(bytes(found.margins), made.n))
        words, groups = words_of(found), _groups(found)
    return Sample(
        coded=made if keep.all() else made.kept(keep),
        weights=weights,
        margins=margins,
        population=survey.population_size,
        has_intervals=survey.is_probability_sample,
        weighted_by=words,
        groups=groups,
    )


def words_of(weighting: Weighting) -> str:
    """What the weights are made of, in the language in use."""
    conjunction = _("and")  # outside the f-string, where `make messages` finds it
    names = f" {conjunction} ".join(_said(name) for name in weighting.questions)
    if not weighting.household:
        return _("the population by %(names)s") % {"names": names}
    return _("the number of adults in the household, then the population by %(names)s") % {
        "names": names
    }


def _groups(weighting: Weighting) -> tuple[Groups, ...]:
    """What the codes of the margins mean, as the report of the weighting lists them."""
    told = [(row["variable"], row["category"]) for row in weighting.report["categories"]]
    return tuple(
        Groups(name, tuple(category for variable, category in told if variable == name))
        for name in weighting.questions
    )


def _said(name: str) -> str:
    """The words of a weighting variable; the name of the question where there are none."""
    known = {"age": _("age"), "ward": _("ward"), "gender": _("gender"), "race": _("race")}
    return known.get(name, name.replace("_", " "))


def _all_of(survey: Survey) -> Coded:
    n_sheets = AnswerSheet.objects.filter(survey=survey).count()
    kept = CodedAnswers.objects.filter(survey=survey, n_sheets=n_sheets).first()
    return answer_columns.unpacked(bytes(kept.content)) if kept else fresh(survey)


def _kept(made: Coded, as_of: date | None, channel: str) -> NDArray[np.bool_]:
    keep = np.ones(made.n, dtype=np.bool_)
    if as_of is not None:
        keep &= made[answer_columns.WEEK] <= as_of.toordinal()
    if channel:
        keep &= made[answer_columns.CHANNEL] == answer_columns.CHANNELS.index(channel)
    return keep


def fresh(survey: Survey) -> Coded:
    """All opened sheets, coded now."""
    document = NO_QUESTIONS  # of a draft, which has no sheets
    if survey.version is not None:
        document = questionnaire.from_json(survey.version.document)
    sheets = AnswerSheet.objects.filter(survey=survey)
    rows = sheets.values_list("answers", "channel", "batch_week").iterator(chunk_size=2000)
    return answer_columns.coded(document, rows)
