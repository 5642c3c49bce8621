"""The API's and the files' description as a reader wants it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rrn.register.machines.columns import Column


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    title: str
    words: str
    path: str
    example: str
    rows: list[dict[str, str]]  # its parameters, for the summary list


# Questions that have an answer in any network.
EXAMPLES = {
    "organisations": "/api/v1/organisations?nation=wales&limit=10",
    "plans": "/api/v1/plans?limit=10",
    "actions": "/api/v1/actions?strategy=4&practice=physical",
    "figures": "/api/v1/figures",
}


def operations(description: dict[str, Any]) -> list[Operation]:
    schemas = description.get("components", {}).get("schemas", {})
    return [
        Operation(
            name=said["operationId"],
            title=said["summary"],
            words=said["description"],
            path=path,
            example=EXAMPLES.get(said["operationId"], ""),
            rows=[_parameter(one, schemas) for one in said.get("parameters", [])],
        )
        for path, methods in description["paths"].items()
        for said in (methods["get"],)
    ]


def _parameter(said: dict[str, Any], schemas: dict[str, Any]) -> dict[str, str]:
    schema = said["schema"]
    words = schema.get("description") or said.get("description", "")
    if schema.get("type") == "array":
        words += " May be given several times."
    return {"key": said["name"], "value": words + one_of(_followed(schema.get("items", schema), schemas).get("enum", []))}


def one_of(values: Iterable[Any]) -> str:
    listed = ", ".join(str(value) for value in values)
    return f" One of: {listed}." if listed else ""


def _followed(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return schemas.get(name, {}) if name else schema


def column_rows(columns: Iterable[Column]) -> list[dict[str, str]]:
    return [{"key": column.name, "value": column.words + one_of(column.options)} for column in columns]
