"""Planting the canaries of requests to the city, of upload links and of received files."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from clayton_review.documents import actions
from tests.documents.factories import asked, finished_intake, upload_link


def plant(study: Any, word: Callable[[str], str]) -> None:
    """A request to the liaison with everything around it, and one that only the team knows."""
    writer, liaison = study.writer, study.people["liaison"]
    days = {"asked_on": date(2018, 11, 20), "due_on": date(2018, 12, 20)}
    theirs = asked(by=writer, addressee=liaison, wording=word("askedwords"), **days)
    asked(by=writer, title=word("teamrequest"), **days)
    actions.answer_request(
        request=theirs,
        record_id=uuid.uuid4(),
        kind="question",
        text=word("askedanswer"),
        by=liaison,
    )
    actions.add_entry(
        request=theirs,
        form_id=uuid.uuid4(),
        kind="note",
        text=word("requestnote"),
        is_shared=False,
        by=writer,
    )
    path, text = f"{word('receivedpath')}.txt", f"The {word('receivedtext')} inside"
    finished_intake({path: text.encode()}, by=writer, request=theirs)
    _, link = upload_link(request=theirs, by=writer)
    study.expected["uploadtoken"] = link.split("/")[2]
