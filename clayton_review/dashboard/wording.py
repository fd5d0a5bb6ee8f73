"""Words of the tracker in every language: its statement, states and filters."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clayton_review.dashboard.selectors.tracker import TrackedRecommendation, Tracker
from findings.recommendations.models.recommendations import Status

NUMBERS = (
    gettext_lazy("None"), gettext_lazy("One"), gettext_lazy("Two"), gettext_lazy("Three"),
    gettext_lazy("Four"), gettext_lazy("Five"), gettext_lazy("Six"), gettext_lazy("Seven"),
    gettext_lazy("Eight"), gettext_lazy("Nine"), gettext_lazy("Ten"),
)  # fmt: skip
# The model's own labels, once more so that they can be translated; a test compares them.
STATUSES = {
    Status.NO_RESPONSE: gettext_lazy("No response"),
    Status.IN_PROGRESS: gettext_lazy("In progress"),
    Status.REPORTED: gettext_lazy("Reported implemented"),
    Status.VERIFIED: gettext_lazy("Implemented (verified)"),
    Status.PARTIAL: gettext_lazy("Partially implemented (closed)"),
    Status.DECLINED: gettext_lazy("Declined (closed)"),
}
PILLARS = {
    "trust": gettext_lazy("Trust and legitimacy"),
    "policy": gettext_lazy("Policy and oversight"),
    "technology": gettext_lazy("Technology and social media"),
    "community": gettext_lazy("Community policing and crime reduction"),
    "training": gettext_lazy("Training and education"),
    "wellness": gettext_lazy("Officer wellness and safety"),
}
# Types of released findings and of their evidence, keyed by their English words.
FINDING_WORDS = {
    "problem": gettext_lazy("Problem"),
    "strength": gettext_lazy("Strength"),
    "condition": gettext_lazy("What is happening"),
    "criteria": gettext_lazy("What should happen"),
    "cause": gettext_lazy("Why it happens"),
    "effect": gettext_lazy("What it leads to"),
    "supporting": gettext_lazy("Evidence for it"),
    "contradicting": gettext_lazy("Evidence against it"),
    "context": gettext_lazy("Background"),
    "": gettext_lazy("What it is based on"),
    "interviews": gettext_lazy("Interviews"),
    "field activities": gettext_lazy("Field activities"),
    "incident records": gettext_lazy("Incident records"),
    "documents": gettext_lazy("Documents"),
    "survey and other figures": gettext_lazy("Survey and other figures"),
    "excerpt": gettext_lazy("Said to the study"),
    "figure": gettext_lazy("Counted by the study"),
    "document": gettext_lazy("Public document"),
    **PILLARS,
}
SHAPES = {
    Status.VERIFIED: "on track",
    Status.REPORTED: "watch",
    Status.PARTIAL: "watch",
}
# Steps in an issued report, keyed by their English words.
STEPS = {
    "Issued": gettext_lazy("Issued"),
    "Date or place in the plan changed": gettext_lazy("Date or place in the plan changed"),
    "Answered: agrees": gettext_lazy("Answered: the city agrees"),
    "Answered: agrees in part": gettext_lazy("Answered: the city agrees in part"),
    "Answered: declines": gettext_lazy("Answered: the city declines"),
    **{status.label: words for status, words in STATUSES.items()},
    "The city": gettext_lazy("The city"),
    "The study team": gettext_lazy("The study team"),
    "Agrees": gettext_lazy("The city agrees"),
    "Agrees in part": gettext_lazy("The city agrees in part"),
    "Declines": gettext_lazy("The city declines"),
    "Policy": gettext_lazy("Policy"),
    "Training": gettext_lazy("Training"),
    "Practice": gettext_lazy("Practice"),
}


def statement(shown: Tracker) -> str:
    """Return the tracker in one sentence: `Three of eight recommendations are verified; …`."""
    if not shown.n_all:
        return _("No recommendation has been issued yet.")
    done = _done(shown.n_verified, shown.n_all) % {
        "n": number(shown.n_verified),
        "all": number(shown.n_all).lower(),
    }
    if not shown.n_overdue:
        return _("%(done)s; none is overdue.") % {"done": done}
    late = ngettext("%(n)s is overdue", "%(n)s are overdue", shown.n_overdue)
    return f"{done}; {late % {'n': number(shown.n_overdue).lower()}}."


def _done(n_verified: int, n_all: int) -> str:
    if n_all == 1 and n_verified:
        return _("The one recommendation has been verified as done")
    if n_all == 1:
        return _("The one recommendation has not been verified as done yet")
    if not n_verified:
        return _("None of %(all)s recommendations has been verified as done yet")
    return ngettext(
        "%(n)s of %(all)s recommendations has been verified as done",
        "%(n)s of %(all)s recommendations have been verified as done",
        n_verified,
    )


def number(n: int) -> str:
    """Return a number up to ten as a word, a larger one in digits."""
    return str(NUMBERS[n]) if n < len(NUMBERS) else str(n)


def status_words(item: TrackedRecommendation) -> str:
    """Return the status in words, with "overdue" if it is."""
    words = STATUSES[Status(item.status)] if item.status in Status.values else item.status
    return _("%(status)s, overdue") % {"status": words} if item.is_overdue else str(words)


def shape(item: TrackedRecommendation) -> str:
    """Return the shape that stands beside the status."""
    return "attention" if item.is_overdue else SHAPES.get(Status(item.status), "")


def finding_words(word: str) -> str:
    """Return a fixed word of a released finding in the reader's language."""
    return str(FINDING_WORDS.get(word, word))


def translated(words: str) -> str:
    """Translate a fixed word of an issued report into the reader's language."""
    return str(STEPS.get(words, words))
