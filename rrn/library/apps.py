from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Library: resources for members and the public."""

    name = "rrn.library"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Library"
