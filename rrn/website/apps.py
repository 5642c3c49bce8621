from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Website: pages, navigation and /my/; shows any room, owns no rules."""

    name = "rrn.website"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Website"

    def ready(self) -> None:
        from rrn.core import todos
        from rrn.website import (
            checks,  # noqa: F401  # registers what an installer should look at
            kept_pages,
        )
        from rrn.website.notices import help_contacts

        todos.register("help_now", label="Help now", ask=help_contacts)
        kept_pages.tell()
