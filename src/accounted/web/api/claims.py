"""Claims: who says what, in which exact words; and judging them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Path, Query, Router
from pydantic import Field

from accounted.record import decisions, queries
from accounted.record.queries.reading_room import must_be_seen, must_see_claim
from accounted.web.api import walking
from accounted.web.api.problems import PROBLEMS, must
from accounted.web.api.shapes import Asked, Identifier, Judged, Made, Page, StatedClaim, Text
from accounted.web.claim_card import Card, card, cards
from accounted.web.kept import seen_by

router = Router(tags=["claims"])
Kind = Literal["tally", "site", "finding", "act", "denial", "investigation", "testimony"]
Status = Literal["unreviewed", "accepted", "rejected", "corrected"]


class ClaimsAsked(Asked):
    """Which claims are wanted: all that fit every filter given."""

    document: Identifier | None = None
    item: Identifier | None = None
    kind: Kind | None = None
    basis: Identifier | None = Field(None, description="a code of the vocabulary count_basis")
    speaker: Text | None = Field(None, description="part of the speaker's name")
    place: Text | None = Field(None, description="part of the place's name, or its ISO 3166-2 code")
    status: Status | None = None
    since: date | None = None
    until: date | None = None
    words: Text | None = Field(None, description="part of the exact words")


@router.get("/claims", response={200: Page[Card], **PROBLEMS}, summary="List claims")
def listed(request: Any, asked: Query[ClaimsAsked]) -> Any:
    """The claims that fit, in the order of items and of their text."""
    must(request, "see_material")
    between = (asked.since, asked.until) if asked.since or asked.until else None
    filters = tuple(sorted(asked.dict(exclude={"page"}, exclude_none=True).items()))
    walk = request.archive.id, "claims", filters, seen_by(request.sight)
    before, last = walking.begin(walk, asked.page)
    offset = asked.start - before * asked.size
    found = queries.claims(
        request.archive,
        document=asked.document,
        item=asked.item,
        kind=asked.kind,
        basis=asked.basis,
        speaker=asked.speaker,
        place=asked.place,
        status=asked.status,
        between=between,
        words=asked.words,
        sight=request.sight,
        limit=asked.size + 1 + (offset > 0),
        offset=max(0, offset - 1),
        after=last,
    )
    if offset and found:
        walking.ended(walk, asked.page - 1, found.pop(0).id)
    if len(found) > asked.size:
        walking.ended(walk, asked.page, found[asked.size - 1].id)
    return asked.of(cards(request, found))


@router.get("/claims/{claim}", response={200: Card, **PROBLEMS}, summary="One claim")
def one(request: Any, claim: Path[Identifier]) -> Any:
    """One claim, with its words, where it stands, and what people judged as far as the caller may see it."""
    must(request, "see_material")
    return card(request, claim)


@router.post("/claims/{claim}/judgements", response={200: Card, **PROBLEMS}, summary="Judge a claim")
def judge(request: Any, claim: Path[Identifier], judged: Judged) -> Any:
    """Accept a claim as rightly read, or reject it. Under the two-person rule the other judges unseen."""
    must(request, "review_claims")
    must_see_claim(request.archive, claim, request.sight)
    decisions.judge(request.archive, claim, judged.outcome, by=request.reviewer(), reason=judged.reason)
    return card(request, claim)


@router.post("/claims", response={201: Made, **PROBLEMS}, summary="State a claim by hand")
def state(request: Any, stated: StatedClaim) -> Any:
    """Put a claim on record that no reader read; its excerpt must be found in the document's text."""
    must(request, "state_claims")
    must_be_seen(request.archive, stated.document, request.sight)
    made = decisions.state(
        request.archive, stated.document, stated.claim, by=request.reviewer(), reason=stated.reason
    )
    return 201, {"id": made}
