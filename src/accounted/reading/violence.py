"""Where in a document violence is told of at all: what tells words of war from words of peace.

"Shot", "beaten" and "executed" are at home in sport and business too. They are read in earnest where the
sentences around them tell of people killed, of bodies, of a place of torture.
"""

from __future__ import annotations

from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence

_REACH: Final = 3  # sentences
_DEADLY: Final = frozenset(
    {
        "killed", "executed", "bodies_found", "bodies_exhumed", "bodies_recovered", "abducted", "missing",
        "killed_or_missing", "deported",
    }
)  # fmt: skip
_HURT: Final = frozenset({"killed", "injured", "casualties"})


class Violence:
    """Answers for each sentence, and remembers the answer."""

    def __init__(self, passage: Passage) -> None:
        self._sentences = passage.sentences
        self._told: dict[int, bool] = {}
        self._anywhere: bool | None = None

    def near(self, sentence: Sentence, deed: Mark | None = None) -> bool:
        """Whether this sentence or one close by tells of violence in words that have no other use.

        `deed`: a word that is asked about, and so does not answer for itself.
        """
        number, sentences = sentence.number, self._sentences
        low, high = max(0, number - _REACH), min(len(sentences), number + _REACH + 1)
        if deed is not None and _tells(sentence, deed):
            return True
        return any(self._tells(sentences[k]) for k in range(low, high) if deed is None or k != number)

    def anywhere(self) -> bool:
        """Whether the document tells of violence at all: one that does not is read for no inquiry into it."""
        if self._anywhere is None:
            self._anywhere = any(self._tells(s) for s in self._sentences)
        return self._anywhere

    def _tells(self, sentence: Sentence) -> bool:
        known = self._told.get(sentence.number)
        if known is None:
            known = self._told[sentence.number] = _tells(sentence)
        return known


def _tells(sentence: Sentence, deed: Mark | None = None) -> bool:
    people = sentence.of("person") or sentence.of("body_word")
    return bool(
        sentence.of("slogan")
        or any("harm" not in m.entry.get("needs", "") and _apart(m, deed) for m in sentence.of("act"))
        or any(not m.entry.get("named") for m in sentence.of("site"))
        or any(m.entry.get("sure") == "always" for m in sentence.of("finding"))
        or (
            people
            and any(
                m.role != "soft" and m.entry.get("basis") in _DEADLY and _apart(m, deed)
                for m in sentence.of("harm")
            )
        )
    )


def _apart(mark: Mark, deed: Mark | None) -> bool:
    return deed is None or mark.last <= deed.first or mark.first >= deed.last


def harms(sentence: Sentence, deed: Mark) -> bool:
    """Whether a sentence says, beside an attack, that people came to harm: the attack is how."""
    return bool(sentence.of("person")) and any(
        m.role in ("verb", "done", "happens") and m.entry.get("basis") in _HURT and _apart(m, deed)
        for m in sentence.of("harm")
    )
