from django.apps import AppConfig


class ClockConfig(AppConfig):
    """The night: duties that fall due, and the worker that does them."""

    name = "rrn.clock"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The night"

    def ready(self) -> None:
        from rrn.clock import install  # noqa: F401  # registers its checks
