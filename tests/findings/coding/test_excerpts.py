"""Tests of quotes and codes: exact words, kept unchanged, flagged when the text loses them."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.coding.actions.code_book import amend_code, define_code, retire_code
from findings.coding.actions.codings import assign_codes, code_excerpts, remove_codes
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.quotable_texts import Consent
from findings.coding.selectors.code_book import code_book
from findings.coding.selectors.quote_release import release_status
from findings.conclusions.inputs import EvidenceSource
from findings.interviews.actions.answers import save_answers
from findings.interviews.inputs import AnswerEdit
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]


def test_typed_quotes_and_codes_become_real(consultant: User) -> None:
    answer = make.answer(
        interview=make.interview(by=consultant),
        text="> Nobody told me. #trust #reason-given",
        by=consultant,
    )
    cut = answer.excerpts.get()
    assert cut.text == "Nobody told me."
    assert sorted(coding.code.name for coding in cut.codings.all()) == ["reason-given", "trust"]


def test_a_typed_quote_follows_its_text_until_somebody_uses_it(consultant: User) -> None:
    interview = make.interview(by=consultant)
    make.answer(interview=interview, text="> Nobody told me.", by=consultant)
    answer = make.answer(interview=interview, text="> Nobody told me anything.", by=consultant)
    assert [cut.text for cut in answer.excerpts.all()] == ["Nobody told me anything."]
    code = define_code(record_id=uuid.uuid4(), values=CodeInput("trust"), by=consultant)
    assign_codes(excerpt=answer.excerpts.get(), codes=[code], by=consultant)
    make.answer(interview=interview, text="Something else.", by=consultant)
    excerpt = answer.excerpts.select_related("answer").get()
    assert excerpt.text == "Nobody told me anything."
    assert not excerpt.is_in_source


def test_a_text_saved_anew_takes_its_own_unused_quotes_and_no_others(consultant: User) -> None:
    make.answer(interview=make.interview(by=consultant), text="> Elsewhere.", by=consultant)
    interview = make.interview(by=consultant)
    text = "> Unused.\n\n> Cited.\n\nMarked by hand."
    answer = make.answer(interview=interview, text=text, by=consultant)
    mark_excerpt(source=answer, words="Marked by hand.", by=consultant)
    cited = answer.excerpts.get(text="Cited.")
    make.link(
        finding=make.finding(by=consultant), by=consultant, source=EvidenceSource(excerpt=cited)
    )
    make.answer(interview=interview, text="Nothing is left.", by=consultant)
    remaining = set(Excerpt.objects.values_list("text", flat=True))
    assert remaining == {"Elsewhere.", "Cited.", "Marked by hand."}


def test_a_typed_code_that_stays_is_the_same_coding(consultant: User) -> None:
    interview = make.interview(by=consultant)
    text = "> Nobody told me. #trust"
    answer = make.answer(interview=interview, text=f"{text} #gone", by=consultant)
    stays = Coding.objects.get(code__name="trust")
    code = define_code(record_id=uuid.uuid4(), values=CodeInput("hand"), by=consultant)
    assign_codes(
        excerpt=answer.excerpts.get(),
        codes=[code, *Code.objects.filter(name__in=["trust", "gone"])],
        by=consultant,
    )
    make.answer(interview=interview, text=f"{text} #new", by=consultant)
    assert {row.code.name for row in Coding.objects.all()} == {"trust", "new", "hand"}
    assert Coding.objects.get(code__name="trust") == stays


@pytest.mark.parametrize(
    ("words", "reason"), [("gone", "are not in the text"), ("yes", "2 times"), ("  ", "Select")]
)
def test_words_must_occur_exactly_once(consultant: User, words: str, reason: str) -> None:
    answer = make.answer(
        interview=make.interview(by=consultant), text="yes, and yes.", by=consultant
    )
    with pytest.raises(Refused, match=reason):
        mark_excerpt(source=answer, words=words, by=consultant)
    assert not Excerpt.objects.exists()


def test_a_selection_tells_which_of_two_is_meant(consultant: User) -> None:
    answer = make.answer(
        interview=make.interview(by=consultant), text="yes, and yes.", by=consultant
    )
    assert mark_excerpt(source=answer, words="yes", start=9, by=consultant).start == 9
    again = mark_excerpt(source=answer, words="yes", start=9, by=consultant)
    assert Excerpt.objects.get() == again


def test_two_people_code_apart(consultant: User, second_consultant: User) -> None:
    cut = make.excerpt(by=consultant)
    code = define_code(record_id=uuid.uuid4(), values=CodeInput("trust"), by=consultant)
    assign_codes(excerpt=cut, codes=[code], by=consultant)
    assign_codes(excerpt=cut, codes=[code], by=second_consultant)
    assign_codes(excerpt=cut, codes=[], by=consultant)
    assert Coding.objects.get().by == second_consultant


def test_a_code_never_comes_under_itself(consultant: User) -> None:
    top = define_code(record_id=uuid.uuid4(), values=CodeInput("trust"), by=consultant)
    below = define_code(
        record_id=uuid.uuid4(), values=CodeInput("respect", parent=top), by=consultant
    )
    with pytest.raises(Refused, match="itself"):
        amend_code(code=top, revision=1, values=CodeInput("trust", parent=below), by=consultant)
    assert Code.objects.get(name="trust").parent is None


def test_a_code_nobody_knows_is_told_once_after_the_save(as_: SignIn, consultant: User) -> None:
    interview = make.interview(by=consultant)
    question = interview.guide.questions.get(position=1)
    url = f"/interviews/{interview.pk}/log/"
    sent = {f"answer-{question.pk}": "> Yes. #nosuchcode", f"base-{question.pk}": "0"}
    message = "#nosuchcode is not in the code book yet. Define it there, or change it in the notes."
    assert message in as_(consultant).post(url, sent, follow=True).content.decode()
    sent = {f"answer-{question.pk}": "> Yes, Ma’am. #nosuchcode", f"base-{question.pk}": "1"}
    assert message not in as_(consultant).post(url, sent, follow=True).content.decode()
    noted = field.activity(by=consultant)
    sent = {"text": "> No. #family/other", "revision": str(noted.revision)}
    page = as_(consultant).post(f"{noted.get_absolute_url()}notes/", sent, follow=True)
    assert "#family, #other are not in the code book yet" in page.content.decode()


def test_codes_stand_as_a_tree_and_what_nobody_defined_comes_last(
    as_: SignIn, consultant: User
) -> None:
    cut = make.excerpt(by=consultant)
    for values in (CodeInput("aslip"), CodeInput("trust")):
        define_code(record_id=uuid.uuid4(), values=values, by=consultant)
    field.code("respect", by=consultant, parent=Code.objects.get(name="trust"))
    field.code("zeal", by=consultant)
    names = [branch.code.name for branch in code_book()]
    assert names == ["trust", "respect", "zeal", "aslip"]
    page = as_(consultant).get(cut.get_absolute_url()).content.decode()
    places = [page.index(words) for words in ("#trust", "\u2003#respect", "#zeal", "#aslip")]
    assert places == sorted(places)


def test_a_quote_without_its_label_says_why(consultant: User) -> None:
    cut = make.excerpt(by=consultant)
    assert release_status(cut, frozenset()) == "Without label: the group is too small"
    assert release_status(cut, frozenset({"resident"})) == "As “resident”"
    spoken = field.noted(by=consultant, text="> In the room.").excerpts.get()
    assert release_status(spoken, frozenset()) == "Without label: no group is recorded"
    activity = field.activity(by=consultant, consent=Consent.NOT_QUOTED)
    basis = field.noted(by=consultant, text="> In the hall.", activity=activity).excerpts.get()
    assert release_status(basis, frozenset()) == "Cannot be quoted: background only"


def test_a_retired_code_stays_on_a_quote_that_is_coded_anew(consultant: User) -> None:
    quote = make.excerpt(by=consultant)
    retired, other = (
        define_code(record_id=uuid.uuid4(), values=CodeInput(name), by=consultant)
        for name in ("old-code", "new-code")
    )
    assign_codes(excerpt=quote, codes=[retired], by=consultant)
    retire_code(code=retired, revision=1, reason="Too wide.", by=consultant)
    assign_codes(excerpt=quote, codes=[other], by=consultant)
    names = sorted(coding.code.name for coding in quote.codings.all())
    assert names == ["new-code", "old-code"]


def test_codes_are_exchanged_and_recorded_only_where_they_change(consultant: User) -> None:
    quote, other = (make.excerpt(by=consultant) for _ in range(2))
    first, second, third = (
        define_code(record_id=uuid.uuid4(), values=CodeInput(name), by=consultant)
        for name in ("first", "second", "third")
    )
    assign_codes(excerpt=other, codes=[first], by=consultant)
    for codes in ([first], [first], [first, second], [second, third], [third]):
        assign_codes(excerpt=quote, codes=codes, by=consultant)

    assert [coding.code for coding in quote.codings.all()] == [third]
    assert [coding.code for coding in other.codings.all()] == [first]
    rows = AuditEntry.objects.filter(verb="coded an excerpt", object_id=str(quote.pk))
    assert [json.loads(row.payload) for row in rows.order_by("id")] == [
        {"n_added": 1, "n_removed": 0},
        {"n_added": 1, "n_removed": 0},
        {"n_added": 1, "n_removed": 1},
        {"n_added": 0, "n_removed": 1},
    ]


def test_removing_codes_from_many_quotes_leaves_those_of_others(
    consultant: User, second_consultant: User
) -> None:
    quote, other = (make.excerpt(by=consultant) for _ in range(2))
    code, kept = (
        define_code(record_id=uuid.uuid4(), values=CodeInput(name), by=consultant)
        for name in ("trust", "reason")
    )
    for person in (consultant, second_consultant):
        assign_codes(excerpt=quote, codes=[code, kept], by=person)
    assign_codes(excerpt=other, codes=[code], by=consultant)
    assert remove_codes(excerpts=[quote], codes=[code], by=consultant) == 1
    remaining = {(row.excerpt_id, row.code, row.by) for row in Coding.objects.select_related()}
    assert remaining == {
        (quote.pk, kept, consultant), (quote.pk, code, second_consultant),
        (quote.pk, kept, second_consultant), (other.pk, code, consultant),
    }  # fmt: skip


def test_assigning_codes_adds_what_is_new_and_leaves_what_stays(consultant: User) -> None:
    quote = make.excerpt(by=consultant)
    first, second, third = (
        define_code(record_id=uuid.uuid4(), values=CodeInput(name), by=consultant)
        for name in ("first", "second", "third")
    )
    assign_codes(excerpt=quote, codes=[first, second], by=consultant)
    stays = quote.codings.get(code=second).pk
    assign_codes(excerpt=quote, codes=[second, third], by=consultant)
    assert {row.code for row in quote.codings.all()} == {second, third}
    assert quote.codings.get(code=second).pk == stays
    n_acts = AuditEntry.objects.count()
    assign_codes(excerpt=quote, codes=[second, third], by=consultant)
    assert AuditEntry.objects.count() == n_acts


def test_a_retired_code_stays_on_a_typed_quote_that_is_saved_again(consultant: User) -> None:
    interview = make.interview(by=consultant)
    answer = make.answer(interview=interview, text="They stopped me. #gone", by=consultant)
    assert [str(row.code) for row in Coding.objects.all()] == ["#gone"]
    retire_code(code=Code.objects.get(), revision=1, reason="Too wide.", by=consultant)

    def save(text: str) -> list[str]:
        answer.refresh_from_db()
        edit = AnswerEdit(str(answer.question_id), text, answer.revision)
        save_answers(interview=interview, edits=[edit], by=consultant)
        return [str(row.code) for row in Coding.objects.all()]

    assert save("It was late.\n\nThey stopped me. #gone") == ["#gone"]
    assert save("It was late.\n\nThey stopped me. #gone\n\nMore.") == ["#gone"]
    assert save("It was late.") == []
    assert save("They stopped me. #gone") == []


def test_codes_of_others_do_not_stand_for_ones_own(
    consultant: User, second_consultant: User
) -> None:
    first, second, apart = (make.excerpt(by=consultant, words=f"Words {n}.") for n in range(3))
    trust, reason = field.code("trust", by=consultant), field.code("reason", by=consultant)
    assign_codes(excerpt=first, codes=[trust, reason], by=second_consultant)
    assign_codes(excerpt=second, codes=[trust], by=consultant)
    assign_codes(excerpt=apart, codes=[reason], by=consultant)
    assert code_excerpts(excerpts=[first, second], codes=[trust, reason], by=consultant) == 3
    own = {(row.excerpt, row.code) for row in Coding.objects.filter(by=consultant)}
    assert own == {
        (first, trust), (first, reason), (second, trust), (second, reason), (apart, reason),
    }  # fmt: skip
    acts = AuditEntry.objects.filter(verb="coded excerpts").order_by("id")
    assert [json.loads(act.payload)["n_added"] for act in acts] == [1, 2]
    assert code_excerpts(excerpts=[first, second], codes=[trust, reason], by=consultant) == 0
    assert acts.count() == 2


def test_only_so_many_quotes_are_coded_at_once(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("findings.coding.actions.codings.MAX_QUOTES_AT_ONCE", 2)
    quotes = [make.excerpt(by=consultant, words=f"Words {n} of them.") for n in range(3)]
    code = field.code("trust", by=consultant)
    with pytest.raises(Refused, match="Code at most 2 quotes at a time"):
        code_excerpts(excerpts=quotes, codes=[code], by=consultant)
    assert not Coding.objects.exists()
    assert code_excerpts(excerpts=quotes[:2], codes=[code], by=consultant) == 2
    assert set(Coding.objects.values_list("excerpt_id", flat=True)) == {q.pk for q in quotes[:2]}


def test_an_amended_code_is_stored_with_its_new_name_and_place(consultant: User) -> None:
    code, other, above = (field.code(name, by=consultant) for name in ("fear", "trust", "police"))
    amend_code(
        code=code, revision=1, values=CodeInput("worry", "Being afraid.", parent=above),
        by=consultant,
    )  # fmt: skip
    stored = Code.objects.get(pk=code.pk)
    assert (stored.name, stored.definition, stored.parent) == ("worry", "Being afraid.", above)
    assert stored.revision == 2
    other.refresh_from_db()
    assert (other.name, other.parent, other.revision) == ("trust", None, 1)
