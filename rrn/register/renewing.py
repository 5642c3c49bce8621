"""Which records, when they are written about, change whose rows (`core.renewals` calls these after each write)."""

from __future__ import annotations

from rrn.core import renewals
from rrn.register.actions import renew_all_rows, renew_pledges, renew_rows
from rrn.register.recorded import members_of_organisations, members_of_periods, members_of_plans


def renew_for_plans(plans: set[str] | None) -> None:
    if plans is None:
        renew_all_rows()
    else:
        renew_rows(members=set(members_of_plans(plans)))


def renew_for_periods(periods: set[str] | None) -> None:
    if periods is None:
        renew_all_rows()
    else:
        renew_rows(members=set(members_of_periods(periods)))


def renew_for_members(members: set[str] | None) -> None:
    if members is None:
        renew_all_rows()
    else:
        renew_rows(members={int(member) for member in members})


def renew_for_organisations(organisations: set[str] | None) -> None:
    if organisations is None:
        renew_all_rows()
    else:
        renew_rows(members=set(members_of_organisations(organisations)))


def renew_for_pledges(pledges: set[str] | None) -> None:
    renew_pledges(pledges=pledges)


def register_all() -> None:
    renewals.register("plans.plan", name="register", renew=renew_for_plans)
    renewals.register("membership.period", name="register", renew=renew_for_periods)
    renewals.register("membership.member", name="register", renew=renew_for_members)
    renewals.register("organisations.organisation", name="register", renew=renew_for_organisations)
    renewals.register("membership.originalpledge", name="register", renew=renew_for_pledges)
