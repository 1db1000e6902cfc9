"""What an export is made of: one plain input for every target, already reduced to what its audience may have.

`content_of` puts it together from a material and what is on record beside it. Every target is a function of a
`Content` alone, so the same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from accounted.record.queries.happenings import ActOnRecord, Happenings, PersonOnRecord
from accounted.reporting.disclosure import Audience, Disclosed
from accounted.reporting.exports.release import LeftOut, Purpose, Released, release
from accounted.reporting.material import Material
from accounted.reporting.page import Page

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.reporting.scope import Scope

POLICY = "range"  # of events, and of figures that are not reckoned: lowest to highest of current statements
CONSISTENT = "consistent"  # of figures that are: what all comparable statements allow together
MINIMUM = "documented minimum"


@dataclass(frozen=True, slots=True)
class Range:
    """A number as the sources state it: `None` is open or unknown, never zero.

    `highest` is the highest number that anybody stated, where the upper bound is open. `vague` is the
    quantifier where no number binds: dozens, many, some, about. `ruled` says that its bounds are those of the
    project's own table of vague numbers.
    """

    low: int | None
    best: int | None
    high: int | None
    words: str
    highest: int | None = None
    vague: str | None = None
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A place, its coordinates already as coarse as the audience may know them.

    `precision` is a term of the vocabulary geo_precision.
    """

    key: str | None
    name: str | None
    kind: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    country_name: str | None = None
    admin1: str | None = None
    iso3166_2: str | None = None
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "0"
    as_written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """When it happened, as far as a source dates the act or the death (rule D-23)."""

    edtf: str
    earliest: date | None
    latest: date | None
    precision: str  # vocabulary date_precision

    @property
    def year(self) -> int | None:
        """The year, where the whole interval lies in one."""
        if self.earliest is None or self.latest is None or self.earliest.year != self.latest.year:
            return None
        return self.earliest.year


