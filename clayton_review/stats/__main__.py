"""`python -m clayton_review.stats REQUEST.json`: recompute published numbers from their CSV."""

import json
import sys
from pathlib import Path

from clayton_review.stats.command.request import answer_request
from clayton_review.stats.errors import StatisticsError

USAGE = "Usage: python -m clayton_review.stats REQUEST.json"


def main(arguments: list[str]) -> int:
    """Print the answer to a request; return the exit status.

    A wrong request is one JSON line on standard error, and status 2.
    """
    try:
        if len(arguments) != 1:
            raise StatisticsError(USAGE)
        file = Path(arguments[0])
        try:
            request = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise StatisticsError(f"{file.name} cannot be read as JSON.") from error
        results = answer_request(request, file.parent)
    except StatisticsError as error:
        sys.stderr.write(json.dumps({"error": str(error)}) + "\n")
        return 2
    sys.stdout.write(json.dumps(results, indent=1, allow_nan=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
