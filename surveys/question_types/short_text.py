"""Short text: one line in the resident's own words, which never leaves the team."""

from surveys.question_types.base import QuestionType, Sent
from surveys.question_types.long_text import LONGEST_CHARACTER, check_text
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Choice, Question

LONGEST = 200


class ShortText(QuestionType):
    """One line, up to 200 characters."""

    name = "line"
    label = "Short text"
    template = "surveys/question_line.html"
    rules = NotationRules(has_choices=False)
    is_own_words = True
    shows_frequent_answers = True

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the choices unchanged, since text needs none."""
        return choices

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the words with single spaces; None if they are blank. Raise `UnusableAnswer`."""
        text = " ".join(" ".join(sent.get(question.name, ())).split())
        check_text(text, LONGEST)
        return text or None

    def longest_answer(self, question: Question) -> Answer:
        """Return 200 characters of 4 bytes each."""
        return LONGEST_CHARACTER * LONGEST

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        return [answer] if isinstance(answer, str) else []
