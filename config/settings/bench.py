"""For measuring (bench/): as the real network serves, on this machine only, with made-up rows and no demonstration's."""

from __future__ import annotations

from config import environment as env
from config.keys import kept_key

from .base import *
from .base import STORAGES, VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = kept_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1"]
BASE_URL = f"http://127.0.0.1:{env.number('PORT', 8000)}"
WAGTAILADMIN_BASE_URL = BASE_URL
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
