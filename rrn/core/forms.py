"""Forms in the GOV.UK pattern, on Django's own forms.

    class WhoForm(GovukForm, forms.Form):
        role = forms.CharField(label="Your role", help_text="For example, deputy head")
        due = DateBoxField(label="Due", what="due date")

`{% include "components/form.html" with button="Save" %}` draws the whole form; `{{ form.role.as_field_group }}` one field.
`base.html` shows the error summary and writes "Error: " into the title when the context has a `form` with errors.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
BOXES = ("day", "month", "year")


class GovukRenderer(TemplatesSetting):
    field_template_name = "components/field.html"
    form_template_name = "components/form_fields.html"


class GovukForm:
    """Mix in before `forms.Form` or `forms.ModelForm`: our templates, our sentences, errors said by us and not the browser.

    `choice_hints`: field → value → the hint under that radio or checkbox. `heading_field`: the one field whose label is the
    page's h1.
    """

    use_required_attribute = False
    choice_hints: Mapping[str, Mapping[Any, str]] = {}
    heading_field: str = ""
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("renderer", GovukRenderer())
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak_plainly(name, field)


def speak_plainly(name: str, field: forms.Field) -> None:
    """Put our sentences in the place of Django's, unless the form has its own."""
    label = field.label or name.replace("_", " ").capitalize()
    chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    sentences = {
        "required": f"Choose an answer to “{label}”" if chooses else f"Fill in “{label}”",
        "max_length": f"“{label}” must be %(limit_value)d characters or fewer. It has %(show_value)d",
        "min_length": f"“{label}” must be %(limit_value)d characters or more. It has %(show_value)d",
        "min_value": f"“{label}” must be %(limit_value)s or more",
        "max_value": f"“{label}” must be %(limit_value)s or less",
        "invalid_choice": f"Choose one of the answers to “{label}”",
    }
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = "Write the email address in full, such as name@example.org"
    elif isinstance(field, forms.IntegerField | forms.FloatField | forms.DecimalField):
        sentences["invalid"] = f"“{label}” must be a number, such as 12"
    elif isinstance(field, forms.URLField):
        sentences["invalid"] = f"“{label}” must be a web address, such as https://www.example.org"
    elif isinstance(field, forms.BooleanField):
        sentences["required"] = f"Tick “{label}” to go on"
    own = own_messages(field)
    field.error_messages.update({code: words for code, words in sentences.items() if code not in own})


def own_messages(field: forms.Field) -> set[str]:
    """The codes for which this field was given a sentence of its own."""
    defaults: dict[str, Any] = {}
    for ancestor in reversed(type(field).__mro__):
        defaults |= getattr(ancestor, "default_error_messages", {})
    return {code for code, words in field.error_messages.items() if defaults.get(code) != words}


class DateBoxes(forms.MultiWidget):
    """A date as three boxes: day, month, year. Nobody has to open a calendar to say when they were born."""

    template_name = "components/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({box: forms.TextInput() for box in BOXES}, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, widget in zip(BOXES, context["widget"]["subwidgets"], strict=True):
            widget["attrs"]["id"] = f"{context['widget']['attrs'].get('id', f'id_{name}')}_{box}"
            widget["box"] = box
        return context


class DateBoxField(forms.MultiValueField):
    """A day, written as three numbers. `what` is its name inside a sentence: "due date"."""

    widget = DateBoxes

    def __init__(self, *, what: str = "", example: date | None = None, **kwargs: Any) -> None:
        label = str(kwargs.get("label") or "date")
        self.what = what or label[0].lower() + label[1:]
        self.example = example or date(2028, 6, 13)
        kwargs.setdefault("help_text", f"For example, {self.written(self.example)}")
        required = kwargs.pop("required", True)
        boxes = tuple(forms.CharField(max_length=12, required=False) for _ in BOXES)
        messages = {"required": f"Enter the {self.what}", **kwargs.pop("error_messages", {})}
        super().__init__(
            fields=boxes, required=required, require_all_fields=False, error_messages=messages, **kwargs
        )

    @staticmethod
    def written(day: date) -> str:
        return f"{day.day} {day.month} {day.year}"

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            value = [value.day, value.month, value.year]
        texts = [str(part if part is not None else "").strip() for part in (value or ["", "", ""])]
        if not any(texts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [box for box, text in zip(BOXES, texts, strict=True) if not text]
        if missing:
            parts = " and ".join(f"a {box}" for box in missing)
            raise ValidationError(
                f"The {self.what} must include {parts}", code="incomplete", params={"boxes": missing}
            )
        day = self.read(*texts)
        self.validate(day)
        self.run_validators(day)
        return day

    def compress(self, data_list: list[Any]) -> Any:
        return data_list

    def read(self, day: str, month: str, year: str) -> date:
        if year.isdecimal() and len(year) != 4:
            raise ValidationError(
                f"The year of the {self.what} must have four digits, such as {self.example.year}",
                code="year",
                params={"boxes": ["year"]},
            )
        try:
            number = int(month) if month.isdecimal() else MONTHS.index(month[:3].lower()) + 1
            return date(int(year), number, int(day))
        except (ValueError, OverflowError):
            raise ValidationError(
                f"The {self.what} must be a real date, such as {self.written(self.example)}", code="invalid"
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = DateBoxes().decompress(initial) if not isinstance(initial, list) else initial
        return [str(part or "") for part in before] != [
            str(part or "").strip() for part in (data or [None] * 3)
        ]


class ClientKeyField(forms.UUIDField):
    """The key of one sending of one form: the same key twice is the same press, however often it arrives."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "initial": uuid.uuid4, "label": "", **kwargs})

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class SentOnceForm(GovukForm):
    """A form whose second arrival must do nothing: `cleaned_data["client_key"]` goes to the action, which keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_key"] = ClientKeyField()
