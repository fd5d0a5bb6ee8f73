"""Cutting excerpts from answers, the code book, and putting codes on excerpts."""

import hashlib
from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.documents import records
from findings import notation
from findings.models import Code, Coding, Consent, Excerpt, InterviewAnswer
from findings.models.facts import CodeFacts
from findings.policies import Refused


def mark_excerpt(
    *, answer: InterviewAnswer, words: str, by: User, start: int | None = None
) -> Excerpt:
    """Freeze words of an answer; without a start they must occur in it exactly once.

    Raises `Refused` when they do not occur, occur twice, or do not stand at the given start.
    """
    words = words.replace("\r\n", "\n").strip()
    with transaction.atomic():
        locked = InterviewAnswer.objects.select_for_update().get(pk=answer.pk)
        place = _place(locked.text, words, start)
        excerpt, is_new = _freeze(locked, place, place + len(words), by, is_typed=False)
        if is_new:
            record(by=by, verb="marked a quote", obj=excerpt)
    return excerpt


def confirm_words(*, excerpt: Excerpt, by: User) -> Excerpt:
    """Note that an official on the record has confirmed these exact words."""
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if row.answer.interview.participant.consent != Consent.ON_RECORD:
            raise Refused("Only words on the record are confirmed.")
        if row.words_confirmed_on is None:
            row.words_confirmed_on = clock.today()
            row.save()
            record(by=by, verb="had exact words confirmed", obj=row)
    return row


def follow_notation(*, answer: InterviewAnswer, by: User) -> None:
    """Make the typed quotes and codes of an answer real; part of the action that saves it.

    Typed excerpts that the text has left behind go, unless somebody coded or cited them.
    """
    kept = []
    for line in notation.parse(answer.text).lines:
        if not line.is_marked:
            continue
        excerpt, _ = _freeze(answer, line.start, line.end, by, is_typed=True)
        kept.append(excerpt.pk)
        _type_codes(excerpt, line.codes, by)
    left = answer.excerpts.filter(is_typed=True, links__isnull=True).exclude(pk__in=kept)
    left.exclude(codings__is_typed=False).delete()


def assign_codes(*, excerpt: Excerpt, codes: list[Code], by: User) -> Excerpt:
    """Put exactly these codes on an excerpt, as this person reads it; others' codings stay."""
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if any(code.is_withdrawn for code in codes):
            raise Refused("A code that is withdrawn can no longer be assigned.")
        mine = {coding.code_id: coding for coding in row.codings.filter(by=by)}
        wanted = {code.pk for code in codes}
        gone = [coding.pk for key, coding in mine.items() if key not in wanted]
        added = [code for code in codes if code.pk not in mine]
        row.codings.filter(pk__in=gone).delete()
        Coding.objects.bulk_create(Coding(excerpt=row, code=code, by=by) for code in added)
        if gone or added:
            record(by=by, verb="coded an excerpt", obj=row, n_added=len(added), n_removed=len(gone))
    return row


def define_code(*, record_id: UUID, facts: CodeFacts, by: User) -> Code:
    """A new entry of the code book; raises `Refused` for a name that is taken."""
    with transaction.atomic():
        if Code.objects.filter(name=facts.name).exclude(pk=record_id).exists():
            raise Refused(f"#{facts.name} is in the code book already.")
        code, is_new = records.create_once(Code, record_id=record_id, facts=facts, recorded_by=by)
        if is_new:
            record(by=by, verb="defined a code", obj=code)
    return code


def amend_code(*, code: Code, revision: int, facts: CodeFacts, by: User) -> Code:
    """Change an entry; raises `Refused` when it would come under itself."""
    with transaction.atomic():
        row = records.locked(code, revision=revision)
        if Code.objects.filter(name=facts.name).exclude(pk=row.pk).exists():
            raise Refused(f"#{facts.name} is in the code book already.")
        _check_tree(row, facts.parent)
        former = records.revise(row, facts)
        if former:
            record(by=by, verb="amended a code", obj=row, changed=sorted(former))
    return row


def _place(text: str, words: str, start: int | None) -> int:
    if not words:
        raise Refused("Select or type the words that are to be the quote.")
    if start is not None and text[start : start + len(words)] == words:
        return start
    n_found = text.count(words)
    if n_found == 0:
        raise Refused("These words do not occur in the answer. Copy them exactly as they stand.")
    if n_found > 1:
        raise Refused(f"These words occur {n_found} times. Take in more words around them.")
    return text.index(words)


def _freeze(
    answer: InterviewAnswer, start: int, end: int, by: User, *, is_typed: bool
) -> tuple[Excerpt, bool]:
    words = answer.text[start:end]
    return Excerpt.objects.get_or_create(
        answer=answer,
        start=start,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        defaults={
            "end": end,
            "text": words,
            "release_text": notation.released(answer.text, start, end),
            "is_typed": is_typed,
            "created_by": by,
        },
    )


def _type_codes(excerpt: Excerpt, names: tuple[str, ...], by: User) -> None:
    excerpt.codings.filter(is_typed=True).exclude(code__name__in=names).delete()
    for name in names:
        code, _ = Code.objects.get_or_create(name=name, defaults={"recorded_by": by})
        if not excerpt.codings.filter(code=code).exists():
            Coding.objects.create(excerpt=excerpt, code=code, by=by, is_typed=True)


def _check_tree(code: Code, parent: Code | None) -> None:
    above = parent
    while above is not None:
        if above.pk == code.pk:
            raise Refused("A code cannot come under itself. Choose another parent.")
        above = above.parent
