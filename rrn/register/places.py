"""The drawn map: where each nation and region stands, and what its tile says. Pure; the drawing is our own, and a scheme.

Tiles stand in six rows, roughly as the places lie to each other. They are all of one size, because the map counts
organisations and not land.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rrn.core.vocabulary import Nation, Region

NOT_SAID = "not_said"  # in an address: in England, and the region was not given
UNSAID_WORDS = "Region not given"
REGION_CHOICES = [*Region.choices, (NOT_SAID, UNSAID_WORDS)]

TILE, ROW, GAP = 80, 80, 4  # a tile with its gap, a row with its gap
WIDTH, HEIGHT = 280, 6 * ROW
Place = tuple[str, str]  # nation and region; the region is empty but in England


@dataclass(frozen=True, slots=True)
class Tile:
    """One place as it is drawn: its lines of text fit a tile at 320 px, where one unit is one pixel."""

    nation: Nation
    region: Region | None
    lines: tuple[str, ...]
    column: float
    row: int
    wide: float = 1


# In the order of reading, which is also that of the keyboard.
TILES = (
    Tile(Nation.SCOTLAND, None, ("Scotland",), 1, 0, 1.5),
    Tile(Nation.OTHER_COUNTRY, None, ("Other", "country"), 2.5, 0),
    Tile(Nation.NORTHERN_IRELAND, None, ("Northern", "Ireland"), 0, 1),
    Tile(Nation.ENGLAND, Region.NORTH_EAST, ("North", "East"), 1.5, 1),
    Tile(Nation.ENGLAND, Region.NORTH_WEST, ("North", "West"), 1, 2),
    Tile(Nation.ENGLAND, Region.YORKSHIRE, ("Yorkshire", "and the", "Humber"), 2, 2),
    Tile(Nation.WALES, None, ("Wales",), 0.5, 3),
    Tile(Nation.ENGLAND, Region.WEST_MIDLANDS, ("West", "Midlands"), 1.5, 3),
    Tile(Nation.ENGLAND, Region.EAST_MIDLANDS, ("East", "Midlands"), 2.5, 3),
    Tile(Nation.ENGLAND, Region.LONDON, ("London",), 1.5, 4),
    Tile(Nation.ENGLAND, Region.EAST_OF_ENGLAND, ("East of", "England"), 2.5, 4),
    Tile(Nation.ENGLAND, Region.SOUTH_WEST, ("South", "West"), 0.5, 5),
    Tile(Nation.ENGLAND, Region.SOUTH_EAST, ("South", "East"), 1.5, 5),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tile with its number, ready for the page; no address where there is nobody."""

    name: str
    number: int
    href: str
    kind: str
    x: float
    y: int
    width: float
    height: int
    middle: float
    lines: tuple[tuple[str, int], ...]
    number_y: int
    chosen: bool = False
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One place of the list beside the map, without an address where there is nobody; England has its regions under it."""

    name: str
    number: int
    href: str
    under: tuple[Line, ...] = ()
    chosen: bool = False


def region_in_words(code: str) -> str:
    return UNSAID_WORDS if code == NOT_SAID else str(Region(code).label)


def of_nation(counts: Mapping[Place, int], nation: str) -> int:
    return sum(number for (one, _), number in counts.items() if one == nation)


def draw(counts: Mapping[Place, int], hrefs: Mapping[Place, str], chosen: Collection[Place] = ()) -> list[Drawn]:
    """Every tile, those that count nobody included."""
    found = []
    for tile in TILES:
        place = (str(tile.nation), str(tile.region or ""))
        number = counts.get(place, 0) if tile.region else of_nation(counts, tile.nation)
        x, y, width = tile.column * TILE, tile.row * ROW, tile.wide * TILE - GAP
        number_y = y + 44 - 8 * len(tile.lines)
        lines = tuple((words, number_y + 17 + 16 * place) for place, words in enumerate(tile.lines))
        found.append(
            Drawn(
                name=str((tile.region or tile.nation).label),
                number=number,
                href=hrefs[place] if number else "",
                kind="elsewhere" if tile.nation == Nation.OTHER_COUNTRY else "region" if tile.region else "nation",
                x=x,
                y=y,
                width=width,
                height=ROW - GAP,
                middle=x + width / 2,
                lines=lines,
                number_y=number_y,
                chosen=place in chosen,
                tick=f"M{x + width - 21:g} {y + 13}l5 5 9-10",
            )
        )
    return found


def lines(counts: Mapping[Place, int], hrefs: Mapping[Place, str], chosen: Collection[Place] = ()) -> list[Line]:
    """The same numbers as a list: nations, England's regions under England; they add up."""

    def line(place: Place, name: str, number: int, under: tuple[Line, ...] = ()) -> Line:
        return Line(name, number, hrefs[place] if number else "", under, place in chosen)

    regions = [line((Nation.ENGLAND, one), str(one.label), counts.get((Nation.ENGLAND, one), 0)) for one in Region]
    unsaid = counts.get((Nation.ENGLAND, ""), 0)
    if unsaid or (Nation.ENGLAND, NOT_SAID) in chosen:
        regions.append(line((Nation.ENGLAND, NOT_SAID), UNSAID_WORDS, unsaid))
    found = [
        line((nation, ""), str(nation.label), of_nation(counts, nation), tuple(regions) if nation == Nation.ENGLAND else ())
        for nation in Nation
    ]
    if unsaid := counts.get(("", ""), 0):
        found.append(Line("Nation not given", unsaid, ""))
    return found


def every_place() -> list[Place]:
    """All that the map or the list links to."""
    regions = [(Nation.ENGLAND.value, one.value) for one in Region]
    return [*((nation.value, "") for nation in Nation), *regions, (Nation.ENGLAND.value, NOT_SAID)]
