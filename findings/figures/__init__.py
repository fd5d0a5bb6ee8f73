"""The figures of this app: interviews, findings, recommendations and what was released."""

from findings.figures import (
    changes,
    evidence,
    interviews,
    plan,
    recruitment,
    released,
    stories,
    tracker,
    work,
)

__all__ = [
    "changes",
    "evidence",
    "interviews",
    "plan",
    "recruitment",
    "released",
    "stories",
    "tracker",
    "work",
]
