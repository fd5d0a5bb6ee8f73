"""The printing process measured from inside: reads a job, prints the megabytes it took."""

import sys

from bench.memory import peak_megabytes
from clayton_review.reports.printing.document import typeset
from clayton_review.reports.printing.job import from_json

if __name__ == "__main__":
    typeset(from_json(sys.stdin.buffer.read()))
    print(peak_megabytes())
