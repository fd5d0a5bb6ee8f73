"""The notes of a field activity as its page shows them."""

from dataclasses import dataclass

from findings.coding import notation
from findings.coding.models.excerpts import Excerpt
from findings.coding.notation import Line
from findings.fieldwork.models.activities import FieldActivity


@dataclass(frozen=True)
class NotesView:
    """The notes of a field activity, and what their notation says in sum."""

    text: str
    lines: tuple[Line, ...]
    excerpts: tuple[Excerpt, ...]
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]

    @property
    def n_lost(self) -> int:
        """Excerpts whose words the notes no longer hold."""
        return sum(excerpt.text not in self.text for excerpt in self.excerpts)


def notes_page(activity: FieldActivity) -> NotesView:
    """Everything a page says about the notes of an activity, in three queries."""
    read = notation.parse(activity.text)
    cut = activity.excerpts.order_by("start").prefetch_related("codings__code")
    return NotesView(
        text=activity.text,
        lines=read.lines,
        excerpts=tuple(cut),
        n_identifying=read.n_identifying,
        codes=read.codes,
        follow_ups=read.follow_ups,
    )
