"""Who may do what to accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from rrn.accounts.models import Role, User
from rrn.core.verdict import YES, Verdict, no


def may_change_roles(by: User | None, person: User) -> Verdict:
    """`by=None` is the house itself: a command typed on the machine."""
    if by is None:
        return YES
    if not by.is_superuser:
        return no("Roles are given and ended by the person who runs the installation.")
    if by.pk == person.pk:
        return no("Somebody else has to change your own roles.")
    return YES


def may_change_account(by: User | None, person: User) -> Verdict:
    """Her own, or the office on her behalf."""
    if by is None or by.pk == person.pk or by.is_superuser or by.is_office:
        return YES
    return no("Only the person herself, or the office for her, can change this.")


def people_visible_to(user: User) -> QuerySet[User]:
    """Whose accounts somebody may open: her own; the office and the installer, all."""
    if user.is_authenticated and (user.is_superuser or Role.OFFICE in user.roles):
        return User.objects.all()
    return User.objects.filter(pk=user.pk) if user.is_authenticated else User.objects.none()
