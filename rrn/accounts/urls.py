from __future__ import annotations

from rrn.accounts import mail_views, views
from rrn.core.audience import Audience, address

app_name = "accounts"
urlpatterns = [
    address("", views.overview, audience=Audience.SIGNED_IN, name="overview"),
    address("name/", views.name, audience=Audience.SIGNED_IN, name="name"),
    address("language/", views.language, audience=Audience.SIGNED_IN, name="language"),
    address("mail/", mail_views.mail, audience=Audience.SIGNED_IN, name="mail"),
    address("mail/confirm/", mail_views.confirm, audience=Audience.SIGNED_IN, name="confirm_again"),
    address(
        "sign-out-everywhere/",
        views.sign_out_everywhere,
        audience=Audience.SIGNED_IN,
        name="sign_out_everywhere",
    ),
    address(
        "second-factor/", views.second_factor_needed, audience=Audience.SIGNED_IN, name="second_factor_needed"
    ),
    address("first-admin/", views.first_admin, audience=Audience.EVERYONE, name="first_admin"),
    # Pages of allauth's with something of ours around them; they stand before its own in the street map.
    address("login/", views.sign_in, audience=Audience.EVERYONE, name="sign_in"),
    address("signup/", views.sign_up, audience=Audience.EVERYONE, name="sign_up"),
    address(
        "2fa/webauthn/keys/<int:pk>/remove/",
        views.remove_passkey,
        audience=Audience.SIGNED_IN,
        name="remove_passkey",
    ),
]
