"""How the code of the house is kept: sizes, doors, floors, frozen rows and what is said about people's data."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from rrn.core.frozen import missing_triggers
from rrn.core.personal import PersonalData

HOME = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted(
    path for folder in ("config", "rrn", "scripts", "tests", "bench") for path in (HOME / folder).rglob("*.py") if "migrations" not in path.parts
)
LONGEST_FUNCTION, LONGEST_FILE = 50, 500


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(HOME)}:{getattr(node, 'lineno', 0)}"


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("rrn.")]


def floors() -> dict[str, int]:
    """Room → floor, the cellar being 0, as pyproject.toml has them."""
    contracts = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room.strip(): floor for floor, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def floor_of(model: type[models.Model]) -> int:
    return floors()[".".join(model.__module__.split(".")[:2])]


# A journey is a story: cut into pieces it would be harder to follow, not easier.
STORIES = HOME / "tests" / "journeys"


def test_no_function_is_longer_than_fifty_lines():
    long = [
        f"{where(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in SOURCES
        if STORIES not in path.parents
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_longer_than_five_hundred_lines():
    long = [f"{path.relative_to(HOME)}: {lines}" for path in SOURCES if (lines := len(path.read_text().splitlines())) > LONGEST_FILE]
    assert long == []


def test_what_stands_for_words_is_words():
    """Filler tells nobody what a page or a test is about."""
    filler = re.compile(r"\b(?:l[o]rem|ips[u]m|d[o]lor sit)\b", re.IGNORECASE)
    texts = [*SOURCES, *(path for kind in ("html", "txt", "json", "md") for path in (HOME / "rrn").rglob(f"*.{kind}"))]
    assert [str(path.relative_to(HOME)) for path in texts if filler.search(path.read_text(errors="replace"))] == []


def test_views_that_only_read_say_so_in_our_words():
    """Django's decorators are asked after the question whether a form is ours, which answers 403 with a page."""
    others = [str(path.relative_to(HOME)) for path in view_files() if re.search(r"require_(?:safe|GET)\b", path.read_text())]
    assert others == []


def view_files() -> list[Path]:
    found = [path for path in SOURCES if path.name == "views.py" or path.parent.name == "views"]
    return [path for path in found if "tests" not in path.parts]


def test_views_reach_records_through_their_rooms_doors_only():
    direct = [
        where(path, node)
        for path in view_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert direct == []


def test_every_room_says_what_lives_in_it():
    rooms = [path.parent for path in (HOME / "rrn").glob("*/apps.py")]
    assert [room.name for room in rooms if not (room / "README.md").exists()] == []


def test_every_room_stands_on_a_floor():
    rooms = {f"rrn.{path.parent.name}" for path in (HOME / "rrn").glob("*/apps.py")}
    assert rooms == set(floors())


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_says_which_of_its_fields_are_personal_and_how_long_they_stay(model):
    said = model.__dict__.get("personal_data")
    assert isinstance(said, PersonalData), f"{model._meta.label} has no personal_data"
    fields = {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}
    inherited = {field.name for field in model._meta.get_fields() if field.concrete} - fields
    assert said.fields() - inherited == fields
    assert set(said.personal).isdisjoint(said.other)
    assert said.kept


def test_no_record_points_upwards():
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete
        and field.is_relation
        and isinstance(field.related_model, type)
        and field.related_model in our_models()
        and floor_of(field.related_model) > floor_of(model)
    ]
    assert upwards == []


def test_neighbours_do_not_point_at_each_other():
    sideways = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete
        and field.is_relation
        and field.related_model in our_models()
        and floor_of(field.related_model) == floor_of(model)
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert sideways == []


@pytest.mark.django_db
def test_frozen_rows_are_protected_after_every_migration():
    assert missing_triggers() == []


def test_every_migration_has_a_name():
    unnamed = [path.name for path in (HOME / "rrn").glob("*/migrations/0*.py") if re.search(r"_auto_\d|_alter_.*_more", path.name)]
    assert unnamed == []


def test_no_requirement_carries_an_address():
    with_address = [
        f"{path.name}: {line.strip()}"
        for path in [*(HOME / "requirements").iterdir(), *(HOME / "frontend").glob("package-lock.json")]
        for line in path.read_text().splitlines()
        if ("://" in line and "funding" not in line and '"url"' not in line) or line.startswith(("--index", "--extra-index", "--find-links"))
    ]
    assert with_address == []


def test_every_requirement_is_held_to_its_hash():
    for path in (HOME / "requirements").glob("*.txt"):
        blocks = re.findall(r"^([a-zA-Z0-9][^\n]*?) ?\\\n((?:    [^\n]*\n)+)", path.read_text(), re.MULTILINE)
        pinned = re.findall(r"^[a-zA-Z0-9][\w.\[\]-]*==", path.read_text(), re.MULTILINE)
        assert len(blocks) == len(pinned) > 0
        assert all("--hash=sha256:" in hashes for _, hashes in blocks)
