from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Forum: a place to ask and to tell, safe first."""

    name = "rrn.forum"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Forum"
