"""All settings. Development needs no environment variable; production names what is missing."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue
from whitenoise.compress import Compressor

from clayton_review import database_timeouts, mail_settings, production_settings
from clayton_review.local import addresses

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

ENVIRONMENT: str = env.str("ENVIRONMENT", default="development")
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured("ENVIRONMENT must be development or production.")
PRODUCTION = ENVIRONMENT == "production"
if PRODUCTION and (_problems := production_settings.problems(os.environ)):
    raise ImproperlyConfigured(" ".join(_problems))
# True for the demonstration study: then every page and every file says so.
DEMONSTRATION: bool = env.bool("DEMONSTRATION", default=not PRODUCTION)


def secret(name: str, development: str) -> str:
    """Return the value of a secret; in production raise `ImproperlyConfigured` if it is missing."""
    value: str = env.str(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} must be set when ENVIRONMENT=production.")
    return value or development


def database_config(address: str) -> dict[str, Any]:
    """Return the settings of the database at this address.

    Raises `ImproperlyConfigured` if it is not the address of a PostgreSQL database.
    """
    try:
        is_ours = address.startswith(("postgres://", "postgresql://"))
        config: dict[str, Any] = env.db_url_config(address) if is_ours else {}
    except ValueError:  # a port that is not a number
        config = {}
    if not config.get("NAME"):
        form = "postgres://user:password@host:5432/name"
        raise ImproperlyConfigured(
            f"DATABASE_URL must be the address of a PostgreSQL database: {form}"
        )
    return config


DEBUG = False
SECRET_KEY = secret("SECRET_KEY", "development-only-" + "k" * 48)
ALLOWED_HOSTS = secret("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SITE_URL = secret("SITE_URL", f"http://localhost:{env.int('PORT', default=8000)}")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Keys; docs/data-handling.md says who holds which.
VAULT_KEYS = secret("VAULT_KEYS", "development:" + "ZGV2ZWxvcG1lbnQtb25seS12YXVsdC1rZXktLS0tLS0=")
CODE_PEPPER = secret("CODE_PEPPER", "development-only-pepper")
SURVEY_SEALING_KEY = secret("SURVEY_SEALING_KEY", "")
EARLIER_REPORT_KEYS: list[str] = env.list("EARLIER_REPORT_KEYS", default=[])
REPORT_SIGNING_KEY: str = env.str("REPORT_SIGNING_KEY", default="")  # for the web server only
SURVEY_OPENING_KEY: str = env.str("SURVEY_OPENING_KEY", default="")  # for the worker only

# Addresses of the study for residents, and of complaints; a page says only what is given here.
STUDY_PHONE: str = env.str("STUDY_PHONE", default="" if PRODUCTION else "314-555-0142")
COMPLAINTS_DEPARTMENT: str = env.str("COMPLAINTS_DEPARTMENT", default="")
COMPLAINTS_CITY: str = env.str("COMPLAINTS_CITY", default="City Hall, 10 N. Bemiston Avenue")
_COMPLAINTS = "https://www.claytonmo.gov/government/police/citizen-complaint-process"
COMPLAINTS_URL: str = env.str("COMPLAINTS_URL", default=_COMPLAINTS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "clayton_review.audit",
    "clayton_review.vault",
    "clayton_review.jobs",
    "clayton_review.letters",
    "clayton_review.accounts",
    "clayton_review.web",
    "clayton_review.documents",
    "clayton_review.engagement",
    "incidents",
    "surveys",
    "findings",
    "clayton_review.reports",
    "clayton_review.dashboard",
    "clayton_review.demo",
    "clayton_review.local",
]

MIDDLEWARE = [
    "clayton_review.web.middleware.PermissionsPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "surveys.answers.middleware.WithoutCookies",
    "clayton_review.web.middleware.KnownMethods",
    "clayton_review.web.middleware.NoNullBytes",
    "clayton_review.web.middleware.SecretAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clayton_review.web.request_size.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clayton_review.accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "clayton_review.urls"
WSGI_APPLICATION = "clayton_review.wsgi.application"
FORM_RENDERER = "clayton_review.web.forms.PortalRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clayton_review.web.context.portal",
            ],
        },
    },
]

# One PostgreSQL under two names: `snapshot` reads a whole report in one frozen view of the data.
_given_url = secret("DATABASE_URL", "")
_owner_url = env.str("DATABASE_OWNER_URL", default="")
if not _given_url and not _owner_url:
    _owner_url = addresses.database_url(BASE_DIR, addresses.OWNER)
_migrates = sys.argv[1:2] == ["migrate"]
if _owner_url and _migrates:  # the portal's own role changes no tables
    _address = database_config(_owner_url)
else:
    _address = database_config(_given_url or addresses.database_url(BASE_DIR, addresses.PORTAL))
_usual_timeouts = "none" if _migrates else database_timeouts.WORKER
DATABASE_TIMEOUTS: str = env.str("DATABASE_TIMEOUTS", default="") or _usual_timeouts
if DATABASE_TIMEOUTS not in database_timeouts.KINDS:
    _kinds = ", ".join(database_timeouts.KINDS)
    raise ImproperlyConfigured(f"DATABASE_TIMEOUTS must be one of {_kinds}.")
_options = database_timeouts.connection_options(DATABASE_TIMEOUTS)
_database = {
    **_address,
    "OPTIONS": {**_address.get("OPTIONS", {}), **_options},
    "HOST": unquote(_address["HOST"]),
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
DATABASES = {
    "default": {**_database, "TEST": {"NAME": f"test_clayton_{addresses.checkout_id(BASE_DIR)}"}},
    "snapshot": {**_database, "CONN_MAX_AGE": 0, "TEST": {"MIRROR": "default"}},
}
SNAPSHOT_DATABASE = "snapshot"
DATABASE_ROUTERS = ["clayton_review.reports.router.SnapshotRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = secret("REDIS_URL", addresses.redis_url(BASE_DIR))
_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
CACHES = {"default": _CACHE | {"LOCATION": addresses.cache_url(REDIS_URL)}}
CELERY_BROKER_URL = addresses.broker_url(REDIS_URL)
CELERY_TASK_QUEUES = [Queue("celery"), Queue("intake")]  # a worker without -Q takes both
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # the reconciler repeats lost messages; leases prevent double work
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "America/Chicago"
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
CELERY_BEAT_SCHEDULER = "clayton_review.jobs.schedule:ClockProofScheduler"
CELERY_BEAT_SCHEDULE = {
    "wake workers for jobs": {"task": "jobs.reconcile", "schedule": min(15.0, JOB_LEASE_SECONDS)},
    "send letters that are due": {"task": "letters.request_due", "schedule": 60.0},
    "read returned mail": {"task": "letters.request_reading", "schedule": 300.0},
    "remind of requests": {"task": "documents.request_reminders", "schedule": 3600.0},
    "delete orphaned uploads": {"task": "documents.request_orphan_deletion", "schedule": 21_600.0},
    "look for full batches of answers": {"task": "surveys.look_for_batches", "schedule": 300.0},
    "count answers received": {"task": "surveys.request_count", "schedule": 1_800.0},
    "look for last week’s stories": {"task": "findings.look_for_notes", "schedule": 900.0},
    "request due reports": {"task": "reports.request_due", "schedule": 60.0},
    "remind the city": {"task": "findings.request_reminders", "schedule": 3600.0},
    "request due digests": {"task": "web.request_digests", "schedule": 300.0},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_RULES = "clayton_review.accounts.password_sentences"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_RULES}.NotLikeTheName",
        "OPTIONS": {"user_attributes": ("name", "email")},  # Django looks for a user name
    },
    {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "clayton_review.accounts.passphrases.GuessablePassphraseValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
MFA_REQUIRED = PRODUCTION
# What waiting answers may take in the database, and waiting stories as many again, before forms of
# busy networks that look sent by a program wait for room.
RESIDENTS_FORMS_GB: float = env.float("RESIDENTS_FORMS_GB", default=5)
SECOND_FACTOR_ROLES: list[str] = env.list("SECOND_FACTOR_ROLES", default=[])  # besides the team
ACCOUNT_ADAPTER = "clayton_review.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "clayton_review.web.people.forms.SignInForm",
    "change_password": "clayton_review.web.people.forms.PasswordForm",
    "reauthenticate": "clayton_review.web.people.forms.ConfirmPasswordForm",
}
_FACTORS = "clayton_review.web.people.factor_forms"
MFA_FORMS = {
    "activate_totp": f"{_FACTORS}.ActivateAppForm",
    "add_webauthn": f"{_FACTORS}.AddKeyForm",
    "authenticate": f"{_FACTORS}.CodeForm",
    "authenticate_webauthn": f"{_FACTORS}.KeyForm",
    "edit_webauthn": f"{_FACTORS}.RenameKeyForm",
    "login_webauthn": f"{_FACTORS}.KeyAloneForm",
    "reauthenticate": f"{_FACTORS}.CodeAgainForm",
    "reauthenticate_webauthn": f"{_FACTORS}.KeyAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation went to the address already
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
# Passwords: accounts/throttle.py; codes: allauth's own, by person alone.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
MFA_ADAPTER = "clayton_review.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Clayton Review"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_ENGINE = "clayton_review.accounts.session_store"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
KNOWN_DEVICE_COOKIE_NAME = "__Host-device" if PRODUCTION else "device"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrftoken"
MESSAGES_COOKIE_NAME = "__Host-messages" if PRODUCTION else "messages"
MESSAGE_STORAGE = "clayton_review.web.message_storage.HostMessageStorage"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "clayton_review.web.views.form_expired"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # leaving the browsers' preload list takes months
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/Chicago"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "clayton_review.documents.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # no page asks for the others, which take as long
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs our files
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", *Compressor.SKIP_COMPRESS_EXTENSIONS)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "clayton_review.documents.storage.PartUploadHandler",
]
STORED_FILE_MAX_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2_010
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

_mail = mail_settings.mail_server(secret("EMAIL_URL", "filemail:"))
EMAIL_BACKEND, EMAIL_FILE_PATH = _mail.backend, str(VAR_DIR / "mail")
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds for each byte of an answer
RETURNED_MAIL_URL = mail_settings.returned_mail_address(env.str("RETURNED_MAIL_URL", default=""))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Clayton Review <review@localhost>")
REMINDERS_FROM_EMAIL: str = env.str("REMINDERS_FROM_EMAIL", default="Appointments <post@localhost>")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # see accounts.access
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Clayton Review",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Read-only access to the study's records, under the same rules as its pages.",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {  # several apps have a `status`, a `kind` and a `state`
        "DisclosureClassEnum": "clayton_review.accounts.roles.DisclosureClass",
        "IncidentStatusEnum": "incidents.models.IncidentStatus",
        "EvidenceKindEnum": "incidents.models.EvidenceItemKind",
        "EvidenceStateEnum": "incidents.models.EvidenceState",
        "PersonRoleEnum": "incidents.models.PersonRole",
        "FindingKindEnum": "findings.conclusions.models.findings.FindingKind",
        "FindingStateEnum": "findings.conclusions.models.findings.FindingState",
        "RecommendationStatusEnum": (
            "findings.recommendations.models.recommendations.RecommendationStatus"
        ),
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clayton_review.web.api.describe_refusals",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "clayton_review.web.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "clayton_review.web.logs.RefusalDroppingHandler", "formatter": "line"}
    },
    "loggers": {"django.server": {"handlers": [], "level": "CRITICAL", "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
