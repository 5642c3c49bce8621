from django.apps import AppConfig


class LogoConfig(AppConfig):
    """Logo: the live image that tells today's truth."""

    name = "rrn.logo"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Logo"
