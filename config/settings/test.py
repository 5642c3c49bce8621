"""Tests: the demonstration's rooms, no waiting, nothing leaves the process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("RRN_VAR", str(Path(tempfile.gettempdir()) / f"rrn-test-{os.getuid()}"))

from .base import *  # noqa: E402
from .base import INSTALLED_APPS, RRN, STORAGES  # noqa: E402

DEMONSTRATION = True
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = "http://testserver"
INSTALLED_APPS = ["rrn.demo", *INSTALLED_APPS]
RRN = RRN | {"CHARITY_NUMBER": "", "ISSUER": "Demonstration, not the Restraint Reduction Network"}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PAGE_STORE = None  # the store's own tests open one
