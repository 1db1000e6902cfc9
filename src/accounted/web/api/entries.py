"""Entries of the record: people, remains, sites, incidents and the others, all in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Header, Path, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from accounted.record import decisions
from accounted.record.decisions import Stated
from accounted.record.decisions.recording import record_entry
from accounted.record.decisions.restoring import restore
from accounted.record.docket import DecisionRefused
from accounted.record.queries import browsing, entries, history, identified
from accounted.record.queries.dictionary import kind_of
from accounted.web.api.problems import PROBLEMS, must
from accounted.web.api.shapes import EntryGiven, Identifier, Made, NewEntry, StatedValue, Text
from accounted.web.plain import plain

router = Router(tags=["entries"])
Slug = Literal[
    "people",
    "remains",
    "burial-sites",
    "sites",
    "incidents",
    "acts",
    "findings",
    "media",
    "actors",
    "investigations",
    "testimonies",
    "sources",
]
Listed = Literal[Slug, "identifications"]
Anything = dict[str, Any]


class EntriesAsked(Schema):
    """Which entries are wanted, and from where on."""

    text: Text | None = Field(None, description="part of a name or title, an identifier or a number")
    place: Text | None = Field(None, description="part of the name of a place; what lies within it counts")
    since: date | None = None
    until: date | None = None
    order: Literal["newest", "oldest"] = "newest"
    size: int = Field(50, ge=1, le=500)
    after: Text | None = Field(None, description="`next` of the page before")


class Brought(Schema):
    """Which version is brought back, and why."""

    version: int = Field(ge=1, le=1_000_000)
    reason: Text


@router.get("/{kind}", response={200: Anything, **PROBLEMS}, summary="List entries")
def listed(request: Any, kind: Path[Listed], asked: Query[EntriesAsked]) -> Any:
    """The entries of a kind that fit every filter given; `next` leads on.

    Identifications come newest first and unfiltered, as far as their remains and person may be seen.
    """
    must(request, "see_record")
    if kind == "identifications":
        rows, total, following = identified.page_of_identified(
            request.archive, size=asked.size, after=asked.after, oldest=asked.order == "oldest",
            sight=request.sight,
        )  # fmt: skip
        return {"lines": plain(rows), "total": total, "next": following}
    filters = browsing.Filters(text=asked.text, place=asked.place, since=asked.since, until=asked.until)
    return plain(
        browsing.listed(
            request.archive,
            kind,
            filters,
            sight=request.sight,
            order=asked.order,
            size=asked.size,
            after=asked.after,
        )
    )


@router.get("/{kind}/{identifier}", response={200: Anything, **PROBLEMS}, summary="One entry")
def one(request: Any, kind: Path[Listed], identifier: Path[Identifier]) -> Any:
    """Every field with its value, the claims it rests on, and who decided; its `version` is for If-Match.

    Of an identification: its two people, the lines of evidence, whether the family was told, if it stands.
    """
    must(request, "see_record")
    if kind == "identifications":
        return plain(identified.one_identified(request.archive, identifier, sight=request.sight))
    found = entries.entry(request.archive, kind, identifier, sight=request.sight)
    return plain(found)


@router.get("/{kind}/{identifier}/history", response={200: list[Anything], **PROBLEMS}, summary="Its history")
def versions(request: Any, kind: Path[Slug], identifier: Path[Identifier]) -> Any:
    """Each version with who, when, why, and what it changed."""
    must(request, "see_record")
    entries.entry(request.archive, kind, identifier, sight=request.sight)
    found = history.history(request.archive, kind, identifier, sight=request.sight)
    return [plain(version) for version in found]


@router.post("/{kind}", response={201: Made, **PROBLEMS}, summary="Enter something")
def enter(request: Any, kind: Path[Slug], given: NewEntry) -> Any:
    """Put an entry on record. Testimonies are entered in the workspace: consent and risk come first."""
    must(request, "edit_record")
    if kind == "testimonies":
        raise DecisionRefused("testimonies are entered in the workspace, where consent and risk come first")
    made = record_entry(
        request.archive,
        kind_of(kind).model,
        by=request.reviewer(),
        reason=given.reason,
        frame=given.frame,
        values=_stated(given.values),
        names=given.names,
        links=given.links,
    )
    return 201, {"id": made}


@router.patch("/{kind}/{identifier}", response={200: Made, **PROBLEMS}, summary="Amend an entry")
def amend(
    request: Any,
    kind: Path[Slug],
    identifier: Path[Identifier],
    given: EntryGiven,
    if_match: Annotated[str, Header(alias="If-Match", description="the version you have before you")],
) -> Any:
    """Change an entry; what was there stays in its history. 409 when somebody changed it meanwhile."""
    must(request, "edit_record")
    entries.entry(request.archive, kind, identifier, sight=request.sight)
    made = decisions.amend(
        request.archive,
        kind_of(kind).model,
        identifier,
        by=request.reviewer(),
        reason=given.reason,
        frame=given.frame,
        values=_stated(given.values),
        links=given.links,
        expected_version=_version(if_match),
    )
    return {"id": made}


@router.post(
    "/{kind}/{identifier}/restorations", response={201: Made, **PROBLEMS}, summary="Restore a version"
)
def bring_back(request: Any, kind: Path[Slug], identifier: Path[Identifier], brought: Brought) -> Any:
    """Say again what stood in an earlier version: a new decision, nothing is overwritten."""
    must(request, "edit_record")
    entries.entry(request.archive, kind, identifier, sight=request.sight)
    made = restore(
        request.archive,
        kind_of(kind).model,
        identifier,
        brought.version,
        by=request.reviewer(),
        reason=brought.reason,
    )
    return 201, {"id": made}


def _stated(values: Mapping[str, StatedValue]) -> dict[str, Stated]:
    return {
        name: Stated(one.value, tuple(one.claims), absent=one.absent, ground=one.ground)
        for name, one in values.items()
    }


def _version(if_match: str) -> int:
    told = if_match.strip().removeprefix("W/").strip('"')
    if not told.isascii() or not told.isdecimal() or len(told) > 9:
        raise HttpError(412, 'If-Match: give the version you have before you, such as "3"')
    return int(told)
