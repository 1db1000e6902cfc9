"""Which claims of a document a denial answers: they stand beside it, and none is withdrawn (rule D-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from accounted.claims import Claim
from accounted.reading.passages import Passage, Sentence

_tell: Final = Claim.__dict__["denies"].__set__
_ANSWERABLE: Final = frozenset({"tally", "act", "finding", "site"})
_STEM: Final = 6  # letters by which Russia answers for Russian soldiers
_MOST: Final = 200  # claims that one denial names; a longer list tells a reader nothing
_VAGUE: Final = frozenset({"other", "war_crime_unspecified"})  # terms that do not tell one act from another


def link_denials(
    passage: Passage, claims: Sequence[Claim], denials: Iterable[tuple[str, Sentence | None]]
) -> list[Claim]:
    """Give each denial the claims it rejects.

    `denials` are ids, each with the sentence whose own allegations it rejects, if any ("allegations which it
    denies"). Otherwise a denial answers what is claimed of the place it names, or, naming none, what is
    claimed against the one who denies; where it names an act ("denied torturing anybody"), those of that act.
    """
    denials = list(denials)
    if not denials:
        return list(claims)
    by_id = {c.id: c for c in claims}
    by_sentence, by_place, by_party = defaultdict(list), defaultdict(list), defaultdict(list)
    by_act = defaultdict(list)
    for claim in claims:
        if claim.kind not in _ANSWERABLE or (claim.tally is not None and not claim.tally.victims):
            continue
        sentence = passage.sentence_at(passage.token_at(claim.excerpt.start))
        by_sentence[sentence.number if sentence else -1].append(claim.id)
        if claim.place is not None:
            by_place[claim.place.text.lower()].append(claim.id)
        if claim.party is not None:
            for stem in _names(passage, f"{claim.party.text} {claim.party.actor or ''}"):
                by_party[stem].append(claim.id)
        elif claim.kind == "act":
            for term in claim.what:
                by_act[term].append(claim.id)
    answered: dict[str, tuple[str, ...]] = {}
    for key, sentence in denials:
        denial = by_id[key]
        own: list[str] = list(by_sentence[sentence.number]) if sentence is not None else []
        found: list[str] = []
        if denial.place is not None and not denial.place.inferred:
            found = by_place[denial.place.text.lower()]
        elif denial.speaker is not None:
            for stem in _names(passage, denial.speaker.text):
                found = found + by_party[stem]
        named = [term for term in denial.what if term not in _VAGUE]
        if named:
            of_it = [c for c in found if set(named) & set(by_id[c].what)]
            # Nobody is accused by name: a denial of torture answers what is told of torture.
            found = of_it or ([] if found else [c for term in named for c in by_act[term]])
        answered[key] = tuple(dict.fromkeys(own + found))[:_MOST]
    for key, rejected in answered.items():
        _tell(by_id[key], rejected)  # in nobody else's hands yet
    return list(claims)


def _names(passage: Passage, text: str) -> list[str]:
    """The beginnings of a name's words, and the state that a word stands for: the Kremlin is Russia."""
    stems = [w.lower()[:_STEM] for w in text.split() if w[:1].isupper() and len(w) > 2 and w.lower() != "the"]
    for word in text.split():
        for end, kind, _, entry in passage.lexicon.find([word.lower().strip(".,’'\"“”«»")], 0):
            if kind == "stands_for" and end == 1:
                stems.append(f"={entry.get('state')}")
    return list(dict.fromkeys(stems))
