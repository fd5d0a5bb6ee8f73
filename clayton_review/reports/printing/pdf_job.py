"""Job that the portal hands to the printing process."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class PdfAttachment:
    """A file that travels inside the PDF; the ending of `name` tells its type."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True)
class PdfJob:
    """One document: a whole HTML page and what the file says about itself.

    `static` is the folder whose files it may use; `stylesheet` is one of them. `created_at`
    (aware) becomes every date inside the file. With `n_pages`, the first of `html` and `shorter`
    that makes just as many pages is printed.
    """

    html: str
    title: str
    language: str
    created_at: datetime
    static: str
    stylesheet: str
    attachments: tuple[PdfAttachment, ...] = ()
    shorter: tuple[str, ...] = ()
    n_pages: int | None = None


def to_json(job: PdfJob) -> bytes:
    """Return the job as JSON, to send it to another process."""
    stored: dict[str, Any] = asdict(job)
    stored["created_at"] = job.created_at.isoformat()
    for attachment in stored["attachments"]:
        attachment["content"] = b64encode(attachment["content"]).decode()
    return json.dumps(stored).encode()


def from_json(sent: bytes) -> PdfJob:
    """Return the job that `to_json` wrote."""
    stored = json.loads(sent)
    attachments = tuple(
        PdfAttachment(**{**attachment, "content": b64decode(attachment["content"])})
        for attachment in stored["attachments"]
    )
    created_at = datetime.fromisoformat(stored["created_at"])
    shorter = tuple(stored["shorter"])
    parsed = {"created_at": created_at, "attachments": attachments, "shorter": shorter}
    return PdfJob(**(stored | parsed))
