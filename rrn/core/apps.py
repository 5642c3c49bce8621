from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The cellar: what every room stands on."""

    name = "rrn.core"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The cellar"

    def ready(self) -> None:
        from rrn.core.frozen import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="core.frozen")
