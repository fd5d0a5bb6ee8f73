"""What others changed since a person's last visit, from the audit record, grouped by record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, TextField, Value, When
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.audit.actions import SYSTEM
from clayton_review.audit.models import AuditEntry
from clayton_review.web.kinds import Kind, kinds_for, link, located, text, together

NEWEST = 400  # rows of the audit record that are looked at
SHOWN = 8


@dataclass(frozen=True)
class Change:
    """What happened to one record: its title, its page, the newest acts and who did them."""

    kind: Kind
    title: str
    url: str
    acts: list[str]
    at: datetime
    n_acts: int


def changes_since(user: User, moment: datetime) -> list[Change]:
    """Records this person may open that others touched after a moment, the newest first.

    Reads the newest 400 acts and, in one query, the titles of what they touched.
    """
    kinds = {kind.model._meta.label: kind for kind in kinds_for(user) if kind.is_told}
    acts = [act for act in _acts(user, moment, list(kinds)) if _is_told(act, kinds)]
    grouped: dict[tuple[str, str], list[Any]] = {}
    for act in acts:
        grouped.setdefault((act["object_type"], act["object_id"]), []).append(act)
    titles = _titles(user, kinds, grouped)
    people = User.objects.filter(email__in={act["who"] for act in acts})
    names = dict(people.values_list("email", "name"))
    together_told: dict[str, list[Any]] = {}
    found = []
    for (label, key), mine in grouped.items():
        if (row := titles.get((label, key))) is None:
            continue
        if row["of_gathered"]:
            together_told.setdefault(label, []).append(mine)
        else:
            found.append(_change(kinds[label], row, mine, names))
    found += [_gathered(kinds[label], rows, names) for label, rows in together_told.items()]
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]


def _acts(user: User, moment: datetime, labels: list[str]) -> list[Any]:
    newest = AuditEntry.objects.order_by("-id").values("id")[:NEWEST]
    others = AuditEntry.objects.filter(id__in=newest, at__gt=moment, object_type__in=labels)
    rows = others.exclude(who=user.email).order_by("-id")
    return list(rows.values("object_type", "object_id", "verb", "who", "at"))


def _is_told(act: dict[str, str], kinds: dict[str, Kind]) -> bool:
    told = kinds[act["object_type"]].acts
    return not told or act["verb"] in told


def _titles(
    user: User, kinds: dict[str, Kind], grouped: dict[tuple[str, str], list[Any]]
) -> dict[tuple[str, str], Any]:
    wanted: dict[str, list[str]] = {}
    for label, key in grouped:
        wanted.setdefault(label, []).append(key)
    branches = [_branch(user, kinds[label], keys) for label, keys in wanted.items()]
    return {(row["of_label"], row["of_key"]): row for row in together(branches)}


def _branch(user: User, kind: Kind, keys: list[str]) -> Any:
    named = kind.rows(user).annotate(
        of_label=Value(kind.model._meta.label, output_field=TextField()),
        of_key=text(kind.key),
        of_title=text(kind.heading),
        of_gathered=_is_gathered(kind),
    )
    placed = located(named.filter(of_key__in=keys), kind.address)
    return placed.order_by().values(
        "of_label", "of_key", "of_title", "of_gathered", "of_first", "of_second"
    )


def _is_gathered(kind: Kind) -> Any:
    never = Value("", output_field=TextField())
    if kind.gathered is None:
        return never
    told = When(kind.gathered.which, then=Value(kind.name))
    return Case(told, default=never, output_field=TextField())


def _gathered(kind: Kind, rows: list[list[Any]], names: dict[str, str]) -> Change:
    """Many rows told as a number, with who wrote them."""
    words, acts = kind.gathered, [act for mine in rows for act in mine]
    assert words is not None  # noqa: S101  # only rows of such kinds come here
    n = len(rows)
    who = sorted({_who(act, names) for act in acts})
    title = f"{n} {words.one if n == 1 else words.many}"
    newest = max(act["at"] for act in acts)
    return Change(kind, title, reverse(words.url_name), [", ".join(who)], newest, len(acts))


def _change(kind: Kind, row: dict[str, str], acts: list[Any], names: dict[str, str]) -> Change:
    told = list(dict.fromkeys(_told(act, kind, names) for act in acts))
    url = link(kind.url_name, row["of_first"], row["of_second"])
    return Change(kind, row["of_title"], url, told[:3], max(act["at"] for act in acts), len(acts))


def _told(act: dict[str, str], kind: Kind, names: dict[str, str]) -> str:
    """The act as a sentence; a verb that stands alone gets its object."""
    verb = kind.said.get(act["verb"], act["verb"])
    return f"{_who(act, names)} {verb}" if " " in verb else f"{_who(act, names)} {verb} it"


def _who(act: dict[str, str], names: dict[str, str]) -> str:
    return "The portal" if act["who"] == SYSTEM else names.get(act["who"], "Somebody")
