"""Every claim of a model held against the text; what does not stand there is dropped, and counted by reason.

A claim is dropped whole when its words, its number, its speaker or its place are not in the text: a claim
without the speaker it was given to would be somebody else's. Lesser parts that fail (a date, a party, a term)
are left out of the claim, and counted as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from accounted.claims import (
    Claim,
    DateMention,
    Document,
    Excerpt,
    Party,
    PlaceMention,
    Relay,
    Segment,
    Speaker,
    Tally,
    Words,
)  # fmt: skip
from accounted.places import Gazetteer, Mention
from accounted.reading.circumstances import CircumstanceReader
from accounted.reading.drafts import family
from accounted.reading.model.answers import Said, SaidDate, SaidTally
from accounted.reading.model.figures import Figure, FigureReader, meant
from accounted.reading.model.located import Folded
from accounted.reading.model.particulars import believed
from accounted.reading.model.pieces import Piece
from accounted.reading.model.schema import GROUPS, TERMS, codes
from accounted.reading.passages import Passage
from accounted.reading.placing import resolved_mention

# reason → the rule it is dropped under, and how a person is told
DROPPED: dict[str, tuple[str, str]] = {
    "malformed": ("D-37", "not of the form that was asked for"),
    "unknown_code": ("D-37", "of a kind, modality or count basis that the vocabularies do not have"),
    "no_term": ("D-37", "a site, finding or act without a term of the vocabulary"),
    "excerpt_not_found": ("D-01", "its words do not stand in the text"),
    "excerpt_ambiguous": ("D-01", "its words stand in the text more than once, and it does not say where"),
    "number_not_read": ("D-02", "its number is not the one that its words give"),
    "no_grammar": ("D-02", "a number in a language without a lexicon, which cannot be read again"),
    "speaker_not_found": ("D-07", "its speaker does not stand in the text"),
    "place_not_found": ("D-25", "its place does not stand in the text"),
    "repeated": ("D-16", "the same claim given twice"),
}
LEFT_OUT: dict[str, tuple[str, str]] = {
    "date_not_found": ("D-22", "a date that does not stand in the text, or that our grammar does not read"),
    "party_not_found": ("D-21", "a party that does not stand in the text"),
    "relay_not_found": ("D-04", "one who passed it on, who does not stand in the text"),
    "words_not_found": (
        "D-01",
        "words for victims, an extent, a body or a scope that its paragraph does not have",
    ),
    "misplaced": ("D-37", "a particular that a claim of its kind does not have"),
    "unknown_term": ("D-37", "a term that does not belong to the kind of claim"),
    "unknown_reference": ("D-10", "a whole or a denied claim that is not among those kept, or is no such"),
}
_SAYS_LITTLE = 10  # smaller figures recur by chance


class Drop(Exception):
    """A claim is not believed, for a reason of `DROPPED`."""


@dataclass(slots=True)
class Kept:
    """A claim that stands in the text, and what it refers to in the model's answer."""

    claim: Claim
    said: Said
    piece: int


