"""Tests of what merging, confirming and naming store, and that they leave others alone."""

import json

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from findings.coding.actions.code_book import amend_code, merge_code
from findings.coding.actions.codings import assign_codes
from findings.coding.actions.excerpts import confirm_words, mark_excerpt, set_speaker_group
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.coding.selectors.code_book import code_and_descendants
from tests.findings import factories as make
from tests.findings import field_factories as field


def payloads(verb: str) -> list[dict[str, object]]:
    acts = AuditEntry.objects.filter(verb=verb).order_by("id")
    return [json.loads(act.payload) for act in acts]


def test_a_merge_moves_each_coding_once_and_no_other(
    consultant: User, second_consultant: User
) -> None:
    manner, tone, other = (field.code(name, by=consultant) for name in ("manner", "tone", "other"))
    field.code("voice", by=consultant, parent=manner)
    field.code("apart", by=consultant, parent=other)
    first, second = (make.excerpt(by=consultant, words=f"Words {n}.") for n in range(2))
    assign_codes(excerpt=first, codes=[manner, tone, other], by=consultant)
    assign_codes(excerpt=first, codes=[manner], by=second_consultant)
    assign_codes(excerpt=second, codes=[manner, other], by=consultant)
    merge_code(code=manner, revision=1, into=tone, by=second_consultant)
    codings = Coding.objects.values_list("excerpt", "code__name", "by__name")
    assert set(codings) == {
        (first.pk, "tone", consultant.name),
        (first.pk, "tone", second_consultant.name),
        (second.pk, "tone", consultant.name),
        (first.pk, "other", consultant.name),
        (second.pk, "other", consultant.name),
    }
    assert len(codings) == 5
    stored = Code.objects.get(pk=manner.pk)
    assert (stored.merged_into, stored.revision) == (tone, 2)
    assert (stored.withdrawn_on, stored.withdrawn_by, stored.withdrawn_reason) == (
        clock.today(), second_consultant, "Merged into #tone.",
    )  # fmt: skip
    parents = dict(Code.objects.values_list("name", "parent__name"))
    assert (parents["voice"], parents["apart"]) == ("tone", "other")
    assert [row.revision for row in Code.objects.filter(pk__in=[tone.pk, other.pk])] == [1, 1]
    assert payloads("merged a code") == [{"into": "#tone", "n_codings": 3}]


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        (CodeInput("tone", "What it means."), []),
        (CodeInput("manner", "What it means."), ["name"]),
        (CodeInput("tone", "How they spoke."), ["definition"]),
        (CodeInput("manner", "How they spoke."), ["definition", "name"]),
    ],
)
def test_an_amended_code_counts_a_revision_if_anything_changed(
    consultant: User, values: CodeInput, changed: list[str]
) -> None:
    code, other = field.code("tone", by=consultant), field.code("other", by=consultant)
    amend_code(code=code, revision=1, values=values, by=consultant)
    stored = Code.objects.get(pk=code.pk)
    assert {name: getattr(stored, name) for name in vars(values)} == vars(values)
    assert stored.revision == (2 if changed else 1)
    assert payloads("amended a code") == ([{"changed": changed}] if changed else [])
    other.refresh_from_db()
    assert (other.name, other.definition, other.revision) == ("other", "What it means.", 1)


def test_a_code_has_all_below_it_and_none_beside_it(consultant: User) -> None:
    top, other = field.code("top", by=consultant), field.code("other", by=consultant)
    below = [field.code(name, by=consultant, parent=top) for name in ("a", "b")]
    deep = field.code("deep", by=consultant, parent=below[1])
    field.code("side", by=consultant, parent=other)
    ids = code_and_descendants("top")
    assert (set(ids), len(ids)) == ({top.pk, *(code.pk for code in below), deep.pk}, 4)
    assert code_and_descendants("b") == [below[1].pk, deep.pk]
    assert code_and_descendants("nothing") == []


def test_words_are_confirmed_once_and_of_one_quote(consultant: User, lead: User) -> None:
    official = make.participant(
        by=consultant, group=SpeakerGroup.OFFICIAL, consent=Consent.ON_RECORD, office="Clerk"
    )
    quote, other = (
        make.excerpt(by=consultant, participant=official, words=f"Words {n}.") for n in range(2)
    )
    confirm_words(excerpt=quote, by=consultant)
    assert Excerpt.objects.get(pk=quote.pk).words_confirmed_on == clock.today()
    assert Excerpt.objects.get(pk=other.pk).words_confirmed_on is None
    earlier = clock.today().replace(year=2018)
    Excerpt.objects.filter(pk=quote.pk).update(words_confirmed_on=earlier)
    confirm_words(excerpt=quote, by=lead)
    assert Excerpt.objects.get(pk=quote.pk).words_confirmed_on == earlier
    assert len(payloads("had exact words confirmed")) == 1


def test_the_group_of_who_spoke_in_a_room_is_named_and_cleared(consultant: User) -> None:
    field.noted(by=consultant, text="> First.\n> Second.")
    quote, other = Excerpt.objects.order_by("start")
    for group in (SpeakerGroup.OFFICER, SpeakerGroup.OFFICER, ""):
        set_speaker_group(excerpt=quote, group=group, by=consultant)
        assert Excerpt.objects.get(pk=quote.pk).speaker_group == group
    assert Excerpt.objects.get(pk=other.pk).speaker_group == ""
    verb = "named the group of a speaker"
    assert payloads(verb) == [{"group": "officer"}, {"group": ""}]
    acts = AuditEntry.objects.filter(verb=verb)
    assert {act.object_id for act in acts} == {str(quote.pk)}


def test_the_same_words_are_one_quote_and_another_place_is_another(consultant: User) -> None:
    text = "I waited. Then we waited."
    answer = make.answer(interview=make.held_interview(by=consultant), text=text, by=consultant)
    first = mark_excerpt(source=answer, words=" I waited. ", by=consultant, start=0)
    assert (first.start, first.end, first.text, first.is_typed) == (0, 9, "I waited.", False)
    assert (first.created_by, first.answer) == (consultant, answer)
    again = mark_excerpt(source=answer, words="I waited.", by=consultant)
    assert again == first
    later = mark_excerpt(source=answer, words="waited.", by=consultant, start=text.rindex("waited"))
    assert (later.start, later.end) == (18, 25)
    assert len(payloads("marked a quote")) == 2
