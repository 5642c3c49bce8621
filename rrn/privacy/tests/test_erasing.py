"""A person is erased by her address in every room, and stays erased after a restore and a new import."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from rrn.accounts.models import User
from rrn.core.erasures import erased_among
from rrn.core.verdict import Refused
from rrn.events.actions import record, seal_block
from rrn.events.models import Block, Details, Line
from rrn.events.rules import NOTHING_BEFORE, head_of
from rrn.membership.actions import join_as_individual
from rrn.membership.models import ActionWord, IndividualAction, IndividualDetails, Member, OriginalPledge
from rrn.membership.rules import Status
from rrn.membership.tests.factories import make_organisation
from rrn.membership.tests.joining import fill_in_everything
from rrn.organisations.models import Invitation
from rrn.post.models import Mail
from rrn.privacy.actions import erase_address
from rrn.privacy.backups import make_backup, restore_backup
from rrn.transition.actions import apply_import
from rrn.transition.importing.previewing import ReadFile, preview
from rrn.transition.models import ImportedRow
from rrn.transition.queries import existing_pledges
from rrn.transition.rules.rows import Reason
from rrn.transition.tests.rows import organisation_row, pledge_row
from tests.cast import person

ADA = "ada@people.example"
NADA = "nada@people.example"  # hers ends like it, and it is somebody else's
BEFORE = datetime(2026, 11, 1, 9, tzinfo=UTC)


def bring_in(*rows, at=BEFORE):
    file = ReadFile("pledges.csv", "0" * 64, (), list(rows), [])
    found = preview(file, existing_pledges(file.rows))
    apply_import(file=file, expecting=found.digest, by=None, at=at)
    return found



def a_life():
    """An account, a membership, two rows of one pledge, mail and the diary of it all; and a neighbour's."""
    bring_in(pledge_row(address=ADA, listing="yes"), pledge_row(address=ADA, days=3), pledge_row(address=NADA))
    bring_in(organisation_row("The Elms", "elms.example", address=ADA))
    ada, nada = person("Ada Reed", email=ADA, second_factor=True), person("Nada", email=NADA)
    fill_in_everything(ada, BEFORE)
    join_as_individual(person=ada, by=ada, at=BEFORE, client_key="k")
    elms = make_organisation()
    for who in (ada, nada):
        record("seat.offered", about=nada, by=None, at=BEFORE, to=who.email)
        Mail.objects.create(
            to=who.email, subject=f"To {who}", text=f"You sign in as {who.email}.", message_id=f"<{who.pk}@x>",
            queued_at=BEFORE, next_try_at=BEFORE,
        )  # fmt: skip
        Invitation.objects.create(
            organisation=elms, email=who.email, kind="editor", token_digest=str(who.pk), invited_by=nada,
            invited_at=BEFORE, expires_at=BEFORE + timedelta(days=9),
        )  # fmt: skip
    seal_block(at=BEFORE)
    return ada, nada


