"""The demonstration network on one machine: loopback only, embedded SQLite unless DATABASE_URL says otherwise."""

from __future__ import annotations

from config import environment as env
from config.keys import kept_key

from .base import *
from .base import BASE_URL, INSTALLED_APPS, RRN, STORAGES, VAR_DIR

DEMONSTRATION = True
SECRET_KEY = kept_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
BASE_URL = env.text("RRN_BASE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
WAGTAILADMIN_BASE_URL = BASE_URL
INSTALLED_APPS = ["rrn.demo", *INSTALLED_APPS]
# A number kept for drama: no visitor of a made-up network rings the real one.
RRN = RRN | {"TELEPHONE": "0121 496 0960", "CHARITY_NUMBER": "", "ISSUER": "Demonstration, not the Restraint Reduction Network"}
# Plain names: the assets are already built, and hashing them again would cost a minute of the first start.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "rrn.demo.mail.LetterTrayBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# The door of the demonstration stays open for a whole afternoon of looking around.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W018"]
