"""The settings of the application. One folder holds everything an installation owns (`GUANXI_HOME`).

    GUANXI_HOME/            default ./.guanxi
        store/              the fact store and its snapshots
        guanxi.sqlite3      the application's database, unless DATABASE_URL names another
        secret.key          made at the first start, readable by its owner only

Every setting an operator may change is an environment variable, read in this file and nowhere else.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from guanxi.web.logs import logging_settings


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _secret_key(home: Path) -> str:
    """The installation's own key: made once, never in the code and never readable by others."""
    path = home / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        key = get_random_secret_key()
        file.write(key + "\n")
    return key


# --- where things are -------------------------------------------------------------------------------

WEB = Path(__file__).resolve().parent
GUANXI_HOME = Path(os.environ.get("GUANXI_HOME", ".guanxi")).expanduser().resolve()
GUANXI_HOME.mkdir(parents=True, exist_ok=True)
GUANXI_STORE = GUANXI_HOME / "store"
BUILT = WEB / "kit" / "assets" / "built"  # what Vite made of kit/frontend

# --- the basics -------------------------------------------------------------------------------------

DEBUG = _flag("GUANXI_DEBUG")
SECRET_KEY = os.environ.get("GUANXI_SECRET_KEY") or _secret_key(GUANXI_HOME)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_list("GUANXI_HOSTS")]
CSRF_TRUSTED_ORIGINS = _list("GUANXI_ORIGINS")
ROOT_URLCONF = "guanxi.web.urls"
WSGI_APPLICATION = "guanxi.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = os.environ.get("GUANXI_NAME", "guanxi")

INSTALLED_APPS = [
    "guanxi.web.kit",
    "guanxi.web.accounts",
    "guanxi.web.customers",
    "guanxi.web.imports",
    "guanxi.web.live",
    "guanxi.web.identity",
    "guanxi.web.quality",
    "guanxi.web.privacy",
    "guanxi.web.insight",
    "guanxi.web.followups",
    "guanxi.web.turns",
    "guanxi.web.asking",
    "guanxi.web.surveys",
    "guanxi.web.overview",
    "guanxi.web.forecast",
    "guanxi.web.planning",
    "guanxi.web.experience",
    "guanxi.web.texts",
    "guanxi.web.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "guanxi.web.asking.middleware.answer_the_public",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanxi.web.kit.middleware.name_the_request",
    "guanxi.web.kit.middleware.say_what_is_made_up",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guanxi.web.kit.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guanxi.web.kit.middleware.speak_the_persons_language",
    "guanxi.web.kit.middleware.say_errors_in_sentences",
    "guanxi.web.kit.middleware.carry_toasts",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guanxi.web.kit.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "guanxi.web.kit.templatetags.kit"],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------

# WAL lets pages read while the job writes; IMMEDIATE takes the write lock at the start of a transaction,
# so that two writers wait for each other instead of failing in the middle.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": GUANXI_HOME / "guanxi.sqlite3",
    "CONN_MAX_AGE": 60,  # closing the last one makes SQLite put its log away, at every request
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        " PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=4294967296;",
    },
}
DATABASES = {
    "default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)
    if os.environ.get("DATABASE_URL")
    else _SQLITE
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# An unanswered follow-up goes to the manager and then to high risk, both after so many days.
FOLLOWUPS_CLIMB_DAYS = tuple(int(days) for days in _list("GUANXI_CLIMB_DAYS")) or (7, 14)

# Requests of one person to the API, counted by each process.
API_RATE = os.environ.get("GUANXI_API_RATE", "600/m")

# Surveys by e-mail: the firm's mail server (GUANXI_SMTP_TLS is starttls, ssl or none), who mails are from,
# where the public pages are seen from outside, and which proxies may say who is behind them.
ASKING_PROXIES = {"127.0.0.1", "::1", *_list("GUANXI_PROXIES")}
ASKING_ADDRESS = os.environ.get("GUANXI_ADDRESS", "").rstrip("/")
EMAIL_HOST = os.environ.get("GUANXI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("GUANXI_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("GUANXI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GUANXI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("GUANXI_SMTP_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("GUANXI_SMTP_TLS", "starttls") == "ssl"
EMAIL_TIMEOUT = 20  # seconds
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GUANXI_MAIL_FROM", "surveys@localhost")

# Where people may import from in the browser besides giving files: nowhere, until the owner says so.
# Folders of this machine; beginnings of addresses of object storages (s3://shop/orders/), whose endpoint and
# keys are those of the environment; databases as NAME=URL, one after the other, parted by blanks.
IMPORT_ROOTS = _list("GUANXI_IMPORT_ROOTS")
IMPORT_BUCKETS = _list("GUANXI_IMPORT_BUCKETS")
IMPORT_DATABASE_SECRETS = dict(
    pair.split("=", 1) for pair in os.environ.get("GUANXI_DATABASES", "").split() if "=" in pair
)  # "secret" in a setting's name hides it wherever Django shows settings

# --- people -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds an invitation's link holds
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "guanxi.web.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "guanxi.web.accounts.adapters.SocialAccountAdapter"
ACCOUNT_FORMS = {"login": "guanxi.web.accounts.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the person chooses
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("GUANXI_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("GUANXI_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("GUANXI_OIDC_CLIENT", ""),
                "secret": os.environ.get("GUANXI_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["GUANXI_OIDC_SERVER"]},
            }
        ],
    }
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # counted by axes, in the database, for all workers
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "kit/locked_out.html"
AXES_USERNAME_FORM_FIELD = "login"
AXES_ENABLE_ADMIN = False

# --- what leaves the server -------------------------------------------------------------------------

# Nothing inline and nothing evaluated: a script that somebody typed into a name stays text.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if _flag("GUANXI_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "kit" / "assets"]
# Vite has already named every file after its content and compressed it, so there is nothing for a
# collecting step to do: WhiteNoise serves straight from the package.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.*-[\w-]{8}\.\w+$"

# --- language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = os.environ.get("GUANXI_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("GUANXI_TIME_ZONE", "UTC")

LOGGING = logging_settings(debug=DEBUG)
LOGGING_CONFIG = "logging.config.dictConfig"
