"""Words of the tracker in every language: its statement, statuses and steps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clayton_review.dashboard.selectors.tracker import TrackedRecommendation, Tracker
from clayton_review.figures import State
from findings.recommendations.figures.tracker import answer_step
from findings.recommendations.models.recommendations import CityAnswer, RecommendationStatus

NUMBERS = (
    gettext_lazy("None"), gettext_lazy("One"), gettext_lazy("Two"), gettext_lazy("Three"),
    gettext_lazy("Four"), gettext_lazy("Five"), gettext_lazy("Six"), gettext_lazy("Seven"),
    gettext_lazy("Eight"), gettext_lazy("Nine"), gettext_lazy("Ten"),
)  # fmt: skip
# The city's answers as the tracker says them; issued reports hold the labels of the model.
ANSWERS = {
    CityAnswer.CONCUR: gettext_lazy("The city agrees"),
    CityAnswer.PARTIAL: gettext_lazy("The city agrees in part"),
    CityAnswer.DECLINE: gettext_lazy("The city declines"),
}
ANSWER_STEPS = {
    CityAnswer.CONCUR: gettext_lazy("Response: the city agrees"),
    CityAnswer.PARTIAL: gettext_lazy("Response: the city agrees in part"),
    CityAnswer.DECLINE: gettext_lazy("Response: the city declines"),
}
_WORDS_OF_ANSWERS = {
    **{response.label: words for response, words in ANSWERS.items()},
    **{answer_step(response): words for response, words in ANSWER_STEPS.items()},
}


def statement(shown: Tracker) -> str:
    """Return the tracker in one sentence: `Three of eight recommendations are verified; …`."""
    if not shown.n_all:
        none = _("No recommendation has been issued yet")
        return _("The latest report has no recommendations yet") if shown.n_new else none
    verified = _verified_sentence(shown.n_verified, shown.n_all) % {
        "n": number(shown.n_verified),
        "all": number(shown.n_all).lower(),
    }
    if not shown.n_overdue:
        return _("%(done)s; none is overdue") % {"done": verified}
    late = ngettext("%(n)s is overdue", "%(n)s are overdue", shown.n_overdue)
    return f"{verified}; {late % {'n': number(shown.n_overdue).lower()}}"


def newer_sentence(shown: Tracker) -> str:
    """Return the number of recommendations issued after the report; empty for none."""
    if not shown.n_new:
        return ""
    words = ngettext(
        "%(n)s more has been issued since then.",
        "%(n)s more have been issued since then.",
        shown.n_new,
    )
    return words % {"n": number(shown.n_new)}


def _verified_sentence(n_verified: int, n_all: int) -> str:
    if n_all == 1 and n_verified:
        return _("The one recommendation is implemented (verified)")
    if n_all == 1:
        return _("The one recommendation is not implemented (verified) yet")
    if not n_verified:
        return _("None of %(all)s recommendations is implemented (verified) yet")
    return ngettext(
        "%(n)s of %(all)s recommendations is implemented (verified)",
        "%(n)s of %(all)s recommendations are implemented (verified)",
        n_verified,
    )


def number(n: int) -> str:
    """Return a number up to ten as a word, a larger one in digits."""
    return str(NUMBERS[n]) if n < len(NUMBERS) else str(n)


def status_words(item: TrackedRecommendation) -> str:
    """Return the status in words, with "overdue" if it is."""
    is_known = item.status in RecommendationStatus.values
    words = _(RecommendationStatus(item.status).label) if is_known else item.status
    return _("%(status)s, overdue") % {"status": words} if item.is_overdue else words


def shape(item: TrackedRecommendation) -> State:
    """Return the shape that stands beside the status."""
    return State.ATTENTION if item.is_overdue else RecommendationStatus(item.status).shape


def translated(words: str) -> str:
    """Translate a fixed word of an issued report into the reader's language."""
    if words in _WORDS_OF_ANSWERS:
        return str(_WORDS_OF_ANSWERS[words])
    return _(words) if words else ""
