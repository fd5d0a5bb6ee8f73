"""A database for the measurements, beside the portal's and dropped at the end."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from urllib.parse import quote

import psycopg2
import redis
from django.conf import settings
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from clayton_review.local import environment
from clayton_review.local.prepare import collect_static
from surveys.answers.sealing import fresh_key_pair
from tests.environment import redis_url, settle_database

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "bench_portal"


@contextmanager
def measuring_environment() -> Iterator[dict[str, str]]:
    """Make an empty, migrated database; yield the environment that names it and a Redis."""
    collect_static(ROOT)
    settle_database()
    here, broker_url = settings.DATABASES["default"], redis_url("gw7")
    server = _server()
    try:
        _execute(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        _execute(server, f"CREATE DATABASE {DATABASE}")
        user = f"{here['USER']}:{quote(here['PASSWORD'] or '', safe='')}"
        place = f"{quote(here['HOST'], safe='')}:{here['PORT'] or 5432}"
        sealing, opening = fresh_key_pair()
        variables = {
            "DATABASE_URL": f"postgres://{user}@{place}/{DATABASE}",
            "REDIS_URL": broker_url,
            "DEMONSTRATION": "1",
            "CLOCK_SHIFT_SECONDS": str(environment.new_demonstration(ROOT).clock_shift_seconds),
            "SURVEY_SEALING_KEY": sealing,
            "SURVEY_OPENING_KEY": opening,
            "REPORT_SIGNING_KEY": b64encode(token_bytes(32)).decode(),
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=os.environ | variables, check=True)  # noqa: S603
        yield variables
    finally:
        _execute(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.close()
        redis.Redis.from_url(broker_url).flushdb()


def _server() -> connection:
    here = settings.DATABASES["default"]
    server = psycopg2.connect(
        host=here["HOST"], port=here["PORT"] or None, user=here["USER"],
        password=here["PASSWORD"] or None, dbname=here["NAME"],
    )  # fmt: skip
    server.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return server


def _execute(server: connection, statement: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(statement)
