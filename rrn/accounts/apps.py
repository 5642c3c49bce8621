from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who can sign in, with which address, second factor and roles."""

    name = "rrn.accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People"

    def ready(self) -> None:
        from rrn.accounts.erasing import ERASER
        from rrn.accounts.listeners import connect
        from rrn.accounts.readers import readers_of
        from rrn.core.erasures import register
        from rrn.post.door import know_readers_by

        connect()
        know_readers_by(readers_of)
        register(ERASER)
