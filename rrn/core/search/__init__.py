"""The one search of the house: documents of public words, found by rooms, on either database.

    put([Document(kind="organisation", key="12", title="…", body="…", facets=("nation_wales",), address="/members/…/")])
    remove("organisation", ["12"])
    found = find("seclusion wales", kinds=("organisation",), facets=(("nation_wales", "nation_england"),), most=1000)

`put` and `remove` are called by whoever owns the record (a renewer, rrn.core.renewals). Nothing here knows people:
**only words that anybody may read are put in**. A room with words of its members' own gives them another seam.
"""

from rrn.core.search.documents import Document, keep_only, misfiled, put, remove, search_out_of_step
from rrn.core.search.finding import MOST, Found, Hit, Partly, Tier, fewer_words, find, find_each, find_some
from rrn.core.search.passages import Part, marked, passages

__all__ = [
    "MOST",
    "Document",
    "Found",
    "Hit",
    "Part",
    "Partly",
    "Tier",
    "fewer_words",
    "find",
    "find_each",
    "find_some",
    "keep_only",
    "marked",
    "misfiled",
    "passages",
    "put",
    "remove",
    "search_out_of_step",
]
