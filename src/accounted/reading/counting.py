"""Tallies as claims: what was counted, with who says it, where, when and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from accounted.claims import Claim, Excerpt, Speaker, Tally
from accounted.reading.circumstances import CircumstanceReader, Circumstances
from accounted.reading.denials import DenialFound
from accounted.reading.drafts import BODIES, Draft, family
from accounted.reading.numbers import phrases
from accounted.reading.passages import Passage, Sentence
from accounted.reading.quantifiers import UNSTATED
from accounted.reading.tallies import TallyReader

_PLACELESS: Final = frozenset({"sites", "settlements", "incidents", "cases", "convictions", "suspects"})


class Counting:
    """The tallies of a passage, each with the circumstances of its sentence."""

    def __init__(self, passage: Passage, around: CircumstanceReader) -> None:
        self.passage = passage
        self.around = around
        self.tallies = TallyReader(passage)
        self._circumstances: dict[int, Circumstances] = {}
        self._in_segment = Counter(s.segment for s in passage.sentences)

    @property
    def drafts(self) -> list[Draft]:
        """Every tally read so far."""
        return self.tallies.drafts

    def read(self, sentence: Sentence) -> list[Draft]:
        """The tallies of one sentence, in order."""
        drafts = self.tallies.read(sentence, phrases(self.passage, sentence, self.around.dates.covers))
        harmed = [(d.phrase.first, d.counted.last) for d in drafts]
        for draft in drafts:
            self._circumstances[id(draft)] = self._around(sentence, draft, harmed)
        return drafts

    def deny(self, denial: DenialFound, drafts: Sequence[Draft]) -> None:
        """ "Denied that 12 people were killed": the count is what is denied, nobody here asserts it."""
        for draft in drafts:
            opened = draft.phrase.first - 1
            said = denial.cue <= opened < denial.last and (
                self.passage.ending(opened, "function", "relative")
                or self.passage.ending(opened, "function", "clause")
            )
            if said and denial.modality == "denies":
                around = self._circumstances[id(draft)]
                speaker = denial.speaker or around.speaker
                self._circumstances[id(draft)] = replace(around, modality="denies", speaker=speaker)

    def not_counted(self) -> tuple[tuple[Excerpt, str], ...]:
        """The numbers that count nothing, each with the reason."""
        passage = self.passage
        return tuple(
            (Excerpt.of(passage.text, *passage.span(u.first, u.last)), u.reason)
            for u in self.tallies.uncounted
        )

    def _around(self, sentence: Sentence, draft: Draft, harmed: Sequence[tuple[int, int]]) -> Circumstances:
        predicate = draft.predicate
        found = draft.basis in BODIES  # whoever exhumes or returns bodies harmed nobody
        verb_first = (
            not found
            and predicate is not None
            and (
                predicate.role in ("verb", "of", "joined")
                or (predicate.role == "done" and not predicate.auxiliary)
            )
        )
        people = draft.basis not in _PLACELESS and draft.count.quantifier not in UNSTATED
        around = self.around.of(
            sentence, draft.first, draft.last, verb_first=verb_first, inherit_place=people,
            across=draft.victims and people, harm=draft.victims, inherit_party=people, harmed=harmed,
        )  # fmt: skip
        if around.speaker is None and draft.victims:
            around = replace(around, speaker=self._still_speaking(sentence, draft))
        return around

    def _still_speaking(self, sentence: Sentence, draft: Draft) -> Speaker | None:
        """In one-sentence paragraphs: who gave the figure of the paragraph before, if it counts the like."""
        known = self.tallies.drafts
        at = len(known) - 1
        while at >= 0 and known[at].sentence is sentence:
            at -= 1
        if at < 0 or self.passage.segments[sentence.segment].kind != "body":
            return None
        last = known[at]
        alone = self._in_segment[sentence.segment] == self._in_segment[last.sentence.segment] == 1
        follows = last.sentence.segment == sentence.segment - 1
        if not alone or not follows or family(last.basis) != family(draft.basis):
            return None
        spoken = self._circumstances[id(last)].speaker
        return replace(spoken, inferred=True) if spoken is not None else None

    def claim(self, draft: Draft, keys: Mapping[int, str]) -> Claim:
        """The claim of a tally; `keys` name the claims of all tallies."""
        passage = self.passage
        around = self._circumstances[id(draft)]
        if draft.whole is not None and draft.sentence.number - draft.whole.sentence.number <= 1:
            around = _inherit(around, self._circumstances[id(draft.whole)])
        tally = Tally(
            draft.basis, draft.count, draft.readings, draft.group, draft.incremental, draft.victims,
            draft.implied,
            keys[id(draft.whole)] if draft.whole is not None else None,
            keys[id(draft.same_as)] if draft.same_as is not None else None,
            as_of=around.counted_up_to,
        )  # fmt: skip
        modality = "investigates" if draft.basis == "settlements" else around.modality
        modality = "denies" if draft.rejected else modality
        return Claim(
            keys[id(draft)], "tally", Excerpt.of(passage.text, *passage.span(draft.first, draft.last)),
            modality,
            around.speaker, around.place, around.date, around.dates, around.party, draft.what, tally=tally,
            scare_quotes=draft.counted.scare, segment=draft.sentence.segment, rule=f"tally/{draft.rule}",
        )  # fmt: skip


def _inherit(part: Circumstances, whole: Circumstances) -> Circumstances:
    """A part of a count is where, when and by whom the whole is, unless it says otherwise."""
    return replace(
        part,
        speaker=part.speaker or whole.speaker,
        place=part.place if part.place is not None and not part.place.inferred else whole.place,
        date=part.date or whole.date,
        party=part.party or whole.party,
    )
