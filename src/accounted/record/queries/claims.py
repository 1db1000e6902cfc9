"""Who says what, in which words, where: the claims on record, with what people decided about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from accounted import claims as plain
from accounted.record.docket import NotOnRecord

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounted.record.archive import Archive
    from accounted.record.models import Claim


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
    current: bool  # of the current reading of its document, and not corrected


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
    ids: Collection[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[ClaimOnRecord]:
    """The claims that fit every filter given, in the order of documents and of their text.

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
        ids=ids,
    )
    rows = rows.order_by("document_id", "excerpt__start", "excerpt__end", "id")
    if limit is not None or offset:
        rows = rows[offset : None if limit is None else offset + limit]
    return _on_record(rows)


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
    return _filtered(**{**nothing, "include_old": False, **filters}).count()


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
    ids: Collection[str] | None,
) -> QuerySet[Claim]:
    from django.db.models import Exists, OuterRef, Q

    from accounted.record.models import Claim, ClaimTerm, Review

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
    if not include_old:
        rows = rows.filter(Q(reading__isnull=True) | Q(reading__current=True))
        if status != "corrected":
            rows = rows.filter(~Exists(Claim.objects.filter(corrects=OuterRef("pk"))))
    return rows


def _on_record(rows: QuerySet[Claim]) -> list[ClaimOnRecord]:
    """Rows with everything beside them, in a fixed number of queries."""
    from django.db.models import Prefetch

    from accounted.record.models import Agent, Attribution, Claim, Denial, Grade

    found = rows.select_related(
        "excerpt", "tally", "tally__partition_of", "tally__same_as", "document", "document__item", "reading"
    ).prefetch_related(
        "terms",
        "reviews",
        Prefetch("denies", Denial.objects.order_by("denied_id")),
        Prefetch("denied_by", Denial.objects.order_by("claim_id")),
        Prefetch("grades", Grade.objects.filter(current=True)),
        Prefetch("attributions", Attribution.objects.filter(current=True).select_related("source")),
        Prefetch("corrections", Claim.objects.only("id", "corrects_id", "version").order_by("version")),
    )
    listed = list(found)
    reviewers = {review.by for row in listed for review in row.reviews.all()}
    names = (
        dict(Agent.objects.filter(pseudonym__in=reviewers).values_list("pseudonym", "name"))
        if reviewers
        else {}
    )
    return [_one(row, names) for row in listed]


def _one(row: Claim, names: dict[str, str | None]) -> ClaimOnRecord:
    reviews = tuple(
        ReviewOnRecord(r.outcome, r.by, names.get(r.by), r.at, r.reason, r.corrected_to_id)
        for r in row.reviews.all()
    )
    now = next((r for r in reversed(row.reviews.all()) if r.current), None)
    attribution = next(iter(row.attributions.all()), None)
    grade = next(iter(row.grades.all()), None)
    corrections = tuple(c.id for c in row.corrections.all())
    return ClaimOnRecord(
        id=row.id,
        local_id=row.local_id,
        claim=plain_claim(row),
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
        status=now.outcome if now else "unreviewed",
        reviews=reviews,
        source=attribution.source_id if attribution else None,
        reliability=attribution.source.reliability if attribution else "F",
        credibility=grade.credibility if grade else "6",
        denied_by=tuple(d.claim_id for d in row.denied_by.all()),
        confidentiality=row.confidentiality,
        excerpt=row.excerpt_id,
        excerpt_kind=row.excerpt.kind,
        page=row.excerpt.page,
        prefix=row.excerpt.prefix,
        suffix=row.excerpt.suffix,
        current=(row.reading is None or row.reading.current) and not corrections,
    )


def plain_claim(row: Claim) -> plain.Claim:
    """The row as the plain type that travels between the rooms."""
    terms: dict[str, list[str]] = {"what": [], "group": [], "body_region": []}
    for term in row.terms.all():  # ordered by role and position
        terms[term.role].append(term.code)
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
        what=tuple(terms["what"]),
        denies=tuple(d.denied_id for d in row.denies.all()),
        tally=_tally(row, tuple(terms["group"])),
        body_regions=tuple(terms["body_region"]),
        extent=row.extent,
        scare_quotes=row.scare_quotes,
        segment=row.excerpt.segment,
        rule=row.rule,
    )


def _speaker(row: Claim) -> plain.Speaker | None:
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


def _place(row: Claim) -> plain.PlaceMention | None:
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


def _tally(row: Claim, group: tuple[str, ...]) -> plain.Tally | None:
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


__all__: Sequence[str] = ["ClaimOnRecord", "ReviewOnRecord", "claim", "claims", "count_claims", "plain_claim"]
