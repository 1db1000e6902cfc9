"""When: the dates of a sentence, resolved against the day of publication (rules D-22, D-23).

The words are found with the lexicon's marks, in one pass over the tokens; what they mean is reckoned by
`accounted.dates.relative`. Every date is an EDTF string that covers what the words mean and no less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounted.claims import DateMention
from accounted.dates import InvalidDate, PartialDate, parse, relative
from accounted.dates.algebra import about
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tokens import CLITIC, FIGURE

_OPENERS = frozenset({"relative", "day_after", "era", "weekday", "month", "past", "number"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in the text: tokens [first, last), what it means, and what it is the date of."""

    first: int
    last: int
    when: PartialDate
    inferred: bool = False
    role: str = "act"

    @property
    def edtf(self) -> str:
        """The date as written in EDTF."""
        return self.when.edtf


def anchor_of(published: str | None, *, inferred: bool) -> PartialDate | None:
    """The day the document speaks from; None where it is unknown or has no bounds."""
    if not published or published == "unknown":
        return None
    try:
        when = parse(published)
    except InvalidDate:
        return None
    if when.earliest_possible is None or when.latest_possible is None:
        return None
    return about(when) if inferred and not when.approximate else when


class DateReader:
    """Finds the dates of a passage, sentence by sentence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        document = passage.document
        self.anchor = anchor_of(document.published, inferred=document.published_inferred)
        self._found: dict[int, list[Dated]] = {}
        self._covered: set[int] = set()
        for sentence in passage.sentences:
            self._found[sentence.number] = list(self._sentence(sentence))

    def of(self, sentence: Sentence) -> list[Dated]:
        """The dates of a sentence, in order."""
        return self._found[sentence.number]

    def covers(self, i: int) -> bool:
        """Whether a token belongs to a date (so that its figure counts nothing)."""
        return i in self._covered

    # -- scanning -------------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence) -> list[Dated]:
        out: list[Dated] = []
        tokens = self.passage.tokens
        i = sentence.first
        while i < sentence.last:
            if tokens[i].kind != FIGURE and _OPENERS.isdisjoint(self.passage.kinds(i)):
                i += 1
                continue
            found = self._at(sentence, i)
            if found is None:
                i += 1
                continue
            last, dated = found
            self._covered.update(range(i, last))
            if dated is not None:
                out.append(replace(dated, role=self._role(sentence, dated)))
            i = last
        return self._joined(sentence, out)

    def _at(self, sentence: Sentence, i: int) -> tuple[int, Dated | None] | None:
        passage, end = self.passage, sentence.last
        token = passage.tokens[i]
        for mark in (*passage.at(i, "relative"), *passage.at(i, "day_after")):
            unit, back = mark.entry.get("unit", "day"), mark.entry.get("back", 1)
            return mark.last, self._reckoned(i, mark.last, str(unit), int(back))
        for mark in passage.at(i, "era"):
            return mark.last, self._since(i, mark.last, parse(mark.entry.get("edtf")))
        ago = self._ago(sentence, i)
        if ago is not None:
            return ago
        if passage.at(i, "weekday") and (token.capital or passage.ending(i - 1, "date_preposition")):
            return self._weekday(sentence, i)
        if token.kind == FIGURE:
            iso = self._iso(sentence, i)
            if iso is not None:
                return iso
            day = _day(token.figure, token.word[len(token.figure) :], passage)
            if day:
                j = i + 1
                while j < end and j < i + 3 and passage.at(j, "date_join"):
                    j += 1
                if j < end and (month := self._month(j)):
                    year, last = self._year_after(sentence, j + 1)
                    return last, self._dated(i, last, year, month, day)
            year = _year(token.text)
            if year and i > sentence.first and passage.ending(i - 1, "copyright"):
                return i + 1, None
            if year and i > sentence.first and passage.ending(i - 1, "year_cue"):
                return self._year(sentence, i, year)
            if year and i + 1 < end and passage.at(i + 1, "year_word"):
                last, dated = self._year(sentence, i, year)
                return i + 2, replace(dated, last=i + 2)
            return None
        if self._month(i):
            return self._from_month(sentence, i)
        return None

    def _month(self, i: int) -> int:
        """The month a token names, 0 if none; words with another meaning need a figure or preposition."""
        passage = self.passage
        marks = passage.at(i, "month")
        if not marks:
            return 0
        if passage.at(i, "ambiguous_month"):
            near = i + 1 < len(passage.tokens) and passage.tokens[i + 1].kind == FIGURE
            near = near or (i > 0 and passage.tokens[i - 1].kind == FIGURE)
            near = near or (i > 0 and bool(passage.at(i - 1, "date_preposition")))
            if not near or not passage.tokens[i].capital:
                return 0
        return int(marks[0].entry.get("value"))

    def _from_month(self, sentence: Sentence, i: int) -> tuple[int, Dated | None]:
        passage, end = self.passage, sentence.last
        month = self._month(i)
        j = i + 1
        if j < end and passage.tokens[j].text == ".":
            j += 1
        if passage.lexicon.settings.get("month_first") and j < end and passage.tokens[j].kind == FIGURE:
            token = passage.tokens[j]
            day = _day(token.figure, token.word[len(token.figure) :], passage)
            if day and not _year(token.text):
                year, last = self._year_after(sentence, j + 1)
                return last, self._dated(i, last, year, month, day)
        year, last = self._year_after(sentence, i + 1)
        dated = self._dated(i, last, year, month, None)
        part = self._part(sentence, i)
        if dated is not None and part is not None:
            dated = replace(dated, first=part[0], when=relative.part_of(dated.when, part[1]))
        return last, dated

    def _part(self, sentence: Sentence, i: int) -> tuple[int, relative.Part] | None:
        marks = self.passage.ending(i - 1, "part") if i > sentence.first else []
        return (marks[0].first, marks[0].entry.get("part")) if marks else None

    def _year(self, sentence: Sentence, i: int, year: int) -> tuple[int, Dated]:
        when, part = parse(f"{year:04}"), self._part(sentence, i)
        if part is None:
            return i + 1, Dated(i, i + 1, when)
        return i + 1, Dated(part[0], i + 1, relative.part_of(when, part[1]))

    def _year_after(self, sentence: Sentence, j: int) -> tuple[int | None, int]:
        passage = self.passage
        k = j
        if k < sentence.last and passage.tokens[k].text == ",":
            k += 1
        if k < sentence.last and (year := _year(passage.tokens[k].text)):
            k += 1
            if k < sentence.last and passage.at(k, "year_word"):
                k += 1
            return year, k
        return None, j

    def _dated(self, first: int, last: int, year: int | None, month: int, day: int | None) -> Dated | None:
        """A month or a day of it; without its year, the last such up to publication, marked inferred."""
        try:
            if year is not None:
                written = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
                return Dated(first, last, parse(written))
            if self.anchor is None:
                return None
            if day:
                when = relative.day_without_year(self.anchor, month, day)
            else:
                when = relative.month_without_year(self.anchor, month)
            return Dated(first, last, when, inferred=self._unsure)
        except (ValueError, OverflowError):
            return None  # 31 April: no date, not a guess

    @property
    def _unsure(self) -> bool:
        return (
            self.anchor is None
            or self.anchor.approximate
            or self.anchor.uncertain
            or self.anchor.unit != "day"
        )

    def _iso(self, sentence: Sentence, i: int) -> tuple[int, Dated | None] | None:
        tokens = self.passage.tokens
        if i + 4 >= sentence.last or not _year(tokens[i].text):
            return None
        parts = tokens[i : i + 5]
        if parts[1].text != "-" or parts[3].text != "-" or parts[2].kind != FIGURE or parts[4].kind != FIGURE:
            return None
        month, day = parts[2].text, parts[4].text
        if not all(len(p) == 2 and p.isascii() and p.isdigit() for p in (month, day)):
            return None
        return i + 5, self._dated(i, i + 5, int(parts[0].text), int(month), int(day))

    def _weekday(self, sentence: Sentence, i: int) -> tuple[int, Dated | None]:
        passage, mark = self.passage, self.passage.at(i, "weekday")[0]
        last = mark.last
        if last < sentence.last and passage.tokens[last].kind == CLITIC:
            last += 1
        if last < sentence.last and passage.at(last, "day_part"):
            last += 1
        k = last
        if k < sentence.last and passage.tokens[k].text == ",":
            k += 1
        if k < sentence.last and (self._month(k) or passage.tokens[k].kind == FIGURE):
            inner = self._at(sentence, k)
            if inner is not None and inner[1] is not None:
                return inner[0], replace(inner[1], first=i)
        if self.anchor is None:
            return last, None
        which = "last" if i > sentence.first and passage.ending(i - 1, "last_word") else "recent"
        try:
            when = relative.weekday(self.anchor, int(mark.entry.get("value")), which)  # type: ignore[arg-type]
        except relative.NoAnchor:
            return last, None
        return last, Dated(i, last, when, inferred=self._unsure)

    def _ago(self, sentence: Sentence, i: int) -> tuple[int, Dated | None] | None:
        """ "Three weeks ago", "in the past three days"."""
        passage, end = self.passage, sentence.last
        start = i
        past = passage.at(i, "past")
        if past:
            i = past[0].last
            if i >= end:
                return None
        numbers = passage.at(i, "number")
        token = passage.tokens[i]
        if numbers:
            amount, j = int(numbers[0].entry.get("value")), numbers[0].last
        elif token.kind == FIGURE and token.text.isascii() and token.text.isdigit() and len(token.text) <= 3:
            amount, j = int(token.text), i + 1
        else:
            return None
        units = passage.at(j, "unit") if j < end else []
        if not units:
            return None
        unit, j = str(units[0].entry.get("unit")), units[0].last
        if past:
            return j, self._reckoned(start, j, unit, amount, past=True)
        ago = passage.at(j, "ago") if j < end else []
        if not ago:
            return None
        return ago[0].last, self._reckoned(start, ago[0].last, unit, amount, ago=True)

    def _reckoned(
        self, first: int, last: int, unit: str, back: int, *, past: bool = False, ago: bool = False
    ) -> Dated | None:
        """So many units back from publication: a period, or (`past`) the time from then until now."""
        if self.anchor is None:
            return None
        try:
            if past or unit.startswith("past_"):
                when = relative.past(self.anchor, back, unit.removeprefix("past_"))  # type: ignore[arg-type]
            elif ago:
                when = relative.ago(self.anchor, back, unit)  # type: ignore[arg-type]
            elif unit == "night":
                when = relative.overnight(self.anchor)
            else:
                move = {
                    "day": relative.day, "week": relative.week, "month": relative.month, "year": relative.year
                }[unit]  # fmt: skip
                when = move(self.anchor, -back)
        except (ValueError, OverflowError):
            return None
        return Dated(first, last, when, inferred=self._unsure)

    def _since(self, first: int, last: int, start: PartialDate) -> Dated | None:
        """From then up to publication, where that is known."""
        try:
            when = relative.so_far(self.anchor, start) if self.anchor is not None else relative.since(start)
        except ValueError:
            return None
        return Dated(first, last, when, inferred=self.anchor is not None and self._unsure)

    # -- stretches ------------------------------------------------------------------------------------------

    def _joined(self, sentence: Sentence, dates: list[Dated]) -> list[Dated]:
        """ "Since 10 August 2014", "between 1979 and 1982": two ends make one interval."""
        passage, out = self.passage, []
        skip = False
        for at, dated in enumerate(dates):
            if skip:
                skip = False
                continue
            before = dated.first - 1
            after = dates[at + 1] if at + 1 < len(dates) else None
            opens = passage.ending(before, "between_dates") if before >= sentence.first else []
            if (
                after is not None
                and opens
                and after.first - dated.last == 1
                and passage.at(dated.last, "to_date")
            ):
                try:
                    when = relative.between(dated.when, after.when)
                except ValueError:
                    when = dated.when
                out.append(replace(dated, first=opens[0].first, last=after.last, when=when))
                skip = True
                continue
            since = passage.ending(before, "since") if before >= sentence.first else []
            if since and not self._then(sentence, dated.last):
                stretch = self._since(since[0].first, dated.last, dated.when)
                if stretch is not None:
                    out.append(replace(stretch, role=dated.role))
                    continue
            out.append(dated)
        return out

    def _then(self, sentence: Sentence, i: int) -> bool:
        """ "Since 10 May 2010, when 110 were killed" names a day, not a stretch."""
        if i < sentence.last and self.passage.tokens[i].text == ",":
            i += 1
        return i < sentence.last and bool(self.passage.at(i, "then"))

    def _role(self, sentence: Sentence, dated: Dated) -> str:
        """What the date is the date of: the nearest word that says so, in its clause."""
        passage = self.passage
        for k in range(dated.first - 1, max(sentence.first, dated.first - 4) - 1, -1):
            if passage.ending(k, "say"):
                return "statement"
            if not passage.at(k, "date_preposition") and not passage.at(k, "pronoun"):
                break
        told = [*sentence.of("accused"), *sentence.of("testimony")]
        if dated.first - sentence.first <= 2 and any(m.first >= dated.last for m in told):
            return "statement"  # "In April they were accused of …" dates the accusation, not the deed
        best: tuple[int, str] | None = None
        for mark in sentence.of("date_role"):
            role = str(mark.entry.get("role"))
            if role == "statement":
                continue
            gap = min(abs(mark.first - dated.last), abs(dated.first - mark.last))
            parted = any(passage.tokens[k].text in ",;" for k in range(*_between(mark.first, dated.first)))
            if gap <= (1 if role == "publication" else 8) and not parted and (best is None or gap < best[0]):
                best = (gap, role)
        return best[1] if best else "act"

    def mention(self, dated: Dated, *, inferred: bool = False, role: str | None = None) -> DateMention:
        """The date as a claim carries it."""
        start, end = self.passage.span(dated.first, dated.last)
        text = self.passage.text[start:end]
        return DateMention(text, dated.edtf, role or dated.role, start, end, inferred or dated.inferred)


def _between(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _day(figure: str, tail: str, passage: Passage) -> int:
    """The day of a month, 0 if the figure cannot be one."""
    if not (figure.isascii() and figure.isdigit() and len(figure) <= 2 and 1 <= int(figure) <= 31):
        return 0
    if tail and not any(
        kind == "glued" and entry.get("reason") == "an order"
        for _, kind, _, entry in passage.lexicon.find([tail.lstrip("-")], 0)
    ):
        return 0
    return int(figure)


def _year(text: str) -> int | None:
    if len(text) == 4 and text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100:
        return int(text)
    return None
