#!/usr/bin/env python
"""Django's command line; starts the embedded services when a command needs them."""

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from clayton_review.local import database, environment
from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import ServiceLock, lock_services

# Commands that work without a database; every other one gets the embedded services.
ALONE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help",
    "makemessages", "makemigrations", "spectacular", "version",
}  # fmt: skip


def is_alone(arguments: list[str]) -> bool:
    """Whether the command on this command line needs no database."""
    asks_for_help = bool({"--help", "-h", "--version"} & set(arguments))
    return not arguments or arguments[0] in ALONE or asks_for_help


def prepare(command: str) -> ServiceLock:
    """Hold the services and check the database that the command needs."""
    root = Path(__file__).resolve().parent
    held = lock_services(root)
    os.environ.update(environment.common_variables(root))
    django.setup()
    database.check_for(command)
    return held


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        held = None if is_alone(sys.argv[1:]) else prepare(sys.argv[1])
    except (StartError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    execute_from_command_line(sys.argv)
    if held is not None:
        held.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
