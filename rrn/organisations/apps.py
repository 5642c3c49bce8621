from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations: organisations, their registers, their names, and the seats people hold in them."""

    name = "rrn.organisations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Organisations"

    def ready(self) -> None:
        from rrn.core.erasures import register
        from rrn.organisations.erasing import ERASER

        register(ERASER)
