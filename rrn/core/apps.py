from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The cellar: what every room stands on: verdicts, refusals, London days, the one clock, form fields, components, the address book of audiences."""

    name = "rrn.core"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The cellar"
