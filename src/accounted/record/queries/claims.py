"""Who says what, in which words, where: the claims on record, with what people decided about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from accounted import claims as plain
from accounted.record.docket import NotOnRecord
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

LOOKED_AT_FIRST = 1_000  # items, for the first claims of a list
FIRST_ITEMS = 8  # an item holds about so many claims
MOST_IN_ORDER = 5_000  # claims that are looked for item by item
AT_ONCE = 10_000  # claims whose neighbours are fetched together


@dataclass(frozen=True, slots=True)
class ReviewOnRecord:
    """What a named person decided about a claim as read."""

    outcome: str  # accepted, rejected, corrected
    by: str  # pseudonym
    name: str | None
    at: datetime
    reason: str
    corrected_to: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimOnRecord:
    """One claim with where it stands.

    `claim` is the plain type every room works with. Its `id`, and the ids it names (`denies`, `partition_of`,
    `same_as`), are those of the record; `local_id` is the one in the reading.

    `status` is unreviewed, accepted, rejected or corrected. `reliability` and `credibility` are the letter
    and the
    digit of the Admiralty code: F and 6 until somebody judged.
    """

    id: str
    local_id: str
    claim: plain.Claim
    document: str
    document_title: str | None
    publisher: str | None
    published: str | None
    item: str  # its number: ACC-000001
    reading: str | None
    origin: str
    version: int
    corrects: str | None
    corrected_by: tuple[str, ...]
    status: str
    reviews: tuple[ReviewOnRecord, ...]
    source: str | None  # the source on record that a person attributed it to
    reliability: str
    credibility: str
    denied_by: tuple[str, ...]
    confidentiality: str
    excerpt: str  # identifier of the excerpt
    excerpt_kind: str | None
    page: int | None
    prefix: str
    suffix: str
    current: bool  # counts: of the current reading or accepted from a second one, and not corrected
    reader: str | None = None  # who read it: rules, llm; None for a claim that a person stated


def claims(
    archive: Archive,
    *,
    document: str | None = None,
    item: str | None = None,
    kind: str | None = None,
    basis: str | None = None,
    term: str | None = None,
    modality: str | None = None,
    speaker: str | None = None,
    place: str | None = None,
    status: str | None = None,
    between: tuple[date | None, date | None] | None = None,
    words: str | None = None,
    include_old: bool = False,
    second: bool = False,
    ids: Collection[str] | None = None,
    sight: Sight = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
    after: str | None = None,
) -> list[ClaimOnRecord]:
    """The claims that fit every filter given, in the order of items and of their text.

    Claims of a second reading (of a language model) are among them only where a person accepted or corrected
    them; with `second`, all claims of the newest second reading of each document, and no others.

    Args:
        document: identifier of a document; `item`: number of an item.
        kind: tally, site, finding, act, denial, investigation, testimony.
        basis: count_basis of a tally. `term`: a code among what, group or body region.
        speaker: part of the speaker's name, any case. `place`: part of the place's name, or its ISO 3166-2
            code.
        status: unreviewed, accepted, rejected, corrected.
        between: claims whose own date may lie between these days (None = open).
        words: part of the excerpt, any case.
        include_old: also claims of readings that a newer one replaced, and claims that were corrected.
        sight: what the person who asks may see.
        after: a claim that the list goes on behind; `offset` is counted from there.
    """
    archive.must_be_open()
    rows = _filtered(
        document=document,
        item=item,
        kind=kind,
        basis=basis,
        term=term,
        modality=modality,
        speaker=speaker,
        place=place,
        status=status,
        between=between,
        words=words,
        include_old=include_old,
        second=second,
        ids=ids,
    )
    rows = sight.claims(rows)
    rows = rows.order_by("document__item__number", "document_id", "excerpt__start", "excerpt__end", "id")
    begun = _place_in_the_list(after) if after is not None else None
    if begun is not None:
        rows = rows.filter(_behind(begun))
    wanted = None if limit is None else offset + limit
    if wanted is not None and wanted <= MOST_IN_ORDER and ids is None and document is None and item is None:
        first = _of_the_first_items(rows, wanted, begun[0] if begun else "")
        if first is not None:
            return _on_record(rows.filter(pk__in=first[offset:]))
    if limit is not None or offset:
        chosen = list(rows.values_list("id", flat=True)[offset:wanted])
        return _on_record(rows.filter(pk__in=chosen))
    return _on_record(rows)


def _of_the_first_items(rows: Any, wanted: int, number: str) -> list[str] | None:
    """So many of these claims where the first items from a number on hold them; None where they do not.

    The order is that of items: where most claims fit, there is no need to sort a million of them.
    """
    from accounted.record.models import Document, Item

    items: Any = Item.objects.filter(number__gte=number).order_by("number").values_list("id", flat=True)
    found: list[str] = []
    start, size = 0, max(FIRST_ITEMS, wanted // FIRST_ITEMS)
    while start < LOOKED_AT_FIRST and (some := list(items[start : start + size])):
        documents = list(Document.objects.filter(item_id__in=some).order_by().values_list("id", flat=True))
        found += rows.filter(document_id__in=documents).values_list("id", flat=True)[: wanted - len(found)]
        if len(found) == wanted or len(some) < size:
            return found
        start, size = start + size, 4 * size
    return None


_Place = tuple[str, str, int, int, str]  # item, document, start and end of the words, claim


def _place_in_the_list(identifier: str) -> _Place:
    from accounted.record.models import Claim

    columns = "document__item__number", "document_id", "excerpt__start", "excerpt__end", "id"
    found = Claim.objects.filter(pk=identifier).values_list(*columns).first()
    if found is None:
        raise NotOnRecord(f"{identifier}: no claim of that identifier; begin the list from its first page")
    return found


def _behind(place: _Place) -> Any:
    from django.db.models import Q

    number, document, start, end, identifier = place
    here = Q(document_id=document)
    return (
        Q(document__item__number__gt=number)
        | Q(document__item__number=number, document_id__gt=document)
        | here & Q(excerpt__start__gt=start)
        | here & Q(excerpt__start=start, excerpt__end__gt=end)
        | here & Q(excerpt__start=start, excerpt__end=end, id__gt=identifier)
    )


def claim(archive: Archive, identifier: str) -> ClaimOnRecord:
    """One claim.

    Raises:
        NotOnRecord: there is none of that identifier.
    """
    found = claims(archive, ids=[identifier], include_old=True)
    if not found:
        raise NotOnRecord(f"{identifier}: no claim of that identifier; list them with: accounted claims")
    return found[0]


def count_claims(archive: Archive, **filters: Any) -> int:
    """How many claims fit the filters of `claims`."""
    archive.must_be_open()
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "document",
            "item",
            "kind",
            "basis",
            "term",
            "modality",
            "speaker",
            "place",
            "status",
            "between",
            "words",
            "ids",
        )
    )
    return _filtered(**{**nothing, "include_old": False, "second": False, **filters}).count()


def _filtered(
    *,
    document: str | None,
    item: str | None,
    kind: str | None,
    basis: str | None,
    term: str | None,
    modality: str | None,
    speaker: str | None,
    place: str | None,
    status: str | None,
    between: tuple[date | None, date | None] | None,
    words: str | None,
    include_old: bool,
    second: bool,
    ids: Collection[str] | None,
) -> Any:
    from django.db.models import Exists, OuterRef, Q, Subquery

    from accounted.record.models import Claim, ClaimTerm, Reading, Review

    rows = Claim.objects.all()
    plainly = {
        "document_id": document,
        "document__item__number": item,
        "kind": kind,
        "tally__basis": basis,
        "modality": modality,
        "speaker_name__icontains": speaker,
        "excerpt__exact__icontains": words,
    }
    rows = rows.filter(**{name: value for name, value in plainly.items() if value is not None})
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if term is not None:
        rows = rows.filter(Exists(ClaimTerm.objects.filter(claim=OuterRef("pk"), code=term)))
    if place is not None:
        rows = rows.filter(
            Q(place_name__icontains=place) | Q(place_text__icontains=place) | Q(place_iso3166_2=place)
        )
    if between is not None:
        first, last = between
        if last is not None:
            rows = rows.filter(Q(date_earliest__isnull=True) | Q(date_earliest__lte=last))
        if first is not None:
            rows = rows.filter(Q(date_latest__isnull=True) | Q(date_latest__gte=first))
    review = Review.objects.filter(claim=OuterRef("pk"), current=True)
    if status == "unreviewed":
        rows = rows.filter(~Exists(review))
    elif status is not None:
        rows = rows.filter(Exists(review.filter(outcome=status)))
    if second:
        newest = Reading.objects.filter(document=OuterRef("document"), second=True).order_by(
            "-read_at", "-id"
        )
        rows = rows.filter(reading_id=Subquery(newest.values("id")[:1]))
    elif not include_old:
        taken_over = Q(origin="human") | Exists(review.filter(outcome="accepted"))
        rows = rows.filter(
            Q(reading__isnull=True) | Q(reading__current=True) | (Q(reading__second=True) & taken_over)
        )
    if not include_old:
        rows = rows.exclude(document__item__state="destroyed")  # of these no word is left
    if not include_old and status != "corrected":
        rows = rows.filter(~Exists(Claim.objects.filter(corrects=OuterRef("pk"))))
    return rows


@dataclass
class _Beside:
    """What stands beside claims in other tables, by claim: fetched once for all of them."""

    terms: dict[str, dict[str, list[str]]]
    denies: dict[str, list[str]]
    denied_by: dict[str, list[str]]
    reviews: dict[str, list[ReviewOnRecord]]
    status: dict[str, str]
    grades: dict[str, str]
    sources: dict[str, tuple[str, str]]
    corrections: dict[str, list[str]]


def _on_record(rows: Any) -> list[ClaimOnRecord]:
    """Rows with everything beside them, in a fixed number of queries."""
    listed = list(
        rows.select_related(
            "excerpt",
            "tally",
            "tally__partition_of",
            "tally__same_as",
            "document",
            "document__item",
            "reading",
        )
    )
    beside = _beside([row.id for row in listed])
    return [_one(row, beside) for row in listed]


def _beside(ids: Sequence[str]) -> _Beside:
    from accounted.record.models import Attribution, Claim, ClaimTerm, Denial, Grade, Review

    beside = _Beside({}, {}, {}, {}, {}, {}, {}, {})
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        terms = ClaimTerm.objects.filter(claim_id__in=some).order_by("claim_id", "role", "position")
        for claim, role, code in terms.values_list("claim_id", "role", "code"):
            beside.terms.setdefault(claim, {}).setdefault(role, []).append(code)
        denials = Denial.objects.order_by("claim_id", "denied_id").values_list("claim_id", "denied_id")
        for claim, denied in denials.filter(claim_id__in=some):
            beside.denies.setdefault(claim, []).append(denied)
        for claim, denied in denials.filter(denied_id__in=some):
            beside.denied_by.setdefault(denied, []).append(claim)
        reviews: Any = Review.objects.filter(claim_id__in=some).order_by("at", "id")
        for review in reviews:
            beside.reviews.setdefault(review.claim_id, []).append(
                ReviewOnRecord(
                    review.outcome, review.by, None, review.at, review.reason, review.corrected_to_id
                )
            )
            if review.current:
                beside.status[review.claim_id] = review.outcome
        grades = Grade.objects.filter(claim_id__in=some, current=True)
        beside.grades.update(grades.values_list("claim_id", "credibility"))
        for claim, source, letter in Attribution.objects.filter(claim_id__in=some, current=True).values_list(
            "claim_id", "source_id", "source__reliability"
        ):
            beside.sources[claim] = source, letter
        newer = Claim.objects.filter(corrects_id__in=some).order_by("version")
        for claim, correction in newer.values_list("corrects_id", "id"):
            beside.corrections.setdefault(claim, []).append(correction)
    _name(beside.reviews)
    return beside


def _name(reviews: dict[str, list[ReviewOnRecord]]) -> None:
    """Put the names behind the pseudonyms."""
    from accounted.record.models import Agent

    if reviews:
        names = dict(Agent.objects.values_list("pseudonym", "name"))
        for listed in reviews.values():
            listed[:] = [replace(one, name=names.get(one.by)) for one in listed]


def _one(row: Any, beside: _Beside) -> ClaimOnRecord:
    corrections = tuple(beside.corrections.get(row.id, ()))
    source, letter = beside.sources.get(row.id, (None, "F"))
    return ClaimOnRecord(
        id=row.id,
        local_id=row.local_id,
        claim=_plain(row, beside.terms.get(row.id, {}), tuple(beside.denies.get(row.id, ()))),
        document=row.document_id,
        document_title=row.document.title,
        publisher=row.document.publisher,
        published=row.document.published,
        item=row.document.item.number,
        reading=row.reading_id,
        origin=row.origin,
        version=row.version,
        corrects=row.corrects_id,
        corrected_by=corrections,
        status=beside.status.get(row.id, "unreviewed"),
        reviews=tuple(beside.reviews.get(row.id, ())),
        source=source,
        reliability=letter,
        credibility=beside.grades.get(row.id, "6"),
        denied_by=tuple(beside.denied_by.get(row.id, ())),
        confidentiality=row.confidentiality,
        excerpt=row.excerpt_id,
        excerpt_kind=row.excerpt.kind,
        page=row.excerpt.page,
        prefix=row.excerpt.prefix,
        suffix=row.excerpt.suffix,
        current=_counts(row, beside.status.get(row.id)) and not corrections,
        reader=row.reading.reader if row.reading and row.origin == "machine" else None,
    )


def plain_claims(rows: Any) -> list[tuple[str, bool, plain.Claim]]:
    """Rows of read claims as the plain type, with the document, and whether it is of a second reading."""
    from accounted.record.models import ClaimTerm

    beside = ("excerpt", "tally", "tally__partition_of", "tally__same_as", "reading")
    listed = list(rows.select_related(*beside))
    terms: dict[str, dict[str, list[str]]] = {}
    for start in range(0, len(listed), AT_ONCE):
        some = ClaimTerm.objects.filter(claim_id__in=[row.id for row in listed[start : start + AT_ONCE]])
        ordered = some.order_by("claim_id", "role", "position").values_list("claim_id", "role", "code")
        for claim, role, code in ordered:
            terms.setdefault(claim, {}).setdefault(role, []).append(code)
    return [(row.document_id, row.reading.second, _plain(row, terms.get(row.id, {}), ())) for row in listed]


def _counts(row: Any, status: str | None) -> bool:
    """Whether a claim belongs to what the record says now, by the reading it is of."""
    if row.reading is None or row.reading.current:
        return True
    return bool(row.reading.second and (row.origin == "human" or status == "accepted"))


def _plain(row: Any, terms: dict[str, list[str]], denies: tuple[str, ...]) -> plain.Claim:
    """The row as the plain type that travels between the rooms."""
    return plain.Claim(
        id=row.id,
        kind=row.kind,
        excerpt=plain.Excerpt(row.excerpt.start, row.excerpt.end, row.excerpt.exact),
        modality=row.modality,
        speaker=_speaker(row),
        place=_place(row),
        date=None
        if row.date_edtf is None
        else plain.DateMention(
            row.date_text or "",
            row.date_edtf,
            row.date_role or "",
            row.date_start,
            row.date_end,
            row.date_inferred,
        ),
        dates=tuple(_mention(told) for told in row.dates),
        party=None
        if row.party_text is None
        else plain.Party(row.party_text, row.party_start, row.party_end, row.party_inferred, row.party_actor),
        what=tuple(terms.get("what", ())),
        denies=denies,
        tally=_tally(row, tuple(terms.get("group", ()))),
        body_regions=tuple(terms.get("body_region", ())),
        extent=row.extent,
        scare_quotes=row.scare_quotes,
        segment=row.excerpt.segment,
        rule=row.rule,
        **_particulars(row.particulars or {}),
    )


def _particulars(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of acts, investigations and testimonies beside their terms."""
    words = {name: plain.Words(**told[name]) for name in ("victims", "body", "scope") if name in told}
    codes = {name: told[name] for name in ("status", "proximity") if name in told}
    return {"methods": tuple(told.get("methods", ())), **words, **codes}


