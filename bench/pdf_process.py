"""Run the PDF process, and print its peak memory in megabytes on standard error."""

import sys

from bench.memory import peak_megabytes
from clayton_review.reports.printing.document import main

if __name__ == "__main__":
    main()
    print(peak_megabytes(), file=sys.stderr)
