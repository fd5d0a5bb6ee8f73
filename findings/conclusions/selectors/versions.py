"""How a finding or recommendation changed: its versions, and what differs between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clayton_review.accounts.models import User
from findings.coding.selectors.release import large_groups
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding, Kind, Pillar
from findings.conclusions.models.reviewed import ReviewedRecord
from findings.conclusions.models.versions import Version
from findings.conclusions.selectors.evidence_thread import heading
from findings.conclusions.text_diff import Piece, compare

SITTING = timedelta(minutes=30)
HIDDEN = "evidence that your role cannot open"
LABELS = {"kind": dict(Kind.choices), "pillar": dict(Pillar.choices)}


@dataclass(frozen=True)
class Change:
    """What one version says differently: the element, and its words piece by piece."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Step:
    """One version beside the one before it."""

    revision: int
    at: datetime
    by: str
    why: str
    is_first: bool
    changes: tuple[Change, ...] = field(default=())

    @property
    def about(self) -> str:
        """What was changed, in a few words."""
        if self.is_first:
            return "first draft"
        labels = dict.fromkeys(change.label.lower() for change in self.changes)
        return ", ".join(labels) or "no changes that can be shown"


def history(subject: ReviewedRecord, user: User) -> list[Step]:
    """Every version with what it changed, newest first; the number of queries does not grow."""
    names = _names(subject, user)
    made: list[Step] = []
    before: Version | None = None
    for version in _sittings(subject.versions.select_related("by")):
        made.append(
            Step(
                revision=version.revision,
                at=version.at,
                by=version.by.name,
                why=version.why,
                is_first=before is None,
                changes=differences(before, version, names),
            )
        )
        before = version
    return made[::-1]


def _sittings(versions: Iterable[Version]) -> list[Version]:
    """The versions as people remember them: what one person changes in one sitting is one.

    The first draft and whatever has its own reason stay apart.
    """
    kept: list[Version] = []
    for version in versions:
        last = kept[-1] if len(kept) > 1 else None
        is_same = last and last.by_id == version.by_id and not (last.why or version.why)
        if last and is_same and version.at - last.at < SITTING:
            kept.pop()
        kept.append(version)
    return kept


def since(subject: ReviewedRecord, revision: int, user: User) -> tuple[Change, ...]:
    """What differs between the text as it stood at a revision and as it stands."""
    versions = list(subject.versions.all())
    older = [version for version in versions if version.revision <= revision]
    if not older or not versions:
        return ()
    return differences(older[-1], versions[-1], _names(subject, user))


def differences(
    before: Version | None, after: Version, names: dict[str, str]
) -> tuple[Change, ...]:
    """The elements whose words differ, then the evidence that came, went or says otherwise."""
    former = before.words if before else {}
    changes = [
        Change(_label(name), compare(_said(name, former), _said(name, after.words)))
        for name in after.words
        if former.get(name, "") != after.words[name]
    ]
    return (*changes, *_evidence(before.evidence if before else [], after.evidence, names))


def _evidence(
    before: list[dict[str, Any]], after: list[dict[str, Any]], names: dict[str, str]
) -> list[Change]:
    former = {one["id"]: one for one in before}
    present = {one["id"]: one for one in after}
    made = []
    for key in [*former, *(key for key in present if key not in former)]:
        old, new = _line(former.get(key), names), _line(present.get(key), names)
        if old != new:
            made.append(Change("Evidence", compare(old, new)))
    return made


def _line(told: dict[str, Any] | None, names: dict[str, str]) -> str:
    if told is None:
        return ""
    if told["id"] not in names:
        return HIDDEN
    parts = [Stance(told["stance"]).label, names[told["id"]], told["note"]]
    parts.append("shown as a quote" if told["is_quoted"] else "")
    return " · ".join(part for part in parts if part)


def _names(subject: ReviewedRecord, user: User) -> dict[str, str]:
    """What each link that this person may see is called, withdrawn ones too."""
    if not isinstance(subject, Finding):
        return {}
    large = large_groups()
    links = EvidenceLink.objects.visible_to(user).filter(finding=subject).for_pages()
    return {str(link.pk): heading(link, large) for link in links}


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(name: str, words: dict[str, str]) -> str:
    said = words.get(name, "")
    return LABELS.get(name, {}).get(said, said)
