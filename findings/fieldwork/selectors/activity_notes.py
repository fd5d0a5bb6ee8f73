"""Notes of a field activity with their quotes, codes and follow-ups."""

from dataclasses import dataclass

from findings.coding.models import notation
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.notation import NotesLine
from findings.fieldwork.models.activities import FieldActivity


@dataclass(frozen=True)
class ActivityNotes:
    """Notes of a field activity, with their quotes, codes and follow-ups."""

    text: str
    lines: tuple[NotesLine, ...]
    excerpts: tuple[Excerpt, ...]
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]

    @property
    def n_missing_excerpts(self) -> int:
        """Count the quotes whose words the notes no longer hold."""
        return sum(excerpt.text not in self.text for excerpt in self.excerpts)


def activity_notes(activity: FieldActivity) -> ActivityNotes:
    """Return the notes of an activity as its page shows them, in three queries."""
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
