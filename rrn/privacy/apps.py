from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Privacy: export and erasure, by calling what each room registers."""

    name = "rrn.privacy"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Privacy"
