"""From a document to its claims: the rule reader, deterministic and versioned."""

from __future__ import annotations

from typing import Final

from accounted.claims import Document, ReaderIdentity, Reading, ReadingWarning, UngroundedExcerpt
from accounted.places import Places
from accounted.reading.acts import ActReader, Beside
from accounted.reading.answers import link_denials
from accounted.reading.breakdowns import check_breakdowns, settle_increments, settle_repeats, settle_sums
from accounted.reading.circumstances import CircumstanceReader
from accounted.reading.counting import Counting
from accounted.reading.denials import DenialReader
from accounted.reading.findings import FindingReader
from accounted.reading.gathering import Gathered
from accounted.reading.investigations import InquiryReader
from accounted.reading.lexicons import Lexicon, NoLexicon, languages, load_lexicon
from accounted.reading.multilingual import likely_language
from accounted.reading.numbering import numbered
from accounted.reading.passages import Passage, Sentence
from accounted.reading.quantifiers import UNSTATED
from accounted.reading.remarks import date_warnings, place_warnings, status_warnings
from accounted.reading.sites import read_sites
from accounted.reading.tables import read_tables
from accounted.reading.testimonies import read_testimonies
from accounted.reading.violence import Violence

NAME: Final = "rules"
VERSION: Final = "1.0.0"
_VAGUE: Final = frozenset({"several", "some", "many"})  # "several mass graves": a site besides
# The kinds of word without one of which a sentence holds none of the kind.
_DENYING: Final = frozenset({"denial", "accusation"})
_FINDING: Final = frozenset({"sign", "finding", "body_word", "position"})
_INQUIRING: Final = frozenset({"press_finds", "investigation", "inquiry_body"})
_STANDING: Final = frozenset({"site", "held"})
_SILENT: Final = frozenset({"credit", "dateline", "page_furniture", "boilerplate", "table"})


def read(document: Document, *, lexicon: Lexicon | None = None, gazetteer: Places) -> Reading:
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
        self.counting = Counting(passage, around)
        self.others = Gathered(passage, around)
        violence = self._violence = Violence(passage)
        self.findings = FindingReader(passage, violence)
        self.acts = ActReader(passage, violence)
        self.denials = DenialReader(passage, violence)
        self.inquiries = InquiryReader(passage, violence)

    def result(self) -> Reading:
        """Read every sentence, then settle what stands between claims."""
        passage = self.passage
        for sentence in passage.sentences:
            if passage.segments[sentence.segment].kind not in _SILENT:
                passage.turn_to(sentence)
                self._sentence(sentence)
        passage.turn_to(None)
        drafts, others = self.counting.drafts, self.others
        settle_increments(drafts)
        settle_sums(drafts)
        settle_repeats(passage, drafts)
        keys = {id(d): f"t{n}" for n, d in enumerate(drafts)}
        cells, remarks = read_tables(passage.document, passage.lexicon)
        claims = [*others.claims, *(self.counting.claim(d, keys) for d in drafts), *cells]
        warnings = [
            *check_breakdowns(drafts, keys),
            *place_warnings(passage, self.around.places, claims),
            *date_warnings(passage, claims),
            *remarks,
        ]
        claims = link_denials(passage, claims, [(others.claims[at].id, s) for at, s in others.denials])
        warnings += status_warnings(passage, claims)
        return Reading(
            passage.document,
            ReaderIdentity(NAME, VERSION, ", ".join(lexicon.identity for lexicon in passage.lexicons)),
            *numbered(claims, warnings),
            self.counting.not_counted(),
        )

    def _sentence(self, sentence: Sentence) -> None:
        passage, around, others = self.passage, self.around, self.others
        drafts = self.counting.read(sentence)
        speakers = around.speaker_spans(sentence)
        counted = [(d.first, d.last) for d in drafts if not d.implied and d.count.quantifier not in UNSTATED]
        kinds = sentence.kinds
        denials = [] if _DENYING.isdisjoint(kinds) else self.denials.read(sentence, speakers)
        for denial in denials:
            others.deny(sentence, denial)
            self.counting.deny(denial, drafts)
        taken = [*counted, *((d.cue, d.last) for d in denials)]
        findings = [] if _FINDING.isdisjoint(kinds) else self.findings.read(sentence)
        for finding in findings:
            taken.append((finding.first, finding.last))
            others.finding(sentence, finding)
        for inquiry in [] if _INQUIRING.isdisjoint(kinds) else self.inquiries.read(sentence, speakers):
            taken.append((inquiry.first, inquiry.last))
            others.inquiry(sentence, inquiry)
        if not _STANDING.isdisjoint(kinds):
            exact = [(d.first, d.last) for d in drafts if not d.implied and d.count.quantifier not in _VAGUE]
            lying = [(f.first, f.last) for f in findings if "bodies_buried" in f.what]
            for site in read_sites(passage, sentence, exact, lying):
                others.site(sentence, site)
            taken.extend((m.first, m.last) for m in sentence.of("site") if not m.entry.get("named"))
        accounts = read_testimonies(passage, sentence, self._violence)
        if "act" in kinds:
            beside = Beside(
                any(d.victims for d in drafts),
                bool(findings),
                [(d.first, d.last) for d in drafts],
                [(d.first, d.last) for d in drafts if d.implied],
            )
            for act in self.acts.read(sentence, taken, speakers, beside):
                others.act(sentence, act, accounts)
        for account in accounts:
            others.testimony(sentence, account)
        if not drafts:
            around.pass_by(sentence)
