"""A seeded sample of faults over the code that decides, saves and protects."""

import hashlib
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

from tests.faults.kinds import Fault, faults_of

ROOT = Path(__file__).parents[2]
SEED = "2018-07-07"
SIZE = 150
ROOMS = ("clayton_review", "findings", "incidents", "surveys")
PARTS = (
    "actions", "policies", "selectors", "sealing", "disclosure", "access", "roles", "edition",
    "crypto",
)  # fmt: skip


def code_files(root: Path = ROOT) -> list[str]:
    """Return the files of actions, policies, selectors, sealing, disclosure, access, edition."""
    files = (path.relative_to(root) for room in ROOMS for path in (root / room).rglob("*.py"))
    return sorted(
        str(path)
        for path in files
        if path.stem in PARTS or set(PARTS).intersection(path.parent.parts)
    )


def model_files(root: Path = ROOT) -> list[str]:
    """Return the files of models."""
    files = (path.relative_to(root) for room in ROOMS for path in (root / room).rglob("*.py"))
    return sorted(
        str(path) for path in files if path.stem == "models" or "models" in path.parent.parts
    )


def all_faults(root: Path = ROOT) -> list[Fault]:
    """Return every fault that these files, and the rule who may see which rows, can be given."""
    faults = [
        fault for path in code_files(root) for fault in faults_of(path, (root / path).read_text())
    ]
    for path in model_files(root):
        faults_of_file = faults_of(path, (root / path).read_text())
        faults += [fault for fault in faults_of_file if fault.function.endswith("visible_to")]
    return faults


def sample(faults: Iterable[Fault], size: int = SIZE, seed: str = SEED) -> list[Fault]:
    """Return as many faults of each kind, in an order that the seed and each fault decide.

    A change of one line moves only the faults of that line in or out.
    """
    kinds: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: _draw(fault, seed)):
        kinds.setdefault(fault.kind, []).append(fault)
    rounds = zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    return [fault for drawn in rounds for fault in drawn if fault is not None][:size]


def _draw(fault: Fault, seed: str) -> str:
    return hashlib.sha256(f"{seed} {fault}".encode()).hexdigest()