def _speaker(row: Any) -> plain.Speaker | None:
    if row.speaker_text is None:
        return None
    return plain.Speaker(
        text=row.speaker_text,
        start=row.speaker_start,
        end=row.speaker_end,
        inferred=row.speaker_inferred,
        via=tuple(plain.Relay(v["text"], v.get("start"), v.get("end")) for v in row.via),
        name=None if row.speaker_name == row.speaker_text else row.speaker_name,
        role=row.speaker_role,
        organisation=row.speaker_organisation,
    )


def _place(row: Any) -> plain.PlaceMention | None:
    if row.place_text is None:
        return None
    return plain.PlaceMention(
        text=row.place_text,
        start=row.place_start,
        end=row.place_end,
        name=row.place_name,
        kind=row.place_kind,
        country=row.place_country,
        geonames=row.place_geonames,
        iso3166_2=row.place_iso3166_2,
        lat=row.place_lat,
        lon=row.place_lon,
        match=row.place_match,
        score=row.place_score,
        inferred=row.place_inferred,
        candidates=row.place_candidates,
        reason=row.place_reason,
    )


def _mention(told: dict[str, Any]) -> plain.DateMention:
    return plain.DateMention(
        told.get("text", ""),
        told["edtf"],
        told.get("role") or "",
        told.get("start"),
        told.get("end"),
        told.get("inferred", False),
    )


def _tally(row: Any, group: tuple[str, ...]) -> plain.Tally | None:
    tally = getattr(row, "tally", None)
    if tally is None:
        return None
    return plain.Tally(
        basis=tally.basis,
        count=plain.Count(tally.quantifier, tally.low, tally.best, tally.high),
        readings=tuple(_count(r) for r in tally.readings),
        group=group,
        incremental=tally.incremental,
        victims=tally.victims,
        implied=tally.implied,
        partition_of=tally.partition_of.claim_id if tally.partition_of else None,
        same_as=tally.same_as.claim_id if tally.same_as else None,
        as_of=tally.as_of,
    )


def _count(told: dict[str, Any]) -> plain.Count:
    return plain.Count(told["quantifier"], told.get("low"), told.get("best"), told.get("high"))
