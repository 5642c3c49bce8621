from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.register import views

app_name = "register"
urlpatterns = [
    address("members/", views.members, audience=Audience.EVERYONE, name="members"),
    address("members/<slug:slug>/", views.member, audience=Audience.EVERYONE, name="member"),
    address("members/<slug:slug>/plan/", views.plan, audience=Audience.EVERYONE, name="plan"),
    address("members/<slug:slug>/plan/changes/", views.changes, audience=Audience.EVERYONE, name="changes"),
    address("members/<slug:slug>/plan/<int:number>/", views.plan, audience=Audience.EVERYONE, name="plan_version"),
    address("figures/", views.figures, audience=Audience.EVERYONE, name="figures"),
]
