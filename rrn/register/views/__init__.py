"""The register's pages: the directory, one member and its plans, the figures."""

from .directory import members
from .figures import figures
from .member import changes, member, plan

__all__ = ["changes", "figures", "member", "members", "plan"]
