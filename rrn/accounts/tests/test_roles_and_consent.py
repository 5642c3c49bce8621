from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rrn.accounts.actions import (
    end_role,
    give_consent,
    grant_role,
    hand_over_installation,
    remove_unconfirmed_accounts,
    rename,
    sign_up,
    withdraw_consent,
)
from rrn.accounts.models import Consent, Role, RoleGrant, User
from rrn.accounts.permissions import people_visible_to
from rrn.core.verdict import Refused
from rrn.events.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def installer(db, noon):
    """Whoever runs the installation."""
    ivy = sign_up(email="ivy@machine.example", at=noon)
    hand_over_installation(person=ivy, by=None, at=noon)
    return ivy


def test_a_role_is_given_and_ended_and_the_time_between_stays_on_record(person, installer, noon):
    grant_role(person=person, role=Role.REVIEWER, by=installer, at=noon)
    assert person.roles == {"reviewer"}
    end_role(person=person, role=Role.REVIEWER, by=installer, at=noon + timedelta(days=3))
    assert person.roles == frozenset()
    assert RoleGrant.objects.get(person=person).ended_at == noon + timedelta(days=3)
    assert set(Line.objects.filter(about_id=str(person.pk)).values_list("verb", flat=True)) >= {
        "role.granted",
        "role.ended",
    }


@pytest.mark.parametrize("role", Role)
def test_no_role_gives_roles(role, person, office, noon):
    grant_role(person=person, role=role, by=None, at=noon)
    with pytest.raises(PermissionDenied, match="by the person who runs the installation"):
        grant_role(person=office, role=Role.TRUSTEE, by=person, at=noon)


def test_nobody_gives_herself_a_role(installer, noon):
    with pytest.raises(PermissionDenied, match="Somebody else"):
        grant_role(person=installer, role=Role.SAFEGUARDING_LEAD, by=installer, at=noon)


def test_a_role_is_not_given_twice(person, noon):
    grant_role(person=person, role=Role.REVIEWER, by=None, at=noon)
    with pytest.raises(Refused, match="already holds"):
        grant_role(person=person, role=Role.REVIEWER, by=None, at=noon)


def test_somebody_has_to_be_the_office(office, noon):
    with pytest.raises(Refused, match="Somebody has to be the office"):
        end_role(person=office, role=Role.OFFICE, by=None, at=noon)


def test_a_consent_given_twice_is_one_consent(person, noon):
    give_consent(person=person, purpose="terms", by=person, at=noon)
    assert Consent.objects.count() == 1


def test_a_consent_taken_back_stays_on_record(person, noon):
    later = noon + timedelta(days=1)
    assert withdraw_consent(person=person, purpose="terms", by=person, at=later)
    assert not withdraw_consent(person=person, purpose="terms", by=person, at=later)
    consent = Consent.objects.get()
    assert consent.in_force(noon)
    assert not consent.in_force(later)


def test_a_new_wording_is_a_new_consent(person, noon):
    give_consent(person=person, purpose="terms", version="2030-01", by=person, at=noon)
    assert Consent.objects.count() == 2


def test_she_chooses_the_name_that_others_see(person, noon):
    rename(person=person, display_name="  Ada   of the hill ", by=person, at=noon)
    assert str(User.objects.get(pk=person.pk)) == "Ada of the hill"


@pytest.mark.parametrize("wrong", ["ada@home.example", "see https://x.example", "x" * 81])
def test_a_name_is_a_name(person, noon, wrong):
    with pytest.raises(Refused):
        rename(person=person, display_name=wrong, by=person, at=noon)


def test_nobody_renames_somebody_else_but_the_office_for_her(person, office, noon):
    stranger = sign_up(email="stranger@home.example", at=noon)
    with pytest.raises(PermissionDenied):
        rename(person=person, display_name="X", by=stranger, at=noon)
    rename(person=person, display_name="Ada", by=office, at=noon)


def test_one_address_one_account(person, noon):
    with pytest.raises(Refused, match="already an account"):
        sign_up(email=" ADA@home.example ", at=noon)


def test_an_address_that_was_never_confirmed_goes_after_seven_days(person, office, noon):
    sign_up(email="never@home.example", terms=True, at=noon)
    assert remove_unconfirmed_accounts(at=noon + timedelta(days=6)) == 0
    assert remove_unconfirmed_accounts(at=noon + timedelta(days=7)) == 1
    assert remove_unconfirmed_accounts(at=noon + timedelta(days=7)) == 0
    assert set(User.objects.values_list("email", flat=True)) == {person.email, office.email}


def test_people_see_themselves_and_the_office_sees_all(person, office):
    assert list(people_visible_to(person)) == [person]
    assert people_visible_to(office).count() == 2
