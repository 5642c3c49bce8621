from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.membership import roster_views, views
from rrn.membership.kept_pages import OF_THE_ROSTER

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
    address("my/action/<str:reference>/", views.my_action, audience=SIGNED_IN, name="action_of"),
    address("my/action/<str:reference>/end/", views.end_my_action, audience=SIGNED_IN, name="end_my_action"),
    address("my/membership/", views.my_membership, audience=SIGNED_IN, name="my_membership"),
    address("my/membership/list/", views.list_me, audience=SIGNED_IN, name="list_me"),
    address("my/membership/leave/", views.leaving, audience=SIGNED_IN, name="leaving"),
    address("steering-group/", roster_views.steering_group, audience=Audience.EVERYONE, name="steering_group", stored=OF_THE_ROSTER),
    address("my/steering-group/", roster_views.my_roster, audience=SIGNED_IN, name="my_roster"),
    address("my/steering-group/<int:number>/named/", roster_views.name_me, audience=SIGNED_IN, name="name_me"),
    address("my/steering-group/<int:number>/interest/", roster_views.roster_interest, audience=SIGNED_IN, name="roster_interest"),
    address(
        "my/steering-group/<int:number>/interest/<int:interest>/end/",
        roster_views.end_interest,
        audience=SIGNED_IN,
        name="roster_interest_end",
    ),
    address("my/steering-group/<int:number>/end/", roster_views.end_seat, audience=SIGNED_IN, name="roster_end"),
    address("my/membership/appeal/", views.appealing, audience=SIGNED_IN, name="appeal"),
]
