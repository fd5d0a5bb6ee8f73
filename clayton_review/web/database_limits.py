"""Django's check of the database: a connection that waits without limits can stop the site."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004  # Django's name
from django.db import connections

LIMITS = ("idle_in_transaction_session_timeout", "lock_timeout", "statement_timeout")


def check_limits(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Return a warning that names the limits which the connections do not have."""
    if not databases or settings.DATABASE_TIMEOUTS == "none":
        return []
    with connections[databases[0]].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = '0' ORDER BY name",
            [list(LIMITS)],
        )
        missing = [name for (name,) in cursor.fetchall()]
    if not missing:
        return []
    return [
        Warning(
            f"The database role {connections[databases[0]].settings_dict['USER']} has no "
            f"{', '.join(missing)}: one record held for long can stop the site.",
            hint="Run deploy/database-roles.sql, or do not set DATABASE_TIMEOUTS to role.",
            id="clayton_review.W001",
        )
    ]
