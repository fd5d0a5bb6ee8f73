#!/usr/bin/env python
"""Run Django's command line, and start the embedded services if the command needs them."""

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from clayton_review.local import database_check, environment
from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import ServiceLock, lock_services

# Commands that work without a database; every other one gets the embedded services.
WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help",
    "makemessages", "makemigrations", "spectacular", "version",
}  # fmt: skip


def needs_no_database(arguments: list[str]) -> bool:
    """True if the command on this command line needs no database."""
    asks_for_help = bool({"--help", "-h", "--version"} & set(arguments))
    return not arguments or arguments[0] in WITHOUT_DATABASE or asks_for_help


def prepare(command: str) -> ServiceLock:
    """Hold the services and check the database that the command needs."""
    root = Path(__file__).resolve().parent
    services = lock_services(root)
    os.environ.update(environment.common_variables(root))
    django.setup()
    database_check.check_for(command)
    return services


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        services = None if needs_no_database(sys.argv[1:]) else prepare(sys.argv[1])
    except (StartError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    execute_from_command_line(sys.argv)
    if services is not None:
        services.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
