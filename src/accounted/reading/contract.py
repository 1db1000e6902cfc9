"""A reading as JSON, and back: the form that `accounted read --json` prints, one object per document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from accounted.claims import (
    Claim,
    Count,
    DateMention,
    Document,
    Excerpt,
    Party,
    PlaceMention,
    ReaderIdentity,
    Reading,
    ReadingWarning,
    Relay,
    Speaker,
    Tally,
    Words,
)  # fmt: skip

Json = dict[str, Any]


def to_contract(reading: Reading, path: str | None = None) -> Json:
    """The reading as plain data. Keys that do not apply are null; nothing is left out."""
    document = reading.document
    return {
        "path": path,
        "document": {
            "sha256": document.sha256,
            "media_type": document.media_type,
            "language": document.language,
            "published": document.published,
            "published_inferred": document.published_inferred,
            "title": document.title,
            "publisher": document.publisher,
            "author": document.author,
            "url": document.url,
            "text": document.text,
        },
        "reader": {
            "name": reading.reader.name,
            "version": reading.reader.version,
            "lexicon": reading.reader.lexicon,
            "parameters": dict(reading.reader.parameters),
        },
        "warnings": [
            {"rule": w.rule, "message": w.message, "claims": list(w.claims)} for w in reading.warnings
        ],
        "not_counted": [{"excerpt": _excerpt(e), "reason": reason} for e, reason in reading.not_counted],
        "claims": [claim_to_contract(c) for c in reading.claims],
    }


def from_contract(data: Mapping[str, Any]) -> Reading:
    """A reading from its JSON form; unknown keys are passed over.

    Raises:
        ValueError, KeyError: the data are not of this form.
    """
    held = data["document"]
    document = Document(
        held["text"], held.get("sha256"), held.get("media_type", "text/plain"), held.get("language"),
        held.get("title"), held.get("author"), held.get("publisher"), held.get("published"),
        bool(held.get("published_inferred", False)), held.get("url"),
    )  # fmt: skip
    reader = data["reader"]
    return Reading(
        document,
        ReaderIdentity(reader["name"], reader["version"], reader["lexicon"], reader.get("parameters", {})),
        tuple(_claim_from(c) for c in data["claims"]),
        tuple(
            ReadingWarning(w["rule"], w["message"], tuple(w.get("claims", ())))
            for w in data.get("warnings", ())
        ),
        tuple((Excerpt(**n["excerpt"]), n["reason"]) for n in data.get("not_counted", ())),
    )


def _excerpt(excerpt: Excerpt) -> Json:
    return {"start": excerpt.start, "end": excerpt.end, "exact": excerpt.exact}


def _count(count: Count) -> Json:
    return {"quantifier": count.quantifier, "low": count.low, "best": count.best, "high": count.high}


def _plain(value: Any) -> Json | None:
    """A flat dataclass as a dict; None stays None."""
    if value is None:
        return None
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _speaker(speaker: Speaker | None) -> Json | None:
    plain = _plain(speaker)
    if plain is not None and speaker is not None:
        plain["via"] = [_plain(r) for r in speaker.via]
    return plain


def _tally(tally: Tally | None) -> Json | None:
    if tally is None:
        return None
    return {
        "basis": tally.basis,
        **_count(tally.count),
        "readings": [_count(c) for c in tally.readings],
        "group": list(tally.group),
        "incremental": tally.incremental,
        "victims": tally.victims,
        "implied": tally.implied,
        "partition_of": tally.partition_of,
        "same_as": tally.same_as,
        "as_of": tally.as_of,
    }


def claim_to_contract(claim: Claim) -> Json:
    """One claim with the keys of the contract."""
    return {
        "id": claim.id,
        "kind": claim.kind,
        "excerpt": _excerpt(claim.excerpt),
        "modality": claim.modality,
        "speaker": _speaker(claim.speaker),
        "place": _plain(claim.place),
        "date": _plain(claim.date),
        "dates": [_plain(d) for d in claim.dates],
        "party": _plain(claim.party),
        "what": list(claim.what),
        "denies": list(claim.denies),
        "tally": _tally(claim.tally),
        "body_regions": list(claim.body_regions),
        "extent": claim.extent,
        "scare_quotes": claim.scare_quotes,
        "segment": claim.segment,
        "rule": claim.rule,
        "methods": list(claim.methods),
        "victims": _plain(claim.victims),
        "body": _plain(claim.body),
        "scope": _plain(claim.scope),
        "status": claim.status,
        "proximity": claim.proximity,
    }


def _known(kind: type, data: Mapping[str, Any]) -> Json:
    names = {f.name for f in fields(kind)}
    return {k: v for k, v in data.items() if k in names}


def _claim_from(data: Mapping[str, Any]) -> Claim:
    speaker = data.get("speaker")
    if speaker is not None:
        via = tuple(Relay(**_known(Relay, r)) for r in speaker.get("via", ()))
        speaker = Speaker(**{**_known(Speaker, speaker), "via": via})
    tally = data.get("tally")
    if tally is not None:
        count = Count(tally["quantifier"], tally.get("low"), tally.get("best"), tally.get("high"))
        readings = tuple(Count(**_known(Count, r)) for r in tally.get("readings", ()))
        rest = _known(Tally, tally) | {
            "count": count,
            "readings": readings,
            "group": tuple(tally.get("group", ())),
        }
        tally = Tally(**rest)
    return Claim(
        data["id"],
        data["kind"],
        Excerpt(**_known(Excerpt, data["excerpt"])),
        data.get("modality", "asserts"),
        speaker,
        PlaceMention(**_known(PlaceMention, data["place"])) if data.get("place") else None,
        DateMention(**_known(DateMention, data["date"])) if data.get("date") else None,
        tuple(DateMention(**_known(DateMention, d)) for d in data.get("dates", ())),
        Party(**_known(Party, data["party"])) if data.get("party") else None,
        tuple(data.get("what", ())),
        tuple(data.get("denies", ())),
        tally,
        tuple(data.get("body_regions", ())),
        data.get("extent"),
        bool(data.get("scare_quotes", False)),
        data.get("segment"),
        data.get("rule"),
        tuple(data.get("methods", ())),
        _words_from(data.get("victims")),
        _words_from(data.get("body")),
        _words_from(data.get("scope")),
        data.get("status"),
        data.get("proximity"),
    )


def _words_from(data: Mapping[str, Any] | None) -> Words | None:
    return Words(**_known(Words, data)) if data else None
