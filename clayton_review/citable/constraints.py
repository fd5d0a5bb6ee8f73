"""What several records of this app share."""

from django.db import models
from django.db.models import Q


def is_one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of its choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
