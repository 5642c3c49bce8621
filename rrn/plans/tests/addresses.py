from rrn.membership.actions import offer_licence
from rrn.organisations.actions import add_register
from rrn.organisations.rules import Scheme
from rrn.plans.actions import (
    add_action,
    ask_changes,
    confirm,
    open_review,
    remove_action,
    start_plan,
    submit_plan,
)
from rrn.plans.queries import CONFIRMATIONS_VERSION, DECLARATION_VERSION, actions_of
from rrn.plans.tests.scene import ALL_THREE, COMPLETE
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

# Whoever holds no seat there must not even learn that the organisation has a plan.
OUTSIDE = (
    "applicant individual former other_lead lapsed suspended lived_experience_reader "
    "reviewer moderator safeguarding_lead superuser"
)


def here(scene: Scene) -> dict:
    return {"slug": scene.organisation.slug}


def thing(name: str):
    return lambda scene: here(scene) | {"pk": scene.things[name].pk}


READ_ONLY = {OUTSIDE: (404, 405), "colleague": (404, 405)}
POST_ONLY = {OUTSIDE: (405, 404), "colleague": (405, 404), "viewer office": (405, 403)}
WRITING = {f"{OUTSIDE} colleague": 404, "viewer office": (200, 403)}
LEADING = {f"{OUTSIDE} colleague": 404, "editor viewer office": (200, 403)}

ADDRESSES = {
    "plans:start": Row(),
    "plans:search": Row(query="?q=house"),
    "plans:found": Row(post=200),
    "plans:mine": Row(),
    "plans:home": Row(kwargs=here, but={OUTSIDE: (404, 405)}),
    "plans:about": Row(kwargs=here, post=200, but={OUTSIDE: 404}),
    "plans:add_number": Row(kwargs=here, post=200, but={OUTSIDE: 404}),
    "plans:remove_number": Row(
        405, 302, kwargs=thing("register_entry"), but={OUTSIDE: (405, 404), "viewer colleague": (405, 403)}
    ),
    "plans:speak_for": Row(kwargs=here, get=403, post=403, but={OUTSIDE: 404, "office": (200, 302)}),
    # The plan is with the network, the membership in force: nothing is there to appeal against.
    "plans:leave": Row(kwargs=here, post=302, but={OUTSIDE: 404, "colleague": 403, "editor viewer office": (200, 403)}),
    "plans:membership_appeal": Row(kwargs=here, get=302, post=302, but={OUTSIDE: 404}),
    "plans:tasks": Row(kwargs=here, but=READ_ONLY),
    "plans:begin": Row(
        405, 302, kwargs=here, but={OUTSIDE: (405, 404), "viewer colleague office": (405, 403)}
    ),
    "plans:confirmations": Row(kwargs=here, post=302, but=LEADING),
    "plans:actions": Row(kwargs=here, but=READ_ONLY),
    "plans:add_action": Row(405, 302, kwargs=here, but=POST_ONLY),
    # An empty form over words that are there is a change nobody meant: both versions are shown.
    "plans:action": Row(kwargs=thing("action"), post=409, but=WRITING),
    "plans:move_action": Row(405, 302, kwargs=thing("action"), but=POST_ONLY),
    "plans:remove_action": Row(kwargs=thing("action"), post=302, but=WRITING),
    "plans:put_back_action": Row(405, 302, kwargs=thing("removed_action"), but=POST_ONLY),
    "plans:check": Row(kwargs=here, post=302, but=LEADING),
    # Whoever holds a seat reads the licence; a lead alone accepts it.
    "plans:logo_licence": Row(
        kwargs=here, post=200, but={OUTSIDE: 404, "editor viewer colleague office": (200, 403)}
    ),
    "plans:sent": Row(kwargs=here, get=302, but=READ_ONLY),
    "plans:withdraw": Row(kwargs=here, post=302, but=LEADING),
    "plans:appeal": Row(kwargs=here, post=200, but={f"{OUTSIDE} colleague": 404}),
    "plans:version": Row(kwargs=lambda scene: here(scene) | {"number": 1}, but=READ_ONLY),
    "plans:part": Row(kwargs=lambda scene: here(scene) | {"part": "now"}, post=302, but=WRITING),
}


def prepare(scene: Scene) -> None:
    lead, reviewer = scene.people["lead"], scene.people["reviewer"]
    plan = start_plan(organisation=scene.organisation, by=lead, at=AT)
    for _ in range(2):
        add_action(plan=plan, by=lead, at=AT, **COMPLETE)
    confirm(plan=plan, kinds=ALL_THREE, wording_version=CONFIRMATIONS_VERSION, by=lead, at=AT)
    submit_plan(plan=plan, by=lead, at=AT)
    open_review(
        plan=plan, no_interest_declared=True, declaration_version=DECLARATION_VERSION, by=reviewer, at=AT
    )
    ask_changes(plan=plan, words="Say by when.", by=reviewer, at=AT)
    offer_licence(member=scene.organisation.member, by=reviewer, at=AT)
    scene.things["plan"] = plan
    scene.things["action"], scene.things["removed_action"] = actions_of(plan)
    remove_action(action=scene.things["removed_action"], by=lead, at=AT)
    scene.things["register_entry"] = add_register(
        organisation=scene.organisation, scheme=Scheme.SCHOOL_URN, value="100000", by=lead, at=AT
    )
