"""The faults that `docs/faults.md` lists: those that change nothing, and those no test notices."""

import re

from tests.faults.sample import ROOT

LIST = ROOT / "docs" / "faults.md"
EQUIVALENT = "## Faults that change nothing"
SURVIVING = "## Faults that no test notices"


def equivalent_faults() -> set[str]:
    """Return the faults after which the portal does the same as before."""
    return _faults_under(EQUIVALENT)


def surviving_faults() -> set[str]:
    """Return the faults that are known to turn no test red."""
    return _faults_under(SURVIVING)


def _faults_under(heading: str) -> set[str]:
    section = LIST.read_text().partition(f"{heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^### (.+)$", section, re.MULTILINE))
