from __future__ import annotations

app_name = "office"
urlpatterns: list = []
