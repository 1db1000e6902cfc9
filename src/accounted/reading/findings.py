"""Signs of violence and material evidence: what was seen, on which part of the body, on how many.

A finding is attached to the bodies as a group with its extent in the source's words ("some", "many"); it is
never multiplied by their number (rule D-13). Several signs in one list are several findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.violence import Violence

_REGION_REACH: Final = 6
_REGION_LIST: Final = 4  # tokens between the regions of one sign: "to the head, the chest and the back"
_LIST_REACH: Final = 14
_NEGATION_REACH: Final = 4  # tokens after a sign in which it may still be said not to have been found
_TURNED: Final = 7  # tokens between a position and the bodies after it: "in the street lay bodies"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign at tokens [first, last)."""

    first: int
    last: int
    what: tuple[str, ...]
    regions: tuple[str, ...]
    extent: str | None


class FindingReader:
    """Reads findings, remembering whether the sentence before spoke of bodies."""

    def __init__(self, passage: Passage, violence: Violence) -> None:
        self.passage = passage
        self._violence = violence
        self._bodies_at: tuple[int, int] = (-9, -1)  # sentence, segment

    def read(self, sentence: Sentence) -> list[Finding]:
        """The findings of one sentence, in order."""
        bodies = bool(sentence.of("body_word"))
        spoken_of = self._bodies_at[1] == sentence.segment and sentence.number - self._bodies_at[0] <= 2
        people = bool(sentence.of("person") or sentence.of("extent"))
        out: list[Finding] = []
        for mark in sentence.of("sign"):
            if bodies or spoken_of or mark.entry.get("sure"):
                listed = self._listed(sentence, mark)
                if listed and self._denied(sentence, mark.first, listed[-1].last):
                    listed = [Finding(mark.first, listed[-1].last, ("none_seen",), (), None)]
                out.extend(listed)
        for mark in sentence.of("finding"):
            if any(f.first < mark.last and mark.first < f.last for f in out):
                continue
            if not self._earnest(sentence, mark, bodies=bodies, people=people, spoken_of=spoken_of):
                continue
            out.append(self._finding(sentence, mark))
        out.extend(self._positions(sentence, out))
        if bodies or out:
            self._bodies_at = (sentence.number, sentence.segment)
        return sorted(out, key=lambda f: f.first)

    def _earnest(
        self, sentence: Sentence, mark: Mark, *, bodies: bool, people: bool, spoken_of: bool
    ) -> bool:
        """Whether the words are a sign of violence here, and not a sprained ankle or a shot at goal."""
        needs, sure = mark.entry.get("needs", "people"), mark.entry.get("sure")
        if needs == "nothing":
            return True
        if mark.entry.get("of_region") and not self._regions(sentence, mark)[0]:
            return False  # shot in the leg, not in front of their families
        if needs == "graves":
            dug = any("earth_disturbance" in m.entry.get("what") for m in sentence.of("finding"))
            return bodies or dug or bool(sentence.of("site") or sentence.of("thing"))
        if needs == "bodies":
            return bodies or (spoken_of and people)
        if bodies or spoken_of or sure == "always":
            return True
        if sure == "region" and people and self._regions(sentence, mark)[0]:
            return True
        return (people or needs == "harm") and self._violence.near(sentence)

    def _denied(self, sentence: Sentence, first: int, last: int) -> bool:
        """ "No signs of torture", "слідів катувань не виявлено": examined, and none seen."""
        passage = self.passage
        before = first - 1
        if before >= sentence.first and passage.ending(before, "function", "negation"):
            return True
        for k in range(last, min(last + _NEGATION_REACH, sentence.last)):
            if passage.tokens[k].text in ",;:.":
                return False
            if passage.begins_as(k, "function", "negation"):
                return True
        return False

    def _finding(self, sentence: Sentence, mark: Mark) -> Finding:
        regions, last = self._regions(sentence, mark)
        what, first = tuple(mark.entry.get("what")), mark.first
        by_region = mark.entry.get("if_region")
        if by_region:
            # «руки загиблих були зв'язані»: what was bound stands before the word for it
            for k in range(mark.first - 1, max(sentence.first, mark.first - _REGION_REACH) - 1, -1):
                held = self.passage.covers(k, "body_region")
                region = str(held.entry.get("region")) if held is not None else ""
                if held is not None and region in by_region:
                    what, regions, first = (str(by_region[region]),), (region,), held.first
                    break
        return Finding(first, last, what, regions, self._extent(sentence, first))

    def _listed(self, sentence: Sentence, mark: Mark) -> list[Finding]:
        """ "signs of gunshots, explosions and torture": each is a finding, quoted from the word for sign
        on.
        """
        passage, out = self.passage, []
        i = mark.last
        while i < sentence.last and i - mark.last < _LIST_REACH:
            found = passage.at(i, "sign_of")
            if found:
                best = max(found, key=lambda m: m.last)
                extent = self._extent(sentence, mark.first)
                out.append(Finding(mark.first, best.last, tuple(best.entry.get("what")), (), extent))
                i = best.last
            elif (
                passage.tokens[i].text in ",;"
                or passage.begins(i, "function")
                or passage.begins(i, "modifier")
            ):
                i += 1
            elif i == mark.last:
                i += 1  # one word of another kind may stand before: signs of brutal torture
            else:
                break
        return out

    def _regions(self, sentence: Sentence, mark: Mark) -> tuple[tuple[str, ...], int]:
        """The part of the body: named by the sign itself, or right after it ("to their knees")."""
        passage = self.passage
        regions = list(mark.entry.get("region", ()))
        last, reach = mark.last, _REGION_REACH
        k = mark.last
        while k < min(mark.last + reach, sentence.last):
            if passage.tokens[k].text in ";.:" or (passage.tokens[k].text == "," and not regions):
                break
            if k > mark.last and (passage.begins(k, "finding") or passage.begins(k, "sign")):
                break
            found = passage.at(k, "body_region")
            if found:
                regions.append(str(found[0].entry.get("region")))
                last = k = found[0].last
                reach = last - mark.last + _REGION_LIST
                continue
            k += 1
        if not regions and mark.first > sentence.first and passage.lies_in(mark.first - 1, "body_region"):
            held = passage.covers(mark.first - 1, "body_region")
            regions.append(str(held.entry.get("region")))  # type: ignore[union-attr]
        tail = passage.covers(mark.last, "finding_tail")
        if tail is not None:
            last = max(last, tail.last)
        for k in range(mark.first, mark.last):
            regions.extend(str(m.entry.get("region")) for m in passage.at(k, "body_region"))
        return tuple(dict.fromkeys(regions)), last

    def _extent(self, sentence: Sentence, first: int) -> str | None:
        """The words that say on how many, nearest before the sign; None where the text does not say."""
        passage = self.passage
        before = [m for m in sentence.of("extent") if m.last <= first]
        if not before:
            return None
        nearest = before[-1]
        if any(passage.tokens[k].text == ";" for k in range(nearest.last, first)):
            return None
        return passage.says(nearest.first, nearest.last)

    def _positions(self, sentence: Sentence, found: list[Finding]) -> list[Finding]:
        """Where bodies lay: in the street, in shallow graves."""
        bodies = [m for m in sentence.of("body_word") if m.entry.get("lies", True)]
        out: list[Finding] = []
        for mark in sentence.of("position"):
            before = [m for m in bodies if m.last <= mark.first]
            if any(f.what == tuple(mark.entry.get("what")) for f in out):
                continue
            if not before:
                after = self._turned(sentence, mark, bodies)
                if after is not None:
                    extent = self._extent(sentence, after)
                    out.append(Finding(mark.first, after, tuple(mark.entry.get("what")), (), extent))
                continue
            first = before[-1].first
            inner = [f for f in found if first < f.first < mark.first]
            first = max([first, *(f.last for f in inner)])
            while first < mark.first and self.passage.tokens[first].text in ",;":
                first += 1
            out.append(
                Finding(
                    first, mark.last, tuple(mark.entry.get("what")), (), self._extent(sentence, mark.first)
                )
            )
        return out

    def _turned(self, sentence: Sentence, mark: Mark, bodies: list[Mark]) -> int | None:
        """The end of the bodies that a position stands before: "in the street lay corpses"."""
        passage = self.passage
        lies = [m for m in sentence.of("lie") if 0 <= m.first - mark.first <= _TURNED]
        after = [m for m in bodies if mark.last <= m.first and lies and lies[0].last <= m.first]
        if not after or after[0].first - lies[0].last > _TURNED:
            return None
        if any(passage.tokens[k].text in ",;:" for k in range(lies[0].last, after[0].first)):
            return None
        return after[0].last
