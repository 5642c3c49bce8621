"""The made-up pledges of 2014 to 2019, through the real importer: previewed, then applied as one batch."""

from __future__ import annotations

from datetime import datetime

from rrn.core.time import london_day
from rrn.demo import invented
from rrn.demo.filling.world import World
from rrn.membership.actions import note_claim
from rrn.membership.models import OriginalPledge
from rrn.transition.actions import apply_import
from rrn.transition.importing.previewing import preview, read_file
from rrn.transition.queries import existing_pledges

FILE = invented.HERE / "fixtures" / "original-pledges.csv"


def bring_in_pledges(world: World, at: datetime) -> None:
    file = read_file(FILE, today=london_day(at))
    seen = preview(file, existing_pledges(file.rows), list_near=False)
    apply_import(file=file, expecting=seen.digest, by=world.people["amina-ashwend"], at=at)


def claim_pledges(world: World, at: datetime) -> None:
    """Members who telephoned: it was they who signed, and the page may say since when."""
    for one in invented.signed_in_2014():
        pledge = OriginalPledge.objects.get(kind=OriginalPledge.Kind.ORGANISATION, organisation_name=one["name"])
        note_claim(pledge=pledge, organisation=world.organisations[one["slug"]], by=world.people["amina-ashwend"], at=at)
