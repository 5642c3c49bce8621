from rrn.transition.rules.matching import Existing, KnownOrganisation, decide
from rrn.transition.rules.near import (
    LIKE_NAMES,
    SAME_BUT_FOR_TAG,
    SAME_NAME,
    SAME_NAME_OTHER_MAILBOX,
    a_letter_apart,
    possible_duplicates,
)

from .rows import organisation_row, pledge_row


def near(*rows, existing=None):
    existing = existing or Existing()
    return [(one.why, one.who) for one in possible_duplicates(decide(list(rows), existing).records, existing)]


def test_people_of_one_name_are_listed_and_told_apart_by_their_mailboxes():
    assert near(pledge_row(address="amy.walker@a.example"), pledge_row(address="amy.walker@b.example")) == [
        (SAME_NAME, ("amy.walker@a.example", "amy.walker@b.example"))
    ]
    assert near(pledge_row(address="amy.walker@a.example"), pledge_row(address="lee.fox@b.example")) == [
        (SAME_NAME_OTHER_MAILBOX, ("amy.walker@a.example", "lee.fox@b.example"))
    ]


def test_addresses_that_differ_by_a_tag_are_listed():
    rows = [pledge_row(address="amy@a.example"), pledge_row(address="amy+x@a.example", last_name="Other")]
    assert near(*rows) == [(SAME_BUT_FOR_TAG, ("amy+x@a.example", "amy@a.example"))]


def test_organisations_that_look_alike_are_listed_with_their_hosts():
    assert near(organisation_row("Acme Care"), organisation_row("Acmе Care Ltd", "acme.example")) == [
        (LIKE_NAMES, ("Acme Care", "Acmе Care Ltd (acme.example)"))
    ]


def test_names_a_letter_apart_are_listed_but_not_those_of_numbered_places():
    assert a_letter_apart(["juliasspecialschool", "juliesspecialschool"])
    assert not a_letter_apart(["oakhouseward1", "oakhouseward2"])
    assert not a_letter_apart(["elms", "elma"])


def test_people_there_already_are_compared_with_too_but_not_among_themselves():
    existing = Existing(
        names_of_people=lambda: [
            ("Amy Walker", "amy@old.example"),
            ("Lee Fox", "l@a.example"),
            ("Lee Fox", "l@b.example"),
        ]
    )
    assert near(pledge_row(), existing=existing) == [(SAME_NAME, ("amy@old.example", "amy@post.example"))]


def test_a_second_look_at_a_file_lists_the_near_ones_again_and_says_that_none_is_new():
    amy, ann = pledge_row(), pledge_row(address="amy@old.example")
    existing = Existing(
        people={amy.address: 1, ann.address: 2},
        fingerprints={amy.fingerprint: 1, ann.fingerprint: 2},
        names_of_people=lambda: [("Amy Walker", amy.address), ("Amy Walker", ann.address)],
    )
    decided = decide([amy, ann], existing)

    assert possible_duplicates(decided.records, existing) == []
    (found,) = possible_duplicates(decided.records, existing, decided.known)
    assert (found.who, found.members, found.new) == (("amy@old.example", "amy@post.example"),) * 2 + (False,)


def test_one_organisation_under_two_names_is_not_two():
    row = organisation_row("Acme Care Ltd", "acme.example")
    existing = Existing(
        organisations=(KnownOrganisation(1, "acme.example", ("acme care", "acme care ltd")),), fingerprints={row.fingerprint: 1}
    )
    decided = decide([row], existing)

    assert possible_duplicates(decided.records, existing, decided.known) == []