class Checker:
    """Holds a model's claims against one document."""

    def __init__(
        self, document: Document, segments: tuple[Segment, ...], passage: Passage | None, gazetteer: Gazetteer
    ) -> None:
        self.document = document
        self.text = document.text
        self.passage = passage
        self.reasons: Counter[str] = Counter()
        self.kept: list[Kept] = []
        self._segments = segments
        self._gazetteer = gazetteer
        self._folded = Folded(document.text)
        self._seen: set[tuple[object, ...]] = set()
        self._around = CircumstanceReader(passage, gazetteer) if passage is not None else None
        self._figures: FigureReader | None = None
        if passage is not None and self._around is not None:
            dates = self._around.dates
            covered = frozenset(i for i in range(len(passage.tokens)) if dates.covers(i))
            self._figures = FigureReader(passage, covered)
        self._codes = {name: frozenset(codes(name)) for name in _VOCABULARIES}

    def take(self, said: Said, piece: Piece, number: int) -> None:
        """Keep one claim of the answer to one piece, or drop it and count why."""
        try:
            claim = self._claim(said, piece)
        except Drop as drop:
            self.reasons[str(drop)] += 1
            return
        self.kept.append(Kept(claim, said, number))

    def claims(self) -> tuple[Claim, ...]:
        """The kept claims in the order of the text, with what stands between them."""
        order = sorted(
            self.kept, key=lambda one: (one.claim.excerpt.start, one.claim.excerpt.end, one.claim.kind)
        )
        ids = {(one.piece, one.said.id): f"m{n}" for n, one in enumerate(order, 1)}
        named = {f"m{n}": one.claim for n, one in enumerate(order, 1)}
        earlier: dict[tuple[object, ...], str] = {}
        return tuple(self._related(f"m{n}", one, ids, named, earlier) for n, one in enumerate(order, 1))

    # -- one claim ------------------------------------------------------------------------------------------

    def _claim(self, said: Said, piece: Piece) -> Claim:
        if said.kind not in _KINDS or said.modality not in self._codes["statement_modality"]:
            raise Drop("unknown_code")
        if (said.kind == "tally") != (said.tally is not None):
            raise Drop("malformed")
        start, end = self._place_of(said, piece)
        what = self._terms(said)
        tally = self._tally(said.tally, start, end) if said.tally is not None else None
        speaker = self._speaker(said, start, end)
        place = self._place(said, start, end)
        date = self._date(said.date, start, end) if said.date is not None else None
        found = [self._date(one, start, end) for one in said.dates]
        dates = tuple(dict.fromkeys(one for one in found if one is not None and one != date))
        if tally is not None:
            tally = replace(tally, as_of=_counted_up_to(date, dates))
        claim = Claim(
            "m", said.kind, Excerpt.of(self.text, start, end), said.modality, speaker, place,  # type: ignore[arg-type]
            date, dates, self._party(said, start, end), what, tally=tally,
            segment=self._segment(start), rule="model",
            **believed(
                said.particulars, said.kind, lambda words: self._beside(words, start), self.reasons
            ),
        )  # fmt: skip
        same = (claim.kind, start, end, claim.what, tally, speaker and speaker.text)
        if same in self._seen:
            raise Drop("repeated")
        self._seen.add(same)
        return claim

    def _place_of(self, said: Said, piece: Piece) -> tuple[int, int]:
        """Where the words of a claim stand in the piece that the model was shown."""
        found = list(self._folded.places(said.exact, piece.start, piece.end))
        if not found:
            raise Drop("excerpt_not_found")
        if len(found) == 1:
            return found[0]
        if said.start is None:
            raise Drop("excerpt_ambiguous")
        hint = piece.start + said.start
        return min(found, key=lambda at: abs(at[0] - hint))

    def _terms(self, said: Said) -> tuple[str, ...]:
        names = ["site_type", "grave_type"] if said.kind in ("site", "tally") else [TERMS.get(said.kind, "")]
        allowed = frozenset().union(*(self._codes.get(name, frozenset()) for name in names))
        terms = tuple(dict.fromkeys(term for term in said.what if term in allowed))
        self.reasons["unknown_term"] += len(set(said.what)) - len(terms)
        if not terms and said.kind in ("site", "finding", "act"):
            raise Drop("no_term")
        return terms

    def _tally(self, said: SaidTally, start: int, end: int) -> Tally:
        if said.basis not in self._codes["count_basis"]:
            raise Drop("unknown_code")
        if self._figures is None:
            raise Drop("no_grammar")
        figure = meant(self._figures.within(start, end), said.numbers)
        if figure is None:
            raise Drop("number_not_read")
        return Tally(
            said.basis, figure.count, figure.readings, self._group(said, figure), figure.incremental,
            said.victims, figure.implied,
        )  # fmt: skip

    def _group(self, said: SaidTally, figure: Figure) -> tuple[str, ...]:
        """The groups the words name, by our reading of them; the model's where ours finds none."""
        if figure.group:
            return tuple(dict.fromkeys(figure.group))
        allowed = frozenset().union(*(self._codes[name] for name in GROUPS))
        terms = tuple(dict.fromkeys(term for term in said.group if term in allowed))
        self.reasons["unknown_term"] += len(set(said.group)) - len(terms)
        return terms

    def _speaker(self, said: Said, start: int, end: int) -> Speaker | None:
        if said.speaker is None:
            return None
        found = self._nearest(said.speaker, start)
        if found is None:
            raise Drop("speaker_not_found")
        via = []
        for words in said.via:
            at = self._nearest(words, start)
            if at is None:
                self.reasons["relay_not_found"] += 1
            else:
                via.append(Relay(self.text[slice(*at)], *at))
        return Speaker(self.text[slice(*found)], *found, self._elsewhere(found, start, end), tuple(via))

    def _place(self, said: Said, start: int, end: int) -> PlaceMention | None:
        if said.place is None:
            return None
        found = self._nearest(said.place, start)
        if found is None:
            raise Drop("place_not_found")
        words, inferred = self.text[slice(*found)], self._elsewhere(found, start, end)
        resolved = self._gazetteer.resolve([Mention(*found, words)]).get(words)
        if self._around is not None:
            resolved = self._around.places.resolutions.get(words) or resolved
        return resolved_mention(words, *found, resolved, inferred=inferred)

    def _date(self, said: SaidDate, start: int, end: int) -> DateMention | None:
        """The date as our own grammar reads it at the place of the model's words, in the role it gives."""
        found = self._nearest(said.text, start)
        if found is not None and self._around is not None and self._figures is not None:
            for sentence in self._figures.sentences(*found):
                for dated in self._around.dates.of(sentence):
                    mention = self._around.dates.mention(dated)
                    assert mention.start is not None and mention.end is not None
                    if mention.start < found[1] and found[0] < mention.end:
                        role = said.role if said.role in self._codes["date_role"] else dated.role
                        away = mention.inferred or self._elsewhere(found, start, end)
                        return replace(mention, role=role or dated.role, inferred=away)
        self.reasons["date_not_found"] += 1
        return None

    def _party(self, said: Said, start: int, end: int) -> Party | None:
        if said.party is None:
            return None
        found = self._nearest(said.party, start)
        if found is None:
            self.reasons["party_not_found"] += 1
            return None
        return Party(self.text[slice(*found)], *found, self._elsewhere(found, start, end))

    # -- places in the text ---------------------------------------------------------------------------------

    def _nearest(self, words: str, to: int) -> tuple[int, int] | None:
        return self._folded.nearest(words, 0, len(self.text), to)

    def _beside(self, words: str, start: int) -> Words | None:
        """Words in the paragraph of a claim: elsewhere they would be said of something else."""
        at = self._segment(start)
        paragraph = self._segments[at] if at is not None else Segment(0, len(self.text))
        found = self._folded.nearest(words, paragraph.start, paragraph.end, start)
        return Words(self.text[slice(*found)], *found) if found is not None else None

    def _elsewhere(self, found: tuple[int, int], start: int, end: int) -> bool:
        """Whether words stand outside the sentences of a claim, so that it takes them from elsewhere."""
        if self._figures is None or self.passage is None:
            return not any(
                one.start <= found[0] < one.end for one in self._segments if one.start <= start < one.end
            )
        spans = [self.passage.span(s.first, s.last) for s in self._figures.sentences(start, end)]
        return not any(a <= found[0] < b for a, b in spans)

    def _segment(self, start: int) -> int | None:
        for number, one in enumerate(self._segments):
            if one.start <= start < one.end:
                return number
        return None

    # -- between claims -------------------------------------------------------------------------------------

    def _related(
        self,
        name: str,
        one: Kept,
        ids: dict[tuple[int, str], str],
        named: dict[str, Claim],
        earlier: dict[tuple[object, ...], str],
    ) -> Claim:
        claim, said = one.claim, one.said
        others = {ids.get((one.piece, denied)) for denied in said.denies} - {name, None}
        denies = tuple(sorted(str(other) for other in others)) if claim.kind == "denial" else ()
        self.reasons["unknown_reference"] += len(set(said.denies)) - len(denies)
        tally = claim.tally
        if tally is not None and said.tally is not None:
            tally = replace(tally, same_as=_earlier(name, tally, earlier))
            if said.tally.partition_of is not None:
                whole = ids.get((one.piece, said.tally.partition_of))
                if whole is not None and whole != name and _fits(tally, named[whole].tally):
                    tally = replace(tally, partition_of=whole)
                else:
                    self.reasons["unknown_reference"] += 1
        return replace(claim, id=name, denies=denies, tally=tally)


