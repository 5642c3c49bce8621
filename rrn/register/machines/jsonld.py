"""Structured data of the public register, in the words of schema.org. Facts that stand on the page, and no others."""

from __future__ import annotations

from datetime import date
from typing import Any

from rrn.core.templatetags.rrn_machines import publisher
from rrn.core.time import london_day
from rrn.core.vocabulary import Nation
from rrn.register.machines.columns import COLUMNS, XLSX
from rrn.register.machines.facts import absolute, issuer, licence

CONTEXT = "https://schema.org"


def _id_of(organisation: Any) -> str:
    return absolute(f"/members/{organisation.slug}/#organisation")


def organisation_data(organisation: Any) -> dict[str, Any]:
    """The organisation itself."""
    found: dict[str, Any] = {
        "@type": "Organization",
        "@id": _id_of(organisation),
        "name": organisation.name,
        "mainEntityOfPage": absolute(organisation.get_absolute_url()),
    }
    if organisation.website:
        found["url"] = organisation.website
    address = {
        "addressLocality": organisation.place,
        "addressRegion": str(Nation(organisation.nation).label) if organisation.nation not in ("", Nation.OTHER_COUNTRY) else "",
    }
    if any(address.values()):
        found["address"] = {"@type": "PostalAddress"} | {name: words for name, words in address.items() if words}
    return found


def plan_data(shown: Any) -> dict[str, Any]:
    """One published version of a plan: `shown` is rrn.plans.queries.PlanPage."""
    organisation, words, plan = shown.organisation, shown.words, shown.plan
    path = f"/members/{organisation.slug}/plan/"
    found: dict[str, Any] = {
        "@type": "CreativeWork",
        "@id": absolute(f"{path}{shown.publication.number}/"),
        "url": absolute(f"{path}{shown.publication.number}/"),
        "name": f"Action plan of {words['organisation']['name']}",
        "identifier": words["reference"],
        "version": str(shown.publication.number),
        "datePublished": london_day(shown.publication.published_at),
        "inLanguage": words["language"],
        "author": {"@id": _id_of(organisation)},
        "publisher": publisher(),
        "license": licence().address,
        "creditText": f"{words['organisation']['name']}, published by {issuer()}",
    }
    if words.get("summary"):
        found["abstract"] = words["summary"]
    if plan.runs_from:
        found["temporalCoverage"] = f"{plan.runs_from}/{plan.runs_until}"
    return found


def member_page(organisation: Any, shown: Any) -> dict[str, Any]:
    """For the pages of a member: who it is and what it has published."""
    graph = [organisation_data(organisation)]
    if shown:
        graph.append(plan_data(shown))
    return {"@context": CONTEXT, "@graph": graph}


def news_article(*, title: str, path: str, published_on: date, changed_on: date | None = None,
                 summary: str = "", image: str = "", language: str = "en-GB") -> dict[str, Any]:  # fmt: skip
    """For a page of news. `path` and `image` may be paths of this site or whole addresses."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": title,
        "url": path if "://" in path else absolute(path),
        "datePublished": published_on,
        "dateModified": changed_on or published_on,
        "inLanguage": language,
        "author": publisher(),
        "publisher": publisher(),
    }
    if summary:
        found["description"] = summary
    if image:
        found["image"] = image if "://" in image else absolute(image)
    return found


def data_set() -> dict[str, Any]:
    """For the page of the open data."""
    files = (("plans.csv", "text/csv"), ("plans.json", "application/json"), ("plans.xlsx", XLSX), ("figures.csv", "text/csv"))
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": "Promised actions of organisations",
        "description": "What organisations have promised to do about restraint: one row for each action of each plan that stands in public.",
        "url": absolute("/data/"),
        "license": licence().address,
        "isAccessibleForFree": True,
        "creator": publisher(),
        "publisher": publisher(),
        "variableMeasured": [column.name for column in COLUMNS],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(f"/data/{name}")} for name, kind in files
        ],
    }
