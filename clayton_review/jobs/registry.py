"""Registry of the functions that do the jobs, by name."""

from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[str], None]
WORK, INTAKE = "celery", "intake"  # queues; the first is the one that Celery itself falls back to
USUAL_MINUTES = 15


@dataclass(frozen=True)
class JobType:
    """One kind of job: its title for people, its queue, and the minutes an attempt may take.

    `follows_residents` is True where the moment a job is wanted shows when a resident sent a form.
    """

    title: str
    work: Work
    queue: str = WORK
    minutes: float = USUAL_MINUTES
    follows_residents: bool = False


_TYPES: dict[str, JobType] = {}


def job(
    name: str,
    *,
    title: str,
    queue: str = WORK,
    minutes: float = USUAL_MINUTES,
    follows_residents: bool = False,
) -> Callable[[Work], Work]:
    """Register the decorated function as the job `name`; it gets the key, and may run twice.

    `title` names the work in the list of late work, as in "Reminders to the city". An attempt
    that takes longer than `minutes` is stopped, and counts as failed. One that `follows_residents`
    is told to be late from the next day on, and without times.
    """

    def register(work: Work) -> Work:
        _TYPES[name] = JobType(title, work, queue, minutes, follows_residents)
        return work

    return register


def job_type(name: str) -> JobType | None:
    """Return the kind of job registered under `name`; None if this version knows no such job."""
    return _TYPES.get(name)


def job_types() -> dict[str, JobType]:
    """Return all registered kinds of jobs by name."""
    return dict(_TYPES)


def jobs_after_residents() -> set[str]:
    """Return the names of the jobs of which no one may see at what moment they were wanted."""
    return {name for name, kind in _TYPES.items() if kind.follows_residents}


def work_of(name: str) -> Work:
    """Return the function registered under `name`; raise `KeyError` if there is none."""
    return _TYPES[name].work
