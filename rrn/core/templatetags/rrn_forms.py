"""How a field is drawn. `components/field.html` uses these; any Django form may (`{% include "components/field.html" %}`)."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rrn.core.form_owner import FIELD, sign_owner
from rrn.core.forms import BOXES, DateBoxes
from rrn.core.time import now

register = template.Library()

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateBoxes, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (Input, "input"),
)
CLASSES = {
    "select": "govuk-select", "textarea": "govuk-textarea", "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload", "input": "govuk-input",
}  # fmt: skip
ERROR_CLASSES = {
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
}


@register.filter
def kind(field: BoundField) -> str:
    """Which of our patterns draws this field."""
    if field.is_hidden:
        return "hidden"
    return next((name for widget, name in KINDS if isinstance(field.field.widget, widget)), "input")


@register.filter
def longest(field: BoundField) -> int | None:
    """How many letters a long answer may have, counted down while it is written."""
    return getattr(field.field, "max_length", None)


def _attributes(field: BoundField, shape: str) -> dict[str, Any]:
    widget = field.field.widget
    classes = [CLASSES[shape], widget.attrs.get("class", "")]
    if field.errors:
        classes.append(ERROR_CLASSES.get(shape, "govuk-input--error"))
    described = [widget.attrs.get("aria-describedby") or field.aria_describedby or ""]
    attributes: dict[str, Any] = {}
    if shape == "textarea":
        attributes["rows"] = widget.attrs.get("rows") if widget.attrs.get("rows") not in (None, "10") else 4
        if longest(field):
            classes.append("govuk-js-character-count")
            described.append(f"{field.auto_id}-info")
            attributes["maxlength"] = False  # what is too long is kept and said, not cut off
    if shape == "password":
        attributes |= {"spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.EmailInput):
        attributes |= {"spellcheck": "false", "autocomplete": widget.attrs.get("autocomplete", "email")}
    if isinstance(widget, forms.NumberInput):
        attributes["inputmode"] = widget.attrs.get("inputmode", "decimal")
    attributes["class"] = " ".join(part for part in classes if part)
    if any(described):
        attributes["aria-describedby"] = " ".join(part for part in described if part)
    return attributes


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control itself, in our clothes."""
    widget = field.field.widget
    shape = kind(field)
    if isinstance(widget, forms.NumberInput):
        widget.input_type = "text"  # wheels and arrow keys change numbers by accident
    return field.as_widget(attrs=_attributes(field, shape))


@register.simple_tag
def group_attributes(field: BoundField) -> str:
    """What the group around a field needs for its script: the show button of a password, the count of a long answer."""
    shape = kind(field)
    if shape == "password":
        return format_html(' data-module="{}"', "govuk-password-input")
    if shape == "textarea" and longest(field):
        return format_html(' data-module="govuk-character-count" data-maxlength="{}"', longest(field))
    return ""


@register.simple_tag
def choices_of(field: BoundField) -> list[dict[str, Any]]:
    """The radios or checkboxes of a field: id, name, value, words, chosen, hint."""
    hints = getattr(field.form, "choice_hints", {}).get(field.name, {})
    found = []
    for option in field.subwidgets:
        data = option.data
        value = str(data["value"])
        found.append(
            {
                "id": data["attrs"].get("id"),
                "name": data["name"],
                "value": value,
                "words": data["label"],
                "chosen": data["selected"],
                "hint": hints.get(value) or hints.get(data["value"]),
            }
        )
    return found


@register.simple_tag
def boxes_of(field: BoundField) -> list[dict[str, Any]]:
    """Day, month and year of a date: id, name, words, value, width, wrong."""
    value = field.value()
    parts = value if isinstance(value, list | tuple) else field.field.widget.decompress(value)
    wrong = wrong_boxes(field)
    return [
        {
            "id": f"{field.auto_id}_{box}", "name": f"{field.html_name}_{box}", "words": box.capitalize(),
            "value": "" if part is None else part, "width": 4 if box == "year" else 2, "wrong": box in wrong,
            "autocomplete": f"bday-{box}" if field.field.widget.attrs.get("autocomplete") == "bday" else "",
        }
        for box, part in zip(BOXES, parts, strict=True)
    ]  # fmt: skip


def wrong_boxes(field: BoundField) -> list[str]:
    """Which of the three boxes the first problem is about; all of them unless the problem says."""
    problems = field.errors.as_data() if field.errors else []
    if not problems:
        return []
    return list((problems[0].params or {}).get("boxes", BOXES))


def first_control(field: BoundField) -> str:
    """The id that the error summary's link goes to."""
    shape = kind(field)
    if shape in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    if shape == "date":
        return f"{field.auto_id}_{(wrong_boxes(field) or BOXES)[0]}"
    return field.id_for_label or field.auto_id


def problems_of(form: Any) -> list[tuple[str, str]]:
    """(id of the control, sentence) for every problem of a form or a formset; no id where no one field is to blame."""
    if hasattr(form, "management_form"):
        found = [("", str(words)) for words in form.non_form_errors()]
        return found + [problem for each in form.forms for problem in problems_of(each)]
    found = [("", str(words)) for words in form.non_field_errors()]
    for field in form:
        found += [("" if field.is_hidden else first_control(field), str(words)) for words in field.errors]
    return found


@register.simple_tag(takes_context=True)
def form_owner(context: Any) -> SafeString | str:
    """A hidden field beside the token: whose form this is, so that it is kept for her when her session is gone."""
    person = getattr(getattr(context, "request", None), "user", None)
    if person is None or not person.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, sign_owner(person.pk, now()))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_of_page: Any) -> dict[str, Any]:
    """Everything that stands in the way, first on the page, each linked to its field."""
    return {"problems": [problem for form in forms_of_page if form for problem in problems_of(form)]}
