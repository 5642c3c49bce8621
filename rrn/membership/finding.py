"""The roster's page in the house's search: what it is about, and nobody's name, because names may be taken back."""

from __future__ import annotations

from rrn.core.search import Document, put

DOCUMENT = Document(
    kind="page",
    key="steering-group",
    title="Steering group and trustees",
    body=(
        "Who guides the Restraint Reduction Network. Everybody on the steering group has to be a member too. How many of "
        "them are members today, their roles, terms and interests: chair, deputy chair, people with lived experience, "
        "family carers. The trustees answer for the charity."
    ),
    address="/steering-group/",
    about="Who guides the network, and whether each of them is a member.",
    subject="Steering group, trustees, board, governance: who guides, runs or leads the network. Chair, committee.",
)


def renew(records: set[str] | None) -> None:
    put([DOCUMENT])
