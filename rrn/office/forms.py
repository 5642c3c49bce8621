from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rrn.accounts.models import Role, User
from rrn.core.forms import DateBoxField, GovukForm, SentOnceForm
from rrn.membership.models import Member
from rrn.organisations.models import InterestKind


class SearchForm(GovukForm, forms.Form):
    """A word to look for. An empty one lists everything."""

    q = forms.CharField(label="Search", max_length=120, required=False, strip=True)


class DaysForm(GovukForm, forms.Form):
    """From which day to which the ledger is shown."""

    MOST = 92

    first = DateBoxField(label="From", what="first day")
    last = DateBoxField(label="To", what="last day")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not lie before the first")
        elif first and last and (last - first).days >= self.MOST:
            self.add_error("last", f"Show at most {self.MOST} days at once")
        return said


class LeaveMailForm(GovukForm, forms.Form):
    why = forms.CharField(
        label="Why is nothing more sent?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say in a few words why nothing more is sent."},
    )


class AskReleaseForm(GovukForm, forms.Form):
    reason = forms.CharField(
        label="Why should the clock go on?",
        help_text="For example: the server was off from 3 to 14 March. The second person and the diary read it.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Say why the clock should go on."},
    )
    right_day = forms.BooleanField(
        label="The day above is today’s date",
        error_messages={"required": "Look at the day. If it is wrong, the machine’s clock is: leave it stopped."},
    )


class AnsweredForm(GovukForm, forms.Form):
    note = forms.CharField(
        label="What came of it",
        help_text="A few words for your colleagues. You can leave it empty.",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )


class WaiveVideoForm(GovukForm, forms.Form):
    reason = forms.CharField(
        label="Why does it count without watching or reading?",
        help_text="Only the office reads this.",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Say in a few words why it counts"},
    )


class GrantRoleForm(GovukForm, forms.Form):
    email = forms.EmailField(
        label="Email address",
        help_text="The address she signs in with. She needs an account first.",
        error_messages={
            "required": "Enter the address of her account.",
            "invalid": "Enter an address such as name@example.org.",
        },
    )
    role = forms.ChoiceField(
        label="Role", choices=Role.choices, error_messages={"required": "Choose the role."}
    )


# -- On the telephone ------------------------------------------------------------------------------------------------


class CallerForm(SentOnceForm, forms.Form):
    email = forms.EmailField(
        label="The caller's email address",
        help_text="Read it back letter by letter. If there is no account yet, one is made and she gets a mail.",
    )
    display_name = forms.CharField(label="The caller's name", max_length=80)


class StartForm(CallerForm):
    name = forms.CharField(label="Name of the organisation", max_length=200)
    role_title = forms.CharField(label="What she does there (optional)", max_length=120, required=False)


READ_OUT, OTHER = "read_out", "other"


