"""What is protected, and by what method the project works: restrictions, seals, methodologies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.queries.titles import titles
from accounted.record.sight import Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class RestrictionOnRecord:
    """A thing that only some groups may see."""

    kind: str
    identifier: str
    title: str
    groups: tuple[str, ...]
    by: str  # pseudonym
    at: datetime


@dataclass(frozen=True, slots=True)
class SealOnRecord:
    """An identity under seal: its code, and when, by whom and why it was sealed; never who it is."""

    code: str
    by: str  # pseudonym
    at: datetime
    reason: str
    destroyed: bool
    opened: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a seal."""

    by: str  # pseudonym
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class MethodologyOnRecord:
    """One version of the project's method."""

    version: str
    scope: dict[str, Any]
    inclusion: str
    exclusion: str
    sources: str
    minimum_sources: int
    thresholds: dict[str, Any]
    vague_numbers: dict[str, Any]
    double_counting: str
    publication: str
    public_text: str
    at: datetime
    by: str  # pseudonym


def restrictions(archive: Archive, sight: Sight, *, most: int = 500) -> list[RestrictionOnRecord]:
    """What is restricted, as far as the person belongs to one of its groups; the newest first."""
    from accounted.record.models import Item, Restriction

    archive.must_be_open()
    rows = Restriction.objects.all()
    if sight.groups is not None:
        mine = Restriction.objects.filter(group__in=sight.groups).values("subject_id")
        rows = rows.filter(subject_id__in=mine)
    by_subject: dict[tuple[str, str], list[Any]] = {}
    for row in rows.order_by("-at", "group")[:most]:
        by_subject.setdefault((row.subject_kind, row.subject_id), []).append(row)
    named: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in by_subject}:
        wanted = [identifier for of, identifier in by_subject if of == kind]
        if kind == "Item":
            found = dict(Item.objects.filter(pk__in=wanted).values_list("pk", "number"))
        else:
            found = titles(kind, wanted, sight)
        named |= {(kind, identifier): found.get(identifier, identifier) for identifier in wanted}
    return [
        RestrictionOnRecord(
            kind,
            identifier,
            named[kind, identifier],
            tuple(one.group for one in held),
            held[0].by,
            held[0].at,
        )
        for (kind, identifier), held in by_subject.items()
    ]


def must_see(archive: Archive, kind: str, identifier: str, sight: Sight) -> str:
    """The identifier of an item or entry that the person may see.

    Raises:
        NotOnRecord: there is none, or none that they may know of.
    """
    from django.apps import apps
    from django.db.models import Q

    from accounted.record.decisions.restricting import restrictable
    from accounted.record.models import Item

    archive.must_be_open()
    found: str | None = None
    if kind == "Item":
        rows = Item.objects.filter(Q(pk=identifier) | Q(number=identifier))
        found = sight.items(rows).values_list("pk", flat=True).first()
    elif kind in restrictable():
        model: Any = apps.get_model("record", kind)
        found = sight.entries(model.objects.filter(pk=identifier)).values_list("pk", flat=True).first()
    if found is None:
        raise NotOnRecord(f"{identifier}: the record has no such thing")
    return str(found)


def seals(archive: Archive, *, code: str | None = None, most: int = 500) -> list[SealOnRecord]:
    """The codes under seal, or that one; the newest first, with how often each was opened."""
    from django.db.models import Count

    from accounted.record.models import Decision, SealedIdentity

    archive.must_be_open()
    asked = SealedIdentity.objects.all() if code is None else SealedIdentity.objects.filter(code=code)
    rows = list(asked.defer("sealed").select_related("decision").order_by("-decision__seq")[:most])
    codes = [row.code for row in rows]
    gone = set(
        SealedIdentity.objects.filter(code__in=codes, sealed__isnull=True).values_list("code", flat=True)
    )
    opened = dict(
        Decision.objects.filter(kind="unseal", subject_id__in=codes)
        .values_list("subject_id")
        .annotate(Count("id"))
        .order_by()
    )
    return [
        SealOnRecord(
            row.code,
            row.decision.by,
            row.decision.at,
            row.decision.reason or "",
            row.code in gone,
            opened.get(row.code, 0),
        )
        for row in rows
    ]


def seal_of(archive: Archive, code: str) -> SealOnRecord | None:
    """The seal of that code; None where there is none."""
    return next(iter(seals(archive, code=code)), None)


def openings(archive: Archive, code: str, *, most: int = 200) -> list[Opening]:
    """Who opened a seal, when and why; the newest first."""
    from accounted.record.models import Decision

    archive.must_be_open()
    rows = Decision.objects.filter(kind="unseal", subject_id=code).order_by("-seq")[:most]
    return [Opening(row.by, row.at, row.reason or "") for row in rows]


def methodologies(archive: Archive) -> list[MethodologyOnRecord]:
    """Every version of the method, the one in force first."""
    from accounted.record.models import Methodology

    archive.must_be_open()
    names = list(MethodologyOnRecord.__dataclass_fields__)
    return [
        MethodologyOnRecord(**{name: getattr(row, name) for name in names})
        for row in Methodology.objects.order_by("-at", "-id")
    ]
