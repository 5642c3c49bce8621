import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rrn.core.time import travel
from rrn.core.verdict import Refused
from rrn.organisations.actions import (
    accept_invitation,
    add_register,
    change_seat,
    check_register,
    describe_organisation,
    end_seat,
    end_seats_of_person,
    enter_organisations,
    found_organisation,
    give_seat,
    hand_over,
    invite,
    rename_organisation,
    renew_code,
    renew_invitation,
    switch_off_code,
    take_back_invitation,
    take_seat_by_code,
)
from rrn.organisations.models import Invitation, Organisation, Seat, SeatKind
from rrn.organisations.permissions import organisations_visible_to, seats_visible_to
from rrn.organisations.queries import current_code, organisations_without_lead, seats_of
from rrn.organisations.rules import PATTERNS, Scheme, is_shared_mail_domain, read_number, slug_of
from rrn.post.models import Mail
from tests.cast import person


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        (Scheme.NHS_ODS, "rx1 ", "RX1"),
        (Scheme.CQC, "1-101234567", "1-101234567"),
        (Scheme.CQC, "rx1ab", "RX1AB"),
        (Scheme.SCHOOL_URN, "100 000", "100000"),
        (Scheme.UKPRN, "10000001", "10000001"),
        (Scheme.CHARITY_ENGLAND_WALES, "1187984-1", "1187984-1"),
        (Scheme.CHARITY_SCOTLAND, "sc000001", "SC000001"),
        (Scheme.CHARITY_NORTHERN_IRELAND, "NIC 100001", "100001"),
        (Scheme.COMPANIES_HOUSE, "123456", "00123456"),
        (Scheme.COMPANIES_HOUSE, "sc1234", "SC001234"),
        (Scheme.COMPANIES_HOUSE, "OC301234", "OC301234"),
        (Scheme.CIW, "W 21/0001", "W21/0001"),
    ],
)
def test_a_number_is_normalised_before_it_is_looked_at(scheme, typed, kept):
    reading = read_number(scheme, typed)
    assert (reading.normalised, reading.problem) == (kept, "")


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        (Scheme.NHS_ODS, "R1"),
        (Scheme.CQC, "1-12"),
        (Scheme.SCHOOL_URN, "1234567"),
        (Scheme.UKPRN, "00000001"),
        (Scheme.CHARITY_SCOTLAND, "SC1"),
        (Scheme.CHARITY_NORTHERN_IRELAND, "200001"),
        (Scheme.COMPANIES_HOUSE, "123456789"),
        (Scheme.ESTYN, "  "),
    ],
)
def test_what_looks_wrong_gets_helpful_words(scheme, typed):
    problem = read_number(scheme, typed).problem
    assert problem.endswith(".")
    assert "invalid" not in problem.lower()


def test_a_care_inspectorate_number_only_warns_and_a_shape_shared_by_two_registers_is_asked_about():
    assert read_number(Scheme.CARE_INSPECTORATE, "123").problem == ""
    assert read_number(Scheme.CARE_INSPECTORATE, "123").question
    assert "Companies House" in read_number(Scheme.CHARITY_SCOTLAND, "SC123456").question


@given(st.sampled_from(list(PATTERNS)), st.text(max_size=14))
def test_normalising_twice_is_normalising_once(scheme, typed):
    once = read_number(scheme, typed).normalised
    assert read_number(scheme, once).normalised == once


@pytest.mark.parametrize("domain", ["nhs.net", "ward.nhs.uk", "leeds.gov.uk", "GMAIL.COM", "hscni.net", "hollin.leeds.sch.uk"])
def test_a_shared_mail_domain_proves_nothing(domain):
    assert is_shared_mail_domain(domain)


def test_a_domain_of_ones_own_is_not_shared():
    assert not is_shared_mail_domain("hollinpark.example")


def test_a_slug_taken_gets_a_number():
    assert slug_of("St Mary’s", {"st-marys", "st-marys-2"}) == "st-marys-3"


@pytest.fixture
def school(noon, reader):
    return found_organisation(name="Hollin Park School", by=reader, at=noon, sector="education", nation="england")


@pytest.fixture
def editor(school, noon):
    who = person("Ed Itor")
    give_seat(organisation=school, person=who, kind=SeatKind.EDITOR, by=None, at=noon)
    return who


def seat_of(who):
    return Seat.objects.get(person=who, ended_at__isnull=True)


@pytest.mark.django_db
def test_whoever_enters_an_organisation_is_its_lead(school, reader):
    assert seat_of(reader).kind == SeatKind.LEAD
    assert organisations_visible_to(reader).get() == school


