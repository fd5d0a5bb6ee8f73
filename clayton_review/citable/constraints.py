"""Database constraints that several models use."""

from django.db import models
from django.db.models import Q


def is_one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """Return the constraint that a column holds one of these values."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
