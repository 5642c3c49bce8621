"""Where allauth meets the house: our mails through the outbox, our limits, our diary."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import force_bytes

from rrn.accounts import kept
from rrn.accounts.actions import note_security
from rrn.accounts.middleware import UNTIL, end_session
from rrn.accounts.models import User
from rrn.accounts.rules import signed_in_until
from rrn.core.client import client_address
from rrn.core.time import now
from rrn.post.actions import queue_mail
from rrn.post.models import Mail

# What the diary calls the things that allauth tells people about.
DIARY = {
    "password_changed": "password_changed",
    "password_set": "password_set",
    "password_reset": "password_reset",
    "email_changed": "address_changed",
    "totp_activated": "authenticator_app_added",
    "totp_deactivated": "authenticator_app_removed",
    "webauthn_added": "passkey_added",
    "webauthn_removed": "passkey_removed",
    "recovery_codes_generated": "recovery_codes_made",
}
WORDS = ("code", "from_email", "to_email")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's flows, with our mails and our rules."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Telephone us if you think that is wrong.",
        "duplicate_email": "This is already your address.",
        "email_password_mismatch": "The address or the password is not right. Check both, or ask for a code instead.",
        "email_taken": "This address cannot be used. Choose another one.",
        "enter_current_password": "Your current password is not right.",
        "incorrect_code": "That code is not right. It has six digits and stands in the newest mail from us.",
        "incorrect_password": "The password is not right.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes, or ask for a code by mail.",
        "same_as_current": "This is already your address.",
        "rate_limited": "That was asked for too often. Wait a minute and try again.",
        "unverified_primary_email": "Confirm your address first.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _six_digits(self) -> str:
        return f"{secrets.randbelow(10**6):06d}"

    generate_login_code = _six_digits
    generate_password_reset_code = _six_digits
    generate_email_verification_code = _six_digits

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of allauth's is one of ours: our words, in the outbox, in the transaction at hand.

        Codes are asked for at that moment and leave even to an address on hold: with one she shows that mail reaches her.
        """
        self._queue(template_prefix.rpartition("/")[2], email, context, kind=Mail.Kind.ASKED)

    def _queue(self, name: str, email: str, context: dict[str, Any], *, kind: str) -> None:
        words = {key: context[key] for key in WORDS if key in context}
        words |= {
            "email": email,
            "sign_in": settings.BASE_URL + reverse("account_login"),
            "sign_up": settings.BASE_URL + reverse("account_signup"),
            "reset": settings.BASE_URL + reverse("account_reset_password"),
            "security": settings.BASE_URL + reverse("accounts:overview"),
            "why": "You get this because somebody, probably you, typed this address on our site.",
        }
        person = context.get("user")
        recipient = person if isinstance(person, User) else None
        queue_mail(
            to=email, template=f"accounts/emails/{name}.txt", context=words, at=now(), recipient=recipient, kind=kind
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """allauth calls this once for each change to somebody's security: one mail, one line in the diary."""
        name = template_prefix.rpartition("/")[2]
        if name in DIARY:
            note_security(person=user, what=DIARY[name], at=now())
            self._queue(name, email or user.email, {**(context or {}), "user": user}, kind=Mail.Kind.SERVICE)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        at = now()
        request.session[UNTIL] = signed_in_until(at, is_staff=user.is_staff).timestamp()
        kept.note_waiting_forms(request, user, at)
        note_security(person=user, what="signed_in", at=at)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            note_security(person=request.user, what="signed_out", at=now())
            end_session(request, away=False)
        else:
            super().logout(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """A session that lives is not locked out by strangers who guess at its owner's password (rule 13)."""
        return bool(user.check_password(password))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Besides the limits per account and per address, one for the whole house."""
        everywhere = ratelimit.consume(
            request, app="allauth.account", action="login_everywhere", key="everybody"
        )
        if not everywhere:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened themselves; only refusals need a message of their own."""
        if kwargs.get("message"):
            super().add_message(request, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return reverse("accounts:overview")
        return super().get_email_verification_redirect_url(email_address)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code from your app",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def ajax_response(
        self, request: HttpRequest, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """No second, JSON-shaped door: what a page refuses, it refuses as a page."""
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds are encrypted with a key that backups do not hold; staff keep at least one second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "The network's staff need a second factor. Add another one before you remove this.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: use the one your app shows now.",
        "unverified_email": "Confirm your address before you add a second factor.",
        "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first.",
    }

    def _box(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = (hashlib.sha256(b"rrn.accounts.second-factor" + force_bytes(key)).digest() for key in keys)
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not authenticator.user.is_staff:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if count == 0 else f"Passkey {count + 1}"
