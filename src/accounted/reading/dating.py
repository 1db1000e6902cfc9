"""When: the dates of a sentence, resolved against the day of publication (rules D-22, D-23).

Every date is an EDTF string that covers what the words mean and no less. A weekday is the last one up to the
publication day, that day itself included. Where the day of publication is itself inferred or only a month, the
result is marked inferred and widened.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from accounted.claims import DateMention
from accounted.dates import InvalidDate, parse
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tokens import FIGURE

_EARLY, _LATE = 10, 20


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day the document speaks from, as far as it is known."""

    low: date
    high: date
    sure: bool  # a single day, not inferred

    @classmethod
    def of(cls, published: str | None, *, inferred: bool) -> Anchor | None:
        """From an EDTF publication date; None where it is unknown or open."""
        if not published or published == "unknown":
            return None
        try:
            when = parse(published)
        except InvalidDate:
            return None
        if when.earliest is None or when.latest is None:
            return None
        sure = when.earliest == when.latest and not (inferred or when.approximate or when.uncertain)
        return cls(when.earliest, when.latest, sure)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in the text: tokens [first, last), the days it covers, and how it is written in EDTF."""

    first: int
    last: int
    low: date
    high: date
    edtf: str
    inferred: bool = False
    role: str = "act"


class DateReader:
    """Finds the dates of a passage, sentence by sentence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        document = passage.document
        self.anchor = Anchor.of(document.published, inferred=document.published_inferred)
        self._found: dict[int, list[Dated]] = {}
        self._covered: set[int] = set()
        self._unresolved: set[int] = set()
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
        i = sentence.first
        while i < sentence.last:
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
        for mark in passage.at(i, "relative"):
            return mark.last, self._relative(i, mark.last, mark.entry.get("unit"), mark.entry.get("back"))
        for mark in passage.at(i, "era"):
            if self.anchor is None:
                return mark.last, None
            start = date.fromisoformat(mark.entry.get("edtf"))
            return mark.last, _interval(i, mark.last, start, self.anchor.high, inferred=not self.anchor.sure)
        for mark in passage.at(i, "day_after"):
            return mark.last, self._relative(i, mark.last, "day", 1)
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
                if j < end and self._month(j):
                    return self._day_month(sentence, i, day, j, j + 1)
            year = _year(token.text)
            if year and i > sentence.first and passage.ending(i - 1, "year_cue"):
                part = self._part(sentence, i)
                return i + 1, self._part_of_year(
                    part[0] if part else i, i + 1, year, part[1] if part else None
                )
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

    def _day_month(
        self, sentence: Sentence, i: int, day: int, month_at: int, j: int
    ) -> tuple[int, Dated | None]:
        month = self._month(month_at)
        year, last = self._year_after(sentence, j)
        return last, self._day_dated(i, last, year, month, day)

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
                return last, self._day_dated(i, last, year, month, day)
        year, last = self._year_after(sentence, i + 1)
        inferred = year is None
        if year is None:
            year = self._year_of(month)
        part = self._part(sentence, i)
        first = part[0] if part else i
        if year is None:
            self._unresolved.add(i)
            return last, None
        low, high = _month_days(year, month, part[1] if part else None)
        edtf = f"{year:04}-{month:02}" if part is None else f"[{low}..{high}]"
        sure = not inferred or (self.anchor is not None and self.anchor.sure)
        return last, Dated(first, last, low, high, edtf, inferred=not sure)

    def _part(self, sentence: Sentence, i: int) -> tuple[int, str] | None:
        marks = self.passage.ending(i - 1, "part") if i > sentence.first else []
        return (marks[0].first, str(marks[0].entry.get("part"))) if marks else None

    def _part_of_year(self, first: int, last: int, year: int, part: str | None) -> Dated:
        if part is None:
            return Dated(first, last, date(year, 1, 1), date(year, 12, 31), f"{year:04}")
        low, high = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return Dated(
            first, last, date(year, low, 1), date(year, high, monthrange(year, high)[1]),
            f"[{year:04}-{low:02}..{year:04}-{high:02}]",
        )  # fmt: skip

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

    def _year_of(self, month: int) -> int | None:
        """The year of a month named alone: the last such month up to publication."""
        if self.anchor is None:
            return None
        return self.anchor.high.year if month <= self.anchor.high.month else self.anchor.high.year - 1

    def _day_dated(self, first: int, last: int, year: int | None, month: int, day: int) -> Dated | None:
        inferred = year is None and not (self.anchor is not None and self.anchor.sure)
        if year is None:
            if self.anchor is None:
                return None
            year = self.anchor.high.year
            if (month, day) > (self.anchor.high.month, self.anchor.high.day):
                year -= 1
        try:
            when = date(year, month, day)
        except ValueError:
            return None
        return Dated(first, last, when, when, when.isoformat(), inferred=inferred)

    def _iso(self, sentence: Sentence, i: int) -> tuple[int, Dated | None] | None:
        tokens = self.passage.tokens
        if i + 4 >= sentence.last or not _year(tokens[i].text):
            return None
        parts = tokens[i : i + 5]
        if parts[1].text != "-" or parts[3].text != "-" or parts[2].kind != FIGURE or parts[4].kind != FIGURE:
            return None
        if len(parts[2].text) != 2 or len(parts[4].text) != 2:
            return None
        return i + 5, self._day_dated(i, i + 5, int(parts[0].text), int(parts[2].text), int(parts[4].text))

    def _weekday(self, sentence: Sentence, i: int) -> tuple[int, Dated | None]:
        passage, mark = self.passage, self.passage.at(i, "weekday")[0]
        last = mark.last
        if last < sentence.last and passage.tokens[last].kind == "clitic":
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
        if not self.anchor.sure:
            return last, self._relative(i, last, "day", 0)
        back = (self.anchor.high.weekday() - int(mark.entry.get("value"))) % 7
        if i > sentence.first and passage.ending(i - 1, "last_word") and back == 0:
            back = 7
        when = self.anchor.high - timedelta(days=back)
        return last, Dated(i, last, when, when, when.isoformat())

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
            return j, self._stretch_back(start, j, unit, amount)
        ago = passage.at(j, "ago") if j < end else []
        if not ago:
            return None
        return ago[0].last, self._relative(start, ago[0].last, unit, amount)

    # -- reckoning ------------------------------------------------------------------------------------------

    def _relative(self, first: int, last: int, unit: str, back: int) -> Dated | None:
        anchor = self.anchor
        if anchor is None:
            return None
        if unit in ("24h", "recent", "recent_months"):
            days = {"24h": 1, "recent": back, "recent_months": back * 30}[unit]
            return self._stretch_back(first, last, "day", days)
        low, high = _back(anchor.low, unit, back), _back(anchor.high, unit, back)
        if unit == "day":
            if anchor.sure:
                return Dated(first, last, low, high, low.isoformat())
            held = (
                anchor.low
                if (anchor.low.year, anchor.low.month) == (anchor.high.year, anchor.high.month)
                else low
            )
            return Dated(first, last, low, high, _about(held, anchor.high), inferred=True)
        if unit == "week":
            low -= timedelta(days=low.weekday())
            high += timedelta(days=6 - high.weekday())
            return Dated(first, last, low, high, f"[{low}..{high}]", inferred=not anchor.sure)
        if unit == "month":
            low, high = low.replace(day=1), high.replace(day=monthrange(high.year, high.month)[1])
        else:
            low, high = low.replace(month=1, day=1), high.replace(month=12, day=31)
        if anchor.sure or (anchor.low.year, anchor.low.month) == (anchor.high.year, anchor.high.month):
            edtf = f"{low.year:04}-{low.month:02}" if unit == "month" else f"{low.year:04}"
            return Dated(
                first, last, low, high, edtf + ("" if anchor.sure else "~"), inferred=not anchor.sure
            )
        return Dated(first, last, low, high, _about(low, high), inferred=True)

    def _stretch_back(self, first: int, last: int, unit: str, amount: int) -> Dated | None:
        if self.anchor is None:
            return None
        low = _back(self.anchor.low, unit, amount)
        if unit == "day" and amount > 1:
            low += timedelta(days=1)
        return _interval(first, last, low, self.anchor.high, inferred=not self.anchor.sure)

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
            opens = before >= sentence.first and passage.ending(before, "between_dates")
            if (
                after is not None
                and opens
                and after.first - dated.last == 1
                and passage.at(dated.last, "to_date")
            ):
                out.append(
                    _interval(opens[0].first, after.last, dated.low, after.high, inferred=dated.inferred)
                )
                skip = True
                continue
            since = passage.ending(before, "since") if before >= sentence.first else []
            if since and passage.words[since[0].first] != "from" and self.anchor is not None:
                if dated.low <= self.anchor.high and not self._then(sentence, dated.last):
                    out.append(
                        _interval(
                            since[0].first, dated.last, dated.low, self.anchor.high, inferred=dated.inferred
                        )
                    )
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


