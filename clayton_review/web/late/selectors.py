"""Late and failed jobs and letters, in words, and since when no worker has looked for work."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from redis.exceptions import RedisError

from clayton_review import clock
from clayton_review.jobs.models import Job
from clayton_review.jobs.registry import job_types
from clayton_review.jobs.tasks import LAST_LOOK
from clayton_review.letters.models import Letter

SILENT_AFTER = timedelta(minutes=10)
FIRST_ASKED = "web.first_asked"  # in the cache: since when no look of a worker is known
NO_WORKER = "No worker has taken it yet."
NO_END = "An attempt was begun and did not end."
_DAY_OR_MONTH = r"^\d{4}-\d\d(-\d\d)?$"  # the keys that say something to people


def late_jobs() -> QuerySet[Any]:
    """Return late and failed jobs, the oldest first, with `title` and `error` in words."""
    names = [When(name=name, then=Value(kind.title)) for name, kind in job_types().items()]
    about = Case(
        When(key__regex=_DAY_OR_MONTH, then=Concat(Value(" · "), "key")),
        default=Value(""),
        output_field=TextField(),
    )
    rows: QuerySet[Any] = Job.objects.late()
    titled: QuerySet[Any] = rows.annotate(
        title=Concat(Case(*names, default=F("name"), output_field=TextField()), about),
        error=_error_words("attempt"),
    )
    return titled.order_by("wanted_at", "pk")


def late_letters() -> QuerySet[Any]:
    """Return letters that are late or did not go out, the oldest first, with `error` in words."""
    rows: QuerySet[Any] = Letter.objects.late_or_failed()
    explained: QuerySet[Any] = rows.annotate(error=_error_words("n_attempts"))
    return explained.order_by("created_at", "pk")


def silent_since() -> datetime | None:
    """Return when a worker last looked for work if that is long ago; None if all is well.

    Where it is not known, as after a start of Redis, the time counts from when it was first asked.
    While Redis does not answer, nothing is known: health says so by itself.
    """
    now = clock.now()
    with suppress(RedisError):
        last: datetime | None = cache.get(LAST_LOOK)
        if last is None or last > now + SILENT_AFTER:  # a clock ran ahead
            last = cache.get_or_set(FIRST_ASKED, now, timeout=None)
            if last and last > now:  # so did this one
                cache.set(FIRST_ASKED, now, timeout=None)
        else:
            cache.delete(FIRST_ASKED)  # the next time it is not known counts anew
        return last if last and now - last > SILENT_AFTER else None
    return None


def is_work_on_time() -> bool:
    """True if no job and no letter is late or failed, and workers look for work."""
    is_late = Job.objects.late().exists() or Letter.objects.late_or_failed().exists()
    return not is_late and silent_since() is None


def _error_words(n_attempts: str) -> Case:
    """Return the last error, or words for what none was kept of; `n_attempts` names a field."""
    return Case(
        When(~Q(last_error=""), then=F("last_error")),
        When(**{n_attempts: 0}, then=Value(NO_WORKER)),
        default=Value(NO_END),
        output_field=TextField(),
    )
