"""What staff roles may do in Wagtail's frame: computed from the roles held now, never from groups of users."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

WAGTAIL_FOR_ALL_STAFF = frozenset({"wagtailadmin.access_admin"})

_ALLOWED: dict[str, frozenset[str]] = {}


def allow(role: str, *permissions: str) -> None:
    """A room upstairs says what a role may do with its records in Wagtail's frame. Call it in `AppConfig.ready()`."""
    _ALLOWED[role] = _ALLOWED.get(role, frozenset()) | frozenset(permissions)


class RoleBackend(BaseBackend):
    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or obj is not None or not getattr(user_obj, "is_staff", False):
            return set()
        of_her_roles = (_ALLOWED.get(role, frozenset()) for role in user_obj.roles)
        return set(WAGTAIL_FOR_ALL_STAFF.union(*of_her_roles))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)
