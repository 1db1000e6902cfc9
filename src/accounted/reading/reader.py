"""From a document to its claims: the rule reader, deterministic and versioned."""

from __future__ import annotations

from dataclasses import replace

from accounted.claims import (
    Claim,
    Document,
    Excerpt,
    ReaderIdentity,
    Reading,
    ReadingWarning,
    Tally,
    UngroundedExcerpt,
)  # fmt: skip
from accounted.places import Gazetteer
from accounted.reading.breakdowns import check_breakdowns, settle_increments, settle_repeats
from accounted.reading.circumstances import CircumstanceReader, Circumstances
from accounted.reading.lexicons import Lexicon, NoLexicon, languages, load_lexicon
from accounted.reading.numbers import phrases
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tallies import Draft, TallyReader

NAME = "rules"
VERSION = "1.0.0"


def read(document: Document, *, lexicon: Lexicon | None = None, gazetteer: Gazetteer) -> Reading:
    """What a document claims, in its exact words.

    The same document, lexicon and gazetteer give the same reading. `lexicon` defaults to the one of the
    document's language; a document in a language without a lexicon gives no claims and a warning that says so.
    """
    if lexicon is None:
        try:
            lexicon = load_lexicon(document.language or "en")
        except NoLexicon:
            return _unread(document)
    passage = Passage(document, lexicon)
    reading = _Reading(passage, CircumstanceReader(passage, gazetteer))
    result = reading.result()
    for claim in result.claims:
        if not claim.excerpt.holds_in(document.text):
            raise UngroundedExcerpt(
                f"claim {claim.id}: the excerpt {claim.excerpt.exact!r} is not the text at its place (rule D-01)"
            )
    return result


def _unread(document: Document) -> Reading:
    known = ", ".join(languages())
    warning = ReadingWarning(
        "D-37",
        f"not read: there is no lexicon for the language {document.language!r} (there are {known}); "
        "no claim was looked for, so none is missing by this reading",
    )
    return Reading(document, ReaderIdentity(NAME, VERSION, "none"), warnings=(warning,))


class _Reading:
    """One reading in the making."""

    def __init__(self, passage: Passage, around: CircumstanceReader) -> None:
        self.passage = passage
        self.around = around
        self.tallies = TallyReader(passage)
        self._claims: list[tuple[int, Claim]] = []
        self._circumstances: dict[int, Circumstances] = {}

    def result(self) -> Reading:
        passage = self.passage
        for sentence in passage.sentences:
            found = self.tallies.read(sentence, phrases(passage, sentence, self.around.dates.covers))
            for draft in found:
                self._circumstances[id(draft)] = self._around_tally(sentence, draft)
            if not found:
                self.around.pass_by(sentence)
        drafts = self.tallies.drafts
        settle_increments(drafts)
        settle_repeats(passage, drafts)
        ids = {id(d): f"c{n}" for n, d in enumerate(drafts, 1)}
        claims = [self._tally(d, ids) for d in drafts]
        warnings = check_breakdowns(drafts, ids)
        claims.sort(key=lambda c: (c.excerpt.start, c.excerpt.end))
        return Reading(
            passage.document,
            ReaderIdentity(NAME, VERSION, passage.lexicon.identity),
            tuple(claims),
            tuple(warnings),
            self._not_counted(),
        )

    def _not_counted(self) -> tuple[tuple[Excerpt, str], ...]:
        passage = self.passage
        return tuple(
            (Excerpt.of(passage.text, *passage.span(u.first, u.last)), u.reason)
            for u in self.tallies.uncounted
        )

    def _around_tally(self, sentence: Sentence, draft: Draft) -> Circumstances:
        predicate = draft.predicate
        verb_first = predicate is not None and predicate.role in ("verb", "of", "joined")
        return self.around.of(sentence, draft.first, draft.last, verb_first=verb_first, across=draft.victims)

    def _tally(self, draft: Draft, ids: dict[int, str]) -> Claim:
        passage = self.passage
        around = self._circumstances[id(draft)]
        if draft.whole is not None:
            around = _inherit(around, self._circumstances[id(draft.whole)])
        tally = Tally(
            draft.basis, draft.count, draft.readings, draft.group, draft.incremental, draft.victims, draft.implied,
            ids[id(draft.whole)] if draft.whole is not None else None,
            ids[id(draft.same_as)] if draft.same_as is not None else None,
        )  # fmt: skip
        modality = draft.modality or around.modality
        if draft.basis == "settlements":
            modality = "investigates"
        return Claim(
            ids[id(draft)], "tally", Excerpt.of(passage.text, *passage.span(draft.first, draft.last)), modality,
            around.speaker, around.place, around.date, around.dates, around.party, draft.what, tally=tally,
            scare_quotes=draft.counted.scare, segment=draft.sentence.segment, rule=f"tally/{draft.rule}",
        )  # fmt: skip


def _inherit(part: Circumstances, whole: Circumstances) -> Circumstances:
    """A part of a count is where, when and by whom the whole is, unless it says otherwise."""
    return replace(
        part,
        speaker=part.speaker or whole.speaker,
        place=part.place if part.place is not None and not part.place.inferred else whole.place,
        date=part.date or whole.date,
        party=part.party or whole.party,
    )
