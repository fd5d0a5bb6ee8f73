"""My day: what waits for a person; the apps register what they know of it as lots.

A lot is a query with a name. All lots of a person are read in one query, whatever their number.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, DateField, IntegerField, TextField, Value, Window
from django.db.models.functions import Cast

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.web.kinds import Expression, link, located, text, together

TOLD = 2  # sorts named in the sentence; the rest is counted
SHOWN = 5  # of each lot; the rest stands on its list


class Urgency(StrEnum):
    """How a thing waits, the most urgent first; the value is the heading on the page."""

    TODAY = "Today"
    APPROVAL = "Waiting for your decision"
    OVERDUE = "Overdue"
    ASKED = "Asked of you"
    DRAFT = "Yours to finish"
    COMING = "Coming up"
    LATEST = "Latest"


COUNTED = (Urgency.TODAY, Urgency.APPROVAL, Urgency.OVERDUE, Urgency.ASKED)
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class Lot:
    """One sort of thing that waits.

    `rows` gives the rows for a person on a day, `due` what dates them (None for none); `one` and
    `many` name them in a sentence; `all_url` is the page with all of them. `roles` narrows the lot
    to some roles where a permission does not tell them apart. Without `url_name` its things have
    no page of their own; `anchor` is the place on the page. `order` is how the rows stand where
    it is not by what dates them. `late` names one and many of what is late by so many days.
    """

    name: str
    urgency: Urgency
    one: str
    many: str
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

    def is_for(self, user: User) -> bool:
        """Whether this person's role can have such things waiting."""
        return user.may(self.permission) and (not self.roles or user.role in self.roles)

    def named(self, n: int) -> str:
        """The number with the noun: `two approvals`."""
        return counted(n, self.one, self.many)


@dataclass(frozen=True)
class Item:
    """One thing that waits."""

    title: str
    url: str
    due_on: date | None


@dataclass(frozen=True)
class Waiting:
    """The things of one lot: the first ones, and how many there are."""

    lot: Lot
    items: list[Item]
    n: int

    @property
    def n_more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.items)


@dataclass(frozen=True)
class Way:
    """A quick way to start something."""

    label: str
    url_name: str
    permission: Permission
    roles: frozenset[Role] = field(default_factory=frozenset)

    def is_for(self, user: User) -> bool:
        """Whether this person's role may and would go this way."""
        return user.may(self.permission) and (not self.roles or user.role in self.roles)


@dataclass(frozen=True)
class Notice:
    """A fact a person should know today that is no single record, for example a budget alert."""

    text: str
    url: str
    state: str = "watch"


NoticeFunction = Callable[[User], list[Notice]]
_LOTS: dict[str, Lot] = {}
_WAYS: dict[str, Way] = {}
_NOTICES: dict[str, tuple[Permission, NoticeFunction]] = {}


def register(*lots: Lot) -> None:
    """Make lots known; a name given twice replaces the first."""
    _LOTS.update({lot.name: lot for lot in lots})


def register_ways(*ways: Way) -> None:
    """Offer quick ways to start."""
    _WAYS.update({way.label: way for way in ways})


def register_notices(permission: Permission, function: NoticeFunction) -> None:
    """Let a function tell notices to whoever holds the permission."""
    _NOTICES[f"{function.__module__}.{function.__name__}"] = (permission, function)


def waiting(
    user: User, *, urgencies: tuple[Urgency, ...] = tuple(Urgency), shown: int = SHOWN
) -> list[Waiting]:
    """What waits for a person today, by urgency, read in one query; of each lot the first ones."""
    today = clock.today()
    lots = [lot for lot in _LOTS.values() if lot.urgency in urgencies and lot.is_for(user)]
    rows: dict[str, list[Any]] = {}
    for row in together([_branch(lot, user, today)[:shown] for lot in lots]):
        rows.setdefault(row["of_lot"], []).append(row)
    order = list(Urgency)
    full = [
        Waiting(lot, [_item(lot, row) for row in rows[lot.name]], rows[lot.name][0]["of_n"])
        for lot in lots
        if lot.name in rows
    ]
    return sorted(full, key=lambda one: order.index(one.lot.urgency))


