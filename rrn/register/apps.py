from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The public register: what anyone may see of members, their plans and the figures."""

    name = "rrn.register"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The public register"

    def ready(self) -> None:
        from rrn.register.renewing import register_all

        register_all()
