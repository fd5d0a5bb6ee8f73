"""The lock files pin all that is installed, with hashes, and nothing of any one machine."""

import re

import pytest
from django.conf import settings

PAIRS = [
    ("requirements.txt", "requirements.lock"),
    ("requirements-dev.txt", "requirements-dev.lock"),
]
PIN = re.compile(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", re.MULTILINE)


def text(name: str) -> str:
    content: str = (settings.BASE_DIR / name).read_text()
    return content


def pins(name: str) -> dict[str, str]:
    """Return the version of each package that the file pins."""
    return {package.lower(): version for package, version in PIN.findall(text(name))}


@pytest.mark.parametrize(("source", "lock"), PAIRS)
def test_each_requirement_is_locked_at_its_version(source: str, lock: str) -> None:
    required, locked = pins(source), pins(lock)
    assert len(required) > 10
    assert required.items() <= locked.items(), "run `make lock`"


def test_running_and_developing_install_the_same_versions() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize(("source", "lock"), PAIRS)
def test_every_locked_package_has_hashes(source: str, lock: str) -> None:
    blocks = re.split(r"^(?=\w)", text(lock), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock)) > 50
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("source", "lock"), PAIRS)
def test_a_lock_file_names_no_registry(source: str, lock: str) -> None:
    assert re.findall(r"://|^--(?!hash)|file:", text(lock), re.MULTILINE) == []
