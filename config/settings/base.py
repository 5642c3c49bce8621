"""What every installation shares. Nothing here knows whether it is a demonstration, a test or the real thing."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.folder("RRN_VAR", BASE_DIR / "var")

DEBUG = False
DEMONSTRATION = False
RRN_DEMO_DAY = env.day("RRN_DEMO_DAY")  # the day from which the demonstration's dates count
ALLOWED_HOSTS: list[str] = []
BASE_URL = env.text("RRN_BASE_URL", "http://127.0.0.1:8000").rstrip("/")

# The network's own facts: settings, because an installer may be another network (PRODUCT.md).
RRN = {
    "NAME": env.text("RRN_NAME", "Restraint Reduction Network"),
    "STRAPLINE": env.text("RRN_STRAPLINE", "Like-minded organisations in pursuit of restraint-free services"),
    "TELEPHONE": env.text("RRN_TELEPHONE", "0121 415 6960"),
    "EMAIL": env.text("RRN_EMAIL", "office@rrn.example"),
    "CHARITY_NUMBER": env.text("RRN_CHARITY_NUMBER", "1187984"),
    "DATA_LICENCE": env.text("RRN_DATA_LICENCE", "CC BY 4.0"),  # of published words; organisations agree to it when they send
    "DATA_LICENCE_ADDRESS": env.text("RRN_DATA_LICENCE_ADDRESS", "https://creativecommons.org/licenses/by/4.0/"),
    "MINIMUM_AGE": env.number("RRN_MINIMUM_AGE", 18),
    "SEATS_PER_ORGANISATION": env.number("RRN_SEATS_PER_ORGANISATION", 200),
}

INSTALLED_APPS = [
    # Roof to cellar: where two rooms offer a template of one name, the upper room wins.
    "rrn.office",
    "rrn.website",
    "rrn.clock",
    "rrn.register",
    "rrn.transition",
    "rrn.logo",
    "rrn.privacy",
    "rrn.plans",
    "rrn.library",
    "rrn.forum",
    "rrn.measures",
    "rrn.membership",
    "rrn.organisations",
    "rrn.learning",
    "rrn.accounts",
    "rrn.post",
    "rrn.files",
    "rrn.events",
    "rrn.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "rrn.core.pagestore.middleware.PageStoreMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rrn.core.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "rrn.core.middleware.ZeroByteMiddleware",
    "rrn.core.middleware.HeadersMiddleware",  # inside: it says which policy the office gets before it is written
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rrn.accounts.middleware.SessionEndMiddleware",
    "rrn.core.middleware.LanguageMiddleware",
    "rrn.core.middleware.AudienceMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rrn.core.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": env.database("DATABASE_URL", VAR_DIR / "rrn.sqlite3"),
}
# Limits and other short-lived counts live apart, so that counting a failed sign-in never waits for a member's
# write. With PostgreSQL they share its server but not its transactions.
DATABASES["limits"] = (
    env.sqlite(VAR_DIR / "limits.sqlite3")
    if "sqlite" in DATABASES["default"]["ENGINE"]
    else DATABASES["default"] | {"TEST": {"MIRROR": "default"}}
)
DATABASE_ROUTERS = ["rrn.core.routers.LimitsRouter"]
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits"}
    ),
    # A page fetches the sizes of its pictures at once; remembering them one by one would cost more than it saves.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "rrn.accounts.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "rrn.accounts.hashers.Argon2idHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "display_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

# allauth: one door, an address that is confirmed by a code, the same answer for known and unknown addresses.
ACCOUNT_ADAPTER = "rrn.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGIN_TIMEOUT = 35 * 60  # longer than a code lives
ACCOUNT_FORMS = {
    "signup": "rrn.accounts.forms.SignUpForm",
    "login": "rrn.accounts.forms.SignInForm",
    "request_login_code": "rrn.accounts.forms.AskForCodeForm",
    "confirm_login_code": "rrn.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "rrn.accounts.forms.ConfirmAddressForm",
    "reset_password": "rrn.accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "rrn.accounts.forms.ResetCodeForm",
    "reset_password_from_key": "rrn.accounts.forms.NewPasswordForm",
    "change_password": "rrn.accounts.forms.ChangePasswordForm",
    "set_password": "rrn.accounts.forms.SetPasswordForm",
    "reauthenticate": "rrn.accounts.forms.ReauthenticateForm",
    "add_email": "rrn.accounts.forms.ChangeAddressForm",
}
# Per address (ip), per account (key, user) and, at sign-in, for the whole house. A guess at a password is judged at
# most 20 times an hour for one account (RELIABILITY.md G12); a live session has limits of its own.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key,20/h/key",
    "login_everywhere": "900/m/key",
    "signup": "20/m/ip,200/h/ip",
    "request_login_code": "20/m/ip,3/m/key,12/h/key",
    "reset_password": "20/m/ip,3/m/key,12/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/10s/key,12/h/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user,10/h/user",
    "reauthenticate": "5/m/user,20/h/user",
}
ACCOUNT_USER_DISPLAY = str
TRUSTED_PROXIES: list[str] = []  # addresses or networks whose X-Forwarded-For is read
MFA_ADAPTER = "rrn.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "rrn.accounts.forms.SecondFactorForm",
    "reauthenticate": "rrn.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "rrn.accounts.forms.AddAppForm",
    "add_webauthn": "rrn.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "rrn.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = RRN["NAME"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

# How long somebody stays signed in is rrn.accounts.rules; the cookie lives longer, so that a form which comes after
# that can be kept for the person who wrote it.
SESSION_ENGINE = "rrn.core.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rrn.core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
USE_X_FORWARDED_HOST = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft, however public its page is
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_FILES = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_FILES, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Public pages, kept as files for whoever has no session (rrn/core/pagestore/README.md). Not shared between hosts.
PAGE_STORE: Path | None = env.folder("RRN_PAGE_STORE", VAR_DIR / "pages") if env.flag("RRN_KEEP_PAGES", True) else None
PAGE_STORE_WARM = ("/", "/join/", "/help-now/", "/members/", "/figures/")  # made before anybody asks for them
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

DEFAULT_FROM_EMAIL = env.text("RRN_MAIL_FROM", "Restraint Reduction Network <office@rrn.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 5

# An address of a monitor outside that hears from the clock every five minutes while all is well with it, and raises the alarm
# when it doesn't. Empty: none.
CLOCK_PING = env.text("RRN_CLOCK_PING")

WAGTAIL_SITE_NAME = RRN["NAME"]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en-gb", "English")]
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
# A page is for everybody or for those signed in; a password that many share protects nothing.
WAGTAIL_PRIVATE_PAGES = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "website.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "rrn.website.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_CONTENT_TYPES = {"pdf": "application/pdf"}
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "rrn.core.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # A line for every save of every page says nothing to whoever reads the log.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
