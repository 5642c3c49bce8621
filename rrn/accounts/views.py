"""The pages of somebody's own account. Signing in itself is allauth's, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.views import LoginView, SignupView
from allauth.mfa.webauthn.views import remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rrn.accounts import actions, kept
from rrn.accounts.adapter import SecondFactorAdapter
from rrn.accounts.first_admin import is_open, make_first_admin
from rrn.accounts.forms import FirstAdminForm, LanguageForm, NameForm
from rrn.accounts.middleware import UNTIL
from rrn.accounts.queries import duties_of, second_factors_of
from rrn.core.time import now
from rrn.core.verdict import Refused


class SignInView(LoginView):
    """allauth's, with the sentence for those whose session ran out."""

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        return super().get_context_data(**extra) | {"away": self.request.session.get(kept.AWAY)}


class SignUpView(SignupView):
    """allauth's, as one transaction: account, consent and the mail with the code, or nothing."""

    def form_valid(self, form: Any) -> HttpResponse:
        form.hash_password()  # outside the transaction: nobody waits for a hash
        with transaction.atomic():
            return super().form_valid(form)


sign_in = SignInView.as_view()
sign_up = SignUpView.as_view()


def _row(label: str, value: str, name: str, change: str = "Change") -> dict[str, str]:
    return {"label": label, "value": value, "address": reverse(name), "change": change}


def _factor_words(*, app: bool, passkeys: int) -> str:
    if app and passkeys:
        return "Authenticator app and passkey"
    return "Authenticator app" if app else "Passkey" if passkeys else "None"


def _security_rows(user: Any) -> list[dict[str, str]]:
    factors = second_factors_of(user)
    app = any(factor.type == "totp" for factor in factors)
    passkeys = sum(factor.type == "webauthn" for factor in factors)
    words = {0: "None", 1: "1 passkey"}.get(passkeys, f"{passkeys} passkeys")
    if user.has_usable_password():
        password = _row("Password", "Set", "account_change_password")
    else:
        password = _row("Password", "None: you sign in with codes", "account_set_password", "Set")
    return [
        password,
        _row("Second factor", _factor_words(app=app, passkeys=passkeys), "mfa_index"),
        _row("Passkeys", words, "mfa_list_webauthn")
        if passkeys
        else _row("Passkeys", words, "mfa_add_webauthn", "Add"),
    ]


def overview(request: HttpRequest) -> HttpResponse:
    """What we hold to let somebody in, and where she changes it."""
    user: Any = request.user
    rows = [
        _row("Name", str(user.display_name or "Not given"), "accounts:name"),
        _row("Email address", user.email, "account_email"),
        _row("Our mail to you", "In large print" if user.large_print else "In ordinary print", "accounts:mail"),
        _row("Language", dict(settings.LANGUAGES).get(user.language, ""), "accounts:language"),
        *_security_rows(user),
    ]
    until = request.session.get(UNTIL)
    context = {
        "rows": rows,
        "duties": duties_of(user),
        "until": datetime.fromtimestamp(until, UTC) if until else None,
    }
    return render(request, "accounts/overview.html", context)


def name(request: HttpRequest) -> HttpResponse:
    """The name that other people see."""
    user: Any = request.user
    form = NameForm(
        request.POST or None, initial={"display_name": user.display_name} | kept.initial_for(request)
    )
    if request.method == "POST" and form.is_valid():
        actions.rename(person=user, display_name=form.cleaned_data["display_name"], by=user, at=now())
        return redirect("accounts:overview")
    return render(request, "accounts/one_form.html", {"form": form, "heading": "Your name"})


def language(request: HttpRequest) -> HttpResponse:
    """The language we write to her in."""
    user: Any = request.user
    form = LanguageForm(request.POST or None, initial={"language": user.language} | kept.initial_for(request))
    if request.method == "POST" and form.is_valid():
        actions.choose_language(person=user, language=form.cleaned_data["language"], by=user, at=now())
        return redirect("accounts:overview")
    return render(request, "accounts/one_form.html", {"form": form, "heading": "The language of our mails"})


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Every other session ends; this one stays."""
    user: Any = request.user
    actions.sign_out_everywhere(person=user, by=user, at=now())
    update_session_auth_hash(request, user)
    messages.info(request, "Everywhere else you are signed out now.")
    return redirect("accounts:overview")


def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Staff are shown why the office is closed to them until they have a second factor."""
    return render(request, "accounts/second_factor_needed.html")


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """allauth's page, except for the last second factor of somebody who needs one."""
    mine = next((factor for factor in second_factors_of(request.user) if factor.pk == pk), None)  # type: ignore[arg-type]  # signed in
    if mine is not None and not SecondFactorAdapter(request).can_delete_authenticator(mine):
        messages.error(request, str(SecondFactorAdapter.error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_list_webauthn")
    return remove_webauthn(request, pk=pk)


def to_sign_in(request: HttpRequest, **rest: str) -> HttpResponse:
    """There is one door: whatever other door a library would open leads here."""
    return redirect("accounts:overview" if request.user.is_authenticated else "account_login")


def first_admin(request: HttpRequest) -> HttpResponse:
    """The first account with rights. There is no such page once the network has one."""
    if not is_open():
        raise Http404
    form = FirstAdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        password = make_password(given.pop("password"))
        try:
            make_first_admin(**given, hashed_password=password, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your account is made. Sign in, then set up a second factor: the office asks for one.")
            return redirect("account_login")
    return render(request, "accounts/one_form.html", {"form": form, "heading": "The first account"})
