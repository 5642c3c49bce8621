from typing import Any

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Website: pages, navigation and /my/; shows any room, owns no rules."""

    name = "rrn.website"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Website"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from rrn.clock.duties import register
        from rrn.core import navigation, todos
        from rrn.register.machines.feeds import register_news
        from rrn.website import (
            checks,  # noqa: F401  # registers what an installer should look at
            kept_pages,
        )
        from rrn.website.duties import DUTIES
        from rrn.website.listeners import listen
        from rrn.website.menus import menus_of
        from rrn.website.notices import help_contacts, pages_to_approve
        from rrn.website.staff import answer_wagtail
        from rrn.website.telling import news_items

        todos.register("help_now", label="Help now", ask=help_contacts)
        todos.register("pages", label="Pages", ask=pages_to_approve)
        navigation.read_by(menus_of)
        register_news(news_items)
        for duty in DUTIES:
            register(duty)
        answer_wagtail()
        kept_pages.tell()
        listen()
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="website.pages")


def after_migrate(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """A fresh database has its pages as soon as it has its tables."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from rrn.website.filling import fill_pages
    from rrn.website.finding import put_what_is_missing
    from rrn.website.models import HomePage, MenuItem

    there = connections[using].introspection.table_names()
    if using != "default" or not {HomePage._meta.db_table, MenuItem._meta.db_table} <= set(there):
        return
    if "DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
        call_command("createcachetable", database="limits", verbosity=0)  # Wagtail notes in it where its sites are
    fill_pages()
    put_what_is_missing()
