"""Versions of a finding or recommendation, and the changes between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.web.formatting import day
from findings.coding.selectors.quote_release import large_groups
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding, FindingKind, Pillar
from findings.conclusions.models.versioned import VersionedRecord
from findings.conclusions.models.versions import Version
from findings.conclusions.selectors.evidence_thread import evidence_heading
from findings.conclusions.selectors.text_diff import DiffSegment, diff_texts

SITTING_LENGTH = timedelta(minutes=30)
HIDDEN_EVIDENCE_LABEL = "evidence that your role cannot open"
LABELS = {"kind": "Type"}
CHOICE_LABELS = {"kind": dict(FindingKind.choices), "pillar": dict(Pillar.choices)}


@dataclass(frozen=True)
class ElementChange:
    """Change of one element between two versions, as segments."""

    label: str
    segments: tuple[DiffSegment, ...]


@dataclass(frozen=True)
class VersionEntry:
    """One version with its changes since the version before."""

    revision: int
    at: datetime
    by: str
    why: str
    is_first: bool
    changes: tuple[ElementChange, ...] = field(default=())

    @property
    def summary(self) -> str:
        """Return the names of the changed elements."""
        if self.is_first:
            return "first draft"
        labels = dict.fromkeys(change.label.lower() for change in self.changes)
        return ", ".join(labels) or "no changes that can be shown"


def version_history(subject: VersionedRecord, user: User) -> list[VersionEntry]:
    """List every version with its changes, newest first; the number of queries does not grow."""
    headings = _evidence_headings(subject, user)
    entries: list[VersionEntry] = []
    previous: Version | None = None
    for version in _merge_sittings(subject.versions.select_related("by")):
        entries.append(
            VersionEntry(
                revision=version.revision,
                at=version.at,
                by=version.by.name,
                why=version.why,
                is_first=previous is None,
                changes=compare_versions(previous, version, headings),
            )
        )
        previous = version
    return entries[::-1]


def _merge_sittings(versions: Iterable[Version]) -> list[Version]:
    """Join versions that one person saved within half an hour.

    The first draft and versions with a reason stay apart.
    """
    merged: list[Version] = []
    for version in versions:
        last = merged[-1] if len(merged) > 1 else None
        is_same_author = last and last.by_id == version.by_id and not (last.why or version.why)
        if last and is_same_author and version.at - last.at < SITTING_LENGTH:
            merged.pop()
        merged.append(version)
    return merged


def changes_since_revision(
    subject: VersionedRecord, revision: int, user: User
) -> tuple[ElementChange, ...]:
    """Return the changes between the text at this revision and the present text."""
    versions = list(subject.versions.all())
    older = [version for version in versions if version.revision <= revision]
    if not older:
        return ()
    return compare_versions(older[-1], versions[-1], _evidence_headings(subject, user))


def compare_versions(
    before: Version | None, after: Version, headings: dict[str, str]
) -> tuple[ElementChange, ...]:
    """Return the elements whose words differ, then the evidence added, removed or changed."""
    former = before.words if before else {}
    changes = [
        ElementChange(
            _element_label(name),
            diff_texts(_element_text(name, former), _element_text(name, after.words)),
        )
        for name in after.words
        if former.get(name, "") != after.words[name]
    ]
    return (
        *changes,
        *_evidence_changes(before.evidence if before else [], after.evidence, headings),
    )


def _evidence_changes(
    before: list[dict[str, Any]], after: list[dict[str, Any]], headings: dict[str, str]
) -> list[ElementChange]:
    former = {entry["id"]: entry for entry in before}
    present = {entry["id"]: entry for entry in after}
    changes = []
    for key in [*former, *(key for key in present if key not in former)]:
        old, new = (
            _evidence_line(former.get(key), headings),
            _evidence_line(present.get(key), headings),
        )
        if old != new:
            changes.append(ElementChange("Evidence", diff_texts(old, new)))
    return changes


def _evidence_line(entry: dict[str, Any] | None, headings: dict[str, str]) -> str:
    if entry is None:
        return ""
    if entry["id"] not in headings:
        return HIDDEN_EVIDENCE_LABEL
    parts = [Stance(entry["stance"]).label, headings[entry["id"]], entry["note"]]
    parts.append("shown as a quote" if entry["is_quoted"] else "")
    return " · ".join(part for part in parts if part)


def _evidence_headings(subject: VersionedRecord, user: User) -> dict[str, str]:
    """Return the heading of each link that this person may see, by key, withdrawn ones too."""
    if not isinstance(subject, Finding):
        return {}
    large = large_groups()
    links = EvidenceLink.objects.visible_to(user).filter(finding=subject).for_pages()
    return {str(link.pk): evidence_heading(link, large) for link in links}


def _element_label(name: str) -> str:
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def _element_text(name: str, words: dict[str, str]) -> str:
    value = words.get(name, "")
    if name == "due_on" and value:
        return day(date.fromisoformat(value))
    return CHOICE_LABELS.get(name, {}).get(value, value)
