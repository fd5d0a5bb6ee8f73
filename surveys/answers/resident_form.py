"""Reading and refusing the forms of residents: the survey and “Tell us what happened”."""

from uuid import UUID, uuid4

from django.utils.translation import gettext as _


def submission_id(text: str) -> UUID:
    """Return the id that a form was sent with; a random one if it is not an id."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def page_number(text: str, last: int) -> int:
    """Return the page that a form was sent from, `last` at most; 0 if it is not a number."""
    return min(int(text), last) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def foreign_form_message() -> str:
    """Return the error of a form that another website sent."""
    return _(
        "This form was sent from another website, so nothing was recorded. Send it from this page."
    )


def no_key_message() -> str:
    """Return the error of a form that could not be sealed."""
    return _(
        "Something on our side is not working, so nothing was recorded. Send it again in an hour."
    )
