"""The material of one figure: the claims that bear on one place and one basis, chosen in the database.

A report gathers everything; a page that answers one question must not. What is chosen are the tallies of the
basis at the place, in it and of what contains it, what they are parts or repetitions of, and who denies them.
More than `MOST` are cut to those that are of the place itself and published last, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accounted.claims import PlaceMention
from accounted.record.queries.claims import ClaimOnRecord, claims
from accounted.record.queries.documents import documents, text_of
from accounted.record.queries.judgements import Judgements, judgements
from accounted.record.queries.material import DocumentMaterial
from accounted.record.sight import EVERYTHING, Sight
from accounted.reporting import material as whole
from accounted.reporting.enclosing import enclosing_places
from accounted.reporting.material import ArchiveIdentity, Material, claim_key

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

MOST = 120  # claims: a hundred that contradict one another take half a second
MOST_FOUND = 5_000  # claims that are counted and sorted; more are "more than"
MOST_AT_ONCE = 20_000  # documents
MOST_SPOKEN_OF = 20_000  # claims
MOST_PEOPLE = 5_000  # people and remains recorded one by one that are looked through


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was chosen: `found` tallies bear on the question, or `more` than that; `taken` are reckoned with.

    `people_left_out`: so many people are recorded one by one that they were not looked through.
    """

    material: Material
    found: int
    taken: int
    people_left_out: bool = False
    more: bool = False


def gather_for(
    archive: Archive,
    basis: str,
    place: PlaceMention,
    *,
    gazetteer: Gazetteer | None = None,
    sight: Sight = EVERYTHING,
) -> Narrowed:
    """The material of a question about one place and one basis, as far as a person may see it."""
    rows = sight.claims(_standing(basis)).filter(_inside(place) | _around(place))
    found = rows.order_by()[: MOST_FOUND + 1].count()
    chosen = set(_nearest_and_newest(rows, _the_place(place), found))
    told = claims(archive, ids=_with_kin(chosen, sight))
    by_document: dict[str, list[ClaimOnRecord]] = {}
    for one in told:
        by_document.setdefault(one.document, []).append(one)
    listed = [
        DocumentMaterial(record, text_of(archive, record), None, tuple(by_document[record.id]))
        for record in documents(archive, ids=sorted(by_document))
        if not record.destroyed
    ]
    judged, left_out = _judged(archive, sight)
    reported = tuple(whole.reported(one, None) for one in listed)
    texts = [one.document.text for one in reported]
    made = Material(
        documents=reported,
        archive=ArchiveIdentity(archive.id, archive.title),
        enclosing=enclosing_places(
            [*(claim.place for one in reported for claim in one.claims), place], gazetteer, texts
        ),
        denied=_denied(listed),
        judged=judged,
        log_entries=archive.store.size,
    )
    return Narrowed(made, min(found, MOST_FOUND), len(chosen), left_out, found > MOST_FOUND)


def _nearest_and_newest(rows: Any, exact: Any, found: int) -> list[str]:
    """The claims to reckon with: those of the place itself first, then those published last."""
    from django.db.models import Case, IntegerField, Value, When

    if found <= MOST_FOUND:
        nearest = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
        ordered = rows.annotate(nearest=nearest).order_by("nearest", *_last_first("document__"))
        return list(ordered.values_list("id", flat=True)[:MOST])
    of_the_place = rows.filter(exact)
    some = list(of_the_place.order_by().values_list("id", flat=True)[: MOST_FOUND + 1])
    if len(some) > MOST_FOUND:
        return _published_last(of_the_place, MOST)
    newest = of_the_place.filter(pk__in=some).order_by(*_last_first("document__"))
    chosen = list(newest.values_list("id", flat=True)[:MOST])
    return chosen + _published_last(rows.exclude(pk__in=some), MOST - len(chosen))


def _published_last(rows: Any, most: int) -> list[str]:
    """Of very many claims those published last: document by document, not by sorting all of them."""
    from accounted.record.models import Document

    newest: Any = Document.objects.order_by(*_last_first()).values_list("id", flat=True)
    chosen: list[str] = []
    start, size = 0, 4 * MOST
    while len(chosen) < most and (some := list(newest[start : start + size])):
        within = rows.filter(document_id__in=some).order_by(*_last_first("document__"))
        chosen += within.values_list("id", flat=True)[: most - len(chosen)]
        start, size = start + size, min(4 * size, MOST_AT_ONCE)
    return chosen


