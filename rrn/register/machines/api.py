"""The read API: the register as JSON. It answers everybody alike, looks at nobody's session and writes nothing."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from rrn.core.audience import Audience, address
from rrn.core.time import now, today
from rrn.plans.queries import plan_page
from rrn.register import queries
from rrn.register.machines import reading, saying, shapes
from rrn.register.machines.facts import absolute, for_everybody

log = logging.getLogger(__name__)

PREFIX = "/api/v1/"
READING = ("GET", "HEAD")
DESCRIPTION = (
    "The public register of promises: organisations, the plans they have published, the actions they promise, and the "
    "network's figures. The same facts, words and dates as the pages. Nothing here needs a key. A question with a "
    "parameter that is not listed is refused, so that a slip in a filter's name does not look like an answer."
)
api = NinjaAPI(
    title="Register of promises",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="register_api",
)


# -- What goes wrong -----------------------------------------------------------------------------------------------


def problem(request: HttpRequest, status: int, words: str, wrong: list[dict[str, str]] | None = None) -> HttpResponse:
    """A refusal or failure as JSON, with the number that finds it in the log and nothing of the inside."""
    number = getattr(request, "request_id", "")
    return JsonResponse({"status": status, "words": words, "request_id": number, "wrong": wrong or []}, status=status)


NOT_HERE = "There is nothing here. The organisation or version may not have been published, or the address has a slip in it."


@api.exception_handler(Http404)
def _not_here(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 404, NOT_HERE)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"where": _where(one["loc"]), "words": str(one["msg"])} for one in error.errors]
    return problem(request, 422, "Something in the question is not as described.", wrong)


def _where(place: Any) -> str:
    """The parameter's name, out of ("query", "question", "limit") or ("path", "slug")."""
    names = [str(part) for part in place if isinstance(part, str) and part not in ("query", "path", "question")]
    return names[0] if names else "the address"


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, OperationalError) and re.search(r"locked|full|disk I/O", str(error)):
        response = problem(request, 503, "The register is busy for a moment. Try again in a few seconds.")
        response["Retry-After"] = "5"
        return response
    log.exception("The API could not answer.")
    return problem(request, 500, "Something went wrong here. It has been noted.")


# -- Operations ----------------------------------------------------------------------------------------------------

REFUSALS = {422: shapes.Problem}
MAY_BE_MISSING = {404: shapes.Problem, 422: shapes.Problem}


def _wanted(question: Any) -> reading.Wanted:
    return reading.Wanted(
        sectors=tuple(code.value for code in question.sector),
        nations=tuple(code.value for code in question.nation),
        groups=tuple(code.value for code in question.status),
        strategies=tuple(question.strategy),
        practices=tuple(code.value for code in question.practice),
    )


def _next(request: HttpRequest, key: object) -> str | None:
    """The same question, going on from a key."""
    if key is None:
        return None
    query = request.GET.copy()
    query["after"] = str(key)
    return absolute(f"{request.path}?{query.urlencode()}")


@api.get("/organisations", response={200: shapes.Organisations} | REFUSALS, by_alias=True, summary="Organisations in the register",
         operation_id="organisations", tags=["Organisations"])  # fmt: skip
def organisations(request: HttpRequest, question: Query[shapes.OrganisationsQuestion]) -> Any:
    """Those that the lists show: members, suspended ones, and those that ended in the last 24 months. Who ended earlier is shown when asked for."""
    day = today()
    seen = reading.look(day, _wanted(question), after=question.after, most=question.limit)
    found = [saying.organisation(standing, day) for standing in seen.found]
    return 200, saying.answer(day, next=_next(request, seen.on), organisations=found)


@api.get("/organisations/{slug}", response={200: shapes.OneOrganisation} | MAY_BE_MISSING, by_alias=True, summary="One organisation",
         operation_id="organisation", tags=["Organisations"])  # fmt: skip
def organisation(request: HttpRequest, slug: str = shapes.SLUG) -> Any:
    """An organisation that has published a plan, whether or not its membership still counts."""
    day = today()
    standing = reading.standing_of_one(slug, day)
    if standing is None:
        raise Http404
    return 200, saying.answer(day, organisation=saying.organisation(standing, day))


@api.get("/plans", response={200: shapes.Plans} | REFUSALS, summary="Published versions of plans", operation_id="plans", tags=["Plans"])
def plans(request: HttpRequest, question: Query[shapes.PlansQuestion]) -> Any:
    """Every version that was ever published, in the order in which they came."""
    day = today()
    found, key = reading.versions(after=question.after, most=question.limit)
    return 200, saying.answer(day, next=_next(request, key), plans=[saying.plan_in_list(version) for version in found])


