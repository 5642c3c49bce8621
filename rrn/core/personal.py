"""People's data is marked at birth: every model of ours says which of its fields are personal, why, and how long.

A test fails until a new field is listed, so that the register of processing and the schema cannot drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`personal`: field → the purpose it is kept for. `other`: the remaining fields. `kept`: the retention, in words."""

    personal: Mapping[str, str] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    kept: str = ""

    def fields(self) -> set[str]:
        return {*self.personal, *self.other}
