"""What people judged about the numbers on record, and the individuals recorded one by one: for reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.claims import PlaceMention

if TYPE_CHECKING:
    from accounted.record.archive import Archive

# What the outcome of a person says under which basis. That somebody is dead does not say killed (rule D-14).
BASIS_OF_OUTCOME = {
    "dead": "died_any",
    "found_dead": "died_any",
    "missing": "missing",
    "injured": "injured",
    "detained": "detained",
    "held_arbitrarily": "detained",
    "deported": "deported",
    "displaced": "displaced",
}


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """How a named person says two tallies, given by their claims, stand to each other (rule D-03)."""

    kind: str  # vocabulary tally_relation
    one: str
    other: str
    ground: str
    by: str


@dataclass(frozen=True, slots=True)
class Individual:
    """A person or a body on record by name or number; groups known only as a count are not among them.

    `claims` are those its values rest on. `bases` says under which bases of counting it is one.
    """

    id: str
    kind: str  # person, remains
    bases: tuple[str, ...]
    group: tuple[str, ...]
    verification: str
    place: PlaceMention | None
    on_record_since: str  # EDTF: the day it was entered
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """How many people the rows of lists are of, by linking, under one basis of counting: a range, no names.

    They may be the individuals over again, or people that documents count: they are a number of their own.
    """

    basis: str
    low: int
    best: int
    high: int
    run: str
    since: str  # EDTF: the day of the run


@dataclass(frozen=True, slots=True)
class Judgements:
    """Everything that people decided that bears on how numbers are reckoned.

    `verification` gives the state of what somebody assessed; `told_by`, for a source on record, those it has
    it from; `sources` which source a claim was attributed to; `grades` the letter and the digit of the
    Admiralty code of claims that have been graded.
    """

    relations: tuple[StatedRelation, ...] = ()
    verification: Mapping[str, str] = field(default_factory=dict)
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    individuals: tuple[Individual, ...] = ()
    listed: tuple[ListedPeople, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def judgements(archive: Archive, *, individuals: bool = True) -> Judgements:
    """Everything that people decided that bears on how numbers are reckoned.

    Without `individuals`, the people and remains recorded one by one are left out: they may be many.
    """
    from accounted.record.models import Assessment, Attribution, Incident, TallyRelation, Upstream

    archive.must_be_open()
    relations = TallyRelation.objects.filter(current=True).order_by("at", "id")
    rows = relations.values_list("relation", "one__claim_id", "other__claim_id", "ground", "by")
    told_by: dict[str, list[str]] = {}
    for source, upstream in Upstream.objects.order_by("source_id", "told_by_id").values_list(
        "source_id", "told_by_id"
    ):
        told_by.setdefault(source, []).append(upstream)
    # The newest assessment counts: later rows overwrite earlier ones.
    assessed = dict(Assessment.objects.order_by("at", "id").values_list("subject_id", "status"))
    # A number that belongs to a verified incident is verified with it.
    belonging = Incident.objects.exclude(verification="unreviewed").order_by("id")
    assessed |= dict(belonging.filter(tallies__isnull=False).values_list("tallies__claim_id", "verification"))
    attributed = Attribution.objects.filter(current=True).values_list("claim_id", "source_id")
    return Judgements(
        relations=tuple(StatedRelation(*row) for row in rows),
        verification=assessed,
        told_by={source: tuple(found) for source, found in told_by.items()},
        individuals=(*_people(), *_remains()) if individuals else (),
        listed=_listed(),
        sources=dict(attributed),
        grades=_grades(),
    )


def _grades() -> dict[str, tuple[str, str]]:
    from accounted.record.models import Attribution, Grade

    letters = Attribution.objects.filter(current=True).values_list("claim_id", "source__reliability")
    digits = Grade.objects.filter(current=True).values_list("claim_id", "credibility")
    reliable, credible = dict(letters), dict(digits)
    return {c: (reliable.get(c, "F"), credible.get(c, "6")) for c in sorted({*reliable, *credible})}


def _people() -> Iterable[Individual]:
    from accounted.record.models import Identification, IncidentPerson, Person

    standing = Identification.objects.filter(withdrawn=False, conclusion="established")
    found = set(standing.values_list("person_id", flat=True))
    at: dict[str, Any] = {}
    for part in IncidentPerson.objects.select_related("incident__place", "person").order_by("id"):
        if part.incident.place is not None:
            at.setdefault(part.person.id, part.incident.place)
    resting = _claims_of("Person")
    # A person on three lists is three records until people decide; lists are counted by linking (`_listed`).
    alone: Any = Person.objects.filter(counting_unit="individual", list_rows__isnull=True)
    for person in alone.filter(same_as__isnull=True).select_related("last_seen_place"):
        basis = BASIS_OF_OUTCOME.get(person.outcome or "")
        if basis is None and person.missing_status == "missing":
            basis = "missing"
        if basis == "missing" and person.id in found:
            basis = "died_any"  # whose remains are identified is missing no more, until that is reversed
        if basis is None:
            continue
        place = at.get(person.id) or (person.last_seen_place if basis == "missing" else None)
        yield Individual(
            id=person.id,
            kind="person",
            bases=(basis,),
            group=_terms(person.sex, person.age_group, person.status),
            verification=person.verification,
            place=_mention(place),
            on_record_since=person.created_at.date().isoformat(),
            claims=resting.get(person.id, ()),
        )


def _listed() -> tuple[ListedPeople, ...]:
    from accounted.record.models import LinkageRun

    run: Any = LinkageRun.objects.filter(current=True).first()
    if run is None:
        return ()
    since = run.at.date().isoformat()
    counted = sorted(run.parameters.get("people_by_basis", {}).items())
    return tuple(ListedPeople(basis, low, best, high, run.id, since) for basis, (low, best, high) in counted)


def _remains() -> Iterable[Individual]:
    from accounted.record.models import Remains

    resting = _claims_of("Remains")
    verified = _verified_of("Remains")
    bodies: Any = Remains.objects.filter(unit="body")
    for body in bodies.select_related("recovery_place", "burial_site__place"):
        site = body.burial_site
        bases = ["bodies_found", "bodies_recovered"]
        if site is not None:
            bases.append("bodies_exhumed")
        if body.identification_id is not None:  # established by two people, and not reversed
            bases.append("identified")
        yield Individual(
            id=body.id,
            kind="remains",
            bases=tuple(bases),
            group=_terms(body.sex, None, None),
            verification=verified.get(body.id, "unreviewed"),
            place=_mention(body.recovery_place or (site.place if site is not None else None)),
            on_record_since=body.created_at.date().isoformat(),
            claims=resting.get(body.id, ()),
        )


def _claims_of(kind: str) -> dict[str, tuple[str, ...]]:
    from accounted.record.models import Value

    rows = Value.objects.filter(subject_kind=kind, claims__isnull=False)
    found: dict[str, dict[str, None]] = {}
    for subject, claim in rows.order_by("decided_at", "id").values_list("subject_id", "claims__id"):
        found.setdefault(subject, {})[claim] = None
    return {subject: tuple(claims) for subject, claims in found.items()}


def _verified_of(kind: str) -> dict[str, str]:
    from accounted.record.models import Assessment

    rows = Assessment.objects.filter(subject_kind=kind).order_by("at", "id")
    return dict(rows.values_list("subject_id", "status"))


def _terms(*codes: str | None) -> tuple[str, ...]:
    return tuple(code for code in codes if code and code not in ("unknown", "undetermined"))


def _mention(place: Any) -> PlaceMention | None:
    if place is None:
        return None
    return PlaceMention(
        text=place.name,
        name=place.name,
        kind=place.kind,
        country=place.country,
        geonames=place.geonames,
        iso3166_2=place.iso3166_2,
        lat=place.lat,
        lon=place.lon,
    )
