"""Who gets which answer in the office: Wagtail's doors closed, people's details for the office alone, plans for reviewers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from rrn.membership.tests.addresses import her_interest, her_seat
from tests.house.matrix import Row
from tests.house.scene import AT, Scene

# The reviewer of the scene has declared that she has no interest; the office has not.
NOT_DECLARED = {"office": 403}
SUPERUSER_KNOWS_OF_NONE = {"superuser": 404}
OFFICE_ALONE = {"superuser": 403}


def prepare(scene: Scene) -> None:
    """A plan in review with the reviewer, one that was turned down and appealed, a letter that came back, a pledge."""
    from rrn.accounts.models import RoleGrant
    from rrn.clock.models import Halt
    from rrn.membership.models import OriginalPledge
    from rrn.office.tests import scenes
    from rrn.plans import actions
    from rrn.post.actions import take_message
    from rrn.post.models import Mail
    from rrn.transition.models import ImportBatch

    reviewer = scene.people["reviewer"]
    opened = scenes.opened(reviewer, plan=scenes.sent("Elder Care"))
    said = actions.comment(plan=opened, words="Say more", by=reviewer, at=AT)
    turned_down = scenes.turned_down(reviewer)
    appeal = actions.appeal(plan=turned_down, words="Look again", by=turned_down.lead, at=AT)
    mail = Mail.objects.filter(about_id=str(opened.pk)).first()
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.BOUNCED)
    pledge = OriginalPledge.objects.create(
        kind="individual", pledged_on=(AT - timedelta(days=4000)).date(), first_name="Pia", address="pia@people.example",
        batch="b", imported_at=AT,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        reference="office-1", file_name="a.csv", file_digest="a", preview_digest="b", applied_at=AT, rows=0,
        created_people=0, created_organisations=0, matched_rows=0, known_rows=0, refused_rows=0,
    )  # fmt: skip
    message = take_message(
        name="Cal Carer", address="cal@people.example", topic="plan", words="Where is it?", client_key=uuid4(), at=AT
    )
    _memberships(scene)
    _desk(scene)
    halt = Halt.objects.create(
        duty="membership.period_end", day=AT.date(), number=60, forecast=2, by_day={str(AT.date()): 60}, stopped_at=AT,
        asked_by=scene.people["superuser"], asked_at=AT, reason="The server was away",
    )  # fmt: skip
    scene.things |= {
        "office_halt": halt.pk,
        "office_message": message.pk,
        "office_plan": opened.reference, "office_organisation": opened.organisation.slug, "office_comment": said.pk,
        "office_appeal": appeal.pk, "office_mail": mail.pk, "office_pledge": pledge.pk, "office_batch": batch.reference,
        "office_grant": RoleGrant.objects.get(person=scene.people["moderator"]).pk,
    }  # fmt: skip


def _memberships(scene: Scene) -> None:
    """One in force, one removed who has appealed, one whom the office lets count longer."""
    from rrn.membership import actions
    from tests.cast import person
    from tests.house.scene import _individual

    office = scene.people["office"]
    active, removed, longer = (_individual(person(name), date(2026, 5, 5)) for name in ("Mina Member", "Rena Removed", "Lola Longer"))
    actions.remove_member(member=removed, reason="Said in the letter.", by=office, at=AT)
    appeal = actions.appeal_decision(member=removed, words="Look again.", by=removed.person, at=AT)
    period = longer.periods.get()
    period.starts_on, period.ends_on = date(2024, 5, 5), date(2026, 5, 4)
    period.grace_ends_on = date(2026, 7, 3)
    period.save()
    actions.grant_override(member=longer, until=date(2027, 1, 31), reason="Illness.", by=office, at=AT)
    scene.things |= {
        "office_active": active.pk, "office_removed": removed.pk, "office_longer": longer.pk, "office_member_appeal": appeal.pk,
        "office_suspended": scene.people["suspended"].member.pk, "office_alder": scene.organisation.member.pk,
    }  # fmt: skip


def _desk(scene: Scene) -> None:
    """A saved view and a removed one, a note, an act on two members that is only chosen and one that is done."""
    from rrn.accounts import batches, desk
    from rrn.office import bulk

    office = scene.people["office"]
    view, removed = (
        desk.save_view(list_name="members", name=name, query="status=due", shared=False, by=office, at=AT) for name in ("Due", "Old")
    )
    desk.remove_view(view=removed, by=office, at=AT)
    note = desk.write_note(about=scene.people["individual"], words="Telephoned.", by=office, at=AT)
    numbers = [scene.things["office_active"], scene.things["office_longer"]]
    chosen, done = (
        bulk.choose(act=bulk.act_named("note-members"), list_name="members", numbers=numbers, by=office, at=AT) for _ in range(2)
    )
    for batch in (chosen, done):
        batches.say(batch=batch, said={"words": "Asked in November."}, by=office)
        batch.refresh_from_db()
    assert bulk.begin(done, digest=bulk.preview_of(done, user=office, day=AT.date()).digest, by=office, at=AT)
    while bulk.go_on(done, by=office, at=AT):
        pass
    scene.things |= {
        "office_view": view.pk, "office_removed_view": removed.pk, "office_note": note.pk,
        "office_batch_of_notes": chosen.reference, "office_batch_done": done.reference,
    }  # fmt: skip


def plan(scene: Scene) -> dict[str, Any]:
    return {"reference": scene.things["office_plan"]}


def thing(name: str, key: str = "number") -> Any:
    return lambda scene: {key: scene.things[f"office_{name}"]}


def person(scene: Scene) -> dict[str, Any]:
    return {"number": scene.people["individual"].pk}


def caller(scene: Scene) -> dict[str, Any]:
    return {"number": scene.people["colleague"].pk}


OFFICE_KNOWS = {"superuser": 404}  # who runs the installation knows of no member's record
HERS = {"office": 403, "superuser": 404}  # a colleague has the plan open

def kind_of(kind: str, name: str) -> Any:
    return lambda scene: {"kind": kind, "number": scene.things[f"office_{name}"]}


OFFICE_READS = {"superuser": (403, 405)}
# 302 where something is taken away: whoever has not just proved who she is, is asked to first.

ADDRESSES: dict[str, Row] = {
    "office:members": Row(but=OFFICE_READS),
    "office:members_away_csv": Row(get=302),
    "office:members_away_xlsx": Row(get=302),
    "office:views": Row(but=OFFICE_READS),
    "office:view_save": Row(get=405, post=200, but={"superuser": (405, 403)}),
    "office:view": Row(get=302, kwargs=thing("view"), but={"superuser": (404, 405)}),
    "office:view_change": Row(post=200, kwargs=thing("view"), but={"superuser": 404}),
    "office:view_remove": Row(get=405, post=302, kwargs=thing("view"), but={"superuser": (405, 404)}),
    "office:view_bring_back": Row(get=405, post=302, kwargs=thing("removed_view"), but={"superuser": (405, 403)}),
    "office:batches": Row(but=OFFICE_READS),
    "office:bulk_choose": Row(get=405, post=409, but={"superuser": (405, 403)}),
    "office:batch": Row(post=200, kwargs=thing("batch_of_notes", "reference"), but={"superuser": 404}),
    "office:batch_undo": Row(get=405, post=302, kwargs=thing("batch_done", "reference"), but={"superuser": (405, 404)}),
    "office:note_write": Row(post=200, kwargs=lambda scene: {"kind": "person"} | person(scene), but={"superuser": 403}),
    "office:note_back": Row(get=405, post=302, kwargs=thing("note"), but={"superuser": (405, 404)}),
    "office:diary": Row(kwargs=kind_of("member", "active"), but=OFFICE_READS),
    "office:diary_away": Row(get=302, kwargs=kind_of("member", "active")),
    "office:doings": Row(
        kwargs=lambda scene: {"number": scene.people["reviewer"].pk},
        but={"moderator safeguarding_lead": (404, 405), "superuser": (403, 405)},
    ),
    "office:doings_away": Row(get=302, kwargs=lambda scene: {"number": scene.people["reviewer"].pk}),
    "office:home": Row(queries=45),  # every room is asked what waits, a fixed number of queries each
    # Without naming a to-do there is nothing to take; the journey and test_todo_list.py take one.
    "office:todo_take": Row(get=405, post=409),
    "office:todo_give_back": Row(get=405, post=409),
    "office:todo_hand_over": Row(get=302, post=409),
    "office:sign_in": Row(get=302, post=302),
    "office:sign_out": Row(get=302, post=302),
    "office:password": Row(get=302, post=302),
    "office:password_rest": Row(get=302, post=302, kwargs={"rest": "done/"}),
    "office:own_account": Row(get=302, post=302),
    "office:wagtail_users": Row(get=302, post=302),
    "office:wagtail_users_rest": Row(get=302, post=302, kwargs={"rest": "1/"}),
    "office:wagtail_groups": Row(get=302, post=302),
    "office:wagtail_groups_rest": Row(get=302, post=302, kwargs={"rest": "1/"}),
    "office:plans": Row(),
    # Each deed on offer asks whether it may be done.
    "office:plan": Row(queries=40, kwargs=plan, but={"office": (302, 405), "superuser": (404, 405)}),
    "office:declare": Row(post=200, kwargs=plan, but=SUPERUSER_KNOWS_OF_NONE),
    "office:interest": Row(get=405, post=200, kwargs=plan, but={"superuser": (405, 404)}),
    "office:comment": Row(get=405, post=409, kwargs=plan, but={"superuser": (405, 404)}),
    "office:comment_back": Row(
        get=405,
        post=302,
        kwargs=lambda scene: plan(scene) | {"number": scene.things["office_comment"]},
        but={"office superuser": (405, 404)},
    ),
    "office:decide_ask-changes": Row(post=200, kwargs=plan, but=HERS),
    "office:decide_accept": Row(post=200, kwargs=plan, but=HERS),
    "office:decide_not-accept": Row(post=200, kwargs=plan, but=HERS),
    "office:decide_hand-back": Row(post=302, kwargs=plan, but=SUPERUSER_KNOWS_OF_NONE),
    "office:decide_publish": Row(get=409, post=409, kwargs=plan, but=SUPERUSER_KNOWS_OF_NONE | NOT_DECLARED),
    "office:decide_publication-day": Row(get=409, post=409, kwargs=plan, but=SUPERUSER_KNOWS_OF_NONE | NOT_DECLARED),
    "office:decide_reopen": Row(get=409, post=409, kwargs=plan, but=SUPERUSER_KNOWS_OF_NONE | NOT_DECLARED),
    "office:member_suspend": Row(post=200, kwargs=thing("active"), but=OFFICE_KNOWS),
    "office:member_lift": Row(post=200, kwargs=thing("suspended"), but=OFFICE_KNOWS),
    "office:member_count-longer": Row(post=200, kwargs=thing("active"), but=OFFICE_KNOWS),
    "office:member_count-no-longer": Row(post=200, kwargs=thing("longer"), but=OFFICE_KNOWS),
    "office:member_remove": Row(post=200, kwargs=thing("active"), but=OFFICE_KNOWS),
    "office:member_close": Row(post=200, kwargs=thing("alder"), but=OFFICE_KNOWS),
    "office:member_merge": Row(post=200, kwargs=thing("active"), query="?q=rena", but=OFFICE_KNOWS),
    "office:member_take-back": Row(post=200, kwargs=thing("removed"), but=OFFICE_KNOWS),
    "office:member_leave": Row(post=302, kwargs=thing("active"), but=OFFICE_KNOWS),
    "office:member_appeal-for": Row(post=200, kwargs=thing("suspended"), but=OFFICE_KNOWS),
    # The office of the scene took the decision, so somebody else decides the appeal.
    "office:member_appeal": Row(post=200, kwargs=thing("member_appeal"), but={"office moderator safeguarding_lead superuser": 403}),
    "office:appeal": Row(
        post=200, kwargs=thing("appeal"), but={"reviewer moderator safeguarding_lead superuser": 403}
    ),
    "office:organisations": Row(but={"superuser": (403, 405)}),
    "office:organisation_start": Row(post=200, but=OFFICE_ALONE),
    "office:organisation": Row(kwargs=thing("organisation", "slug"), but={"superuser": (403, 405)}),
    "office:people": Row(but={"superuser": (403, 405)}),
    "office:join_start": Row(post=200, but=OFFICE_ALONE),
    "office:join": Row(post=200, kwargs=caller, but=OFFICE_ALONE),
    "office:actions": Row(kwargs=person, but={"superuser": (403, 405)}),
    "office:action": Row(get=404, post=404, kwargs=lambda scene: person(scene) | {"reference": "RRN-2222-22"}, but=OFFICE_ALONE),
    "office:person": Row(kwargs=person, but={"superuser": (403, 405)}),
    "office:pledges": Row(but={"superuser": (403, 405)}),
    "office:pledge": Row(kwargs=thing("pledge"), but={"superuser": (403, 405)}),
    "office:imports": Row(but={"superuser": (403, 405)}),
    "office:imported": Row(kwargs=thing("batch", "reference"), but={"superuser": (403, 405)}),
    "office:imported_left_out": Row(kwargs=thing("batch", "reference"), but={"superuser": (403, 405)}),
    "office:imported_looked": Row(get=405, post=302, kwargs=thing("batch", "reference"), but={"superuser": (405, 403)}),
    "office:notices": Row(but={"superuser": (403, 405)}),
    "office:notice_list": Row(get=404, but={"superuser": (403, 405)}),
    "office:notices_again": Row(get=405, post=404, but={"superuser": (405, 404)}),
    "office:notice_preview": Row(but={"superuser": (403, 405)}),
    "office:messages": Row(but={"superuser": (403, 405)}),
    "office:message": Row(post=302, kwargs=thing("message"), but={"superuser": 403}),
    "office:mails": Row(but={"superuser": (403, 405)}),
    "office:mail": Row(kwargs=thing("mail"), but={"superuser": (403, 405)}),
    "office:mail_again": Row(get=405, post=302, kwargs=thing("mail"), but={"superuser": (405, 404)}),
    "office:mail_leave": Row(get=405, post=200, kwargs=thing("mail"), but={"superuser": (405, 404)}),
    "office:clock": Row(but={"moderator safeguarding_lead superuser": (403, 405)}),
    "office:clock_stop": Row(kwargs=thing("halt"), but={"moderator safeguarding_lead superuser": (403, 405)}),
    "office:clock_ask": Row(get=405, post=200, kwargs=thing("halt"), but={"superuser": (405, 403)}),
    "office:clock_agree": Row(get=405, post=302, kwargs=thing("halt"), but={"moderator safeguarding_lead superuser": (405, 403)}),
    "office:clock_alone": Row(get=405, post=403, kwargs=thing("halt")),
    "office:clock_leave": Row(get=405, post=302, kwargs=thing("halt"), but={"moderator safeguarding_lead superuser": (405, 403)}),
    "office:roster": Row(but={"superuser": (403, 405)}),
    "office:roster_propose": Row(post=200, but=OFFICE_ALONE),
    "office:roster_seat": Row(kwargs=her_seat, but={"superuser": (404, 405)}),
    "office:roster_confirm": Row(get=405, post=302, kwargs=her_seat, but={"superuser": (405, 404)}),
    "office:roster_term": Row(post=200, kwargs=her_seat, but=SUPERUSER_KNOWS_OF_NONE),
    "office:roster_end": Row(post=200, kwargs=her_seat, but=SUPERUSER_KNOWS_OF_NONE),
    "office:roster_naming": Row(get=405, post=302, kwargs=her_seat, but={"superuser": (405, 404)}),
    "office:roster_interest": Row(post=200, kwargs=her_seat, but=SUPERUSER_KNOWS_OF_NONE),
    "office:roster_interest_end": Row(get=405, post=302, kwargs=her_interest, but={"superuser": (405, 404)}),
    "office:roles": Row(),
    "office:role_grant": Row(post=200),
    "office:role_end": Row(post=302, kwargs=thing("grant")),
}
