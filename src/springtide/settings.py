"""Django's settings, made from `environment.Environment`. Nothing else reads the environment."""

import base64
import hmac
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from springtide.environment import STANDIN, AssessmentProvider, Environment

ENVIRONMENT = Environment()
DATA_DIR = ENVIRONMENT.data.expanduser().resolve()
FILES_DIR = DATA_DIR / "files"


def kept_secret(folder: Path) -> str:
    """The signing key of this installation, made on the first start and readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "springtide.foundation.sqlite",
            "NAME": DATA_DIR / "springtide.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what a receipt was shown for survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
            },
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def providers(environment: Environment, signing_key: str) -> dict[str, AssessmentProvider]:
    """Who gives tests: whom the operator names, and in sample mode the stand-in, which is this very site."""
    found = dict(environment.assessment_providers)
    if environment.sample:
        key = hmac.digest(signing_key.encode(), b"assessments.standin", "sha256")
        secret = f"whsec_{base64.b64encode(key).decode()}"
        address = f"{environment.site_url.rstrip('/')}/{STANDIN}/attempts/"
        found[STANDIN] = AssessmentProvider(url=address, secret=secret, near=True)
    return found


DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or kept_secret(DATA_DIR)
SECRET_KEY_FALLBACKS = ENVIRONMENT.old_secret_keys.split()
SITE_URL = ENVIRONMENT.site_url.rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = list(dict.fromkeys([SITE_HOST, *LOOPBACK]))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "springtide",
    "springtide.foundation.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "springtide.foundation.journal",
    "springtide.foundation.jobs",
    "springtide.foundation.mail",
    "springtide.foundation.files",
    "springtide.foundation.ui",
    "springtide.planning",
    "springtide.careers",
    "springtide.applications",
    "springtide.screening",
    "springtide.interviews",
    "springtide.allocation",
    "springtide.offers",
    "springtide.mentoring",
    "springtide.insight",
    "springtide.privacy",
    "springtide.sample",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before the static files, which would look for such a name on the disk.
    "springtide.foundation.text.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "springtide.foundation.journal.middleware.log_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "springtide.foundation.accounts.middleware.know_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "springtide.foundation.ui.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "springtide.urls"
WSGI_APPLICATION = "springtide.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "springtide.foundation.ui.context.menu",
            ],
        },
    }
]

DATABASES = {"default": database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENVIRONMENT.cache_url}
    if ENVIRONMENT.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "careers:home"
ACCOUNT_ADAPTER = "springtide.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "careers:home"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proves the address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"request_login_code": "springtide.foundation.accounts.forms.SignInForm"}
# Behind a proxy every visitor would share its address, and with it one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
ACCOUNT_RATE_LIMITS = {
    # A campus shares one address: the limit per address is wide, the one per e-mail address is narrow.
    "login": "600/m/ip",
    "request_login_code": "600/m/ip,5/m/key",
    "login_failed": "300/m/ip,5/5m/key",
}

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "springtide_session"
CSRF_COOKIE_NAME = "springtide_csrf"
CSRF_FAILURE_VIEW = "springtide.foundation.ui.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
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
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
UPLOAD_LIMIT = ENVIRONMENT.upload_limit_mb * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["springtide.foundation.files.uploads.LimitedUploadHandler"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
LANGUAGE_COOKIE_NAME = "springtide_language"
FORMAT_MODULE_PATH = ["springtide.foundation.ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The launcher gathers them; in tests and under runserver nobody has.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists() or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_URL = ENVIRONMENT.email_url
# Without a mail server, and only where nobody else can reach us, letters are read on a page.
OUTBOX = not EMAIL_URL and SITE_HOST in ("127.0.0.1", "localhost", "::1")
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
SAMPLE = ENVIRONMENT.sample
ASSESSMENT_PROVIDERS = providers(ENVIRONMENT, SECRET_KEY)
DIE_AT = ENVIRONMENT.die_at
SEAT_LOCK = not ENVIRONMENT.unsafe_no_seat_lock
WORDMARK = _("Springtide")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                # JSON escapes newlines and control characters: one line an event, whatever a name holds.
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.security.DisallowedHost": {"level": "ERROR"}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
