"""A plan's public words as one value: what is frozen, digested, published and compared. No names, no contacts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rrn.organisations.models import Organisation
from rrn.plans.models import Action, Plan
from rrn.plans.rules import ACTION_FIELDS, PUBLIC_PLAN_FIELDS, plain

ORGANISATION_FIELDS = (
    "name",
    "part_covered",
    "sector",
    "nation",
    "place",
    "website",
    "training_provider",
    "certificate_reference",
    "use_of_force_policy",
)


def words_of_organisation(organisation: Organisation) -> dict[str, Any]:
    return {field: getattr(organisation, field) for field in ORGANISATION_FIELDS}


def words_of_action(action: Action, number: int) -> dict[str, Any]:
    """`id` names the same action through all versions, `number` is its place in this one.

    An action has a language of its own only where it differs from the plan's: versions from before the question was
    asked read the same, and so do their digests.
    """
    fields = [field for field in ACTION_FIELDS if field != "language" or action.language]
    return {"id": action.pk, "number": number} | {field: plain(getattr(action, field)) for field in fields}


def words_of(plan: Plan, actions: Iterable[Action]) -> dict[str, Any]:
    """Everything of a plan that may stand in public."""
    return {
        "reference": plan.reference,
        "organisation": words_of_organisation(plan.organisation),
        **{field: plain(getattr(plan, field)) for field in PUBLIC_PLAN_FIELDS},
        "actions": [words_of_action(action, number) for number, action in enumerate(actions, start=1)],
    }


def language_of(words: Mapping[str, Any], action: Mapping[str, Any] | None = None) -> str:
    """The language in which a version, or one of its actions, is written. A version that says nothing is in English."""
    own = action.get("language") if action else ""
    return str(own or words.get("language") or "en-gb")


def digest_of(words: Any) -> str:
    """SHA-256 over canonical JSON; anyone can repeat it."""
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
