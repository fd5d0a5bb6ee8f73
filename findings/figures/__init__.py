"""The figures of this app: interviews, findings, recommendations and what was released."""

from findings.figures import changes, interviews, released, work

__all__ = ["changes", "interviews", "released", "work"]
