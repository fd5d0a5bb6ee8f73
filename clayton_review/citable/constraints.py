"""Database constraints that several models use."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


def is_one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """Return the constraint that a column holds one of these values."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def has_exactly_one(fields: Sequence[str], name: str) -> models.CheckConstraint:
    """Return the constraint that one of these columns is set and all others are null."""
    choices = [Q(**{f"{field}__isnull": field != chosen for field in fields}) for chosen in fields]
    return models.CheckConstraint(condition=reduce(or_, choices), name=name)
