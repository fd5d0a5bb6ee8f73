"""Tests of the code book: its tree, changes to it, and coding several quotes at once."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.coding.actions import code_book as acts
from findings.coding.actions.code_book import amend_code, merge_code, retire_code
from findings.coding.actions.codings import assign_codes
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.coding.selectors.code_book import code_and_descendants, code_book
from findings.conclusions.actions.evidence import unlink_evidence
from findings.conclusions.actions.release import withdraw_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.findings.pages import notices

SignIn = Callable[[User], Client]


def note(text: str, by: User) -> None:
    """Save a typed answer in a new interview."""
    make.answer(interview=make.held_interview(by=by), text=text, by=by)


def test_a_path_finds_the_child_and_makes_what_is_missing(consultant: User) -> None:
    note("> One. #contact/tone\n> Two. #tone\n> Three. #other/tone", consultant)
    tone = Code.objects.get(name="tone")
    assert tone.parent == Code.objects.get(name="contact")
    assert tone.codings.count() == 3


def test_counts_take_in_what_is_coded_below_and_count_an_excerpt_once(consultant: User) -> None:
    note("> One. #contact #contact/tone\n> Two. #tone\n> Three. #data", consultant)
    counts = {branch.code.name: (branch.n_own, branch.n_all) for branch in code_book()}
    assert counts == {"contact": (1, 2), "tone": (2, 2), "data": (1, 1)}


def test_a_circle_is_refused_however_long(consultant: User) -> None:
    first = field.code("a", by=consultant)
    second = field.code("b", by=consultant, parent=first)
    third = field.code("c", by=consultant, parent=second)
    for parent in (first, second, third):
        with pytest.raises(Refused, match="under itself"):
            amend_code(code=first, revision=1, values=CodeInput("a", parent=parent), by=consultant)
    with pytest.raises(IntegrityError, match="its_own_parent"), transaction.atomic():
        Code.objects.filter(pk=first.pk).update(parent=first)


def test_sabotage_moves_that_nobody_checks_make_a_circle(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "_check_no_cycle", lambda *_args: None)
    first = field.code("a", by=consultant)
    second = field.code("b", by=consultant, parent=first)
    amend_code(code=first, revision=1, values=CodeInput("a", parent=second), by=consultant)
    assert code_book() == []  # both are under each other, so neither is found any more


def test_merging_moves_codings_and_children_and_the_name_lives_on(
    consultant: User, second_consultant: User
) -> None:
    note("> One. #manner\n> Two. #tone #manner", consultant)
    manner, tone = Code.objects.get(name="manner"), Code.objects.get(name="tone")
    child = field.code("voice", by=consultant, parent=manner)
    merge_code(code=manner, revision=1, into=tone, by=second_consultant)
    child.refresh_from_db()
    manner.refresh_from_db()
    assert child.parent == tone
    assert (manner.merged_into, manner.is_withdrawn) == (tone, True)
    assert not manner.codings.exists()
    assert tone.codings.values("excerpt").distinct().count() == 2
    note("> Three. #manner", consultant)
    assert Coding.objects.get(excerpt__text="Three.").code == tone


def test_nothing_merges_into_what_lies_below_it(consultant: User) -> None:
    top = field.code("top", by=consultant)
    below = field.code("below", by=consultant, parent=top)
    for into in (top, below):
        with pytest.raises(Refused):
            merge_code(code=top, revision=1, into=into, by=consultant)


def test_a_retired_code_codes_nothing_and_refuses_no_typed_word(consultant: User) -> None:
    old = field.code("old", by=consultant)
    field.code("under", by=consultant, parent=old)
    with pytest.raises(Refused, match="Move or retire them"):
        retire_code(code=old, revision=1, reason="Unclear.", by=consultant)
    Code.objects.filter(name="under").update(parent=None)
    retire_code(code=old, revision=1, reason="Unclear.", by=consultant)
    note("> One. #old", consultant)
    assert Excerpt.objects.get().text == "One."
    assert not Coding.objects.exists()


def test_a_merged_code_is_out_of_use(consultant: User) -> None:
    first, second = field.code("a", by=consultant), field.code("b", by=consultant)
    with pytest.raises(IntegrityError, match="merged_code_is_out_of_use"), transaction.atomic():
        Code.objects.filter(pk=first.pk).update(merged_into=second)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("?q=policia", ["¿La policía? Nunca."]),
        ("?q=POLICÍA", ["¿La policía? Nunca."]),
        ("?code=contact", ["He shouted."]),
        ("?q=%23contact/tone", ["He shouted."]),
        ("?q=%23contact+SHOUT", ["He shouted."]),
        ("?q=%23contact+whispered", []),
        ("?coded=no", ["Confirmed by me.", "¿La policía? Nunca."]),
        ("?group=official", ["Confirmed by me."]),
        ("?consent=on_record", ["Confirmed by me."]),
        ("?release=confirm", ["Confirmed by me."]),
        ("?stance=none", ["Confirmed by me.", "He shouted.", "¿La policía? Nunca."]),
        ("?stance=supporting", []),
        ("?kind=activity", ["¿La policía? Nunca."]),
    ],
)
def test_quotes_are_found_again(
    query: str, texts: list[str], as_: SignIn, consultant: User
) -> None:
    note("> He shouted. #contact/tone", consultant)
    official = make.participant(
        by=consultant, group=SpeakerGroup.OFFICIAL, consent=Consent.ON_RECORD, office="Clerk"
    )
    make.excerpt(by=consultant, participant=official, words="Confirmed by me.")
    field.noted(by=consultant, text="> ¿La policía? Nunca.")
    page = as_(consultant).get(f"/quotes/{query}")
    assert sorted(row.text for row in page.context["listing"].rows) == texts


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("none", ["Removed.", "Withdrawn.", "Unused."]),
        ("supporting", ["For.", "For and against."]),
        ("contradicting", ["Against.", "For and against."]),
        ("context", []),
    ],
)
def test_quotes_are_found_by_the_findings_that_cite_them_now(
    query: str, texts: list[str], as_: SignIn, consultant: User
) -> None:
    finding, other = make.finding(by=consultant), make.finding(by=consultant)
    gone = make.finding(by=consultant)

    def cite(words: str, *links: tuple[Finding, str]) -> list[EvidenceLink]:
        source = EvidenceSource(excerpt=make.excerpt(by=consultant, words=words))
        return [
            make.link(finding=row, by=consultant, source=source, stance=stance)
            for row, stance in links
        ]

    cite("For.", (finding, "supporting"))
    cite("Against.", (finding, "contradicting"))
    cite("For and against.", (finding, "supporting"), (other, "contradicting"))
    [removed] = cite("Removed.", (finding, "supporting"))
    unlink_evidence(link=removed, revision=1, reason="Wrong.", by=consultant)
    cite("Withdrawn.", (gone, "supporting"))
    gone.refresh_from_db()
    withdraw_finding(finding=gone, revision=gone.revision, reason="Twice.", by=consultant)
    cite("Unused.")
    page = as_(consultant).get("/quotes/", {"stance": query})
    assert sorted(row.text for row in page.context["listing"].rows) == sorted(texts)


def test_many_quotes_are_coded_at_once_and_own_codes_come_off_again(
    as_: SignIn, consultant: User, second_consultant: User
) -> None:
    cuts = [make.excerpt(by=consultant, words=f"These are words {n}.") for n in range(3)]
    field.code("trust", by=consultant)
    client = as_(consultant)
    sent = {"quote": [cut.pk for cut in cuts], "codes": "#trust", "act": "add"}
    for _ in range(2):
        answer = client.post("/quotes/code/?coded=no", sent)
        assert answer["Location"] == "/quotes/?coded=no"
    assert Coding.objects.count() == 3
    assign_codes(excerpt=cuts[0], codes=list(Code.objects.all()), by=second_consultant)
    removed = client.post("/quotes/code/", {**sent, "act": "remove"})
    assert notices(removed)[-1] == "3 of your codes were removed."
    assert Coding.objects.get().by == second_consultant


def test_a_refused_coding_keeps_what_was_checked(as_: SignIn, consultant: User) -> None:
    cut = make.excerpt(by=consultant)
    answer = as_(consultant).post("/quotes/code/", {"quote": cut.pk, "codes": "#nothing"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "#nothing is not in the code book" in page
    assert "checked" in page.partition(f'id="q-{cut.pk}"')[2][:120]
    bare = as_(consultant).post("/quotes/code/", {"codes": "", "quote": str(uuid.uuid4())})
    assert bare.status_code == 422


def test_all_below_a_code(consultant: User) -> None:
    top = field.code("top", by=consultant)
    below = field.code("below", by=consultant, parent=top)
    assert code_and_descendants("top") == [top.pk, below.pk]
    assert code_and_descendants("nothing") == []


@pytest.mark.parametrize("name", ["a/b", "1", "", "#", "a b/c"])
def test_a_code_is_named_without_its_path(name: str, as_: SignIn, consultant: User) -> None:
    sent = {"record_id": str(uuid.uuid4()), "name": name}
    assert as_(consultant).post("/codes/new/", sent).status_code == 422
    assert not Code.objects.exists()
