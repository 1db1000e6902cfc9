"""Who held which place, as the map and the time line tell it: as stated, uncertain, or told differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from accounted.dates import PartialDate
from accounted.record.queries.holding import Held, OnTheDay, days_of, on_the_day
from accounted.web.access.roles import may
from accounted.web.days import slider
from accounted.web.local_terms import labels_of


def words() -> dict[str, str]:
    """What each kind of control is called in the language of the page."""
    return dict(labels_of("territory_control", get_language() or "en"))


def row_of(one: Held, request: Any, sure: bool | None = None) -> dict[str, Any]:
    """One interval as a row: who, when, and the accounts it rests on for those who may read them."""
    named = one.claims if may(request.user.role, "see_material") else ()
    return {
        "place": one.place,
        "code": one.control,
        "control": words().get(one.control, one.control),
        "by": one.by,
        "date": one.edtf,
        "sure": sure,
        "accounts": [
            {"href": f"/claims/{account.claim}/", "item": account.item, "who": account.who or ""}
            for account in named
        ],
        "account_count": one.claim_count,
    }


def told(control: Sequence[Held], day: PartialDate, request: Any) -> list[dict[str, Any]]:
    """What is stated of each place for a day, with where it is, for the map and its table."""
    return [_told(one, request) for one in on_the_day(control, day)]


def _told(one: OnTheDay, request: Any) -> dict[str, Any]:
    first = one.states[0][0]
    return {
        "place": one.place,
        "lat": first.lat,
        "lon": first.lon,
        "radius_m": first.radius_m,
        "area": first.area,
        "differ": one.differ,
        "sure": one.sure,
        "states": [row_of(held, request, sure) for held, sure in one.states],
    }


def days(control: Sequence[Held], chosen: PartialDate | None) -> dict[str, Any] | None:
    """A slider from the first change of who held a place to the last."""
    told = days_of(control)
    return slider(*told, chosen) if told is not None else None
