"""Whatever a plan's public page prints can be looked for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command

from rrn.core.renewals import renew_pending
from rrn.core.search import Document, find, put
from rrn.core.time import travel
from rrn.core.vocabulary import PracticeType, Strategy
from rrn.plans.actions import save_action, save_part
from rrn.plans.models import PlanVersion
from rrn.plans.rules import Part, UnderWay
from rrn.register.indexing import INDEXED_AS, KIND
from rrn.register.models import Edition
from rrn.register.queries import search_has_other_words
from tests.scenes import plan_ready_to_send, published_plan, read_and_published

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day_in_november():
    with travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        yield


def found(words):
    return [hit.title for hit in find(words, kinds=(KIND,)).hits]


def everything_filled_in():
    """Each field has a word of its own."""
    plan = plan_ready_to_send("Hollin Park School", at=PUBLISHED, actions=1, part_covered="Wing zebra")
    lead, action = plan.started_by, plan.actions.get()
    told = {"by": lead, "at": PUBLISHED}
    save_part(plan=plan, part=Part.SUMMARY, values={"summary": "Fewer walrus."}, **told)
    save_part(plan=plan, part=Part.NOW, values={"where_now": "Otter now.", "how_known": "From a heron."}, **told)
    practices = [PracticeType.SECLUSION.value, PracticeType.BLANKET.value]
    save_part(plan=plan, part=Part.PRACTICES, values={"practices": practices}, **told)
    save_part(plan=plan, part=Part.SHAPED, values={"shaped_by": "The badger.", "shaped_change": "A marmot."}, **told)
    save_part(plan=plan, part=Part.SHARING, values={"sharing": "By pigeon."}, **told)
    save_part(plan=plan, part=Part.PEOPLE, values={"executive_role": "Chief falcon", "lead_role": "Head lynx"}, **told)
    values = {
        "what": "Every gecko is asked.", "why": "A ferret.", "strategy": Strategy.DEBRIEFING.value, "owner_role": "Deputy tapir",
        "due_on": date(2027, 5, 1), "how_you_will_know": "The puffin.", "measure": "Per stoat", "target": "Ten quokkas",
        "baseline": "Forty ibises", "baseline_on": date(2026, 5, 1), "shaped_by": "An ocelot.", "shaped_change": "The screwdriver.",
        "practices": [PracticeType.SURVEILLANCE.value, PracticeType.CHEMICAL_AS_NEEDED.value], "under_way": UnderWay.NEW.value,
    }  # fmt: skip
    save_action(action=action, values=values, **told)
    read_and_published(plan, at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    return plan


def texts_in(value):
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)
    elif isinstance(value, str):
        yield value


def test_every_word_a_plans_page_prints_is_found(client):
    everything_filled_in()
    main = client.get("/members/hollin-park-school/plan/").content.decode().split("<main", 1)[1].split("</main", 1)[0]
    page = " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())
    printed = [text for text in texts_in(PlanVersion.objects.get().words) if text in page]
    labels = ["Seclusion", "Blanket restrictions", "Surveillance", "Chemical", str(Strategy.DEBRIEFING.label), "New because of this plan"]
    assert [label for label in labels if label not in page] == []
    # It stands in every plan, and would answer "news" with all of them.
    labels.remove("New because of this plan")
    points = ["Say how families hear of a hold."]
    assert len(printed) >= 20
    for text in [*printed, *labels, *points]:
        for word in filter(str.isalpha, re.findall(r"\w{3,}", text)):
            assert found(word) == ["Hollin Park School"], word


@pytest.mark.parametrize("word", ["screwdriver", "ocelot", "marmot", "quokkas", "ibises", "falcon", "lynx", "stoat", "zebra"])
def test_the_directory_finds_what_stands_deep_in_a_plan(client, word):
    everything_filled_in()
    assert "Hollin Park School" in client.get("/members/", {"q": word}).content.decode()


@pytest.mark.parametrize("word", ["new", "news"])
def test_a_label_that_every_plan_has_finds_none_of_them(client, word):
    everything_filled_in()
    assert found(word) == []
    shown = client.get("/search/", {"q": word}).content.decode()
    assert '<h2 id="organisation">' not in shown
    assert shown.index('<a href="/news/">') < shown.index("</main")


def test_the_page_that_is_called_so_comes_before_plans_that_have_the_word(client):
    plan = everything_filled_in()
    put([Document(kind=KIND, key=str(plan.organisation_id), title="Hollin Park School", body="A newsletter.", address="/members/hollin-park-school/")])
    shown = client.get("/search/", {"q": "news"}).content.decode().split("<main", 1)[1]
    assert shown.index('<a href="/news/">') < shown.index('<h2 id="organisation">')
    put([Document(kind=KIND, key=str(plan.organisation_id), title="Hollin Park School", body="A new rule.", address="/members/hollin-park-school/")])
    assert found("news") == []


def test_words_that_name_a_type_of_practice_find_all_that_its_filter_finds(client):
    for number in range(3):
        published_plan(f"House {number}", at=PUBLISHED)
    renew_pending(at=PUBLISHED)
    assert sorted(found("seclusion")) == ["House 0", "House 1", "House 2"]


def test_a_house_that_put_in_fewer_words_puts_in_all_of_them_when_it_is_prepared():
    plan = everything_filled_in()
    put([Document(kind=KIND, key=str(plan.organisation_id), title="Hollin Park School", body="Few words.", address="/")])
    Edition.objects.update(indexed_as=INDEXED_AS - 1)
    assert search_has_other_words()
    assert found("screwdriver") == []
    call_command("renew_register", if_missing=True, stdout=StringIO())
    assert found("screwdriver") == ["Hollin Park School"]
    assert not search_has_other_words()
    quiet = StringIO()
    call_command("renew_register", if_missing=True, stdout=quiet)
    assert quiet.getvalue() == ""
