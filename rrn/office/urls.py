"""The office's own addresses. They stand before Wagtail's, so that Wagtail's dashboard and its doors are ours."""

from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.office.views import doors, home, pledges, post, records, roles

app_name = "office"

DOORS = [
    address("login/", doors.sign_in, audience=Audience.EVERYONE, name="sign_in"),
    address("logout/", doors.sign_out, audience=Audience.EVERYONE, name="sign_out"),
    address("password_reset/", doors.password, audience=Audience.EVERYONE, name="password"),
    address("password_reset/<path:rest>", doors.password, audience=Audience.EVERYONE, name="password_rest"),
    address("account/", doors.own_account, audience=Audience.STAFF, name="own_account"),
    address("users/", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_users"),
    address("users/<path:rest>", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_users_rest"),
    address("groups/", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_groups"),
    address("groups/<path:rest>", doors.people_elsewhere, audience=Audience.OFFICE, name="wagtail_groups_rest"),
]

urlpatterns = [
    address("", home.home, audience=Audience.STAFF, name="home"),
    *DOORS,
    address("organisations/", records.organisations, audience=Audience.OFFICE, name="organisations"),
    address("organisations/<slug:slug>/", records.organisation, audience=Audience.OFFICE, name="organisation"),
    address("people/", records.people, audience=Audience.OFFICE, name="people"),
    address("people/<int:number>/", records.person, audience=Audience.OFFICE, name="person"),
    address("pledges/", pledges.pledges, audience=Audience.OFFICE, name="pledges"),
    address("pledges/<int:number>/", pledges.pledge, audience=Audience.OFFICE, name="pledge"),
    address("pledges/files/", pledges.imports, audience=Audience.OFFICE, name="imports"),
    address("pledges/files/<str:reference>/", pledges.imported, audience=Audience.OFFICE, name="imported"),
    address("mail/", post.mails, audience=Audience.OFFICE, name="mails"),
    address("mail/<int:number>/", post.mail, audience=Audience.OFFICE, name="mail"),
    address("mail/<int:number>/again/", post.again, audience=Audience.OFFICE, name="mail_again"),
    address("mail/<int:number>/leave/", post.leave, audience=Audience.OFFICE, name="mail_leave"),
    address("roles/", roles.roles, audience=Audience.OFFICE, name="roles"),
    address("roles/give/", roles.grant, audience=Audience.SUPERUSER, name="role_grant"),
    address("roles/<int:number>/end/", roles.end, audience=Audience.SUPERUSER, name="role_end"),
]
