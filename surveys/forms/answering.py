"""What a resident's browser sent from the questions page, read and checked again in full."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import QueryDict

from surveys.codes import normalised
from surveys.documents import Document
from surveys.question_types import Answer, Unusable, type_of

PREFIX = "q_"
LONGEST_CODE = 60


@dataclass(frozen=True)
class Visit:
    """One state of the questions page; typed values are kept raw, so that nothing gets lost."""

    submission_id: UUID
    typed_code: str = ""
    page: int = 0
    move: str = ""
    typed: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code as it was meant."""
        return normalised(self.typed_code)

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been answered yet."""
        return self.page == 0 and not self.typed and not self.errors


def fresh_visit(typed_code: str = "") -> Visit:
    """An empty questions page with a random submission id of its own."""
    return Visit(submission_id=uuid4(), typed_code=typed_code[:LONGEST_CODE])


def read_visit(document: Document, sent: QueryDict) -> Visit:
    """All that was sent, hidden answers of other pages too; questions not sent are skipped."""
    typed = {
        question.name: sent.getlist(PREFIX + question.name)
        for question in document.questions
        if PREFIX + question.name in sent
    }
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for question in document.questions:
        try:
            answers[question.name] = type_of(question.kind).read(
                question, typed.get(question.name, [])
            )
        except Unusable as unusable:
            errors[question.name] = str(unusable)
    return Visit(
        submission_id=_identity(sent.get("submission", "")),
        typed_code=sent.get("code", "")[:LONGEST_CODE],
        page=_page(sent.get("page", ""), len(document.pages)),
        move=sent.get("move", ""),
        typed=typed,
        answers=answers,
        errors=errors,
    )


def first_page_with_error(document: Document, visit: Visit, *, up_to: int) -> int | None:
    """The first page, not after `up_to`, on which something must be mended."""
    for number, page in enumerate(document.pages[: up_to + 1]):
        if any(question.name in visit.errors for question in page.questions):
            return number
    return None


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page(text: str, n_pages: int) -> int:
    return min(int(text), n_pages - 1) if text.isascii() and text.isdigit() and len(text) < 4 else 0
