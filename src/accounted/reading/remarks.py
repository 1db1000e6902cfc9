"""What a careful recorder would remark on in the places of a reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from accounted.claims import Claim, ReadingWarning
from accounted.reading.passages import Passage
from accounted.reading.placing import PlaceReader

_RELATIVE: Final = frozenset({"relative", "weekday"})
_ARMED: Final = frozenset({"armed_forces", "fighter", "soldier"})
_ANSWER_REACH: Final = 3  # sentences between a count and the version that answers it
_COMPARED: Final = 300  # counts of a kind that are compared: a longer list is no text that a person wrote
_MOST: Final = 50  # warnings of one kind; more tell a reader nothing


def place_warnings(passage: Passage, places: PlaceReader, claims: Sequence[Claim]) -> list[ReadingWarning]:
    """Misspelt names (D-25), levels that the gazetteer does not confirm (D-26), changes of control (D-24)."""
    warned = [(written, found) for written, found in places.resolutions.items() if found.warnings]
    controlled = [s for s in passage.sentences if "control" in s.kinds]
    out: list[ReadingWarning] = []
    if not warned and not controlled:
        return out
    placed: dict[str, list[str]] = {}
    starts: dict[int, list[str]] = {}
    for claim in claims:
        if claim.place is not None:
            placed.setdefault(claim.place.text, []).append(claim.id)
        sentence = passage.sentence_at(passage.token_at(claim.excerpt.start))
        starts.setdefault(sentence.number if sentence else -1, []).append(claim.id)
    for written, resolution in warned:
        about = tuple(placed.get(written, ())) or _said_beside(passage, written, starts)
        for warning in resolution.warnings:
            rule, _, message = warning.partition(": ")
            out.append(ReadingWarning(rule, message, about))
    for sentence in controlled:
        states = {str(m.entry.get("state")) for m in sentence.of("control")}
        if {"occupied", "retaken"} <= states:
            about = tuple(starts.get(sentence.number, ()))
            out.append(
                ReadingWarning(
                    "D-24",
                    "the text calls the place both occupied and retaken: two intervals of control, "
                    "not an error",
                    about,
                )
            )
    return out


def _said_beside(passage: Passage, written: str, starts: Mapping[int, list[str]]) -> tuple[str, ...]:
    """The claims of the sentences that hold a name which is no claim's place: "in Poltvava's district"."""
    named = [s.number for s in passage.sentences if written in passage.says(s.first, s.last)]
    return tuple(claim for number in named for claim in starts.get(number, ()))


def date_warnings(passage: Passage, claims: Sequence[Claim]) -> list[ReadingWarning]:
    """Dates that rest on a publication day which is itself inferred, or that cannot be resolved at all
    (D-22).
    """
    document = passage.document
    inferred = tuple(c.id for c in claims if c.date is not None and c.date.inferred)
    if inferred and (document.published_inferred or "~" in (document.published or "")):
        message = (
            f"relative dates rest on a publication date that is inferred ({document.published}): widened"
        )
        return [ReadingWarning("D-22", message, inferred)]
    if document.published is None and any(not _RELATIVE.isdisjoint(s.kinds) for s in passage.sentences):
        message = "the publication date is unknown: words such as “yesterday” are left without a date"
        return [ReadingWarning("D-22", message)]
    return []


def status_warnings(passage: Passage, claims: Sequence[Claim]) -> list[ReadingWarning]:
    """Civilians among whom somebody else reports fighters (D-27): both tallies stay, the status is contested.

    The two are linked where the text links them: one is a part of the other, they are the same figure, they
    count the same dead of one place by different speakers, or a denial says that those killed were fighters.
    """
    tallies = [c for c in claims if c.tally is not None and c.tally.victims]
    civilian = [c for c in tallies if c.tally is not None and "civilian" in c.tally.group]
    if not civilian:
        return []
    armed = [c for c in tallies if c.tally is not None and _ARMED & {*c.tally.group}]
    civilian, armed = civilian[:_COMPARED], armed[:_COMPARED]
    pairs = [(a, b) for a in civilian for b in armed if _one_set(a, b)]
    for denial in claims:
        if denial.kind == "denial" and denial.modality == "alternative" and _says_fighters(passage, denial):
            told = {a.id for a, _ in pairs}
            pairs += [(a, denial) for a in civilian if a.id not in told and _before(passage, a, denial)]
    message = (
        "called civilians by one source and fighters by another: their status is contested, both are kept"
    )
    return [ReadingWarning("D-27", message, (a.id, b.id)) for a, b in pairs[:_MOST]]


def _one_set(civilians: Claim, fighters: Claim) -> bool:
    a, b = civilians.tally, fighters.tally
    if a is None or b is None or "civilian" in b.group or _ARMED & {*a.group}:
        return False
    if b.partition_of == civilians.id or a.partition_of == fighters.id:
        return True
    if b.same_as == civilians.id or a.same_as == fighters.id:
        return True
    apart = {c.speaker.text if c.speaker else None for c in (civilians, fighters)}
    places = {c.place.text if c.place else None for c in (civilians, fighters)}
    return len(apart) == 2 and len(places) == 1 and a.basis == b.basis and a.count == b.count


def _says_fighters(passage: Passage, denial: Claim) -> bool:
    first, last = passage.token_at(denial.excerpt.start), passage.token_before(denial.excerpt.end) + 1
    held = (passage.covers(k, "person") for k in range(first, last))
    return any(m is not None and _ARMED & {*m.entry.get("group", ())} for m in held)


def _before(passage: Passage, claim: Claim, denial: Claim) -> bool:
    """Whether a denial follows close on a claim: what it says of "those killed" is said of its people."""
    here = passage.sentence_at(passage.token_at(denial.excerpt.start))
    there = passage.sentence_at(passage.token_at(claim.excerpt.start))
    return here is not None and there is not None and 0 <= here.number - there.number <= _ANSWER_REACH
