"""Events for targets that count by event: incidents on record, else top-level tallies, conservatively.

Incidents that people put on record come first. A tally that is in none makes an event of its own: one for
each top-level number of one thing at one place. Numbers that may count the same dead are never two events:
what lies within another, overlaps it in place and time, or counts a part of it stays out, and a remark says
how many. A number that the sources date to separate days is one event for each; an undated one is one
aggregate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from accounted.record.queries.happenings import IncidentOnRecord
from accounted.reporting.breakdown import AGE, BODIES, FEMALE, MALE
from accounted.reporting.counts import bounds
from accounted.reporting.exports.content import Event, Range, SourceOf, When
from accounted.reporting.exports.placing import Placing, when_of
from accounted.reporting.exports.release import Released
from accounted.reporting.figures import Figure, figures
from accounted.reporting.material import Material, Told
from accounted.reporting.page import Page
from accounted.reporting.remarks import Note
from accounted.reporting.statements import HAPPENED, first_mention, whole_of
from accounted.reporting.wording import date_words, figure_words, group_words, label

if TYPE_CHECKING:
    from accounted.places import Gazetteer

DEATHS = ("killed", "executed")
GRAVES = frozenset({*BODIES, "graves", "body_parts"})
# What a target that works by event may take beside deaths.
FURTHER = (*BODIES, "died_any", "graves", "missing", "killed_or_missing", "abducted", "detained", "deported",
           "casualties", "sites")  # fmt: skip
_FOUND = ("discovery", "exhumation")


def events_of(
    material: Material,
    page: Page,
    released: Released,
    gazetteer: Gazetteer | None,
    denials: Sequence[Mapping[str, Any]] = (),
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of a material, and what was left out in making them."""
    made = _Events(material, page, Placing(released.purpose, gazetteer), denials)
    for incident in released.happenings.incidents:
        made.from_incident(incident)
    made.from_tallies()
    events = (
        replace(
            event,
            count=_as_ruled(event.count, material.vague_numbers),
            injured=None if event.injured is None else _as_ruled(event.injured, material.vague_numbers),
        )
        for event in made.events
    )
    return tuple(events), tuple(made.remarks)


def _as_ruled(count: Range, table: Mapping[str, tuple[int, int]]) -> Range:
    """A vague number as the project's own table has it (D-35): on export only, the record keeps the word."""
    if count.vague is None or count.vague not in table:
        return count
    low, high = table[count.vague]
    return replace(count, low=low, best=None, high=high, ruled=True)


