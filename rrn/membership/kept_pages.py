"""What membership's own kept page tells of, as a tag (rrn/core/pagestore)."""

from __future__ import annotations

from rrn.core.pagestore.marks import Stored

ROSTER = "roster"
# Standings change with the London day, and a kept page never outlives its day; whatever else moves them is a write.
OF_THE_ROSTER = Stored(tags=(ROSTER,))
