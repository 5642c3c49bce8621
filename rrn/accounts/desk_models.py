"""What somebody on the staff keeps on her desk: views of lists, to-dos she has taken, notes, batches of one act.

None of it is a fact about a member; it hangs on accounts because it is staff's own, and it names other rooms'
records by kind and number, like the diary.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rrn.core.personal import PersonalData

USER = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A list with its filters, under a name. Private to its owner, or shared with the office. Removing dates it."""

    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="saved_views")
    list = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True, help_text="The filters as they stand in the address.")
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"owner": "whose view it is", "name": "her own words for it", "query": "what she looks for"},
        other=("id", "list", "shared", "made_at", "changed_at", "removed_at"),
        kept="until it is removed; 6 months longer, so that it can be brought back",
    )

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["shared", "list"], condition=Q(removed_at__isnull=True), name="view_shared")]
        constraints = [
            models.CheckConstraint(name="a_view_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["owner", "list", "name"], condition=Q(removed_at__isnull=True), name="one_view_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TakenToDo(models.Model):
    """Somebody said that she does a to-do that nobody owned. The to-do itself is an answer and stands nowhere."""

    source = models.CharField(max_length=40, help_text="Which question of the to-do list it answers.")
    key = models.CharField(max_length=200, help_text="Which record it is about, in the question's own words.")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="taken_todos")
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        personal={"person": "who does it", "given_by": "who asked her to"},
        other=("id", "source", "key", "taken_at", "ended_at"),
        kept="12 months",
    )

    class Meta:
        ordering = ["taken_at", "pk"]
        indexes = [models.Index(fields=["taken_at"], condition=Q(ended_at__isnull=True), name="todo_taken")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=Q(ended_at__isnull=True), name="one_pair_of_hands_a_todo"
            ),
            models.CheckConstraint(
                name="a_taken_todo_ends_after_it_was_taken",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("taken_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Note(models.Model):
    """A dated, signed note of the office on a record. Never rewritten; taking it back dates it."""

    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=40)
    words = models.CharField(max_length=600)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_data = PersonalData(
        personal={
            "about_id": "so that the next call begins where the last one ended",
            "words": "so that the next call begins where the last one ended",
            "by": "accountability",
            "taken_back_by": "accountability",
        },
        other=("id", "about_kind", "written_at", "taken_back_at"),
        kept="24 months after it was written, or until the person is erased",
    )

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["about_kind", "about_id", "-id"], name="note_about")]
        constraints = [
            models.CheckConstraint(name="a_note_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="a_note_is_taken_back_by_somebody",
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Batch(models.Model):
    """One act on many records: chosen, looked at, done, perhaps undone. Its rows say what became of each record."""

    class State(models.TextChoices):
        CHOSEN = "chosen", "Chosen, nothing done yet"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    reference = models.CharField(max_length=16, unique=True)
    act = models.CharField(max_length=40)
    list = models.CharField(max_length=20)
    said = models.JSONField(default=dict, help_text="What was written into the act's form.")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="batches")
    chosen_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.CHOSEN)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_data = PersonalData(
        personal={"said": "why it was done", "by": "accountability", "undone_by": "accountability"},
        other=("id", "reference", "act", "list", "chosen_at", "state", "applied_at", "undone_at"),
        kept="6 years after it was done; 7 days where nothing was done",
    )

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-chosen_at", "-pk"]
        indexes = [models.Index(fields=["by", "-applied_at"], name="batch_by")]

    def __str__(self) -> str:
        return self.reference


class BatchRow(models.Model):
    """One record of a batch. `words` is a sentence without names; `result` holds numbers and days only."""

    class Outcome(models.TextChoices):
        WAITING = "", "Not yet"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Kept as it is"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="")
    words = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)

    personal_data = PersonalData(
        personal={"number": "accountability: to whom it was done"},
        other=("id", "batch", "kind", "outcome", "words", "result"),
        kept="as long as the batch",
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="batch_row_outcome")]
        constraints = [models.UniqueConstraint(fields=["batch", "kind", "number"], name="once_a_batch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