@dataclass(frozen=True, slots=True)
class SourceOf:
    """A document that an event rests on."""

    item: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened at one place in one stretch of time, as counted by the sources.

    `origin` is `record` for an incident that people put on record, `derived` for one that was made from
    top-level tallies of one thing at one place. `aggregate` says that the number cannot be split by time.
    `civilian` is civilian, contested, armed_forces or unknown: a claim of the sources, not a finding (D-27).
    """

    id: str
    title: str
    origin: str
    basis: str
    count: Range
    where: Where
    when: When | None
    statements: tuple[Mapping[str, Any], ...]
    sources: tuple[SourceOf, ...]
    independent: int  # origins (D-04)
    injured: Range | None = None
    children: Range | None = None
    women: Range | None = None
    men: Range | None = None
    civilian: str = "unknown"
    parties: tuple[str, ...] = ()
    contested: bool = False
    denials: tuple[Mapping[str, Any], ...] = ()
    aggregate: bool = False
    group: tuple[str, ...] = ()
    grade: str | None = None
    verification: str = "unreviewed"
    standard: str = "none"
    methods: tuple[str, ...] = ()
    as_of: str | None = None
    status: str = "stated"
    summary: str | None = None
    persons: tuple[tuple[str, str], ...] = ()  # person on record, role
    incident_kind: str | None = None
    remarks: tuple[str, ...] = ()
    discovered: When | None = None  # the finding or exhumation of bodies, which does not date deaths


@dataclass(frozen=True, slots=True)
class ScopeTold:
    """The scope that the project declared, and which figures and events lie outside it, or may.

    `beyond` names each with why; `sure` tells whether it lies outside. `limited`: those that surely do are
    left out of the files.
    """

    version: str
    words: str
    beyond: tuple[tuple[str, bool, str], ...]
    unread: tuple[str, ...] = ()
    limited: bool = False


@dataclass(frozen=True)
class Content:
    """Everything that any target takes."""

    purpose: Purpose
    generated: str
    material: Material  # as released: what the report in other forms is made of
    report: Mapping[str, Any]
    claims: tuple[Mapping[str, Any], ...]
    tallies: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    figures: tuple[Mapping[str, Any], ...]
    events: tuple[Event, ...]
    persons: tuple[PersonOnRecord, ...] = ()
    acts: tuple[ActOnRecord, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    scope: ScopeTold | None = None
    country_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def audience(self) -> Audience:
        """The edition of the report."""
        return "public" if self.purpose == "public" else "internal"


def content_of(
    material: Material,
    *,
    generated: str,
    purpose: Purpose = "public",
    happenings: Happenings | None = None,
    gazetteer: Gazetteer | None = None,
    figures: Sequence[Mapping[str, Any]] | None = None,
    reckoned: bool = True,
    within_scope: bool = False,
) -> Content:
    """Put together what an audience may have.

    Arguments:
        material: of the archive; `release` reduces it here.
        generated: when, ISO 8601; nothing here reads a clock.
        happenings: what is on record beside the claims.
        gazetteer: to name countries and regions.
        figures: figures reckoned elsewhere, in the form of those of the report (`basis`, `place`, `period`,
            `as_of`, `methodology`, `policy`, `minimum`, `low`, `best`, `high` …); those of the report where
            none are given.
        reckoned: whether every figure is to be reckoned, which only tables and documents show.
        within_scope: leave out figures and events that surely lie outside the scope of the project's method.

    Raises:
        UnknownPurpose: there is no such audience.
    """
    from accounted.reporting.exports.deriving import events_of

    released = release(material, happenings, purpose)
    page = Page.of(released.material, generated, released.audience, reckon=reckoned)
    structure = page.build()
    in_view = in_view_of(released.material, page.seen)
    events, remarks = events_of(in_view, page, released, gazetteer, structure["denials"])
    own = [
        figure for section in structure["sections"] for figure in (*section["figures"], *section["further"])
    ]
    given = own if figures is None else list(figures)
    shown = [figure for figure in given if _in_view(figure)]
    where = {figure.key: figure.place_key for figure in page.figures.figures}
    scope, shown, events, beyond = _within_scope(material.scope, shown, events, where, limited=within_scope)
    hidden = LeftOut("D-30", len(given) - len(shown), "figure", "resting on withheld documents alone")
    return Content(
        purpose=purpose,
        generated=generated,
        material=released.material,
        report=structure,
        claims=tuple(
            page.rows.row(told) | _told(told)
            for told in released.material.told()
            if not page.rows.hides(told)
        ),
        tallies=tuple(
            page.rows.tally_row(told) for told in released.material.told("tally") if not page.rows.hides(told)
        ),
        sources=tuple(structure["documents"]),
        figures=tuple(_stated(figure) for figure in shown),
        events=events,
        persons=released.happenings.persons,
        acts=released.happenings.acts,
        left_out=(
            *released.left_out,
            *_withheld(released, page.seen),
            *((hidden,) if hidden.number else ()),
            *beyond,
        ),
        remarks=remarks,
        scope=scope,
        country_names=_countries(events, gazetteer),
    )


def _within_scope(
    scope: Scope | None,
    figures: list[Mapping[str, Any]],
    events: tuple[Event, ...],
    where: Mapping[str, str | None],
    *,
    limited: bool,
) -> tuple[ScopeTold | None, list[Mapping[str, Any]], tuple[Event, ...], tuple[LeftOut, ...]]:
    """Figures and events with what of them lies outside the declared scope; without it, where asked for."""
    if scope is None or not (scope.bounds or scope.unread):
        return None, figures, events, ()
    beyond: list[tuple[str, bool, str]] = []
    outside: set[str] = set()

    def judged(key: str, kind: str, basis: str, place: str | None, name: str | None, period: Any) -> str:
        # A place that the audience may not know is not judged: that would tell where it lies.
        reasons = scope.beyond(
            basis=basis, place=place if name else None, place_name=name, period=period or None
        )
        if not reasons:
            return "within"
        sure = any(one.sure for one in reasons)
        if sure:
            outside.add(key)
        why = "; ".join(f"{one.what}: {one.words}" for one in reasons)
        beyond.append((f"{kind} {key}", sure, why))
        return f"{'outside' if sure else 'may reach beyond'} ({why})"

    told = [
        {
            **one,
            "scope": judged(
                one["key"], "figure", one["basis"], where.get(one["key"]), one.get("place"), one.get("period")
            ),
        }
        for one in figures
    ]  # fmt: skip
    for event in events:
        when = event.when.edtf if event.when is not None else None
        judged(event.id, "event", event.basis, event.where.key, event.where.name, when)
    made = ScopeTold(scope.version, scope.words, tuple(beyond), scope.unread, limited)
    if not limited:
        return made, list(told), events, ()
    kept = [one for one in told if one["key"] not in outside]
    happened = tuple(event for event in events if event.id not in outside)
    why = "outside the declared scope of the project"
    left = (
        LeftOut("D-36", len(told) - len(kept), "figure", why),
        LeftOut("D-36", len(events) - len(happened), "event", why),
    )
    return made, list(kept), happened, tuple(one for one in left if one.number)


def in_view_of(material: Material, seen: Disclosed) -> Material:
    """The material without what the audience does not see: documents withheld, claims held back."""
    documents = []
    for source in material.documents:
        if source.item in seen.withheld:
            continue
        shown = seen.documents[source.item]
        hidden = source.held_back if seen.audience == "public" else frozenset()
        documents.append(replace(shown, claims=tuple(c for c in shown.claims if c.id not in hidden)))
    return replace(material, documents=tuple(documents))


def _told(told: Any) -> dict[str, Any]:
    claim = told.claim
    return {
        "what": list(claim.what),
        "extent": claim.extent,
        "rule": claim.rule,
        "scare_quotes": claim.scare_quotes,
        "sha256": told.source.sha256,
    }


def _in_view(figure: Mapping[str, Any]) -> bool:
    """Whether anything that a figure rests on may be seen by the audience."""
    statements = figure.get("statements", ())
    return not statements or any(not statement.get("withheld") for statement in statements)


def _stated(figure: Mapping[str, Any]) -> dict[str, Any]:
    """A figure with everything that must stand beside it (rule D-36).

    Where its number was reckoned, its bounds are those of the answer, and the policy is that of the answer.
    """
    minimum, answer = figure.get("minimum"), figure.get("reckoned")
    bounds: dict[str, Any] = {}
    if answer is not None and figure.get("policy") == CONSISTENT:
        bounds = {name: answer[name] for name in ("low", "best", "high")} | {"policy": CONSISTENT}
    return {
        **figure,
        **bounds,
        "policy": bounds.get("policy") or figure.get("policy") or POLICY,
        "minimum_words": MINIMUM if minimum is not None else "no minimum can be given",
    }


def _withheld(released: Released, seen: Disclosed) -> list[LeftOut]:
    """What the public edition withholds, by reason."""
    rules = {"C": "D-30", "P2": "D-30"}  # others by their own code of the vocabulary redaction_reason
    reasons: dict[tuple[str, str], int] = {}
    for why in seen.withheld.values():
        key = rules.get(why.code, why.code), why.reason
        reasons[key] = reasons.get(key, 0) + 1
    found = [LeftOut(rule, n, "document", why) for (rule, why), n in sorted(reasons.items())]
    held = sum(
        claim.id in source.held_back
        for source in released.material.documents
        for claim in source.claims
        if source.item not in seen.withheld and seen.audience == "public"
    )
    if held:
        found.append(LeftOut("D-30", held, "claim", "marked confidential"))
    return found


def _countries(events: Iterable[Event], gazetteer: Gazetteer | None) -> dict[str, str]:
    codes = {event.where.country for event in events if event.where.country}
    return {code: event_name for code in sorted(codes) if (event_name := country_name(code, gazetteer))}


def country_name(code: str | None, gazetteer: Gazetteer | None) -> str | None:
    """The name of a country by its ISO code, where there is a gazetteer to ask."""
    if gazetteer is None or not code:
        return None
    from accounted.places import UnknownPlace

    try:
        return gazetteer.country(code).name
    except UnknownPlace:
        return None
