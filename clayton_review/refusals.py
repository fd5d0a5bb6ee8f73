"""The one error whose message a person may read."""


class Refused(Exception):
    """An act the rules do not allow; the message is shown to the person as it is.

    `field` names what was typed wrongly, where it is one thing; the form shows it beside that.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
