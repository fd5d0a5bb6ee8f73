"""An interview as it is read and logged: questions, answers, quotes, codes, follow-ups."""

from dataclasses import dataclass

from django.db.models import Q

from findings import notation
from findings.models import Excerpt, FieldActivity, GuideQuestion, Interview, InterviewAnswer
from findings.notation import Line


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


@dataclass(frozen=True)
class NotesView:
    """The notes of a field activity, and what their notation says in sum."""

    text: str
    lines: tuple[Line, ...]
    excerpts: tuple[Excerpt, ...]
    n_identifying: int
    codes: tuple[str, ...]
    follow_ups: tuple[str, ...]

    @property
    def n_lost(self) -> int:
        """Excerpts whose words the notes no longer hold."""
        return sum(excerpt.text not in self.text for excerpt in self.excerpts)


def notes_page(activity: FieldActivity) -> NotesView:
    """Everything a page says about the notes of an activity, in three queries."""
    read = notation.parse(activity.text)
    cut = activity.excerpts.order_by("start").prefetch_related("codings__code")
    return NotesView(
        text=activity.text,
        lines=read.lines,
        excerpts=tuple(cut),
        n_identifying=read.n_identifying,
        codes=read.codes,
        follow_ups=read.follow_ups,
    )


@dataclass(frozen=True)
class Told:
    """One answer to a question, in whatever version of the guide it was asked."""

    interview: Interview
    version: int
    lines: tuple[Line, ...]


def told_to(question: GuideQuestion, group: str = "") -> list[Told]:
    """Every answer to a question through all versions that ask it in the same words."""
    line = question.line_id
    rows = InterviewAnswer.objects.filter(
        Q(question=line) | Q(question__first=line), interview__withdrawn_on__isnull=True
    ).exclude(text="")
    if group:
        rows = rows.filter(interview__participant__group=group)
    found = rows.select_related("interview__participant", "interview__guide").order_by(
        "interview__participant__group", "interview__participant__number"
    )
    return [
        Told(row.interview, row.interview.guide.version, notation.parse(row.text).lines)
        for row in found
    ]
