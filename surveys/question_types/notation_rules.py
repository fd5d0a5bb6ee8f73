"""Rules of what may stand below a question in the notation, and in conditions on its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from surveys.question_types.numbers import canonical, number_in

EQUALS = frozenset({"=", "!="})
ORDERS = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True)
class LimitNotation:
    """The notation of a number or a day in limits (`min: 18`) and conditions (`age >= 18`).

    `read` returns the value as sheets hold it, None for anything else; `rank` orders two values.
    `example` follows the name of a limit, `refusal` the value of a condition.
    """

    read: Callable[[str], str | None]
    rank: Callable[[str], Any]
    example: str
    refusal: str


@dataclass(frozen=True)
class OwnSetting:
    """A line that one type alone has below its questions, such as `step: 5`.

    `read` returns the value that `Question.settings` keeps, None for anything else; `example` is
    the whole line and `help` its sentence for staff.
    """

    name: str
    read: Callable[[str], str | None]
    example: str
    help: str


@dataclass(frozen=True)
class NotationRules:
    """The lines that the notation of a type allows below a question.

    `lists_apart_only` allows only choices set apart; `settings` names those of the shared lines
    `min`, `max`, `decimals`, `unit`, `most` and `top` that it has, whose limits `value` reads;
    `own_settings` are lines that no other type has; `operators` are the comparisons of a condition
    with the whole answer.
    """

    has_choices: bool = True
    lists_apart_only: bool = False
    least_choices: int = 0
    has_rows: bool = False
    settings: frozenset[str] = frozenset()
    own_settings: tuple[OwnSetting, ...] = ()
    value: LimitNotation | None = None
    operators: frozenset[str] = frozenset()


def _number(text: str) -> str | None:
    number = number_in(text)
    return None if number is None else canonical(number)


def _day(text: str) -> str | None:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return None
    return day if day == text else None


NUMBER = LimitNotation(
    read=_number,
    rank=Decimal,
    example="is a number, such as “{name}: 18”.",
    refusal="is not a number; “{question}” needs one.",
)
DAY = LimitNotation(
    read=_day,
    rank=date.fromisoformat,
    example="is a day, such as “{name}: 2018-01-01”.",
    refusal="is not a date; write it as 2018-07-07.",
)
