from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.membership import views

SIGNED_IN = Audience.SIGNED_IN

app_name = "membership"
urlpatterns = [
    address("join/individual/", views.join, audience=Audience.EVERYONE, name="join"),
    address("join/individual/video/<int:number>/", views.video, audience=SIGNED_IN, name="join_video"),
    address("join/individual/examples/", views.examples, audience=SIGNED_IN, name="examples"),
    address("join/individual/action/", views.action, audience=SIGNED_IN, name="action"),
    address("join/individual/about/", views.about, audience=SIGNED_IN, name="about"),
    address("join/individual/check/", views.check, audience=SIGNED_IN, name="check"),
    address("join/individual/done/", views.done, audience=SIGNED_IN, name="done"),
    address("my/action/", views.my_action, audience=SIGNED_IN, name="my_action"),
    address("my/action/show/", views.show_my_action, audience=SIGNED_IN, name="show_my_action"),
    address("my/membership/", views.my_membership, audience=SIGNED_IN, name="my_membership"),
    address("my/membership/list/", views.list_me, audience=SIGNED_IN, name="list_me"),
    address("my/membership/leave/", views.leaving, audience=SIGNED_IN, name="leaving"),
    address("my/membership/appeal/", views.appealing, audience=SIGNED_IN, name="appeal"),
]
