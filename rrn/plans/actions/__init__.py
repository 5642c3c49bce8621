"""Everything that changes a plan. One door; the rooms behind it are writing, sending, reviewing and publishing."""

from rrn.plans.actions.publishing import publish_plan, reopen_review, set_publication_day
from rrn.plans.actions.reminding import remind_of_changes
from rrn.plans.actions.reviewing import (
    accept_plan,
    ask_changes,
    comment,
    decide_appeal,
    declare_no_interest,
    hand_back_review,
    not_accept_plan,
    open_review,
    take_back_comment,
)
from rrn.plans.actions.sending import (
    NotReady,
    appeal,
    resubmit_plan,
    return_to_draft,
    submit_plan,
    withdraw_plan,
)
from rrn.plans.actions.writing import (
    Conflict,
    Saved,
    add_action,
    confirm,
    move_action,
    put_back_action,
    remove_action,
    save_action,
    save_part,
    start_plan,
)

__all__ = [
    "Conflict",
    "NotReady",
    "Saved",
    "accept_plan",
    "add_action",
    "appeal",
    "ask_changes",
    "comment",
    "confirm",
    "decide_appeal",
    "declare_no_interest",
    "hand_back_review",
    "move_action",
    "not_accept_plan",
    "open_review",
    "publish_plan",
    "put_back_action",
    "remind_of_changes",
    "remove_action",
    "reopen_review",
    "resubmit_plan",
    "return_to_draft",
    "save_action",
    "save_part",
    "set_publication_day",
    "start_plan",
    "submit_plan",
    "take_back_comment",
    "withdraw_plan",
]
