"""A prepared question gives what its queryset gives, whatever it is asked for, and asks each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.template import Context, Template

from rrn.core.models import SearchDocument, SearchTerm, SearchText
from rrn.core.prepared import Prepared
from rrn.core.search import Document, put
from rrn.core.sessions import SessionStore
from rrn.core.templatetags.rrn import escape_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents():
    put([Document(kind="example", key=str(number), title=f"Title {number % 3}", body=f"Body {number}", address="/") for number in range(7)])
    return list(SearchDocument.objects.filter(kind="example").order_by("pk"))


def test_objects_are_those_of_the_queryset_and_are_asked_for_again_each_time(documents, django_assert_num_queries):
    asked = Prepared(lambda kind, title: SearchDocument.objects.filter(kind=kind, title=title).order_by("-pk"))
    for title in ("Title 1", "Title 2", "Title 9", "Title 1"):
        with django_assert_num_queries(1):
            found = asked("example", title)
        assert found == list(SearchDocument.objects.filter(kind="example", title=title).order_by("-pk"))
    SearchDocument.objects.filter(title="Title 1").update(title="Title 9")
    assert asked("example", "Title 1") == []
    assert [one.title for one in asked("example", "Title 9")] == ["Title 9"] * 2


def test_related_rows_and_annotations_come_along(documents, django_assert_num_queries):
    later = SearchDocument.objects.filter(title=OuterRef("document__title"), pk__gt=OuterRef("document_id"))
    asked = Prepared(lambda pk: SearchText.objects.filter(document=pk).select_related("document").annotate(again=Exists(later), same=F("body")))
    text = asked.first(documents[0].pk)
    with django_assert_num_queries(0):
        assert (text.document, text.document.title, text.again, text.same) == (documents[0], "Title 0", True, text.body)


def test_lists_may_have_any_length_and_an_empty_one_finds_nothing(documents):
    asked = Prepared(lambda keys: SearchDocument.objects.filter(key__in=keys, kind="example").order_by("pk").values_list("key", "kind"))
    assert asked(["1", "3"]) == [("1", "example"), ("3", "example")]
    assert asked(("2",)) == [("2", "example")]
    assert asked([]) == []
    assert asked([str(number) for number in range(9)]) == [(str(number), "example") for number in range(7)]


def test_a_parameter_may_stand_in_several_places_beside_fixed_ones(documents):
    asked = Prepared(lambda pk: SearchDocument.objects.filter(pk__gte=pk, kind="example").exclude(pk=pk).order_by("pk")[:2])
    assert asked(documents[2].pk) == documents[3:5]


def test_what_does_not_stand_in_the_sql_as_it_is_is_refused_at_once():
    asked = Prepared(lambda beginning: SearchTerm.objects.filter(term__startswith=beginning))
    with pytest.raises(ValueError, match="do not stand in the SQL"):
        asked("hou")
    with pytest.raises(ValueError, match="prefetch"):
        Prepared(lambda key: Session.objects.filter(pk=key).prefetch_related("x"))("a")
    with pytest.raises(ValueError, match="values_list"):
        Prepared(lambda key: Session.objects.filter(pk=key).values("pk"))("a")


def test_nobody_can_ask_for_what_stands_in_for_a_parameter(documents):
    asked = Prepared(lambda key: SearchDocument.objects.filter(key=key, kind="example"))
    assert asked("the parameter with the number 0") == []
    assert [one.key for one in asked("4")] == ["4"]


def test_a_session_that_has_run_out_or_was_never_begun_is_nobodys():
    session = SessionStore()
    session["said"] = "yes"
    session.create()
    assert SessionStore(session.session_key)["said"] == "yes"
    row = Session.objects.get()
    Session.objects.update(expire_date=row.expire_date - timedelta(days=400))
    for key in (session.session_key, "madeup", None):
        other = SessionStore(key)
        assert other.get("said") is None
        assert other.session_key is None


def test_a_part_that_is_drawn_once_is_drawn_anew_for_other_values():
    words = '{% load rrn_drawn %}{% drawn_once "components/wordmark.html" name=name %}'
    first, second = (Template(words).render(Context({"name": name, "request": None})) for name in ("One Two", "<Three>"))
    assert "<span>One </span><span>Two </span>" in first
    assert "&lt;Three&gt;" in second
    assert "One" not in second
    assert Template(words).render(Context({"name": "One Two"})) == first


def test_quick_escaping_is_what_a_template_does():
    for value in ("<a href='x'>&\"", 7, None, Template("{{ x }}").render(Context({"x": "<b>"}))):
        assert escape_quickly(value) == Template("{{ value }}").render(Context({"value": value}))


def test_the_same_statement_serves_only_its_own_database():
    asked = Prepared(lambda key: SearchDocument.objects.filter(key=key, kind="example"))
    asked("1")
    assert {vendor for vendor, _ in asked._statements} == {connection.vendor}
