"""Cutting excerpts from what was said, and confirming the exact words of officials."""

import hashlib
from typing import Any

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.web.search_text import compared
from findings.coding import notation
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import TEXTS, Coding, Excerpt
from findings.coding.models.sources import Consent, Group, Source


def mark_excerpt(*, source: Source, words: str, by: User, start: int | None = None) -> Excerpt:
    """Freeze words of a text; without a start they must occur in it exactly once.

    Raises `Refused` when they do not occur, occur twice, or do not stand at the given start.
    """
    words = words.replace("\r\n", "\n").strip()
    with transaction.atomic():
        locked = _locked(source)
        place = _place(locked.text, words, start)
        excerpt, is_new = _freeze(locked, place, place + len(words), by, is_typed=False)
        if is_new:
            record(by=by, verb="marked a quote", obj=excerpt)
    return excerpt


def confirm_words(*, excerpt: Excerpt, by: User) -> Excerpt:
    """Note that an official on the record has confirmed these exact words."""
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if row.voice.consent != Consent.ON_RECORD:
            raise Refused("Only quotes on the record need confirmed words.")
        if row.words_confirmed_on is None:
            row.words_confirmed_on = clock.today()
            row.save()
            record(by=by, verb="had exact words confirmed", obj=row)
    return row


def name_speaker(*, excerpt: Excerpt, group: str, by: User) -> Excerpt:
    """Note to which group somebody in a room belonged; an empty group takes it back."""
    if group and group not in Group.values:
        raise Refused("Choose a group from the list.")
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if row.answer_id:
            raise Refused("The group is kept on the participant’s page. Change it there.")
        if row.speaker_group != group:
            row.speaker_group = group
            row.save()
            record(by=by, verb="named the group of a speaker", obj=row, group=group)
    return row


def follow_notation(*, source: Source, by: User) -> None:
    """Make the typed quotes and codes of a text real; part of the action that saves it.

    Typed excerpts that the text has left behind go, unless somebody coded or cited them.
    """
    kept = []
    for line in notation.parse(source.text).lines:
        if not line.is_marked:
            continue
        excerpt, _ = _freeze(source, line.start, line.end, by, is_typed=True)
        kept.append(excerpt.pk)
        _type_codes(excerpt, line.codes, by)
    rows = Excerpt.objects.filter(**_key(source))
    left = rows.filter(is_typed=True, links__isnull=True, speaker_group="").exclude(pk__in=kept)
    left.exclude(codings__is_typed=False).delete()


def typed_code(path: str, by: User) -> Code | None:
    """The code somebody typed as `child` or `parent/child`; a new one where there was none.

    A merged code leads to what it became; one that is out of use gives None, so that no typed
    text is ever refused for it.
    """
    above: Code | None = None
    for name in path.split("/"):
        code, _ = Code.objects.get_or_create(name=name, defaults={"recorded_by": by})
        while code.merged_into:
            code = code.merged_into
        if above is not None and code.parent_id is None and _is_fresh(code, above):
            code.parent = above
            code.save(update_fields=["parent"])
        above = code
    return None if above is None or above.is_withdrawn else above


def _is_fresh(code: Code, above: Code) -> bool:
    """Whether a typed path may still say where this code belongs: nobody has defined it yet."""
    is_bare = code.revision == 1 and not code.definition and not code.children.exists()
    return is_bare and above.pk != code.pk and not above.is_withdrawn


def _type_codes(excerpt: Excerpt, paths: tuple[str, ...], by: User) -> None:
    codes = {code.pk: code for path in paths if (code := typed_code(path, by))}
    excerpt.codings.filter(is_typed=True).exclude(code__in=codes).delete()
    present = set(excerpt.codings.values_list("code_id", flat=True))
    Coding.objects.bulk_create(
        Coding(excerpt=excerpt, code=code, by=by, is_typed=True)
        for key, code in codes.items()
        if key not in present
    )


def _key(source: Source) -> dict[str, Any]:
    """The source as a foreign key of an excerpt: `{"answer": …}`."""
    name = next(
        name
        for name in TEXTS
        if isinstance(source, Excerpt._meta.get_field(name).related_model)  # type: ignore[arg-type]
    )
    return {name: source}


def _locked(source: Source) -> Source:
    model: Any = type(source)
    row: Any = model.objects.select_for_update().get(pk=source.pk)
    if row.why_not_quotable():
        raise Refused(row.why_not_quotable())
    return row  # type: ignore[no-any-return]


def _place(text: str, words: str, start: int | None) -> int:
    if not words:
        raise Refused("Select or type the words you want to quote.")
    if start is not None and text[start : start + len(words)] == words:
        return start
    n_found = text.count(words)
    if n_found == 0:
        raise Refused("These words are not in the answer. Copy them exactly as they are written.")
    if n_found > 1:
        raise Refused(f"These words appear {n_found} times. Include more of the words around them.")
    return text.index(words)


def _freeze(
    source: Source, start: int, end: int, by: User, *, is_typed: bool
) -> tuple[Excerpt, bool]:
    words = source.text[start:end]
    return Excerpt.objects.get_or_create(
        **_key(source),
        start=start,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        defaults={
            "end": end,
            "text": words,
            "folded": compared(words),
            "release_text": notation.released(source.text, start, end),
            "is_typed": is_typed,
            "created_by": by,
        },
    )
