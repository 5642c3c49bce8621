"""The real network. Refuses to start half configured, and refuses to start with the demonstration."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config import environment as env

from .base import *
from .base import INSTALLED_APPS, RRN

if "rrn.demo" in INSTALLED_APPS:
    raise ImproperlyConfigured("The demonstration network must not be installed in production.")

SECRET_KEY = env.required("RRN_SECRET_KEY", "at least 50 random characters, kept apart from backups")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("RRN_SECRET_KEY is too short. Use at least 50 random characters.")
BASE_URL = env.required("RRN_BASE_URL", "the address of this site, such as https://members.example.org").rstrip("/")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("RRN_BASE_URL must start with https://.")
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.words("RRN_ALLOWED_HOSTS") or [BASE_URL.removeprefix("https://").partition("/")[0]]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
RRN = RRN | {"ISSUER": RRN["NAME"]}

SECURE_SSL_REDIRECT = env.flag("RRN_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.number("RRN_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("RRN_HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("RRN_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
TRUSTED_PROXIES = env.words("RRN_TRUSTED_PROXIES")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_BACKEND = env.text("RRN_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.required("RRN_MAIL_HOST", "the SMTP server that takes the network's mail")
EMAIL_PORT = env.number("RRN_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("RRN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("RRN_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("RRN_MAIL_TLS", True)
