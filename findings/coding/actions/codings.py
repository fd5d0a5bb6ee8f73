"""Actions that put codes on quotes and take them off."""

from collections.abc import Sequence

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding, Excerpt

MAX_QUOTES_AT_ONCE = 200


def assign_codes(*, excerpt: Excerpt, codes: list[Code], by: User) -> Excerpt:
    """Set the codes that this person puts on a quote.

    Codings by others stay, and so do this person's codings with retired codes.
    Adds and deletes codings and writes an audit row if any changed. Raises `Refused` when a code is
    out of use.
    """
    with transaction.atomic():
        row = Excerpt.objects.select_for_update(of=("self",)).get(pk=excerpt.pk)
        _check_not_withdrawn(codes)
        rows = row.codings.filter(by=by, code__withdrawn_on__isnull=True)
        own_codings = {coding.code_id: coding for coding in rows}
        wanted_ids = {code.pk for code in codes}
        removed_ids = [coding.pk for key, coding in own_codings.items() if key not in wanted_ids]
        added_codes = [code for code in codes if code.pk not in own_codings]
        row.codings.filter(pk__in=removed_ids).delete()
        Coding.objects.bulk_create(Coding(excerpt=row, code=code, by=by) for code in added_codes)
        if removed_ids or added_codes:
            record(
                by=by,
                verb="coded an excerpt",
                obj=row,
                n_added=len(added_codes),
                n_removed=len(removed_ids),
            )
    return row


def code_excerpts(*, excerpts: Sequence[Excerpt], codes: Sequence[Code], by: User) -> int:
    """Add all these codes to all these quotes and return the number of new codings.

    Writes an audit row per code. Raises `Refused` when nothing is chosen, too many quotes are
    chosen, or a code is out of use.
    """
    _check_not_withdrawn(codes)
    if not excerpts or not codes:
        raise Refused("Choose at least one quote and one code.")
    if len(excerpts) > MAX_QUOTES_AT_ONCE:
        raise Refused(f"Code at most {MAX_QUOTES_AT_ONCE} quotes at a time.")
    keys = [excerpt.pk for excerpt in excerpts]
    with transaction.atomic():
        locked = Excerpt.objects.select_for_update(of=("self",)).order_by("pk")
        rows = list(locked.filter(pk__in=keys))
        existing = set(
            Coding.objects.filter(excerpt__in=rows, by=by).values_list("excerpt_id", "code_id")
        )
        new_codings = Coding.objects.bulk_create(
            Coding(excerpt=row, code=code, by=by)
            for row in rows
            for code in codes
            if (row.pk, code.pk) not in existing
        )
        for code in codes:
            n_added = sum(coding.code_id == code.pk for coding in new_codings)
            if n_added:
                record(by=by, verb="coded excerpts", obj=code, n_added=n_added)
    return len(new_codings)


def remove_codes(*, excerpts: Sequence[Excerpt], codes: Sequence[Code], by: User) -> int:
    """Delete this person's codings of these quotes with these codes, and return their number.

    Codings by others stay. Writes an audit row per code. Raises `Refused` when nothing is chosen.
    """
    if not excerpts or not codes:
        raise Refused("Choose at least one quote and one code.")
    with transaction.atomic():
        n_total = 0
        for code in codes:
            rows = Coding.objects.filter(excerpt__in=[e.pk for e in excerpts], code=code, by=by)
            n_removed = rows.delete()[0]
            n_total += n_removed
            if n_removed:
                record(by=by, verb="took a code off excerpts", obj=code, n_removed=n_removed)
    return n_total


def _check_not_withdrawn(codes: Sequence[Code]) -> None:
    if any(code.is_withdrawn for code in codes):
        raise Refused("A retired code can no longer be assigned.")
