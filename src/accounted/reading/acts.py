"""Acts against people: what was done, without a count of its victims.

An act that the words of a tally already state ("killed 12") is not said again. Legal words ("war crimes",
"execution") are kept as written and mapped to unspecified or alleged terms (rule D-19); a crime of which
somebody is charged or convicted is an act only where the words say against whom it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from accounted.reading.clauses import clause, clusters
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.violence import Violence, harms

_TOGETHER: Final = 4  # tokens between the acts of one list
_WORDS_ALONE: Final = 3  # tokens: "Tortured. Executed." says it of those spoken of before
_COUNTED_BEFORE: Final = 8  # tokens between those counted and a participle that says how they died
_VICTIM_REACH: Final = 7
_REMAINS_OF: Final = 5  # tokens between "remains of" and the participle after those whose they are
_VIOLENCE_REACH: Final = 3  # sentences
_BARRED: Final = 3  # tokens between "against" and the deed that it says was not done
_EDGES: Final = frozenset(";:()")
_ABOUT: Final = ("person", "actor", "named_actor", "slogan", "level", "pronoun", "part_pronoun")
_IN_NOUN_PHRASE: Final = frozenset({"person", "modifier", "demonym", "number", "vague", "statemodifier"})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ActFound:
    """An act, or a list of acts by one actor, at tokens [first, last); its words proper are [cue,
    cue_end).

    `victims` are the words for those it was done to, `methods` how, where the text says so.
    """

    first: int
    last: int
    cue: int
    cue_end: int
    what: tuple[str, ...]
    methods: tuple[str, ...]
    victims: Span | None
    alleged: bool
    verb_first: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What else the sentence claims, as far as it bears on its acts.

    `tallied`: it counts people harmed, so that a bare word for an attack is how they were harmed.
    `found`: it describes what was found on bodies, so that "shot" and "killed" say how they died.
    `counted`, `implied`: the tokens of its tallies, with a number and without.
    """

    tallied: bool
    found: bool
    counted: Sequence[Span] = ()
    implied: Sequence[Span] = ()


