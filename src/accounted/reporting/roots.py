"""Who is behind a statement: documents that repeat one speaker are one source (rule D-04).

The judgement errs towards *fewer* independent sources: two ways of naming a speaker count as one when the
words of one are among the words of the other, or when they share a personal name. A person may later tell
them apart in the record; here it only decides how many sources a report claims to have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from accounted.claims import Speaker
from accounted.reporting.material import Material, ReportedDocument

# Documents in which an unattributed sentence is the publisher's own finding. In a news report it is not known
# whose it is, so it is never counted as a source beside the speakers it may come from.
OWN_FINDINGS = frozenset(
    {"official_statement", "igo_report", "ngo_report", "exhumation_log", "scene_report", "autopsy_report",
     "dna_report", "dataset", "list", "letter", "witness_statement", "victim_statement", "affidavit"}
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EMPTY = frozenset(
    {"a", "an", "the", "of", "in", "for", "to", "and", "at", "from", "by", "his", "her", "its", "their",
     "who", "he", "she", "they", "it", "said", "according", "mr", "mrs", "ms", "dr"}
)  # fmt: skip
# Words of offices and bodies: two different administrations share the word without being one.
_BODIES = frozenset(
    {"administration", "agency", "army", "association", "bank", "bureau", "centre", "commission",
     "committee", "council", "court", "crescent", "cross", "defence", "defense", "department", "district",
     "forces", "general", "government", "hospital", "inquiry", "interior", "international", "ministry",
     "nations", "network", "news", "oblast", "observatory", "office", "party", "police", "president",
     "press", "prosecutor", "region", "republic", "rights", "service", "state", "states", "union", "watch",
     "wire"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Described:
    """All the words and the personal names by which a speaker is known."""

    words: frozenset[str]
    names: frozenset[str]

    def may_be(self, fuller: _Described) -> bool:
        shared = self.names & (fuller.names | fuller.words)
        return bool(shared) or (bool(self.words) and self.words <= fuller.words)


def speaker_name(speaker: Speaker) -> str:
    """The fullest way the document names a speaker."""
    return (speaker.name or speaker.text).strip()


def roots(material: Material) -> Mapping[str, str | None]:
    """For every claim, the source behind it; None where nobody is credited and whose it is is not known."""
    credited: dict[str, str | None] = {}
    ways: dict[str, set[str]] = defaultdict(set)
    for told in material.told():
        speaker = told.claim.speaker
        publisher = own_voice(told.source)
        label = speaker_name(speaker) if speaker is not None else publisher
        credited[told.key] = label
        if label is not None:
            ways[label].add(label)
        if label is not None and speaker is not None:
            ways[label] |= {w for w in (speaker.text, speaker.role, speaker.organisation) if w}
            ways[label] |= _apposition(told.source.document.text, speaker)
            # “The police said”, in a statement that the police published: the speaker is the publisher.
            if publisher and _described(ways[label]).words & _described([publisher]).words:
                ways[label].add(publisher)
    together = _cluster({label: _described(said) for label, said in ways.items()})
    return {key: None if label is None else together[label] for key, label in credited.items()}


def own_voice(source: ReportedDocument) -> str | None:
    """Who speaks in a document's unattributed sentences, where that is known: its publisher."""
    if source.document_type in OWN_FINDINGS:
        return source.document.publisher or source.item
    return None


# “Andrii Hladkyi, the regional police chief, said”; “the head of the regional police, Andrii Hladkyi”.
_AFTER = re.compile(r",\s+((?:the|a|an|head|chief|first|deputy)\s[^,.;:\n]{3,60})")
_BEFORE = re.compile(r"((?:the|a|an|head|chief|first|deputy)\s[^,.;:\n]{3,60}),?\s*$", re.IGNORECASE)


def _apposition(text: str, speaker: Speaker) -> set[str]:
    """What stands beside the speaker's name in the sentence and may say who that is."""
    if speaker.start is None or speaker.end is None:
        return set()
    after = _AFTER.match(text, speaker.end)
    before = _BEFORE.search(text[max(0, speaker.start - 70) : speaker.start])
    return {found[1] for found in (after, before) if found}


def may_be_one(one: str, other: str) -> bool:
    """Whether two ways of naming somebody may mean the same, by their words alone."""
    a, b = _described([one]), _described([other])
    return a.may_be(b) or b.may_be(a)


def _described(ways: Iterable[str]) -> _Described:
    words: set[str] = set()
    names: set[str] = set()
    for way in ways:
        found = [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(way)]
        words |= {word.casefold() for word in found}
        # A capitalised word after another is a family name, unless it is the name of an office.
        names |= {b.casefold() for a, b in pairwise(found) if a[0].isupper() and b[0].isupper()}
    return _Described(frozenset(words - _EMPTY), frozenset(names - _BODIES))


def _cluster(described: Mapping[str, _Described]) -> Mapping[str, str]:
    """Each label with the fullest label it may be the same as."""
    fullest_first = sorted(described, key=lambda label: (-len(described[label].words), label))
    chiefs: list[str] = []
    chief_of: dict[str, str] = {}
    for label in fullest_first:
        found = next((c for c in chiefs if described[label].may_be(described[c])), None)
        if found is None:
            chiefs.append(label)
        chief_of[label] = found or label
    return chief_of