def _interval(first: int, last: int, low: date, high: date, *, inferred: bool) -> Dated:
    return Dated(first, last, low, high, f"{low}/{high}", inferred)


def _about(low: date, high: date) -> str:
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.year:04}-{low.month:02}~"
    if low.year == high.year and low.month == 1 and high.month == 12:
        return f"{low.year:04}~"
    return f"[{low}..{high}]"


def _back(day: date, unit: str, amount: int) -> date:
    amount = min(amount, 5000)
    if unit in ("day", "week"):
        return day - timedelta(days=amount * (7 if unit == "week" else 1))
    months = amount * (12 if unit == "year" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(1, year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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


def _month_days(year: int, month: int, part: str | None) -> tuple[date, date]:
    last = monthrange(min(year, MAXYEAR), month)[1]
    low, high = {
        None: (1, last),
        "early": (1, _EARLY),
        "mid": (_EARLY + 1, _LATE),
        "late": (_LATE + 1, last),
    }[part]
    return date(year, month, low), date(year, month, high)


def nearest(dates: list[Dated], first: int, last: int) -> Dated | None:
    """The date that stands nearest to tokens [first, last)."""
    if not dates:
        return None
    starts = [d.first for d in dates]
    at = bisect_left(starts, first)
    around = dates[max(0, at - 1) : at + 1]
    return min(around, key=lambda d: max(d.first - last, first - d.last, 0))
