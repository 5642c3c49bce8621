from __future__ import annotations

from django.db import models

from rrn.core.personal import PersonalData


class SearchDocument(models.Model):
    """One page or record that anybody may find, in its public words only. Written by `rrn.core.search` alone.

    The words it is found by stand in an index of the database (decision 26): on SQLite a table of their own whose
    row has this row's number, on PostgreSQL a column of this table. The row itself is kept short, so that a
    thousand of them are read quickly; the text is `SearchText`.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=200, blank=True, db_index=True)
    subject_key = models.CharField(max_length=600, blank=True)
    facets = models.CharField(max_length=2000, blank=True)
    address = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12, default="en")
    slice = models.PositiveSmallIntegerField()

    personal_data = PersonalData(
        other=("id", "kind", "key", "title", "title_key", "subject_key", "facets", "address", "about", "language", "slice"),
        kept="as long as what it leads to is public; public words of organisations and pages only",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_search_document_a_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class SearchText(models.Model):
    """The text of a document, for the passage that is shown with a hit."""

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True, related_name="text")
    body = models.TextField(blank=True)

    personal_data = PersonalData(other=("document", "body"), kept="with its document")

    def __str__(self) -> str:
        return self.body[:60]


class SearchTerm(models.Model):
    """A word that stands in some document, in how many, and as somebody wrote it. Typing mistakes are held against it."""

    term = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=60)
    head = models.CharField(max_length=3)
    tail = models.CharField(max_length=3)
    letters = models.PositiveSmallIntegerField()
    frequency = models.IntegerField()

    personal_data = PersonalData(
        other=("id", "term", "shown", "head", "tail", "letters", "frequency"), kept="as long as a document has the word"
    )

    class Meta:
        indexes = [
            models.Index(fields=["head", "letters"], name="search_term_head"),
            models.Index(fields=["tail", "letters"], name="search_term_tail"),
        ]

    def __str__(self) -> str:
        return self.term
