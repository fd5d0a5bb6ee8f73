"""A sample of one-line faults: nine of ten must turn some test red. Only in `make soak`."""

import shutil
import time
from collections.abc import Callable, Iterator

import pytest

from clayton_review.local import addresses
from tests.copied import ALL_PASSED, CopiedProject
from tests.databases import run_outside
from tests.faults.forked_session import IN_PROCESS, forked_session
from tests.faults.kinds import Fault
from tests.faults.listed import equivalent_faults, surviving_faults
from tests.faults.reach_map import REACH_FILE, ReachMap
from tests.faults.sample import ROOT, all_faults, sample
from tests.faults.trials import Laboratory, Trial, TrialFile

pytestmark = pytest.mark.soak

TRIALS = TrialFile(ROOT / "var" / "faults" / "trials.json")
MAP_SECONDS = 7_200
SHARE = 0.9
MINUTES = 90
ONE_DATABASE_TEST = "tests/audit/test_chain.py"


@pytest.fixture(scope="module")
def laboratory(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[Laboratory]:
    """Two copies, as each has one test database: one for new processes, one for forked ones."""
    folder = tmp_path_factory.mktemp("faults")
    project = CopiedProject.make(folder / "new", "faults", "gw5")
    status, output = project.run([ONE_DATABASE_TEST], "--create-db", "--reuse-db")
    assert status == ALL_PASSED, output
    name = f"test_clayton_{addresses.checkout_id(project.root)}"
    run_outside(
        "DROP DATABASE IF EXISTS faults_migrated WITH (FORCE)",
        f"ALTER DATABASE {name} RENAME TO faults_migrated",
    )

    def fresh_database() -> None:
        run_outside(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE faults_migrated",
        )

    with forked_session(CopiedProject.make(folder / "forked", "faults", "gw4")) as session:
        yield Laboratory(project, reach_map(project), session.first_red, fresh_database)


def reach_map(project: CopiedProject) -> ReachMap:
    """Return the stored map of tests and lines, made by one run of the tests if there is none."""
    if not REACH_FILE.exists():
        project.run(["tests"], "-p", "tests.faults.reach", "-m", IN_PROCESS, seconds=MAP_SECONDS)
        REACH_FILE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project.root / REACH_FILE.relative_to(ROOT), REACH_FILE)
    return ReachMap.read()


def test_nine_of_ten_faults_of_a_sample_are_noticed(
    laboratory: Laboratory, record_property: Callable[[str, object], None]
) -> None:
    faults = [
        fault
        for fault in sample(all_faults(laboratory.project.root))
        if str(fault) not in equivalent_faults()
    ]
    trials = [trial for trial in _trials(laboratory, faults) if trial is not None]
    unsound = laboratory.red_without_fault(trial.test for trial in trials if trial.is_noticed)
    noticed = [trial for trial in trials if trial.is_noticed and trial.test not in unsound]
    record_property("faults tried", len(trials))
    record_property("faults noticed", len(noticed))
    unlisted = {trial.fault for trial in trials if trial not in noticed} - surviving_faults()
    assert len(noticed) >= SHARE * len(trials), sorted(unlisted)
    assert unlisted == set()


def _trials(laboratory: Laboratory, faults: list[Fault]) -> Iterator[Trial | None]:
    """Try out what was not tried in this state, as long as there is time."""
    ends = time.monotonic() + 60 * MINUTES
    for fault in faults:
        last = TRIALS.last(fault)
        if not laboratory.is_up_to_date(fault, last):
            if time.monotonic() > ends:
                continue
            last = laboratory.try_out(fault, last.test if last else "")
            TRIALS.add(last)
        yield last