class ActReader:
    """Reads acts sentence by sentence; it knows where in the document violence is told of at all."""

    def __init__(self, passage: Passage, violence: Violence) -> None:
        self.passage = passage
        self._violence = violence

    def read(
        self, sentence: Sentence, taken: Sequence[Span], speakers: Sequence[Span], beside: Beside
    ) -> list[ActFound]:
        """The acts of a sentence, but for words that are already part of another claim (`taken`)."""
        passage = self.passage
        if not sentence.of("act"):
            return []
        marks = [m for m in sentence.of("act") if _free(m, taken) and _free(m, speakers)]
        marks = [m for m in marks if self._counts(sentence, m, speakers, beside)]
        out: list[ActFound] = []
        for group in self._deeds(clusters(passage, _one_each(marks), _TOGETHER)):
            first, last = group[0].first, group[-1].last
            a, b = clause(passage, sentence, first, last, speakers)
            what = tuple(dict.fromkeys(w for m in group for w in m.entry.get("what")))
            methods = self._methods(sentence, group, (a, b))
            alleged = any(a - 4 <= m.first < last for m in sentence.of("act_modality"))
            passive = self._passive(sentence, group[0])
            victims = self._victims(sentence, group[0].first, last, speakers, passive=passive)
            out.append(ActFound(a, b, first, last, what, methods, victims, alleged, not passive))
        return out

    def _methods(self, sentence: Sentence, group: list[Mark], within: Span) -> tuple[str, ...]:
        """How it was done: what the words for the deed imply, and the words nearest to it in its clause."""
        codes = [code for m in group for code in m.entry.get("method", ())]
        deeds = sentence.of("act")
        for mark in sentence.of("method"):
            if not within[0] <= mark.first < within[1]:
                continue
            nearest = min(deeds, key=lambda d: max(d.first - mark.last, mark.first - d.last, 0))
            if nearest in group:
                further = [c for c in mark.entry.get("method") if not any(k.startswith(c) for k in codes)]
                codes = [k for k in codes if not any(c.startswith(k) for c in further)] + further
        return tuple(dict.fromkeys(codes))

    def _deeds(self, lists: list[list[Mark]]) -> Iterator[list[Mark]]:
        """A list of bare words is one claim ("beat, tortured and robbed them"); where a verb has words of its
        own, each verb is ("beat them with sticks, threatened to shoot").
        """
        for group in lists:
            own = [m.last - m.first > 1 and self._finite(m) for m in group]
            if not any(own):
                yield group
                continue
            held: list[Mark] = []
            for mark in group:
                if held and self._finite(mark):
                    yield held
                    held = []
                held.append(mark)
            yield held

    def _finite(self, mark: Mark) -> bool:
        return self._ends(self.passage.words[mark.first], "finite_endings")

    def _ends(self, word: str, kind: str) -> bool:
        """Whether a word has one of the endings that the language at hand has for a kind of word."""
        return word.endswith(tuple(self.passage.lexicon.settings.get(kind, ())))

    # -- whether it is a deed -------------------------------------------------------------------------------

    def _counts(self, sentence: Sentence, mark: Mark, speakers: Sequence[Span], beside: Beside) -> bool:
        passage, entry = self.passage, mark.entry
        needs = entry.get("needs", "")
        if "attack" in needs and (beside.tallied or beside.found or harms(sentence, mark)):
            return False
        if beside.found and entry.get("participle"):
            return False
        if entry.get("participle") and not _free(mark, beside.implied):
            return False
        if mark.last < sentence.last and passage.begins(mark.last, "of_office"):
            return False  # the war crimes tribunal
        if passage.lies_in(mark.first, "title") or self._names_the_harmed(sentence, mark, beside):
            return False
        if self._negated(sentence, mark) or self._barred(sentence, mark):
            return False
        if self._crime_only(sentence, mark, speakers):
            return False
        if "harm" in needs:
            return self._violent_here(sentence, mark, speakers)
        if needs == "victim":
            return self._victims(sentence, mark.first, mark.last, speakers, passive=False) is not None
        if needs:
            return (
                any(sentence.of(kind) for kind in _ABOUT)
                or sentence.last - sentence.first <= _WORDS_ALONE
                or (bool(sentence.of("extent")) and self._violence.near(sentence))
            )
        return True

    def _names_the_harmed(self, sentence: Sentence, mark: Mark, beside: Beside) -> bool:
        """ "Those killed", "the tortured bodies", "12 people killed in": who they are, not a deed."""
        passage, i = self.passage, mark.first - 1
        word = passage.words[mark.last - 1]
        participle = bool(mark.entry.get("participle")) and (
            self._ends(word, "participle_endings") or self._ends(word, "passive_endings")
        )
        if i < sentence.first or not (
            participle or self._ends(passage.words[mark.last - 1], "participle_endings")
        ):
            return False
        if mark.last - mark.first == 1 and (
            passage.begins_as(i, "function", "determiner") or passage.begins(i, "article")
        ):
            return True
        if not participle:
            return False
        if passage.lies_in(i, "person") and any(
            0 < mark.first - m.last <= _REMAINS_OF for m in (*sentence.of("body_word"), *sentence.of("site"))
        ):
            return True  # "the remains of people killed by": whose remains they are
        for first, last in beside.counted:
            if first <= mark.first and 0 <= mark.first - last <= _COUNTED_BEFORE:
                between = range(max(last, first), mark.first)
                said = any(
                    passage.covers(k, "function") is not None
                    and passage.covers(k, "function").role in ("auxiliary", "clause", "relative")  # type: ignore[union-attr]
                    for k in between
                )
                if not said and not any(passage.tokens[k].text in _EDGES for k in between):
                    return True
        return False

    def _negated(self, sentence: Sentence, mark: Mark) -> bool:
        passage = self.passage
        if mark.last < sentence.last and passage.begins(mark.last, "nobody"):
            return True  # "the army had killed no one"
        for before in range(mark.first - 1, max(sentence.first, mark.first - 3) - 1, -1):
            if passage.ending(before, "function", "negation"):
                return True
            if not passage.lies_in(before, "function"):
                break  # "no one was killed", "nobody had been hurt": only auxiliaries stand between
        return False

    def _barred(self, sentence: Sentence, mark: Mark) -> bool:
        """ "A law against torture", "to prevent killings": the deed is named and none is told of."""
        return any(
            0 <= mark.first - m.last <= _BARRED
            and not any(self.passage.tokens[k].text in ",;" for k in range(m.last, mark.first))
            for m in sentence.of("no_deed")
        )

    def _crime_only(self, sentence: Sentence, mark: Mark, speakers: Sequence[Span]) -> bool:
        """ "Convicted of murder": the name of a crime, unless the words say against whom."""
        legal = [m for m in sentence.of("legal") if 0 <= mark.first - m.last <= 2 * _BARRED]
        if not legal or any(self.passage.tokens[k].text in ";:" for k in range(legal[-1].last, mark.first)):
            return False
        after = self._people(sentence, mark.first, min(mark.last + _VICTIM_REACH, sentence.last), speakers)
        return after is None

    def _violent_here(self, sentence: Sentence, mark: Mark, speakers: Sequence[Span]) -> bool:
        """Whether a word with peaceful uses is meant in earnest: by its people or by what is told around."""
        passage = self.passage
        armed = any(
            not m.entry.get("mild") and not passage.lies_in(m.first, "title") for m in sentence.of("actor")
        ) or bool(sentence.of("slogan"))
        people = any(sentence.of(kind) for kind in _ABOUT)
        alone = sentence.last - sentence.first <= _WORDS_ALONE
        if armed and people:
            return True
        if not (people or alone or sentence.of("demonym")):
            return False
        if any(_at_risk(m) for m in sentence.of("person")):
            return True
        if mark.entry.get("participle") and self._harmed_by(sentence, mark, speakers):
            return True
        return self._violence.near(sentence, mark)

    def _harmed_by(self, sentence: Sentence, mark: Mark, speakers: Sequence[Span]) -> bool:
        """Whether a word for killing has people as those killed, as its grammar has them."""
        passive = self._passive(sentence, mark)
        return self._victims(sentence, mark.first, mark.last, speakers, passive=passive) is not None

    # -- who did it to whom ---------------------------------------------------------------------------------

    def _passive(self, sentence: Sentence, mark: Mark) -> bool:
        passage = self.passage
        if self._ends(passage.words[mark.first], "passive_endings"):
            return True
        i = mark.first - 1
        while (
            i >= sentence.first
            and (held := passage.covers(i, "function")) is not None
            and held.role == "adverb"
        ):
            i = held.first - 1
        held = passage.covers(i, "function") if i >= sentence.first else None
        return bool(held is not None and held.role == "auxiliary" and held.entry.get("passive"))

    def _victims(
        self, sentence: Sentence, first: int, last: int, speakers: Sequence[Span], *, passive: bool
    ) -> Span | None:
        """The words for those it was done to: before a passive verb, after an active one or a noun."""
        before = (max(sentence.first, first - _VICTIM_REACH), first)
        after = (first, min(sentence.last, last + _VICTIM_REACH))
        # A verb may stand after its object; a deed may be given to its victims: "were given electric shocks".
        free = bool(self.passage.lexicon.settings.get("free_order")) or any(
            m.entry.get("passive") and before[0] <= m.first < first for m in sentence.of("function")
        )
        for low, high in (before, after) if passive else (after, before) if free else (after,):
            found = self._people(sentence, low, high, speakers, nearest_last=high == first)
            if found is not None:
                return found
        return None

    def _people(
        self, sentence: Sentence, low: int, high: int, speakers: Sequence[Span], *, nearest_last: bool = False
    ) -> Span | None:
        passage = self.passage
        inside = [m for m in sentence.of("person") if low <= m.first and m.last <= high]
        inside = [m for m in inside if _free(m, speakers) and not self._doer(m)]
        if not inside:
            return None
        mark = inside[-1] if nearest_last else inside[0]
        between = range(mark.last, high) if nearest_last else range(low, mark.first)
        deed = passage.covers(high if nearest_last else low, "act")
        for k in between:
            if passage.tokens[k].text == "," or (
                passage.begins(k, "act") and passage.covers(k, "act") != deed
            ):
                return None  # "razed houses, shot civilians": those are of the second deed
            held = passage.covers(k, "function")
            if passage.tokens[k].text in _EDGES or passage.begins(k, "agent") or passage.begins(k, "say"):
                return None
            if held is not None and held.role in ("clause", "relative"):
                return None
            if held is not None and held.role == "auxiliary" and not nearest_last:
                return None
            if nearest_last and passage.begins(k, "pronoun"):
                return None  # "told reporters they were beaten"
        first, last = mark.first, mark.last
        while first > low:
            if self._within_phrase(first - 1):
                first -= 1
            elif passage.ending(first - 1, "function", "conjunction") and passage.lies_in(
                first - 2, "person"
            ):
                first -= 2
            else:
                break
        while (
            last + 1 < high
            and passage.begins_as(last, "function", "conjunction")
            and passage.begins(last + 1, "person")
        ):
            last = passage.at(last + 1, "person")[0].last
        return first, last

    def _doer(self, mark: Mark) -> bool:
        """Whether people stand in the case of those who did it: *расстреляны солдатами*, *пытали солдаты*."""
        held = self.passage.covers(mark.last - 1, "actor")
        return held is not None and any(
            m.entry.get("agent") or m.entry.get("nominative") for m in self.passage.at(held.first, "actor")
        )

    def _within_phrase(self, i: int) -> bool:
        passage = self.passage
        if passage.lies_in(i, "act"):
            return False  # "tortured villagers": the deed is no part of those it was done to
        return (
            passage.covers_any(i, _IN_NOUN_PHRASE)
            or bool(passage.begins_as(i, "function", "determiner"))
            or bool(passage.begins(i, "article"))
        )


def _at_risk(mark: Mark) -> bool:
    """Civilians and prisoners: words at home where people are harmed, unlike "men" or "fans"."""
    group = mark.entry.get("group", ())
    return "civilian" in group or "prisoner_of_war" in group


def _one_each(marks: list[Mark]) -> list[Mark]:
    """One mark for each word, the most telling first: "beaten to death" over "beaten"."""
    out: list[Mark] = []
    for mark in marks:
        if out and out[-1].first == mark.first:
            if mark.last > out[-1].last:
                out[-1] = mark
        else:
            out.append(mark)
    return out


def _free(mark: Mark, taken: Sequence[Span]) -> bool:
    return not any(a < mark.last and mark.first < b for a, b in taken)
