"""The answer of a statistic that would mislead: a reason in place of a number."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inconclusive:
    """A reason printed where a number would mislead: a clause without a full stop."""

    reason: str

    @property
    def sentence(self) -> str:
        """Return the reason as a sentence to print in place of the number."""
        return f"This cannot be concluded, because {self.reason}."
