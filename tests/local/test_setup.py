"""The lists of packages that the set-up hands to pip."""

from pathlib import Path

import pytest

from clayton_review.local import setup

LOCK = """\
alpha==1.0 \\
    --hash=sha256:aa
    # via beta
beta==2.0 \\
    --hash=sha256:bb \\
    --hash=sha256:b2
gamma==3.0 --hash=sha256:cc
pip==26.0 --hash=sha256:dd
pip-extras==1.0 --hash=sha256:ee
"""


@pytest.mark.parametrize("comment", ["", "# a comment of the program that wrote it\n"])
def test_pip_comes_first_and_each_other_package_is_in_one_of_two_lists_with_its_hashes(
    comment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    (tmp_path / "a.lock").write_text(comment + LOCK)
    pip, first, second = (file.read_text().split("\n") for file in setup.lists_of("a.lock"))

    assert pip == ["pip==26.0 --hash=sha256:dd", ""]
    assert [line for line in first if line] == [
        "alpha==1.0 \\", "    --hash=sha256:aa", "    # via beta",
        "gamma==3.0 --hash=sha256:cc",
    ]  # fmt: skip
    assert [line for line in second if line] == [
        "beta==2.0 \\", "    --hash=sha256:bb \\", "    --hash=sha256:b2",
        "pip-extras==1.0 --hash=sha256:ee",
    ]  # fmt: skip
