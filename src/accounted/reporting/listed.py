"""How many people the lists on record name: a range with its basis, never who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.queries.linking import PeopleOnLists


def listed_shown(people: PeopleOnLists | None, audience: str) -> dict[str, Any] | None:
    """What a report says of people on lists; None where there is no list.

    The names of lists are for internal readers: which list somebody is on can endanger who made it.
    """
    if people is None:
        return None
    shown: dict[str, Any] = {
        "lists": len(people.lists),
        "rows": people.rows,
        "set_aside": people.set_aside,
        "low": people.low,
        "best": people.best,
        "high": people.high,
        "linked": people.run is not None,
        "basis": people.basis,
    }
    if audience == "internal":
        shown |= {"titles": list(people.lists), "run": people.run}
    return {**shown, "words": _words(shown)}


def _words(shown: dict[str, Any]) -> str:
    of = f"{shown['rows']:,} rows of {shown['lists']} list{'' if shown['lists'] == 1 else 's'}"
    if shown["low"] == shown["high"]:
        return f"{shown['low']:,} people are on lists ({of})."
    said = f"Between {shown['low']:,} and {shown['high']:,} people are on lists ({of})"
    return f"{said}, most probably {shown['best']:,}." if shown["linked"] else f"{said}."
