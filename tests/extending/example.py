"""An example of one row of README's table: new files, edits, and checks that run in the copy."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Edit:
    """Text that is added to a file of the project behind (or before) text that is there once."""

    path: str
    add: str
    after: str = ""
    before: str = ""

    def apply(self, root: Path) -> None:
        """Change the file. Raises `ValueError` unless the place is there exactly once."""
        file, place = root / self.path, self.after or self.before
        text = file.read_text()
        if text.count(place) != 1:
            raise ValueError(f"{self.path} holds {text.count(place)} times: {place!r}")
        replacement = f"{place}{self.add}" if self.after else f"{self.add}{place}"
        file.write_text(text.replace(place, replacement))


@dataclass(frozen=True)
class Example:
    """One example; its folder holds the files to add and `check_*.py`, the tests to run.

    `new_files` names files of the folder by their path in the project.
    """

    row: str
    folder: str
    edits: tuple[Edit, ...] = ()
    new_files: Mapping[str, str] = field(default_factory=dict)
    free: tuple[str, ...] = ()  # files that the row leaves to the reader
    needs_browser: bool = False

    @property
    def prefix(self) -> str:
        """The start of the names of its checks in the outcomes."""
        return f"{self.folder}."

    def apply(self, root: Path) -> None:
        """Add the files and make the edits in a copy of the project."""
        for path, file in self.new_files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(FOLDER / self.folder / file, root / path)
        for edit in self.edits:
            edit.apply(root)
