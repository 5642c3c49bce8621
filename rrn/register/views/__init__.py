"""The register's pages: the directory, one member and its plans, the figures."""

from .directory import members
from .figures import actions, figures, moved
from .member import changes, member, plan
from .places import members_map, moving, people

__all__ = ["actions", "changes", "figures", "member", "members", "members_map", "moved", "moving", "people", "plan"]
