#!/usr/bin/env python
"""Django's command line; starts the embedded database when no other is configured."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
