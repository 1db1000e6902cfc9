"""Where: the place of each claim, as stated in its sentence or inherited from the text before.

The gazetteer finds and resolves the names of the whole document at once. Here each name is judged by its
words
before it: a place only where a preposition puts something there ("in Izium"), not where a state acts ("Russia
said") or an institution speaks ("the head of Kharkiv's police"). Names that the gazetteer does not hold are
kept as written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from accounted.claims import PlaceMention
from accounted.places import Mention, Place, Places, Resolution
from accounted.reading.located import Located, figure_follows, judged, part_of_place
from accounted.reading.passages import Passage, Sentence
from accounted.reading.subjects import shouted
from accounted.reading.titled import titled
from accounted.reading.tokens import CLITIC, FIGURE, MARK, WORD

_NO_ENDING: Final = ("\0",)
_FAR: Final = 60
_PLACED: Final = frozenset({"placed"})
_NO_NAME: Final = frozenset({"month", "weekday", "role", "pronoun", "relative", "credit", "say"})
_FRONTED: Final = 40.0  # no farther than this, whatever stands between
_OPENING: Final = 7  # tokens from the beginning of a sentence to the place it opens with
_OF_INSIDE: Final = 8  # what a mere "of" stands back behind "in"
_OF_NEXT: Final = 10
_OF_ELSEWHERE: Final = 25
_TOGETHER: Final = 3  # tokens between a place and the one in it: a comma and a preposition
_WITHIN: Final = 4  # tokens between a place and the one that holds it: a comma, a preposition, an owner
_TYPO: Final = 6  # letters: in a shorter name a slip may make another name


class PlaceReader:
    """Finds and resolves the places of a passage once, and answers for each claim."""

    def __init__(self, passage: Passage, gazetteer: Places) -> None:
        self.passage = passage
        self._gazetteer = gazetteer
        mentions = self._mentions(gazetteer)
        self.resolutions: Mapping[str, Resolution] = gazetteer.resolve(mentions) if mentions else {}
        self._inside: dict[int, tuple[int, int, str]] = {}
        spans = []
        for mention in mentions:
            first = passage.token_at(mention.start)
            last = passage.token_before(mention.end) + 1
            if first < last <= len(passage.tokens):
                spans.append((first, last, mention.as_written))
        for first, last, key in spans:
            for i in range(first, last):
                self._inside[i] = (first, last, key)
        self._names = sorted({first for first, _, _ in spans})
        self._quoted = sorted({q.first for q in passage.quotations if not q.speech})
        self._by_sentence: dict[int, list[Located]] = {}
        for sentence in passage.sentences:
            passage.turn_to(sentence)
            self._by_sentence[sentence.number] = self._sentence(sentence)
        passage.turn_to(None)

    def of(self, sentence: Sentence) -> list[Located]:
        """The places of a sentence, in order."""
        return self._by_sentence[sentence.number]

    def named(self, i: int) -> tuple[int, int, str] | None:
        """The place name that token `i` belongs to: (first, last, as written)."""
        return self._inside.get(i)

    # -- finding --------------------------------------------------------------------------------------------

    def _mentions(self, gazetteer: Places) -> list[Mention]:
        passage = self.passage
        found = list(gazetteer.mentions_in(passage.text))
        if passage.clitics:
            found.extend(self._misspelt_owners(gazetteer, {k for m in found for k in range(m.start, m.end)}))
        loud = [s for s in passage.sentences if shouted(passage, s)]
        for sentence in loud:
            found.extend(self._loud_names(sentence, gazetteer))
        if loud:
            held = {k for m in found for k in range(m.start, m.end)}
            numbers = {s.number for s in loud}
            for mention in gazetteer.mentions_in(titled(passage.text)):
                sentence_at = passage.sentence_at(passage.token_at(mention.start))
                inside = sentence_at is not None and sentence_at.number in numbers
                if not inside or mention.start in held or mention.end - 1 in held:
                    continue
                if self._introduced(mention.start):
                    found.append(replace(mention, as_written=passage.text[mention.start : mention.end]))
        found.sort(key=lambda m: m.start)
        return found

    def _loud_names(self, sentence: Sentence, gazetteer: Places) -> list[Mention]:
        """In text set in capitals: the words after a preposition that the gazetteer holds as they stand."""
        passage, out = self.passage, []
        for mark in sentence.of("placed"):
            i = mark.last
            while i < sentence.last and (
                passage.begins(i, "level") or passage.begins(i, "of") or passage.begins(i, "direction")
            ):
                i += 1
            for length in (3, 2, 1):
                end = i + length
                if end > sentence.last or any(
                    passage.tokens[k].kind != WORD or passage.lies_in(k, "date_word") or (
                        passage.lies_in(k, "function") and length == 1
                    ) or passage.lies_in(k, "role") or passage.lies_in(k, "person")
                    for k in range(i, end)
                ):  # fmt: skip
                    continue
                start, stop = passage.span(i, end)
                text = passage.text[start:stop]
                if len(text) >= 5 and gazetteer.find(titled(text), fuzzy=False, limit=1):
                    out.append(Mention(start, stop, text))
                    break
        return out

    def _introduced(self, start: int) -> bool:
        i = self.passage.token_at(start) - 1
        return i >= 0 and bool(self.passage.lies_in(i, "placed") or self.passage.lies_in(i, "function"))

    def _sentence(self, sentence: Sentence) -> list[Located]:
        """The places of a sentence in order, found at names, prepositions, figures and quotation marks."""
        passage = self.passage
        names = self._names[
            bisect_left(self._names, sentence.first) : bisect_left(self._names, sentence.last)
        ]
        figures = [i - 2 for i in sentence.figures]
        quoted = (
            self._quoted
            and self._quoted[
                bisect_left(self._quoted, sentence.first) : bisect_left(self._quoted, sentence.last)
            ]
        )
        placed = sentence.where(_PLACED)
        if not (names or placed or figures or quoted):
            return []
        starts = sorted({*names, *placed, *figures, *quoted})
        out: list[Located] = []
        loud = shouted(passage, sentence)
        reached = sentence.first
        for i in starts:
            if i < reached:
                continue
            place = self._at(sentence, i, out, loud)
            if place is None:
                continue
            out.append(place)
            reached = self._goes_on(sentence, max(place.last, i + 1), out, loud)
        return out

    def _at(self, sentence: Sentence, i: int, out: list[Located], loud: bool) -> Located | None:
        """The place that is named at token `i`, or after the preposition there."""
        passage = self.passage
        held = self._inside.get(i)
        if held is not None and held[0] == i:
            return self._judged(sentence, (i, min(held[1], sentence.last)), out, held[2])
        if passage.quote_mark(i) is not None:
            return self._named_works(sentence, i)
        placed = passage.at(i, "placed")
        if placed:
            led = self._after_level(sentence, i) or self._after_dwellers(sentence, i)
            if placed[0].entry.get("weak") and not led:
                return None
            found = self._unknown(sentence, placed[0].last, loud)
            return self._judged(sentence, found, out) if found is not None else None
        if passage.tokens[i].capital and figure_follows(passage, sentence, i + 1) and self._name_word(i):
            return Located(i, i + 1, passage.says(i, i + 1), 2)
        return None

    def _goes_on(self, sentence: Sentence, i: int, out: list[Located], loud: bool) -> int:
        """What belongs to the place named last: the district it owns, and other names ("X and Y")."""
        passage = self.passage
        i = self._owned(sentence, i, out)
        while not loud and i + 1 < sentence.last and passage.begins_as(i, "function", "conjunction"):
            # Husseiniyah and Yarmouk: the list goes on
            j = i + 1
            if not passage.tokens[j].capital or not self._name_word(j) or j in self._inside:
                break
            out.append(replace(out[-1], first=j, last=j + 1, key=passage.says(j, j + 1)))
            i = j + 1
        return i

    def _judged(
        self, sentence: Sentence, span: tuple[int, int], out: list[Located], key: str | None = None
    ) -> Located:
        return judged(self.passage, sentence, span, key or self.passage.says(*span), out, self._inside)

    def _named_works(self, sentence: Sentence, i: int) -> Located | None:
        """ "To the grounds of the plant “Azovstal”": a place by the quoted name after its noun."""
        passage = self.passage
        quotation = passage.quote_mark(i)
        if quotation is None or quotation.first != i or quotation.speech or quotation.last > sentence.last:
            return None
        first, last = i + 1, quotation.last
        if not first < last or not passage.tokens[first].capital:
            return None
        struck = i - 2 >= sentence.first and passage.lies_in(i - 2, "attack")  # «теракт в „Крокусе“»
        if not passage.lies_in(i - 1, "place_word") and not (struck and passage.lies_in(i - 1, "placed")):
            return None
        led = any(passage.lies_in(k, "placed") for k in range(max(i - 4, sentence.first), i))
        return Located(first, last, passage.says(first, last), 2 if led else 0)

    def _owned(self, sentence: Sentence, i: int, out: list[Located]) -> int:
        """ "In Harlan's Westmark district": the place is the district; the gazetteer need not know it."""
        span = self._of_owner(i) if i < sentence.last else None
        if span is None or span[1] > sentence.last or span[0] in self._inside:
            return i
        out.append(self._judged(sentence, span, out))
        return span[1]

    def _of_owner(self, i: int) -> tuple[int, int] | None:
        """The name and its level after an owner that ends before token `i`: "'s Westmark district"."""
        passage, k = self.passage, i + 1
        if i >= len(passage.tokens) or passage.tokens[i].kind != CLITIC:
            return None
        while k < len(passage.tokens) and passage.tokens[k].capital and self._name_word(k):
            k += 1
        if i + 1 < k < len(passage.tokens) and passage.lies_in(k, "level"):
            return i + 1, k + 1
        return None

    def _misspelt_owners(self, gazetteer: Places, held: set[int]) -> list[Mention]:
        """Owners of a district that are known but for a slip: "in Poltvava's Westmark district"."""
        passage, out = self.passage, []
        for after in passage.clitics:
            if after == 0:
                continue
            token = passage.tokens[after - 1]
            if not token.capital or token.start in held or self._of_owner(after) is None:
                continue
            if len(token.text) >= _TYPO and any(m.how == "typo" for m in gazetteer.find(token.text, limit=1)):
                out.append(Mention(token.start, token.end, token.text))
        return out

    def _after_level(self, sentence: Sentence, i: int) -> bool:
        return i > sentence.first and bool(self.passage.lies_in(i - 1, "level"))

    def _after_dwellers(self, sentence: Sentence, i: int) -> bool:
        """ "78 residents of Mazraat": a place, though the gazetteer does not know it."""
        passage = self.passage
        return passage.begins(i, "of") and i > sentence.first and passage.begins(i - 1, "dweller")

    def _unknown(self, sentence: Sentence, i: int, loud: bool) -> tuple[int, int] | None:
        """A name that the gazetteer does not hold: capitals after "in", "at the town of"; "the north"."""
        passage, end = self.passage, sentence.last
        if loud:
            return None
        start, directed = i, False
        steps = 0
        adjectives = tuple(passage.lexicon.settings.get("place_adjectives", _NO_ENDING))
        while i < end and steps < 6:
            if self._inside.get(i) is not None:
                return None
            if (
                passage.begins_as(i, "function", "determiner")
                or passage.begins(i, "of")
                or passage.begins(i, "article")
                or passage.lies_in(i, "level")
                or (passage.lies_in(i + 1, "level") and passage.words[i].endswith(adjectives))
                or passage.begins(i, "near_by")
            ):
                i += 1
            elif (toward := passage.covers(i, "direction")) is not None:
                # the north, not the northern part, nor the centre of a town that is not named here
                directed = bool(toward.entry.get("noun")) and not toward.entry.get("part")
                i += 1
            elif passage.tokens[i].kind == CLITIC or passage.lies_in(i, "demonym") or self._compound(i):
                i += 1
            else:
                break
            steps += 1
        first = i
        while i < end and passage.tokens[i].capital and self._name_word(i):
            i += 1
        if i > first:
            while i < end and passage.lies_in(i, "place_word") and i - first < 5:
                i += 1
            return first, i
        if directed and i > start and not passage.begins(i - 1, "of"):
            return start, i
        return None

    def _compound(self, i: int) -> bool:
        """ "Russian-occupied", "rebel-held": says who held a place, and is no part of its name."""
        word = self.passage.words[i]
        return "-" in word and any(
            kind == "control_suffix"
            for _, kind, _, _ in self.passage.lexicon.find([word.rsplit("-", 1)[1]], 0)
        )

    def _name_word(self, i: int) -> bool:
        passage, token = self.passage, self.passage.tokens[i]
        if token.kind == FIGURE or token.kind == MARK:
            return False
        if token.kind == WORD and not token.capital:
            return False
        if "-" in token.word and _of_letters(token.text):
            return False
        if passage.covers_any(i, _NO_NAME) and not passage.lies_in(i, "place_word"):
            return False
        return not passage.lies_in(i, "function") and not passage.lies_in(i, "named_actor")

    # -- asking ---------------------------------------------------------------------------------------------

    def stated(
        self, sentence: Sentence, first: int, last: int, speakers: Iterable[tuple[int, int]] = ()
    ) -> Located | None:
        """The place that the sentence gives for tokens [first, last), names inside speakers left out."""
        spans = list(speakers)
        best: tuple[float, Located] | None = None
        there = [m for m in sentence.of("place_anaphor") if m.first < last + 4 and m.entry.get("near")]
        if there:
            named = [p for p in self.of(sentence) if p.last <= there[-1].first]
            if named:
                return named[-1]
        for place in self.of(sentence):
            if place.strength == 0 or any(a <= place.first < b for a, b in spans):
                continue
            if first <= place.first < last:
                distance = 0.0
            elif place.first >= last:
                distance = place.first - last + self._barriers(last, place.first)
            else:
                distance = first - place.last + self._barriers(place.last, first) + 1
            if self._fronted(sentence, place):
                distance = min(distance, _FRONTED)
            if place.strength == 1:
                # Whose residents they are says less than where they were killed.
                inside = first <= place.first < last
                distance += _OF_INSIDE if inside else _OF_NEXT if place.first == last else _OF_ELSEWHERE
            distance += 20 * place.beside
            distance += 14 * place.container
            if distance < _FAR and (best is None or distance < best[0]):
                best = (distance, place)
        return self._narrowed(sentence, best[1]) if best else None

    def _fronted(self, sentence: Sentence, place: Located) -> bool:
        """ "In Lubny, the mayor said that …": a place that opens a sentence is that of all it says."""
        opens = self.passage.at(sentence.first, "placed")
        return bool(opens) and place.strength == 2 and place.first - sentence.first <= _OPENING

    def _narrowed(self, sentence: Sentence, place: Located) -> Located:
        """ "На Сумщині, у Білопіллі": of two places named together, the one that lies in the other."""
        outer = self._place(place)
        if outer is None or outer.kind == "settlement":
            return place
        for other in self.of(sentence):
            close = other.first >= place.last and other.first - place.last <= _TOGETHER
            if close and self.passage.figures(place.last, other.first):
                break  # "in the region: 2 in Bakhmut": the region is the place of the whole
            inner = self._place(other) if close and other.strength == 2 else None
            if inner is not None and inner.id != outer.id and self._gazetteer.contains(outer, inner):
                return other
        for other in reversed(self.of(sentence)):
            # "the cemetery of Dabeiba, in Colombia's Antioquia department"
            close = other.last <= place.first and place.first - other.last <= _WITHIN
            inner = self._place(other) if close and other.strength > 0 else None
            if inner is not None and inner.kind == "settlement" and self._gazetteer.contains(outer, inner):
                return other
        return place

    def holds(self, outer: Located, inner: Located) -> bool:
        """Whether one place holds another, or is the same."""
        a, b = self._place(outer), self._place(inner)
        return a is not None and b is not None and (a.id == b.id or self._gazetteer.contains(a, b))

    def _place(self, place: Located) -> Place | None:
        resolution = self.resolutions.get(place.key)
        return resolution.place if resolution is not None else None

    def beside(self, sentence: Sentence, spans: Iterable[tuple[int, int]]) -> Located | None:
        """The place named in the words for those who speak: "the mayor of Chuhuiv"; no country."""
        spans = list(spans)
        for place in self.of(sentence):
            if any(a <= place.first < b for a, b in spans):
                found = self._place(place)
                alone = any(a == place.first for a, _ in spans)
                speaks = alone and self.passage.begins(place.last, "say")  # "Kyiv says": a government
                if found is not None and found.kind != "country" and not speaks:
                    return place
        return None

    def _barriers(self, start: int, end: int) -> float:
        """What stands between a claim and a name: a new clause keeps them apart, an "and" somewhat."""
        passage, cost = self.passage, 0.0
        for k in range(start, end):
            held = passage.at(k, "function")
            if held and held[0].role == "clause":
                cost += 25 if held[0].entry.get("parts") else 12
            elif passage.tokens[k].text in ";:":
                cost += 20
            elif passage.begins(k, "say"):
                cost += 10
            elif passage.tokens[k].text == ",":
                cost += 2
        return cost

    def mention(self, place: Located, *, inferred: bool = False) -> PlaceMention:
        """The place as a claim carries it."""
        passage = self.passage
        start, end = passage.span(part_of_place(passage, place), place.last)
        text = passage.text[start:end]
        resolution = self.resolutions.get(place.key) or self.resolutions.get(text)
        return resolved_mention(text, start, end, resolution, inferred=inferred)


def resolved_mention(
    text: str, start: int, end: int, resolution: Resolution | None, *, inferred: bool
) -> PlaceMention:
    """Words for a place with what the gazetteer makes of them, or why it makes nothing of them."""
    if resolution is None or resolution.place is None:
        reason = resolution.reason if resolution else "the gazetteer has no such name"
        return PlaceMention(text, start, end, inferred=inferred, reason=reason)
    found, match = resolution.place, resolution.match
    return PlaceMention(
        text, start, end, found.name, found.kind, found.country, found.geonames, found.iso3166_2,
        found.lat, found.lon, match.how if match else None, round(match.score, 2) if match else None,
        inferred, len(resolution.candidates), resolution.reason,
    )  # fmt: skip


def _of_letters(word: str) -> bool:
    """Letters and a common noun are no name: «ДНК-експертиза», "US-backed"."""
    head, _, rest = word.partition("-")
    return len(head) > 1 and head.isupper() and rest.islower()
