"""Finding what a form means: an entry by what a person typed, the claims of a document to rest values on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.queries.dictionary import KINDS, SLUGS
from accounted.record.queries.entries import Ground, grounds
from accounted.record.queries.titles import titles
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 8
IDENTIFIER = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}")
OF_GAZETTEER = re.compile(r"gn:[0-9]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a form can point to. `id` is of the record, or `gn:…`: a place not yet on record."""

    id: str
    title: str
    beside: str = ""


def chosen(archive: Archive, model: str, typed: str, *, sight: Sight = EVERYTHING) -> tuple[Choice, ...]:
    """What of this kind a person may mean by what they typed: an identifier, a number, or a whole name.

    Places that are not on record yet are looked up in the gazetteer.
    """
    archive.must_be_open()
    typed = typed.strip()
    if not typed:
        return ()
    ids = IDENTIFIER.findall(typed)
    if ids and (found := titles(model, ids[-1:], sight)):
        return tuple(Choice(one, title) for one, title in found.items())
    if ids and model == "Tally":
        typed = ids[-1]
    listed = list(_named(model, typed, sight).values_list("pk", flat=True).distinct()[:MOST])
    found = titles(model, listed, sight)
    choices = [Choice(one, found[one]) for one in listed if one in found]
    if model == "Place":
        beside = _beside(listed)
        choices = [Choice(one.id, one.title, beside.get(one.id, "")) for one in choices]
        if not choices or OF_GAZETTEER.fullmatch(typed):
            choices = _of_gazetteer(typed)
    return tuple(choices)


def _named(model: str, typed: str, sight: Sight) -> Any:
    from django.db.models import Q

    from accounted.record import models

    if model == "Document":
        fits = Q(pk=typed) | Q(item__number=typed) | Q(title__iexact=typed)
        return sight.documents(models.Document.objects.filter(fits)).order_by("id")
    if model == "Item":
        return sight.items(models.Item.objects.filter(number=typed)).order_by("id")
    if model == "Tally":  # by the claim it stands in
        return sight.claims(models.Tally.objects.filter(claim=typed), prefix="claim__").order_by("id")
    if model not in SLUGS and model != "Place":
        return getattr(models, model).objects.none()
    rows = sight.entries(getattr(models, model).objects.all())
    if model == "Place":
        return rows.filter(Q(name__iexact=typed) | Q(names__text__iexact=typed)).order_by("id")
    kind = KINDS[SLUGS[model]]
    fits = Q(pk=typed)
    for column in kind.number:
        fits |= Q(**{column: typed})
    if kind.named is not None and (sight.names or model != "Source"):
        fits |= Q(**{f"{kind.named}__iexact": typed})
    if model == "Person" and sight.names:
        fits |= Q(names__as_written__iexact=typed)
    return rows.filter(fits).order_by("id")


def _beside(identifiers: Iterable[str]) -> dict[str, str]:
    from accounted.record.models import Place

    rows = Place.objects.filter(pk__in=list(identifiers))
    return {
        one: ", ".join(part for part in told if part)
        for one, *told in rows.values_list("id", "kind", "parent__name", "country")
    }


def _of_gazetteer(typed: str) -> list[Choice]:
    from accounted.record.searching.index import opened_gazetteer

    gazetteer = opened_gazetteer()
    if gazetteer is None:
        return []
    if OF_GAZETTEER.fullmatch(typed):
        place = gazetteer.by_geonames(int(typed.removeprefix("gn:")))
        places = [place] if place is not None else []
    else:
        places = [match.place for match in gazetteer.find(typed, limit=MOST)]
    return [
        Choice(
            f"gn:{place.geonames}",
            place.name,
            ", ".join([place.kind, *(one.name for one in gazetteer.parents(place)), place.country]),
        )
        for place in places
        if place.geonames is not None
    ]


def claims_to_rest_on(
    archive: Archive,
    *,
    document: str | None = None,
    ids: Iterable[str] = (),
    sight: Sight = EVERYTHING,
    most: int = 200,
) -> tuple[Ground, ...]:
    """The claims of a document, and these claims, in the order of the text."""
    from accounted.record.models import Claim

    archive.must_be_open()
    wanted = set(ids)
    if document:
        rows = Claim.objects.filter(document=document, corrections__isnull=True)
        rows = rows.exclude(reading__current=False, origin="machine")
        wanted |= set(rows.order_by("excerpt__start", "id").values_list("id", flat=True)[:most])
    found = grounds(wanted, sight)
    return tuple(sorted(found.values(), key=lambda one: (one.document, one.start, one.claim)))
