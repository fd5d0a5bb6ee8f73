"""Between the services and the portal: pages' assets, migrations, the demonstration study.

Started as a process of its own, so that the parent stays small.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import connection

from clayton_review.local import database, surroundings
from clayton_review.local.keys import survey_keys
from clayton_review.local.trouble import Trouble
from clayton_review.local.use import private_folder

LOADER = "load_demonstration"
UNUSED = ["drf_spectacular_sidecar/redoc*", "rest_framework"]


def collect_static(root: Path) -> None:
    """Collect and compress the pages' assets when any of them has changed."""
    sources = [
        str(store.path(path)) for finder in get_finders() for path, store in finder.list(UNUSED)
    ]
    facts = [(path, (stat := Path(path).stat()).st_size, stat.st_mtime_ns) for path in sources]
    mark = hashlib.sha256(repr(sorted(facts)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == mark:
        return
    print("Collecting the pages' assets …", flush=True)
    call_command("collectstatic", "--noinput", "--clear", ignore_patterns=UNUSED, verbosity=0)
    stamp.write_text(mark)


def reach_broker() -> None:
    """See that Redis answers; raises `Trouble` with its reason."""
    try:
        redis.Redis.from_url(settings.REDIS_URL).ping()
    except (redis.RedisError, ValueError) as error:
        raise Trouble(f"The Redis of REDIS_URL does not answer: {error}") from None


def migrate() -> None:
    """Bring the database to the code's migrations."""
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def load_demonstration(root: Path) -> None:
    """Load the demonstration study into an empty database, once.

    A load that was cut off leaves a database that nobody has worked in: the embedded one is
    emptied and loaded again.
    """
    if settings.PRODUCTION or not settings.DEMONSTRATION or LOADER not in get_commands():
        return
    known = surroundings.remembered(root)
    if known and not known.is_loaded and not os.environ.get("DATABASE_URL"):
        _start_over()
    if not _is_empty():
        return
    print("Loading the demonstration study …", flush=True)
    begun = surroundings.begun(root).save(root)
    clock = {"CLOCK_SHIFT_SECONDS": str(begun.clock_shift_seconds)}
    keys = {"SURVEY_OPENING_KEY": survey_keys(root).opening}
    loader = [sys.executable, str(root / "manage.py"), LOADER]
    if subprocess.run(loader, env=os.environ | clock | keys, check=False).returncode:
        raise Trouble("The demonstration study could not be loaded: the reason stands above.")
    surroundings.Demonstration(begun.database, begun.clock_shift_seconds, is_loaded=True).save(root)


def _start_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    migrate()


def prepare(root: Path) -> None:
    """Everything between the services and the portal."""
    try:
        import weasyprint  # noqa: F401, PLC0415  # loads Pango, which may be missing
    except OSError as error:
        raise Trouble(f"The libraries that PDF pages need are missing: {error}") from None
    for name in ("files", "mail"):
        private_folder(root, name)
    database.check_answer()
    database.check_version()
    reach_broker()
    collect_static(root)
    migrate()
    load_demonstration(root)


def main() -> int:
    """Prepare; the exit status tells whether the portal can start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        django.setup()
        prepare(Path(settings.BASE_DIR))
    except (Trouble, ImproperlyConfigured) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"The start failed: {error.strerror or error} {error.filename or ''}".rstrip(),
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
