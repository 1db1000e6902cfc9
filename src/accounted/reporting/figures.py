"""What may be said of a set of stated numbers (rules D-08 to D-18, D-27, D-36).

A figure brings together the tallies that count the same thing at the same place: same basis, same group.
Inside a figure nothing is added. Repeats, captions and documents with the same root do not make it
stronger; a later count by the same counter replaces an earlier one; numbers that contradict one another
stay side by side and the figure is contested. Every remark names the rule it comes from (D-37).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from accounted.claims import Count
from accounted.reporting.breakdown import BODIES, Breakdown, break_down
from accounted.reporting.counts import agree, alternatives, bounds, is_binding, worded
from accounted.reporting.enclosing import place_key
from accounted.reporting.material import Material, Told
from accounted.reporting.remarks import (
    DEAD,
    Note,
    civilian_status,
    disagreements,
    part_disagreements,
    same_number_other_basis,
    wording_notes,
)
from accounted.reporting.roots import roots
from accounted.reporting.statements import (
    HAPPENED,
    OF_A_KIND,
    Statement,
    as_floor,
    as_of,
    before,
    first_mention,
    statements_of,
    voice_of,
    who,
    whole_of,
)

_NEVER_MERGED = frozenset({"alleges", "concludes", "investigates"})

Status = Literal["stated", "contested", "ambiguous", "vague", "denied_only"]

# The order in which a reader needs them: the dead first, what surrounds the deaths after.
ORDER = (
    "killed", "executed", "died_any", *BODIES, "body_parts", "with_sign", "identified", "unidentified",
    "killed_or_missing", "missing", "casualties", "injured", "abducted", "detained", "deported", "displaced",
    "trapped", "survivors", "graves", "sites", "incidents", "settlements", "cases", "suspects", "convictions",
    "witnesses", "persons_other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """What the sources say of one thing counted at one place.

    `minimum` is the documented minimum: the least that the current statements, taken at their words, allow;
    None where no words bind. `low`–`high` is the range they span as *reported*, never a confidence
    interval; `high` is open unless somebody stated it, and a stated `high` does not bound what really
    happened.
    """

    key: str
    basis: str
    group: tuple[str, ...]
    what: tuple[str, ...]
    place_key: str | None
    place: str | None
    status: Status
    minimum: int | None
    low: int | None
    best: int | None
    high: int | None
    period: str | None
    as_of: str | None
    statements: tuple[Statement, ...]
    breakdowns: tuple[Breakdown, ...]
    sources: int  # independent roots (D-04)
    documents: int
    within: tuple[str, ...]  # keys of figures this one is presumed to be part of (D-10)
    modality: str  # alleges, concludes or investigates; otherwise empty (D-18)
    notes: tuple[Note, ...]
    methodology: str
    rules: tuple[str, ...] = ("D-04", "D-10", "D-11", "D-36")

    @property
    def under_investigation(self) -> bool:
        """Whether the number is of what is being looked into, not of what was found."""
        return self.modality == "investigates"

    @property
    def range(self) -> tuple[int | None, int | None]:
        """The lowest and the highest of what current statements allow."""
        return self.low, self.high

    @property
    def top_level(self) -> bool:
        """Whether the figure stands by itself rather than within another (D-10)."""
        return not self.within

    def current(self) -> tuple[Statement, ...]:
        """The statements the range rests on."""
        return tuple(s for s in self.statements if s.standing == "stated")

    def because(self, words: str) -> bool:
        """Whether a current statement was made by a speaker, or stands in a document, so named."""
        asked = words.casefold()
        said = (f"{voice_of(s.told)} {s.told.source.title} {s.as_of} {s.key}" for s in self.current())
        return any(asked in one.casefold() for one in said)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the numbers of a material amount to."""

    figures: tuple[Figure, ...]
    contradictions: tuple[Note, ...]
    counted_not_victims: tuple[Told, ...]
    rules: tuple[str, ...] = field(default=("D-03",))

    def of(self, basis: str, place: str | None = None) -> Figure:
        """The top figure of a basis at a place named so.

        Raises:
            KeyError: there is none.
        """
        for figure in self.figures:
            if figure.basis == basis and not figure.group and (place is None or figure.place == place):
                return figure
        raise KeyError(f"no figure of {basis} at {place}")


