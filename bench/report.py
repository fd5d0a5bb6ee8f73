"""Measure the monthly report of the demonstration: its snapshot, and every format twice."""

import subprocess
import sys
from unittest.mock import patch

from django.conf import settings

from bench.costs import cpu_seconds
from bench.memory import peak_megabytes
from clayton_review.reports import edition, snapshot
from clayton_review.reports.compose import compose
from clayton_review.reports.file_formats import FileFormat
from clayton_review.reports.models import Report
from clayton_review.reports.printing import pdf_process
from clayton_review.reports.renderers import RENDERERS
from clayton_review.reports.selectors import issued_before


def measure() -> dict[str, float]:
    """Return CPU seconds and bytes of each step, peak memory, and formats that differ."""
    at_start = peak_megabytes()
    draft = Report.objects.in_work()[0]
    text, total = cpu_seconds(lambda: snapshot.take(month=draft.month, as_of=draft.as_of))
    figures = {
        "report: snapshot, CPU seconds": round(total, 2),
        "report: snapshot, bytes": len(text.encode()),
    }
    parsed_snapshot, files = snapshot.read(draft.snapshot), {}
    composed = edition.read(compose(draft, parsed_snapshot, previous=issued_before(draft)))
    for kind, render in RENDERERS.items():
        files[kind], spent = cpu_seconds(lambda render=render: render(composed))  # type: ignore[misc]
        figures[f"report: {kind}, CPU seconds"] = round(spent, 2)
        figures[f"report: {kind}, bytes"] = len(files[kind])
        total += spent
    peak = peak_megabytes()
    n_different = sum(render(composed) != files[kind] for kind, render in RENDERERS.items())
    n_different += snapshot.take(month=draft.month, as_of=draft.as_of) != text
    return figures | {
        "report: snapshot and all formats, CPU seconds": round(total, 2),
        "report: formats that differ when made twice": n_different,
        "report: peak memory of the worker's process, MB": round(peak),
        "report: memory before it begins, MB": round(at_start),
        "report: peak memory of the printing process, MB": round(printing_megabytes(composed)),
    }


def printing_megabytes(composed: edition.Edition) -> float:
    """Return the peak memory of the process that makes the PDF of this edition."""
    with patch.object(pdf_process, "_run_printing_process", return_value=b"") as sent:
        RENDERERS[FileFormat.PDF](composed)
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.pdf_process"],
        input=sent.call_args.args[0], cwd=settings.BASE_DIR, capture_output=True, check=True,
    )  # fmt: skip
    return float(process.stderr.split()[-1])
