"""The questions page as a resident's browser sent it, read and checked again in full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.http import QueryDict

from surveys.answers.codes import normalized_code
from surveys.answers.resident_form import page_number, submission_id
from surveys.answers.shown_pages import ShownPages, first_page, read_shown_pages
from surveys.question_types import type_of
from surveys.question_types.base import UnusableAnswer
from surveys.questionnaire.questionnaire import Answer
from surveys.questionnaire.relevance import questions_in
from surveys.questionnaire.steps import Step, is_asked

PREFIX = "q_"
LONGEST_CODE = 60


@dataclass(frozen=True)
class SurveyFormState:
    """One state of the questions page; typed values are kept raw, so that nothing gets lost.

    `page` is the number of a step, or one more than the last for the review. `answers` holds what
    is asked of this person only; `seen` are the pages shown so far.
    """

    submission_id: UUID
    typed_code: str = ""
    page: int = 0
    move: str = ""
    typed: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()  # questions with an unusable answer, told or not
    seen: frozenset[int] = frozenset()
    shown: ShownPages | None = None  # what we signed of it; None for a form that lost its note

    @property
    def code(self) -> str:
        """Return the code that the person meant."""
        return normalized_code(self.typed_code)

    @property
    def is_blank(self) -> bool:
        """True if nothing has been answered yet."""
        return self.page == 0 and not self.typed and not self.errors and not self.seen

    @property
    def is_all_skipped(self) -> bool:
        """True if no question has an answer; “don’t know” is one."""
        return not any(answer is not None for answer in self.answers.values())

    def is_asked(self, step: Step) -> bool:
        """True if any question of the step is asked of this person."""
        return any(q.name in self.answers or q.name in self.failed for q in step.questions)

    def at(self, page: int, *, with_errors: bool = False) -> "SurveyFormState":
        """Return a copy of the state on another page."""
        return replace(self, page=page, errors=self.errors if with_errors else {})


def new_form(typed_code: str = "") -> SurveyFormState:
    """Return an empty form with a random submission id."""
    return SurveyFormState(
        submission_id=uuid4(), typed_code=typed_code[:LONGEST_CODE], shown=first_page()
    )


def read_form(steps: Sequence[Step], sent: QueryDict) -> SurveyFormState:
    """Read everything that was sent, with the hidden answers of other pages; others are skipped.

    An answer whose condition the earlier answers do not meet is left out; only the typed text
    stays, for somebody who goes back and answers otherwise.
    """
    typed: dict[str, list[str]] = {}
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for step in steps:
        for question in step.questions:
            kind = type_of(question.kind)
            fields = [name for name in kind.fields(question) if PREFIX + name in sent]
            typed |= {name: sent.getlist(PREFIX + name) for name in fields}
            if not is_asked(step, question, answers):
                continue
            try:
                answers[question.name] = kind.read(question, typed)
            except UnusableAnswer as unusable:
                errors[question.name] = str(unusable)
    form_id = submission_id(sent.get("submission", ""))
    return SurveyFormState(
        submission_id=form_id,
        typed_code=sent.get("code", "")[:LONGEST_CODE],
        page=page_number(sent.get("page", ""), len(steps)),
        move=sent.get("move", ""),
        typed=typed,
        answers=answers,
        errors=errors,
        failed=frozenset(errors),
        seen=frozenset(_pages(sent.get("seen", ""), len(steps))),
        shown=read_shown_pages(sent.get("shown", ""), form_id),
    )


def first_page_with_error(
    steps: Sequence[Step], state: SurveyFormState, *, up_to: int
) -> int | None:
    """Return the first step, not after `up_to`, that has an error; None if there is none."""
    for number, step in enumerate(steps[: up_to + 1]):
        if any(question.name in state.errors for question in step.questions):
            return number
    return None


def page_before(steps: Sequence[Step], state: SurveyFormState) -> int:
    """Return the step that Back leads to: the nearest earlier one that is asked."""
    earlier = [n for n, step in enumerate(steps[: state.page]) if state.is_asked(step)]
    return earlier[-1] if earlier else 0


def page_after(steps: Sequence[Step], state: SurveyFormState) -> int:
    """Return the step that comes next.

    Once the review was seen, only these come before it: steps not shown yet, and steps without an
    answer that depend on the one just changed.
    """
    review = len(steps)
    later = [n for n, step in enumerate(steps) if n > state.page and state.is_asked(step)]
    if review in state.seen:
        changed = {question.name for question in steps[state.page].questions} if later else set()
        later = [n for n in later if n not in state.seen or _is_open(steps[n], state, changed)]
    return later[0] if later else review


def page_named(steps: Sequence[Step], state: SurveyFormState) -> int | None:
    """Return the step that a Change button of the review names; None for anything else."""
    word, _, number = state.move.partition("-")
    if word != "to" or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    page = int(number)
    return page if page < len(steps) and state.is_asked(steps[page]) else None


def _is_open(step: Step, state: SurveyFormState, changed: set[str]) -> bool:
    """True if a question of the step depends on a changed one and has no answer."""
    return any(
        question.name in state.answers
        and state.answers[question.name] is None
        and changed & {*questions_in(question.relevant), *questions_in(step.relevant)}
        for question in step.questions
    )


def _pages(text: str, last: int) -> Iterator[int]:
    for word in text[:600].split():
        if word.isascii() and word.isdigit() and len(word) < 4 and int(word) <= last:
            yield int(word)
