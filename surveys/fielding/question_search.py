"""Search in questionnaires: the question that was hit, in English, and its place."""

import re
from collections.abc import Iterator, Sequence

from clayton_review.web.search_text import BETWEEN, compared
from surveys.notation.questionnaire_notation import CHOICE, QUESTION, TEXT

_WORD = re.compile(r"[^\W_]+")
_UNSAID = ("if:", "min:", "max:", "decimals:", "most:", "top:", "minutes:", "phone:")


def find_question(body: str, words: Sequence[str]) -> tuple[str, str]:
    """Return the question with most of the words, and its address below the survey's page.

    `body` is title and notation as the search joins them. If no question has any of the words,
    only the title is returned.
    """
    title, _, notation = body.partition(BETWEEN)
    best, most = (title, ""), 0
    for name, question_text, wording in _lines(notation):
        n = sum(
            any(written.startswith(word) for written in _WORD.findall(compared(wording)))
            for word in words
        )
        if n > most:
            english = wording.partition("|")[0].strip()
            text = (
                question_text
                if not name or english == question_text
                else f"{question_text} {english}"
            )
            best, most = (text or english, f"questionnaire/#{name}" if name else ""), n
    return best


def _lines(notation: str) -> Iterator[tuple[str, str, str]]:
    """Yield name and English words of the question, if any, and the words of one of its lines."""
    name = question_text = ""
    for line in (line.strip() for line in notation.splitlines()):
        if question := QUESTION.fullmatch(line):
            name, question_text = question[1], question[3].partition("|")[0].strip()
            yield name, question_text, question[3]
        elif line.startswith("=="):
            name = question_text = ""
            yield name, question_text, line.lstrip("= ")
        elif choice := CHOICE.fullmatch(line):
            yield name, question_text, choice[3]
        elif (text := TEXT.fullmatch(line)) and not line.startswith(_UNSAID):
            yield name, question_text, text[2]
