"""`manage.py verify_audit`: walk the hash chain and name the first broken row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.audit.selectors import verify_chain


class Command(BaseCommand):
    help = "Walk the audit record's hash chain and name the first broken row."

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify_chain()
        if result.broken_at is not None:
            raise CommandError(
                f"The audit record is broken: {result.problem} "
                f"({result.n_entries} rows before it are sound)."
            )
        self.stdout.write(f"{result.n_entries} rows, chain sound, head {result.head}")
