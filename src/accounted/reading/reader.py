"""From a document to its claims: the rule reader, deterministic and versioned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from accounted.claims import (
    Claim,
    ClaimKind,
    Document,
    Excerpt,
    PlaceMention,
    ReaderIdentity,
    Reading,
    ReadingWarning,
    Relay,
    Speaker,
    Tally,
    UngroundedExcerpt,
    Words,
)
from accounted.places import Gazetteer
from accounted.reading.acts import ActFound, ActReader, Beside
from accounted.reading.answers import link_denials
from accounted.reading.breakdowns import check_breakdowns, settle_increments, settle_repeats, settle_sums
from accounted.reading.circumstances import CircumstanceReader, Circumstances
from accounted.reading.denials import DenialFound, DenialReader
from accounted.reading.drafts import Draft, family
from accounted.reading.findings import Finding, FindingReader
from accounted.reading.investigations import InquiryFound, InquiryReader
from accounted.reading.lexicons import Lexicon, NoLexicon, languages, load_lexicon
from accounted.reading.multilingual import likely_language
from accounted.reading.numbers import phrases
from accounted.reading.passages import Passage, Sentence
from accounted.reading.quantifiers import UNSTATED
from accounted.reading.remarks import date_warnings, place_warnings, status_warnings
from accounted.reading.sites import SiteFound, read_sites
from accounted.reading.tables import read_tables
from accounted.reading.tallies import TallyReader
from accounted.reading.testimonies import TestimonyFound, read_testimonies
from accounted.reading.violence import Violence

NAME = "rules"
VERSION = "1.0.0"
_BEFORE = 14  # tokens
_PLACELESS = frozenset({"sites", "settlements", "incidents", "cases", "convictions", "suspects"})
_VAGUE = frozenset({"several", "some", "many"})  # "several mass graves": a site besides
_SILENT = frozenset({"credit", "dateline", "page_furniture", "boilerplate", "table"})


def read(document: Document, *, lexicon: Lexicon | None = None, gazetteer: Gazetteer) -> Reading:
    """What a document claims, in its exact words.

    The same document, lexicon and gazetteer give the same reading. `lexicon` defaults to the one of the
    document's language; a document in a language without a lexicon gives no claims and a warning that
    says so.
    """
    if lexicon is None:
        language = document.language or likely_language(document.text) or "und"
        try:
            lexicon = load_lexicon(language)
        except NoLexicon:
            return _unread(document)
    passage = Passage(document, lexicon)
    reading = _Reading(passage, CircumstanceReader(passage, gazetteer))
    result = reading.result()
    for claim in result.claims:
        if not claim.excerpt.holds_in(document.text):
            raise UngroundedExcerpt(
                f"claim {claim.id}: the excerpt {claim.excerpt.exact!r} is not the text at its place "
                "(rule D-01)"
            )
    return result


def _unread(document: Document) -> Reading:
    known = ", ".join(languages())
    warning = ReadingWarning(
        "D-37",
        f"not read: there is no lexicon for the language {document.language or 'of this text'} "
        f"(there are {known}); "
        "no claim was looked for, so none is missing by this reading",
    )
    return Reading(document, ReaderIdentity(NAME, VERSION, "none"), warnings=(warning,))


class _Reading:
    """One reading in the making: claims are gathered sentence by sentence and numbered at the end."""

    def __init__(self, passage: Passage, around: CircumstanceReader) -> None:
        self.passage = passage
        self.around = around
        self.tallies = TallyReader(passage)
        violence = self._violence = Violence(passage)
        self.findings = FindingReader(passage, violence)
        self.acts = ActReader(passage, violence)
        self.denials = DenialReader(passage, violence)
        self.inquiries = InquiryReader(passage, violence)
        self._circumstances: dict[int, Circumstances] = {}
        self._claims: list[Claim] = []
        self._denials: list[tuple[int, Sentence | None]] = []  # position in _claims, and what it answers
        self._harmed: list[tuple[int, int]] = []  # the tokens of those counted in the sentence at hand
        self._sites: dict[tuple[str, ...], int] = {}  # the first site of a kind: its position in _claims
        self._in_segment = Counter(s.segment for s in passage.sentences)
        self._said: set[tuple[object, ...]] = set()

    def result(self) -> Reading:
        """Read every sentence, then settle what stands between claims."""
        passage = self.passage
        for sentence in passage.sentences:
            if passage.segments[sentence.segment].kind not in _SILENT:
                passage.turn_to(sentence)
                self._sentence(sentence)
        passage.turn_to(None)
        drafts = self.tallies.drafts
        settle_increments(drafts)
        settle_sums(drafts)
        settle_repeats(passage, drafts)
        keys = {id(d): f"t{n}" for n, d in enumerate(drafts)}
        cells, remarks = read_tables(passage.document, passage.lexicon)
        claims = [*self._claims, *(self._tally(d, keys) for d in drafts), *cells]
        warnings = [
            *check_breakdowns(drafts, keys),
            *place_warnings(passage, self.around.places, claims),
            *date_warnings(passage, claims),
            *remarks,
        ]
        claims = link_denials(passage, claims, [(self._claims[at].id, s) for at, s in self._denials])
        warnings += status_warnings(passage, claims)
        return Reading(
            passage.document,
            ReaderIdentity(NAME, VERSION, ", ".join(lexicon.identity for lexicon in passage.lexicons)),
            *_numbered(claims, warnings),
            self._not_counted(),
        )

    # -- one sentence ---------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence) -> None:
        passage, around = self.passage, self.around
        drafts = self.tallies.read(sentence, phrases(passage, sentence, around.dates.covers))
        self._harmed = [(d.phrase.first, d.counted.last) for d in drafts]
        for draft in drafts:
            self._circumstances[id(draft)] = self._around_tally(sentence, draft)
        speakers = around.speaker_spans(sentence)
        counted = [(d.first, d.last) for d in drafts if not d.implied and d.count.quantifier not in UNSTATED]
        denials = self.denials.read(sentence, speakers)
        for denial in denials:
            self._deny(sentence, denial)
            self._deny_counts(denial, drafts)
        taken = [*counted, *((d.cue, d.last) for d in denials)]
        findings = self.findings.read(sentence)
        for finding in findings:
            taken.append((finding.first, finding.last))
            self._finding(sentence, finding)
        for inquiry in self.inquiries.read(sentence, speakers):
            taken.append((inquiry.first, inquiry.last))
            self._inquiry(sentence, inquiry)
        exact = [(d.first, d.last) for d in drafts if not d.implied and d.count.quantifier not in _VAGUE]
        lying = [(f.first, f.last) for f in findings if "bodies_buried" in f.what]
        for site in read_sites(passage, sentence, exact, lying):
            self._site(sentence, site)
        taken.extend((m.first, m.last) for m in sentence.of("site") if not m.entry.get("named"))
        beside = Beside(
            any(d.victims for d in drafts),
            bool(findings),
            [(d.first, d.last) for d in drafts],
            [(d.first, d.last) for d in drafts if d.implied],
        )
        accounts = read_testimonies(passage, sentence, self._violence)
        for act in self.acts.read(sentence, taken, speakers, beside):
            self._act(sentence, act, accounts)
        for account in accounts:
            self._testimony(sentence, account)
        if not drafts:
            around.pass_by(sentence)

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
        self._claims.append(
            Claim(
                f"k{len(self._claims)}",
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
        return len(self._claims) - 1

    def _deny_counts(self, denial: DenialFound, drafts: Sequence[Draft]) -> None:
        """ "Denied that 12 people were killed": the count is what is denied, nobody here asserts it."""
        for draft in drafts:
            opened = draft.phrase.first - 1
            said = denial.cue <= opened < denial.last and (
                self.passage.ending(opened, "function", "relative")
                or self.passage.ending(opened, "function", "clause")
            )
            if said and denial.modality == "denies":
                around = self._circumstances[id(draft)]
                speaker = denial.speaker or around.speaker
                self._circumstances[id(draft)] = replace(around, modality="denies", speaker=speaker)

    def _deny(self, sentence: Sentence, denial: DenialFound) -> None:
        at = self._add(
            sentence, "denial", denial.first, denial.last, denial.what, cue=(denial.cue, denial.last),
            modality=denial.modality, speaker=denial.speaker, until=denial.last,
            told={"scope": self._words(denial.scope)},
        )  # fmt: skip
        self._denials.append((at, sentence if denial.here else None))

    def _finding(self, sentence: Sentence, finding: Finding) -> None:
        at = self._add(
            sentence, "finding", finding.first, finding.last, finding.what,
            body_regions=finding.regions, extent=finding.extent,
        )  # fmt: skip
        speaker = self._claims[at].speaker
        key = (
            "finding",
            finding.what,
            finding.regions,
            finding.extent,
            speaker.text.lower() if speaker else at,
        )
        if key in self._said:
            self._claims.pop()
        self._said.add(key)

    def _inquiry(self, sentence: Sentence, inquiry: InquiryFound) -> None:
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

    def _site(self, sentence: Sentence, site: SiteFound) -> None:
        """One claim for each site: a later mention may only tell the place of one that had none."""
        at = self._add(sentence, "site", site.first, site.last, site.what, scare=site.scare)
        new = self._claims[at]
        first = self._sites.setdefault(site.what, at)
        said = ("site", site.what, _named(new.place), new.excerpt.exact.lower() if site.other else None)
        if first == at or (site.other and said not in self._said):
            self._said.add(said)
            return
        held = self._claims[first]
        if site.other or new.place is None or new.place.inferred or said in self._said:
            self._claims.pop()
            return
        self._said.add(said)
        if held.place is None or held.place.inferred:
            self._claims[first] = replace(held, place=replace(new.place, inferred=True))
            self._claims.pop()

    def _act(self, sentence: Sentence, act: ActFound, accounts: list[TestimonyFound]) -> None:
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
        claim = self._claims[at]
        party, spoken, victims = (
            part.text.lower() if part else None for part in (claim.party, claim.speaker, claim.victims)
        )
        key = ("act", act.what, act.methods, party, _named(claim.place), spoken, victims)
        if key in self._said:
            self._claims.pop()
        self._said.add(key)

    def _words(self, span: tuple[int, int] | None) -> Words | None:
        if span is None:
            return None
        start, end = self.passage.span(*span)
        return Words(self.passage.text[start:end], start, end)

    def _testimony(self, sentence: Sentence, account: TestimonyFound) -> None:
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

    # -- tallies --------------------------------------------------------------------------------------------

    def _not_counted(self) -> tuple[tuple[Excerpt, str], ...]:
        passage = self.passage
        return tuple(
            (Excerpt.of(passage.text, *passage.span(u.first, u.last)), u.reason)
            for u in self.tallies.uncounted
        )

    def _around_tally(self, sentence: Sentence, draft: Draft) -> Circumstances:
        predicate = draft.predicate
        verb_first = predicate is not None and (
            predicate.role in ("verb", "of", "joined")
            or (predicate.role == "done" and not predicate.auxiliary)
        )
        harmed = self._harmed
        people = draft.basis not in _PLACELESS and draft.count.quantifier not in UNSTATED
        around = self.around.of(
            sentence, draft.first, draft.last, verb_first=verb_first, inherit_place=people,
            across=draft.victims and people, harm=draft.victims, inherit_party=people, harmed=harmed,
        )  # fmt: skip
        if around.speaker is None and draft.victims:
            around = replace(around, speaker=self._still_speaking(sentence, draft))
        return around

    def _still_speaking(self, sentence: Sentence, draft: Draft) -> Speaker | None:
        """In one-sentence paragraphs: who gave the figure of the paragraph before, if it counts the like."""
        known = self.tallies.drafts
        at = len(known) - 1
        while at >= 0 and known[at].sentence is sentence:
            at -= 1
        if at < 0 or self.passage.segments[sentence.segment].kind != "body":
            return None
        last = known[at]
        alone = self._in_segment[sentence.segment] == self._in_segment[last.sentence.segment] == 1
        follows = last.sentence.segment == sentence.segment - 1
        if not alone or not follows or family(last.basis) != family(draft.basis):
            return None
        spoken = self._circumstances[id(last)].speaker
        return replace(spoken, inferred=True) if spoken is not None else None

    def _tally(self, draft: Draft, keys: dict[int, str]) -> Claim:
        passage = self.passage
        around = self._circumstances[id(draft)]
        if draft.whole is not None and draft.sentence.number - draft.whole.sentence.number <= 1:
            around = _inherit(around, self._circumstances[id(draft.whole)])
        tally = Tally(
            draft.basis, draft.count, draft.readings, draft.group, draft.incremental, draft.victims,
            draft.implied,
            keys[id(draft.whole)] if draft.whole is not None else None,
            keys[id(draft.same_as)] if draft.same_as is not None else None,
            as_of=around.counted_up_to,
        )  # fmt: skip
        modality = "investigates" if draft.basis == "settlements" else around.modality
        modality = "denies" if draft.rejected else modality
        return Claim(
            keys[id(draft)], "tally", Excerpt.of(passage.text, *passage.span(draft.first, draft.last)),
            modality,
            around.speaker, around.place, around.date, around.dates, around.party, draft.what, tally=tally,
            scare_quotes=draft.counted.scare, segment=draft.sentence.segment, rule=f"tally/{draft.rule}",
        )  # fmt: skip


def _named(place: PlaceMention | None) -> str | None:
    return place.text.lower() if place is not None else None


def _inherit(part: Circumstances, whole: Circumstances) -> Circumstances:
    """A part of a count is where, when and by whom the whole is, unless it says otherwise."""
    return replace(
        part,
        speaker=part.speaker or whole.speaker,
        place=part.place if part.place is not None and not part.place.inferred else whole.place,
        date=part.date or whole.date,
        party=part.party or whole.party,
    )


def _numbered(
    claims: list[Claim], warnings: list[ReadingWarning]
) -> tuple[tuple[Claim, ...], tuple[ReadingWarning, ...]]:
    """Claims in the order of the text, as c1, c2 …, and every reference to them with them."""
    order = sorted(claims, key=lambda c: (c.excerpt.start, c.excerpt.end, c.kind))
    ids = {c.id: f"c{n}" for n, c in enumerate(order, 1)}

    def renamed(claim: Claim) -> Claim:
        tally = claim.tally
        if tally is not None:
            tally = replace(
                tally,
                partition_of=ids[tally.partition_of] if tally.partition_of else None,
                same_as=ids[tally.same_as] if tally.same_as else None,
            )
        return replace(
            claim, id=ids[claim.id], denies=tuple(sorted(ids[d] for d in claim.denies)), tally=tally
        )

    return (
        tuple(renamed(c) for c in order),
        tuple(replace(w, claims=tuple(ids[c] for c in w.claims)) for w in warnings),
    )