@dataclass
class _Events:
    """Events in the making."""

    material: Material
    page: Page
    placing: Placing
    denials: Sequence[Mapping[str, Any]]  # of the report, each beside what it denies
    events: list[Event] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # keys of claims that are in an event

    @cached_property
    def by_record(self) -> Mapping[str, Told]:
        """The claims in view by their identifiers in the record."""
        return {
            source.on_record[claim.id]: Told(source, claim)
            for source in self.material.documents
            for claim in source.claims
            if claim.id in source.on_record
        }

    @cached_property
    def whole(self) -> tuple[Figure, ...]:
        """The figures of everything in view."""
        return figures(self.material).figures

    @cached_property
    def doubts(self) -> Mapping[str, Sequence[Note]]:
        """What is said against the status of those counted (D-27), by the keys of statements."""
        return {
            statement.key: [note for note in figure.notes if note.rule == "D-27"]
            for figure in self.whole
            for statement in figure.statements
        }

    def _figures_of(self, told: Sequence[Told]) -> list[Figure]:
        """The figures of some tallies alone, with the doubt about who they are that others cast on them."""
        doubts = [note for one in told for note in self.doubts.get(one.key, ())]
        found = figures(only(self.material, told)).figures
        return [replace(figure, notes=tuple(dict.fromkeys((*figure.notes, *doubts)))) for figure in found]

    # ---- incidents on record

    def from_incident(self, incident: IncidentOnRecord) -> None:
        told = [self.by_record[claim] for claim in incident.claims if claim in self.by_record]
        found = self._figures_of(told) if told else []
        dead = [f for f in found if f.basis in DEATHS]
        counted = _largest(dead) or _largest(found)
        if incident.kind == "umbrella" or counted is None:
            kind = "umbrella over others" if incident.kind == "umbrella" else "incident without a number"
            self.remarks.append(f"{incident.id} is on record as an {kind}, and is no event here.")
            return
        self.taken |= {statement.key for figure in found for statement in figure.statements}
        when = when_of(next((incident.dates[r] for r in HAPPENED if r in incident.dates), None))
        event = self._event(counted, f"incident:{incident.id}", when or _when(counted))
        if incident.place is not None:
            event = replace(event, where=self.placing.of_record(incident.place, counted.basis in GRAVES))
        hurt = _largest([f for f in found if f.basis == "injured"]) if counted.basis != "injured" else None
        self.events.append(
            replace(
                event,
                # A title is the project's own words: the public reads it once it is marked public.
                title=incident.title if self._may_be_told(incident) else event.title,
                origin="record",
                injured=_range(hurt) if hurt else None,
                grade=incident.grade,
                verification=incident.verification,
                standard=incident.standard,
                summary=incident.summary if self._may_be_told(incident) else None,
                persons=incident.persons,
                incident_kind=incident.kind,
                aggregate=incident.kind == "situation",
            )
        )

    def _may_be_told(self, incident: IncidentOnRecord) -> bool:
        return self.placing.purpose != "public" or incident.confidentiality == "public"

    # ---- tallies

    def from_tallies(self) -> None:
        found = [
            f
            for f in self.whole
            if not f.under_investigation
            and f.status != "denied_only"
            and not any(s.key in self.taken for s in f.statements)
        ]
        dead = [f for f in found if f.basis in DEATHS]
        pieces = [piece for figure in dead if figure.top_level for piece in self._by_time(figure)]
        kept, within = self._without_overlap(pieces)
        within += sum(not figure.top_level for figure in dead)
        if within:
            self.remarks.append(
                f"{within} number{'s' if within != 1 else ''} of deaths made no event: they may count people "
                "whom another event counts (D-10)."
            )
        deaths = [self._event(f, f.key, when, aggregate=aggregate) for f, when, aggregate in kept]
        hurt = [f for f in found if f.basis == "injured" and f.top_level]
        deaths, alone = _with_injured(deaths, hurt)
        self.events += deaths
        for figure in [*alone, *(f for f in found if f.basis in FURTHER and f.top_level)]:
            self.events.append(self._event(figure, figure.key, _when(figure), aggregate=True))
        seen = sum(f.basis in DEATHS or f.basis in FURTHER or f.basis == "injured" for f in found)
        if any(event.origin == "derived" for event in self.events):
            self.remarks.insert(
                0,
                "Events that no person put on record are derived from top-level tallies: one for each number "
                f"of one thing at one place ({seen} figures were looked at). They are not verified.",
            )

    def _by_time(self, figure: Figure) -> list[tuple[Figure, When | None, bool]]:
        """A figure as its separate days where every statement is dated and the days do not overlap."""
        stated = [s for s in figure.statements if s.standing in ("stated", "ambiguous")]
        dated = [(s, when_of(_own_date(s.told))) for s in stated]
        clusters: list[tuple[When, list[Told]]] = []
        for statement, when in dated:
            if when is None or when.earliest is None or when.latest is None:
                return [(figure, _when(figure), True)]
            together = [c for c in clusters if may_overlap(c[0], when)]
            hull = _hull([when, *(c[0] for c in together)])
            tolds = [statement.told, *(told for c in together for told in c[1])]
            clusters = [c for c in clusters if c not in together] + [(hull, tolds)]
        if len(clusters) < 2:
            return [(figure, clusters[0][0] if clusters else _when(figure), not clusters)]
        pieces: list[tuple[Figure, When | None, bool]] = []
        for when, tolds in sorted(clusters, key=lambda c: c[0].edtf):
            piece = _largest([f for f in self._figures_of(tolds) if f.basis == figure.basis])
            if piece is not None:
                pieces.append((piece, when, False))
        return pieces

    def _without_overlap(
        self, pieces: Sequence[tuple[Figure, When | None, bool]]
    ) -> tuple[list[tuple[Figure, When | None, bool]], int]:
        """Those that cannot count the same dead: the plainest and largest first."""
        kept: list[tuple[Figure, When | None, bool]] = []
        order = sorted(
            range(len(pieces)),
            key=lambda n: (
                bool(pieces[n][0].group),
                bool(pieces[n][0].modality),
                -(pieces[n][0].minimum or pieces[n][0].best or 0),
            ),
        )
        taken: list[int] = []
        for number in order:
            figure, when, aggregate = pieces[number]
            if not any(self._one_place(figure, other) and may_overlap(when, then) for other, then, _ in kept):
                kept.append((figure, when, aggregate))
                taken.append(number)
        return [pieces[number] for number in sorted(taken)], len(pieces) - len(taken)

    def _one_place(self, one: Figure, other: Figure) -> bool:
        if one.place_key is None or other.place_key is None:
            return one.place_key == other.place_key and bool(
                {s.item for s in one.statements} & {s.item for s in other.statements}
            )
        around = self.material.enclosing
        return (
            one.place_key == other.place_key
            or one.place_key in around.get(other.place_key, ())
            or other.place_key in around.get(one.place_key, ())
        )

    def _event(self, figure: Figure, key: str, when: When | None, *, aggregate: bool = False) -> Event:
        rows = tuple(self.page.rows.statement(s) for s in figure.statements)
        place = next((s.told.claim.place for s in figure.statements if s.told.claim.place is not None), None)
        where = self.placing.of_mention(place, figure.place_key, figure.basis in GRAVES)
        sources = self._sources(figure)
        parties = [s.told.claim.party for s in figure.statements]
        named = dict.fromkeys(p.actor or p.text for p in parties if p is not None)
        groups = [s.told.claim.tally.group for s in figure.statements if s.told.claim.tally is not None]
        contested = any(note.rule == "D-27" for note in figure.notes)
        called = any("civilian" in group for group in groups)
        words = [label("count_basis", figure.basis), *group_words(figure.group)]
        title = ", ".join([*words, where.name or "place not stated"])
        return Event(
            id=key,
            title=f"{title}, {date_words(when.edtf)}" if when else title,
            origin="derived",
            basis=figure.basis,
            count=_range(figure),
            where=where,
            when=when,
            statements=rows,
            sources=sources,
            independent=figure.sources,
            children=_part(figure, lambda group: bool(AGE - {"older"} & group)),
            women=_part(figure, lambda group: bool(FEMALE & group) and not (AGE - {"older"}) & group),
            men=_part(figure, lambda group: bool(MALE & group) and not (AGE - {"older"}) & group),
            civilian="contested"
            if called and contested
            else (
                "civilian" if called else ("armed_forces" if "armed_forces" in figure.group else "unknown")
            ),
            parties=tuple(named),
            contested=figure.status == "contested",
            denials=self._denials({row["key"] for row in rows}, where.name, sources),
            aggregate=aggregate,
            discovered=_when(figure, _FOUND),
            group=figure.group,
            as_of=figure.as_of,
            status=figure.status,
            remarks=tuple(dict.fromkeys(f"{note.rule}: {note.text}" for note in figure.notes)),
        )

    def _sources(self, figure: Figure) -> tuple[SourceOf, ...]:
        found = {}
        for statement in figure.statements:
            source = statement.told.source
            document = source.document
            found[source.item] = SourceOf(
                source.item, source.title, document.publisher, document.published, document.url, source.sha256
            )
        return tuple(found.values())

    def _denials(
        self, keys: set[str], place: str | None, sources: Sequence[SourceOf]
    ) -> tuple[Mapping[str, Any], ...]:
        """Denials of what an event counts, of its place, or of whatever its documents say (rule D-17)."""
        items = {source.item for source in sources}
        found: dict[str, Mapping[str, Any]] = {}
        for pair in self.denials:
            against = {row["key"] for row in pair["against"]}
            for row in pair["denials"]:
                of_place = place is not None and row["place"] == place
                of_all = pair["scope"] == "general" and row["item"] in items
                if against & keys or of_place or of_all:
                    found[row["key"]] = row
        return tuple(found.values())