def figures(material: Material) -> Figures:
    """Sort the tallies of a material into figures and say what may be said of each."""
    behind = roots(material)
    deniers = {who(told, behind) for told in material.told("denial")}
    sets: dict[_Same, list[Told]] = defaultdict(list)
    parts = _presumed_parts(material)
    aside = []
    for told in material.told("tally"):
        tally = told.claim.tally
        assert tally is not None
        if not tally.victims:
            aside.append(told)
        elif whole_of(told) is None:
            origin = first_mention(told)
            same = _same(origin)
            sets[same._replace(alone=origin.key) if origin.key in parts else same].append(told)
    made = [
        _figure(material, same, statements_of(members, behind, deniers)) for same, members in sets.items()
    ]
    of = {statement.key: figure for figure in reversed(made) for statement in figure.statements}
    made = [_among(figure, parts, of) for figure in _nested(material, made)]
    contradictions = [note for f in made for note in f.notes if note.rule in ("D-03", "D-09", "D-27")]
    graves = [s for f in made if f.basis == "graves" for s in f.statements]
    contradictions += same_number_other_basis(
        graves, [s for f in made if f.basis in BODIES for s in f.statements]
    )
    made.sort(key=_reading_order(made))
    return Figures(tuple(made), tuple(dict.fromkeys(contradictions)), tuple(aside))


def _reading_order(made: Sequence[Figure]) -> Callable[[Figure], tuple[object, ...]]:
    """What is counted most first, and figures of one basis together."""
    rank = {basis: n for n, basis in enumerate(ORDER)}
    most: dict[str, int] = defaultdict(int)
    for figure in made:
        most[figure.basis] = max(most[figure.basis], figure.minimum or figure.best or 0)

    def order(figure: Figure) -> tuple[object, ...]:
        size = figure.minimum or figure.best or 0
        return figure.under_investigation, -most[figure.basis], rank.get(figure.basis, len(rank)), -size

    return order


class _Same(NamedTuple):
    """What two tallies must share to be compared (D-03).

    That the dead were civilians is a claim *about* the set (D-27), so it does not set a tally apart; any
    other group does.
    """

    basis: str
    place: str
    group: tuple[str, ...]
    what: tuple[str, ...]
    said: str  # that something is alleged, concluded or being investigated is never merged (D-18)
    alone: str = (
        ""  # the key of a tally that is compared with no other: presumed a part of its document's whole
    )


def _same(told: Told) -> _Same:
    claim, tally = told.claim, told.claim.tally
    assert tally is not None
    group = tuple(sorted(set(tally.group) - {"civilian"}))
    # Two places that are not stated are not known to be one: such numbers meet within their document only.
    place = place_key(claim.place) or f"unplaced:{told.source.item}"
    what = tuple(sorted(claim.what)) if tally.basis in OF_A_KIND else ()
    return _Same(
        tally.basis,
        place,
        group,
        what,
        claim.modality if claim.modality in _NEVER_MERGED else "",
    )


def _presumed_parts(material: Material) -> dict[str, Told]:
    """Tallies of one document that differ and are all far below its own whole, with that whole, by key.

    A document that counts 201 bodies at a place and then eleven and nine there does not contradict itself:
    they are presumed to be among the 201, whatever the reader made of the words (D-10).
    """
    found: dict[str, Told] = {}
    for source in material.documents:
        at_place: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for claim in source.claims:
            told, tally = Told(source, claim), claim.tally
            if tally is None or not tally.victims or tally.same_as or whole_of(told) is not None:
                continue
            if tally.basis in DEAD and tally.basis != "with_sign" and is_binding(tally.count):
                place = place_key(claim.place) or f"unplaced:{source.item}"
                at_place[place, claim.modality].append(told)
        for counted in at_place.values():
            whole = max(counted, key=lambda told: bounds(_count(told))[0])
            small = [told for told in counted if _far_below(told, whole)]
            for told in small:
                rivals = [other for other in small if _same(other) == _same(told)]
                if not all(agree(_count(told), _count(other)) for other in rivals):
                    found[told.key] = whole
    return found


def _count(told: Told) -> Count:
    assert told.claim.tally is not None
    return told.claim.tally.count


def _far_below(told: Told, whole: Told) -> bool:
    """Whether a number is less than half of a whole of the same day or an earlier one."""
    high, least = bounds(_count(told))[1], bounds(_count(whole))[0]
    earlier = before(as_of(told)[0], as_of(whole)[0])
    return high is not None and 2 * high < least and not earlier


def _among(figure: Figure, parts: Mapping[str, Told], of: Mapping[str, Figure]) -> Figure:
    """A figure of a presumed part, set within that of its whole."""
    whole = next((parts[s.key] for s in figure.statements if s.key in parts), None)
    if whole is None:
        return figure
    around = of[whole.key]
    text = f"Presumed to be among the {worded(_count(whole))} that the same document counts here."
    note = Note("D-10", text, (*(s.key for s in figure.statements), whole.key))
    return replace(figure, within=(*figure.within, around.key), notes=(*figure.notes, note))


