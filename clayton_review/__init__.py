"""The portal of the Clayton Review: settings, shared rooms and the way between them."""

from clayton_review.celery import app as celery_app

__all__ = ["celery_app"]
