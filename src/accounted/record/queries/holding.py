"""Who held which place when, as it was stated, with the claims it rests on; and what that says of one day.

Control of a place is an interval (rule D-24): occupied, then retaken, is no contradiction. On one day two
statements may differ; both are told, and nothing here settles which is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from accounted.dates import Answer, PartialDate, parse
from accounted.record.queries.placed import MOST, in_days, inside, whereabouts
from accounted.record.searching.asking import Asked
from accounted.record.searching.places import Surroundings
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

ACCOUNTS = 5  # claims that are named for one interval


@dataclass(frozen=True, slots=True)
class Account:
    """A claim that says who held a place: the number of its item, and who says so, where that is known."""

    claim: str
    item: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """Who held a place over an interval.

    `radius_m` and `area` say where the place is, as for other things on the map; `claims` are the first of
    those it rests on that may be seen, and `claim_count` is how many may.
    """

    id: str
    place: str
    control: str
    by: str | None
    edtf: str | None
    earliest: date | None
    latest: date | None
    place_id: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    area: str | None = None
    claims: tuple[Account, ...] = ()
    claim_count: int = 0


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """What is stated of one place for one day.

    `states` are the intervals that the day surely or perhaps lies in, each with whether it surely does.
    `differ`: they do not all say the same of who held it.
    """

    place: str
    states: tuple[tuple[Held, bool], ...]

    @property
    def differ(self) -> bool:
        """Whether the accounts say different things of that day."""
        return len({(one.control, one.by) for one, _ in self.states}) > 1

    @property
    def sure(self) -> bool:
        """Whether it is stated for that very day, and nothing stated for it says otherwise."""
        return not self.differ and any(sure for _, sure in self.states)


def held(
    archive: Archive, asked: Asked, *, sight: Sight = EVERYTHING, around: Surroundings
) -> tuple[Held, ...]:
    """Who held which place when, in the places and days asked for."""
    from accounted.record.models import Actor, Control, Place

    archive.must_be_open()
    places = whereabouts(around)
    rows: Any = Control.objects.filter(place__in=sight.entries(Place.objects.all())).select_related(
        "by_actor"
    )
    kept = []
    for row in rows.order_by("place_id", "earliest", "id")[:MOST]:
        where = places.get(row.place_id)
        if inside(where, asked) and in_days(row.earliest, row.latest, asked) and _near(where, asked):
            kept.append(row)
    resting = _resting({row.id for row in kept}, sight)
    actors = {row.by_actor_id for row in kept if row.by_actor_id}
    known = set(sight.entries(Actor.objects.filter(pk__in=actors)).values_list("pk", flat=True))
    found = []
    for row in kept:
        where, claims = places[row.place_id], resting.get(row.id, [])
        if not claims:  # what rests on restricted material alone is hidden with it
            continue
        by = row.by_actor.name if row.by_actor_id in known and sight.names else None
        found.append(
            Held(
                row.id, where.name, row.control, by, row.interval, row.earliest, row.latest, row.place_id,
                where.lat, where.lon, where.radius, where.area, tuple(claims[:ACCOUNTS]), len(claims),
            )
        )  # fmt: skip
    return tuple(found)


def on_the_day(control: Iterable[Held], day: PartialDate) -> tuple[OnTheDay, ...]:
    """What is stated of each place for a day, places in the order of their names.

    An interval of which only the month is known surely holds a day only where it does on every reading.
    """
    found: dict[tuple[str, str], list[tuple[Held, bool]]] = defaultdict(list)
    for one in control:
        told = parse(one.edtf).overlaps(day) if one.edtf else Answer.CANNOT_TELL
        if told is not Answer.NO:
            found[one.place, one.place_id].append((one, told is Answer.YES))
    return tuple(OnTheDay(place, tuple(states)) for (place, _), states in sorted(found.items()))


def days_of(control: Sequence[Held]) -> tuple[date, date] | None:
    """The first and the last day at which anything about who held a place changes; None without any."""
    days = [day for one in control for day in (one.earliest, one.latest) if day is not None]
    return (min(days), max(days)) if days else None


def _near(where: Any, asked: Asked) -> bool:
    return asked.near is None or bool(asked.near.holds(where.lat, where.lon))


def _resting(control: set[str], sight: Sight) -> dict[str, list[Account]]:
    """The claims that may be seen, by the interval that rests on them."""
    from accounted.record.models import Claim, Control

    link = Control.claims.through
    pairs = list(
        link.objects.filter(control__in=control).order_by("claim_id").values_list("control_id", "claim_id")
    )
    rows = sight.claims(Claim.objects.filter(pk__in={claim for _, claim in pairs}))
    told = {
        claim: Account(claim, item, sight.name(speaker or publisher) if speaker or publisher else None)
        for claim, item, speaker, publisher in rows.values_list(
            "id", "document__item__number", "speaker_name", "document__publisher"
        )
    }
    found: dict[str, list[Account]] = defaultdict(list)
    for one, claim in pairs:
        if claim in told:
            found[one].append(told[claim])
    return found
