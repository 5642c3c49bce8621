from django.apps import AppConfig


class TransitionConfig(AppConfig):
    """The move from 2014: bringing the original pledge file in, and moving its people on."""

    name = "rrn.transition"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The move from 2014"
