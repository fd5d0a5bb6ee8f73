"""Search and letters with a canary in every confidential field (planting them takes seconds)."""

import re

import pytest

from clayton_review import clock
from clayton_review.accounts.models import DigestFrequency
from clayton_review.accounts.preferences import choose_digest_frequency
from clayton_review.web import digests
from clayton_review.web import search as searching
from clayton_review.web.record_types import all_record_types
from tests.canary import NOW, Study, plant
from tests.canary_table import WHO_MAY_MEET
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db


def met(study: Study, role: str) -> set[str]:
    """The canaries in all that a role finds by the letters with which all of them begin."""
    user = study.people[role]
    kinds = searching.searchable(user)
    rows = [row for kind in kinds for row in searching.titles_found(kind, user, ["zq"])]
    return set(re.findall(r"zq(\w+?)qz", " ".join(f"{r['of_title']} {r['of_body']}" for r in rows)))


def test_search_finds_what_a_role_may_meet_and_letters_hold_no_word_of_a_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with clock.at(NOW):
        study = plant()
        for role in study.people:
            beyond = {name for name in met(study, role) if role not in WHO_MAY_MEET[name]}
            assert beyond == set(), role
        assert {"answertext", "draftfinding", "teamclaim"} <= met(study, "consultant")
        assert "restrictedincident" in met(study, "lead")

        # Sabotage: a kind that forgets who is asking is seen.
        kind = next(kind for kind in all_record_types() if kind.name == "incidents")
        everything = kind.model._default_manager.all()
        monkeypatch.setitem(kind.__dict__, "rows", lambda user: everything)
        assert "restrictedincident" in met(study, "consultant")

        sent_letters().clear()
        for user in study.people.values():
            choose_digest_frequency(frequency=DigestFrequency.AT_ONCE, by=user)
            digests.send_digests(user=user)
        texts = [
            f"{letter.subject} {letter.body} {letter.extra_headers}" for letter in sent_letters()
        ]
        assert len(texts) >= 2
        signed = re.compile(r":[\w-]{20,}(?=/)")  # a signature may hold any letters
        assert "zq" not in signed.sub("", "".join(texts))
