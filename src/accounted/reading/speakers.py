"""Who says it: the speaker of a claim, of a quotation, and the speaker carried over (rule D-07)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from accounted.claims import Relay, Speaker
from accounted.reading.attributions import NEAR, Attribution, AttributionReader
from accounted.reading.passages import Passage, Quotation, Sentence

_TOLD: Final = 4  # sentences that "this was reported by" may be said of


class SpeakerReader:
    """Says who speaks at a place of the text, from the attributions of its sentences and quotations."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.attributions = AttributionReader(passage)
        self._by_quotation: dict[int, Attribution | None] = {}
        for quotation in passage.speech:
            self._by_quotation[quotation.first] = self._speaker_of_quotation(quotation)
        self._told_after = self._of_the_sentences_before()

    def of(self, sentence: Sentence) -> list[Attribution]:
        """The attributions of a sentence, in order."""
        return self.attributions.of(sentence)

    def _of_the_sentences_before(self) -> dict[int, Attribution]:
        """ "This was reported by the police": whose the sentences before are, where they name nobody."""
        told: dict[int, Attribution] = {}
        sentences = self.passage.sentences
        for sentence in sentences:
            said = next((a for a in self.of(sentence) if a.of_before), None)
            for number in range(sentence.number - 1, max(-1, sentence.number - 1 - _TOLD), -1):
                if said is None or self.of(sentences[number]):
                    break
                apart = sentence.segment - sentences[number].segment
                if apart > (
                    sentence.number == 0 or sentences[sentence.number - 1].segment != sentence.segment
                ):
                    break
                told[number] = said
        return told

    def _speaker_of_quotation(self, quotation: Quotation) -> Attribution | None:
        """The attribution right before a speech opens, or right after it closes."""
        passage = self.passage
        opens, closes = passage.sentence_at(quotation.first), passage.sentence_at(quotation.last)
        for attribution in self.of(opens) if opens is not None else ():
            close = quotation.first - attribution.verb_end <= NEAR
            if attribution.verb < quotation.first and attribution.leads and close:
                return attribution
        following = passage.sentence_at(quotation.last + 1)
        for sentence in dict.fromkeys(s.number for s in (closes, following) if s is not None):
            for attribution in self.of(passage.sentences[sentence]):
                after = attribution.verb - quotation.last
                if 0 < after <= NEAR and attribution.trails:
                    return attribution
        return None

    # -- asking ---------------------------------------------------------------------------------------------

    def stated(self, sentence: Sentence, i: int) -> tuple[Speaker, str] | None:
        """The speaker that the sentence itself, or the quotation around it, gives for token `i`."""
        quotation = self.passage.speech_around(i)
        if quotation is not None:
            attribution = self._by_quotation.get(quotation.first)
            inner = [
                a
                for a in self.of(sentence)
                if quotation.first < a.verb < quotation.last and a.leads and a.verb_end <= i
            ]
            if inner and not inner[-1].pronoun:
                return self._speaker(inner[-1], via=attribution), inner[-1].modality
            if attribution is not None:
                return self._speaker(attribution), attribution.modality
            earlier = self._continued(quotation)
            if earlier is not None:
                return replace(self._speaker(earlier), inferred=True), earlier.modality
        leading = None
        for attribution in self.of(sentence):
            if (
                attribution.leads
                and attribution.verb_end <= i
                and not (attribution.finds and leading is not None)  # he said his men had counted 32
                and not self.attributions.parted(attribution.verb_end, i)
            ):
                leading = attribution
        trailing = next((a for a in self.of(sentence) if a.trails and a.first > i and a.verb >= i), None)
        if leading is not None and leading.finds and trailing is not None and not trailing.weak:
            leading = None  # police found 12 bodies, said the governor
        if leading is None and trailing is not None and trailing.pronoun:
            return self._speaker(trailing), trailing.modality
        if leading is not None:
            via = trailing if trailing is not None and not trailing.pronoun else None
            outer = [
                a
                for a in self.of(sentence)
                if a.leads
                and a is not leading
                and a.verb_end <= leading.first
                and not self.attributions.parted(a.verb_end, leading.first)
            ]
            return self._speaker(leading, via=via or (outer[-1] if outer else None)), leading.modality
        if trailing is not None:
            return self._speaker(trailing), trailing.modality
        late = next((a for a in self.of(sentence) if a.trails and a.pronoun and a.verb > i), None)
        if late is not None:
            return self._speaker(late), late.modality
        for a in reversed(self.of(sentence)):
            # "…," said a trader who saw 20 corpses
            if a.trails and not a.leads and a.verb < a.first < a.last <= i:
                who = self.passage.at(a.last, "function", "relative")
                if who and not any(self.passage.tokens[k].text in ",;:" for k in range(a.last, i)):
                    return self._speaker(a), a.modality
        after = self._told_after.get(sentence.number)
        return (self._speaker(after), after.modality) if after is not None else None

    def publisher(self, sentence: Sentence, i: int) -> Relay | None:
        """The publisher whose own finding token `i` is a part of."""
        for attribution in self.of(sentence):
            if attribution.found and attribution.verb_end <= i:
                start, end = self.passage.span(attribution.first, attribution.last)
                return Relay(self.passage.text[start:end], start, end)
        return None

    def _continued(self, quotation: Quotation) -> Attribution | None:
        """The speaker of the quotation before, where one speech runs over several paragraphs."""
        passage = self.passage
        before = passage.speech_before(quotation)
        if before is None:
            return None
        said = self._by_quotation.get(before.first)
        if quotation.first - before.last <= 1:
            return said
        # “…,” she said. / “There are more …”: the next paragraph is hers too as well
        opens, closed = passage.sentence_at(quotation.first), passage.sentence_at(before.last)
        near = opens is not None and closed is not None and opens.segment - closed.segment == 1
        between = quotation.first - (said.verb_end if said is not None else quotation.first)
        if near and opens is not None and quotation.first == opens.first and 0 <= between <= NEAR:
            return said
        return None

    def carried(self, sentence: Sentence) -> tuple[Speaker, str] | None:
        """The speaker of the sentence before, in the same segment: inferred, never stated (rule D-07)."""
        for number in range(sentence.number - 1, max(-1, sentence.number - 3), -1):
            earlier = self.passage.sentences[number]
            if earlier.segment != sentence.segment:
                return None
            found = self.last_of(earlier)
            if found is not None:
                return replace(found[0], inferred=True), found[1]
        return None

    def last_of(self, sentence: Sentence) -> tuple[Speaker, str] | None:
        """The speaker with whom a sentence ends."""
        attributions = [a for a in self.of(sentence) if not a.pronoun] or self.of(sentence)
        attributions = [a for a in attributions if not a.found] or attributions
        if not attributions:
            return None
        attributions = [a for a in attributions if not a.finds] or attributions
        chosen = next((a for a in attributions if a.leads), attributions[-1])
        return self._speaker(chosen), chosen.modality

    def _speaker(self, attribution: Attribution, via: Attribution | None = None) -> Speaker:
        passage = self.passage
        relays: list[Relay] = []
        first, last = attribution.first, attribution.last
        if via is not None and (via.first, via.last) != (first, last):
            start, end = passage.span(via.first, via.last)
            relays.append(Relay(passage.text[start:end], start, end))
        if attribution.cited is not None:
            start, end = passage.span(first, last)
            relays.append(Relay(passage.text[start:end], start, end))
            first, last = attribution.cited
        start, end = passage.span(first, last)
        text = passage.text[start:end]
        return Speaker(
            text, start, end, inferred=False, via=tuple(relays), name=self.attributions.full_name(first, last)
        )
