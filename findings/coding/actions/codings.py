"""Putting codes on excerpts and taking them off, one at a time or many at once."""

from collections.abc import Sequence

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt

MOST_AT_ONCE = 200


def assign_codes(*, excerpt: Excerpt, codes: list[Code], by: User) -> Excerpt:
    """Put exactly these codes on an excerpt, as this person reads it; others' codings stay."""
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        _check(codes)
        mine = {coding.code_id: coding for coding in row.codings.filter(by=by)}
        wanted = {code.pk for code in codes}
        gone = [coding.pk for key, coding in mine.items() if key not in wanted]
        added = [code for code in codes if code.pk not in mine]
        row.codings.filter(pk__in=gone).delete()
        Coding.objects.bulk_create(Coding(excerpt=row, code=code, by=by) for code in added)
        if gone or added:
            record(by=by, verb="coded an excerpt", obj=row, n_added=len(added), n_removed=len(gone))
    return row


def code_excerpts(*, excerpts: Sequence[Excerpt], codes: Sequence[Code], by: User) -> int:
    """Add these codes to all these excerpts; returns how many codings are new."""
    _check(codes)
    if not excerpts or not codes:
        raise Refused("Choose at least one quote and one code.")
    if len(excerpts) > MOST_AT_ONCE:
        raise Refused(f"Code at most {MOST_AT_ONCE} quotes at a time.")
    keys = [excerpt.pk for excerpt in excerpts]
    with transaction.atomic():
        rows = list(Excerpt.objects.select_for_update(of=("self",)).filter(pk__in=keys))
        before = set(
            Coding.objects.filter(excerpt__in=rows, by=by).values_list("excerpt_id", "code_id")
        )
        made = Coding.objects.bulk_create(
            Coding(excerpt=row, code=code, by=by)
            for row in rows
            for code in codes
            if (row.pk, code.pk) not in before
        )
        for code in codes:
            n_added = sum(coding.code_id == code.pk for coding in made)
            if n_added:
                record(by=by, verb="coded excerpts", obj=code, n_added=n_added)
    return len(made)


def remove_code(*, excerpts: Sequence[Excerpt], codes: Sequence[Code], by: User) -> int:
    """Take these codes off all these excerpts, whoever put them there; returns how many."""
    if not excerpts or not codes:
        raise Refused("Choose at least one quote and one code.")
    with transaction.atomic():
        removed = 0
        for code in codes:
            rows = Coding.objects.filter(excerpt__in=[e.pk for e in excerpts], code=code)
            n_removed = rows.delete()[0]
            removed += n_removed
            if n_removed:
                record(by=by, verb="took a code off excerpts", obj=code, n_removed=n_removed)
    return removed


def _check(codes: Sequence[Code]) -> None:
    if any(code.is_withdrawn for code in codes):
        raise Refused("A retired code can no longer be assigned.")
