"""Problems in the notation of a questionnaire, by their line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A problem on a line (0: in the whole), and what to do about it."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.text}" if self.line else self.text


class UnreadableNotation(Exception):
    """The notation has problems; all of them are listed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
