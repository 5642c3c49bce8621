from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Website: pages, navigation and /my/; shows any room, owns no rules."""

    name = "rrn.website"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Website"
