"""Who is said to have done it: only as the source states it (rule D-21).

A party is the subject of the deed ("the occupiers killed"), its agent ("killed by Russian soldiers"), the
owner
of an attack ("an Israeli airstrike"), or the one accused. A slogan stands for the actor that the lexicon
gives,
never for a person at the head of a state.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from accounted.claims import Party
from accounted.reading.passages import Passage, Sentence
from accounted.reading.subjects import shouted
from accounted.reading.tokens import CLITIC, FIGURE, WORD

_REACH: Final = 30
_LEAD: Final = 6  # words before its noun with which an actor may begin
_AGENT_REACH: Final = 9  # tokens between a deed and "by": "beaten in the cellar of a school by soldiers"
_THEN: Final = (
    14  # tokens between those harmed and the clause that tells how: "were killed … when troops shelled"
)
_STRIKES: Final = 3  # tokens between an actor and its deed
_STRIKING: Final = frozenset({"struck", "act", "deed_at"})
_OBJECT: Final = 5  # tokens between a deed and the one who did it: "обстрел жилых домов армией"
_OPENERS: Final = frozenset({"slogan", "named_actor", "actor", "demonym", "function", "article", "modifier"})
_NO_ENDING: Final = ("\0",)
_DEEDS: Final = frozenset({"act", "attack", "case", "thing", "finding"})
_NO_OWNER: Final = frozenset({"function", "act", "person"})
_NOUNS: Final = frozenset({"slogan", "named_actor", "actor"})


@dataclass(slots=True)
class Actor:
    """Tokens [first, last) that name an actor, and how they stand in their sentence."""

    first: int
    last: int
    slogan: str | None
    agent: bool  # "by …"
    accused: bool  # "… was accused of", "accused … of"
    attack: bool  # owns an attack: "Israeli airstrike"
    subject: bool  # begins its clause
    nominative: bool = False  # by its case the one who does it, wherever it stands: "застрелили солдаты"


class PartyReader:
    """Finds the actors of each sentence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._thats: frozenset[str] = frozenset()
        self._names_own = True
        self._of_peoples: tuple[str, ...] = _NO_ENDING
        self._by_sentence: dict[int, list[Actor]] = {}

    def of(self, sentence: Sentence) -> list[Actor]:
        """The actors of a sentence, in order."""
        known = self._by_sentence.get(sentence.number)
        if known is None:
            settings = self.passage.lexicon.settings
            self._thats = frozenset(settings.get("content_openers", ()))
            self._of_peoples = tuple(settings.get("people_endings", _NO_ENDING))
            self._names_own = bool(settings.get("names_own", True))
            known = self._by_sentence[sentence.number] = self._actors(sentence)
        return known

    def _actors(self, sentence: Sentence) -> list[Actor]:
        passage, out = self.passage, []
        i, nouns = sentence.first, sentence.where(_NOUNS)
        while i < sentence.last:
            nearest = bisect_left(nouns, i)
            if nearest == len(nouns):
                break
            i = max(i, nouns[nearest] - _LEAD)
            here = passage.kinds(i)
            token = passage.tokens[i]
            plain = _OPENERS.isdisjoint(here) and not token.capital and "-" not in token.word
            if plain and not token.word.endswith(self._of_peoples):
                i += 1
                continue
            span = self._phrase(sentence, i)
            if span is None:
                i += 1
                continue
            first, last, slogan = span
            out.append(self._standing(sentence, first, last, slogan))
            i = last
        for by in sentence.of("agent") if "demonym" in sentence.kinds else ():
            theirs = passage.at(by.last, "demonym") if by.last < sentence.last else []
            alone = theirs and not self._goes_on_as_noun(theirs[0].last, sentence.last)
            if alone and not any(a.first <= by.last < a.last for a in out):  # "attacks by Palestinians"
                out.append(self._standing(sentence, by.last, theirs[0].last, None))
        attacks = sentence.of("attack")
        for mark in attacks:
            if mark.first > sentence.first and passage.lies_in(mark.first - 1, "demonym"):
                demonym = passage.covers(mark.first - 1, "demonym")
                if demonym and not any(a.first <= demonym.first < a.last for a in out):
                    out.append(Actor(demonym.first, demonym.last, None, False, False, True, False))
        out.sort(key=lambda a: a.first)
        return out

    def _phrase(self, sentence: Sentence, i: int) -> tuple[int, int, str | None] | None:
        """An actor phrase that begins at a token: its determiner, its owner, its noun."""
        passage, end = self.passage, sentence.last
        first, j = i, i
        if passage.words[j] in self._thats:
            return None
        if passage.begins_as(j, "function", "determiner") or passage.begins(j, "article"):
            j += 1
        slogans = passage.at(i, "slogan") or (passage.at(j, "slogan") if j < end else [])
        if slogans:
            return first, slogans[0].last, str(slogans[0].entry.get("actor"))
        owned = False
        names_own = self._names_own
        k = j
        while k < end and k - j < 5:
            noun = passage.at(k, "actor")
            if noun and any(m.last > noun[0].last for m in passage.at(k, "attack")):
                # "a US drone strike": the strike is whose the name before it says
                return (k - 1, k, None) if k > first and passage.begins(k - 1, "named_actor") else None
            if noun and (owned or k == j or self._acts_alone(k)):
                last = noun[0].last
                while last < end and passage.begins(last, "actor") and passage.tokens[last].kind == WORD:
                    last = passage.at(last, "actor")[0].last
                last = self._of_whom(sentence, last)
                plain = last == k + 1 and passage.tokens[k].word in _plain_people(passage)
                bare = not owned and k == j and j == first and plain
                led = bare and first > sentence.first and bool(passage.ending(first - 1, "agent"))
                if bare and not led and not self._acts_next(last, end):
                    return None
                return first, last, None
            named = passage.at(k, "named_actor") or (passage.at(i, "named_actor") if k == j else [])
            if named and k == j:
                last = named[0].last
                if last < end and passage.tokens[last].kind == CLITIC:
                    owned, k = True, last + 1
                    continue
                if last < end and passage.begins(last, "actor"):
                    owned, k = True, last
                    continue
                return first, last, None
            demonym = passage.at(k, "demonym")
            if demonym:
                owned, k = True, demonym[0].last
                continue
            token = passage.tokens[k]
            if token.word.endswith(self._of_peoples):
                owned, k = True, k + 1  # «сирійські солдати»
                continue
            if k > j and (passage.lies_in(k, "function") or token.kind != WORD or passage.begins(k, "say")):
                return None
            if token.kind != WORD or passage.covers_any(k, _NO_OWNER):
                return None
            if passage.begins(k, "harm"):
                return None
            if "-" not in token.word and not token.capital and not (passage.begins(k, "modifier") or owned):
                return None
            if (
                not names_own
                and token.capital
                and "-" not in token.word
                and not passage.begins(k, "modifier")
            ):
                return None  # "в Ирпене военные": a name before them is no owner
            if token.capital and k + 1 < end and passage.begins(k + 1, "demonym") and not owned:
                return None  # "in Bucha Russian troops"
            owned = owned or "-" in token.word or token.capital
            k += 1
        return None

    def _of_whom(self, sentence: Sentence, last: int) -> int:
        """ "Fighters of the Left Bank Administration": the name goes with the noun."""
        passage = self.passage
        owner = passage.at(last, "owner_after") if last < sentence.last else []
        if owner:
            return owner[0].last  # "войска РФ"
        k = last + 1
        if k >= sentence.last or not passage.begins(last, "of") or shouted(passage, sentence):
            return last
        if passage.begins_as(k, "function", "determiner"):
            k += 1
        start = k
        while k < sentence.last and passage.tokens[k].capital and passage.tokens[k].kind == WORD:
            k += 1
        if start < k < sentence.last and passage.tokens[k].start == passage.tokens[k - 1].end:
            k += passage.tokens[k].kind == FIGURE  # fighters of the M23
        return k if k > start else last

    def _goes_on_as_noun(self, i: int, end: int) -> bool:
        """Whether a word of the same noun phrase follows: "by Israeli tallies"."""
        passage = self.passage
        return i < end and passage.tokens[i].kind == WORD and not passage.lies_in(i, "function")

    def _acts_next(self, i: int, end: int) -> bool:
        """Whether a deed follows at once: "troops opened fire" names who did it, "soldiers killed in" not."""
        return i < end and any(not m.entry.get("participle") for m in self.passage.at(i, "act"))

    def _acts_alone(self, i: int) -> bool:
        return bool(self.passage.begins(i, "actor"))

    def _standing(self, sentence: Sentence, first: int, last: int, slogan: str | None) -> Actor:
        passage = self.passage
        before = first - 1
        agent = before >= sentence.first and (
            self._does_harm(sentence, before) or self._done_by(sentence, first, last)
        )
        accused = any(passage.begins(k, "accused") for k in range(last, min(last + 4, sentence.last)))
        accused = accused or (before >= sentence.first and bool(passage.ending(before, "accuse")))
        attack = last < sentence.last and bool(passage.begins(last, "attack"))
        attack = attack or (before >= sentence.first and bool(passage.ending(before, "deed_of")))
        opener = passage.covers(before, "function") if before >= sentence.first else None
        subject = not agent and (
            (
                not self._of_another(sentence, first, last)
                and not (before >= sentence.first and passage.lies_in(before, "direction"))
                if opener is None
                else opener.role in ("clause", "relative", "conjunction", "adverb")
            )
            or (before >= sentence.first and passage.words[before] in self._thats)
        )
        after = any(m.entry.get("nominative") for k in range(first, last) for m in passage.at(k, "actor"))
        return Actor(first, last, slogan, agent, accused, attack, subject, after)

    def _of_another(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether the name of a state only says whose the word before it is: «в 36 городах России»."""
        passage, before = self.passage, first - 1
        if before < sentence.first or passage.tokens[before].kind != WORD or last - first > 2:
            return False
        if not passage.begins(first, "named_actor") or passage.lies_in(before, "date_word"):
            return False
        return passage.words[last - 1] in passage.lexicon.settings.get("genitive_states", ())

    def _done_by(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether a noun in the case of the doer follows a deed: *убиты военными*, *обстрел армией*."""
        passage = self.passage
        if not any(m.entry.get("agent") for k in range(first, last) for m in passage.at(k, "actor")):
            return False
        for k in range(first - 1, max(sentence.first, first - 1 - _OBJECT) - 1, -1):
            held = passage.covers(k, "function")
            if passage.tokens[k].text in ",;:" or (held is not None and held.role in ("clause", "relative")):
                return False
            if held is not None and held.role == "preposition" and k == first - 1:
                return False  # "с военными"
            harm = passage.covers(k, "harm")
            if harm is not None:
                return bool(harm.entry.get("victims", True))
            if passage.lies_in(k, "act") or passage.lies_in(k, "attack"):
                return True
        return False

    def _does_harm(self, sentence: Sentence, by: int) -> bool:
        """Whether the agent after "by" is the agent of a deed: "killed by", not "liberated by"."""
        passage = self.passage
        marks = passage.ending(by, "agent")
        if not marks:
            return False
        if marks[0].last - marks[0].first > 1:
            return True
        k = marks[0].first - 1
        if k < sentence.first:
            return False
        if passage.covers(k, "harm") is None and self._other_deed(k):
            return False
        reach = max(sentence.first, k - _AGENT_REACH)
        while k >= reach:
            held = passage.covers(k, "function")
            if passage.tokens[k].text in ",;:" or (held is not None and held.role in ("clause", "relative")):
                return False
            harm = passage.covers(k, "harm")
            if harm is not None and harm.role != "place":
                return bool(harm.entry.get("victims", True))
            if passage.covers_any(k, _DEEDS):
                return True
            k -= 1
        return False

    def _other_deed(self, k: int) -> bool:
        """Whether the word right before "by" is a deed that harms nobody: "land occupied by"."""
        passage = self.passage
        if passage.covers_any(k, _DEEDS):
            return False
        word = passage.words[k]
        settings = passage.lexicon.settings
        return bool(passage.lies_in(k, "control")) or word.endswith(
            tuple(settings.get("participle_endings", ())) + tuple(settings.get("other_participles", ()))
        )

    def stated(
        self, sentence: Sentence, first: int, last: int, apart: list[tuple[int, int]], *, verb_first: bool
    ) -> Actor | None:
        """The actor that the sentence gives for a deed at tokens [first, last).

        `apart`: words that name who speaks or who was harmed, and so accuse nobody. `verb_first`: the
        deed's verb has those harmed as its object, so its subject did it.
        """
        actors = [a for a in self.of(sentence) if not any(s < a.last and a.first < e for s, e in apart)]
        agents = [
            a
            for a in actors
            if a.agent and 0 <= a.first - first <= _REACH and not self._parted(first, a.first)
        ]
        if agents:
            return min(agents, key=lambda a: abs(a.first - last))
        blamed = [a for a in self.of(sentence) if a.accused]
        doing = [a for a in actors if a.subject and not a.accused and 0 <= first - a.last <= 1]
        if verb_first and doing:
            return doing[0]  # "its forces had killed 15 and accused the separatists"
        if blamed:
            return min(blamed, key=lambda a: abs(a.first - first))
        struck = [a for a in actors if a.subject and 0 < a.first - last <= _THEN]
        if struck and not verb_first and self._then_strikes(sentence, last, struck[0]):
            return struck[0]
        before = [
            a for a in actors if a.last <= first and (a.subject or a.attack) and first - a.last <= _REACH
        ]
        before = [a for a in before if not self._parted(a.last, first)]
        if verb_first and before:
            return before[-1]
        attacks = [a for a in actors if a.attack]
        if attacks:
            return min(attacks, key=lambda a: abs(a.first - first))
        after = [a for a in actors if a.nominative and 0 <= a.first - last <= _OBJECT]
        if verb_first and after and not self._parted(last, after[0].first):
            return after[0]
        return None

    def _then_strikes(self, sentence: Sentence, last: int, actor: Actor) -> bool:
        """ "165 were killed when a military jet bombed the village": whose deed the clause tells of."""
        passage = self.passage
        opener = passage.covers(actor.first - 1, "function")
        if opener is None or opener.role != "clause" or opener.entry.get("parts"):
            return False
        if any(passage.tokens[k].text in ",;:" for k in range(last, actor.first)):
            return False
        end = min(actor.last + _STRIKES, sentence.last)
        return any(passage.begins_any(k, _STRIKING) for k in range(actor.last, end))

    def _parted(self, start: int, end: int) -> bool:
        passage = self.passage
        for k in range(start, end):
            if passage.tokens[k].text == ";":
                return True
            held = passage.at(k, "function", "clause")
            if held and held[0].entry.get("parts"):
                return True
        return False

    def party(self, actor: Actor, *, inferred: bool = False) -> Party:
        """The actor as a claim carries it."""
        start, end = self.passage.span(actor.first, actor.last)
        return Party(self.passage.text[start:end], start, end, inferred, actor.slogan)


def _plain_people(passage: Passage) -> frozenset[str]:
    """Actor nouns that are no accusation without an owner or an article: "police", "government"."""
    return frozenset(passage.lexicon.settings.get("actors_need_owner", ()))
