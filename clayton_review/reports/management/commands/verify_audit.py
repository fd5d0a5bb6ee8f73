"""`manage.py verify_audit`: walk the hash chain and name the first broken row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clayton_review.audit.selectors import verify_chain
from clayton_review.reports.selectors import published_heads


class Command(BaseCommand):
    help = "Compare the audit record's hash chain with all its published hashes; name what broke."

    def handle(self, *args: Any, **options: Any) -> None:
        heads = published_heads()
        result = verify_chain(head.as_kept() for head in heads)
        if result.broken_at is not None:
            raise CommandError(
                f"The audit record is broken: {result.problem} "
                f"({result.n_entries} rows before it are sound)."
            )
        self.stdout.write(
            f"{result.n_entries} rows, chain sound, head {result.head}, "
            f"published hashes found: {len(heads)}"
        )
