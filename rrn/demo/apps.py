from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration network: a small made-up world; production refuses to start with it."""

    name = "rrn.demo"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Demonstration network"
