"""Worklist of a person: everything that waits for them; the apps register their work queues.

A work queue is a query with a name. All queues of a person are read in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, DateField, IntegerField, TextField, Value, Window
from django.db.models.functions import Cast
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.web.formatting import count_in_words, join_words
from clayton_review.web.record_types import Expression, link, located, text, union_rows

NAMED = 2  # queues named in the sentence; the rest is counted
SHOWN = 5  # items of each queue; the rest is on its list


class Urgency(StrEnum):
    """Urgency of a queue, the most urgent first; the value is the heading on the page."""

    TODAY = "Today"
    APPROVAL = "Waiting for your decision"
    OVERDUE = "Overdue"
    ASKED = "For you to do"
    DRAFT = "Also open"
    COMING = "Coming up"
    LATEST = "Latest"


COUNTED = (Urgency.TODAY, Urgency.APPROVAL, Urgency.OVERDUE, Urgency.ASKED)


@dataclass(frozen=True)
class QueueAct:
    """A button on each item of a queue: its label, and the URL name it posts to, with the key."""

    label: str
    url_name: str


@dataclass(frozen=True)
class WorkQueue:
    """One sort of item that waits.

    `rows` returns the rows for a person on a day, `due` is the field with their date; `singular`
    and `plural` name them in a sentence; `all_url` is the page with all of them. `roles` narrows
    the queue to some roles where a permission does not tell them apart. Items without `url_name`
    have no page of their own; `anchor` is the place on the page. Rows are sorted by `order`, else
    by `due`. `late` names one and many items that are late, in a sentence with the days. `detail`
    is a sentence below the heading, and `act` a button beside it.
    """

    name: str
    urgency: Urgency
    singular: str
    plural: str
    permission: Permission
    rows: Callable[[User, date], Any]
    heading: Expression
    url_name: str = ""
    address: tuple[Expression, ...] = ("reference",)
    due: Expression | None = None
    all_url: str = ""
    anchor: str = ""
    order: tuple[Expression, ...] = ()
    roles: frozenset[Role] = field(default_factory=frozenset)
    late: tuple[str, str] | None = None
    detail: Expression | None = None
    act: QueueAct | None = None

    def is_for(self, user: User) -> bool:
        """True if this person's role can have such items waiting."""
        return user.may(self.permission) and (not self.roles or user.role in self.roles)

    def count_phrase(self, n: int) -> str:
        """Return a number with its noun: `two approvals`."""
        return count_in_words(n, self.singular, self.plural)


@dataclass(frozen=True)
class WaitingItem:
    """One item that waits."""

    title: str
    url: str
    due_on: date | None
    detail: str = ""
    act_url: str = ""


@dataclass(frozen=True)
class WaitingItems:
    """First items of one queue, and the number of all."""

    queue: WorkQueue
    items: list[WaitingItem]
    n: int

    @property
    def n_more(self) -> int:
        """Count the items that are not shown."""
        return self.n - len(self.items)


@dataclass(frozen=True)
class QuickStart:
    """A shortcut to a page where work starts."""

    label: str
    url_name: str
    permission: Permission
    roles: frozenset[Role] = field(default_factory=frozenset)

    def is_for(self, user: User) -> bool:
        """True if the shortcut is offered to this person's role."""
        return user.may(self.permission) and (not self.roles or user.role in self.roles)


@dataclass(frozen=True)
class WorklistNotice:
    """A fact a person should know today that is no single record, for example a budget alert."""

    text: str
    url: str
    state: str = "watch"


NoticeFunction = Callable[[User], list[WorklistNotice]]
_QUEUES: dict[str, WorkQueue] = {}
_QUICK_STARTS: dict[str, QuickStart] = {}
_NOTICES: dict[str, tuple[Permission, NoticeFunction]] = {}


def register(*queues: WorkQueue) -> None:
    """Add work queues; a name given twice replaces the first."""
    _QUEUES.update({queue.name: queue for queue in queues})


def register_quick_starts(*starts: QuickStart) -> None:
    """Add shortcuts; a label given twice replaces the first."""
    _QUICK_STARTS.update({start.label: start for start in starts})


def register_notices(permission: Permission, function: NoticeFunction) -> None:
    """Add a function that returns notices for whoever holds the permission."""
    _NOTICES[f"{function.__module__}.{function.__name__}"] = (permission, function)


