"""`manage.py verify_audit`: walk the hash chain and name the first broken row."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, transaction

from clayton_review.audit.selectors import verify_chain
from clayton_review.reports.selectors import PublishedHead, published_heads


class Command(BaseCommand):
    help = "Compare the audit record's hash chain with all its published hashes; name what broke."

    def handle(self, *args: Any, **options: Any) -> None:
        heads = self._published_heads()
        result = verify_chain(head.as_kept() for head in heads or ())
        if result.broken_at is not None:
            raise CommandError(
                f"The audit record is broken: {result.problem} "
                f"({result.n_entries} rows before it are sound)."
            )
        if heads is None:
            raise CommandError(
                f"{result.n_entries} rows, chain sound, but it was compared with no published "
                "hash: the content of a report cannot be read. `manage.py verify_report --all` "
                "says of which."
            )
        self.stdout.write(
            f"{result.n_entries} rows, chain sound, head {result.head}, "
            f"published hashes found: {len(heads)}"
        )

    def _published_heads(self) -> list[PublishedHead] | None:
        """Return the hashes that reports print; None if one was changed into no JSON."""
        try:
            with transaction.atomic():
                return published_heads()
        except DataError:
            return None
