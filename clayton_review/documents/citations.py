"""Citations of a document, from functions that the rooms above register."""

from collections.abc import Callable
from dataclasses import dataclass

from clayton_review.accounts.models import User
from clayton_review.documents.models import Document, DocumentRequest


@dataclass(frozen=True)
class Citation:
    """One place that cites a document: its kind, its short text, its locator and its page."""

    kind: str
    text: str
    locator: str
    url: str


CitationFunction = Callable[[Document, User], list[Citation]]
_FUNCTIONS: list[CitationFunction] = []


def register(function: CitationFunction) -> CitationFunction:
    """Register a function that lists the records citing a document that a person may see."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def cited_by(document: Document, user: User) -> list[Citation]:
    """List all records that cite the document and that this person may see."""
    return [citation for function in _FUNCTIONS for citation in function(document, user)]


RequestFunction = Callable[[DocumentRequest, User], list[Citation]]
_OF_REQUESTS: list[RequestFunction] = []


def register_request(function: RequestFunction) -> RequestFunction:
    """Register a function that lists the records resting on a request that a person may see."""
    if function not in _OF_REQUESTS:
        _OF_REQUESTS.append(function)
    return function


def resting_on(request: DocumentRequest, user: User) -> list[Citation]:
    """List all records that rest on the request and that this person may see."""
    return [record for function in _OF_REQUESTS for record in function(request, user)]
