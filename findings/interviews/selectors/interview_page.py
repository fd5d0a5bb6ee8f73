"""Content of the page of an interview: questions, answers, quotes, codes and follow-ups."""

from dataclasses import dataclass

from findings.coding.models import notation
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.notation import NotesLine
from findings.interviews.models.guides import GuideQuestion
from findings.interviews.models.interviews import Interview, InterviewAnswer


@dataclass(frozen=True)
class QuestionWithAnswer:
    """One question with its answer; `answer` is None where nothing was logged."""

    question: GuideQuestion
    answer: InterviewAnswer | None
    lines: tuple[NotesLine, ...]
    excerpts: tuple[Excerpt, ...]

    @property
    def n_missing_excerpts(self) -> int:
        """Count the quotes whose words the answer no longer holds."""
        return sum(not excerpt.is_in_source for excerpt in self.excerpts)


@dataclass(frozen=True)
class InterviewPage:
    """All questions with their answers, and totals of quotes, codes and follow-ups."""

    answers: tuple[QuestionWithAnswer, ...]
    n_quotes: int
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]

    @property
    def has_answers(self) -> bool:
        """True if anything was logged."""
        return any(view.answer and view.answer.text for view in self.answers)


def interview_page(interview: Interview) -> InterviewPage:
    """Return the content of the page of an interview, in three queries."""
    answers = interview.answers.prefetch_related("excerpts__codings__code")
    by_question = {answer.question_id: answer for answer in answers}
    questions, notes = [], []
    for question in interview.guide.questions.all():
        answer = by_question.get(question.pk)
        notation_read = notation.parse(answer.text if answer else "")
        notes.append(notation_read)
        excerpts = (
            sorted(answer.excerpts.all(), key=lambda excerpts: excerpts.start) if answer else []
        )
        questions.append(QuestionWithAnswer(question, answer, notation_read.lines, tuple(excerpts)))
    codes = dict.fromkeys(code for notation_read in notes for code in notation_read.codes)
    return InterviewPage(
        answers=tuple(questions),
        n_quotes=sum(len(view.excerpts) for view in questions),
        n_identifying=sum(notation_read.n_identifying for notation_read in notes),
        codes=tuple(codes),
        follow_ups=tuple(text for notation_read in notes for text in notation_read.follow_ups),
    )
