"""The entry point of the web server."""

import gc
import os

import openpyxl  # noqa: F401  # loaded at first use elsewhere: here before somebody waits for it
import scipy.optimize
import scipy.special  # noqa: F401
from django.core.wsgi import get_wsgi_application

from clayton_review.reports.signing import refuse_missing_key
from clayton_review.vault.start import refuse_unfit_keys
from clayton_review.web.database_log import refuse_talkative_log
from clayton_review.web.logs import keep_server_discreet
from clayton_review.web.redis_memory import refuse_lasting_memory
from surveys.apps import warn_of_unopened_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clayton_review.settings")
os.environ.setdefault("DATABASE_TIMEOUTS", "web")

application = get_wsgi_application()
refuse_missing_key()
refuse_unfit_keys()
warn_of_unopened_key()
keep_server_discreet()
refuse_lasting_memory()
refuse_talkative_log()

# Everything loaded by now stays: a search for garbage in it would hold up one request in ten.
gc.collect()
gc.freeze()
