"""Changes by others since a person's last visit, from the audit record, grouped by record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, TextField, Value, When
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.audit.actions import SYSTEM
from clayton_review.audit.models import AuditEntry
from clayton_review.web.formatting import count_phrase
from clayton_review.web.record_types import (
    RecordType,
    link,
    located,
    record_types_for,
    text,
    union_rows,
)

NEWEST = 400  # rows of the audit record that are looked at
SHOWN = 8


@dataclass(frozen=True)
class RecordChanges:
    """Changes to one record: its title, its page, the newest acts and who did them."""

    record_type: RecordType
    title: str
    url: str
    acts: list[str]
    at: datetime
    n_acts: int


def changes_since(user: User, moment: datetime) -> list[RecordChanges]:
    """List records this person may open that others changed after a moment, newest first.

    Reads the newest 400 acts and, in one query, the titles of what they touched.
    """
    record_types = {
        record_type.model._meta.label: record_type
        for record_type in record_types_for(user)
        if record_type.is_in_changes
    }
    acts = [act for act in _acts(user, moment, list(record_types)) if _is_listed(act, record_types)]
    grouped: dict[tuple[str, str], list[Any]] = {}
    for act in acts:
        grouped.setdefault((act["object_type"], act["object_id"]), []).append(act)
    titles = _titles(user, record_types, grouped)
    people = User.objects.filter(email__in={act["who"] for act in acts})
    names = dict(people.values_list("email", "name"))
    grouped_acts: dict[str, list[Any]] = {}
    changes = []
    for (label, key), mine in grouped.items():
        if (row := titles.get((label, key))) is None:
            continue
        if row["of_grouped"]:
            grouped_acts.setdefault(label, []).append(mine)
        else:
            changes.append(_change(record_types[label], row, mine, names))
    changes += [
        _group_change(record_types[label], rows, names) for label, rows in grouped_acts.items()
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:SHOWN]


def _acts(user: User, moment: datetime, labels: list[str]) -> list[Any]:
    newest = AuditEntry.objects.order_by("-id").values("id")[:NEWEST]
    others = AuditEntry.objects.filter(id__in=newest, at__gt=moment, object_type__in=labels)
    rows = others.exclude(who=user.email).order_by("-id")
    return list(rows.values("object_type", "object_id", "verb", "who", "at"))


def _is_listed(act: dict[str, str], record_types: dict[str, RecordType]) -> bool:
    verbs = record_types[act["object_type"]].verbs
    return not verbs or act["verb"] in verbs


def _titles(
    user: User, record_types: dict[str, RecordType], grouped: dict[tuple[str, str], list[Any]]
) -> dict[tuple[str, str], Any]:
    wanted: dict[str, list[str]] = {}
    for label, key in grouped:
        wanted.setdefault(label, []).append(key)
    branches = [_branch(user, record_types[label], keys) for label, keys in wanted.items()]
    return {(row["of_label"], row["of_key"]): row for row in union_rows(branches)}


def _branch(user: User, record_type: RecordType, keys: list[str]) -> Any:
    named = record_type.rows(user).annotate(
        of_label=Value(record_type.model._meta.label, output_field=TextField()),
        of_key=text(record_type.key),
        of_title=text(record_type.heading),
        of_grouped=_is_grouped(record_type),
    )
    placed = located(named.filter(of_key__in=keys), record_type.address)
    return placed.order_by().values(
        "of_label", "of_key", "of_title", "of_grouped", "of_first", "of_second"
    )


def _is_grouped(record_type: RecordType) -> Any:
    never = Value("", output_field=TextField())
    if record_type.grouped is None:
        return never
    grouped = When(record_type.grouped.condition, then=Value(record_type.name))
    return Case(grouped, default=never, output_field=TextField())


def _group_change(
    record_type: RecordType, rows: list[list[Any]], names: dict[str, str]
) -> RecordChanges:
    """Return one change for many rows, with their number and who wrote them."""
    words, acts = record_type.grouped, [act for mine in rows for act in mine]
    assert words is not None  # noqa: S101  # only rows of such record_types come here
    n = len(rows)
    who = sorted({_actor_name(act, names) for act in acts})
    title = count_phrase(n, words.singular, words.plural)
    newest = max(act["at"] for act in acts)
    return RecordChanges(
        record_type, title, reverse(words.url_name), [", ".join(who)], newest, len(acts)
    )


def _change(
    record_type: RecordType, row: dict[str, str], acts: list[Any], names: dict[str, str]
) -> RecordChanges:
    sentences = list(dict.fromkeys(_sentence(act, record_type, names) for act in acts))
    url = link(record_type.url_name, row["of_first"], row["of_second"])
    return RecordChanges(
        record_type, row["of_title"], url, sentences[:3], max(act["at"] for act in acts), len(acts)
    )


def _sentence(act: dict[str, str], record_type: RecordType, names: dict[str, str]) -> str:
    """Return one act as a sentence, such as "Ann Lee corrected it"."""
    verb = record_type.verb_phrases.get(act["verb"], act["verb"])
    actor = _actor_name(act, names)
    return f"{actor} {verb}" if " " in verb else f"{actor} {verb} it"


def _actor_name(act: dict[str, str], names: dict[str, str]) -> str:
    return "The portal" if act["who"] == SYSTEM else names.get(act["who"], "Someone")
