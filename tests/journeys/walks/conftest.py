"""One running portal for the walks of all processes: they change nothing in it."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from clayton_review.local.service_lock import lock_file
from tests.journeys.stage import Stage, running_stage
from tests.sharing import shared


@pytest.fixture(scope="session")
def stage(chromium_program: str, demonstration: Path) -> Iterator[Stage]:
    """The portal of the walks: the first process starts it, and stops it after the last one."""
    with ExitStack() as to_the_end, lock_file(settings.BASE_DIR, "walks_portal.lock") as users:
        with shared("walks_portal") as known:
            is_ours = not known
            if is_ours:
                started = to_the_end.enter_context(running_stage("walks", demonstration))
                known |= {"root": str(started.root), "address": started.address}
            fcntl.flock(users, fcntl.LOCK_SH)
        yield Stage(Path(known["root"]), known["address"])
        if is_ours:
            with shared("walks_portal") as portal:
                portal.clear()  # who comes later starts another one
            fcntl.flock(users, fcntl.LOCK_EX)  # waits for the others
