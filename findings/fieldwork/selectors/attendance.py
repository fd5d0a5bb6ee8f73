"""Attendance of one activity: by group, in total, as printed, and where they disagree."""

from dataclasses import dataclass
from decimal import Decimal

from findings.fieldwork.models.activities import Attendance, FieldActivity


@dataclass(frozen=True)
class AttendanceSummary:
    """Attendance of one activity as its page states it, with sentences on mismatches."""

    groups: tuple[Attendance, ...]
    printed: tuple[Attendance, ...]
    by_group: int
    in_all: int | None
    printed_sum: Decimal
    mismatches: tuple[str, ...]


def attendance_summary(activity: FieldActivity) -> AttendanceSummary:
    """Return the attendance of an activity whose rows are prefetched."""
    rows = list(activity.attendance.all())
    groups = tuple(row for row in rows if row.group)
    printed = tuple(row for row in rows if not row.group)
    by_group = sum(row.n or 0 for row in groups)
    shares = sum((row.percent or Decimal(0) for row in printed), Decimal(0))
    return AttendanceSummary(
        groups=groups,
        printed=printed,
        by_group=by_group,
        in_all=activity.n_attended,
        printed_sum=shares,
        mismatches=tuple(_mismatches(activity.n_attended, by_group, groups, printed, shares)),
    )


def _mismatches(
    in_all: int | None,
    by_group: int,
    groups: tuple[Attendance, ...],
    printed: tuple[Attendance, ...],
    shares: Decimal,
) -> list[str]:
    sentences = []
    if groups and in_all is not None and by_group != in_all:
        sentences.append(f"The groups add up to {by_group}, but the total stated is {in_all}.")
    if printed and shares != 100:
        parts = " and ".join(f"{percent_text(row.percent)} {row.label}" for row in printed)
        sentences.append(
            f"The printed shares ({parts}) add up to {percent_text(shares)}. We keep them "
            "as printed."
        )
    return sentences


def percent_text(value: Decimal | None) -> str:
    """Format a percentage without needless zeros: `58%`."""
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text}%"
