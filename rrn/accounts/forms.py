"""allauth's forms with our words; and the few of our own."""

from __future__ import annotations

import secrets
from textwrap import wrap
from typing import Any

from allauth.account import forms as account
from allauth.account.internal import flows
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.validators import EmailValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from rrn.accounts.actions import sign_up
from rrn.accounts.models import User
from rrn.accounts.rules import check_display_name
from rrn.accounts.wordings import ADULT, NEWS, TERMS
from rrn.core.time import now
from rrn.core.verdict import Refused

PASSWORD_HINT = "At least 10 characters. Three words that do not belong together are easy to keep in mind."  # noqa: S105  # words about one
CODE_HINT = "Six digits, from the mail we have just sent you."


class _Undone(Exception):
    """Carries nothing; it only rolls back."""


def _say(form: forms.Form, name: str, label: str, hint: str = "", missing: str = "") -> None:
    """Our words instead of the library's, and no placeholder: it vanishes when it is needed."""
    field = form.fields.get(name)
    if field is None:
        return
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    if missing:
        field.error_messages["required"] = missing
    if isinstance(field, forms.EmailField):
        field.validators = [
            EmailValidator(message="Write the email address in full, such as name@example.org")
        ]


def _say_code(form: forms.Form, hint: str = CODE_HINT) -> None:
    _say(form, "code", "Code", hint, "Enter the code")
    form.fields["code"].widget.attrs |= {
        "inputmode": "numeric",
        "spellcheck": "false",
        "class": "govuk-input--width-10",
    }


class SignUpForm(account.SignupForm):
    """Who says nothing gives away: a known address and a new one cost the same work and get the same page."""

    adult = forms.BooleanField(
        error_messages={"required": "Tick the box if you are old enough to have an account"}
    )
    terms = forms.BooleanField(
        label=TERMS.sentence, error_messages={"required": "Agree to the terms of use to have an account"}
    )
    field_order = ("email", "password1", "adult", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "email",
            "Email address",
            "We send a code to it. Nobody else sees it.",
            "Enter your email address",
        )
        hint = f"{PASSWORD_HINT} Leave it empty to sign in with a code by mail each time."
        _say(self, "password1", "Password (optional)", hint)
        age = settings.RRN["MINIMUM_AGE"]
        self.fields["adult"].label = ADULT.sentence.format(age=age)
        self.fields["adult"].error_messages["required"] = f"Accounts are for people who are {age} or over"

    def hash_password(self) -> None:
        """Before the transaction, whether or not an account will be made: both take the same time."""
        self.hashed = make_password(self.cleaned_data.get("password1") or None)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        hashed = self.hashed
        if self.account_already_exists:
            self._pretend(hashed)
            return None, flows.signup.prevent_enumeration(request, email=self.cleaned_data["email"])
        try:
            return self._sign_up(self.cleaned_data["email"], hashed), None
        except Refused:  # a second press of the button, a moment ago
            return None, flows.signup.prevent_enumeration(request, email=self.cleaned_data["email"])

    def _sign_up(self, email: str, hashed: str) -> User:
        return sign_up(email=email, hashed_password=hashed, adult=True, terms=True, at=now())

    def _pretend(self, hashed: str) -> None:
        """The same writes and reads for an address that is known already, undone at once."""
        try:
            with transaction.atomic():
                decoy = self._sign_up(f"{secrets.token_hex(8)}@unknown.invalid", hashed)
                for _ in range(4):  # as often as allauth looks a new address up before it mails the code
                    EmailAddress.objects.filter(user=decoy, email=decoy.email).first()
                raise _Undone
        except _Undone:
            pass


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", "Email address", missing="Enter your email address")
        _say(self, "password", "Password", missing="Enter your password, or ask for a code instead")


class AskForCodeForm(account.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Email address", missing="Enter your email address")


class SignInCodeForm(account.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ConfirmAddressForm(account.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ResetCodeForm(account.ConfirmPasswordResetCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ForgottenPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Email address", missing="Enter your email address")


class _OnePassword:
    """One field is enough: a second one tests typing, and a mistyped password is reset by mail."""

    fields: dict[str, forms.Field]

    def _one(self) -> None:
        del self.fields["password2"]
        _say(self, "password1", "New password", PASSWORD_HINT, "Enter a new password")  # type: ignore[arg-type]  # mixed into a form


class NewPasswordForm(_OnePassword, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one()


class SetPasswordForm(_OnePassword, account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one()


class ChangePasswordForm(_OnePassword, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one()
        _say(self, "oldpassword", "Current password", missing="Enter your current password")


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", missing="Enter your password")


class ChangeAddressForm(account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "New email address", "We send a code to it first.", "Enter your new address")


APP_HINT = "Six digits, from your authenticator app. A recovery code works too."


class SecondFactorForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, APP_HINT)


class SecondFactorAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, APP_HINT)


class AddAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, "Six digits, from the app. They change every 30 seconds.")
        self.secret_parts = wrap(self.secret, 4)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name", "So that you can tell your passkeys apart, such as “my telephone”.")
        _say(self, "passwordless", "Let this passkey sign me in without a password")


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name", missing="Enter a name")


class NameForm(forms.Form):
    display_name = forms.CharField(
        label="Your name",
        max_length=80,
        required=False,
        help_text="How other people see you. It need not be your full name.",
        error_messages={"max_length": "Use 80 letters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_display_name(self) -> str:
        try:
            return check_display_name(self.cleaned_data["display_name"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label="Language of our mails", choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class MailForm(forms.Form):
    """How we write to her, and whether she gets news."""

    large_print = forms.BooleanField(label="Send me our mails and letters in large print", required=False)
    news = forms.BooleanField(label=NEWS.sentence, required=False)


class AddressCodeForm(forms.Form):
    """The code that went to an address to which mail had come back."""

    code = forms.CharField(max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class FirstAdminForm(forms.Form):
    """The first account with rights, made by whoever can read the machine's output."""

    secret = forms.CharField(label="Secret", help_text="What `manage.py first_admin` has printed.", max_length=300)
    email = forms.EmailField(label="Email address", help_text="You sign in with it. Mail to it should reach you.")
    display_name = forms.CharField(label="Your name", help_text="As other people see it.", max_length=80)
    password = forms.CharField(label="Password", help_text=PASSWORD_HINT, widget=forms.PasswordInput)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password
