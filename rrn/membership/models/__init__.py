from .appeals import Appeal
from .boundaries import Boundary
from .decisions import Application, Ending, Override, Suspension
from .individuals import ActionEnd, ActionWord, IndividualAction, IndividualDetails, JoiningDraft
from .licences import LicenceSuspension, LogoLicence
from .members import Member
from .periods import Period
from .pledges import OriginalPledge, OriginalPledgeEntry
from .steering import RosterInterest, RosterNaming, RosterSeat, RosterTerm

__all__ = [
    "ActionEnd",
    "ActionWord",
    "Appeal",
    "Application",
    "Boundary",
    "Ending",
    "IndividualAction",
    "IndividualDetails",
    "JoiningDraft",
    "LicenceSuspension",
    "LogoLicence",
    "Member",
    "OriginalPledge",
    "OriginalPledgeEntry",
    "Override",
    "Period",
    "RosterInterest",
    "RosterNaming",
    "RosterSeat",
    "RosterTerm",
    "Suspension",
]
