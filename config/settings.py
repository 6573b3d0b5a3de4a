"""All settings in one file. What an installation may change comes from the environment, read by config/env.py."""

import secrets
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("ZHIKE_STATE", str(BASE_DIR / "var")))  # database, uploads, secret key, logs
TESTING = "pytest" in sys.modules

DEBUG = env.flag("ZHIKE_DEBUG", default=False)


def _secret_key() -> str:
    """The key of this installation: given, or made once and kept beside the data."""
    given = env.text("ZHIKE_SECRET_KEY", "")
    if given:
        return given
    kept = STATE_DIR / "secret-key"
    if not kept.exists():
        STATE_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = "only-for-tests" if TESTING else _secret_key()
ALLOWED_HOSTS = env.words("ZHIKE_HOSTS", "localhost,127.0.0.1,[::1],testserver" if not DEBUG else "*")
CSRF_TRUSTED_ORIGINS = env.words("ZHIKE_ORIGINS")
SITE_ADDRESS = env.text("ZHIKE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")  # used in mails and links

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_vite",
    "csp",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "zhike.core",
    "zhike.accounts",
    "zhike.activity",
    "zhike.files",
    "zhike.clients",
    "zhike.projects",
    "zhike.signoff",
    "zhike.requirements",
    "zhike.communications",
    "zhike.plan",
    "zhike.monitoring",
    "zhike.reports",
    "zhike.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhike.accounts.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhike.core.shell.RedirectsForHtmx",
    "allauth.account.middleware.AccountMiddleware",
    "zhike.accounts.middleware.OrganisationFromPath",
    "zhike.core.doors.RefusalPages",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Order matters: partials wrap cotton, or either of the two silently stops working.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "zhike.core.templatetags.kit",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhike.core.shell.shell",
            ],
        },
    }
]
COTTON_SNAKE_CASED_NAMES = False
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its attributes, never a page's variable of the same name

DJANGO_VITE = {
    "default": {
        "manifest_path": BASE_DIR / "zhike/core/static/build/manifest.json",
        "app_client_class": "zhike.core.frontend.BuiltFiles",
    }
}
# Names that change with their content: hashed by Vite (name-hash.js) or by the static storage (name.hash.js).
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/build/.+-[\w-]{8}\.\w+$|^.+\.[0-9a-f]{12}\..+$"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{STATE_DIR / 'zhike.sqlite3'}")}
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not :memory:, so that tests with threads and worker processes see one database.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Sign-in limits are counted here, so every process must see the same cache.
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(STATE_DIR / "cache"),
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
# Ours before those of the libraries, which say the same words ("Key", "Create") and mean other things.
LOCALE_PATHS = [BASE_DIR / "config/locale", *sorted(BASE_DIR.glob("zhike/*/locale"))]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("ZHIKE_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/-/static/"
STATIC_ROOT = STATE_DIR / "static"
MEDIA_ROOT = STATE_DIR / "files"  # never served by path: files.views streams them after asking
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Source maps of the API's documentation page are 7 MB; squeezing them took most of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "br", "gz", "png", "jpg", "jpeg", "gif", "webp", "woff", "woff2"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a document decided on item by item sends two for each
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = env.number("ZHIKE_UPLOAD_LIMIT_MB", 100) * 1024 * 1024

EMAIL_BACKEND = env.text("ZHIKE_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("ZHIKE_MAIL_HOST", "")
EMAIL_PORT = env.number("ZHIKE_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("ZHIKE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("ZHIKE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("ZHIKE_MAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = env.text("ZHIKE_MAIL_FROM", "Zhike <zhike@localhost>")
if not EMAIL_HOST and "ZHIKE_MAIL_BACKEND" not in __import__("os").environ:
    # Without a mail server, mails are written as files, so that nothing said is lost and nobody waits for a timeout.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(STATE_DIR / "mail")

SESSION_ENGINE = "zhike.accounts.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
CLIENT_SESSION_AGE = env.number("ZHIKE_CLIENT_SESSION_DAYS", 30) * 86400  # staff: two weeks, Django's default
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ZHIKE_BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "DENY"

JOB_BEAT = env.number("ZHIKE_JOB_BEAT", 5)  # seconds between signs of life of a worker
JOB_LOST_AFTER = env.number("ZHIKE_JOB_LOST_AFTER", 30)  # silence after which its job is taken up by another

# Documents: whose name is in the certificate they are sealed with, and who states the time (RFC 3161; "" for nobody).
SEALING_NAME = env.text("ZHIKE_SEALING_NAME", "")
TIME_STAMP_SERVER = env.address("ZHIKE_TSA_URL")

SHELL_UNREAD = "zhike.activity.queries.unread_count"
SHELL_HOUSE = "zhike.accounts.queries.house_of"

LOGIN_URL = "/-/sign-in/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
SIGN_IN_LINK_AGE = 30 * 60  # seconds; the six-digit code in the same mail lives as long

# Sign-in: allauth is the engine, the pages and words are ours (zhike/accounts).
ACCOUNT_ADAPTER = "zhike.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; people are invited
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the invitation that was mailed to it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = SIGN_IN_LINK_AGE
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "request_login_code": "20/5m/ip,5/15m/key",
    "reset_password": "20/5m/ip,5/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
MFA_ADAPTER = "zhike.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "知客 Zhike"
MFA_TOTP_TOLERANCE = 1  # phones' clocks are half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_ADDRESS.startswith("http://")  # http://localhost, to try it out
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_MAX_AGE = SIGN_IN_LINK_AGE
SESAME_ONE_TIME = True
