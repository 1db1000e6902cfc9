"""What a careful recorder would remark on in the places of a reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounted.claims import Claim, ReadingWarning
from accounted.reading.passages import Passage
from accounted.reading.placing import PlaceReader


def place_warnings(passage: Passage, places: PlaceReader, claims: Sequence[Claim]) -> list[ReadingWarning]:
    """Misspelt names (D-25), levels that the gazetteer does not confirm (D-26), changes of control (D-24)."""
    out: list[ReadingWarning] = []
    placed: dict[str, list[str]] = {}
    starts: dict[int, list[str]] = {}
    for claim in claims:
        if claim.place is not None:
            placed.setdefault(claim.place.text, []).append(claim.id)
        sentence = passage.sentence_at(passage.token_at(claim.excerpt.start))
        starts.setdefault(sentence.number if sentence else -1, []).append(claim.id)
    for written, resolution in places.resolutions.items():
        about = tuple(placed.get(written, ())) or _said_beside(passage, written, starts)
        for warning in resolution.warnings:
            rule, _, message = warning.partition(": ")
            out.append(ReadingWarning(rule, message, about))
    for sentence in passage.sentences:
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
    relative = any(s.of("relative") or s.of("weekday") for s in passage.sentences)
    if relative and document.published is None:
        message = "the publication date is unknown: words such as “yesterday” are left without a date"
        return [ReadingWarning("D-22", message)]
    return []
