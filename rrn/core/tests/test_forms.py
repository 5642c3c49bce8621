"""Forms say what is wrong in our words, and never lose what was written."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from rrn.core.forms import DateBoxField, GovukForm, SentOnceForm
from rrn.core.gallery import WRONG, ExampleForm


class DueForm(GovukForm, forms.Form):
    due = DateBoxField(label="Due", what="due date")


def due(day: str, month: str, year: str) -> DueForm:
    return DueForm({"due_day": day, "due_month": month, "due_year": year})


@pytest.mark.parametrize(
    "boxes", [("13", "6", "2028"), ("13", "06", "2028"), (" 13 ", "June", "2028"), ("13", "jun", "2028")]
)
def test_a_day_may_be_written_in_several_ways(boxes):
    form = due(*boxes)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date(2028, 6, 13)


@pytest.mark.parametrize(
    "boxes,sentence",
    [
        (("", "", ""), "Enter the due date"),
        (("13", "", ""), "The due date must include a month and a year"),
        (("30", "2", "2028"), "The due date must be a real date, such as 13 6 2028"),
        (("13", "sometime", "2028"), "The due date must be a real date, such as 13 6 2028"),
        (("13", "6", "28"), "The year of the due date must have four digits, such as 2028"),
        (("9" * 12, "6", "2028"), "The due date must be a real date, such as 13 6 2028"),
        (("²", "6", "2028"), "The due date must be a real date, such as 13 6 2028"),
    ],
)
def test_a_day_that_is_not_one_gets_a_sentence(boxes, sentence):
    assert due(*boxes).errors["due"] == [sentence]


def test_a_day_that_may_be_left_out_may_be_left_out():
    class Form(GovukForm, forms.Form):
        due = DateBoxField(label="Due", required=False)

    form = Form({})
    assert form.is_valid()
    assert form.cleaned_data["due"] is None


def test_a_day_already_known_fills_the_three_boxes():
    html = str(DueForm(initial={"due": date(2028, 6, 13)})["due"].as_field_group())
    assert 'name="due_day" type="text" inputmode="numeric" value="13"' in html
    assert 'value="2028"' in html


def test_only_the_missing_box_is_marked_and_the_summary_leads_to_it():
    form = due("13", "6", "")
    summary = Template("{% load rrn_forms %}{% error_summary form %}").render(Context({"form": form}))
    html = str(form["due"].as_field_group())

    assert 'href="#id_due_year"' in summary
    assert html.count("govuk-input--error") == 1


def test_what_is_wrong_is_kept_in_its_box():
    html = str(due("30", "2", "2028")["due"].as_field_group())
    assert 'value="30"' in html


def test_an_unanswered_question_is_named():
    errors = ExampleForm(WRONG).errors
    assert errors["owner"] == ["Fill in “Role that owns it”"]
    assert errors["nation"] == ["Choose an answer to “Where you work”"]
    assert errors["change"] == [
        "“What will change, and for whom” must be 400 characters or fewer. It has 401"
    ]
    assert errors["email"] == ["Write the email address in full, such as name@example.org"]


def test_a_form_may_keep_a_sentence_of_its_own():
    class Form(GovukForm, forms.Form):
        name = forms.CharField(error_messages={"required": "Say what people call you"})

    assert Form({}).errors["name"] == ["Say what people call you"]


def test_every_link_of_the_summary_leads_to_a_control():
    form = ExampleForm(WRONG)
    context = Context({"form": form})
    summary = Template("{% load rrn_forms %}{% error_summary form %}").render(context)
    html = Template("{{ form }}").render(context)

    import re

    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(form.errors)
    for target in targets:
        assert f'id="{target}"' in html


def test_hint_and_error_are_read_with_the_control():
    html = str(ExampleForm(WRONG)["change"].as_field_group())
    assert 'aria-describedby="id_change_helptext id_change_error id_change-info"' in html
    assert 'data-maxlength="400"' in html
    assert " maxlength=" not in html


def test_what_people_write_is_escaped():
    html = str(ExampleForm({"owner": '"><script>'})["owner"].as_field_group())
    assert "<script>" not in html


def test_a_form_sent_twice_has_one_key():
    class Form(SentOnceForm, forms.Form):
        pass

    key = uuid.uuid4()
    form = Form({"client_key": str(key)})
    assert form.is_valid()
    assert form.cleaned_data["client_key"] == key


@pytest.mark.parametrize("key", ["", "not a key", "\x00"])
def test_a_spoilt_key_becomes_a_new_one(key):
    class Form(SentOnceForm, forms.Form):
        pass

    form = Form({"client_key": key})
    assert form.is_valid(), form.errors
    assert isinstance(form.cleaned_data["client_key"], uuid.UUID)


def test_a_new_form_carries_a_new_key():
    class Form(SentOnceForm, forms.Form):
        pass

    assert 'type="hidden"' in str(Form()["client_key"])
    assert Form()["client_key"].value() != Form()["client_key"].value()
