from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The gate: the one way in and out for uploaded files."""

    name = "rrn.files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The gate"
