import re

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from rrn.accounts.actions import confirm_address, grant_role, sign_up
from rrn.accounts.models import Role
from rrn.post.models import Mail

PASSWORD = "kettle window bench"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def person(db, noon):
    """Ada, with a confirmed address and a password."""
    ada = sign_up(
        email="ada@home.example", hashed_password=make_password(PASSWORD), adult=True, terms=True, at=noon
    )
    confirm_address(person=ada, email=ada.email, at=noon)
    return ada


@pytest.fixture
def office(db, noon):
    olu = sign_up(email="olu@office.example", hashed_password=make_password(PASSWORD), at=noon)
    confirm_address(person=olu, email=olu.email, at=noon)
    grant_role(person=olu, role=Role.OFFICE, by=None, at=noon)
    return olu


@pytest.fixture
def newest_mail(db):
    def find(to: str) -> Mail:
        return Mail.objects.filter(to=to).latest("pk")

    return find


@pytest.fixture
def code_in(newest_mail):
    def find(to: str) -> str:
        return re.search(r"^(\d{6})$", newest_mail(to).text, re.MULTILINE).group(1)

    return find
