"""The receipt list of a delivery: control number, name, bytes, hash and remark."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from clayton_review.documents.models import FileOutcome, Intake, IntakeFile, UploadLink
from clayton_review.web.downloads import csv_text
from clayton_review.web.formatting import count_phrase

_KEPT = Q(files__outcome=FileOutcome.KEPT)
_COUNTS = {
    "n_kept": Count("files", filter=_KEPT),
    "n_duplicates": Count("files", filter=Q(files__outcome=FileOutcome.DUPLICATE)),
    "n_refused": Count("files", filter=Q(files__outcome=FileOutcome.REFUSED)),
    "n_unreadable": Count(
        "files", filter=_KEPT & Q(files__file__reading__state__in=("empty", "failed"))
    ),
}
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
    reason: str = ""  # for a file that was not accepted


@dataclass(frozen=True)
class SentDelivery:
    """A delivery with its counts and every file that was not accepted."""

    intake: Intake
    counts: "DeliveryCounts"
    refused: list[ReceiptLine]


def sent_deliveries(intakes: QuerySet[Intake]) -> list[SentDelivery]:
    """List deliveries, the newest first, with counts and refused files, in two queries."""
    refused = IntakeFile.objects.filter(outcome=FileOutcome.REFUSED)
    rows = intakes.prefetch_related(Prefetch("files", refused, to_attr="refused_files"))
    return [
        SentDelivery(
            intake=row,
            counts=DeliveryCounts(*(getattr(row, name) for name in _COUNTS)),
            refused=[_line(file, is_undone=False) for file in row.refused_files],
        )
        for row in rows.annotate(**_COUNTS).order_by("-received_at")
    ]


def arrival_words(link: UploadLink) -> str:
    """Return a sentence about what came through an upload link; empty if nothing did."""
    if not link.n_files:
        return ""
    if any(intake.is_running for intake in link.intakes.all()):
        return "Files were sent through it, and we are checking them."
    n_kept = IntakeFile.objects.received().filter(intake__link=link).count()
    if not n_kept:
        return "We could not accept what was sent through it."
    return f"We received and kept {count_phrase(n_kept, 'file', 'files')} sent through it."


def receipt(intake: Intake) -> list[ReceiptLine]:
    """List every file of the delivery in order, refused files with their reason."""
    rows = intake.files.select_related("duplicate_of", "file__reading")
    return [_line(row, is_undone=intake.is_undone) for row in rows]


def refused_files(intake: Intake) -> list[ReceiptLine]:
    """List the files that were not accepted, with the reason of each."""
    return [_line(row, is_undone=False) for row in intake.files.filter(outcome=FileOutcome.REFUSED)]


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
    counts = Intake.objects.filter(pk=intake.pk).aggregate(**_COUNTS)
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
        reason=row.reason,
    )
