import pytest
from django.db import transaction

from rrn.core.bulk import insert_rows, reserve_ids
from rrn.events.models import Block, Line


def test_rows_are_written_in_bulk_inside_a_transaction_only(committed_db):
    with pytest.raises(RuntimeError, match="transaction"):
        reserve_ids(Line, 2)


@pytest.mark.django_db
def test_reserved_numbers_are_nobody_elses():
    with transaction.atomic():
        first = list(reserve_ids(Line, 3))
        insert_rows(
            Line, [field.name for field in Line._meta.concrete_fields], [_line(number) for number in first]
        )
        second = list(reserve_ids(Line, 2))

    assert len({*first, *second}) == 5
    assert min(second) > max(first)
    assert set(Line.objects.values_list("pk", flat=True)) == set(first)


@pytest.mark.django_db
def test_times_come_back_as_they_went_in():
    from datetime import UTC, datetime

    at = datetime(2014, 6, 1, 9, 30, tzinfo=UTC)
    with transaction.atomic():
        insert_rows(
            Block,
            ("number", "first_line", "last_line", "lines", "head", "sealed_at"),
            [(1, 1, 2, 2, "0" * 64, at)],
        )

    assert Block.objects.get().sealed_at == at


def _line(number):
    from datetime import UTC, datetime

    values = {field.name: "" for field in Line._meta.concrete_fields}
    values |= {"id": number, "at": datetime(2020, 1, 1, tzinfo=UTC), "verb": "tried"}
    return [values[field.name] for field in Line._meta.concrete_fields]
