"""Claims other than tallies, gathered sentence by sentence: each once, with what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from accounted.claims import Claim, ClaimKind, Excerpt, PlaceMention, Relay, Speaker, Words
from accounted.reading.acts import ActFound
from accounted.reading.circumstances import CircumstanceReader
from accounted.reading.denials import DenialFound
from accounted.reading.findings import Finding
from accounted.reading.investigations import InquiryFound
from accounted.reading.passages import Passage, Sentence
from accounted.reading.sites import SiteFound
from accounted.reading.testimonies import TestimonyFound

_BEFORE: Final = 14  # tokens


class Gathered:
    """The claims found so far that count nothing, and which sentences the denials among them answer."""

    def __init__(self, passage: Passage, around: CircumstanceReader) -> None:
        self.passage = passage
        self.around = around
        self.claims: list[Claim] = []
        self.denials: list[tuple[int, Sentence | None]] = []  # position in `claims`, and what it answers
        self._sites: dict[tuple[str, ...], int] = {}  # the first site of a kind: its position in `claims`
        self._said: set[tuple[object, ...]] = set()

    def _add(
        self, sentence: Sentence, kind: ClaimKind, first: int, last: int, what: tuple[str, ...], *,
        cue: tuple[int, int] | None = None, modality: str | None = None, speaker: Speaker | None = None,
        verb_first: bool = False, body_regions: tuple[str, ...] = (), extent: str | None = None,
        scare: bool = False, until: int | None = None, told: Mapping[str, Any] | None = None,
    ) -> int:  # fmt: skip
        passage = self.passage
        a, b = cue or (first, last)
        circumstances = self.around.of(
            sentence,
            a,
            b,
            verb_first=verb_first,
            inherit_place=kind != "investigation",
            harm=kind in ("act", "finding", "site"),
            until=until,
        )
        party = circumstances.party
        if party is not None and party.start is not None and kind == "act":
            # The words of an act begin with the one said to have done it, where that stands close before.
            at = passage.token_at(party.start)
            if sentence.first <= at < first and first - at <= _BEFORE:
                first = at
        self.claims.append(
            Claim(
                f"k{len(self.claims)}",
                kind,
                Excerpt.of(passage.text, *passage.span(first, last)),
                modality or circumstances.modality,
                speaker or circumstances.speaker,
                circumstances.place,
                circumstances.date,
                circumstances.dates,
                party,
                what,
                body_regions=body_regions,
                extent=extent,
                scare_quotes=scare,
                segment=sentence.segment,
                rule=kind,
                **(told or {}),
            )
        )
        return len(self.claims) - 1

    def deny(self, sentence: Sentence, denial: DenialFound) -> None:
        """A denial, with what it is of."""
        at = self._add(
            sentence, "denial", denial.first, denial.last, denial.what, cue=(denial.cue, denial.last),
            modality=denial.modality, speaker=denial.speaker, until=denial.last,
            told={"scope": self._words(denial.scope)},
        )  # fmt: skip
        self.denials.append((at, sentence if denial.here else None))

    def finding(self, sentence: Sentence, finding: Finding) -> None:
        """A finding, unless the same was told before by the same speaker."""
        at = self._add(
            sentence, "finding", finding.first, finding.last, finding.what,
            body_regions=finding.regions, extent=finding.extent,
        )  # fmt: skip
        speaker = self.claims[at].speaker
        key = (
            "finding",
            finding.what,
            finding.regions,
            finding.extent,
            speaker.text.lower() if speaker else at,
        )
        if key in self._said:
            self.claims.pop()
        self._said.add(key)

    def inquiry(self, sentence: Sentence, inquiry: InquiryFound) -> None:
        """An investigation, with who investigates what."""
        publisher = None
        if "press" in inquiry.what:
            publisher = self.around.speakers.publisher(sentence, inquiry.last)
        body = self._words(inquiry.body)
        if body is None and publisher is not None:
            body = Words(publisher.text, publisher.start, publisher.end)
        self._add(
            sentence, "investigation", inquiry.first, inquiry.last, inquiry.what,
            modality="concludes" if inquiry.status == "finding_issued" else "investigates",
            speaker=Speaker(publisher.text, publisher.start, publisher.end) if publisher else None,
            told={"body": body, "scope": self._words(inquiry.scope), "status": inquiry.status},
        )  # fmt: skip

    def site(self, sentence: Sentence, site: SiteFound) -> None:
        """One claim for each site: a later mention may only tell the place of one that had none."""
        at = self._add(sentence, "site", site.first, site.last, site.what, scare=site.scare)
        new = self.claims[at]
        first = self._sites.setdefault(site.what, at)
        said = ("site", site.what, _named(new.place), new.excerpt.exact.lower() if site.other else None)
        if first == at or (site.other and said not in self._said):
            self._said.add(said)
            return
        held = self.claims[first]
        if site.other or new.place is None or new.place.inferred or said in self._said:
            self.claims.pop()
            return
        self._said.add(said)
        if held.place is None or held.place.inferred:
            self.claims[first] = replace(held, place=replace(new.place, inferred=True))
            self.claims.pop()

    def act(self, sentence: Sentence, act: ActFound, accounts: list[TestimonyFound]) -> None:
        """An act, unless the same was told before, with whoever told of it."""
        told = [a for a in accounts if a.last <= act.cue]
        speaker = None
        stated = self.around.speakers.stated(sentence, act.cue)
        publisher = self.around.speakers.publisher(sentence, act.cue)
        if told and (stated is None or (publisher is not None and stated[0].start == publisher.start)):
            speaker = self._teller(sentence, told[-1])  # "victims spoke of torture"
        elif told and stated is not None:
            speaker = self._heard(sentence, stated[0], told[-1])
        modality = "alleges" if act.alleged else None
        cue = (act.cue, act.cue_end)
        at = self._add(
            sentence, "act", act.first, act.last, act.what,
            cue=cue, verb_first=act.verb_first, modality=modality, speaker=speaker,
            told={"methods": act.methods, "victims": self._words(act.victims)},
        )  # fmt: skip
        claim = self.claims[at]
        party, spoken, victims = (
            part.text.lower() if part else None for part in (claim.party, claim.speaker, claim.victims)
        )
        key = ("act", act.what, act.methods, party, _named(claim.place), spoken, victims)
        if key in self._said:
            self.claims.pop()
        self._said.add(key)

    def _words(self, span: tuple[int, int] | None) -> Words | None:
        if span is None:
            return None
        start, end = self.passage.span(*span)
        return Words(self.passage.text[start:end], start, end)

    def testimony(self, sentence: Sentence, account: TestimonyFound) -> None:
        """That somebody told what befell them."""
        speaker = self._teller(sentence, account)
        self._add(
            sentence, "testimony", account.first, account.last, (), modality="reports", speaker=speaker,
            told={"proximity": account.proximity},
        )  # fmt: skip

    def _teller(self, sentence: Sentence, account: TestimonyFound) -> Speaker:
        start, end = self.passage.span(account.teller, account.teller_end)
        return self._heard(sentence, Speaker(self.passage.text[start:end], start, end), account)

    def _heard(self, sentence: Sentence, speaker: Speaker, account: TestimonyFound) -> Speaker:
        """A teller with whoever heard the account, or published it (rule D-04: the chain of saying)."""
        told = range(*self.passage.span(account.teller, account.teller_end))
        if speaker.via or speaker.start is None or speaker.end is None:
            return speaker
        if not any(speaker.start <= i < speaker.end for i in told):
            return speaker
        relay = self.around.speakers.publisher(sentence, account.first)
        if account.relay is not None:
            start, end = self.passage.span(*account.relay)
            relay = Relay(self.passage.text[start:end], start, end)
        return replace(speaker, via=(relay,)) if relay is not None else speaker


def _named(place: PlaceMention | None) -> str | None:
    return place.text.lower() if place is not None else None
