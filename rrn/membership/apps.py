from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Membership: joining of individuals, periods and status, the original pledge's record, the logo licence's record."""

    name = "rrn.membership"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Membership"

    def ready(self) -> None:
        from rrn.accounts.wordings import register_wording
        from rrn.core import renewals
        from rrn.core.erasures import register
        from rrn.membership import finding
        from rrn.membership.action_notices import ACTION, ACTION_HALFWAY
        from rrn.membership.erasing import ERASER
        from rrn.membership.notices import PERIOD_END
        from rrn.membership.wordings import ALL
        from rrn.post import notices

        register(ERASER)
        for rule in (PERIOD_END, ACTION, ACTION_HALFWAY):
            notices.register(rule)
        renewals.register("membership.rosterseat", name="search", renew=finding.renew)
        for wording in ALL:
            register_wording(wording)