def _figure(material: Material, same: _Same, statements: Sequence[Statement]) -> Figure:
    current = [s for s in statements if s.standing == "stated"]
    latest = _latest([s.as_of for s in current] or [s.as_of for s in statements])
    ranges = alternatives(_as_known_later(s, current) for s in current)
    whole = [(s, break_down(s.told)) for s in statements if s.standing != "repeat"]
    broken = [(statement, made) for statement, made in whole if made is not None]
    notes = [*disagreements(current), *part_disagreements(broken)]
    notes += [Note(rule, text, made.claims) for _, made in broken for rule, text in made.remarks]
    notes += [*wording_notes(same.basis, statements), *civilian_status(material, statements)]
    highs = [high for _, high in ranges]
    place = next((s.told.claim.place for s in statements if s.told.claim.place is not None), None)
    voiced = current or [s for s in statements if s.standing == "ambiguous"]
    named = {s.root for s in voiced if s.root is not None}
    least = _least(statements, ranges)
    return Figure(
        key="figure-" + (current or statements)[0].key,
        basis=same.basis,
        group=same.group,
        what=same.what,
        place_key=place_key(place),
        place=(place.name or place.text) if place is not None else None,
        status=_status(statements, ranges),
        minimum=least,
        low=min((low for low, _ in ranges), default=least),
        best=_best(current, ranges),
        high=None if not highs or None in highs else max(h for h in highs if h is not None),
        period=_period(statements),
        as_of=latest,
        statements=tuple(statements),
        breakdowns=tuple(made for _, made in broken),
        # An unattributed sentence is somebody's, but whose is not known: it counts where nothing else does.
        sources=len(named) or (1 if voiced else 0),
        documents=len({s.item for s in statements}),
        within=(),
        modality=same.said,
        notes=tuple(notes),
        methodology=material.methodology,
    )


def _as_known_later(statement: Statement, current: Sequence[Statement]) -> Count:
    """A count, or the floor it has become where others counted more on a later day."""
    floor = as_floor(statement.count)
    for later in current:
        if before(statement.as_of, later.as_of) and not agree(statement.count, later.count):
            return floor if agree(floor, later.count) else statement.count
    return statement.count


def _least(statements: Sequence[Statement], ranges: Sequence[tuple[int, int | None]]) -> int | None:
    """The documented minimum. Where no words bind, what convention or every reading of them still gives."""
    if ranges:
        least = min(low for low, _ in ranges)
        stated = any(s.count.low is not None for s in statements if s.standing == "stated")
        return least if least or stated else None  # “up to 40” gives no minimum, not even zero
    lows = [s.count.low for s in statements if s.standing == "stated" and s.count.low is not None]
    for statement in statements:
        tally = statement.told.claim.tally
        if statement.standing == "ambiguous" and tally is not None:
            readings = [bounds(r)[0] for r in tally.readings] or [bounds(tally.count)[0]]
            lows.append(min(readings))
    return min(lows, default=None)


def _status(statements: Sequence[Statement], ranges: Sequence[tuple[int, int | None]]) -> Status:
    standings = {s.standing for s in statements}
    if len(ranges) > 1:
        return "contested"
    if "stated" in standings:
        return "stated" if ranges else "vague"
    if "ambiguous" in standings:
        return "ambiguous"
    return "vague" if "caption" in standings else "denied_only"


def _best(current: Sequence[Statement], ranges: Sequence[tuple[int, int | None]]) -> int | None:
    if len(ranges) == 1:
        exact = {s.count.best for s in current if is_binding(s.count) and s.count.best is not None}
        return exact.pop() if len(exact) == 1 else None
    loose = {s.count.best for s in current if s.count.best is not None}
    return loose.pop() if not ranges and len(loose) == 1 else None


def _period(statements: Sequence[Statement]) -> str | None:
    dates = (s.told.claim.date for s in statements)
    stated = {d.edtf for d in dates if d is not None and d.role in HAPPENED}
    return stated.pop() if len(stated) == 1 else None


def _latest(dates: Sequence[str | None]) -> str | None:
    latest: str | None = None
    for date in dates:
        if date is not None and (latest is None or before(latest, date)):
            latest = date
    return latest


def _nested(material: Material, made: list[Figure]) -> list[Figure]:
    """Set each figure within those of the same basis and group at larger places (D-10)."""
    result = []
    for inner in made:
        around, notes = [], list(inner.notes)
        for outer in made:
            if (
                outer is inner
                or (outer.basis, outer.group, outer.what) != (inner.basis, inner.group, inner.what)
                or outer.modality != inner.modality
                or outer.place_key not in material.enclosing.get(inner.place_key or "", ())
            ):
                continue
            around.append(outer.key)
            text = f"Presumed to be among those counted for {outer.place}; the two are never added together."
            notes.append(Note("D-10", text, tuple(s.key for s in (*inner.current(), *outer.current()))))
            if inner.minimum is not None and outer.high is not None and inner.minimum > outer.high:
                text = f"More are counted in {inner.place} than in {outer.place}, which contains it."
                notes.append(Note("D-09", text, tuple(s.key for s in (*inner.current(), *outer.current()))))
        result.append(replace(inner, within=tuple(around), notes=tuple(notes)))
    return result
