"""The one error whose message a person may read."""


class Refused(Exception):
    """An act the rules do not allow; the message is shown to the person as it is.

    `field` names what was typed wrongly, where it is one thing; the form shows it beside that.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def impossible_step(subject: str, present: str, target: str, *, field: str = "") -> Refused:
    """Return the refusal of a change from one status to another, such as "A request"."""
    if present == target:
        noun = subject.rsplit(" ", maxsplit=1)[-1].lower()
        return Refused(f"This {noun} is already “{present}”.", field=field)
    return Refused(f"{subject} cannot change from “{present}” to “{target}”.", field=field)
