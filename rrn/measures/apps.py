from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures: monthly aggregates, never records of people."""

    name = "rrn.measures"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Measures"
