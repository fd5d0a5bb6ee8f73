"""Long text: an answer in the resident's own words, which never leaves the team."""

from django.utils.translation import gettext as _

from surveys.question_types.base import QuestionType, Sent, UnusableAnswer
from surveys.question_types.notation_rules import NotationRules
from surveys.questionnaire.questionnaire import Answer, Choice, Question

LONGEST = 4_000
LONGEST_CHARACTER = "\N{POLICE CAR}"  # 4 bytes in UTF-8


class LongText(QuestionType):
    """Own words, up to 4,000 characters."""

    name = "text"
    label = "Long text"
    template = "surveys/question_text.html"
    rules = NotationRules(has_choices=False)
    is_own_words = True

    def completed(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return the choices unchanged, since text needs none."""
        return choices

    def read(self, question: Question, sent: Sent) -> Answer:
        """Read the text with plain line ends; None if it is blank. Raise `UnusableAnswer`."""
        text = "\n".join(sent.get(question.name, ())).replace("\r\n", "\n").strip()
        check_text(text, LONGEST)
        return text or None

    def longest_answer(self, question: Question) -> Answer:
        """Return 4,000 characters of 4 bytes each."""
        return LONGEST_CHARACTER * LONGEST

    def answer_texts(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return the text as it was written, line by line."""
        return answer.split("\n") if isinstance(answer, str) else []


def check_text(text: str, longest: int) -> None:
    """Raise `UnusableAnswer` if the text cannot be stored or is too long."""
    if "\0" in text:
        raise UnusableAnswer(_("Remove the invisible character (NUL) from your text."))
    if len(text) > longest:
        raise UnusableAnswer(
            _("Shorten your text to %(most)s characters. It now has %(n)s.")
            % {"most": f"{longest:,}", "n": f"{len(text):,}"}
        )
