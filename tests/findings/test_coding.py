"""Quotes and codes: exact words, frozen, flagged when the answer leaves them behind."""

import uuid

import pytest

from clayton_review.accounts.models import User
from clayton_review.documents.records import Refused
from findings import actions
from findings.models import Code, Coding, Excerpt
from findings.models.facts import CodeFacts
from tests.findings import factories as make


def test_typed_quotes_and_codes_become_real(consultant: User) -> None:
    said = make.answer(
        interview=make.interview(by=consultant),
        text="> Nobody told me. #trust #reason-given",
        by=consultant,
    )
    cut = said.excerpts.get()
    assert cut.text == "Nobody told me."
    assert sorted(coding.code.name for coding in cut.codings.all()) == ["reason-given", "trust"]


def test_a_typed_quote_follows_its_text_until_somebody_uses_it(consultant: User) -> None:
    interview = make.interview(by=consultant)
    make.answer(interview=interview, text="> Nobody told me.", by=consultant)
    said = make.answer(interview=interview, text="> Nobody told me anything.", by=consultant)
    assert [cut.text for cut in said.excerpts.all()] == ["Nobody told me anything."]
    code = actions.define_code(record_id=uuid.uuid4(), facts=CodeFacts("trust"), by=consultant)
    actions.assign_codes(excerpt=said.excerpts.get(), codes=[code], by=consultant)
    make.answer(interview=interview, text="Something else.", by=consultant)
    kept = said.excerpts.select_related("answer").get()
    assert kept.text == "Nobody told me anything."
    assert not kept.is_found


@pytest.mark.parametrize(
    ("words", "reason"), [("gone", "do not occur"), ("yes", "2 times"), ("  ", "Select")]
)
def test_words_must_occur_exactly_once(consultant: User, words: str, reason: str) -> None:
    said = make.answer(interview=make.interview(by=consultant), text="yes, and yes.", by=consultant)
    with pytest.raises(Refused, match=reason):
        actions.mark_excerpt(source=said, words=words, by=consultant)
    assert not Excerpt.objects.exists()


def test_a_selection_tells_which_of_two_is_meant(consultant: User) -> None:
    said = make.answer(interview=make.interview(by=consultant), text="yes, and yes.", by=consultant)
    assert actions.mark_excerpt(source=said, words="yes", start=9, by=consultant).start == 9
    again = actions.mark_excerpt(source=said, words="yes", start=9, by=consultant)
    assert Excerpt.objects.get() == again


def test_two_people_code_apart(consultant: User, second_consultant: User) -> None:
    cut = make.excerpt(by=consultant)
    code = actions.define_code(record_id=uuid.uuid4(), facts=CodeFacts("trust"), by=consultant)
    actions.assign_codes(excerpt=cut, codes=[code], by=consultant)
    actions.assign_codes(excerpt=cut, codes=[code], by=second_consultant)
    actions.assign_codes(excerpt=cut, codes=[], by=consultant)
    assert Coding.objects.get().by == second_consultant


def test_a_code_never_comes_under_itself(consultant: User) -> None:
    top = actions.define_code(record_id=uuid.uuid4(), facts=CodeFacts("trust"), by=consultant)
    below = actions.define_code(
        record_id=uuid.uuid4(), facts=CodeFacts("respect", parent=top), by=consultant
    )
    with pytest.raises(Refused, match="itself"):
        actions.amend_code(
            code=top, revision=1, facts=CodeFacts("trust", parent=below), by=consultant
        )
    assert Code.objects.get(name="trust").parent is None
