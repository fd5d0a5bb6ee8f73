"""Log lines without the contents of records."""

import logging
import re

DETAIL = re.compile(r"^(\s*)(?:DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Leaves out what PostgreSQL adds to an error, because it quotes the row that failed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the log line with its traceback, but without details of database rows."""
        return DETAIL.sub(r"\1(details of the row are not logged)", super().format(record))
