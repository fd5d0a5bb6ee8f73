"""Each kind of fault is found where it can be put, and changes nothing else."""

import ast

import pytest

from tests.faults.kinds import Fault, faults_of

CODE = '''
def close(*, survey: "Survey", by: User) -> bool:
    """Close it – “for good”."""
    check_may_close(by)
    row = Survey.objects.select_for_update().filter(team=by, is_open=True).get(pk=survey.pk)
    if row.is_open and row.n_waiting < 10:
        raise Refused(f"Not yet, {row.n_waiting + 1} wait – “wait”.")
    row.status = CLOSED
    row.save()
    tell(by, [box for box in row.boxes if box.is_read])
    record(
        by=by,
        verb="closed",
        obj=row,
    )
    return row.is_closed
'''
FAULTS = faults_of("surveys/actions.py", CODE)
CHANGES = {(fault.kind, fault.before, fault.after) for fault in FAULTS}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("removed check", "check_may_close(by)", "pass"),
        ("removed lock", "Survey.objects.select_for_update()", "Survey.objects.all()"),
        (
            "dropped filter", "Survey.objects.select_for_update().filter(team=by, is_open=True)",
            "Survey.objects.select_for_update()",
        ),
        (
            "dropped filter", "Survey.objects.select_for_update().filter(team=by, is_open=True)",
            "Survey.objects.select_for_update().filter(is_open=True)",
        ),
        ("dropped filter", "box.is_read", "True"),
        (
            "negated condition", "row.is_open and row.n_waiting < 10",
            "not (row.is_open and row.n_waiting < 10)",
        ),
        (
            "and for or", "row.is_open and row.n_waiting < 10",
            "(row.is_open) or (row.n_waiting < 10)",
        ),
        ("changed comparison", "row.n_waiting < 10", "row.n_waiting <= 10"),
        ("off by one", "10", "11"),
        ("yes for no", "True", "False"),
        (
            "removed refusal", 'raise Refused(f"Not yet, {row.n_waiting + 1} wait – “wait”.")',
            "pass",
        ),
        ("lost value", "row.status = CLOSED", "pass"),
        ("removed save", "row.save()", "pass"),
        ("removed call", "tell(by, [box for box in row.boxes if box.is_read])", "pass"),
        (
            "exchanged arguments", "tell(by, [box for box in row.boxes if box.is_read])",
            "tell([box for box in row.boxes if box.is_read], by)",
        ),
        (
            "removed audit call",
            'record(\n        by=by,\n        verb="closed",\n        obj=row,\n    )', "pass",
        ),
        ("always allowed", "return row.is_closed", "return True"),
    ],
)  # fmt: skip
def test_a_fault_of_each_kind_is_found(kind: str, before: str, after: str) -> None:
    assert (kind, before, after) in CHANGES


def test_every_fault_leaves_code_that_python_reads() -> None:
    for fault in FAULTS:
        assert ast.dump(ast.parse(fault.apply(CODE))) != ast.dump(ast.parse(CODE)), fault


def test_a_fault_says_where_it_is() -> None:
    (fault,) = (fault for fault in FAULTS if fault.kind == "removed audit call")
    assert (fault.function, fault.line) == ("close", 11)
    assert str(fault).startswith('surveys/actions.py close: record( by=by, verb="closed"')


def test_types_and_docstrings_are_left_alone() -> None:
    typed = 'def limit(n: Literal[1] = 2) -> Literal[3]:\n    """Return 4."""\n    return 5\n'
    assert {fault.before for fault in faults_of("limits.py", typed)} == {"2", "5"}


def test_the_same_change_twice_in_a_function_has_two_names() -> None:
    code = "def both(a, b):\n    return a < 1, b < 1, a < 1\n"
    names = [str(fault) for fault in faults_of("both.py", code)]
    assert len(set(names)) == len(names)


def test_a_fault_is_refused_where_the_code_reads_otherwise_by_now() -> None:
    fault = Fault("a.py", "f", 1, 1, 0, 1, "off by one", "1", "2", 1)
    with pytest.raises(ValueError, match="has changed"):
        fault.apply("3")
