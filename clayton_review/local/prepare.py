"""Prepare the portal once its services are up: static files, migrations, demonstration study.

Runs as a process of its own, so that the parent process stays small, and with the role that owns
the tables: for that, its command line begins with `migrate`, as that of `manage.py migrate` does.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import django
import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import SystemCheckError
from django.db import connection

from clayton_review.local import database_check, database_roles, environment
from clayton_review.local.errors import StartError
from clayton_review.local.keys import survey_keys
from clayton_review.local.service_lock import private_folder

LOADER = "load_demonstration"
UNUSED = ["drf_spectacular_sidecar/redoc*", "rest_framework"]


def collect_static(root: Path) -> None:
    """Collect and compress the static files if any of them has changed."""
    sources = [(path, store.path(path)) for f in get_finders() for path, store in f.list(UNUSED)]
    files = [(path, (stat := os.stat(at)).st_size, stat.st_mtime_ns) for path, at in sources]
    digest = hashlib.sha256(repr(sorted(files)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print("Collecting the static files …", flush=True)
    call_command("collectstatic", "--noinput", "--clear", ignore_patterns=UNUSED, verbosity=0)
    stamp.write_text(digest)


def check_broker() -> None:
    """Raise `StartError` with the reason if Redis does not answer."""
    try:
        redis.Redis.from_url(settings.REDIS_URL).ping()
    except (redis.RedisError, ValueError) as error:
        raise StartError(f"The Redis of REDIS_URL does not answer: {error}") from None


def check_configuration() -> None:
    """Raise `StartError` with the reasons if Django's checks or ours find an error."""
    try:
        call_command("check", stdout=StringIO())
    except SystemCheckError as error:
        raise StartError(str(error)) from None


def migrate(root: Path) -> None:
    """Apply the migrations, and give the portal's role its rights on new tables."""
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    database_roles.set_up_roles(root)


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def load_demonstration(root: Path) -> None:
    """Load the demonstration study into an empty database, once.

    After an interrupted load the embedded database is emptied and loaded again: nobody has worked
    in it yet.
    """
    if settings.PRODUCTION or not settings.DEMONSTRATION or LOADER not in get_commands():
        return
    saved = environment.saved_demonstration(root)
    if saved and not saved.is_loaded and not os.environ.get("DATABASE_URL"):
        _start_over(root)
    if not _is_empty():
        return
    print("Loading the demonstration study …", flush=True)
    started = environment.new_demonstration(root).save(root)
    clock = {"CLOCK_SHIFT_SECONDS": str(started.clock_shift_seconds)}
    keys = {"SURVEY_OPENING_KEY": survey_keys(root).opening}
    loader = [sys.executable, str(root / "manage.py"), LOADER]
    if subprocess.run(loader, env=os.environ | clock | keys, check=False).returncode:
        raise StartError("The demonstration study could not be loaded: the reason is above.")
    replace(started, is_loaded=True).save(root)


def _start_over(root: Path) -> None:
    connection.close()
    database_roles.empty_database(root)
    migrate(root)


def prepare(root: Path) -> None:
    """Do everything that comes between the services and the portal."""
    try:
        import weasyprint  # noqa: F401, PLC0415  # loads Pango, which may be missing
    except OSError as error:
        raise StartError(f"The libraries that PDF pages need are missing: {error}") from None
    for name in ("files", "mail"):
        private_folder(root, name)
    database_roles.set_up_roles(root)
    database_check.check_answer()
    database_check.check_version()
    check_broker()
    check_configuration()
    collect_static(root)
    migrate(root)
    load_demonstration(root)


def main() -> int:
    """Prepare the portal, and return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        django.setup()
        prepare(Path(settings.BASE_DIR))
    except (StartError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
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
