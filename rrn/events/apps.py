from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The diary: who did what, and when; append-only."""

    name = "rrn.events"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The diary"

    def ready(self) -> None:
        from rrn.core.frozen import freeze

        freeze("events.Line")
        freeze("events.Block")