def _last_first(document: str = "") -> tuple[Any, ...]:
    """The order of publication, the last first, those without a date after all others."""
    from django.db.models import F

    return F(f"{document}published_earliest").desc(nulls_last=True), "-id" if not document else "id"


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Where tallies of a basis are of: name of the place, its country, how many; the most spoken of first.

    `newest`: only so many of them, put on record last, were looked through; None where all were.
    """

    places: tuple[tuple[str, str, int], ...]
    newest: int | None = None


def places_spoken_of(basis: str, *, sight: Sight = EVERYTHING, most: int = 60) -> SpokenOf:
    """Where tallies of a basis are of, as far as a person may see them."""
    from django.db.models import Count, Q, TextField
    from django.db.models.functions import Coalesce

    from accounted.record.models import Tally

    some = Tally.objects.filter(basis=basis).order_by()[: MOST_SPOKEN_OF + 1].values_list("claim_id")
    rows = sight.claims(_standing(basis).filter(place_text__isnull=False))
    cut = some.count() > MOST_SPOKEN_OF
    if cut:  # of many the newest, found from the end of the record
        # Said twice over, so that SQLite does not sort what the index of the basis gives, nearly everything.
        tallies: Any = Tally.objects.exclude(~Q(basis=basis))
        newest = tallies.order_by("-claim_id").values_list("claim_id", flat=True)
        rows = rows.filter(pk__gte=newest[MOST_SPOKEN_OF - 1])
    called = rows.annotate(called=Coalesce("place_name", "place_text", output_field=TextField()))
    grouped = called.values_list("called", "place_country").annotate(number=Count("id"))
    listed = grouped.order_by("-number", "called")[:most]
    return SpokenOf(
        tuple((name, country or "", n) for name, country, n in listed), MOST_SPOKEN_OF if cut else None
    )


def _standing(basis: str) -> Any:
    """The tallies of a basis that count: of current readings, not corrected, not rejected, of victims.

    The basis is asked for in a way that no index answers: a database without statistics would take that
    index for the best, and most claims have one of a few bases.
    """
    from django.db.models import Exists, OuterRef, Q, Value
    from django.db.models.functions import Coalesce

    from accounted.record.models import Claim, Review

    reviewed = Review.objects.filter(claim=OuterRef("pk"), current=True)
    counts: Any = Q(reading__isnull=True) | Q(reading__current=True)
    counts |= Q(reading__second=True) & (Q(origin="human") | Exists(reviewed.filter(outcome="accepted")))
    return (
        Claim.objects.annotate(counted=Coalesce("tally__basis", Value("")))
        .filter(counts, counted=basis, tally__victims=True)
        .filter(~Exists(reviewed.filter(outcome__in=("rejected", "corrected"))))
        .exclude(document__item__state="destroyed")
    )


def _the_place(place: PlaceMention) -> Any:
    from django.db.models import Q

    if place.geonames is not None:
        return Q(place_geonames=place.geonames)
    if place.kind == "region" and place.iso3166_2:
        return Q(place_kind="region", place_iso3166_2=place.iso3166_2)
    if place.kind == "country" and place.country:
        return Q(place_kind="country", place_country=place.country)
    return Q(place_name__iexact=place.name or place.text) | Q(place_text__iexact=place.text)


def _inside(place: PlaceMention) -> Any:
    from django.db.models import Q

    inside = _the_place(place)
    if place.kind == "country" and place.country:
        inside |= Q(place_country=place.country)
    elif place.kind in ("region", "district") and place.iso3166_2:
        inside |= Q(place_iso3166_2=place.iso3166_2)
    return inside


def _around(place: PlaceMention) -> Any:
    from django.db.models import Q

    around = Q(pk__in=[])
    if place.kind != "country" and place.country:
        around |= Q(place_kind="country", place_country=place.country)
    if place.kind not in ("country", "region") and place.iso3166_2:
        around |= Q(place_kind__in=("region", "district"), place_iso3166_2=place.iso3166_2)
    return around


def _with_kin(chosen: set[str], sight: Sight) -> list[str]:
    """The claims, what they are parts or repetitions of, their parts, and the denials of any of them."""
    from accounted.record.models import Claim, Denial, Tally

    found = set(chosen)
    for column in ("partition_of__claim_id", "same_as__claim_id"):
        rows = Tally.objects.filter(
            claim_id__in=chosen, **{f"{column.removesuffix('__claim_id')}__isnull": False}
        )
        found.update(rows.values_list(column, flat=True))
    found.update(Tally.objects.filter(partition_of__claim_id__in=chosen).values_list("claim_id", flat=True))
    found.update(Denial.objects.filter(denied_id__in=found).values_list("claim_id", flat=True))
    return list(sight.claims(Claim.objects.filter(pk__in=found)).values_list("id", flat=True))


def _denied(listed: list[DocumentMaterial]) -> dict[str, tuple[str, ...]]:
    named = {
        told.claim.id: (one.record.item, local) for one in listed for told, local in whole.locals_of(one)
    }
    denied: dict[str, tuple[str, ...]] = {}
    for one in listed:
        for told, local in whole.locals_of(one):
            elsewhere = [named[c] for c in told.claim.denies if c in named and named[c][0] != one.record.item]
            if elsewhere:
                denied[claim_key(one.record.item, local)] = tuple(claim_key(*where) for where in elsewhere)
    return denied


def _judged(archive: Archive, sight: Sight) -> tuple[Judgements, bool]:
    from accounted.record.models import Person, Remains

    people = Person.objects.filter(list_rows__isnull=True)[: MOST_PEOPLE + 1].count()
    bodies = Remains.objects.all()[: MOST_PEOPLE + 1].count()
    left_out = people > MOST_PEOPLE or bodies > MOST_PEOPLE
    judged = judgements(archive, individuals=not left_out)
    if judged.individuals and (not sight.sees_all_levels or sight.hides_by_group):
        seen = set(sight.entries(Person.objects.all()).values_list("id", flat=True))
        seen |= set(sight.entries(Remains.objects.all()).values_list("id", flat=True))
        judged = replace(judged, individuals=tuple(one for one in judged.individuals if one.id in seen))
    return judged, left_out
