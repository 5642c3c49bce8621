from django.apps import AppConfig


class PostConfig(AppConfig):
    """The post room: every letter and mail that leaves the house, and the outbox it waits in."""

    name = "rrn.post"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The post room"

    def ready(self) -> None:
        from rrn.core.erasures import register
        from rrn.post.door import refuse_by
        from rrn.post.erasing import ERASER
        from rrn.post.listeners import connect
        from rrn.post.mailings import stopped_among

        register(ERASER)
        refuse_by("mailings", stopped_among)
        connect()
