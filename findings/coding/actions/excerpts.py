"""Actions that cut quotes from texts and confirm the exact words of officials."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from clayton_review.web.search_text import compared
from findings.coding.models import notation
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import TEXTS, Coding, Excerpt
from findings.coding.models.quotable_texts import Consent, Source, SpeakerGroup


def mark_excerpt(*, source: Source, words: str, by: User, start: int | None = None) -> Excerpt:
    """Cut a quote from a text and keep it unchanged; a quote that exists already is returned.

    Raises `Refused` when the words do not occur, when they occur twice and no start is given, or
    when the text cannot be quoted.
    """
    words = words.replace("\r\n", "\n").strip()
    with transaction.atomic():
        locked_source = _lock_source(source)
        position = _find_start(locked_source.text, words, start)
        excerpt, is_new = _get_or_create_excerpt(
            locked_source, position, position + len(words), by, is_typed=False
        )
        if is_new:
            record(by=by, verb="marked a quote", obj=excerpt)
    return excerpt


def confirm_words(*, excerpt: Excerpt, by: User) -> Excerpt:
    """Record that an official on the record confirmed these exact words.

    Sets the day of the confirmation. Raises `Refused` for words that are not on the record.
    """
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if row.speaker.consent != Consent.ON_RECORD:
            raise Refused("Only quotes on the record need confirmed words.")
        if row.words_confirmed_on is None:
            row.words_confirmed_on = clock.today()
            row.save()
            record(by=by, verb="had exact words confirmed", obj=row)
    return row


def set_speaker_group(*, excerpt: Excerpt, group: str, by: User) -> Excerpt:
    """Record the group of the person in a room who said a quote; an empty group clears it.

    Raises `Refused` for an unknown group and for texts whose speaker has a group, such as
    interviews.
    """
    if group and group not in SpeakerGroup.values:
        raise Refused("Choose a group from the list.")
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        if row.source_kind.group:
            raise Refused("The speaker already has a group. Change it on the speaker’s page.")
        if row.speaker_group != group:
            row.speaker_group = group
            row.save()
            record(by=by, verb="named the group of a speaker", obj=row, group=group)
    return row


def sync_typed_excerpts(*, source: Source, by: User) -> None:
    """Create the quotes and codings that are typed in a text; call it in the action that saves it.

    A code out of use stays where the text had it before, and is not given anew.
    Deletes typed quotes that the text no longer holds, unless somebody coded or cited them.
    """
    excerpts = Excerpt.objects.filter(**_source_key(source))
    present = set(Coding.objects.filter(excerpt__in=excerpts).values_list("code_id", flat=True))
    typed_excerpts = []
    for line in notation.parse(source.text).lines:
        if not line.is_excerpt:
            continue
        excerpt, _ = _get_or_create_excerpt(source, line.start, line.end, by, is_typed=True)
        typed_excerpts.append(excerpt.pk)
        codes = get_or_create_codes(line.codes, present=present, by=by)
        _sync_typed_codings(excerpt, codes, by)
    stale = excerpts.filter(is_typed=True, links__isnull=True, speaker_group="").exclude(
        pk__in=typed_excerpts
    )
    stale.exclude(codings__is_typed=False).delete()


def get_or_create_codes(
    paths: Iterable[str], *, present: Collection[object], by: User
) -> list[Code]:
    """Return the codes typed as `child` or `parent/child`; missing codes are created.

    A merged code stands for the code it was merged into. A code out of use is left out, so that no
    typed text is refused because of it, unless its key is among those `present` in the text.
    """
    codes = [_get_or_create_code(path, by) for path in paths]
    return [code for code in codes if not code.is_withdrawn or code.pk in present]


def _get_or_create_code(path: str, by: User) -> Code:
    parent: Code | None = None
    for name in path.split("/"):
        code, _ = Code.objects.get_or_create(name=name, defaults={"recorded_by": by})
        while code.merged_into:
            code = code.merged_into
        if parent is not None and code.parent_id is None and _can_be_placed(code, parent):
            code.parent = parent
            code.save(update_fields=["parent"])
        parent = code
    assert parent is not None  # noqa: S101  # a path has at least one name
    return parent


def _can_be_placed(code: Code, parent: Code) -> bool:
    """True if a typed path may still set the parent of this code, because nobody has defined it."""
    is_undefined = code.revision == 1 and not code.definition and not code.children.exists()
    return is_undefined and parent.pk != code.pk and not parent.is_withdrawn


def _sync_typed_codings(excerpt: Excerpt, typed_codes: list[Code], by: User) -> None:
    codes = {code.pk: code for code in typed_codes}
    excerpt.codings.filter(is_typed=True).exclude(code__in=codes).delete()
    present = set(excerpt.codings.values_list("code_id", flat=True))
    Coding.objects.bulk_create(
        Coding(excerpt=excerpt, code=code, by=by, is_typed=True)
        for key, code in codes.items()
        if key not in present
    )


def _source_key(source: Source) -> dict[str, Any]:
    """Return the source as a foreign key of an excerpt: `{"answer": …}`."""
    name = next(
        name
        for name in TEXTS
        if isinstance(source, Excerpt._meta.get_field(name).related_model)  # type: ignore[arg-type]
    )
    return {name: source}


def _lock_source(source: Source) -> Source:
    model: Any = type(source)
    row: Any = model.objects.select_for_update().get(pk=source.pk)
    if row.why_not_quotable():
        raise Refused(row.why_not_quotable())
    return row  # type: ignore[no-any-return]


def _find_start(text: str, words: str, start: int | None) -> int:
    if not words:
        raise Refused("Select or type the words you want to quote.")
    if start is not None and text[start : start + len(words)] == words:
        return start
    n_found = text.count(words)
    if n_found == 0:
        raise Refused("These words are not in the text. Copy them exactly as they are written.")
    if n_found > 1:
        raise Refused(f"These words appear {n_found} times. Include more of the words around them.")
    return text.index(words)


def _get_or_create_excerpt(
    source: Source, start: int, end: int, by: User, *, is_typed: bool
) -> tuple[Excerpt, bool]:
    words = source.text[start:end]
    return Excerpt.objects.get_or_create(
        **_source_key(source),
        start=start,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        defaults={
            "end": end,
            "text": words,
            "folded": compared(words),
            "release_text": notation.release_text(source.text, start, end),
            "is_typed": is_typed,
            "created_by": by,
        },
    )
