"""Reading of the answers typed on the log page."""

from django.http import QueryDict

from findings.interviews.inputs import AnswerEdit

MAX_ANSWER_LENGTH = 100_000


def read_answers(data: QueryDict) -> tuple[list[AnswerEdit], list[str]]:
    """Return the answers typed on the log page, and the errors in them.

    Fields are `answer-KEY` and `base-KEY`; an answer with an error is left out, the others count.
    """
    edits, errors = [], []
    for name in data:
        kind, _, key = name.partition("-")
        if kind != "answer":
            continue
        text, base = str(data[name]), data.get(f"base-{key}", "0")
        if "\x00" in text:
            errors.append("Remove the invisible null characters from the answer.")
        elif len(text) > MAX_ANSWER_LENGTH:
            errors.append(f"Shorten an answer to {MAX_ANSWER_LENGTH:,} characters.")
        elif not base.isdecimal() or len(base) > 9:
            errors.append("This form is out of date. Reload the page and try again.")
        else:
            edits.append(AnswerEdit(key, text, int(base)))
    return edits, errors