def waiting(
    user: User, *, urgencies: tuple[Urgency, ...] = tuple(Urgency), shown: int = SHOWN
) -> list[WaitingItems]:
    """List of the queues with items for a person today, by urgency, read in one query."""
    today = clock.today()
    queues = [
        queue for queue in _QUEUES.values() if queue.urgency in urgencies and queue.is_for(user)
    ]
    rows: dict[str, list[Any]] = {}
    for row in union_rows([_branch(queue, user, today)[:shown] for queue in queues]):
        rows.setdefault(row["of_queue"], []).append(row)
    order = list(Urgency)
    full = [
        WaitingItems(
            queue, [_item(queue, row) for row in rows[queue.name]], rows[queue.name][0]["of_n"]
        )
        for queue in queues
        if queue.name in rows
    ]
    return sorted(full, key=lambda queue: order.index(queue.queue.urgency))


def by_urgency(queues: list[WaitingItems]) -> list[tuple[Urgency, list[WaitingItems]]]:
    """Group queues by urgency, in order; sort coming items by date."""
    groups = [
        (urgency, [queue for queue in queues if queue.queue.urgency == urgency])
        for urgency in Urgency
    ]
    return [
        (urgency, _by_date(mine) if urgency == Urgency.COMING else mine)
        for urgency, mine in groups
        if mine
    ]


def notices(user: User) -> list[WorklistNotice]:
    return [
        notice
        for permission, tell in _NOTICES.values()
        if user.may(permission)
        for notice in tell(user)
    ]


def quick_starts(user: User) -> list[QuickStart]:
    return [start for start in _QUICK_STARTS.values() if start.is_for(user)]


def statement(queues: list[WaitingItems]) -> str:
    """Return the sentence that says what waits: `Two approvals and one overdue request …`.

    If overdue items are the most urgent, it says since when.
    """
    urgent = [queue for queue in queues if queue.queue.urgency in COUNTED]
    if not urgent:
        return "Nothing is waiting for you today"
    late, rest = _overdue_sentence(urgent[0]), urgent[1:]
    if late and not rest:
        return late
    if late:
        n_rest = sum(queue.n for queue in rest)
        others = f"{count_in_words(n_rest, 'other thing', 'other things')} are waiting for you"
        return f"{late}; {_waiting_words(rest) if len(rest) == 1 else others}"
    sentence = _waiting_words(urgent)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _overdue_sentence(first: WaitingItems) -> str:
    """Return a sentence such as `Three requests are overdue, the oldest by 63 days`, or nothing."""
    oldest = first.items[0].due_on if first.items else None
    if first.queue.late is None or oldest is None:
        return ""
    by = count_in_words((clock.today() - oldest).days, "day", "days")
    subject = count_in_words(first.n, *first.queue.late)
    overdue = f"is overdue by {by}" if first.n == 1 else f"are overdue, the oldest by {by}"
    return f"{subject[:1].upper()}{subject[1:]} {overdue}"


def _waiting_words(queues: list[WaitingItems]) -> str:
    """Return words such as `two approvals and one overdue request are waiting for you`."""
    parts = [queue.queue.count_phrase(queue.n) for queue in queues[:NAMED]]
    n_rest = sum(queue.n for queue in queues[NAMED:])
    if n_rest:
        parts.append(count_in_words(n_rest, "other thing", "other things"))
    verb = "is" if len(parts) == 1 and queues[0].n == 1 else "are"
    return f"{join_words(parts)} {verb} waiting for you"


def _branch(queue: WorkQueue, user: User, today: date) -> Any:
    rows = queue.rows(user, today)
    due = Cast(queue.due, DateField()) if queue.due else Cast(Value(None), DateField())
    named = rows.annotate(
        of_queue=Value(queue.name, output_field=TextField()),
        of_title=text(queue.heading),
        of_due=due,
        of_detail=text(queue.detail) if queue.detail else Value("", output_field=TextField()),
        of_key=Cast("pk", TextField()) if queue.act else Value("", output_field=TextField()),
        of_n=Cast(Window(Count("pk")), IntegerField()),
    )
    placed = located(named, queue.address).order_by(
        *(queue.order or ([queue.due] if queue.due else [])), "pk"
    )
    return placed.values(
        "of_queue", "of_title", "of_due", "of_detail", "of_key", "of_n", "of_first", "of_second"
    )


def _item(queue: WorkQueue, row: dict[str, Any]) -> WaitingItem:
    url = link(queue.url_name, row["of_first"], row["of_second"]) if queue.url_name else ""
    act_url = reverse(queue.act.url_name, args=[row["of_key"]]) if queue.act else ""
    return WaitingItem(
        row["of_title"], f"{url}{queue.anchor}", row["of_due"], row["of_detail"], act_url
    )


def _by_date(queues: list[WaitingItems]) -> list[WaitingItems]:
    """Split queues into single items, the soonest first.

    The last item of each queue also counts those that are not shown.
    """
    alone = [
        WaitingItems(queue.queue, [item], 1 if item is not queue.items[-1] else 1 + queue.n_more)
        for queue in queues
        for item in queue.items
    ]
    return sorted(alone, key=lambda queue: queue.items[0].due_on or date.max)
