"""Refusals of the code book, of codings and of quotes."""

import uuid
from typing import Any

import pytest

from clayton_review.accounts.models import User
from clayton_review.citable import records
from findings.coding.actions.code_book import amend_code, define_code, merge_code, retire_code
from findings.coding.actions.codings import assign_codes, code_excerpts, remove_codes
from findings.coding.actions.excerpts import confirm_words, mark_excerpt, set_speaker_group
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt
from tests.findings import factories
from tests.findings.field_factories import code
from tests.refusing import refused

pytestmark = pytest.mark.django_db

NOTHING_CHOSEN = "Choose at least one quote and one code."


def retired(name: str, *, by: User) -> Code:
    """Create a code that is out of use."""
    row = code(name, by=by)
    return retire_code(code=row, revision=row.revision, reason="Too wide.", by=by)


def test_a_name_in_use_makes_no_second_code(consultant: User) -> None:
    code("stops", by=consultant)
    with refused("#stops is already in the code book."):
        code("stops", by=consultant)
    assert Code.objects.count() == 1


def test_no_code_takes_the_name_of_another(consultant: User) -> None:
    code("stops", by=consultant)
    other = code("searches", by=consultant)
    with refused("#stops is already in the code book.", other):
        amend_code(code=other, revision=1, values=CodeInput("stops"), by=consultant)


def test_no_code_comes_under_a_retired_one(consultant: User) -> None:
    parent, row = retired("stops", by=consultant), code("searches", by=consultant)
    values = CodeInput("searches", parent=parent)
    with refused("#stops is retired. Choose another parent.", row):
        amend_code(code=row, revision=1, values=values, by=consultant)
    with refused("#stops is retired. Choose another parent."):
        define_code(record_id=uuid.uuid4(), values=CodeInput("new", parent=parent), by=consultant)


def test_no_code_is_merged_into_a_retired_one(consultant: User) -> None:
    target, row = retired("stops", by=consultant), code("searches", by=consultant)
    with refused("#stops is retired. Choose another code.", row):
        merge_code(code=row, revision=1, into=target, by=consultant)


def test_no_code_is_merged_into_itself(consultant: User) -> None:
    row = code("stops", by=consultant)
    with refused("Choose another code to merge this one into.", row):
        merge_code(code=row, revision=1, into=row, by=consultant)


@pytest.mark.parametrize("act", [code_excerpts, remove_codes])
def test_codes_are_given_and_taken_only_if_both_sides_are_chosen(
    act: Any, consultant: User
) -> None:
    quote, chosen = factories.excerpt(by=consultant), code("stops", by=consultant)
    for chosen_sides in ({"excerpts": [], "codes": [chosen]}, {"excerpts": [quote], "codes": []}):
        with refused(NOTHING_CHOSEN):
            act(**chosen_sides, by=consultant)


def test_a_retired_code_is_not_assigned(consultant: User) -> None:
    quote, old = factories.excerpt(by=consultant), retired("stops", by=consultant)
    with refused("A retired code can no longer be assigned."):
        code_excerpts(excerpts=[quote], codes=[old], by=consultant)
    with refused("A retired code can no longer be assigned."):
        assign_codes(excerpt=quote, codes=[old], by=consultant)
    assert not Coding.objects.exists()


def test_words_off_the_record_are_not_confirmed(consultant: User) -> None:
    quote = factories.excerpt(by=consultant)
    with refused("Only quotes on the record need confirmed words.", quote):
        confirm_words(excerpt=quote, by=consultant)


def test_a_quote_of_an_interview_gets_no_group_of_its_own(consultant: User) -> None:
    quote = factories.excerpt(by=consultant)
    with refused("Choose a group from the list.", quote):
        set_speaker_group(excerpt=quote, group="martian", by=consultant)
    sentence = "The speaker already has a group. Change it on the speaker’s page."
    with refused(sentence, quote):
        set_speaker_group(excerpt=quote, group="official", by=consultant)


def test_no_code_is_merged_into_one_below_it(consultant: User) -> None:
    row = code("stops", by=consultant)
    child = code("searches", by=consultant, parent=row)
    with refused("#searches is below #stops. Move it elsewhere first.", row, child):
        merge_code(code=row, revision=1, into=child, by=consultant)


def test_nothing_is_quoted_without_words_or_from_a_withdrawn_interview(consultant: User) -> None:
    quote = factories.excerpt(by=consultant)
    source = quote.answer
    assert source is not None
    with refused("Select or type the words you want to quote."):
        mark_excerpt(source=source, words=" \r\n", by=consultant)
    interview = source.interview
    records.withdraw(interview, revision=interview.revision, reason="Twice.", by=consultant)
    source = type(source).objects.get(pk=source.pk)
    with refused(source.why_not_quotable()):
        mark_excerpt(source=source, words="Well", by=consultant)
    assert Excerpt.objects.count() == 1
