"""What is on record beside the claims: incidents, people, acts, and what those who told agreed to.

Plain data for the files that others read. Sealed identities are not in it (rule D-29): whoever has one is
here by a code alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class PlaceOnRecord:
    """A place, with the precision in which the public may know it (vocabulary geo_precision)."""

    name: str
    kind: str
    country: str | None = None
    iso3166_2: str | None = None
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    public_precision: str | None = None


@dataclass(frozen=True, slots=True)
class AccountOnRecord:
    """What a person who told agreed to. `items` are the numbers of the files that hold the account."""

    id: str
    items: tuple[str, ...]
    confidentiality: str
    state: str
    basis: str | None
    scopes: Mapping[str, bool]
    withdrawn_on: str | None


@dataclass(frozen=True, slots=True)
class PersonOnRecord:
    """One person, or a group known only as a number. `publication` is withheld, initials or named."""

    id: str
    names: tuple[str, ...]
    alias: str | None
    unit: str
    number: tuple[int | None, int | None, int | None]
    sex: str | None
    age: tuple[int | None, int | None]
    age_group: str | None
    status: str
    outcome: str | None
    occupation: str | None
    civil_status: str | None
    children: int | None
    died: str | None  # EDTF: the date of death, stated
    cause: str | None  # vocabulary cause_category, of the remains identified as this person
    verification: str
    standard: str
    publication: str
    sealed: bool
    confidentiality: str


@dataclass(frozen=True, slots=True)
class IncidentOnRecord:
    """An incident with the claims behind its tallies, and the part that people had in it."""

    id: str
    title: str
    summary: str | None
    kind: str
    place: PlaceOnRecord | None
    dates: Mapping[str, str]  # date_role → EDTF
    verification: str
    standard: str
    grade: str | None
    confidentiality: str
    claims: tuple[str, ...]  # identifiers of the claims that its tallies stand in
    persons: tuple[tuple[str, str], ...]  # person, participant_role
    contains: tuple[str, ...] = ()  # incidents that it includes


@dataclass(frozen=True, slots=True)
class ActOnRecord:
    """One thing done to one victim, and who is named for it: name, kind, degree, standard of proof."""

    id: str
    incident: str
    victim: str | None
    type: str
    methods: tuple[str, ...]
    label: str | None
    start: str | None
    end: str | None
    place: PlaceOnRecord | None
    outcome: str | None
    verification: str
    confidentiality: str
    claims: tuple[str, ...]
    responses: tuple[str, ...]
    involved: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Happenings:
    """Everything of these kinds that is on record."""

    accounts: tuple[AccountOnRecord, ...] = ()
    persons: tuple[PersonOnRecord, ...] = ()
    incidents: tuple[IncidentOnRecord, ...] = ()
    acts: tuple[ActOnRecord, ...] = ()
    methodology: str | None = None  # the version of the project's own methodology
    claim_levels: Mapping[str, str] = field(default_factory=dict)  # claims that are not `internal`


def happenings(archive: Archive) -> Happenings:
    """Incidents, people, acts and consents on record."""
    from accounted.record.models import Claim, Methodology

    archive.must_be_open()
    newest: Any = Methodology.objects.order_by("-at", "-id").first()
    levels: Any = Claim.objects.exclude(confidentiality="internal")
    return Happenings(
        accounts=_accounts(),
        persons=_persons(),
        incidents=_incidents(),
        acts=_acts(),
        methodology=newest.version if newest else None,
        claim_levels=dict(levels.values_list("id", "confidentiality")),
    )


def _accounts() -> tuple[AccountOnRecord, ...]:
    from accounted.record.models import Testimony

    rows: Any = Testimony.objects.select_related("consent").prefetch_related("recordings__item")
    return tuple(
        AccountOnRecord(
            id=row.id,
            items=tuple(sorted({document.item.number for document in row.recordings.all()})),
            confidentiality=row.confidentiality,
            state=row.consent.state,
            basis=row.consent.basis,
            scopes=dict(row.consent.scopes),
            withdrawn_on=row.consent.withdrawn_on,
        )
        for row in rows.order_by("id")
    )


def _persons() -> tuple[PersonOnRecord, ...]:
    from django.db.models import Q

    from accounted.record.models import Person, Relative

    died = {subject: dates["death"] for subject, dates in _dates("Person").items() if "death" in dates}
    causes = _causes()
    # A living relative who is on record for a sample alone is nobody's casualty, and leaves in no export.
    donors = Relative.objects.filter(missing=False).values("person_id")
    rows: Any = Person.objects.exclude(Q(id__in=donors) & Q(names__isnull=True))
    rows = rows.prefetch_related("names").order_by("id")
    return tuple(
        PersonOnRecord(
            id=row.id,
            names=() if row.sealed_identity_id else tuple(name.as_written for name in row.names.all()),
            alias=row.alias_code,
            unit=row.counting_unit,
            number=(row.group_low, row.group_best, row.group_high)
            if row.counting_unit != "individual"
            else (1, 1, 1),
            sex=row.sex,
            age=(row.age_min, row.age_max),
            age_group=row.age_group,
            status=row.status,
            outcome=row.outcome,
            occupation=row.occupation,
            civil_status=row.civil_status,
            children=row.children,
            died=died.get(row.id),
            cause=causes.get(row.id),
            verification=row.verification,
            standard=row.standard,
            publication=row.publication,
            sealed=row.sealed_identity_id is not None,
            confidentiality=row.confidentiality,
        )
        for row in rows
    )


def _causes() -> dict[str, str]:
    """The cause of death of people whose remains were identified beyond withdrawal, where it is recorded."""
    from accounted.record.models import Identification

    rows: Any = Identification.objects.filter(
        withdrawn=False, conclusion="established", remains__cause__isnull=False
    )
    return dict(rows.order_by("id").values_list("person_id", "remains__cause"))


def _incidents() -> tuple[IncidentOnRecord, ...]:
    from accounted.record.models import Incident, IncidentRelation

    dates = _dates("Incident")
    contains: dict[str, list[str]] = {}
    for one, other in IncidentRelation.objects.filter(relation="02").values_list("one_id", "other_id"):
        contains.setdefault(one, []).append(other)
    rows: Any = Incident.objects.select_related("place").prefetch_related("tallies", "persons")
    return tuple(
        IncidentOnRecord(
            id=row.id,
            title=row.title,
            summary=row.summary,
            kind=row.kind,
            place=_place(row.place, row.lat, row.lon, row.geo_precision),
            dates=dates.get(row.id, {}),
            verification=row.verification,
            standard=row.standard,
            grade=row.grade,
            confidentiality=row.confidentiality,
            claims=tuple(sorted(tally.claim_id for tally in row.tallies.all())),
            persons=tuple(sorted((part.person_id, part.role) for part in row.persons.all())),
            contains=tuple(sorted(contains.get(row.id, ()))),
        )
        for row in rows.order_by("id")
    )


def _acts() -> tuple[ActOnRecord, ...]:
    from accounted.record.models import Act

    rows: Any = Act.objects.select_related("place").prefetch_related(
        "claims", "responses", "involvements__actor"
    )
    return tuple(
        ActOnRecord(
            id=row.id,
            incident=row.incident_id,
            victim=row.victim_id,
            type=row.type,
            methods=tuple(row.methods),
            label=row.label_as_written,
            start=row.start,
            end=row.end,
            place=_place(row.place, None, None, None),
            outcome=row.status_at_end,
            verification=row.verification,
            confidentiality=row.confidentiality,
            claims=_identifiers(row.claims.all()),
            responses=_identifiers(row.responses.all()),
            involved=tuple(
                sorted(
                    (one.actor.name, one.actor.type, one.degree, one.standard)
                    for one in row.involvements.all()
                    if not one.withdrawn and one.actor is not None
                )
            ),
        )
        for row in rows.order_by("id")
    )


def _identifiers(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(row.id for row in rows))


def _dates(kind: str) -> dict[str, dict[str, str]]:
    """The newest stated date of each role, by record."""
    from accounted.record.models import Value

    rows: Any = Value.objects.filter(subject_kind=kind, field__startswith="date:", absent__isnull=True)
    found: dict[str, dict[str, str]] = {}
    for subject, name, value in rows.order_by("decided_at", "id").values_list("subject_id", "field", "value"):
        if value:
            found.setdefault(subject, {})[name.removeprefix("date:")] = value
    return found


def _place(row: Any, lat: float | None, lon: float | None, precision: str | None) -> PlaceOnRecord | None:
    if row is None and lat is None:
        return None
    return PlaceOnRecord(
        name=row.name if row is not None else "",
        kind=row.kind if row is not None else "free",
        country=row.country if row is not None else None,
        iso3166_2=row.iso3166_2 if row is not None else None,
        geonames=row.geonames if row is not None else None,
        lat=lat if lat is not None else row.lat,
        lon=lon if lon is not None else row.lon,
        precision=precision or (row.geo_precision if row is not None else None),
        public_precision=row.public_precision if row is not None else None,
    )
