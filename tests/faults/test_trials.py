"""Faults put into a small project: the tool says which its tests notice and which they do not."""

import os
from collections.abc import Iterator

import pytest

from tests.copied import CopiedProject
from tests.faults.forked_session import ForkedSession, forked_session
from tests.faults.kinds import Fault, faults_of
from tests.faults.sample import ROOT
from tests.faults.trials import Laboratory, Outcome

CODE = """
LIMIT = 3

def counted(function):
    def count(*values):
        if len(values) > 5:
            raise TypeError(values)
        return function(*values)
    return count

def check_hours(hours):
    if hours > LIMIT:
        raise ValueError(hours)

@counted
def total(hours, miles):
    return sum(hours) + len(miles) * 2
"""
TESTS = """
import pytest
from room import check_hours, total

def test_too_many_hours_are_refused():
    with pytest.raises(ValueError):
        check_hours(5)

def test_too_many_values_are_refused():
    with pytest.raises(TypeError):
        total(1, 2, 3, 4, 5, 6)

def test_hours_are_added():
    assert total([1, 2], []) == 3

@pytest.mark.parametrize("hours", [1, 2])
def test_few_hours_are_taken(hours):
    assert check_hours(hours) is None
"""


class AllTests:
    """The only file of tests, for every fault."""

    def tests_for(self, fault: Fault, source: str) -> list[str]:
        """Return it."""
        return ["tests/test_room.py"]

    def tests_of_room(self, fault: Fault) -> list[str]:
        """Return it."""
        return ["tests/test_room.py"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> CopiedProject:
    """A project with one file of code, whose tests say nothing of miles nor of the limit itself."""
    root = tmp_path_factory.mktemp("small")
    (root / "room.py").write_text(CODE)
    (root / "small_settings.py").write_text("")
    (root / "tests").mkdir()
    (root / "tests" / "test_room.py").write_text(TESTS)
    (root / "pytest.ini").write_text("[pytest]\nmarkers = browser\n processes\n long\n")
    paths = {"PYTHONPATH": f"{root}:{ROOT}", "DJANGO_SETTINGS_MODULE": "small_settings"}
    return CopiedProject(root, {"PATH": os.environ["PATH"]} | paths)


@pytest.fixture(scope="module")
def session(project: CopiedProject) -> Iterator[ForkedSession]:
    with forked_session(project) as session:
        yield session


@pytest.fixture
def laboratory(project: CopiedProject, session: ForkedSession) -> Laboratory:
    return Laboratory(project, AllTests(), session.first_red, lambda: None)


def planted(before: str, after: str) -> Fault:
    """Return the fault that changes this piece of code into that one."""
    (fault,) = (
        fault
        for fault in faults_of("room.py", CODE)
        if (fault.before, fault.after) == (before, after)
    )
    return fault


@pytest.mark.parametrize(
    ("before", "after", "outcome", "test"),
    [
        (
            "raise ValueError(hours)", "pass", Outcome.NOTICED,
            "tests/test_room.py::test_too_many_hours_are_refused",
        ),
        (  # in a function made at the import, like the decorators of views
            "len(values) > 5", "not (len(values) > 5)", Outcome.NOTICED,
            "tests/test_room.py::test_hours_are_added",
        ),
        ("hours > LIMIT", "hours >= LIMIT", Outcome.SURVIVED, ""),
        ("2", "3", Outcome.SURVIVED, ""),
        ("3", "4", Outcome.SURVIVED, ""),  # tried in a new process: it was read at the import
    ],
)  # fmt: skip
def test_a_planted_fault_is_noticed_only_where_a_test_says_so(
    laboratory: Laboratory, before: str, after: str, outcome: Outcome, test: str
) -> None:
    trial = laboratory.try_out(planted(before, after))
    assert (trial.outcome, trial.test) == (outcome, test)
    assert (laboratory.project.root / "room.py").read_text() == CODE


def test_a_forked_process_answers_for_functions_and_no_more(session: ForkedSession) -> None:
    tests = ["tests/test_room.py"]
    for before, after, red in (
        ("len(values) > 5", "not (len(values) > 5)", "tests/test_room.py::test_hours_are_added"),
        ("hours > LIMIT", "hours >= LIMIT", ""),
        ("3", "4", None),
    ):
        broken = planted(before, after).apply(CODE)
        assert session.first_red("room.py", broken, tests) == red
    assert session.first_red("room.py", broken, ["tests/test_elsewhere.py"]) is None


def test_a_test_with_parameters_is_asked_for_by_its_name_or_one_of_its_cases(
    session: ForkedSession,
) -> None:
    broken = planted("hours > LIMIT", "not (hours > LIMIT)").apply(CODE)
    test = "tests/test_room.py::test_few_hours_are_taken"
    assert session.first_red("room.py", broken, [test]) == f"{test}[1]"
    assert session.first_red("room.py", broken, [f"{test}[2]"]) == f"{test}[2]"
