"""Denials of a report, each beside what it denies (D-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from accounted.reporting.enclosing import place_key
from accounted.reporting.material import Material, Told, claim_key
from accounted.reporting.roots import may_be_one
from accounted.reporting.rows import Rows
from accounted.reporting.statements import segment_kind

BESIDE_A_DENIAL = 5


def denials_shown(material: Material, rows: Rows, behind: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Denials by one speaker of one thing, with what they deny (D-17).

    That is: the claims a denial names, else what others say of the same place, else nothing.
    """
    keyed = {told.key: told for told in material.told()}
    together: dict[tuple[str, str | None, tuple[str, ...]], list[Told]] = defaultdict(list)
    for told in material.told("denial"):
        if rows.hides(told):
            continue
        here = (claim_key(told.source.item, claim) for claim in told.claim.denies)
        all_named = [keyed[k] for k in (*here, *material.denied.get(told.key, ())) if k in keyed]
        # What the denier's own words repeat of an allegation is not the allegation.
        theirs = behind.get(told.key) or told.key
        named = tuple(
            one.key for one in all_named if behind.get(one.key) != theirs and not _share_words(told, one)
        )
        place = next((p for p in (told.claim.place, *(one.claim.place for one in all_named)) if p), None)
        together[theirs, place_key(place), named].append(told)
    result = []
    for (who, where, named), denials in together.items():
        against = [keyed[key] for key in named] or _said_of(material, behind, where, who)
        in_view = [told for told in against if not rows.hides(told)]
        result.append(
            {
                "denials": [rows.row(denial) for denial in denials],
                "scope": "named" if named else ("general" if where is None else "place"),
                "against": [_beside(rows, told) for told in in_view[:BESIDE_A_DENIAL]],
                "more": max(0, len(against) - BESIDE_A_DENIAL),
            }
        )
    return result


def _beside(rows: Rows, told: Told) -> dict[str, Any]:
    return rows.tally_row(told) if told.claim.tally is not None else rows.row(told)


def _said_of(
    material: Material, behind: Mapping[str, str | None], where: str | None, denier: str
) -> list[Told]:
    """What others say that a denial may be about: acts, signs and sites, then numbers.

    Of the same place; of a denial without a place, whatever is said of the denier.
    """
    found = []
    for told in material.told("act", "finding", "site", "tally"):
        tally, party = told.claim.tally, told.claim.party
        if where is not None:
            about = place_key(told.claim.place) == where
        else:
            about = party is not None and may_be_one(party.actor or party.text, denier)
        if (
            not about
            or told.claim.modality in ("denies", "alternative", "investigates")
            or behind.get(told.key) == denier
            or segment_kind(told) not in ("body", "quote", "list", "table")
        ):
            continue
        if tally is None or (tally.victims and tally.partition_of is None and tally.same_as is None):
            found.append(told)
    found.sort(key=lambda told: told.claim.tally is not None)
    return found


def _share_words(one: Told, other: Told) -> bool:
    """Whether two claims quote some of the same words."""
    a, b = one.claim.excerpt, other.claim.excerpt
    return one.source.item == other.source.item and a.start < b.end and b.start < a.end
