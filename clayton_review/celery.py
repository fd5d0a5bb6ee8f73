"""The Celery application: Redis only carries wake-up messages, the jobs are rows in `jobs`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")

app = Celery("clayton_review")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
