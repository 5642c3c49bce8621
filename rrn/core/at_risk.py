"""Words in the search box that ask for help for a person. Pure: whoever types one is shown whom to turn to first."""

from __future__ import annotations

from rrn.core.search.words import SMALL_WORDS, WORD, fold, term_of

# One of these among any others is enough.
ALWAYS = (
    "999 abuse abused abusing abusive abuser ambulance argyfwng assault assaulted beaten bruise bruised bruises childline crisis danger "
    "dangerous die dying emergency hurt hurting injured injury kill killing mistreated neglect neglected police rape raped "
    "safeguarding samaritans scared afraid frightened worried self-harm selfharm suicidal suicide unsafe whistleblower whistleblowing"
)
# These, where nothing else is asked: "help" alone, and not "help with a plan".
ALONE = (
    "help now please need someone somebody risk at-risk urgent urgently worried worry concern concerned concerns scared afraid frightened "
    "report harm harmed harming safe attack attacked hit talk speak cymorth son daughter child mum dad him her line helpline not feel feeling"
)
# What makes of the words above a cry for help: "child" alone is none.
_CRIES = "help urgent urgently risk worried worry concern concerned scared afraid frightened harm harmed harming attack attacked cymorth helpline"


def _terms(words: str) -> frozenset[str]:
    return frozenset(term_of(word) for word in WORD.findall(words))


_ALWAYS, _ALONE, _CRY = _terms(ALWAYS) - _terms("self"), _terms(ALONE) - SMALL_WORDS, _terms(_CRIES)


def asks_for_help(words: str) -> bool:
    """Whether somebody who typed this may have a person at risk before them."""
    said = {term_of(word) for word in WORD.findall(words) if fold(word) not in SMALL_WORDS}
    return bool(said & _ALWAYS) or bool(said & _CRY and said <= _ALONE)
