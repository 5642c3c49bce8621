from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Awareness videos: the two videos, their transcripts, what was watched, and who has completed them."""

    name = "rrn.learning"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Awareness videos"
