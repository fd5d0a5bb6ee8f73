"""A JSON object that the test processes of one run share."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from clayton_review.local.service_lock import private_folder

# The same in all processes of a run; a process alone is a run of its own.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())


@contextmanager
def shared(name: str) -> Iterator[dict[str, Any]]:
    """Yield what this run keeps under the name, alone until the block ends; then store it."""
    with (private_folder(settings.BASE_DIR, "run") / f"{name}.json").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        stored = json.loads(file.read() or "{}")
        content = stored["content"] if stored.get("run") == RUN else {}
        yield content
        file.truncate(0)
        json.dump({"run": RUN, "content": content}, file)