def _one_plan(slug: str, number: int | None) -> Any:
    day = today()
    member = queries.member_or_none(slug, day)
    shown = plan_page(member.organisation, number) if member else None
    if shown is None:
        raise Http404
    shown.publication.organisation = member.organisation
    version = reading.Version(shown.publication, shown.words, shown.digest, shown.is_latest)
    return 200, saying.answer(day, plan=saying.plan(version, queries.actions_of(shown.words), shown.points_to_learn))


@api.get("/organisations/{slug}/plan", response={200: shapes.OnePlan} | MAY_BE_MISSING, summary="The plan that stands in public",
         operation_id="plan", tags=["Plans"])  # fmt: skip
def plan(request: HttpRequest, slug: str = shapes.SLUG) -> Any:
    """The version an organisation published last, with its actions."""
    return _one_plan(slug, None)


@api.get("/organisations/{slug}/plans/{number}", response={200: shapes.OnePlan} | MAY_BE_MISSING, summary="One published version",
         operation_id="plan_version", tags=["Plans"])  # fmt: skip
def plan_version(request: HttpRequest, slug: str = shapes.SLUG, number: int = shapes.NUMBER) -> Any:
    """A version as it was published, word for word. It never changes."""
    return _one_plan(slug, number)


@api.get("/actions", response={200: shapes.Actions} | REFUSALS, summary="Promised actions", operation_id="actions", tags=["Actions"])
def actions(request: HttpRequest, question: Query[shapes.ActionsQuestion]) -> Any:
    """The actions of the plans that stand in public, of organisations that the lists show."""
    day = today()
    key, _, number = question.after.partition(".")
    found, on = reading.look_at_actions(
        day, _wanted(question), organisation=min(int(key), shapes.LARGEST_KEY), number=int(number or 0), most=question.limit
    )
    said = [saying.listed_action(standing, action) for standing, action in found]
    return 200, saying.answer(day, next=_next(request, on and f"{on[0]}.{on[1]}"), actions=said)


@api.get("/figures", response={200: shapes.Figures} | REFUSALS, summary="The network's figures", operation_id="figures", tags=["Figures"])
def figures(request: HttpRequest) -> Any:
    """Today's counters with their definitions. The 2014 pledge is a series of its own and is never added to members."""
    day = today()
    return 200, saying.answer(day, figures=saying.figures(queries.counters(day)))


# -- The door ------------------------------------------------------------------------------------------------------


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, with what the door itself may answer."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    found["servers"] = [{"url": absolute("")}]
    return found


def _pattern_of(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


@cache
def _parameters() -> list[tuple[re.Pattern[str], frozenset[str], frozenset[str]]]:
    """For each path: the parameters its question may have, and those that may come more than once."""
    found = []
    for path, operations in description()["paths"].items():
        asked = [one for one in operations["get"].get("parameters", []) if one["in"] == "query"]
        several = frozenset(one["name"] for one in asked if one["schema"].get("type") == "array")
        found.append((_pattern_of(path), frozenset(one["name"] for one in asked), several))
    return found


def _slips(request: HttpRequest) -> list[dict[str, str]]:
    """Parameters that the question cannot have, or has twice."""
    known, several = next(
        ((names, many) for pattern, names, many in _parameters() if pattern.fullmatch(request.path)), (frozenset(), frozenset())
    )
    unknown = [{"where": name[:80], "words": "There is no such parameter."} for name in request.GET if name not in known]
    twice = [
        {"where": name, "words": "This can be given only once."}
        for name in request.GET
        if name in known - several and len(request.GET.getlist(name)) > 1
    ]
    return unknown + twice


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Reading only; a question is as described or refused; any site may read the answer; it says what it is by its ETag."""

    @conditional_page
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if slips := _slips(request):
            return problem(request, 422, "Something in the question is not as described.", slips)
        return view(request, *args, **kwargs)

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        elif request.method not in READING:
            response = problem(request, 405, "This can only be read.")
            response["Allow"] = "GET, HEAD, OPTIONS"
        else:
            asked, request.method = request.method, "GET"  # the answer to HEAD is that to GET; the server leaves its body away
            response = read(request, *args, **kwargs)
            request.method = asked
        for_everybody(response, now())
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        return response

    opened.csrf_exempt = opened.reads_only = True  # type: ignore[attr-defined]  # nothing can be sent here
    return opened


@door
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description())


@door
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(request, 404, NOT_HERE)


def addresses(prefix: str) -> list[URLPattern]:
    """Every operation as an address of the house, for everyone; and JSON for what is not there."""
    found = [
        address(f"{prefix}{pattern.pattern}", door(pattern.callback), audience=Audience.EVERYONE, name=f"api_{pattern.name}")
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    return [
        *found,
        address(f"{prefix}openapi.json", openapi, audience=Audience.EVERYONE, name="api_openapi"),
        address("api/<path:rest>", nowhere, audience=Audience.EVERYONE, name="api_nowhere"),
    ]
