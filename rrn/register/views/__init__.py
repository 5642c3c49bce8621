"""The register's pages: the directory, one member and its plans, the figures."""

from .directory import members
from .figures import figures
from .member import changes, member, plan
from .places import members_map, moving, people

__all__ = ["changes", "figures", "member", "members", "members_map", "moving", "people", "plan"]
