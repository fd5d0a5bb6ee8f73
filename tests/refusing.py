"""A refusal with its sentence, after which everything is stored as it was."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused


@contextmanager
def refused(sentence: str, *rows: Model) -> Iterator[None]:
    """Expect this refusal; no act is on record after it, and these rows keep their values."""
    before = _stored(rows)
    with pytest.raises(Refused) as refusal:
        yield
    assert str(refusal.value) == sentence
    assert _stored(rows) == before


def _stored(rows: Sequence[Model]) -> list[Any]:
    values = [type(row)._base_manager.filter(pk=row.pk).values().get() for row in rows]
    return [AuditEntry.objects.count(), *values]
