"""A place: its names in every script, what contains it, the claims, incidents and sites there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounted.record.queries.places import ClaimsAtPlace, place
from accounted.record.searching.index import opened_gazetteer
from accounted.web.access.roles import may
from accounted.web.paging import page, paginate


@page("places/<str:identifier>/", name="place", may="see_material", template="places/place.html")
def one_place(request: Any, identifier: str) -> Mapping[str, Any]:
    """One place, as far as this person may see what is on record of it."""
    found = place(
        request.archive,
        identifier,
        gazetteer=opened_gazetteer,
        entries=may(request.user.role, "see_record"),
        sight=request.sight,
    )
    return {
        "title": found.name,
        "place": found,
        "claims": paginate(ClaimsAtPlace(found, request.sight), request),
    }
