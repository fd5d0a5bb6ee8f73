"""The notes of a field activity as its page shows them."""

from dataclasses import dataclass

from findings.coding.models import notation
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.notation import Line
from findings.fieldwork.models.activities import FieldActivity


@dataclass(frozen=True)
class ActivityNotes:
    """The notes of a field activity, and what their notation says in sum."""

    text: str
    lines: tuple[Line, ...]
    excerpts: tuple[Excerpt, ...]
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]

    @property
    def n_missing_excerpts(self) -> int:
        """Excerpts whose words the notes no longer hold."""
        return sum(excerpt.text not in self.text for excerpt in self.excerpts)


def activity_notes(activity: FieldActivity) -> ActivityNotes:
    """Everything a page says about the notes of an activity, in three queries."""
    parsed = notation.parse(activity.text)
    excerpts = activity.excerpts.order_by("start").prefetch_related("codings__code")
    return ActivityNotes(
        text=activity.text,
        lines=parsed.lines,
        excerpts=tuple(excerpts),
        n_identifying=parsed.n_identifying,
        codes=parsed.codes,
        follow_ups=parsed.follow_ups,
    )
