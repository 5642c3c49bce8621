"""The API's description as a reader wants it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    words: str
    values: str


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    title: str
    words: str
    path: str
    example: str
    parameters: list[Parameter]


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
            parameters=[_parameter(one, schemas) for one in said.get("parameters", [])],
        )
        for path, methods in description["paths"].items()
        for said in (methods["get"],)
    ]


def _parameter(said: dict[str, Any], schemas: dict[str, Any]) -> Parameter:
    schema = said["schema"]
    words = schema.get("description") or said.get("description", "")
    items = _followed(schema.get("items", schema), schemas)
    values = ", ".join(str(value) for value in items.get("enum", []))
    if schema.get("type") == "array":
        words += " May be given several times."
    return Parameter(said["name"], words, values)


def _followed(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return schemas.get(name, {}) if name else schema
