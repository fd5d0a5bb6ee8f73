"""The portal's settings with the example's app and a database of its own."""

import os

from clayton_review import settings as portal
from clayton_review.settings import *  # noqa: F403  # settings are extended like this

INSTALLED_APPS = ["tests.extending.question_type.apps.SliderConfig", *portal.INSTALLED_APPS]
DATABASES = {
    **portal.DATABASES,
    "default": {**portal.DATABASES["default"], "TEST": {"NAME": f"test_slider_{os.getpid()}"}},
}
