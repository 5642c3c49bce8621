from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rrn.membership.actions.pledges import GROWING, PLEDGE_FACTS, Growth, NewPledge, bring_in_pledges, grow
from rrn.membership.models import OriginalPledge

NOON = datetime(2016, 5, 4, 12, tzinfo=UTC)


def facts(**changes):
    plain = dict.fromkeys(PLEDGE_FACTS, "") | {
        "kind": "individual",
        "pledged_on": date(2016, 5, 4),
        "first_name": "Amy",
        "address": "amy@post.example",
        "listing": "unknown",
        "listing_chosen_at": None,
    }
    return plain | changes


def keep(*pledges):
    with transaction.atomic():
        return bring_in_pledges(pledges=[NewPledge(one, []) for one in pledges], batch="b", by=None, at=NOON)


@pytest.mark.django_db
def test_pledges_are_kept_and_numbered_in_the_order_they_were_given():
    numbers = keep(facts(), facts(address="lee@post.example"))
    assert [OriginalPledge.objects.get(pk=number).address for number in numbers] == [
        "amy@post.example",
        "lee@post.example",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "second",
    [
        [facts(), facts()],
        [facts(kind="organisation", organisation_name="Elms", host="a.example")] * 2,
        [facts(kind="organisation", organisation_name="")],
        [facts(listing="yes")],
    ],
    ids=["one address twice", "one host twice", "organisation without a name", "a choice without its time"],
)
def test_the_database_holds_the_promise_too(second):
    with pytest.raises(IntegrityError):
        keep(*second)


def growth(days=0, listing="unknown", **said):
    at = NOON + timedelta(days=days)
    names = [fact for fact in GROWING if fact not in ("pledged_on", "listing", "listing_chosen_at")]
    return Growth(1, at, listing, None if listing == "unknown" else at, dict.fromkeys(names, "") | said)


def test_the_earliest_date_stays_and_the_latest_choice():
    pledge = OriginalPledge(pledged_on=date(2016, 5, 4), listing="no", listing_chosen_at=NOON)
    grow(pledge, growth(days=-30, listing="yes"))
    assert (pledge.pledged_on, pledge.listing) == (date(2016, 4, 4), "no")
    grow(pledge, growth(days=30, listing="yes"))
    assert (pledge.pledged_on, pledge.listing) == (date(2016, 4, 4), "yes")


def test_gaps_are_filled_and_what_is_known_stays():
    pledge = OriginalPledge(pledged_on=date(2016, 5, 4), first_name="Amelia", website="none")
    grow(pledge, growth(first_name="Amy", last_name="Walker", website="https://a.example", host="a.example"))
    assert (pledge.first_name, pledge.last_name) == ("Amelia", "")
    assert (pledge.website, pledge.host) == ("https://a.example", "a.example")
