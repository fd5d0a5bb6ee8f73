"""Actions on the code book: define, change, merge and retire codes."""

from uuid import UUID

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable import records
from clayton_review.refusals import Refused
from findings.coding.inputs import CodeInput
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Coding


def define_code(*, record_id: UUID, values: CodeInput, by: User) -> Code:
    """Create a code under an existing parent, if one is given.

    The same `record_id` sent twice creates one code. Raises `Refused` when the name is taken or the
    parent is out of use.
    """
    with transaction.atomic():
        if Code.objects.filter(name=values.name).exclude(pk=record_id).exists():
            raise Refused(f"#{values.name} is already in the code book.")
        _check_parent(values.parent)
        code, is_new = records.create_once(Code, record_id=record_id, values=values, recorded_by=by)
        if is_new:
            record(by=by, verb="defined a code", obj=code)
    return code


def amend_code(*, code: Code, revision: int, values: CodeInput, by: User) -> Code:
    """Change a code or move it under another parent; write an audit row if anything changed.

    Raises `Refused` when the name is taken, the parent is out of use, or the code would come under
    itself; `Stale` on an outdated revision.
    """
    with transaction.atomic():
        parents = _lock_parents()
        row = records.locked(code, revision=revision)
        if Code.objects.filter(name=values.name).exclude(pk=row.pk).exists():
            raise Refused(f"#{values.name} is already in the code book.")
        _check_no_cycle(row, values.parent, parents)
        former = records.revise(row, values)
        if former:
            record(by=by, verb="amended a code", obj=row, changed=sorted(former))
    return row


def merge_code(*, code: Code, revision: int, into: Code, by: User) -> Code:
    """Move all codings and child codes to `into`, then retire the merged code.

    From then on the old name, typed in notes, stands for `into`. Raises `Refused` when `into` is
    the code itself, lies under it, or is out of use; `Stale` on an outdated revision.
    """
    with transaction.atomic():
        parents = _lock_parents()
        row = records.locked(code, revision=revision)
        if into.pk == row.pk:
            raise Refused("Choose another code to merge this one into.")
        target = Code.objects.get(pk=into.pk)
        if target.is_withdrawn:
            raise Refused(f"{target} is retired. Choose another code.")
        if row.pk in _path_to_root(target.pk, parents):
            raise Refused(f"{target} is below {row}. Move it elsewhere first.")
        n_moved = _move_codings(row, target)
        row.children.update(parent=target)
        row.merged_into = target
        _retire(row, f"Merged into {target}.", by)
        record(by=by, verb="merged a code", obj=row, into=str(target), n_codings=n_moved)
    return target


def retire_code(*, code: Code, revision: int, reason: str, by: User) -> Code:
    """Take a code out of use, with the reason; its codings stay readable.

    Raises `Refused` while other codes lie under it, `Stale` on an outdated revision.
    """
    with transaction.atomic():
        if code.children.current().exists():
            raise Refused("There are codes below this one. Move or retire them first.")
        row = records.withdraw(code, revision=revision, reason=reason, by=by)
        record(by=by, verb="retired a code", obj=row)
    return row


def _retire(row: Code, reason: str, by: User) -> None:
    row.withdrawn_on, row.withdrawn_by, row.withdrawn_reason = clock.today(), by, reason
    row.revision += 1
    row.save()


def _move_codings(code: Code, into: Code) -> int:
    existing = set(into.codings.values_list("excerpt_id", "by_id"))
    duplicates = [
        coding.pk for coding in code.codings.all() if (coding.excerpt_id, coding.by_id) in existing
    ]
    Coding.objects.filter(pk__in=duplicates).delete()
    return int(code.codings.update(code=into)) + len(duplicates)


def _lock_parents() -> dict[UUID, UUID | None]:
    """Lock all codes and return the parent of each, so that two moves cannot make a cycle."""
    rows = Code.objects.select_for_update().order_by("pk")
    return dict(rows.values_list("pk", "parent_id"))


def _path_to_root(key: UUID | None, parents: dict[UUID, UUID | None]) -> list[UUID]:
    """List a code and all codes above it."""
    path: list[UUID] = []
    while key is not None and key not in path:
        path.append(key)
        key = parents.get(key)
    return path


def _check_no_cycle(code: Code, parent: Code | None, parents: dict[UUID, UUID | None]) -> None:
    _check_parent(parent)
    if parent is not None and code.pk in _path_to_root(parent.pk, parents):
        raise Refused("A code cannot come under itself. Choose another parent.", field="parent")


def _check_parent(parent: Code | None) -> None:
    if parent is not None and parent.is_withdrawn:
        raise Refused(f"{parent} is retired. Choose another parent.", field="parent")
