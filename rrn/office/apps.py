from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Office: the staff's screens; no models, no rules."""

    name = "rrn.office"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Office"

    def ready(self) -> None:
        from rrn.core import todos
        from rrn.learning.todos import troubles
        from rrn.membership.todos import steering_seats
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

        todos.register("plans", label="Plans", ask=plans)
        todos.register("appeals", label="Appeals", ask=appeals)
        todos.register("member_appeals", label="Members’ appeals", ask=member_appeals)
        todos.register("contacts", label="Contacts", ask=nobody_leads)
        todos.register("steering", label="Steering group", ask=steering_seats)
        todos.register("videos", label="Videos", ask=troubles)
        todos.register("pledges", label="2014 pledge", ask=look_alikes)
        todos.register("messages", label="Messages", ask=messages)
        todos.register("notices", label="Notices", ask=unexplained_notices)
        todos.register("mail", label="Mail", ask=mails)
        todos.register("clock", label="Clock", ask=clock_stops)
        todos.register("put aside", label="Put aside", ask=put_aside_by_the_clock)
