"""What a section of the report is: a title, its figures, and the words it opens with."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SectionKind:
    """One section; a figure name ending in `/` stands for all figures of that family."""

    name: str
    title: str
    figures: tuple[str, ...] = ()
    opening: str = ""
    hint: str = ""

    def figures_among(self, names: Iterable[str]) -> list[str]:
        """The names that belong to this section, in the section's and then in the given order."""
        known = list(names)
        return [name for wanted in self.figures for name in known if _fits(name, wanted)]


def _fits(name: str, wanted: str) -> bool:
    return name.startswith(wanted) if wanted.endswith("/") else name == wanted
