"""The items of a survey's methodology that follow from its records."""

from datetime import date

from clayton_review.figures import Audience
from clayton_review.languages import ENGLISH_NAMES
from clayton_review.stats.disclosure.suppression_rule import SUPPRESSION_RULES
from clayton_review.web.formatting import day
from surveys.analysis import method_notes
from surveys.analysis.sample import Sample
from surveys.analysis.selectors.columns import sample_of
from surveys.questionnaire.questionnaire import Questionnaire
from surveys.results import methodology
from surveys.results.selectors.outcomes import count_outcomes
from surveys.results.selectors.precision import precision_of
from surveys.survey.models import Survey


def methodology_on_record(
    survey: Survey, as_of: date, *, has_margin: bool = True
) -> dict[str, str]:
    """Return a text for each item of the methodology that follows from the records; else empty.

    `has_margin` is False where the margin of error would tell how few sheets are not complete.
    """
    assert survey.version  # noqa: S101  # `with_questionnaire`
    questionnaire = survey.version.questionnaire
    sample = sample_of(survey, as_of)
    items = {
        "strategy": "A questionnaire survey.",
        "sponsor": questionnaire.texts.get("sponsor", {}).get("en", ""),
        "instrument": f"{survey.version} of the questionnaire, published "
        f"{day(survey.version.published_on)}. The results pages show every closed question word "
        f"for word, in {_languages(questionnaire)}.",
        "population": survey.population,
        "recruitment": _recruitment(survey),
        "modes": _modes(survey, questionnaire),
        "dates": _dates(survey),
        "precision": _precision(survey, sample, has_margin=has_margin),
        "processing": _processing(survey, sample),
        "weighting": f"Weighted by {sample.weighted_by}."
        if sample.is_weighted
        else "Not weighted: every sheet counts the same.",
    }
    return {key: items.get(key, "") for key in methodology.KEYS}


def _processing(survey: Survey, sample: Sample) -> str:
    if survey.is_probability_sample or not sample.n:
        return ""
    least = SUPPRESSION_RULES[Audience.PUBLIC].minimum_cell  # anyone will read it
    return f"{sample.left_out_sentence(least)} {method_notes.BY_PROGRAM_RULE}"


def _recruitment(survey: Survey) -> str:
    if not survey.is_probability_sample:
        return "An open link: anyone could answer, and no one was selected."
    if not survey.n_invited:
        return ""
    return f"{survey.n_invited:,} invitations with a code that opens the questionnaire once."


def _modes(survey: Survey, questionnaire: Questionnaire) -> str:
    how = "with the code of the invitation" if survey.is_probability_sample else "by an open link"
    return f"Online, {how}, in {_languages(questionnaire)}."


def _languages(questionnaire: Questionnaire) -> str:
    return " and ".join(ENGLISH_NAMES[language] for language in questionnaire.languages)


def _dates(survey: Survey) -> str:
    end = survey.closed_on or survey.closes_on
    if not (survey.opens_on and end):
        return ""
    return f"{day(survey.opens_on)} to {day(end)}."


def _precision(survey: Survey, sample: Sample, *, has_margin: bool) -> str:
    if not sample.n:
        return ""
    start = f"{sample.n:,} answer sheets."
    if not survey.is_probability_sample:
        return (
            f"{start} Respondents chose to take part themselves, so no estimates of sampling error "
            "can be calculated."
        )
    precision = precision_of(survey, sample, count_outcomes(survey, sample.coded))
    if precision is None or not has_margin:
        return start
    return (
        f"{start} The margin of error of a share of 50% is {100 * precision.margin:.1f} points at "
        f"95% confidence, with a design effect of {precision.design_effect:.2f}."
    )
