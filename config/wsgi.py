"""The door for the application server: the page store in front, Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
django_application = get_wsgi_application()

from rrn.core.pagestore.setting import in_front_of  # noqa: E402  # it reads the settings

application = in_front_of(django_application)
