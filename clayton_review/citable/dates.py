"""The one rule for days of things that have happened: not to come, and not before a beginning."""

from datetime import date

from clayton_review import clock
from clayton_review.refusals import Refused
from clayton_review.web.formatting import day


def check_happened(
    on: date | None, what: str, field: str, *, since: date | None = None, beginning: str = ""
) -> None:
    """Raise `Refused`, with the field, unless the day lies between `since` and today.

    `what` begins the sentence, such as "The day of the decision"; `beginning` says what was then.
    A day that is not given is not checked.
    """
    if on is None:
        return
    if on > clock.today():
        words = f"{what} cannot be in the future. Enter today or an earlier day."
        raise Refused(words, field=field)
    if since is not None and on < since:
        words = f"{what} cannot be before {beginning}, {day(since)}. Enter that day or a later one."
        raise Refused(words, field=field)
