"""The step between an editor's draft and the public: somebody of the office reads it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Task, TaskState

from rrn.core.personal import PersonalData


def is_office(user: Any) -> bool:
    return bool(user.is_superuser or "office" in user.roles)


class OfficeApproval(Task):
    """Approved by whoever holds the office's role on that day, never by a list of names."""

    personal_data = PersonalData(other=("task_ptr",), kept="As long as the workflow exists.")

    class Meta:
        verbose_name = "approval by the office"
        verbose_name_plural = "approvals by the office"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return is_office(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What waits for the office is not changed by anybody else meanwhile."""
        return not is_office(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return is_office(user)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not is_office(user):
            return []
        return [
            ("reject", "Ask for changes", True),
            ("approve", "Approve", False),
            ("approve", "Approve with a comment", True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        if not is_office(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        return "Anybody of the office can approve"