def only(material: Material, told: Sequence[Told]) -> Material:
    """A material of the documents of some tallies, with no tallies but those, their parts and repeats."""
    wanted = {one.key for one in told}
    items = {one.source.item for one in told}
    documents = []
    for source in material.documents:
        if source.item not in items:
            continue
        kept = []
        for claim in source.claims:
            one = Told(source, claim)
            whole = whole_of(one)
            near = {one.key, first_mention(one).key, first_mention(whole).key if whole else one.key}
            if claim.tally is None or near & wanted:
                kept.append(claim)
        documents.append(replace(source, claims=tuple(kept)))
    return replace(material, documents=tuple(documents))


def may_overlap(one: When | None, other: When | None) -> bool:
    """Whether two stretches of time may share a day; unknown may be any."""
    if one is None or other is None:
        return True
    apart = (one.latest is not None and other.earliest is not None and one.latest < other.earliest) or (
        other.latest is not None and one.earliest is not None and other.latest < one.earliest
    )
    return not apart


def _hull(whens: Sequence[When]) -> When:
    if len({when.edtf for when in whens}) == 1:
        return whens[0]
    starts = [when.earliest for when in whens if when.earliest is not None]
    ends = [when.latest for when in whens if when.latest is not None]
    made = when_of(f"{min(starts).isoformat()}/{max(ends).isoformat()}")
    assert made is not None
    return made


