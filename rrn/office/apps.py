from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Office: the staff's screens; no models, no rules."""

    name = "rrn.office"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Office"

    def ready(self) -> None:
        from functools import partial

        from django.urls import reverse

        from rrn.core import todos
        from rrn.learning.todos import troubles
        from rrn.membership.todos import steering_seats
        from rrn.office import acts, bulk
        from rrn.office.todos import (
            appeals,
            clock_stops,
            look_alikes,
            mails,
            member_appeals,
            messages,
            nobody_leads,
            plans,
            put_aside_by_the_clock,
            unexplained_notices,
        )

        def whole(name: str, query: str = "") -> str:
            return f"{reverse(f'office:{name}')}{query}"

        todos.register("plans", label="Plans", ask=plans, whole=partial(whole, "plans"))
        todos.register("appeals", label="Appeals", ask=appeals, whole=partial(whole, "plans"))
        todos.register("member_appeals", label="Members’ appeals", ask=member_appeals)
        todos.register("contacts", label="Contacts", ask=nobody_leads, whole=partial(whole, "organisations", "?lead=none"))
        todos.register("steering", label="Steering group", ask=steering_seats, whole=partial(whole, "roster"))
        todos.register("videos", label="Videos", ask=troubles)
        todos.register("pledges", label="2014 pledge", ask=look_alikes, whole=partial(whole, "imports"))
        todos.register("messages", label="Messages", ask=messages, whole=partial(whole, "messages", "?state=open"))
        todos.register("mail", label="Mail", ask=mails, whole=partial(whole, "mails", "?to_decide=yes"))
        todos.register("notices", label="Notices", ask=unexplained_notices, whole=partial(whole, "notices"))
        todos.register("clock", label="Clock", ask=clock_stops, whole=partial(whole, "clock"))
        todos.register("put aside", label="Put aside", ask=put_aside_by_the_clock, whole=partial(whole, "clock"))
        for act in acts.ACTS:
            bulk.register(act)
