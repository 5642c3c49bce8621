from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Office: the staff's screens; no models, no rules."""

    name = "rrn.office"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Office"

    def ready(self) -> None:
        from rrn.core import todos
        from rrn.office.todos import mails

        todos.register("mail", label="Mail", ask=mails)
