from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Action plans: the organisation's door and its plan, from first draft to published promise."""

    name = "rrn.plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Action plans"

    def ready(self) -> None:
        from rrn.core.frozen import freeze
        from rrn.plans.notices import CHANGES_ASKED
        from rrn.post import notices

        freeze("plans.PlanVersion")
        freeze("plans.Publication")
        freeze("plans.Baseline")
        notices.register(CHANGES_ASKED)
