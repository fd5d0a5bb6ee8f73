"""What others changed since a person's last visit, from the audit record, grouped by record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextField, Value

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
    kinds = {kind.model._meta.label: kind for kind in kinds_for(user)}
    acts = [act for act in _acts(user, moment, list(kinds)) if _is_told(act, kinds)]
    grouped: dict[tuple[str, str], list[Any]] = {}
    for act in acts:
        grouped.setdefault((act["object_type"], act["object_id"]), []).append(act)
    titles = _titles(user, kinds, grouped)
    people = User.objects.filter(email__in={act["who"] for act in acts})
    names = dict(people.values_list("email", "name"))
    found = [
        _change(kinds[label], titles[label, key], mine, names)
        for (label, key), mine in grouped.items()
        if (label, key) in titles
    ]
    return found[:SHOWN]


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
    )
    placed = located(named.filter(of_key__in=keys), kind.address)
    return placed.order_by().values("of_label", "of_key", "of_title", "of_first", "of_second")


def _change(kind: Kind, row: dict[str, str], acts: list[Any], names: dict[str, str]) -> Change:
    told = list(dict.fromkeys(_told(act, kind, names) for act in acts))
    url = link(kind.url_name, row["of_first"], row["of_second"])
    return Change(kind, row["of_title"], url, told[:3], acts[0]["at"], len(acts))


def _told(act: dict[str, str], kind: Kind, names: dict[str, str]) -> str:
    """The act as a sentence; a verb that stands alone gets its object."""
    who = "The portal" if act["who"] == SYSTEM else names.get(act["who"], "Somebody")
    verb = kind.said.get(act["verb"], act["verb"])
    return f"{who} {verb}" if " " in verb else f"{who} {verb} it"
