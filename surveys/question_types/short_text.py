"""Short text: one line in the resident's own words, which never leaves the team."""

from surveys.question_types.base import Rules, Sent
from surveys.question_types.closed import OneField
from surveys.question_types.long_text import check_text
from surveys.questionnaire.questionnaire import Answer, Choice, Question

LONGEST = 200


class ShortText(OneField):
    """One line, up to 200 characters."""

    name = "line"
    label = "Short text"
    template = "surveys/question_line.html"
    chart = ""
    rules = Rules(has_choices=False)

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """No choices."""
        return choices

    def read(self, question: Question, sent: Sent) -> Answer:
        """The words with single spaces, or None when blank; raises `Unusable`."""
        text = " ".join(" ".join(sent.get(question.name, ())).split())
        check_text(text, LONGEST)
        return text or None

    def said(self, question: Question, answer: Answer, language: str) -> list[str]:
        """The line."""
        return [answer] if isinstance(answer, str) else []
