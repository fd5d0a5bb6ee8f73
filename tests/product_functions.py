"""Files of the portal and the functions in them: by name, and those that are running."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
ROOMS = ("clayton_review", "findings", "incidents", "surveys")
CODE = tuple(f"{ROOT / room}/" for room in ROOMS)


@dataclass(frozen=True)
class Function:
    """A function of the portal, by its file and qualified name."""

    path: str
    name: str

    def __str__(self) -> str:
        return f"{self.path} {self.name}"


def functions_calling() -> Iterator[Function]:
    """Return the functions of the portal that called this, the innermost first."""
    frame: FrameType | None = inspect.currentframe()
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(CODE):
            path = code.co_filename.removeprefix(f"{ROOT}/")
            yield Function(path, code.co_qualname.replace("<locals>.", ""))
        frame = frame.f_back


def product_files() -> Iterator[Path]:
    """Return the Python files of the portal."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def templates() -> list[str]:
    """Return the names of the portal's templates."""
    folder = ROOT / "templates"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