def _own_date(told: Told, roles: Sequence[str] = HAPPENED) -> str | None:
    """When what is counted happened. The day bodies were found does not date the deaths (D-23)."""
    claim = told.claim
    for date in (claim.date, *claim.dates):
        if date is not None and date.role in roles:
            return date.edtf
    return None


def _when(figure: Figure, roles: Sequence[str] = HAPPENED) -> When | None:
    dates = [when for s in figure.statements if (when := when_of(_own_date(s.told, roles))) is not None]
    whole = [when for when in dates if when.earliest is not None and when.latest is not None]
    return _hull(whole) if whole and len(whole) == len(dates) else (dates[0] if len(dates) == 1 else None)


def _largest(found: Iterable[Figure]) -> Figure | None:
    """The figure that others are presumed to be part of: plain before grouped, then the largest."""
    ordered = sorted(
        found, key=lambda f: (bool(f.group), not f.top_level, -(f.minimum or f.best or 0), f.key)
    )
    return ordered[0] if ordered else None


def _range(figure: Figure) -> Range:
    voiced = figure.current() or figure.statements
    stated = [n for s in voiced for n in (s.count.high, s.count.best, s.count.low) if n is not None]
    loose = figure.status in ("vague", "ambiguous")
    return Range(
        low=figure.minimum,
        best=figure.best,
        high=figure.high,
        words=figure_words(figure),
        highest=max(stated, default=None),
        vague=voiced[0].count.quantifier if loose and voiced else None,
    )


def _part(figure: Figure, wanted: Any) -> Range | None:
    """The range of one group over the breakdowns that state it."""
    lows, highs, words = [], [], []
    for breakdown in figure.breakdowns:
        for part in breakdown.parts:
            if wanted(set(part.group)):
                low, high = bounds(part.count)
                lows.append(low)
                highs.append(high)
                words.append(str(low) if low == high else f"{low}–{high if high is not None else ''}")
    if not lows:
        return None
    top = None if None in highs else max(h for h in highs if h is not None)
    return Range(min(lows), None, top, ", ".join(dict.fromkeys(words)), max(lows))


def _with_injured(deaths: list[Event], hurt: Sequence[Figure]) -> tuple[list[Event], list[Figure]]:
    """Put the injured beside the dead of the one event that they can belong to."""
    alone = []
    taken: dict[str, Range] = {}
    for figure in hurt:
        fitting = defaultdict(list)
        for event in deaths:
            if event.where.key == figure.place_key and may_overlap(event.when, _when(figure)):
                fitting[event.id].append(event)
        if len(fitting) == 1 and (only_one := next(iter(fitting))) not in taken and not figure.group:
            taken[only_one] = _range(figure)
        else:
            alone.append(figure)
    return [replace(event, injured=taken.get(event.id)) for event in deaths], alone
