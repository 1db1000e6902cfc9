"""What belongs to a part of the record: the entries in it, and the items whose claims they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounted.record.queries.browsing import Filters, matching
from accounted.record.queries.dictionary import KINDS, kind_of
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

_OF_PLACES = ("incidents", "acts", "people", "testimonies", "remains", "burial-sites", "sites")


@dataclass(frozen=True)
class Within:
    """A part of the record: the entries in it by kind (the part of the address), and items by number."""

    entries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    items: frozenset[str] = frozenset()

    def of(self, slug: str) -> frozenset[str]:
        """The entries of a kind that are in it."""
        return self.entries.get(slug, frozenset())


def of_place(archive: Archive, place: str, *, sight: Sight = EVERYTHING) -> Within:
    """What happened or was found at a place, or within it, as the record says of its entries."""
    archive.must_be_open()
    found = {
        slug: frozenset(matching(KINDS[slug], Filters(place=place), sight).values_list("pk", flat=True))
        for slug in _OF_PLACES
    }
    return _with_what_belongs(found, sight)


def of_incident(archive: Archive, incident: str, *, sight: Sight = EVERYTHING) -> Within:
    """One incident with its acts and the people in it."""
    archive.must_be_open()
    return _with_what_belongs({"incidents": frozenset({incident})}, sight)


def of_list(archive: Archive, slug: str, filters: Filters, *, sight: Sight = EVERYTHING) -> Within:
    """The entries of a list with its filters."""
    archive.must_be_open()
    rows = matching(kind_of(slug), filters, sight).values_list("pk", flat=True)
    return _with_what_belongs({slug: frozenset(rows)}, sight)


def of_entries(archive: Archive, found: Mapping[str, Iterable[str]], *, sight: Sight = EVERYTHING) -> Within:
    """These entries, by kind."""
    archive.must_be_open()
    return _with_what_belongs({slug: frozenset(told) for slug, told in found.items()}, sight)


def _with_what_belongs(found: Mapping[str, frozenset[str]], sight: Sight) -> Within:
    """With incidents their acts and people; with acts their victims; and the items all of it rests on."""
    from accounted.record.models import Act, IncidentPerson, Person

    told = {slug: set(ids) for slug, ids in found.items()}
    incidents, acts = told.get("incidents", set()), told.setdefault("acts", set())
    people = told.setdefault("people", set())
    acts |= set(sight.entries(Act.objects.filter(incident__in=incidents)).values_list("pk", flat=True))
    victims = Act.objects.filter(pk__in=acts, victim__isnull=False).values_list("victim", flat=True)
    parts = IncidentPerson.objects.filter(incident__in=incidents).values_list("person", flat=True)
    beside = Person.objects.filter(pk__in={*victims, *parts})
    people |= set(sight.entries(beside).values_list("pk", flat=True))
    entries = {slug: frozenset(ids) for slug, ids in told.items() if ids}
    return Within(entries, _items(entries, sight))


def _items(entries: Mapping[str, frozenset[str]], sight: Sight) -> frozenset[str]:
    """The numbers of the items that hold the claims these entries rest on."""
    from django.db.models import Q

    from accounted.record import models

    every = {one for ids in entries.values() for one in ids}
    incidents, acts = entries.get("incidents", frozenset()), entries.get("acts", frozenset())
    sites, people = entries.get("burial-sites", frozenset()), entries.get("people", frozenset())
    resting: list[Any] = [
        models.Value.claims.through.objects.filter(value__subject_id__in=every),
        models.PersonName.claims.through.objects.filter(personname__person__in=people),
        models.Act.claims.through.objects.filter(act__in=acts),
        models.IncidentPerson.claims.through.objects.filter(incidentperson__incident__in=incidents),
    ]
    claims = {claim for rows in resting for claim in rows.values_list("claim_id", flat=True)}
    counted = models.Tally.objects.filter(Q(incidents__in=incidents) | Q(burial_sites__in=sites))
    claims |= set(counted.values_list("claim_id", flat=True))
    claims |= set(
        models.Involvement.objects.filter(act__in=acts, withdrawn=False).values_list(
            "naming_claim_id", flat=True
        )
    )
    seen = sight.claims(models.Claim.objects.filter(pk__in=claims))
    items = set(seen.values_list("document__item__number", flat=True))
    told = models.Testimony.objects.filter(pk__in=entries.get("testimonies", frozenset()))
    recordings = models.Document.objects.filter(testimonies__in=told)
    items |= set(sight.documents(recordings).values_list("item__number", flat=True))
    return frozenset(items)
