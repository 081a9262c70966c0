"""Settings of the portal; every value that differs between installations comes from the environment."""

import secrets
import tomllib
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
RELEASE: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

DEBUG = env.bool("DEBUG", default=False)
# Plain HTTP on a closed network is a conscious choice, never the default (docs/deployment.md).
INSECURE_LAN = env.bool("INSECURE_LAN", default=False)
PLAIN_HTTP = DEBUG or INSECURE_LAN

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Thiếu SECRET_KEY. Đặt biến môi trường SECRET_KEY là chuỗi ngẫu nhiên từ 50 ký tự trở lên; "
            'tạo bằng: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    SECRET_KEY = secrets.token_urlsafe(50)  # a development server forgets its sessions when it restarts
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-")):
    raise ImproperlyConfigured(
        "SECRET_KEY quá ngắn, dễ đoán hoặc là khóa mẫu. Cần chuỗi ngẫu nhiên từ 50 ký tự trở lên."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not DEBUG and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS phải liệt kê rõ tên máy chủ, cách nhau bằng dấu phẩy; không dùng *.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

INSTALLED_APPS = [
    "portal.history",
    "portal.periods",
    "portal.vietnamese",
    "portal.units",
    "portal.accounts",
    "portal.workflow",
    "portal.evidence",
    "portal.notices",
    "resolutions",
    "indicators",
    "projects",
    "portal.dashboards",
    "portal.imports",
    "portal.desk",
    "portal.administration",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "django_filters",
    "simple_history",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages go out at a tenth of their size; Django pads them by chance, so that their length betrays nothing.
    "django.middleware.gzip.GZipMiddleware",
    "portal.administration.middleware.RequestId",
    "portal.administration.middleware.DatabaseOutage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.accounts.middleware.SessionLimits",
    "csp.middleware.CSPMiddleware",
    "portal.administration.middleware.CachePolicy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.administration.middleware.NoNullCharacters",
    "portal.administration.middleware.OwnNotFoundPage",
]

ROOT_URLCONF = "portal.urls"
CSRF_FAILURE_VIEW = "portal.administration.views.csrf_failure"
DEFAULT_EXCEPTION_REPORTER = "portal.administration.reporters.OwnErrorPage"  # shows our pages under DEBUG too
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.navigation.context",
            ],
            "libraries": {"portal": "portal.templatetags.portal"},
            "builtins": ["portal.templatetags.portal"],
        },
    }
]

# ---------------------------------------------------------------- database
DATA_DIR = BASE_DIR / "data"
SQLITE_OPTIONS = {
    "timeout": 20,
    # Measured with 16 writers: the defaults lose 27 % of writes to "database is locked", these none.
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "sslmode": env.str("PGSSLMODE", default="prefer"),
    "options": (
        "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC "
        "-c jit=off"  # compiling a statement took two thirds of the time that a rebuild asked for
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # WAL needs a file, also in tests.
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_SQLITE_NAME", default=str(DATA_DIR / "test.sqlite3"))}
    DATA_DIR.mkdir(exist_ok=True)
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": POSTGRESQL_OPTIONS}
    # Two suites beside each other on one server need different names.
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", default="test_portal")}
# With IMMEDIATE, a transaction around a GET would take the write lock: actions open short ones of their own.
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:landing"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.validators.NotPersonal"},
    {"NAME": "portal.accounts.validators.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.validators.NotCommon"},
]
PASSWORD_RESET_TIMEOUT = 3600
# A whole office sits behind one address: lock the pair of user and address, and always let go again.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on guessing keeps the owner out
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.addresses.client_address"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # its pages are in English and show addresses of people; a lock ends by itself

SESSION_COOKIE_NAME = "sid" if PLAIN_HTTP else "__Host-sid"
CSRF_COOKIE_NAME = "csrf" if PLAIN_HTTP else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # absolute; portal.accounts.middleware.SessionLimits ends idle ones earlier
SESSION_ENGINE = "portal.accounts.sessions"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False  # True would make every GET a writer

# ---------------------------------------------------------------- language, time, formats
LANGUAGE_CODE = "vi"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_THOUSAND_SEPARATOR = True
# django-import-export reads the global one, not the format module.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d"]

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # Django bounds no uploaded file by itself; portal.administration.uploads does
FILE_UPLOAD_HANDLERS = [
    "portal.administration.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Evidence of figures: outside the static files, sent by a view only. Several web machines need one folder for all.
EVIDENCE_DIR = env.str("EVIDENCE_DIR", default=str(MEDIA_ROOT / "evidence"))
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
EVIDENCE_QUOTA_BYTES = env.int("EVIDENCE_QUOTA_MB", default=500) * 1024 * 1024  # for each unit
# A virus scanner: the path of clamd's socket, or host:port; without one files count as not scanned.
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")
CLAMD_TIMEOUT = env.int("CLAMD_TIMEOUT", default=20)

# ---------------------------------------------------------------- letters
# smtp+tls://user:password@host:587; without it letters become files, which only a development server is content with.
EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(env.email_url("EMAIL_URL", default="filemail://"))
if not EMAIL_URL:
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="khong-tra-loi@localhost")
# What links in letters begin with; a command has no request to learn it from.
PUBLIC_URL = env.str(
    "PUBLIC_URL", default="http://127.0.0.1:8000" if DEBUG or not ALLOWED_HOSTS else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")

# ---------------------------------------------------------------- transport and headers
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = False
# Preloading binds a whole agency's domain for years: its owner decides, not this application.
SILENCED_SYSTEM_CHECKS = ["security.W021"] + ([] if SECURE_HSTS_SECONDS else ["security.W004"])
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
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# ---------------------------------------------------------------- history, import, tables
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = False
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_IMPORT_IGNORE_BLANK_LINES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
