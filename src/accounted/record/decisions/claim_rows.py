"""Claims in the form of the reading contract, checked and turned into rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accounted.claims import Document
from accounted.record.docket import Application, DecisionRefused
from accounted.record.terms import bounds, check_code, codes, spread

AROUND = 32  # characters of context kept before and after an excerpt
KINDS = frozenset({"tally", "site", "finding", "act", "denial", "investigation", "testimony"})
SEXUAL = frozenset({"sexual_violence", "rape", "sexual_injury"})
WHAT = {"site": ("site_type", "grave_type"), "finding": ("finding_type",), "act": ("act_type",)}

Told = Mapping[str, Any]


PARTICULARS = ("methods", "victims", "body", "scope", "status", "proximity")
_PARTICULAR_CODES = {
    "methods": "method_of_violence",
    "status": "investigation_status",
    "proximity": "source_proximity",
}


def check_claims(claims: Sequence[Told], text: str, *, where: str) -> None:
    """Refuse claims the rules forbid, before anything is written.

    Raises:
        DecisionRefused: words that do not stand at their place, a count out of order, an unknown reference.
        UnknownTerm: a code the vocabularies do not have.
    """
    known = {claim["id"] for claim in claims}
    if len(known) != len(claims):
        raise DecisionRefused(f"{where}: two claims have the same identifier")
    for claim in claims:
        check_claim(claim, text, known, where=f"{where}, claim {claim['id']}")


def check_claim(claim: Told, text: str, known: set[str], *, where: str) -> None:
    """Refuse one claim the rules forbid."""
    excerpts = [claim["excerpt"], *claim.get("further_excerpts", ())]
    for excerpt in excerpts:
        start, end, exact = excerpt["start"], excerpt["end"], excerpt["exact"]
        if not exact or not 0 <= start < end or text[start:end] != exact:
            raise DecisionRefused(
                f"{where}: the words {exact[:60]!r} do not stand at [{start}, {end}) of the document (rule "
                "D-01)"
            )
    if claim["kind"] not in KINDS:
        raise DecisionRefused(
            f"{where}: {claim['kind']!r} is no kind of claim; they are {', '.join(sorted(KINDS))}"
        )
    if (claim["kind"] == "tally") != (claim.get("tally") is not None):
        raise DecisionRefused(f"{where}: a tally, and nothing else, carries a count")
    check_code("statement_modality", claim.get("modality", "asserts"))
    if date := claim.get("date"):
        check_date(date, where)
    for date in claim.get("dates") or ():
        check_date(date, where)
    for vocabulary in _vocabularies_of(claim):
        allowed = set().union(*(codes(name) for name in vocabulary))
        for term in claim.get("what") or ():
            if term not in allowed:
                check_code(vocabulary[0], term)
    for name, codes_of in _PARTICULAR_CODES.items():
        told = claim.get(name) or ()
        for code in (told,) if isinstance(told, str) else told:
            check_code(codes_of, code)
    for denied in claim.get("denies") or ():
        if denied not in known:
            raise DecisionRefused(f"{where}: denies {denied!r}, which is no claim of this document")
    if tally := claim.get("tally"):
        check_tally(tally, known, where)


def _vocabularies_of(claim: Told) -> list[tuple[str, ...]]:
    names = WHAT.get(claim["kind"])
    return [names] if names else []


def check_date(date: Told, where: str) -> None:
    """Refuse a date that is none, or without a known role."""
    check_code("date_role", date.get("role"))
    try:
        bounds(date["edtf"])
    except ValueError as error:
        raise DecisionRefused(f"{where}: {error}") from None


def check_tally(tally: Told, known: set[str], where: str) -> None:
    """Refuse a count that contradicts its own wording (rule D-02) or names a claim that is not there."""
    check_code("count_basis", tally["basis"])
    check_count(tally, where)
    for reading in tally.get("readings") or ():
        check_count(reading, where)
    for key in ("partition_of", "same_as"):
        other = tally.get(key)
        if other is not None and other not in known:
            raise DecisionRefused(f"{where}: {key} names {other!r}, which is no claim of this document")


def check_count(count: Told, where: str, prefix: str = "") -> None:
    """low ≤ best ≤ high, none below zero, and "more than" states no best and no highest (rule D-02)."""
    check_code("quantifier", count[f"{prefix}quantifier"])
    bounds_of = [count.get(f"{prefix}{name}") for name in ("low", "best", "high")]
    stated = [n for n in bounds_of if n is not None]
    if stated != sorted(stated) or (stated and stated[0] < 0):
        raise DecisionRefused(
            f"{where}: low {bounds_of[0]}, best {bounds_of[1]}, high {bounds_of[2]} are not in order (rule "
            "D-02)"
        )
    if count[f"{prefix}quantifier"] == "more_than" and (bounds_of[1] is not None or bounds_of[2] is not None):
        raise DecisionRefused(f'{where}: "more than" states neither a best nor a highest number (rule D-02)')


def claim_rows(
    decision: Application,
    claims: Sequence[Told],
    document: Document,
    *,
    document_id: str,
    reading: str | None,
    origin: str,
    version: int = 1,
    corrects: str | None = None,
    relations: Mapping[str, str | None] | None = None,
) -> list[str]:
    """Rows for claims that were checked. Returns the claims' identifiers in their order.

    `relations` are columns of a tally that name tallies outside these claims.
    """
    from accounted.record.models import Claim, ClaimTerm, Denial, Excerpt, Tally

    ids = {claim["id"]: decision.take("Claim") for claim in claims}
    tallies = {claim["id"]: decision.take("Tally") for claim in claims if claim.get("tally")}
    excerpts: dict[tuple[int, int], str] = {}

    def excerpt(told: Told, claim: Told) -> str:
        place = (told["start"], told["end"])
        if place not in excerpts:
            excerpts[place] = decision.take("Excerpt")
            columns = _excerpt_columns(told, claim.get("segment"), document)
            decision.rows.add(Excerpt, {"id": excerpts[place], "document_id": document_id, **columns})
        return excerpts[place]

    for claim in claims:
        terms = list(claim.get("what") or ())
        row = decision.new(
            Claim,
            id=ids[claim["id"]],
            document_id=document_id,
            reading_id=reading,
            local_id=claim["id"],
            version=version,
            corrects_id=corrects,
            kind=claim["kind"],
            excerpt_id=excerpt(claim["excerpt"], claim),
            modality=claim.get("modality", "asserts"),
            confidentiality="confidential" if SEXUAL.intersection(terms) else "internal",
            scare_quotes=claim.get("scare_quotes", False),
            extent=claim.get("extent"),
            rule=claim.get("rule"),
            origin=origin,
            **_speaker(claim.get("speaker")),
            **_place(claim.get("place")),
            **_date(claim.get("date"), claim.get("dates")),
            **_party(claim.get("party")),
            particulars={name: claim[name] for name in PARTICULARS if claim.get(name)} or None,
        )
        further = [excerpt(told, claim) for told in claim.get("further_excerpts", ())]
        if further:
            decision.rows.link(row, "further_excerpts", further)
        tally = claim.get("tally")
        coded = [("what", terms), ("body_region", claim.get("body_regions") or ())]
        if tally:
            coded.append(("group", tally.get("group") or ()))
            decision.rows.add(
                Tally,
                {
                    "id": tallies[claim["id"]],
                    "claim_id": row.id,
                    "partition_of_id": tallies.get(tally.get("partition_of")),
                    "same_as_id": tallies.get(tally.get("same_as")),
                    **(relations or {}),
                    **_tally(tally),
                },
            )
        for role, listed in coded:
            for position, code in enumerate(listed):
                term = {"id": decision.take("ClaimTerm"), "claim_id": row.id, "role": role}
                decision.rows.add(ClaimTerm, {**term, "position": position, "code": code})
        for denied in claim.get("denies") or ():
            if denied in ids:
                decision.new(Denial, claim_id=row.id, denied_id=ids[denied])
    return list(ids.values())


def _excerpt_columns(told: Told, segment: int | None, document: Document) -> dict[str, Any]:
    start, end = told["start"], told["end"]
    stands_in = (
        document.segments[segment] if segment is not None and segment < len(document.segments) else None
    )
    return {
        "start": start,
        "end": end,
        "exact": told["exact"],
        "prefix": document.text[max(0, start - AROUND) : start],
        "suffix": document.text[end : end + AROUND],
        "kind": stands_in.kind if stands_in else None,
        "segment": segment,
        "page": stands_in.page if stands_in else None,
        "box": list(stands_in.box) if stands_in and stands_in.box else None,
        "language": (stands_in.language if stands_in else None) or document.language,
    }


def _speaker(told: Told | None) -> dict[str, Any]:
    if told is None:
        return {}
    return {
        "speaker_text": told["text"],
        "speaker_start": told.get("start"),
        "speaker_end": told.get("end"),
        "speaker_inferred": told.get("inferred", False),
        "speaker_name": (told.get("name") or told["text"])[:400],
        "speaker_role": told.get("role"),
        "speaker_organisation": told.get("organisation"),
        "via": list(told.get("via") or ()),
    }


def _place(told: Told | None) -> dict[str, Any]:
    if told is None:
        return {}
    plain = (
        "text",
        "start",
        "end",
        "name",
        "kind",
        "country",
        "geonames",
        "iso3166_2",
        "lat",
        "lon",
        "match",
        "score",
        "reason",
    )
    return {
        **{f"place_{name}": told.get(name) for name in plain},
        "place_inferred": told.get("inferred", False),
        "place_candidates": told.get("candidates") or 0,
    }


def _date(told: Told | None, others: Sequence[Told] | None) -> dict[str, Any]:
    columns: dict[str, Any] = {"dates": list(others or ())}
    if told is not None:
        columns |= {
            "date_text": told["text"],
            "date_edtf": told["edtf"],
            "date_role": told.get("role"),
            "date_start": told.get("start"),
            "date_end": told.get("end"),
            "date_inferred": told.get("inferred", False),
            **spread("date", told["edtf"]),
        }
    return columns


def _party(told: Told | None) -> dict[str, Any]:
    if told is None:
        return {}
    return {
        "party_text": told["text"],
        "party_start": told.get("start"),
        "party_end": told.get("end"),
        "party_inferred": told.get("inferred", False),
        "party_actor": told.get("actor"),
    }


def _tally(told: Told) -> dict[str, Any]:
    return {
        "basis": told["basis"],
        "quantifier": told["quantifier"],
        "low": told.get("low"),
        "best": told.get("best"),
        "high": told.get("high"),
        "readings": list(told.get("readings") or ()),
        "incremental": told.get("incremental", False),
        "victims": told.get("victims", True),
        "implied": told.get("implied", False),
        "as_of": told.get("as_of"),
        **spread("as_of", told.get("as_of")),
    }
