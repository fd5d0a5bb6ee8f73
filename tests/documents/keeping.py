"""Makes a worker process keep files in the folder of the test that started it."""

import os
from pathlib import Path

from django.conf import settings

settings.MEDIA_ROOT = str(Path(os.environ["WORK_FOLDER"]) / "files")
