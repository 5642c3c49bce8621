from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.learning import views

app_name = "learning"
urlpatterns = [
    address("videos/", views.videos, audience=Audience.SIGNED_IN, name="videos"),
    address("videos/<slug:slug>/", views.video, audience=Audience.SIGNED_IN, name="video"),
    address("videos/<slug:slug>/watched/", views.watched, audience=Audience.SIGNED_IN, name="watched"),
    address("videos/<slug:slug>/read/<int:number>/", views.section_read, audience=Audience.SIGNED_IN, name="section_read"),
    address("videos/<slug:slug>/trouble/", views.trouble, audience=Audience.SIGNED_IN, name="trouble"),
    address("videos/<slug:slug>/<slug:kind>/", views.file, audience=Audience.SIGNED_IN, name="file"),
]
