"""`manage.py export_audit FILE`: write the audit record for someone who checks it elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clayton_review.audit.selectors import export_lines


class Command(BaseCommand):
    help = "Write all rows of the audit record to a file; `check_export` checks it elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("x", encoding="utf-8") as file:
                path.chmod(0o600)
                file.writelines(export_lines())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Written to {path}. It names people: give it only to who may read it.")
