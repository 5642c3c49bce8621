"""The office's own addresses. They stand before Wagtail's, so that Wagtail's dashboard and its doors are ours."""

from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.office.decisions import STEPS
from rrn.office.memberships import STEPS as MEMBER_STEPS
from rrn.office.refusals import office_address
from rrn.office.views import (
    bulk,
    clock,
    diary,
    doors,
    home,
    members,
    memberships,
    messages,
    notes,
    notices,
    pledges,
    post,
    queue,
    records,
    review,
    roles,
    roster,
    saved,
    takings,
    telephone,
    videos,
)

app_name = "office"

DOORS = [
    address("login/", doors.sign_in, audience=Audience.EVERYONE, name="sign_in"),
    address("password_reset/", doors.password, audience=Audience.EVERYONE, name="password"),
    address("password_reset/<path:rest>", doors.password, audience=Audience.EVERYONE, name="password_rest"),
    address("logout/", doors.sign_out, audience=Audience.EVERYONE, name="sign_out"),
    address("account/", doors.own_account, audience=Audience.STAFF, name="own_account"),
    address("users/", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_users"),
    address("users/<path:rest>", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_users_rest"),
    address("groups/", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_groups"),
    address("groups/<path:rest>", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_groups_rest"),
]

PLANS = [
    office_address("plans/", queue.plans, audience=Audience.REVIEWERS, name="plans"),
    office_address("plans/<str:reference>/", review.plan, audience=Audience.REVIEWERS, name="plan"),
    office_address("plans/<str:reference>/declare/", review.declare, audience=Audience.REVIEWERS, name="declare"),
    office_address("plans/<str:reference>/interest/", review.interest, audience=Audience.REVIEWERS, name="interest"),
    office_address("plans/<str:reference>/comment/", review.comment, audience=Audience.REVIEWERS, name="comment"),
    office_address(
        "plans/<str:reference>/comment/<int:number>/back/",
        review.take_back,
        audience=Audience.REVIEWERS,
        name="comment_back",
    ),
    *(
        office_address(
            f"plans/<str:reference>/{what}/", review.decide, audience=Audience.REVIEWERS, name=f"decide_{what}", what=what
        )
        for what in STEPS
    ),
    office_address("appeals/<int:number>/", review.appeal, audience=Audience.STAFF, name="appeal"),
]

RECORDS = [
    office_address("organisations/", records.organisations, audience=Audience.OFFICE, name="organisations"),
    office_address("organisations/start/", telephone.start, audience=Audience.OFFICE, name="organisation_start"),
    office_address("organisations/<slug:slug>/", records.organisation, audience=Audience.OFFICE, name="organisation"),
    office_address("people/", records.people, audience=Audience.OFFICE, name="people"),
    office_address("people/join/", telephone.join_start, audience=Audience.OFFICE, name="join_start"),
    office_address("people/<int:number>/join/", telephone.join, audience=Audience.OFFICE, name="join"),
    office_address("people/<int:number>/action/", telephone.actions, audience=Audience.OFFICE, name="actions"),
    office_address("people/<int:number>/action/<str:reference>/", telephone.action, audience=Audience.OFFICE, name="action"),
    office_address("people/<int:number>/", records.person, audience=Audience.OFFICE, name="person"),
    office_address("pledges/", pledges.pledges, audience=Audience.OFFICE, name="pledges"),
    office_address("pledges/<int:number>/", pledges.pledge, audience=Audience.OFFICE, name="pledge"),
    office_address("pledges/files/", pledges.imports, audience=Audience.OFFICE, name="imports"),
    office_address("pledges/files/<str:reference>/", pledges.imported, audience=Audience.OFFICE, name="imported"),
    office_address("pledges/files/<str:reference>/left-out.csv", pledges.left_out, audience=Audience.OFFICE, name="imported_left_out"),
    office_address("pledges/files/<str:reference>/looked/", pledges.looked, audience=Audience.OFFICE, name="imported_looked"),
    office_address("videos/trouble/<int:number>/", videos.trouble, audience=Audience.OFFICE, name="video_trouble"),
    office_address("mail/", post.mails, audience=Audience.OFFICE, name="mails"),
    office_address("mail/<int:number>/", post.mail, audience=Audience.OFFICE, name="mail"),
    office_address("mail/<int:number>/again/", post.again, audience=Audience.OFFICE, name="mail_again"),
    office_address("mail/<int:number>/leave/", post.leave, audience=Audience.OFFICE, name="mail_leave"),
    office_address("notices/", notices.ledger, audience=Audience.OFFICE, name="notices"),
    office_address("notices/list/", notices.listed, audience=Audience.OFFICE, name="notice_list"),
    office_address("notices/again/", notices.again, audience=Audience.OFFICE, name="notices_again"),
    office_address("notices/preview/", notices.preview, audience=Audience.OFFICE, name="notice_preview"),
    office_address("messages/", messages.messages, audience=Audience.OFFICE, name="messages"),
    office_address("messages/<int:number>/", messages.message, audience=Audience.OFFICE, name="message"),
    office_address("clock/", clock.overview, audience=Audience.STAFF, name="clock"),
    office_address("clock/stops/<int:number>/", clock.stop, audience=Audience.STAFF, name="clock_stop"),
    office_address("clock/stops/<int:number>/ask/", clock.ask, audience=Audience.OFFICE, name="clock_ask"),
    office_address("clock/stops/<int:number>/agree/", clock.agree, audience=Audience.STAFF, name="clock_agree"),
    office_address("clock/stops/<int:number>/alone/", clock.alone, audience=Audience.OFFICE, name="clock_alone"),
    office_address("clock/stops/<int:number>/leave/", clock.leave, audience=Audience.STAFF, name="clock_leave"),
    office_address("roles/", roles.roles, audience=Audience.OFFICE, name="roles"),
    office_address("roles/give/", roles.grant, audience=Audience.SUPERUSER, name="role_grant"),
    office_address("roles/<int:number>/end/", roles.end, audience=Audience.SUPERUSER, name="role_end"),
]

ROSTER = [
    office_address("steering-group/", roster.roster, audience=Audience.OFFICE, name="roster"),
    office_address("steering-group/propose/", roster.propose, audience=Audience.OFFICE, name="roster_propose"),
    office_address("steering-group/<int:number>/", roster.seat, audience=Audience.OFFICE, name="roster_seat"),
    office_address("steering-group/<int:number>/confirm/", roster.confirm, audience=Audience.OFFICE, name="roster_confirm"),
    office_address("steering-group/<int:number>/term/", roster.term, audience=Audience.OFFICE, name="roster_term"),
    office_address("steering-group/<int:number>/end/", roster.end, audience=Audience.OFFICE, name="roster_end"),
    office_address("steering-group/<int:number>/named/", roster.naming, audience=Audience.OFFICE, name="roster_naming"),
    office_address("steering-group/<int:number>/interest/", roster.interest, audience=Audience.OFFICE, name="roster_interest"),
    office_address(
        "steering-group/<int:number>/interest/<int:interest>/end/",
        roster.interest_end,
        audience=Audience.OFFICE,
        name="roster_interest_end",
    ),
]

MEMBERSHIPS = [
    *(
        office_address(
            f"memberships/<int:number>/{what.value}/", memberships.decide, audience=Audience.OFFICE, name=f"member_{what.value}", what=what.value
        )
        for what in MEMBER_STEPS
    ),
    office_address("memberships/appeals/<int:number>/", memberships.appeal, audience=Audience.STAFF, name="member_appeal"),
]

LISTS = [
    office_address("members/", members.members, audience=Audience.OFFICE, name="members"),
    *(
        office_address(f"members/away.{form}", members.take_away, audience=Audience.OFFICE, name=f"members_away_{form}", form=form)
        for form in ("csv", "xlsx")
    ),
    office_address("views/", saved.views, audience=Audience.OFFICE, name="views"),
    office_address("views/save/", saved.save, audience=Audience.OFFICE, name="view_save"),
    office_address("views/<int:number>/", saved.view, audience=Audience.OFFICE, name="view"),
    office_address("views/<int:number>/change/", saved.change, audience=Audience.OFFICE, name="view_change"),
    office_address("views/<int:number>/remove/", saved.remove, audience=Audience.OFFICE, name="view_remove"),
    office_address("views/<int:number>/back/", saved.bring_back, audience=Audience.OFFICE, name="view_bring_back"),
    office_address("many/", bulk.all_batches, audience=Audience.OFFICE, name="batches"),
    office_address("many/choose/", bulk.choose, audience=Audience.OFFICE, name="bulk_choose"),
    office_address("many/<str:reference>/", bulk.batch, audience=Audience.OFFICE, name="batch"),
    office_address("many/<str:reference>/undo/", bulk.undo, audience=Audience.OFFICE, name="batch_undo"),
    office_address("notes/write/<str:kind>/<int:number>/", notes.write, audience=Audience.OFFICE, name="note_write"),
    office_address("notes/<int:number>/back/", notes.take_back, audience=Audience.OFFICE, name="note_back"),
]

DIARY = [
    office_address("diary/<str:kind>/<int:number>/", diary.about, audience=Audience.OFFICE, name="diary"),
    office_address("diary/<str:kind>/<int:number>.csv", diary.about_away, audience=Audience.OFFICE, name="diary_away"),
    office_address("doings/<int:number>/", diary.doings, audience=Audience.STAFF, name="doings"),
    office_address("doings/<int:number>.csv", diary.doings_away, audience=Audience.OFFICE, name="doings_away"),
]

urlpatterns = [
    office_address("", home.home, audience=Audience.STAFF, name="home"),
    office_address("todo/take/", takings.take, audience=Audience.STAFF, name="todo_take"),
    office_address("todo/give-back/", takings.give_back, audience=Audience.STAFF, name="todo_give_back"),
    office_address("todo/hand-over/", takings.hand_over, audience=Audience.STAFF, name="todo_hand_over"),
    *DOORS,
    *PLANS,
    *RECORDS,
    *ROSTER,
    *MEMBERSHIPS,
    *LISTS,
    *DIARY,
]
