#!/usr/bin/env python
"""Run Django's command line, and start the embedded services if the command needs them."""

import os
import sys
import warnings
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands

from clayton_review.local import database_check, database_roles, environment
from clayton_review.local.errors import StartError
from clayton_review.local.service_lock import ServiceLock, lock_services, private_folder

ROOT = Path(__file__).resolve().parent
# Commands that work without a database; every other one gets the embedded services.
WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help",
    "makemessages", "makemigrations", "spectacular", "startapp", "startproject", "version",
}  # fmt: skip

ONLY_SHOWN = {"--plan", "--check"}  # with these `migrate` changes nothing


def needs_no_database(arguments: list[str]) -> bool:
    """True if the command on this command line needs no database."""
    if not arguments or {"--help", "-h", "--version"} & set(arguments):
        return True
    checks_database = any(word.startswith("--da") for word in arguments)  # short for --database
    return arguments[0] in WITHOUT_DATABASE and not checks_database


def prepare(command: str) -> ServiceLock | None:
    """Hold the services and check the database that the command needs.

    Return None for a command that does not exist: Django says so better.
    """
    private_folder(ROOT, "run")
    os.environ.update(environment.common_variables(ROOT))
    django.setup()
    if command not in get_commands():
        return None
    services = lock_services(ROOT)
    database_roles.ensure_roles(ROOT)
    database_check.check_for(command)
    return services


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        # makemigrations would look for the database, which it does not need.
        warnings.filterwarnings("ignore", message="Got an error checking a consistent migration")
        services = None if needs_no_database(sys.argv[1:]) else prepare(sys.argv[1])
        execute_from_command_line(sys.argv)
        if services is not None and sys.argv[1] == "migrate" and not ONLY_SHOWN & set(sys.argv):
            database_roles.set_up_roles(ROOT)
            database_roles.settle_rights(ROOT)
    except (StartError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if services is not None:
        services.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
