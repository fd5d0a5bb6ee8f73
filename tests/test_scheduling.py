"""The tests of one file or running portal stay in one process and in their order."""

import os
import subprocess
import sys
from pathlib import Path

from tests.scheduling import FIRST, group

GROUPED = '''"""Two files whose tests must share a process."""
import os
import pytest

@pytest.mark.parametrize("n", range(6))
def test_it(n):
    with open({seen!r}, "a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
'''


def test_each_group_is_a_file_or_folder_of_ours() -> None:
    assert all((Path(__file__).parent.parent / place).exists() for place in FIRST)
    assert group("tests/journeys/test_board.py::test_x[/a@b]") == "tests/journeys/"
    assert group("tests/web/test_worklist.py::test_x[a::b]") == "tests/web/test_worklist.py"


def test_a_group_of_two_files_runs_in_one_process(tmp_path: Path) -> None:
    folder, seen = tmp_path / "tests" / "journeys", tmp_path / "seen"
    folder.mkdir(parents=True)
    for name in ("test_one.py", "test_two.py"):
        (folder / name).write_text(GROUPED.format(seen=str(seen)))
    root = str(Path(__file__).parent.parent)
    only_xdist = {"PYTHONPATH": root, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "xdist.plugin", "-p", "tests.scheduling"]
    done = subprocess.run(
        [*command, "-n", "2", "--rootdir", str(tmp_path), "-c", os.devnull, str(folder)],
        cwd=tmp_path,
        env=os.environ | only_xdist,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    workers = seen.read_text().split()
    assert len(workers) == 12
    assert len(set(workers)) == 1
