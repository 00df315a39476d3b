"""Django's settings, put together from the environment (env.py); the reasons stand beside what is not usual."""

import os
from datetime import timedelta
from typing import Any

import structlog
from csp.constants import NONE, SELF

from continuity.env import ROOT, read

ENVIRONMENT = read(os.environ)
PRODUCTION: bool = ENVIRONMENT["BALLAST_PRODUCTION"]
HTTPS: bool = ENVIRONMENT["HTTPS"]
VAR = ENVIRONMENT["BALLAST_VAR"]
FONTS_DIR = ENVIRONMENT["BALLAST_FONTS"]
MINIMUM_FREE_MB: int = ENVIRONMENT["MINIMUM_FREE_MB"]
PRODUCT_NAME = "Ballast"

SECRET_KEY = ENVIRONMENT["SECRET_KEY"]
DEBUG = ENVIRONMENT["DEBUG"]
ALLOWED_HOSTS = ENVIRONMENT["ALLOWED_HOSTS"]
ROOT_URLCONF = "continuity.urls"
WSGI_APPLICATION = "continuity.wsgi.application"

# ------------------------------------------------------------------------------------------------------------- apps
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "assessments.ui",
    "assessments.jobs",
    "assessments.accounts",
    "assessments.organisations",
    "assessments.catalogue",
    "assessments.questionnaires",
    "assessments.register",
    "assessments.scoring",
    "continuity.plans",
    "continuity.exports",
    "continuity.dashboard",
    "continuity.shell",
]

MIDDLEWARE = [
    "continuity.shell.middleware.request_reference",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "continuity.shell.middleware.ConflictPages",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The second folder lets the pages of allauth (account/…, mfa/…) stand with the accounts slice.
        "DIRS": [ROOT / "templates", ROOT / "templates" / "assessments" / "accounts"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "continuity.shell.context.product",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --------------------------------------------------------------------------------------------------------- database
DATABASES: dict[str, dict[str, Any]] = {"default": dict(ENVIRONMENT["DATABASE_URL"])}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False  # every GET would take SQLite's write lock
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;"
        ),
    }
    # A file, not memory: threads, live servers and worker processes of the tests must see the same rows.
    _database["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    _pool = {"min_size": 2, "max_size": ENVIRONMENT["DATABASE_POOL_SIZE"], "timeout": 10}
    _limits = "-c lock_timeout=5000 -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000"
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {**_database.get("OPTIONS", {}), "connect_timeout": 5, "options": _limits}
    if ENVIRONMENT["DATABASE_POOL_SIZE"]:
        _database["OPTIONS"]["pool"] = _pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": ENVIRONMENT["CACHE_URL"],
    # Pages as they were drawn (assessments/organisations/drawn.py); each process has its own, of 20 to 70 KB each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# ------------------------------------------------------------------------------------------------- language and time
LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# ------------------------------------------------------------------------------------------------------------ static
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "continuity.finders.PackageFiles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": ENVIRONMENT["STATIC_STORAGE"]},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# ---------------------------------------------------------------------------------------------------------- accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "assessments.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = ENVIRONMENT["EMAIL_VERIFICATION"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "signup": "assessments.accounts.forms.SignUpForm",
    "login": "assessments.accounts.forms.SignInForm",
    "reauthenticate": "assessments.accounts.forms.ConfirmForm",
    "add_email": "assessments.accounts.forms.NewAddressForm",
    "change_password": "assessments.accounts.forms.NewPasswordForm",
    "reset_password": "assessments.accounts.forms.ForgottenForm",
    "reset_password_from_key": "assessments.accounts.forms.AfterForgettingForm",
}
# Failed sign-ins are counted by axes, in the database and for every way in; allauth's own count would be a second rule.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT["TRUSTED_PROXY_COUNT"]
MFA_ADAPTER = "assessments.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = ACCOUNT_EMAIL_VERIFICATION != "mandatory"
SIGN_UP_OPEN = ENVIRONMENT["SIGN_UP_OPEN"]

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger cannot lock the owner out from elsewhere
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_CLIENT_IP_CALLABLE = "assessments.accounts.adapter.client_address"
AXES_LOCKOUT_CALLABLE = "assessments.accounts.adapter.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# -------------------------------------------------------------------------------------------------------------- mail
vars().update(ENVIRONMENT["EMAIL_URL"])
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT["EMAIL_FROM"]

# ---------------------------------------------------------------------------------------------------------- security
_host = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host}session"
CSRF_COOKIE_NAME = f"{_host}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "continuity.shell.pages.csrf_refused"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT["TRUSTED_PROXY_COUNT"] else None
SECURE_HSTS_SECONDS = ENVIRONMENT["HSTS_SECONDS"] if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --------------------------------------------------------------------------------------------------- background work
JOBS_CARRIER = "continuity.celery.app"
CELERY_BROKER_URL = ENVIRONMENT["BROKER_URL"]
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
# `expires`: a worker that was away for an hour must not find 240 sweeps waiting.
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "assessments.jobs.tasks.sweep_jobs", "schedule": 15.0, "options": {"expires": 14}},
    "sweep-exports": {
        "task": "continuity.exports.tasks.sweep_exports",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}
if CELERY_BROKER_URL.startswith("folder:"):
    _queue = VAR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(_queue / "control"),
    }
else:
    # The database promises; these only make a message of a killed worker come back sooner than after 100 seconds.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
    }

# --------------------------------------------------------------------------------------------------------------- log
_log_processors: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_renderer: Any = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
if ENVIRONMENT["LOG_FORMAT"] == "json":
    _log_processors.append(structlog.processors.format_exc_info)
    _renderer = structlog.processors.JSONRenderer()
structlog.configure(
    processors=[*_log_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=False,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer],
            "foreign_pre_chain": _log_processors,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handler would print each server error a second time.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "assessments": {"level": ENVIRONMENT["LOG_LEVEL"]},
        "continuity": {"level": ENVIRONMENT["LOG_LEVEL"]},
    },
}
