"""Everything that changes a membership."""

from .appeals import appeal_decision, decide_member_appeal
from .boundaries import note_boundaries
from .decisions import (
    close_member,
    end_application,
    grant_override,
    lift_suspension,
    merge_member,
    note_application,
    remove_member,
    suspend_member,
    take_back_ending,
    take_back_override,
)
from .individuals import end_action, list_individual, say_how_it_goes, show_action
from .joining import join_as_individual, save_joining_answers
from .licences import accept_licence, lift_licence_suspension, offer_licence, suspend_licence
from .periods import leave, member_for_organisation, member_for_person, start_period
from .pledges import Growth, NewPledge, add_to_pledges, bring_in_pledges, note_claim
from .steering import (
    agree_to_be_named,
    confirm_seat,
    declare_roster_interest,
    end_roster_interest,
    end_roster_seat,
    give_another_term,
    propose_seat,
    take_back_naming,
)

__all__ = [
    "Growth",
    "NewPledge",
    "accept_licence",
    "add_to_pledges",
    "agree_to_be_named",
    "appeal_decision",
    "bring_in_pledges",
    "close_member",
    "confirm_seat",
    "decide_member_appeal",
    "declare_roster_interest",
    "end_action",
    "end_application",
    "end_roster_interest",
    "end_roster_seat",
    "give_another_term",
    "grant_override",
    "join_as_individual",
    "leave",
    "lift_licence_suspension",
    "lift_suspension",
    "list_individual",
    "member_for_organisation",
    "member_for_person",
    "merge_member",
    "note_application",
    "note_boundaries",
    "note_claim",
    "offer_licence",
    "propose_seat",
    "remove_member",
    "save_joining_answers",
    "say_how_it_goes",
    "show_action",
    "start_period",
    "suspend_licence",
    "suspend_member",
    "take_back_ending",
    "take_back_naming",
    "take_back_override",
]
