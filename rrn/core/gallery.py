"""The gallery's examples: each component empty, long, in Welsh and with an error. All of it is made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from rrn.core import drawings
from rrn.core.forms import DateBoxField, GovukForm
from rrn.core.search import Part
from rrn.core.time import add_months
from rrn.core.vocabulary import Nation, Strategy

ON = date(2027, 5, 12)
FIRST = date(2026, 6, 14)
LONG = (
    "The North and East Aldermoor Partnership for Children, Young People and Families with Complex Communication Needs, "
    "Respite and Outreach Directorate"
)
WELSH = "Bwrdd Iechyd Prifysgol Dyffryn Ŵyr: pob ystafell dawel ar agor ddydd a nos"


class ExampleForm(GovukForm, forms.Form):
    """One field of every kind."""

    choice_hints = {"say": {"listed": "Your display name, role and nation. You can change it at any time."}}

    change = forms.CharField(
        label="What will change, and for whom",
        help_text="One thing. Say what a person using your service would notice.",
        widget=forms.Textarea,
        max_length=400,
    )
    strategy = forms.ChoiceField(
        label="Which strategy", help_text="The main one.", choices=[("", "Choose one"), *Strategy.choices]
    )
    owner = forms.CharField(label="Role that owns it", max_length=60)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    telephone = forms.CharField(
        label="Telephone",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    held = forms.IntegerField(
        label="Children held, last term", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )
    due = DateBoxField(label="Due", what="due date")
    nation = forms.ChoiceField(label="Where you work", choices=Nation.choices, widget=forms.RadioSelect)
    say = forms.MultipleChoiceField(
        label="Who may see you",
        choices=[("listed", "List me among the members"), ("news", "Send me news by email")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="I may say this for my organisation")
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    paper = forms.FileField(label="A document", required=False)


class WelshForm(GovukForm, forms.Form):
    """Labels in the other language, a third longer."""

    newid = forms.CharField(label="Beth fydd yn newid, ac i bwy", help_text=WELSH, max_length=60)
    dyddiad = DateBoxField(label="Dyddiad cwblhau", what="dyddiad")


WRONG = {
    "change": "x" * 401, "strategy": "", "owner": "", "email": "priya", "held": "some", "due_day": "30", "due_month": "2",
    "due_year": "2028", "nation": "",
}  # fmt: skip

STATUSES = [
    ("applied", "Application with us", date(2026, 11, 2), None, "since"),
    ("in-force", "Plan in force", date(2026, 6, 14), date(2028, 6, 13), ""),
    ("ending-soon", "Ending soon", None, date(2027, 1, 2), ""),
    ("report-outstanding", "Report outstanding", date(2027, 1, 13), None, "since"),
    ("suspended", "Suspended", date(2026, 10, 1), None, "since"),
    ("ended", "Membership ended", None, date(2026, 9, 1), ""),
]
RULERS = [
    {"due": date(2028, 2, 1), "done": None},
    {"due": date(2027, 6, 4), "done": None},
    {"due": date(2027, 3, 31), "done": None},
    {"due": date(2027, 3, 1), "done": date(2027, 3, 13)},
]
ACTIONS = [
    {
        "code": 4, "number": 2, "title": "Five of the seven adult wards have a calming space, planned with the people who use it, open "
        "day and night.", "owner": "Associate director, estates", "due": date(2027, 9, 30), "target": "26 or fewer hours",
        "reading": {"said": "under_way", "said_on": ON, "evidence": "partial", "evidence_on": ON, "on": ON, "first": FIRST,
                    "note": "Postponed from 30 April 2027"},
        "changed": "Changed twice since it was published.",
        "changed_more": "Postponed once, by five months. Target made smaller once, agreed by a reviewer.", "changed_href": "#compare",
    },
    {
        "code": 6, "number": 3, "title": LONG, "owner": "", "due": date(2027, 3, 31), "target": "",
        "reading": {"said": "done", "said_on": ON, "evidence": "none", "on": ON, "first": FIRST},
    },
    {
        "code": 3, "number": 4, "title": WELSH, "owner": "Pennaeth nyrsio", "due": date(2027, 1, 31), "target": "100",
        "lang": "cy", "reading": {"said": "done", "said_on": date(2026, 12, 12), "evidence": "checked", "evidence_on": date(2027, 1, 20),
                    "on": ON, "first": FIRST, "done": date(2026, 12, 12)},
    },
]  # fmt: skip
COMPARED = [
    {
        "name": "Action",
        "before": "Every adult ward agrees a calming-space plan with the people who use it, and all seven wards have a space open day and night.",
        "after": "Every adult ward agrees a calming-space plan with the people who use it, and five of seven wards have a space open day "
        "and night.",
    },
    {
        "name": "Measure",
        "before": "Seclusion, hours per 1,000 occupied bed days",
        "after": "Seclusion, hours per 1,000 occupied bed days",
    },
    {"name": "Target", "before": "From 41 to 20 or fewer", "after": "From 41 to 26 or fewer"},
    {"name": "Due", "before": "30 April 2027", "after": "30 September 2027"},
]
ENTRIES = [
    {"on": ON, "words": "Update to three actions.", "kind": "", "href": "#", "link": "Read it"},
    {"on": date(2027, 3, 3), "words": "Action 2 changed: target made smaller, due date moved by five months.", "kind": "changed",
     "href": "#", "link": "Compare"},
    {"on": date(2026, 12, 12), "words": "Month 6 report, on time.", "kind": "report", "href": "#"},
    {"on": FIRST, "words": "Plan published. Membership and the two years begin.", "kind": "published"},
    {"on": date(2015, 9, 9), "words": "Signed the original pledge.", "kind": "pledge"},
]  # fmt: skip
LONG_ENTRIES = [
    {"on": ON, "words": f"It was called {LONG} until this day.", "kind": ""},
    {"on": date(2026, 9, 1), "words": "The organisation left the network.", "kind": "ended"},
]
WELSH_TASKS = [
    {"words": "Ble rydych chi nawr, a sut rydych chi’n gwybod", "href": "#", "hint": WELSH, "state": "not_started"},
]
WELSH_ANSWERS = [{"key": "Iaith y cynllun", "value": WELSH, "href": "#"}, {"key": "Gwefan", "value": "", "href": "#"}]
SAID = [
    Message(constants.SUCCESS, "Priya Nair holds a seat now."),
    Message(constants.ERROR, "Only your organisation’s lead can send its plan to us. That is Priya Nair."),
]
PARTS = [
    ("status", "Status"), ("readings", "Three readings"), ("strategies", "Strategies"), ("action", "Action card"),
    ("compare", "Promise and present"), ("timeline", "Timeline"), ("changed", "Changed"), ("words", "Quote, picture, news"), ("counters", "Counters"),
    ("doors", "Two doors"), ("moments", "Four moments"), ("tasks", "Task list"), ("answers", "Check answers"),
    ("office", "Office list"), ("table", "Table"), ("history", "History"), ("filters", "Filters, chips, pages"), ("empty", "Nothing found"),
    ("ways-back", "Ways back, ways out"), ("messages", "Messages"), ("paper", "On paper"), ("panels", "Panels"),
    ("hints", "Hints"), ("motifs", "Motif and icons"), ("buttons", "Buttons"), ("forms", "Forms"), ("wrong", "Errors"), ("welsh", "In Welsh"),
    ("easy", "Easy Read"), ("confirmation", "Confirmation"),
]  # fmt: skip
TASKS = [
    {"words": "About the organisation", "href": "#", "hint": "What the plan covers", "state": "complete"},
    {
        "words": "Three to eight actions",
        "href": "#",
        "hint": "2 written, at least 1 more",
        "state": "under_way",
    },
    {"words": "Plain summary", "href": "#", "hint": "Five lines anyone can read", "state": "not_started"},
    {"words": "Check and send", "hint": "", "state": "blocked", "why": "After the actions are written"},
]
ANSWERS = [
    {"key": "Name", "value": LONG, "href": "#"},
    {"key": "Website", "value": "", "href": "#", "hidden": "the website"},
    {"key": "Statement", "value": "We may publish this plan.\nWhat it says is true.", "href": ""},
]
OFFICE = [
    {"what": "Plan to review", "about": "Dunstan Learning Disability Services", "href": "#", "since": "Sent 2 November",
     "promise": "Day 14 of 15", "soon": True, "with_whom": "Nobody yet", "do": "Take it", "do_href": "#"},
    {"what": "Report to read", "about": LONG, "href": "#", "since": "Came 17 November", "promise": "Day 3 of 10", "soon": False,
     "with_whom": "You", "do": "Open", "do_href": "#"},
]  # fmt: skip
COUNTERS = [
    {"number": "143", "noun": "organisations with a published plan", "href": "#", "definition": "In force today, including 6 in their 60 days of grace."},
    {"number": "0", "noun": "individual members", "href": "#", "definition": "Two videos and one action complete, not ended."},
    {"number": "375", "noun": "organisations signed in 2014–2019", "href": "#", "definition": "The original pledge, kept as its own figure."},
]  # fmt: skip
GROUPS = [
    {"legend": "Status", "name": "status", "options": [
        {"value": "in_force", "words": "Plan in force", "count": 31, "chosen": True},
        {"value": "ended", "words": "Ended, last 24 months", "count": 0, "chosen": False}]},
    {"legend": "Nation", "name": "nation", "options": [
        {"value": value, "words": words, "count": 4, "chosen": value == "england"} for value, words in Nation.choices]},
]  # fmt: skip
GROWTH = [(add_months(date(2024, 6, 1), month), month * month // 4) for month in range(36)]
LONG_GROWTH = [(add_months(date(2014, 6, 1), month), min(month * 29, 1613)) for month in range(67)]
CHARTS = [
    {"id": "example-growth", "title": "Organisation members, month by month", "drawing": drawings.history(GROWTH),
     "says": "From 0 on 1 June 2024 to 306 organisation members on 1 May 2027.", "head": ["Day", "Organisation members"],
     "rows": [[f"{day:%B %Y}", number] for day, number in reversed(GROWTH)]},
    {"id": "example-long", "title": WELSH, "drawing": drawings.history(LONG_GROWTH),
     "says": "From 0 on 1 June 2014 to 1,613 people on 1 December 2019.", "head": ["Day", "People"],
     "rows": [[f"{day:%B %Y}", number] for day, number in reversed(LONG_GROWTH)]},
    {"id": "example-empty", "title": "Nothing yet", "drawing": drawings.history([(FIRST, 0), (ON, 0)]),
     "says": "From 0 on 14 June 2026 to 0 on 12 May 2027.", "head": ["Day", "Plans"], "rows": []},
]  # fmt: skip
NEWS = [
    {"title": "A room without a door", "address": "#", "on": ON, "lead": "One house took the door off a room, and said what it does instead."},
    {"title": LONG, "address": "#", "on": FIRST, "lead": WELSH},
]
HINTS = [
    {"heading": "“Raise awareness” is hard to check", "why": "Say what people will do differently.",
     "source": "From a published plan in education, England",
     "example": "Every class team agrees with each child what helps, and reviews it each half term.", "href": "#", "link": "Use as a start"},
    {"heading": "Nobody with lived experience yet", "why": "Who shaped this, and what did it change?", "href": "#", "link": "Add it"},
]  # fmt: skip


def examples() -> dict[str, Any]:
    wrong = ExampleForm(WRONG, prefix=None, auto_id="wrong_%s")
    return {
        "on": ON, "first": FIRST, "long": LONG, "welsh": WELSH, "empty_form": ExampleForm(), "wrong_form": wrong,
        "welsh_form": WelshForm(),
        "statuses": STATUSES, "rulers": RULERS, "actions": ACTIONS, "compared": COMPARED, "entries": ENTRIES, "tasks": TASKS,
        "answers": ANSWERS, "office": OFFICE, "counters": COUNTERS, "groups": GROUPS, "hints": HINTS, "news": NEWS,
        "present": ["What you will deliver", "A measure", "An owner"], "missing": ["A date inside your plan"],
        "page": Paginator(range(80), 25).page(2), "said": ["not_started", "under_way", "done", "stopped", "changed"],
        "shown": ["none", "partial", "sufficient", "checked"], "strategies": range(1, 7), "promised_on": FIRST,
        "now_since": date(2027, 3, 3), "chips": [{"words": "“seclusion”", "href": "#"}, {"words": "England", "href": "#"}],
        "charts": CHARTS,
        "next": ["We answer by 11 December.", "We write to you and to your plan lead."], "head": ["Month", "Hours", "Events"],
        "rows": [["March 2027", "28", "*"], ["April 2027", "not submitted", "0"]], "none": [],
        "parts": PARTS, "long_entries": LONG_ENTRIES, "welsh_tasks": WELSH_TASKS, "welsh_answers": WELSH_ANSWERS,
        "said_messages": SAID,
        "passage": [Part("… hours of "), Part("seclusion", marked=True), Part(" by month …")],
        "icons": ["phone", "search", "download", "print", "external", "mail", "calendar", "people", "clipboard", "cross", "check",
                  "arrow-right", "arrow-left", "lock", "message", "feed"],
    }  # fmt: skip
