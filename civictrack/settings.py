"""Settings: one file, driven by the environment (.env.example lists every variable). No domain word in it."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from civictrack.schedule import make_schedule
from civictrack.secret_key import keep_secret_key
from civictrack.unfold import UNFOLD  # noqa: F401 - a setting like the others

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(ROOT / ".env")

VAR = Path(env("CIVICTRACK_VAR", default=str(ROOT / "var")))
"""Everything that a running installation writes: database, queue, uploads, caches."""
VAR.mkdir(parents=True, exist_ok=True)


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or keep_secret_key(VAR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # without unfold's own site: the app brings one
    "unfold.contrib.filters",
    "issues.apps.DeskConfig",  # django.contrib.admin with the app's site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "issues",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "issues.accounts.sessions.EndIdleSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "civictrack.urls"
WSGI_APPLICATION = "civictrack.wsgi.application"
ASGI_APPLICATION = "civictrack.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# --- Where rows live ----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'civictrack.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets citizens read while a worker writes; IMMEDIATE makes two writers wait instead of failing midway.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The planner of a new server thinks of spinning disks, compiles what runs for milliseconds and starts processes for
    # what takes ten: at a million issues a publication's list took 600 ms instead of 100, overdue 停水 430 instead of 230.
    _planner = "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0"
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", _planner)

if env("CIVICTRACK_TEST_DATABASE", default=""):  # two runs of the tests at once must not share one database
    DATABASES["default"]["TEST"] = {"NAME": env("CIVICTRACK_TEST_DATABASE")}

CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{VAR / 'cache'}")}
CACHES["default"]["VERSION"] = 2  # raise it when what is kept changes its form, or the old cannot be read

# --- The queue ----------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost/")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True  # an import's own rows say what happened
CELERY_TASK_ACKS_LATE = True  # a killed worker's task comes back where the broker can do it
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4  # with 1 a worker sleeps after each task where the queue is files
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_TIME_LIMIT = 900  # text recognition of a long scan ends itself after 600 s
# A broker that is gone must not hold a web page: the sweep sends what could not be sent.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = VAR / "queue"
    for _folder in ("messages", "processed", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),  # one folder: what is sent is what is read
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200, "socket_connect_timeout": 2}
CIVICTRACK_WATCH = env("CIVICTRACK_WATCH", default="")
"""A folder whose files are imported as they come; empty: none."""
CIVICTRACK_DUMP = env("CIVICTRACK_DUMP", default="")
"""A folder for the nightly dump of all public issues; empty: no dump."""
CIVICTRACK_STALE_SECONDS = env.int("CIVICTRACK_STALE_SECONDS", default=30)
CELERY_BEAT_SCHEDULER = "civictrack.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = make_schedule(
    sweep_seconds=env.int("CIVICTRACK_SWEEP_SECONDS", default=15),
    watches=bool(CIVICTRACK_WATCH),
    dumps=bool(CIVICTRACK_DUMP),
)

# --- Who may do what ----------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "issues/locked_out.html"
AXES_RESET_ON_SUCCESS = True
CIVICTRACK_STAFF_IDLE_MINUTES = env.int("CIVICTRACK_STAFF_IDLE_MINUTES", default=12 * 60)
CIVICTRACK_AGENCY_IDLE_MINUTES = env.int("CIVICTRACK_AGENCY_IDLE_MINUTES", default=30)
"""Minutes without a request after which an account is signed out; agencies sit at desks that we do not know."""
SESSION_COOKIE_AGE = 60 * max(CIVICTRACK_STAFF_IDLE_MINUTES, CIVICTRACK_AGENCY_IDLE_MINUTES)
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.bool("CIVICTRACK_SESSION_ENDS_WITH_BROWSER", default=True)
OTP_TOTP_ISSUER = "civictrack"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

BEHIND_HTTPS = env.bool("BEHIND_HTTPS", default=False)
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    AXES_CLIENT_IP_CALLABLE = "civictrack.proxy.find_client"
    if not env("SECRET_KEY", default=""):
        raise ImproperlyConfigured("Set SECRET_KEY: a public site must not run on a key that lies in var/.")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# unfold 0.91 runs Alpine.js, which evaluates attributes; only the admin gets this (issues/desk.py applies it).
ADMIN_CSP_UPDATE = {
    "script-src": [UNSAFE_EVAL],
    "style-src": [UNSAFE_INLINE],
}

# --- Words and times ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "civictrack" / "locale"]  # what third-party apps have not translated
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CIVICTRACK_CONTACT = env("CIVICTRACK_CONTACT", default="")
"""Where the about page sends those who ask for a correction."""
CIVICTRACK_SITE = env("CIVICTRACK_SITE", default="").rstrip("/")
"""The site's address without a path, in front of the addresses that exports and dumps hold."""
CIVICTRACK_LICENCE = env("CIVICTRACK_LICENCE", default="")
"""Under which licence the operator gives the data away, as the data page and the feeds say it."""

CIVICTRACK_MAP_LAYER = env("CIVICTRACK_MAP_LAYER", default="")
"""A picture beneath MEDIA_ROOT (SVG, PNG, JPEG, WebP) that the map page shows under its own schematic."""
CIVICTRACK_MAP_APPROVAL = env("CIVICTRACK_MAP_APPROVAL", default="")
"""The 审图号 under which that map may be shown."""
if CIVICTRACK_MAP_LAYER and not CIVICTRACK_MAP_APPROVAL:
    raise ImproperlyConfigured(
        "CIVICTRACK_MAP_LAYER needs CIVICTRACK_MAP_APPROVAL: no map is shown without its 审图号."
    )

# --- What programs read -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_THROTTLE_RATES": {"anon": env("CIVICTRACK_API_RATE", default="120/min")},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": 1 if BEHIND_HTTPS else 0,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "civictrack",
    "DESCRIPTION": "Public issues read from newspapers. Read-only; drafts and private persons are in none of it.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
}
CIVICTRACK_LIMITS = {
    # Of one address, and of everybody together: letters that are sent, and forms that are checked before it.
    "letter": env("CIVICTRACK_LETTER_RATE", default="6/hour"),
    "letter_all": env("CIVICTRACK_LETTER_RATE_ALL", default="200/hour"),
    "check": "40/hour",
    "check_all": "1000/hour",
    "track": "60/min",
    "suggest": "240/min",
    # Confirming mails: asked for from one address in the net, by everybody, and for one mail address.
    "follow": "10/hour",
    "follow_all": "300/hour",
    "follow_mail": "3/day",
}
"""How often what the public may send is taken; limits.py counts."""
CIVICTRACK_JURISDICTION = env("CIVICTRACK_JURISDICTION", default="")
"""The jurisdiction_id that Open311 clients may name; empty: any."""

# --- Mail ---------------------------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("CIVICTRACK_MAIL_FROM", default="civictrack <noreply@localhost>")

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if env.bool("COLLECTED_STATIC", default=False):
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = (
    2000  # the upload form refuses more than 500 in words; this is the wall behind it
)

# W040: on SQLite an index that covers more on PostgreSQL is a plain index, which is all it has to be there.
# The others ask for HTTPS (HSTS, redirect, secure cookies), which a machine without BEHIND_HTTPS does not have.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
if not BEHIND_HTTPS:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {"issues": {"level": "INFO"}},
}
