"""Kinds of answers to a request, and the team's decision on an answer."""

from dataclasses import dataclass
from datetime import date

from django.db import models

from clayton_review.documents.models.requests import RequestStatus

SEND_BACK = "back"


class AnswerKind(models.TextChoices):
    """Kinds of answers: what each must say, how it is decided on, and what follows."""

    FILES = "files", "Files were sent"
    DOES_NOT_EXIST = "does_not_exist", "It does not exist"
    REFUSED = "refused", "It was refused"
    QUESTION = "question", "A question"
    MORE_TIME = "more_time", "More time"

    @property
    def audit_verb(self) -> str:
        """Return the act of answering so, for the audit record."""
        verbs = {
            AnswerKind.FILES: "answered with files",
            AnswerKind.DOES_NOT_EXIST: "answered that it does not exist",
            AnswerKind.REFUSED: "answered that it is refused",
            AnswerKind.QUESTION: "asked a question",
            AnswerKind.MORE_TIME: "asked for more time",
        }
        return verbs.get(self, f"answered “{self.label}”")

    @property
    def deed(self) -> str:
        """Return what its author did, to follow the name in a sentence."""
        deeds = {
            AnswerKind.FILES: "sent files",
            AnswerKind.DOES_NOT_EXIST: "says that it does not exist",
            AnswerKind.REFUSED: "refused it",
            AnswerKind.QUESTION: "asked a question",
            AnswerKind.MORE_TIME: "asks for more time",
        }
        return deeds.get(self, f"answered: {self.label.lower()}")

    @property
    def is_answered_in_words(self) -> bool:
        """True if the team answers it in words and the request stays as it is."""
        return self in {AnswerKind.QUESTION, AnswerKind.MORE_TIME}

    @property
    def entry_label(self) -> str:
        """Return the words before its text; none for more time, which says itself what it is."""
        return "" if self is AnswerKind.MORE_TIME else self.label

    def words(self, text: str) -> str:
        """Return the whole answer in words."""
        return ": ".join(filter(None, (self.entry_label, text))) or self.label

    @property
    def is_files(self) -> bool:
        """True if it arrived as files, so upload links may be closed with the decision."""
        return self is AnswerKind.FILES

    def missing_statement(self, *, text: str, citation: str) -> tuple[str, str] | None:
        """Return what the answer still has to say, and the field to say it in; None if nothing."""
        has_text, has_citation = bool(text.strip()), bool(citation.strip())
        match self:
            case AnswerKind.REFUSED if not (has_text and has_citation):
                field = "citation" if has_text else "text"
                return "State the reason and the law or rule behind it.", field
            case AnswerKind.QUESTION if not has_text:
                return "Write your question.", "text"
            case AnswerKind.DOES_NOT_EXIST if not has_text:
                return "Say in a sentence what you looked for and who looked.", "text"
        return None

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """List the decisions that the team can take, as value and label; none on a question."""
        accepting = {
            AnswerKind.FILES: [
                ("received", "Accept: we have everything"),
                ("partial", "Accept as a part: more is coming"),
            ],
            AnswerKind.DOES_NOT_EXIST: [("accept", "Accept: it does not exist")],
            AnswerKind.REFUSED: [("accept", "Record the refusal")],
        }.get(self)
        return [*accepting, (SEND_BACK, "Send the answer back")] if accepting else []

    @property
    def decision_title(self) -> str:
        """Return the title of the page where the team decides."""
        titles = {
            AnswerKind.QUESTION: "Answer the question",
            AnswerKind.MORE_TIME: "Give more time or not",
        }
        return titles.get(self, "Accept the answer or send it back")

    @property
    def decision_link(self) -> str:
        """Return the words of the link to that page."""
        links = {
            AnswerKind.QUESTION: "Answer the question",
            AnswerKind.MORE_TIME: "Answer: give more time or not",
        }
        return links.get(self, "Accept it or send it back")

    @property
    def decision_button(self) -> str:
        """Return the words of the button that sends the decision."""
        return "Send the answer" if self.is_answered_in_words else "Send the decision"

    def status_when_accepted(self, *, is_partial: bool) -> RequestStatus | None:
        """Return the status to which the accepted answer moves the request; None if it stays."""
        if self.is_answered_in_words:
            return None
        if self.is_files:
            return RequestStatus.PARTIAL if is_partial else RequestStatus.RECEIVED
        return RequestStatus(self.value)


@dataclass(frozen=True)
class DecisionInput:
    """The team's decision on an answer; `is_partial` says that more files are coming."""

    is_accepted: bool
    note: str = ""
    is_partial: bool = False
    due_on: date | None = None
    closes_links: bool = False