@pytest.mark.django_db
def test_a_new_name_keeps_the_old_one_and_the_address(school, reader, editor, noon):
    with pytest.raises(PermissionDenied, match="That is Rosa Reader"):
        rename_organisation(organisation=school, name="Hollin Academy", by=editor, at=noon)
    renamed = rename_organisation(organisation=school, name="Hollin  Academy", by=reader, at=noon)
    assert (renamed.name, renamed.slug) == ("Hollin Academy", "hollin-park-school")
    assert renamed.former_names.get().name == "Hollin Park School"


@pytest.mark.django_db
def test_an_editor_describes_and_a_stranger_does_not(school, editor, stranger, noon):
    assert describe_organisation(organisation=school, changes={"place": "Leeds"}, by=editor, at=noon).place == "Leeds"
    with pytest.raises(PermissionDenied):
        describe_organisation(organisation=school, changes={"place": "York"}, by=stranger, at=noon)
    with pytest.raises(TypeError):
        describe_organisation(organisation=school, changes={"slug": "x"}, by=editor, at=noon)


@pytest.mark.django_db
def test_a_number_is_kept_once_and_checked_by_the_office(school, reader, office_person, noon):
    first = add_register(organisation=school, scheme=Scheme.SCHOOL_URN, value="100000", by=reader, at=noon)
    assert add_register(organisation=school, scheme=Scheme.SCHOOL_URN, value=" 100000", by=reader, at=noon) == first
    with pytest.raises(PermissionDenied):
        check_register(entry=first, how="Looked it up", on=date(2026, 11, 21), by=reader, at=noon)
    checked = check_register(entry=first, how="Looked it up", on=date(2026, 11, 21), by=office_person, at=noon)
    assert checked.checked_on == date(2026, 11, 21)


@pytest.mark.django_db
def test_an_invitation_is_taken_by_its_own_address_only(school, reader, stranger, noon):
    invitation = invite(organisation=school, email=" NEW@school.example ", kind=SeatKind.EDITOR, by=reader, at=noon)
    letter = Mail.objects.get(to="new@school.example")
    assert invitation.token_digest not in letter.text
    with pytest.raises(PermissionDenied, match="another address"):
        accept_invitation(invitation=invitation, by=stranger, at=noon)
    new = person("New Colleague", email="new@school.example")
    seat = accept_invitation(invitation=invitation, by=new, at=noon)
    assert seat.kind == SeatKind.EDITOR
    assert accept_invitation(invitation=invitation, by=new, at=noon) == seat


@pytest.mark.django_db
def test_an_invitation_runs_out_after_thirty_days_and_a_fresh_one_is_sent(school, reader, noon):
    invitation = invite(organisation=school, email="new@school.example", kind=SeatKind.VIEWER, by=reader, at=noon)
    late = noon + timedelta(days=30)
    new = person("New Colleague", email="new@school.example")
    with pytest.raises(Refused, match="no longer open"):
        accept_invitation(invitation=invitation, by=new, at=late)
    renew_invitation(invitation=invitation, at=late)
    assert Mail.objects.filter(to="new@school.example").count() == 2
    assert accept_invitation(invitation=invitation, by=new, at=late)


@pytest.mark.django_db
def test_inviting_the_same_address_again_replaces_the_first(school, reader, noon):
    first = invite(organisation=school, email="new@school.example", kind=SeatKind.VIEWER, by=reader, at=noon)
    second = invite(organisation=school, email="new@school.example", kind=SeatKind.EDITOR, by=reader, at=noon)
    first.refresh_from_db()
    assert first.taken_back_at
    take_back_invitation(invitation=second, by=reader, at=noon)
    assert not Invitation.objects.filter(accepted_at=None, taken_back_at=None).exists()


@pytest.mark.django_db
def test_colleagues_take_seats_by_code_until_it_is_renewed(school, reader, stranger, noon):
    code = renew_code(organisation=school, by=reader, at=noon)
    assert current_code(school) == code
    assert take_seat_by_code(code=code.lower().replace("-", " "), by=stranger, at=noon).kind == SeatKind.COLLEAGUE
    new = renew_code(organisation=school, by=reader, at=noon)
    for dead in (code, "nonsense"):
        with pytest.raises(Refused):
            take_seat_by_code(code=dead, by=person(), at=noon)
    switch_off_code(organisation=school, by=reader, at=noon)
    with pytest.raises(Refused):
        take_seat_by_code(code=new, by=person(), at=noon)


@pytest.mark.django_db
def test_seats_have_a_limit(school, reader, noon, settings):
    settings.RRN = settings.RRN | {"SEATS_PER_ORGANISATION": 2}
    invite(organisation=school, email="a@school.example", kind=SeatKind.VIEWER, by=reader, at=noon)
    with pytest.raises(Refused, match="All 2 seats"):
        invite(organisation=school, email="b@school.example", kind=SeatKind.VIEWER, by=reader, at=noon)


