"""The bank holidays of England and Wales, from a library that is kept up to date."""

from __future__ import annotations

from datetime import date

import holidays

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


class BankHolidays:
    """A collection that knows any year. The library adds years as they are asked for."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in BANK_HOLIDAYS

    def __iter__(self) -> object:
        return iter(BANK_HOLIDAYS)

    def __len__(self) -> int:
        return len(BANK_HOLIDAYS)
