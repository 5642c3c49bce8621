from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.organisations import views

app_name = "organisations"

SIGNED_IN = Audience.SIGNED_IN
SEATS = "my/organisations/<slug:slug>/seats/"

urlpatterns = [
    address("invitation/<str:token>/", views.invitation, audience=Audience.EVERYONE, name="invitation"),
    address("my/organisations/code/", views.by_code, audience=SIGNED_IN, name="by_code"),
    address(SEATS, views.seats, audience=SIGNED_IN, name="seats"),
    address(f"{SEATS}code/", views.code, audience=SIGNED_IN, name="code"),
    address(f"{SEATS}<int:pk>/", views.seat, audience=SIGNED_IN, name="seat"),
    address(f"{SEATS}<int:pk>/end/", views.end, audience=SIGNED_IN, name="end_seat"),
    address(f"{SEATS}invitations/<int:pk>/take-back/", views.take_back, audience=SIGNED_IN, name="take_back"),
]
