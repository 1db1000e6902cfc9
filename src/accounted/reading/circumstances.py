"""The circumstances of a claim: who says it, where, when, by whom; each stated, or inherited and marked
so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accounted.claims import DateMention, Party, PlaceMention, Speaker
from accounted.places import Places
from accounted.reading.dating import Dated, DateReader
from accounted.reading.located import Located
from accounted.reading.parties import Actor, PartyReader
from accounted.reading.passages import Passage, Sentence
from accounted.reading.placing import PlaceReader
from accounted.reading.speakers import SpeakerReader
from accounted.reading.when.roles import NOT_OF_EVENTS

_SPOKEN: Final = frozenset({"body", "quote", "list", "headline"})
_DATE_REACH: Final = 26
_COUNTED_UP: Final = 8  # tokens by which the day up to which was counted stands back behind the day of a deed
_AT_LARGE: Final = frozenset({"since", "at_large"})  # words by which a figure is of no one event
_GOES_ON: Final = 2  # paragraphs
_PARTY_REACH: Final = 2  # sentences
_BLOWS: Final = frozenset({"attack", "struck"})
_APART: Final = frozenset({"settlement", "region", "country"})  # kinds of which one place never holds another


@dataclass(slots=True)
class Circumstances:
    """What goes with a claim besides its own content."""

    speaker: Speaker | None
    modality: str
    place: PlaceMention | None
    date: DateMention | None
    dates: tuple[DateMention, ...]
    party: Party | None

    @property
    def counted_up_to(self) -> str | None:
        """The day up to which a figure was counted ("as of 5 May"), where the text says so."""
        stated = (self.date, *self.dates) if self.date is not None else self.dates
        return next((d.edtf.removeprefix("../") for d in stated if d.role == "as_of"), None)


@dataclass(slots=True)
class _Memory:
    """What was said last, for what the next sentence leaves unsaid."""

    place: Located | None = None
    place_sentence: int = -99
    place_segment: int = -1
    date: Dated | None = None
    date_sentence: int = -99
    date_segment: int = -1
    date_place: PlaceMention | None = None  # where that happened which the date is of
    party: Actor | None = None
    party_sentence: int = -99
    party_segment: int = -1
    party_speaker: str | None = None  # who named it, where somebody is named


class CircumstanceReader:
    """Answers for each claim of a passage, in the order of the text."""

    def __init__(self, passage: Passage, gazetteer: Places) -> None:
        self.passage = passage
        self.dates = DateReader(passage)
        self.speakers = SpeakerReader(passage)
        self.places = PlaceReader(passage, gazetteer)
        self.parties = PartyReader(passage)
        self._memory = _Memory()
        # the headline and the first paragraph
        self._lead = next(
            (s.segment for s in passage.sentences if passage.segments[s.segment].kind == "body"), 0
        )
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def speaker_spans(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The tokens of a sentence that name those who speak: no place or party of what they say."""
        held = self._spans.get(sentence.number)
        if held is None:
            held = [
                (a.first, max(a.last, a.verb_end) if a.verb == a.first else a.last)
                for a in self.speakers.of(sentence)
                if not a.pronoun
            ]
            self._spans[sentence.number] = held
        return held

    def of(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        *,
        verb_first: bool = False,
        inherit_place: bool = True,
        across: bool = False,
        harm: bool = True,
        inherit_party: bool = False,
        until: int | None = None,
        harmed: Sequence[tuple[int, int]] = (),
    ) -> Circumstances:
        """The circumstances of a claim at tokens [first, last).

        `verb_first`: those harmed are the object of its verb. `across`: the place may come from an earlier
        paragraph, because the claim goes on counting what that paragraph counted. `until`: names after
        this token belong to
        another claim of the sentence. `harm`: it says that somebody
        was harmed, so that it has a party and a date of the deed; `harmed` are the words for those harmed.
        """
        passage = self.passage
        kind = passage.segments[sentence.segment].kind
        stated = self.speakers.stated(sentence, first)
        if stated is None and kind in _SPOKEN:
            stated = self.speakers.carried(sentence)
        speaker, modality = stated if stated else (None, "asserts")
        if self._alleged(sentence, first, last) and modality in ("asserts", "reports"):
            modality = "alleges"
        spans = self.speaker_spans(sentence)
        place = self._place(sentence, first, last, spans, inherit=inherit_place, across=across, until=until)
        date, others = self._date(sentence, first, last, harm=harm, place=place)
        party = (
            self._party(
                sentence,
                first,
                last,
                [*spans, *harmed],
                verb_first=verb_first,
                inherit=inherit_party,
                speaker=stated[0].text if stated is not None and not stated[0].inferred else None,
            )
            if harm
            else None
        )
        if party is not None and speaker is not None and party.start == speaker.start and not party.inferred:
            speaker = None  # «военных обвиняют»: those accused are no speakers
        return Circumstances(speaker, modality, place, date, others, party)

    def _party(
        self, sentence: Sentence, first: int, last: int, apart: list[tuple[int, int]], *, verb_first: bool,
        inherit: bool, speaker: str | None = None,
    ) -> Party | None:  # fmt: skip
        """The party the sentence states, or the one its paragraph has just named for the like, marked
        inferred.
        """
        memory = self._memory
        actor = self.parties.stated(sentence, first, last, apart, verb_first=verb_first)
        if actor is not None:
            memory.party, memory.party_sentence, memory.party_segment = (
                actor,
                sentence.number,
                sentence.segment,
            )
            memory.party_speaker = speaker
            return self.parties.party(actor)
        if speaker is not None and memory.party_speaker is not None and speaker != memory.party_speaker:
            return None  # another one speaks, who has accused nobody
        near = (
            memory.party_segment == sentence.segment
            and sentence.number - memory.party_sentence <= _PARTY_REACH
        )
        if memory.party is None or not inherit or not near:
            return None
        if any(not any(s < a.last and a.first < e for s, e in apart) for a in self.parties.of(sentence)):
            return None
        memory.party_sentence = sentence.number
        return self.parties.party(memory.party, inferred=True)

    def _alleged(self, sentence: Sentence, first: int, last: int) -> bool:
        if "alleged" not in sentence.kinds:
            return False
        return any(m.first < last + 3 and m.last > first - 4 for m in sentence.of("alleged"))

    def _place(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        spans: list[tuple[int, int]],
        *,
        inherit: bool,
        across: bool,
        until: int | None,
    ) -> PlaceMention | None:
        memory = self._memory
        if until is not None:
            spans = [*spans, (until, sentence.last)]
        found = self.places.stated(sentence, first, last, spans)
        if found is not None:
            memory.place, memory.place_sentence = found, sentence.number
            memory.place_segment = sentence.segment
            return self.places.mention(found)
        if not inherit:
            return None
        across = across or bool(sentence.of("place_anaphor"))
        near = sentence.segment == memory.place_segment or (
            across and sentence.segment - memory.place_segment <= 3
        )
        told = memory.place if near else None
        if sentence.segment != memory.place_segment and not sentence.kinds.isdisjoint(_AT_LARGE):
            told = None  # "more than 3,200 since the coup": not in the village told of before
        # "The mayor of Chuhuiv said that …": in Chuhuiv, for all that the sentence says
        beside = self.places.beside(sentence, self.speaker_spans(sentence))
        fresh = beside is not None and sentence.segment != memory.place_segment
        if told is not None and fresh and beside is not None and not self.places.holds(beside, told):
            told = None  # a new paragraph, and one who speaks elsewhere
        place = told or beside
        if told is None and place is not None:
            memory.place, memory.place_sentence = place, sentence.number
            memory.place_segment = sentence.segment
        return self.places.mention(place, inferred=True) if place is not None else None

    def pass_by(self, sentence: Sentence) -> None:
        """Remember the place and date of a sentence that made no claim, for those that follow it."""
        memory = self._memory
        spans = self.speaker_spans(sentence)
        named = [
            p for p in self.places.of(sentence)
            if p.strength == 2 and not any(a <= p.first < b for a, b in spans)
        ]  # fmt: skip
        if named and memory.place_sentence != sentence.number:
            memory.place, memory.place_sentence = named[0], sentence.number
            memory.place_segment = sentence.segment
        if not _BLOWS.isdisjoint(sentence.kinds):
            told = [a for a in self.parties.of(sentence) if (a.subject or a.agent) and not a.accused]
            told = [a for a in told if not any(s < a.last and a.first < e for s, e in spans)]
            if len(told) == 1:  # «Армія РФ вдарила по Одесі. Загинули 16 людей»
                memory.party, memory.party_sentence = told[0], sentence.number
                memory.party_segment = sentence.segment
        dates = [d for d in self.dates.of(sentence) if d.role == "act" and not d.weak]
        if dates and memory.date_sentence != sentence.number:
            memory.date, memory.date_sentence = dates[0], sentence.number
            memory.date_segment = sentence.segment
            memory.date_place = self.places.mention(named[0]) if named else None

    def _date(
        self, sentence: Sentence, first: int, last: int, *, harm: bool, place: PlaceMention | None
    ) -> tuple[DateMention | None, tuple[DateMention, ...]]:
        """The date of a claim: the nearest of its sentence that dates an event, else the one told of last."""
        passage, memory = self.passage, self._memory
        dates = self.dates.of(sentence)
        best: tuple[float, Dated] | None = None
        for dated in dates:
            if dated.role in NOT_OF_EVENTS and (dated.role != "as_of" or dated.weak):
                continue
            distance = float(max(dated.first - last, first - dated.last, 0))
            between = range(min(last, dated.last), max(first, dated.first))
            distance += 15 * sum(bool(passage.begins_as(k, "function", "clause")) for k in between)
            distance += 5 * sum(passage.tokens[k].text in ",;" for k in between)
            distance += _DATE_REACH * dated.weak + _COUNTED_UP * (dated.role == "as_of")
            if distance < (2 if dated.weak else 1) * _DATE_REACH and (best is None or distance < best[0]):
                best = (distance, dated)
        chosen = best[1] if best is not None else None
        inferred = False
        counted = next((d for d in dates if d.role == "as_of" and not d.weak), None) if harm else None
        if chosen is None and harm:
            chosen, inferred = (
                (counted, False) if counted is not None else (self._date_told(sentence, place), True)
            )
        if chosen is not None and chosen.role == "as_of" and harm:
            told = self._date_nearby(sentence)
            if told is not None and self.dates.toll_of(told, chosen):
                chosen, inferred = told, True
        if chosen is None and harm:
            # "So far": dated by the day of speaking, in the role that says it dates no deed.
            chosen, inferred = next((d for d in dates if d.role == "as_of"), None), False
        others = tuple(self.dates.mention(d) for d in dates if d is not chosen)
        if chosen is None:
            return None, others
        if not inferred and not chosen.weak and chosen.role != "as_of":
            memory.date, memory.date_sentence = chosen, sentence.number
            memory.date_segment, memory.date_place = sentence.segment, place
        return self.dates.mention(chosen, inferred=inferred), others

    def _date_nearby(self, sentence: Sentence) -> Dated | None:
        """The date told of last in the same paragraph."""
        memory = self._memory
        near = memory.date_segment == sentence.segment and sentence.number - memory.date_sentence <= 4
        return memory.date if near else None

    def _date_told(self, sentence: Sentence, place: PlaceMention | None) -> Dated | None:
        """The date that a sentence without one goes on telling of; not of what it tells of elsewhere."""
        memory, nearby = self._memory, self._date_nearby(sentence)
        if nearby is not None:
            return nearby
        event = self.dates.event
        if _elsewhere(memory.date_place, place):
            return None
        if event is None or any(d.role not in NOT_OF_EVENTS for d in self.dates.of(sentence)):
            return None
        # A short report of one event: its lead and what goes on from the day told are of that day.
        lead = sentence.segment <= self._lead
        goes_on = memory.date is not None and 0 <= sentence.segment - memory.date_segment <= _GOES_ON
        return event if lead or goes_on else None


def _elsewhere(told: PlaceMention | None, place: PlaceMention | None) -> bool:
    """Whether two places are known to lie apart: two settlements, two regions or two countries."""
    if told is None or place is None:
        return False
    if told.country and place.country and told.country != place.country:
        return True
    if told.kind != place.kind or told.kind is None:
        return False
    return told.kind in _APART and told.geonames != place.geonames
