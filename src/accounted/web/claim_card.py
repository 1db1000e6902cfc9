"""A claim as pages show it: what was read, by whom, how it stands, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounted.record import queries
from accounted.record.queries import review_queue
from accounted.record.queries.places import place_id
from accounted.record.queries.reading_room import seen_among


@dataclass(frozen=True, slots=True)
class Card:
    """One claim, ready to be shown. `mine` is what this person judged while it is not settled."""

    id: str
    kind: str
    words: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None
    status: str
    modality: str
    what: tuple[str, ...]
    vocabulary: str
    basis: str | None
    quantifier: str | None
    low: int | None
    best: int | None
    high: int | None
    group: tuple[str, ...]
    as_of: str | None
    place: str | None
    place_of: str | None
    place_id: str | None  # of its page
    date: str | None
    date_role: str | None
    party: str | None
    chain: tuple[str, ...]  # who told whom, from the first to the document
    denies: tuple[str, ...]
    denied_by: tuple[str, ...]
    document: str
    document_title: str | None
    publisher: str | None
    published: str | None
    item: str
    reader: str | None
    rule: str | None
    origin: str
    version: int
    corrects: str | None
    corrected_by: tuple[str, ...]
    mine: str | None
    reviews: tuple[Mapping[str, Any], ...]

    @property
    def open(self) -> bool:
        """Whether this person can still judge it."""
        return not self.corrected_by and self.mine is None


def cards(request: Any, claims: Sequence[queries.ClaimOnRecord]) -> list[Card]:
    """The cards of these claims, those left out that the person may not see."""
    ids = [one.id for one in claims]
    seen = seen_among(ids, request.sight)
    mine = review_queue.judged_by(request.archive, request.user.pseudonym or "", ids)
    return [_card(request, one, mine.get(one.id)) for one in claims if one.id in seen]


def card(request: Any, identifier: str) -> Card:
    """The card of one claim.

    Raises:
        NotOnRecord: there is none, or the person may not see it.
    """
    from accounted.record.docket import NotOnRecord

    found = cards(request, [queries.claim(request.archive, identifier)])
    if not found:
        raise NotOnRecord(f"{identifier}: no claim of that identifier is on record")
    return found[0]


def waiting_card(request: Any, identifier: str) -> Card:
    """The card of a claim that is known to wait for this person: seen, and not judged by them."""
    return _card(request, queries.claim(request.archive, identifier), None)


def _card(request: Any, on_record: queries.ClaimOnRecord, mine: str | None) -> Card:
    claim = on_record.claim
    count = claim.tally.count if claim.tally else None
    sight = request.sight
    return Card(
        id=on_record.id,
        kind=claim.kind,
        words=claim.excerpt.exact,
        prefix=on_record.prefix,
        suffix=on_record.suffix,
        start=claim.excerpt.start,
        end=claim.excerpt.end,
        page=on_record.page,
        status=on_record.status,
        modality=claim.modality,
        what=claim.what,
        vocabulary={"site": "site_type", "finding": "finding_type", "act": "act_type"}.get(
            claim.kind, "act_type"
        ),
        basis=claim.tally.basis if claim.tally else None,
        quantifier=count.quantifier if count else None,
        low=count.low if count else None,
        best=count.best if count else None,
        high=count.high if count else None,
        group=claim.tally.group if claim.tally else (),
        as_of=claim.tally.as_of if claim.tally else None,
        place=claim.place.text if claim.place else None,
        place_of=claim.place.name if claim.place and claim.place.name != claim.place.text else None,
        place_id=place_id(claim.place.geonames, claim.place.iso3166_2, claim.place.country, claim.place.kind)
        if claim.place
        else None,
        date=claim.date.edtf if claim.date else None,
        date_role=claim.date.role if claim.date else None,
        party=sight.name(claim.party.text) if claim.party else None,
        chain=_chain(on_record, sight),
        denies=claim.denies,
        denied_by=on_record.denied_by,
        document=on_record.document,
        document_title=on_record.document_title,
        publisher=on_record.publisher,
        published=on_record.published,
        item=on_record.item,
        reader=on_record.reader,
        rule=claim.rule,
        origin=on_record.origin,
        version=on_record.version,
        corrects=on_record.corrects,
        corrected_by=on_record.corrected_by,
        mine=mine,
        reviews=tuple(
            {
                "outcome": one.outcome,
                "by": sight.name(one.name or one.by, one.by),
                "at": one.at,
                "reason": one.reason,
                "corrected_to": one.corrected_to,
            }
            for one in on_record.reviews
        ),
    )


def _chain(on_record: queries.ClaimOnRecord, sight: Any) -> tuple[str, ...]:
    """Who said it first, who passed it on, who published it."""
    speaker = on_record.claim.speaker
    told = [] if speaker is None else [speaker.name or speaker.text, *(r.text for r in reversed(speaker.via))]
    chain = [sight.name(name) for name in told]
    if on_record.publisher and on_record.publisher not in told:
        chain.append(on_record.publisher)
    return tuple(chain)