_KINDS = frozenset({"tally", "site", "finding", "act", "denial", "investigation", "testimony"})
_VOCABULARIES = (
    "statement_modality", "count_basis", "date_role", "grave_type", *GROUPS, *TERMS.values(),
)  # fmt: skip


def _counted_up_to(date: DateMention | None, dates: tuple[DateMention, ...]) -> str | None:
    """The day up to which a figure was counted, where the words give it."""
    stated = (date, *dates) if date is not None else dates
    return next((one.edtf.removeprefix("../") for one in stated if one.role == "as_of"), None)


def _fits(part: Tally, whole: Tally | None) -> bool:
    """Whether a count can be a part of another: it is not larger (rule D-10)."""
    if whole is None:
        return False
    top = whole.count.high if whole.count.high is not None else whole.count.best
    least = part.count.low if part.count.low is not None else part.count.best
    return top is None or least is None or least < top


def _earlier(name: str, tally: Tally, earlier: dict[tuple[object, ...], str]) -> str | None:
    """The first mention of the same figure, if this is a later one (rule D-16)."""
    count = tally.count
    figure = count.best or count.low or count.high
    if figure is None or figure < _SAYS_LITTLE or tally.implied:
        return None
    first = earlier.setdefault((family(tally.basis), count, frozenset(tally.group)), name)
    return first if first != name else None
