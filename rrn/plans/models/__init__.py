"""What this room remembers."""

from rrn.plans.models.plans import Action, Plan
from rrn.plans.models.reviews import (
    Appeal,
    ChangesAsked,
    Decision,
    Declaration,
    PointToLearn,
    Review,
    ReviewComment,
)
from rrn.plans.models.versions import Baseline, PlanVersion, Publication
from rrn.plans.models.writing import Confirmation, ConfirmationKind, Edit

__all__ = [
    "Action",
    "Appeal",
    "Baseline",
    "ChangesAsked",
    "Confirmation",
    "ConfirmationKind",
    "Decision",
    "Declaration",
    "Edit",
    "Plan",
    "PlanVersion",
    "PointToLearn",
    "Publication",
    "Review",
    "ReviewComment",
]
