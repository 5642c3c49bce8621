from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.demo import views

app_name = "demo"
urlpatterns = [
    address("", views.people, audience=Audience.DEMONSTRATION, name="people"),
    address("be/<int:number>/", views.be, audience=Audience.DEMONSTRATION, name="be"),
    address("mail/", views.mails, audience=Audience.DEMONSTRATION, name="mails"),
    address("mail/<int:number>/", views.mail, audience=Audience.DEMONSTRATION, name="mail"),
    address("mail/<int:number>/page/", views.mail_page, audience=Audience.DEMONSTRATION, name="mail_page"),
]
