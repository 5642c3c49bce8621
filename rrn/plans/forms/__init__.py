"""The forms of the organisation's door."""

from rrn.plans.forms.organisation import AboutForm, FindForm, FoundForm, RegisterForm
from rrn.plans.forms.steps import (
    AppealForm,
    ConfirmationsForm,
    LicenceForm,
    SendForm,
    SpeakForForm,
    WithdrawForm,
)
from rrn.plans.forms.writing import PART_FORMS, ActionForm, WrittenForm

__all__ = [
    "PART_FORMS",
    "AboutForm",
    "ActionForm",
    "AppealForm",
    "ConfirmationsForm",
    "FindForm",
    "FoundForm",
    "LicenceForm",
    "RegisterForm",
    "SendForm",
    "SpeakForForm",
    "WithdrawForm",
    "WrittenForm",
]
