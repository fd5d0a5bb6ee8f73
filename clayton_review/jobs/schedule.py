"""Beat's schedule, which a clock that ran ahead does not stop."""

from typing import Any

from celery.beat import PersistentScheduler


class ClockProofScheduler(PersistentScheduler):
    """Celery's schedule on disk, begun anew where it says that something ran in the future.

    Celery itself would wait until that time has passed.
    """

    def tick(self, *arguments: Any, **options: Any) -> float:
        """Send what is due; return the seconds until the next time."""
        self._forget_times_ahead()
        seconds: float = super().tick(*arguments, **options)
        return seconds

    def _forget_times_ahead(self) -> None:
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and entry.last_run_at > now:
                entry.last_run_at = now
                self._heap = None  # the order of what comes next is made anew
