from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Privacy: export and erasure, by calling what each room registers."""

    name = "rrn.privacy"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Privacy"

    def ready(self) -> None:
        from rrn.core.erasures import remember_by
        from rrn.privacy.queries import erased_among

        remember_by(erased_among)
