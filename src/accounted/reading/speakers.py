"""Who says it: attributions of a sentence, the speaker of a quotation, and the speaker carried over (rule
D-07).

An attribution is a verb of saying with its subject ("police said", "said the minister"), or a phrase such as
"according to". It *leads* (what is said follows) or *trails* (what is said went before).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounted.claims import Relay, Speaker
from accounted.reading.passages import Mark, Passage, Quotation, Sentence
from accounted.reading.subjects import after_verb, before_verb, is_document, np_after, shouted
from accounted.reading.tokens import FIGURE, WORD

_QUOTES = frozenset("\"“”«»„‘’'")
_HEADING = 6  # words that may stand before the colon of a heading
_NEAR = 14  # tokens between a speech and the words that say whose it is
_TOLD = 4  # sentences that "this was reported by" may be said of
_TAIL = 11  # tokens that may follow "X said" when what was said went before


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody says something: the subject's tokens [first, last), the verb's [verb, verb_end)."""

    first: int
    last: int
    verb: int
    verb_end: int
    leads: bool
    trails: bool
    modality: str
    weak: bool = False
    pronoun: bool = False
    cited: tuple[int, int] | None = None  # the one whom the subject cites
    of_before: bool = False  # "this was reported by …": of the sentences before
    found: bool = False  # a publisher with what it found out itself: others may speak in its sentence


