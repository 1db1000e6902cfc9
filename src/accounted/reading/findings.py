"""Signs of violence and material evidence: what was seen, on which part of the body, on how many.

A finding is attached to the bodies as a group with its extent in the source's words ("some", "many"); it is
never multiplied by their number (rule D-13). Several signs in one list are several findings.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.reading.passages import Mark, Passage, Sentence

_REGION_REACH = 6
_LIST_REACH = 14


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

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._bodies_at: tuple[int, int] = (-9, -1)  # sentence, segment

    def read(self, sentence: Sentence) -> list[Finding]:
        """The findings of one sentence, in order."""
        bodies = bool(sentence.of("body_word"))
        spoken_of = self._bodies_at[1] == sentence.segment and sentence.number - self._bodies_at[0] <= 2
        people = bool(sentence.of("person") or sentence.of("extent"))
        out: list[Finding] = []
        for mark in sentence.of("sign"):
            if bodies or spoken_of or mark.entry.get("sure"):
                out.extend(self._listed(sentence, mark))
        for mark in sentence.of("finding"):
            if any(f.first < mark.last and mark.first < f.last for f in out):
                continue
            needs = mark.entry.get("needs", "people")
            if needs == "bodies" and not (bodies or (spoken_of and people)):
                continue
            if needs == "graves" and not (bodies or sentence.of("site") or sentence.of("thing")):
                continue
            if needs == "people" and not (bodies or people or spoken_of):
                continue
            out.append(self._finding(sentence, mark))
        out.extend(self._positions(sentence, out))
        if bodies or out:
            self._bodies_at = (sentence.number, sentence.segment)
        return sorted(out, key=lambda f: f.first)

    def _finding(self, sentence: Sentence, mark: Mark) -> Finding:
        regions, last = self._regions(sentence, mark)
        return Finding(
            mark.first, last, tuple(mark.entry.get("what")), regions, self._extent(sentence, mark.first)
        )

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
            elif passage.tokens[i].text in ",;" or passage.at(i, "function") or passage.at(i, "modifier"):
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
        last = mark.last
        for k in range(mark.last, min(mark.last + _REGION_REACH, sentence.last)):
            if passage.tokens[k].text in ",;.":
                break
            found = passage.at(k, "body_region")
            if found:
                regions.append(str(found[0].entry.get("region")))
                last = found[0].last
                break
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
            if not before or any(f.what == tuple(mark.entry.get("what")) for f in out):
                continue
            first = before[-1].first
            inner = [f for f in found if first < f.first < mark.first]
            first = max([first, *(f.last for f in inner)])
            out.append(
                Finding(
                    first, mark.last, tuple(mark.entry.get("what")), (), self._extent(sentence, mark.first)
                )
            )
        return out