class HeardForm(SentOnceForm, forms.Form):
    """What the office did with the caller before she joins: her address read back, both videos' words read out."""

    address = forms.BooleanField(
        label="I read her email address back to her letter by letter, and she said that it is right",
        error_messages={"required": "Read her address back to her and tick the box"},
    )
    videos = forms.ChoiceField(
        label="The two awareness videos",
        choices=((READ_OUT, "I read the words of both out to her"), (OTHER, "Another way, or not at all, because")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say how she took in the two videos"},
    )
    reason = forms.CharField(
        label="The reason, if it was another way", max_length=300, required=False, help_text="Only the office reads it."
    )

    def __init__(self, *args: Any, ask_address: bool, ask_videos: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_address:
            del self.fields["address"]
        if not ask_videos:
            del self.fields["videos"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("videos") == OTHER and not found.get("reason"):
            self.add_error("reason", "Write the reason. It is kept, and only the office reads it")
        return found

    @property
    def videos_heard(self) -> str:
        """What is kept as the reason for which the videos count."""
        return self.cleaned_data.get("reason") or "The words of the video were read out to her on the telephone."


# -- Reviewing -------------------------------------------------------------------------------------------------------

LONG = 4000


class DeclareForm(GovukForm, forms.Form):
    """Before the plan opens."""

    no_interest = forms.BooleanField(
        label="I declare that I have none of these",
        error_messages={"required": "Declare that you have no interest in the organisation, or leave the plan to a colleague"},
    )


class InterestForm(GovukForm, forms.Form):
    """She has something to do with the organisation after all."""

    kind = forms.ChoiceField(
        label="What have you to do with it?",
        choices=(
            (InterestKind.EMPLOYER, "I work or worked there"),
            (InterestKind.CUSTOMER, "I sell to it, buy from it, train its staff or inspect it"),
            (InterestKind.FAMILY, "I have a family member or a close friend there"),
            (InterestKind.OTHER, "Something else"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you have to do with the organisation"},
    )
    words = forms.CharField(label="In a few words (optional)", max_length=300, required=False)


class CommentForm(SentOnceForm, forms.Form):
    words = forms.CharField(
        label="Your comment",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Write the comment first"},
    )


class AskChangesForm(GovukForm, forms.Form):
    words = forms.CharField(
        label="What do you ask them to change?",
        help_text="Your comments go with it. Add here what concerns the plan as a whole.",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    answer_by = DateBoxField(label="By when", what="day by which you ask for changes")


class AcceptForm(GovukForm, forms.Form):
    NOW, ON_A_DAY = "now", "day"
    points = forms.CharField(
        label="Points to learn (optional)",
        help_text="One a line. They are public, and the next report must answer them.",
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    when = forms.ChoiceField(
        label="When is it published?",
        choices=((NOW, "Now"), (ON_A_DAY, "On a day")),
        widget=forms.RadioSelect,
        initial=NOW,
        error_messages={"required": "Choose when the plan is published"},
    )
    publish_on = DateBoxField(label="The day, if not now", what="day of publication", required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("when") == self.ON_A_DAY and not found.get("publish_on") and "publish_on" not in self.errors:
            self.add_error("publish_on", "Enter the day of publication, or choose “Now”")
        return found

    @property
    def points_given(self) -> list[str]:
        return [line.strip(" -•\t") for line in self.cleaned_data["points"].splitlines() if line.strip(" -•\t")]

    @property
    def day_chosen(self) -> date | None:
        return self.cleaned_data["publish_on"] if self.cleaned_data["when"] == self.ON_A_DAY else None


class ReasonsForm(GovukForm, forms.Form):
    reasons = forms.CharField(
        label="Reasons",
        help_text="In plain words that the organisation can act on. They read exactly this.",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons, in words the organisation can act on"},
    )


class PublicationDayForm(GovukForm, forms.Form):
    on = DateBoxField(label="Publish on", what="day of publication")


class ReopenForm(GovukForm, forms.Form):
    reason = forms.CharField(
        label="Why does it go back into review?",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Say why the plan goes back into review"},
    )


class ReasonForm(GovukForm, forms.Form):
    """A decision about a membership, with its reasons."""

    reason = forms.CharField(
        label="Reasons",
        help_text="In plain words. The member reads exactly this, and it is kept with the decision.",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons. They are kept with the decision"},
    )


class CountLongerForm(ReasonForm):
    field_order = ("until", "reason")
    until = DateBoxField(label="Until which day, that day included?", what="last day on which it counts")


class MergeForm(ReasonForm):
    """Into which member is chosen on the page before; it comes along unseen."""

    into = forms.ModelChoiceField(
        queryset=Member.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": "Choose the other member first", "invalid_choice": "Choose the other member first"},
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField


class CallersAppealForm(GovukForm, forms.Form):
    words = forms.CharField(
        label="Why should somebody else look at the decision?",
        help_text="Her own words, as she says them.",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Write down why somebody else should look at the decision"},
    )


class MemberAppealForm(GovukForm, forms.Form):
    field_order = ("no_interest", "upheld", "reasons")
    reasons = forms.CharField(
        label="Reasons",
        help_text="In plain words. The member reads exactly this.",
        max_length=LONG,
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons. The member reads exactly this"},
    )
    no_interest = forms.BooleanField(
        label="I took no part in this decision, and I have nothing to do with this member: no work, trade, family or friendship",
        error_messages={"required": "Declare that you have nothing to do with the member, or leave the appeal to a colleague"},
    )
    upheld = forms.TypedChoiceField(
        label="What do you decide?",
        choices=(("yes", "The appeal is right: the decision is taken back today"), ("no", "The decision stands")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )


class AppealForm(ReasonsForm):
    field_order = ("upheld", "reasons")
    upheld = forms.TypedChoiceField(
        label="What do you decide?",
        choices=(("yes", "The appeal is right: another reviewer reads the plan again"), ("no", "The decision stands")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )


class NothingForm(GovukForm, forms.Form):
    """A step that needs no words: its page says what will happen."""


# -- The to-do list --------------------------------------------------------------------------------------------------


class TodoForm(forms.Form):
    """Which to-do: its source and its name there."""

    source = forms.CharField(max_length=40)
    key = forms.CharField(max_length=200)


class HandOverForm(GovukForm, forms.Form):
    to = forms.ModelChoiceField(
        label="Who does it?",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        error_messages={"required": "Choose who does it", "invalid_choice": "Choose one of your colleagues"},
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # a ModelChoiceField


# -- Saved views -----------------------------------------------------------------------------------------------------


class NameViewForm(GovukForm, forms.Form):
    name = forms.CharField(
        label="Name of the view", max_length=80, error_messages={"required": "Give the view a name, such as “Renewals in Wales”"}
    )
    shared = forms.BooleanField(label="Share it with the office", required=False)


class SaveViewForm(NameViewForm):
    list = forms.CharField(max_length=20, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


# -- Acts on many records, and notes ---------------------------------------------------------------------------------


class ChooseForm(forms.Form):
    """Which records of which view, and what is to be done to them."""

    list = forms.CharField(max_length=20)
    query = forms.CharField(max_length=1000, required=False)
    act = forms.CharField(max_length=40)
    all = forms.BooleanField(required=False)


class NoteForm(GovukForm, forms.Form):
    words = forms.CharField(
        label="The note",
        help_text="Signed with your name and dated. Only the office reads it; the person it is about may ask for it.",
        max_length=600,
        widget=forms.Textarea,
        error_messages={"required": "Write the note first"},
    )
