import pytest
from django.contrib.auth.hashers import check_password, make_password

from rrn.accounts import hashers
from rrn.accounts.hashers import TooManyHashing, hashing_slot


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_one_more_than_the_slots_waits_and_then_gives_up(own_folder):
    with hashing_slot(slots=1), pytest.raises(TooManyHashing), hashing_slot(slots=1, patience=0.01):
        pass


def test_a_slot_is_free_again_afterwards(own_folder):
    for _ in range(3):
        with hashing_slot(slots=1, patience=0):
            pass


def test_passwords_are_hashed_as_the_house_says(own_folder, settings):
    settings.PASSWORD_HASHERS = ["rrn.accounts.hashers.Argon2idHasher"]
    stored = make_password("kettle window bench")
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("kettle window bench", stored)


@pytest.mark.django_db
def test_a_flood_of_sign_ins_is_told_to_wait(client, settings, monkeypatch, own_folder):
    settings.PASSWORD_HASHERS = ["rrn.accounts.hashers.Argon2idHasher"]
    monkeypatch.setattr(hashers.hashing_slot.__wrapped__, "__kwdefaults__", {"slots": 1, "patience": 0.01})
    with hashing_slot(slots=1):
        answer = client.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "5"
