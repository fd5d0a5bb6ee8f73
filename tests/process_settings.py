"""The portal's settings for real processes in tests: the test's files, static files uncollected."""

import os
from pathlib import Path

from clayton_review.settings import *  # noqa: F403
from clayton_review.settings import STORAGES

MEDIA_ROOT = Path(os.environ["FILES_FOLDER"])
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
