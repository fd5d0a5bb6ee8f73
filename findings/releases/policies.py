"""Checks before a release: who may release, and that no participant is named."""

import re
from collections.abc import Iterator
from typing import Any

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused

PSEUDONYM = re.compile(r"\bP-\d{2,}\b")


def check_can_release(user: User) -> None:
    """Raise `Refused` when this person may not release."""
    if not user.may(Permission.RELEASE_FINDINGS):
        raise Refused("Only the lead consultant can release findings and recommendations.")


def check_no_participant_code(content: dict[str, Any]) -> None:
    """Raise `Refused` when the content holds the pseudonym of a participant."""
    if any(map(PSEUDONYM.search, _texts(content))):
        raise Refused("The text contains a participant’s code. Remove it before the release.")


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _texts(part)
