from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.register import views

app_name = "register"
urlpatterns = [
    address("members/", views.members, audience=Audience.EVERYONE, name="members"),
    address("members/map/", views.members_map, audience=Audience.EVERYONE, name="map"),
    address("members/moving/", views.moving, audience=Audience.EVERYONE, name="moving"),
    address("members/people/", views.people, audience=Audience.EVERYONE, name="people"),
    address("members/<slug:slug>/", views.member, audience=Audience.EVERYONE, name="member"),
    address("members/<slug:slug>/plan/", views.plan, audience=Audience.EVERYONE, name="plan"),
    address("members/<slug:slug>/plan/changes/", views.changes, audience=Audience.EVERYONE, name="changes"),
    address("members/<slug:slug>/plan/<int:number>/", views.plan, audience=Audience.EVERYONE, name="plan_version"),
    address("figures/", views.figures, audience=Audience.EVERYONE, name="figures"),
]