@pytest.mark.django_db
def test_an_organisation_never_loses_its_last_lead_silently(school, reader, editor, office_person, noon):
    with pytest.raises(Refused, match="only lead"):
        end_seat(seat=seat_of(reader), by=reader, at=noon)
    with pytest.raises(Refused, match="only lead"):
        change_seat(seat=seat_of(reader), kind=SeatKind.EDITOR, by=reader, at=noon)
    hand_over(organisation=school, to=seat_of(editor), by=reader, at=noon)
    assert [seat.kind for seat in seats_of(school)] == [SeatKind.LEAD, SeatKind.EDITOR]
    end_seat(seat=seat_of(reader), by=reader, at=noon)
    end_seat(seat=seat_of(editor), by=office_person, at=noon, leave_without_lead=True)
    assert not seats_of(school).exists()


@pytest.mark.django_db
def test_when_a_lead_leaves_the_network_the_office_learns_of_it(school, reader, editor, noon):
    assert end_seats_of_person(person=reader, by=reader, at=noon) == [school]
    assert organisations_without_lead().get() == school


@pytest.mark.django_db
def test_only_a_lead_or_the_office_decides_about_seats(school, editor, stranger, noon):
    for who in (editor, stranger):
        with pytest.raises(PermissionDenied):
            invite(organisation=school, email="x@school.example", kind=SeatKind.LEAD, by=who, at=noon)
        with pytest.raises(PermissionDenied):
            give_seat(organisation=school, person=person(), kind=SeatKind.LEAD, by=who, at=noon)


@pytest.mark.django_db
def test_a_colleague_sees_her_own_seat_and_no_list_of_names(school, editor, noon):
    colleague = person("Col League")
    seat = give_seat(organisation=school, person=colleague, kind=SeatKind.COLLEAGUE, by=None, at=noon)
    assert seats_visible_to(colleague).get() == seat
    assert seats_visible_to(editor).count() == 3


@pytest.mark.django_db
def test_a_thousand_organisations_are_entered_in_a_few_queries(noon, django_assert_max_num_queries):
    rows = [{"name": f"School {number % 500}"} for number in range(1000)]
    with django_assert_max_num_queries(40):
        made = enter_organisations(organisations=rows, by=None, at=noon)
    assert len({one.slug for one in made}) == 1000
    assert Organisation.objects.count() == 1000


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["invitation", "code"])
def test_whoever_takes_a_seat_without_a_name_gives_one_first(client, school, reader, noon, way):
    who = person("", email="new@school.example")
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    with travel(noon):
        if way == "code":
            address = reverse("organisations:by_code")
            posted = {"code": renew_code(organisation=school, by=reader, at=noon)}
        else:
            invite(organisation=school, email=who.email, kind=SeatKind.EDITOR, by=reader, at=noon)
            address = re.search(r"https?://[^/]+(/\S*invitation/\S+/)", Mail.objects.get().text).group(1)
            posted = {}
        assert "Your name, as your colleagues see it" in client.get(address).content.decode()
        assert client.post(address, posted).status_code == 200
        assert client.post(address, posted | {"your_name": "Nia New"}).status_code == 302
    who.refresh_from_db()
    assert who.display_name == "Nia New"


@pytest.mark.django_db
def test_an_invitation_from_somebody_without_a_name_shows_no_address(school, noon):
    lead = person("", email="lead@school.example")
    give_seat(organisation=school, person=lead, kind=SeatKind.LEAD, by=None, at=noon)
    invite(organisation=school, email="new@school.example", kind=SeatKind.EDITOR, by=lead, at=noon)
    letter = Mail.objects.filter(to="new@school.example").get()
    assert letter.subject.startswith("A colleague offers you a seat")
    assert lead.email not in letter.text


def test_a_region_is_of_england_and_goes_when_the_nation_does(reader, noon):
    organisation = found_organisation(name="Orrelby", nation="england", region="north_west", by=reader, at=noon)
    moved = describe_organisation(organisation=organisation, changes={"nation": "wales"}, by=reader, at=noon)
    entered = enter_organisations(organisations=[{"name": "Cwm", "nation": "wales", "region": "london"}], by=None, at=noon)

    assert organisation.region == "north_west"
    assert moved.region == ""
    assert entered[0].region == ""


def test_no_organisation_takes_the_address_of_a_page_of_the_register():
    assert slug_of("Map", set()) == "map-2"
    assert slug_of("People", {"people-2"}) == "people-3"