def by_urgency(found: list[Waiting]) -> list[tuple[Urgency, list[Waiting]]]:
    """The lots under the heading of their urgency, in order; what comes stands by its date."""
    groups = [
        (urgency, [one for one in found if one.lot.urgency == urgency]) for urgency in Urgency
    ]
    return [
        (urgency, _by_date(mine) if urgency == Urgency.COMING else mine)
        for urgency, mine in groups
        if mine
    ]


def notices(user: User) -> list[Notice]:
    """What this person should know today."""
    return [
        notice
        for permission, tell in _NOTICES.values()
        if user.may(permission)
        for notice in tell(user)
    ]


def ways(user: User) -> list[Way]:
    """How this person may start something."""
    return [way for way in _WAYS.values() if way.is_for(user)]


def statement(found: list[Waiting]) -> str:
    """One sentence that says what waits: `Two approvals and one overdue request wait for you.`

    Where nothing is more urgent than what is overdue, it says since when.
    """
    told = [one for one in found if one.lot.urgency in COUNTED]
    if not told:
        return "Nothing is waiting for you today"
    late, rest = _lateness(told[0]), told[1:]
    if late and not rest:
        return late
    if late:
        n_rest = sum(one.n for one in rest)
        others = f"{counted(n_rest, 'other thing', 'other things')} are waiting for you"
        return f"{late}; {_waits(rest) if len(rest) == 1 else others}"
    sentence = _waits(told)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _lateness(first: Waiting) -> str:
    """`Three requests are overdue, the oldest by 63 days`, of a lot that has words for it."""
    oldest = first.items[0].due_on if first.items else None
    if first.lot.late is None or oldest is None:
        return ""
    by = counted((clock.today() - oldest).days, "day", "days")
    told = counted(first.n, *first.lot.late)
    since = f"is overdue by {by}" if first.n == 1 else f"are overdue, the oldest by {by}"
    return f"{told[:1].upper()}{told[1:]} {since}"


def _waits(found: list[Waiting]) -> str:
    """`two approvals and one overdue request wait for you`."""
    parts = [one.lot.named(one.n) for one in found[:TOLD]]
    n_rest = sum(one.n for one in found[TOLD:])
    if n_rest:
        parts.append(counted(n_rest, "other thing", "other things"))
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{told} {'is' if len(parts) == 1 and found[0].n == 1 else 'are'} waiting for you"


def counted(n: int, one: str, many: str) -> str:
    """A number in words up to nine, with its noun."""
    number = _NUMBERS[n].lower() if n < len(_NUMBERS) else f"{n:,}"
    return f"{number} {one if n == 1 else many}"


def _branch(lot: Lot, user: User, today: date) -> Any:
    rows = lot.rows(user, today)
    due = Cast(lot.due, DateField()) if lot.due else Cast(Value(None), DateField())
    named = rows.annotate(
        of_lot=Value(lot.name, output_field=TextField()),
        of_title=text(lot.heading),
        of_due=due,
        of_n=Cast(Window(Count("pk")), IntegerField()),
    )
    placed = located(named, lot.address).order_by(
        *(lot.order or ([lot.due] if lot.due else [])), "pk"
    )
    return placed.values("of_lot", "of_title", "of_due", "of_n", "of_first", "of_second")


def _item(lot: Lot, row: dict[str, Any]) -> Item:
    url = link(lot.url_name, row["of_first"], row["of_second"]) if lot.url_name else ""
    return Item(row["of_title"], f"{url}{lot.anchor}", row["of_due"])


def _by_date(lots: list[Waiting]) -> list[Waiting]:
    """The things of several lots one by one, the soonest first; the rest counted at each last."""
    alone = [
        Waiting(one.lot, [item], 1 if item is not one.items[-1] else 1 + one.n_more)
        for one in lots
        for item in one.items
    ]
    return sorted(alone, key=lambda one: one.items[0].due_on or date.max)
