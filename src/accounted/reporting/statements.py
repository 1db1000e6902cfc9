"""The numbers of an archive one by one, and how each stands to the others that count the same thing.

A number said again is a repeat, not a second statement (D-16). A caption alone carries nothing (D-15). A
later count by the same counter replaces an earlier one, which stays visible (D-11). The number of a party
that denies stands beside the others (D-17).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from accounted.claims import Count
from accounted.dates import Answer, InvalidDate, parse
from accounted.reporting.counts import agree
from accounted.reporting.material import Told
from accounted.reporting.roots import speaker_name

Standing = Literal["stated", "repeat", "caption", "superseded", "counter_figure", "ambiguous"]

# A heading or a caption repeats what the text below or above it says.
SECONDARY_SEGMENTS = frozenset({"caption", "credit", "headline"})
# Bases of which one kind is not another: a site, a sign, a grave. Of others `what` says what was done.
OF_A_KIND = frozenset({"sites", "with_sign", "graves"})
# The roles of a date on which the counted happened, the likeliest first; a discovery is not one (D-23).
HAPPENED = ("act", "death", "disappearance")


@dataclass(frozen=True, slots=True)
class Statement:
    """One number as one document tells it, and how it stands in its figure."""

    told: Told
    standing: Standing
    root: str | None
    as_of: str | None  # EDTF
    as_of_inferred: bool  # the date of the document, not of the count
    repeats: str | None = None  # the key of the statement it repeats
    superseded_by: str | None = None

    @property
    def key(self) -> str:
        """The key of the claim."""
        return self.told.key

    @property
    def item(self) -> str:
        """The number of the document."""
        return self.told.source.item

    @property
    def count(self) -> Count:
        """The number as stated."""
        assert self.told.claim.tally is not None
        return self.told.claim.tally.count


def whole_of(told: Told) -> Told | None:
    """The tally this one is stated to be part of, in the same document."""
    tally = told.claim.tally
    if tally is None or tally.partition_of is None:
        return None
    whole = told.source.by_id.get(tally.partition_of)
    return Told(told.source, whole) if whole is not None and whole.tally is not None else None


def first_mention(told: Told) -> Told:
    """Follow “the same figure as” back to where the document first states it."""
    seen = {told.claim.id}
    while told.claim.tally is not None and told.claim.tally.same_as is not None:
        earlier = told.source.by_id.get(told.claim.tally.same_as)
        if earlier is None or earlier.id in seen or earlier.tally is None:
            break
        seen.add(earlier.id)
        told = Told(told.source, earlier)
    return told


def segment_kind(told: Told) -> str:
    """The kind of text a claim stands in."""
    segments, index = told.source.document.segments, told.claim.segment
    if index is not None and 0 <= index < len(segments):
        return segments[index].kind
    start = told.claim.excerpt.start
    return next((s.kind for s in segments if s.start <= start < s.end and s.kind != "quote"), "body")


def who(told: Told, behind: Mapping[str, str | None]) -> tuple[str, str]:
    """A speaker within one document."""
    return told.source.item, behind.get(told.key) or voice_of(told)


def voice_of(told: Told) -> str:
    """Who says it, as named; the publisher, else the document, where nobody is credited."""
    if told.claim.speaker is not None:
        return speaker_name(told.claim.speaker)
    return told.source.document.publisher or told.source.item


def as_of(told: Told) -> tuple[str | None, bool]:
    """The day a number is of, and whether that is only the date of its document."""
    tally = told.claim.tally
    if tally is not None and tally.as_of:
        return tally.as_of, False
    for date in (told.claim.date, *told.claim.dates):
        if date is not None and date.role == "statement":
            return date.edtf, date.inferred
    return told.source.document.published, True


def statements_of(
    members: Sequence[Told], behind: Mapping[str, str | None], deniers: set[tuple[str, str]]
) -> list[Statement]:
    """The tallies of one set as statements, each with its standing among the others.

    `behind` is `roots.roots` of the material; `deniers` are those (`who`) that deny something in a document.
    """
    made = []
    seen: dict[tuple[str, Count], str] = {}
    for told in members:
        tally = told.claim.tally
        assert tally is not None
        day, inferred = as_of(told)
        statement = Statement(told, "stated", behind.get(told.key), day, inferred)
        origin, kind, same = first_mention(told), segment_kind(told), (told.source.item, tally.count)
        if origin.key != told.key:
            statement = replace(statement, standing="repeat", repeats=origin.key)
        elif same in seen and kind in SECONDARY_SEGMENTS:  # the same number again in one document (D-16)
            statement = replace(statement, standing="repeat", repeats=seen[same])
        elif kind in ("caption", "credit"):
            statement = replace(statement, standing="caption")
        elif told.claim.modality in ("denies", "alternative"):
            statement = replace(statement, standing="counter_figure")
        elif tally.count.quantifier == "ambiguous" or tally.incremental:
            statement = replace(statement, standing="ambiguous")
        seen.setdefault(same, told.key)
        made.append(statement)
    denying = {n for n, s in enumerate(made) if s.standing == "stated" and who(s.told, behind) in deniers}
    others = [s.count for n, s in enumerate(made) if s.standing == "stated" and n not in denying]
    for n in denying:  # a denier's number that agrees with the others is one of them
        minimises = made[n].count.quantifier in ("at_most", "less_than", "none")
        if minimises or not all(agree(made[n].count, count) for count in others):
            made[n] = replace(made[n], standing="counter_figure")
    return _superseded(made)


def _superseded(statements: list[Statement]) -> list[Statement]:
    """Mark the earlier of two counts by the same counter (D-11). Both stay."""
    result = list(statements)
    for n, earlier in enumerate(statements):
        if earlier.standing != "stated" or earlier.root is None:
            continue
        later = next(
            (
                other
                for other in statements
                if other.standing == "stated"
                and other.root == earlier.root
                and before(earlier.as_of, other.as_of)
            ),
            None,
        )
        if later is not None:
            result[n] = replace(earlier, standing="superseded", superseded_by=later.key)
    return result


def before(one: str | None, other: str | None) -> bool:
    """Whether a date is certainly before another; false where that cannot be told."""
    if one is None or other is None:
        return False
    try:
        return parse(one).before(parse(other)) is Answer.YES
    except InvalidDate:
        return False


def as_floor(count: Count) -> Count:
    """What an earlier count says of a later day: at least as many, since the counted do not become fewer."""
    return count if count.low is None else Count("at_least", count.low, None, None)
