from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rrn.transition.rules.matching import Existing, KnownOrganisation, decide, latest_choice, together
from rrn.transition.rules.rows import Kind

from .rows import NOON, organisation_row, pledge_row


def groups(rows, existing=None):
    found = decide(rows, existing or Existing())
    return {frozenset(row.fingerprint for row in record.rows): record.existing for record in found.records}


def test_two_people_are_one_when_their_addresses_are_equal_whatever_their_names():
    one, other = pledge_row(), pledge_row(days=1, last_name="Other")
    assert len(groups([one, other])) == 1


def test_two_people_are_two_when_their_addresses_differ_by_a_tag():
    assert len(groups([pledge_row(), pledge_row(address="amy+pledge@post.example")])) == 2


def test_a_person_and_an_organisation_with_one_address_are_two():
    assert len(groups([pledge_row(), organisation_row("The Elms")])) == 2


def test_two_organisations_are_one_by_host_whatever_their_names():
    assert (
        len(
            groups(
                [organisation_row("The Elms", "elms.example"), organisation_row("Oaks", "elms.example", 1)]
            )
        )
        == 1
    )


def test_two_organisations_with_a_host_each_are_two_whatever_their_names():
    assert (
        len(groups([organisation_row("The Elms", "a.example"), organisation_row("The Elms", "b.example")]))
        == 2
    )


def test_two_organisations_are_one_by_name_where_either_has_no_host():
    assert len(groups([organisation_row("The Elms", "a.example"), organisation_row("ELMS", days=1)])) == 1
    assert len(groups([organisation_row("The Elms"), organisation_row("ELMS", days=1)])) == 1


def test_a_row_without_a_host_whose_name_fits_two_joins_neither():
    rows = [
        organisation_row("The Elms", "a.example"),
        organisation_row("Elms", "b.example"),
        organisation_row("Elms"),
    ]
    assert len(groups(rows)) == 3


def test_a_row_joins_what_is_there_by_address_host_or_name():
    existing = Existing(
        people={"amy@post.example": 5},
        organisations=(KnownOrganisation(6, "a.example", ("elms",)), KnownOrganisation(7, "", ("oaks",))),
    )
    assert set(groups([pledge_row()], existing).values()) == {5}
    assert set(groups([organisation_row("Other", "a.example")], existing).values()) == {6}
    assert set(groups([organisation_row("The Elms")], existing).values()) == {6}
    assert set(
        groups([organisation_row("Oaks", "oaks.example"), organisation_row("Oaks")], existing).values()
    ) == {7}
    assert set(groups([organisation_row("Elms", "b.example")], existing).values()) == {None}


def test_two_new_hosts_of_one_name_do_not_both_become_what_is_there_without_a_host():
    existing = Existing(organisations=(KnownOrganisation(7, "", ("oaks",)),))
    rows = [organisation_row("Oaks", "a.example"), organisation_row("Oaks", "b.example")]
    assert list(groups(rows, existing).values()) == [None, None]


def test_a_row_that_was_imported_before_is_known():
    row = pledge_row()
    found = decide([row], Existing(fingerprints={row.fingerprint: 5}))
    assert (found.records, found.known) == ([], [(row, 5)])


def test_an_entry_number_that_says_something_else_is_refused():
    one, other = pledge_row(entry="1"), pledge_row(entry="1", last_name="Other")
    assert len(decide([one, other]).entry_conflicts) == 2
    assert decide([one], Existing(entries={"1": other.fingerprint})).entry_conflicts == [one]


def test_the_earliest_date_wins_and_the_latest_choice():
    rows = [
        pledge_row(listing="yes", first_name=""),
        pledge_row(days=9, listing="no"),
        pledge_row(days=20, listing="unknown", nation="wales", nation_words="Wales"),
    ]
    (record,) = decide(rows).records
    said = together(record.rows)
    assert said.made_at == NOON
    assert (said.listing, said.listing_chosen_at) == ("no", NOON + timedelta(days=9))
    assert said.facts["nation"] == "wales"


def test_a_website_and_its_host_come_from_one_row():
    rows = [
        organisation_row("Elms", days=0, website="we have none"),
        organisation_row("Elms", "elms.example", days=1),
    ]
    (record,) = decide(rows).records
    facts = together(record.rows).facts
    assert (facts["website"], facts["host"]) == ("https://elms.example", "elms.example")


def test_of_two_choices_at_one_moment_the_one_that_shows_less_counts():
    assert (
        latest_choice([("yes", NOON), ("no", NOON)])
        == latest_choice([("no", NOON), ("yes", NOON)])
        == ("no", NOON)
    )


people = st.builds(
    pledge_row,
    days=st.integers(0, 3),
    address=st.sampled_from(["a@x.example", "b@x.example", "a+1@x.example"]),
    listing=st.sampled_from(["yes", "no", "unknown"]),
    entry=st.sampled_from(["", "1", "2"]),
)
organisations = st.builds(
    organisation_row,
    name=st.sampled_from(["Elms", "The Elms", "Oaks", "Oaks Ltd", "Oaks Limited"]),
    host=st.sampled_from(["", "", "a.example", "b.example"]),
    days=st.integers(0, 3),
)
known = st.builds(
    Existing,
    people=st.dictionaries(st.sampled_from(["a@x.example", "b@x.example"]), st.integers(1, 2), max_size=2),
    organisations=st.lists(
        st.builds(
            KnownOrganisation,
            id=st.integers(10, 99),
            host=st.sampled_from(["", "", "a.example", "b.example"]),
            names=st.sampled_from([("elms",), ("oaks",), ("elms", "oaks")]),
        ),
        max_size=4,
        unique_by=(lambda one: one.id, lambda one: one.host or one.id),
    ).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(people, organisations), max_size=9), known, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(rows, existing, source):
    shuffled = list(rows)
    source.shuffle(shuffled)
    assert groups(rows, existing) == groups(shuffled, existing)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(people, organisations), max_size=9), known)
def test_every_row_ends_in_exactly_one_place(rows, existing):
    found = decide(rows, existing)
    ends = [row.number for record in found.records for row in record.rows]
    ends += [row.number for row, _ in (*found.known, *found.repeats)]
    ends += [row.number for row in found.entry_conflicts]
    assert sorted(ends) == sorted(row.number for row in rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(organisations, max_size=9), known)
def test_two_hosts_never_end_in_one_record(rows, existing):
    own = {one.id: one.host for one in existing.organisations}
    for record in decide(rows, existing).records:
        hosts = {row.host for row in record.rows if row.host} | {own.get(record.existing, "")} - {""}
        assert record.kind is Kind.ORGANISATION
        assert len(hosts) <= 1
