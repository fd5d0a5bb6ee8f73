#!/usr/bin/env python
"""Django's command line; starts the embedded services when a command needs them."""

import os
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from clayton_review.local import database, surroundings
from clayton_review.local.trouble import Trouble
from clayton_review.local.use import Share, share

# Commands that work without a database; every other one gets the embedded services.
ALONE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help",
    "makemessages", "makemigrations", "spectacular", "version",
}  # fmt: skip


def is_alone(arguments: list[str]) -> bool:
    """Whether the command on this command line needs no database."""
    asks_for_help = bool({"--help", "-h", "--version"} & set(arguments))
    return not arguments or arguments[0] in ALONE or asks_for_help


def prepare(command: str) -> Share:
    """Hold the services and check the database that the command needs."""
    root = Path(__file__).resolve().parent
    held = share(root)
    os.environ.update(surroundings.common(root))
    django.setup()
    database.check_for(command)
    return held


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    try:
        held = None if is_alone(sys.argv[1:]) else prepare(sys.argv[1])
    except (Trouble, ImproperlyConfigured) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    execute_from_command_line(sys.argv)
    if held is not None:
        held.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
