"""From the material of an archive to what the reckoning engine reckons with.

Claims become statements, places become nodes with those that contain them, denials stand beside what they
deny. Nothing is judged here: what is compared, superseded or contradicted, `accounted.reckoning` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounted.claims import PlaceMention
from accounted.reckoning import Denial, ExcerptRef, PlaceNode, Relation, Statement, World
from accounted.reporting.breakdown import BODIES
from accounted.reporting.enclosing import enclosing_places, place_key
from accounted.reporting.material import Material, Told, claim_key
from accounted.reporting.roots import roots, speaker_name
from accounted.reporting.statements import (
    HAPPENED,
    OF_A_KIND,
    SECONDARY_SEGMENTS,
    as_of,
    segment_kind,
    voice_of,
)

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.queries import Individual
    from accounted.record.queries.judgements import ListedPeople


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that claims name: the key the engine knows it by, and what to call it."""

    key: str
    name: str
    mention: PlaceMention


def world_of(
    material: Material, *, gazetteer: Gazetteer | None = None, also: Iterable[PlaceMention] = ()
) -> World:
    """Everything the numbers of a material rest on. `also` are places asked about that no claim may name."""
    behind = roots(material)
    told = [one for one in material.told("tally") if one.claim.tally is not None and one.claim.tally.victims]
    individuals = material.judged.individuals
    mentions = [*(one.claim.place for one in told), *(one.place for one in individuals), *also]
    named = _named(mentions)
    if gazetteer is not None or also:
        texts = [source.document.text for source in material.documents]
        around = enclosing_places([place.mention for place in named.values()], gazetteer, texts)
    else:
        around = dict(material.enclosing)
    denied_by: dict[str, list[str]] = defaultdict(list)
    denials = []
    for denial in material.told("denial"):
        here = (claim_key(denial.source.item, claim) for claim in denial.claim.denies)
        for key in (*here, *material.denied.get(denial.key, ())):
            denied_by[key].append(denial.key)
        denials.append(_denial(denial))
    statements = [_statement(one, behind, tuple(denied_by[one.key]), material) for one in told]
    key_of = {
        source.on_record[claim.id]: claim_key(source.item, claim.id)
        for source in material.documents
        for claim in source.claims
        if claim.id in source.on_record
    }
    known = {statement.id for statement in statements}
    days = {one.source.on_record.get(one.claim.id): as_of(one)[0] for one in material.told()}
    for individual in individuals:
        # The day of the first claim that speaks of them: on record they came later.
        first = min((day for c in individual.claims if (day := days.get(c))), default=None)
        statements += [_record(individual, basis, first) for basis in individual.bases]
    statements += [_listed(one) for one in material.judged.listed]
    return World(
        statements=tuple(statements),
        places=tuple(
            PlaceNode(place.key, place.name, around.get(place.key, ()), place.mention.kind)
            for place in named.values()
        ),
        told_by=material.judged.told_by,
        relations=tuple(
            Relation(one.kind, key_of[one.one], key_of[one.other], one.ground, one.by)
            for one in material.judged.relations
            if key_of.get(one.one) in known and key_of.get(one.other) in known
        ),
        denials=tuple(denials),
    )


def _named(mentions: Iterable[PlaceMention | None]) -> Mapping[str, NamedPlace]:
    named: dict[str, NamedPlace] = {}
    for mention in mentions:
        key = place_key(mention)
        if key is not None and mention is not None:
            named.setdefault(key, NamedPlace(key, mention.name or mention.text, mention))
    return named


def _statement(
    told: Told, behind: Mapping[str, str | None], denied_by: tuple[str, ...], material: Material
) -> Statement:
    claim, tally, item = told.claim, told.claim.tally, told.source.item
    assert tally is not None
    day, inferred = as_of(told)
    document = told.source.document
    source = document.publisher or told.source.title
    judged = material.judged
    on_record = told.source.on_record.get(claim.id, "")
    reliability, credibility = judged.grades.get(on_record, ("F", "6"))
    attributed = judged.sources.get(on_record)
    said = next((d.edtf for d in (claim.date, *claim.dates) if d is not None and d.role == "statement"), None)
    return Statement(
        id=told.key,
        basis=tally.basis,
        low=tally.count.low,
        high=tally.count.high,
        best=tally.count.best,
        quantifier=tally.count.quantifier,
        readings=tuple((one.low, one.high) for one in tally.readings),
        place=place_key(claim.place),
        period=_period(told),
        as_of=day,
        as_of_inferred=inferred,
        stated=said,
        published=document.published,
        group=tally.group,
        finding=tuple(claim.what) if tally.basis in OF_A_KIND else (),
        incremental=tally.incremental,
        partition_of=claim_key(item, tally.partition_of) if tally.partition_of else None,
        complete=_whole_is_divided(told),
        same_as=claim_key(item, tally.same_as) if tally.same_as else None,
        counter=behind.get(told.key),
        speaker=speaker_name(claim.speaker) if claim.speaker is not None else None,
        source=attributed or source,
        origin=behind.get(told.key) if attributed is None else None,
        reliability=reliability,
        credibility=credibility,
        verification=judged.verification.get(on_record, "unreviewed"),
        modality=claim.modality,
        denied_by=denied_by,
        excerpt=ExcerptRef(item, claim.excerpt.start, claim.excerpt.end, claim.excerpt.exact),
        secondary=segment_kind(told) in SECONDARY_SEGMENTS,
    )


def _whole_is_divided(told: Told) -> bool:
    """Whether a document divides a count into parts that name even those of no known group.

    “215 women, 194 men, 5 children, 22 in uniform and 11 undetermined”: who lists the undetermined lists
    all.
    """
    parts = [
        claim.tally
        for claim in told.source.claims
        if claim.tally is not None
        and claim.tally.partition_of == told.claim.id
        and claim.tally.same_as is None
    ]
    terms = {term for part in parts for term in part.group}
    return len(parts) > 1 and bool(terms & {"undetermined", "unknown"})


def _period(told: Told) -> str | None:
    claim = told.claim
    tally = claim.tally
    found_then = tally is not None and tally.basis in (*BODIES, "graves", "sites")
    for date in (claim.date, *claim.dates):
        if date is None or (tally is not None and date.edtf == tally.as_of):
            continue  # “as of 21 September” is when the count stood, not when the counted happened
        if date.role in HAPPENED or (found_then and date.role == "discovery"):
            return date.edtf
    return None


def _denial(told: Told) -> Denial:
    words = told.claim.excerpt
    return Denial(
        told.key,
        voice_of(told),
        published=told.source.document.published,
        excerpt=ExcerptRef(told.source.item, words.start, words.end, words.exact),
    )


def _listed(people: ListedPeople) -> Statement:
    return Statement(
        id=f"{people.run}:{people.basis}",
        basis=people.basis,
        low=people.low,
        high=people.high,
        best=people.best,
        published=people.since,
        kind="record",
    )


def _record(individual: Individual, basis: str, day: str | None) -> Statement:
    return Statement(
        id=f"{individual.id}:{basis}",
        basis=basis,
        low=1,
        high=1,
        best=1,
        place=place_key(individual.place),
        as_of=day,
        published=individual.on_record_since,
        group=individual.group,
        verification=individual.verification,
        kind="record",
        individual=individual.id,
    )
