from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.register import searching, views
from rrn.register.kept_pages import ACTIONS, DIRECTORY, LISTED, MOVED, MOVING, OF_AN_ORGANISATION, OF_PEOPLE

app_name = "register"
urlpatterns = [
    address("members/", views.members, audience=Audience.EVERYONE, name="members", stored=DIRECTORY),
    address("members/map/", views.members_map, audience=Audience.EVERYONE, name="map", stored=DIRECTORY),
    address("members/moving/", views.moving, audience=Audience.EVERYONE, name="moving", stored=MOVING),
    address("members/people/", views.people, audience=Audience.EVERYONE, name="people", stored=OF_PEOPLE),
    address("members/<slug:slug>/", views.member, audience=Audience.EVERYONE, name="member", stored=OF_AN_ORGANISATION),
    address("members/<slug:slug>/plan/", views.plan, audience=Audience.EVERYONE, name="plan", stored=OF_AN_ORGANISATION),
    address("members/<slug:slug>/plan/changes/", views.changes, audience=Audience.EVERYONE, name="changes", stored=OF_AN_ORGANISATION),
    address("members/<slug:slug>/plan/<int:number>/", views.plan, audience=Audience.EVERYONE, name="plan_version", stored=OF_AN_ORGANISATION),
    address("search/", searching.search, audience=Audience.EVERYONE, name="search"),
    address("figures/", views.figures, audience=Audience.EVERYONE, name="figures", stored=LISTED),
    address("figures/actions/", views.actions, audience=Audience.EVERYONE, name="actions", stored=ACTIONS),
    address("figures/moved/", views.moved, audience=Audience.EVERYONE, name="moved", stored=MOVED),
]
