"""As for measuring, with a mail server on this machine that the command starts itself."""

from __future__ import annotations

from config import environment as env
from config.settings.bench import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", env.number("RRN_MAIL_PORT", 2525), False
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