def everything_written():
    """All text of all our tables, and of the libraries' that know people."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(("rrn.", "allauth.", "django.contrib.sessions"))]
    with connection.cursor() as cursor:
        for model in ours:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                yield from (f"{model.__name__} {cell}".casefold() for cell in row)


def where_it_stands(address):
    return [text for text in everything_written() if address in text.replace(NADA, "")]


def chain_verifies():
    before, lines = NOTHING_BEFORE, Line.objects.order_by("id")
    for block in Block.objects.order_by("number"):
        before = head_of(before, lines.filter(id__range=(block.first_line, block.last_line)).values_list("digest", flat=True))
        if before != block.head:
            return False
    return Block.objects.exists()


@pytest.mark.django_db
def test_nothing_of_an_erased_address_stands_anywhere_and_a_neighbour_keeps_hers(noon):
    ada, _ = a_life()
    assert len(where_it_stands(ADA)) > 6

    erase_address(address=f" {ADA.upper()} ", by=None, at=noon)

    assert where_it_stands(ADA) == []
    ada = User.objects.get(pk=ada.pk)
    assert (ada.display_name, ada.is_active, ada.has_usable_password()) == ("", False, False)
    assert not ada.emailaddress_set.exists()
    assert not ada.authenticator_set.exists()
    assert User.objects.get(email=NADA).display_name == "Nada"
    assert "sign in as nada" in Mail.objects.get(to=NADA).text
    assert Details.objects.filter(erased_on__isnull=True, details__to=NADA).exists()


@pytest.mark.django_db
def test_the_pledge_still_counts_with_its_day_and_an_organisations_stays_hers(noon):
    a_life()
    counted = list(OriginalPledge.objects.values_list("pk", "kind", "pledged_on"))
    erase_address(address=ADA, by=None, at=noon)
    assert list(OriginalPledge.objects.values_list("pk", "kind", "pledged_on")) == counted
    assert OriginalPledge.objects.get(kind="organisation").organisation_name == "The Elms"
    assert OriginalPledge.objects.filter(kind="individual", listing="yes").count() == 0


@pytest.mark.django_db
def test_her_membership_ends_and_her_words_go(noon):
    ada, _ = a_life()
    erase_address(address=ADA, by=None, at=noon)
    for model in (ActionWord, IndividualAction, IndividualDetails):
        assert not model.objects.exists()
    assert Member.objects.with_status(noon.date()).get(person=ada).status_now == Status.LEFT


@pytest.mark.django_db
def test_the_diarys_chain_verifies_after_an_erasure_and_says_that_there_was_one(noon):
    ada, _ = a_life()
    erase_address(address=ADA, by=None, at=noon)
    assert chain_verifies()
    hers = Details.objects.filter(line__about_kind="accounts.user", line__about_id=str(ada.pk))
    assert {(one.erased_on, one.salt, str(one.details)) for one in hers} == {(noon.date(), "", "{}")}
    assert Line.objects.filter(verb="address.erased").count() == 1


@pytest.mark.django_db
def test_mail_to_her_that_has_not_left_does_not_leave(noon):
    ada, _ = a_life()
    erase_address(address=ADA, by=None, at=noon)
    hers = Mail.objects.get(message_id=f"<{ada.pk}@x>")
    assert (hers.state, hers.to, hers.subject, hers.text) == (Mail.State.SUPPRESSED, "", "", "")


def test_what_was_erased_since_the_backup_is_erased_again(committed_db, tmp_path, settings, noon):
    settings.MEDIA_ROOT, settings.PRIVATE_FILES = tmp_path / "media", tmp_path / "files"
    a_life()
    make_backup(to=tmp_path / "yesterday.tar.gz", at=noon)
    erase_address(address=ADA, by=None, at=noon)

    assert restore_backup(source=tmp_path / "yesterday.tar.gz", at=noon + timedelta(days=1)) == 1

    assert where_it_stands(ADA) == []
    assert chain_verifies()
    assert User.objects.filter(email=NADA).exists()


def test_a_restore_leaves_somebody_who_came_back_after_her_erasure(committed_db, tmp_path, settings, noon):
    settings.MEDIA_ROOT, settings.PRIVATE_FILES = tmp_path / "media", tmp_path / "files"
    person("Ada", email=ADA)
    erase_address(address=ADA, by=None, at=noon)
    again = person("Ada", email=ADA)
    User.objects.filter(pk=again.pk).update(date_joined=noon + timedelta(days=2))
    make_backup(to=tmp_path / "a.tar.gz", at=noon + timedelta(days=3))

    assert restore_backup(source=tmp_path / "a.tar.gz", at=noon + timedelta(days=4)) == 0
    assert User.objects.get(email=ADA).display_name == "Ada"


@pytest.mark.django_db
def test_an_import_leaves_an_erased_person_out_and_says_why(noon):
    row = pledge_row(address=ADA)
    bring_in(row)
    erase_address(address=ADA, by=None, at=noon)

    found = bring_in(row, pledge_row(address=NADA), at=noon)

    assert [(one.number, one.reason, one.about) for one in found.refusals] == [(row.number, Reason.ERASED, "address")]
    assert ImportedRow.objects.get(decision="refuse").reason == "erased at this person's request"
    assert where_it_stands(ADA) == []


@pytest.mark.django_db
def test_an_address_may_be_erased_before_anything_of_it_came(noon):
    erase_address(address=ADA, by=None, at=noon)
    assert erased_among([ADA, NADA]) == {ADA}


@pytest.mark.django_db
def test_only_whoever_runs_the_installation_erases_and_nobody_who_holds_a_role(office_person, noon):
    person("Ada", email=ADA)
    with pytest.raises(PermissionDenied):
        erase_address(address=ADA, by=office_person, at=noon)
    with pytest.raises(Refused, match="End her roles first"):
        erase_address(address=office_person.email, by=None, at=noon)
    assert User.objects.filter(email__in=[ADA, office_person.email]).count() == 2


@pytest.mark.django_db
def test_the_command_shows_what_stands_and_changes_nothing_until_it_is_told(capsys):
    a_life()
    before = sorted(everything_written())
    call_command("erase", ADA)
    said = capsys.readouterr().out
    assert "accounts: 1 × user" in said
    assert "membership:" in said
    assert "post:" in said
    assert sorted(everything_written()) == before

    call_command("erase", ADA, yes=True)
    assert where_it_stands(ADA) == []
