"""The reasons why answers are not taken."""


class NotTaken(Exception):
    """Answers that were not recorded; `reason` picks the sentence a resident reads."""

    UNKNOWN_CODE = "unknown code"
    SPENT_CODE = "spent code"
    CLOSED = "closed"
    TOO_LONG = "too long"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