class SpeakerReader:
    """Reads attributions sentence by sentence and remembers who spoke last."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._by_sentence: dict[int, list[Attribution]] = {}
        self._by_quotation: dict[int, Attribution | None] = {}
        self._names: dict[str, tuple[int, int]] = {}
        self._last_subject: tuple[int, int] | None = None
        self._last_body: tuple[int, int] | None = None
        for sentence in passage.sentences:
            self._by_sentence[sentence.number] = self._attributions(sentence)
        for quotation in passage.speech:
            self._by_quotation[quotation.first] = self._speaker_of_quotation(quotation)
        self._told_after = self._of_the_sentences_before()

    def _of_the_sentences_before(self) -> dict[int, Attribution]:
        """ "This was reported by the police": whose the sentences before are, where they name nobody."""
        told: dict[int, Attribution] = {}
        sentences = self.passage.sentences
        for sentence in sentences:
            said = next((a for a in self.of(sentence) if a.of_before), None)
            for number in range(sentence.number - 1, max(-1, sentence.number - 1 - _TOLD), -1):
                if said is None or self._by_sentence[number]:
                    break
                apart = sentence.segment - sentences[number].segment
                if apart > (
                    sentence.number == 0 or sentences[sentence.number - 1].segment != sentence.segment
                ):
                    break
                told[number] = said
        return told

    # -- reading attributions -------------------------------------------------------------------------------

    def of(self, sentence: Sentence) -> list[Attribution]:
        """The attributions of a sentence, in order."""
        return self._by_sentence[sentence.number]

    def _attributions(self, sentence: Sentence) -> list[Attribution]:
        passage = self.passage
        found: list[Attribution] = []
        for mark in sentence.of("according"):
            span = np_after(passage, sentence, mark.last)
            if span is None:
                continue
            bare = span[1] - span[0] == 1 and is_document(passage, *span)
            if bare and self._last_subject is not None and not passage.tokens[span[0]].capital:
                span = self._last_subject  # "according to report": the report of whoever spoke last
            opening = all(
                passage.tokens[i].text in ',"“«'
                or passage.covers(i, "function")
                or passage.covers(i, "date_word")
                for i in range(sentence.first, mark.first)
            )
            cited = self._cited(sentence, span[1], span[1])
            end = max(mark.last, span[1] if span[0] >= mark.last else mark.last)
            found.append(
                Attribution(
                    *span, mark.first, max(end, cited[1]) if cited else end, leads=opening,
                    trails=not opening, modality="asserts", cited=cited,
                )
            )  # fmt: skip
        heading = self._heading(sentence)
        if heading is not None:
            found.append(heading)
        found.extend(self._publishers(sentence))
        for mark in sentence.of("say"):
            attribution = self._said(sentence, mark, found)
            if attribution is not None and not any(
                attribution.verb <= max(a.verb, a.verb_end - 1)
                and (a.verb <= attribution.first < a.verb_end or a.first == attribution.first)
                for a in found
            ):
                found.append(attribution)
        found.sort(key=lambda a: a.verb)
        strong = [a for a in found if not a.weak and a.leads]
        found = [
            a
            for a in found
            if not (
                (a.weak or a.pronoun)
                and any(s.verb < a.verb and not self._parted(s.verb_end, a.verb) for s in strong)
            )
        ]
        if found:
            last = next((a for a in reversed(found) if not a.pronoun), None)
            if last is not None:
                self._remember(last)
        return found

    def _publishers(self, sentence: Sentence) -> list[Attribution]:
        """ "The Meridian Courier has learned": a publisher speaks for what it found out itself."""
        out = []
        for mark in sentence.of("press_finds"):
            subject = before_verb(self.passage, sentence, mark.first) if mark.role != "noun" else None
            if subject is not None and not subject[2]:
                out.append(
                    Attribution(
                        *subject[:2], mark.first, mark.last, leads=True, trails=False, modality="asserts",
                        found=True,
                    )
                )  # fmt: skip
        return out

    def _heading(self, sentence: Sentence) -> Attribution | None:
        """ "Prosecutors: 480 children killed": whoever stands before a colon at the beginning."""
        passage = self.passage
        for i in range(sentence.first, min(sentence.first + _HEADING, sentence.last - 1)):
            token = passage.tokens[i]
            if token.text == ":" and i > sentence.first:
                spoken = passage.covers(i - 1, "role") or passage.covers(i - 1, "title")
                if spoken is None or passage.tokens[sentence.first].text in _QUOTES:
                    return None
                return Attribution(sentence.first, i, i, i + 1, leads=True, trails=False, modality="asserts")
            if token.kind != WORD or passage.covers(i, "harm") or passage.covers(i, "say"):
                return None
        return None

    def _remember(self, attribution: Attribution) -> None:
        self._last_subject = (attribution.first, attribution.last)
        self._full_name(attribution.first, attribution.last)
        if is_document(self.passage, attribution.first, attribution.last):
            self._last_body = self._last_subject

    def _said(self, sentence: Sentence, mark: Mark, found: list[Attribution]) -> Attribution | None:
        passage = self.passage
        named = passage.tokens[mark.first].capital and mark.first > sentence.first
        named = named and passage.tokens[mark.first - 1].text not in _QUOTES
        if named and not shouted(passage, sentence):
            return None  # the United States
        if (
            mark.last < sentence.last
            and passage.at(mark.last, "passive_of")
            and mark.entry.get("modality") == "alleges"
        ):
            return None
        if mark.entry.get("counts") and not _number_at(passage, mark.last):
            return None
        shared: tuple[int, int] | None = None
        weak = bool(mark.entry.get("weak"))
        modality = str(mark.entry.get("modality", "asserts"))
        opens = passage.ending(mark.first - 1, "saying_opens") if mark.first > sentence.first else []
        subject = before_verb(passage, sentence, mark.first) if not opens else None
        inverted = False
        if subject is None and not weak:
            subject = after_verb(passage, sentence, mark)
            inverted = subject is not None
        if subject is None and passage.ending(mark.first - 1, "function", "conjunction"):
            shared = self._shared(sentence, mark, found)
            subject = (*shared, False) if shared is not None else None
        if subject is None:
            return None
        first, last, pronoun = subject
        if weak and not (pronoun or is_document(passage, first, last)):
            return None
        if pronoun:
            plural = passage.at(first, "plural_pronoun") and self._people_before(sentence, first)
            thing = passage.at(first, "thing_pronoun")
            told_of = self._subject_of_before(sentence) if thing else None
            resolved = plural or told_of or (self._last_body if thing else None) or self._last_subject
            if resolved:
                first, last = resolved
        end = mark.last if not inverted else max(last if not pronoun else mark.last, mark.last)
        until = next((i for i in range(end, sentence.last) if passage.tokens[i].text == ";"), sentence.last)
        rest = until - end
        tail_only = (
            rest <= _TAIL
            and not any(
                passage.at(i, "harm")
                or passage.at(i, "person")
                or passage.at(i, "pronoun")
                or passage.at(i, "thing")
                or passage.words[i] == "that"
                for i in range(end, until)
            )
            and not passage.speech_begins(end, until)
        )
        if tail_only and end < sentence.last and passage.words[end] in ("that", ":"):
            tail_only = False
        middle = end < sentence.last and passage.tokens[end].text == "," and not tail_only
        starts_sentence = (first if not pronoun else mark.first) <= sentence.first + 1
        trails = inverted or tail_only or middle
        if trails and starts_sentence and not inverted:
            trails = False
        if any(passage.at(i, "harm", "toll") for i in range(mark.first, mark.last)):
            end = mark.first + 1  # "put the number of missing at 80": the number is what is said
        of_before = bool(opens) and opens[0].role == "this"
        begins = mark.first if shared else min(mark.first, subject[0])
        leads = (not trails or middle) and not of_before
        return Attribution(
            first, last, begins, end, leads=leads, trails=trails and not of_before, modality=modality,
            weak=weak, pronoun=pronoun, cited=self._cited(sentence, first, end), of_before=of_before,
        )  # fmt: skip

    def _shared(self, sentence: Sentence, mark: Mark, found: Sequence[Attribution]) -> tuple[int, int] | None:
        """The subject of "… and established that": of the verb of saying before it, or of the sentence."""
        if found and found[-1].leads:
            return found[-1].first, found[-1].last
        opens = self.passage.lexicon.settings.get("content_openers", ())
        if mark.last >= sentence.last or self.passage.words[mark.last] not in opens:
            return None
        return np_after(self.passage, sentence, sentence.first)

    def _cited(self, sentence: Sentence, first: int, end: int) -> tuple[int, int] | None:
        """Whom the one who speaks cites: "the ministry, citing local police"."""
        for citing in sentence.of("citing"):
            if citing.first >= first and citing.first - end <= _NEAR:
                return np_after(self.passage, sentence, citing.last)
        return None

    def _subject_of_before(self, sentence: Sentence) -> tuple[int, int] | None:
        """ "The report rests on interviews. It concludes": what the sentence before began with."""
        if sentence.number == 0:
            return None
        before = self.passage.sentences[sentence.number - 1]
        span = np_after(self.passage, before, before.first) if before.segment == sentence.segment else None
        return span if span is not None and is_document(self.passage, *span) else None

    def _people_before(self, sentence: Sentence, i: int) -> tuple[int, int] | None:
        """The people named last before a "they" of the same sentence."""
        passage = self.passage
        for k in range(i - 1, max(sentence.first, i - 16) - 1, -1):
            if passage.covers(k, "person") or passage.covers(k, "demonym") or passage.covers(k, "teller"):
                if k + 1 < i and passage.covers(k + 1, "person"):
                    continue
                first = k
                while first > sentence.first and (
                    passage.covers(first - 1, "vague") or passage.covers(first - 1, "number")
                    or passage.covers(first - 1, "person") or passage.covers(first - 1, "demonym")
                    or passage.at(first - 1, "function", "determiner") or passage.at(first - 1, "modifier")
                ):  # fmt: skip
                    first -= 1
                return first, k + 1
        return None

    def _speaker_of_quotation(self, quotation: Quotation) -> Attribution | None:
        """The attribution right before a speech opens, or right after it closes."""
        passage = self.passage
        opens, closes = passage.sentence_at(quotation.first), passage.sentence_at(quotation.last)
        for attribution in self.of(opens) if opens is not None else ():
            close = quotation.first - attribution.verb_end <= _NEAR
            if attribution.verb < quotation.first and attribution.leads and close:
                return attribution
        following = passage.sentence_at(quotation.last + 1)
        for sentence in dict.fromkeys(s.number for s in (closes, following) if s is not None):
            for attribution in self._by_sentence[sentence]:
                after = attribution.verb - quotation.last
                if 0 < after <= _NEAR and attribution.trails:
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
            if attribution.leads and attribution.verb_end <= i and not self._parted(attribution.verb_end, i):
                leading = attribution
        trailing = next((a for a in self.of(sentence) if a.trails and a.first > i and a.verb >= i), None)
        if leading is None and trailing is not None and trailing.pronoun:
            return self._speaker(trailing), trailing.modality
        if leading is not None:
            via = trailing if trailing is not None and not trailing.pronoun else None
            outer = [
                a for a in self.of(sentence) if a.leads and a.verb_end <= leading.first and a is not leading
            ]
            return self._speaker(leading, via=via or (outer[-1] if outer else None)), leading.modality
        if trailing is not None:
            return self._speaker(trailing), trailing.modality
        late = next((a for a in self.of(sentence) if a.trails and a.pronoun and a.verb > i), None)
        if late is not None:
            return self._speaker(late), late.modality
        after = self._told_after.get(sentence.number)
        return (self._speaker(after), after.modality) if after is not None else None

    def publisher(self, sentence: Sentence, i: int) -> Relay | None:
        """The publisher whose own finding token `i` is a part of."""
        for attribution in self.of(sentence):
            if attribution.found and attribution.verb_end <= i:
                start, end = self.passage.span(attribution.first, attribution.last)
                return Relay(self.passage.text[start:end], start, end)
        return None

    def _parted(self, start: int, end: int) -> bool:
        """Whether a new clause ("…, although figures …", "; …") parts an attribution from a word."""
        passage = self.passage
        for k in range(start, end):
            mark = passage.tokens[k].text
            if mark == ";":
                return True
            if mark == "," and k + 1 < end:
                held = passage.at(k + 1, "function", "clause")
                if held and held[0].entry.get("parts"):
                    return True
        return False

    def _continued(self, quotation: Quotation) -> Attribution | None:
        """The speaker of the quotation before, where one speech runs over several paragraphs."""
        before = self.passage.speech_before(quotation)
        if before is not None and quotation.first - before.last <= 1:
            return self._by_quotation.get(before.first)
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
        return Speaker(text, start, end, inferred=False, via=tuple(relays), name=self._full_name(first, last))

    def _full_name(self, first: int, last: int) -> str | None:
        """The fullest form of a name that the document gives: "Bogner" is Matilda Bogner."""
        passage = self.passage
        key = passage.words[last - 1]
        held = self._names.get(key)
        if passage.tokens[last - 1].capital:
            start = last - 1
            while (
                start > first
                and passage.tokens[start - 1].capital
                and passage.tokens[start - 1].kind == "word"
            ):
                start -= 1
            if held is None or last - start > held[1] - held[0]:
                self._names[key] = held = (start, last)
        if held is None or held[1] - held[0] < 2 or (held[0] >= first and held[1] <= last):
            return None
        return passage.says(*held)


def _number_at(passage: Passage, i: int) -> bool:
    """Whether a number, or a word that bounds one, begins at a token."""
    if i >= len(passage.tokens):
        return False
    kinds = ("number", "vague", "quantifier", "fraction")
    return passage.tokens[i].kind == FIGURE or any(passage.at(i, kind) for kind in kinds)
