"""Private files of one test are nobody else's: not another test's, nor those of a run on the other database beside it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

_numbers = count(1)


@pytest.fixture(scope="session")
def all_private_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("private")


@pytest.fixture(autouse=True)
def own_private_files(all_private_files: Path, settings: Any) -> None:
    """Unless a module has a place of its own for all its tests. The folder is made by the first file."""
    private = settings.STORAGES["private"]
    if private["OPTIONS"]["location"] != settings.PRIVATE_FILES:
        return
    place = private["OPTIONS"] | {"location": all_private_files / str(next(_numbers))}
    settings.STORAGES = settings.STORAGES | {"private": private | {"OPTIONS": place}}
