"""An interview as it is read and logged: questions, answers, quotes, codes, follow-ups."""

from dataclasses import dataclass

from findings.coding import notation
from findings.coding.models.excerpts import Excerpt
from findings.coding.notation import Line
from findings.interviews.models.guides import GuideQuestion
from findings.interviews.models.interviews import Interview, InterviewAnswer


@dataclass(frozen=True)
class AnswerView:
    """One question with its answer as it stands; `answer` is None where nothing was said."""

    question: GuideQuestion
    answer: InterviewAnswer | None
    lines: tuple[Line, ...]
    excerpts: tuple[Excerpt, ...]

    @property
    def n_lost(self) -> int:
        """Excerpts whose words the answer no longer holds."""
        return sum(not excerpt.is_found for excerpt in self.excerpts)


@dataclass(frozen=True)
class InterviewView:
    """All questions, and what the notation says in sum."""

    answers: tuple[AnswerView, ...]
    n_quotes: int
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]


def interview_page(interview: Interview) -> InterviewView:
    """Everything a page says about an interview, in three queries."""
    answers = interview.answers.prefetch_related("excerpts__codings__code")
    by_question = {answer.question_id: answer for answer in answers}
    views, notes = [], []
    for question in interview.guide.questions.all():
        answer = by_question.get(question.pk)
        read = notation.parse(answer.text if answer else "")
        notes.append(read)
        cut = sorted(answer.excerpts.all(), key=lambda cut: cut.start) if answer else []
        views.append(AnswerView(question, answer, read.lines, tuple(cut)))
    codes = dict.fromkeys(code for read in notes for code in read.codes)
    return InterviewView(
        answers=tuple(views),
        n_quotes=sum(len(view.excerpts) for view in views),
        n_identifying=sum(read.n_identifying for read in notes),
        codes=tuple(codes),
        follow_ups=tuple(text for read in notes for text in read.follow_ups),
    )
