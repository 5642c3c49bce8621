"""Real commits in several connections at once, so this stands apart from the tests that roll back."""

from datetime import UTC, date, datetime

from rrn.membership.models import Member
from rrn.register.actions import recount_totals, renew_rows
from rrn.register.ledger import ledger
from rrn.register.models import Listing, MemberLine, Total
from tests.scenes import published_plan

PUBLISHED = datetime(2026, 6, 14, 10, tzinfo=UTC)


def test_two_renewals_of_the_same_members_at_once_add_to_the_totals_once(committed_db, in_another_thread):
    for number in range(3):
        published_plan(f"House {number}", at=PUBLISHED)
    members = list(Member.objects.values_list("pk", flat=True))
    for model in (Listing, MemberLine, Total):
        model.objects.all().delete()
    at_once = [in_another_thread(lambda: renew_rows(members=members)) for _ in range(4)]
    assert sorted(each.result() for each in at_once) == [0, 0, 0, 3]
    assert ledger().on(date(2026, 11, 21), "plans") == 3
    assert recount_totals() == 0
