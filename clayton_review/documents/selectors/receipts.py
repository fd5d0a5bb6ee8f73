"""The receipt list of a delivery: control number, name, bytes, hash and remark."""

from dataclasses import dataclass

from django.db.models import Count, Q

from clayton_review.documents.models import FileOutcome, Intake, IntakeFile
from clayton_review.web.downloads import csv_text

HEADER = ("Control number", "Name", "Bytes", "SHA-256", "Note")


@dataclass(frozen=True)
class ReceiptLine:
    """One line of the receipt as people read it."""

    control: str
    name: str
    n_bytes: int
    sha256: str
    remark: str
    is_taken: bool
    url: str


def receipt(intake: Intake) -> list[ReceiptLine]:
    """List every file of the delivery in order, refused files with their reason."""
    rows = intake.files.select_related("duplicate_of", "file__reading")
    return [_line(row, is_undone=intake.is_undone) for row in rows]


def receipt_csv(intake: Intake) -> str:
    lines = ((x.control, x.name, x.n_bytes, x.sha256, x.remark) for x in receipt(intake))
    return "\ufeff" + csv_text(HEADER, lines)


@dataclass(frozen=True)
class DeliveryCounts:
    """Counts of a delivery's files by outcome."""

    n_kept: int
    n_duplicates: int
    n_refused: int
    n_unreadable: int

    @property
    def n_taken(self) -> int:
        return self.n_kept + self.n_duplicates

    @property
    def n_all(self) -> int:
        return self.n_taken + self.n_refused


def tally(intake: Intake) -> DeliveryCounts:
    """Count the files of one delivery by outcome, in one query."""
    counts = intake.files.aggregate(
        n_kept=Count("pk", filter=Q(outcome=FileOutcome.KEPT)),
        n_duplicates=Count("pk", filter=Q(outcome=FileOutcome.DUPLICATE)),
        n_refused=Count("pk", filter=Q(outcome=FileOutcome.REFUSED)),
        n_unreadable=Count(
            "pk", filter=Q(outcome=FileOutcome.KEPT, file__reading__state__in=("empty", "failed"))
        ),
    )
    return DeliveryCounts(**counts)


def remark(row: IntakeFile) -> str:
    """Return the remarks on a file: why it was refused, which file it copies, what it lacks."""
    if row.outcome == FileOutcome.REFUSED:
        return f"Not accepted: {row.reason}"
    if row.duplicate_of:
        return f"Same content as {row.duplicate_of.control}"
    reading = getattr(row.file, "reading", None)
    if reading is not None and reading.state in {"empty", "failed"}:
        note = f" ({reading.note.rstrip('.')})" if reading.note else ""
        return f"{reading.get_state_display()}{note}"
    return ""


def _line(row: IntakeFile, *, is_undone: bool) -> ReceiptLine:
    words = remark(row)
    if is_undone and row.number:
        words = "; ".join(filter(None, ["Withdrawn", words]))
    return ReceiptLine(
        control=row.control,
        name=row.path,
        n_bytes=row.n_bytes,
        sha256=row.sha256,
        remark=words,
        is_taken=row.number is not None,
        url=row.get_absolute_url() if row.number else "",
    )
