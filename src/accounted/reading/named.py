"""Counts whose noun says what is counted: bodies, graves, places, deaths, and bodies with a sign."""

from __future__ import annotations

from typing import Final

from accounted.reading.counted import Counted
from accounted.reading.drafts import BODIES, Candidate, Draft

_SIGNS: Final = frozenset({"finding", "sign"})
_BORNE: Final = 5  # tokens between those who bear a sign and the words for it


def by_sign(number: Candidate) -> Draft | None:
    """ "Burns were recorded on nine bodies, and fractures on 22": bodies with a sign."""
    passage, sentence, counted = number.passage, number.sentence, number.counted
    k = number.phrase.first - 1
    if (borne := _borne(number)) is not None:
        return borne
    bodies = counted.kind == "thing" and counted.basis == "bodies_found"
    last = number.found[-1] if number.found and number.found[-1].rule == "sign" else None
    if not (bodies or (counted.kind == "nothing" and last is not None)):
        return None
    cues = passage.ending(k, "shown_on") if k >= sentence.first else []
    again = (
        last is not None
        and last.counted.last <= k
        and passage.words[k] == passage.words[last.phrase.first - 1]
    )
    if not cues and not again:
        return None
    cue = cues[0].first if cues else k
    start = last.counted.last if last is not None else sentence.first
    signs = [m for m in sentence.of("finding") if start <= m.first and m.last <= cue]
    if not signs:
        return None
    what = tuple(signs[-1].entry.get("what"))
    return number.draft("with_sign", "sign", first=signs[-1].first, what=what)


def _borne(number: Candidate) -> Draft | None:
    """«У двох зв'язані руки», «на 11 тілах — сліди катувань»: the sign follows those who bear it."""
    passage, sentence, counted = number.passage, number.sentence, number.counted
    phrase, k = number.phrase, number.phrase.first - 1
    while k > sentence.first and passage.ending(k, "function", "determiner"):
        k -= 1  # «у всіх чотирьох»
    if k < sentence.first or _SIGNS.isdisjoint(sentence.kinds):
        return None
    if passage.words[k] not in passage.lexicon.settings.get("sign_bearers", ()):
        return None
    bearers = counted.kind in ("person", "part") or counted.state or counted.basis in BODIES
    first = counted.last if bearers else phrase.last
    open_phrase = bearers or counted.kind == "nothing" or passage.begins(first, "body_region")
    for i in range(first, min(first + (_BORNE if open_phrase else 1), sentence.last)):
        for kind in ("finding", "sign"):
            for mark in passage.at(i, kind):
                what = tuple(mark.entry.get("what", ()))
                draft = number.draft("with_sign", "sign", what=what, last=max(first, mark.last))
                if not bearers:
                    draft.counted = Counted(phrase.last, phrase.last)
                    draft.group = ()
                return draft
        if passage.tokens[i].text in ",;:" or passage.begins_as(i, "function", "preposition"):
            return None
    return None


def by_head(number: Candidate) -> Draft | None:
    """Bodies, graves, sites, deaths: the noun says what is counted; a verb may make it more exact."""
    counted = number.counted
    head, basis = counted.head, counted.basis
    if head is None or head.kind != "thing" or basis is None or counted.state:
        return None
    if head.entry.get("investigated") and not number.sentence.of("investigation"):
        return None
    draft = number.draft(basis, "head")
    after = number.after
    if after is not None and after.direct and after.basis == "with_sign" and basis in BODIES:
        draft.basis = "with_sign"
        draft.extend(after.first, after.last)
        return draft
    if basis in BODIES or basis == "body_parts":
        for predicate in (after, number.before):
            if predicate and predicate.basis in BODIES and basis == "bodies_found":
                draft.basis = predicate.basis
                if predicate.basis != "bodies_found":
                    draft.predicate = predicate
                    draft.extend(predicate.first, predicate.last)
    return draft


def describe(number: Candidate, draft: Draft) -> None:
    """ "17 bodies whose sex could not be determined", "eleven were in uniform": words behind the noun."""
    passage, sentence, i = number.passage, number.sentence, draft.counted.last
    while i < sentence.last and passage.at(i, "function", "auxiliary", "adverb", "determiner"):
        i += 1
    for mark in passage.at(i, "described") if i < sentence.last else ():
        draft.group = tuple(dict.fromkeys((*draft.group, *mark.entry.get("group", ()))))
        draft.last = max(draft.last, mark.last)
