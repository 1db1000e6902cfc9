"""A time line drawn on the server: how much in each stretch, each thing as its interval, who held a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounted.record.queries.holding import Held
from accounted.record.queries.placed import Placed

WIDTH = 880
LEFT, RIGHT, TOP = 190, 16, 26
ROW = 22
SHOWN = 60  # things drawn one by one
BANDS = 12  # places whose control is drawn
_TALL = 90


@dataclass(frozen=True, slots=True)
class Stretch:
    """A year, a month or a day of the time line: how many things may lie in it."""

    first: date
    last: date
    label: str
    number: int


def window(
    things: Sequence[Placed], control: Sequence[Held], first: date | None, last: date | None
) -> tuple[date, date] | None:
    """From when to when the line goes: as asked, else over everything that is dated."""
    days = [d for one in (*things, *control) for d in (one.earliest, one.latest) if d is not None]
    if first is None and last is None and not days:
        return None
    start = first or min(days, default=last)
    end = last or max(days, default=first)
    assert start is not None and end is not None
    return (start, end) if start <= end else (end, start)


def stretches(things: Sequence[Placed], start: date, end: date) -> list[Stretch]:
    """The window cut into years, months or days, with how many things may lie in each."""
    days = (end - start).days
    step = _next_year if days > 365 * 4 else _next_month if days > 62 else _next_day
    found = []
    known = [one for one in things if one.edtf]
    begun = sorted(one.earliest or date.min for one in known)
    ended = sorted(one.latest or date.max for one in known)
    at = (
        start.replace(month=1, day=1)
        if step is _next_year
        else start.replace(day=1)
        if step is _next_month
        else start
    )
    while at <= end:
        after = step(at)
        last = after - timedelta(days=1)
        number = bisect_right(begun, last) - bisect_left(ended, at)
        label = (
            str(at.year) if step is _next_year else f"{at:%Y-%m}" if step is _next_month else f"{at:%m-%d}"
        )
        found.append(Stretch(at, last, label, number))
        at = after
    return found


def draw(
    things: Sequence[Placed],
    control: Sequence[Held],
    cut: Sequence[Stretch],
    start: date,
    end: date,
    link: Callable[[Stretch], str],
    names: dict[str, str],
) -> SafeString:
    """The time line as SVG. `link` gives the address that shows one stretch, `names` the words for
    control."""
    span = max(1, (end - start).days + 1)

    def x(day: date) -> float:
        clipped = min(max((day - start).days, 0), span)
        return round(LEFT + clipped / span * (WIDTH - LEFT - RIGHT), 1)

    out: list[str] = []
    y = TOP
    most = max((one.number for one in cut), default=0) or 1
    labelled = max(1, len(cut) // 10)
    for n, one in enumerate(cut):
        left, right = x(one.first), x(one.last + timedelta(days=1))
        tall = round(one.number / most * _TALL, 1)
        label = f"{one.label}: {one.number}"
        out.append(
            f'<a href="{escape(link(one))}" aria-label="{escape(label)}"><title>{escape(label)}</title>'
            f'<rect x="{left}" y="{y}" width="{max(1.0, right - left)}" height="{_TALL}" fill="transparent"/>'
            f'<rect class="bar" x="{left}" y="{y + _TALL - tall}" width="{max(1.0, right - left - 1)}" '
            f'height="{tall}"/></a>'
        )
        if n % labelled == 0:
            out.append(f'<text class="soft" x="{left}" y="{y + _TALL + 16}">{escape(one.label)}</text>')
    axis = _("how many (0–%(most)s)") % {"most": most}  # what is in an f-string is not found to translate
    out.append(f'<text class="soft" x="0" y="{y + 12}">{escape(axis)}</text>')
    y += _TALL + 34
    for place, lanes in list(lanes_of(control).items())[:BANDS]:
        out.append(f'<text x="0" y="{y + 15}">{escape(_cut(place))}</text>')
        for lane in lanes:
            for band in lane:
                out.append(_band(band, x(band.earliest or start), x(_after(band.latest or end)), y, names))
            y += ROW + 4
    if len(things) <= SHOWN:
        for thing in things:
            left, right = x(thing.earliest or start), x((thing.latest or end) + timedelta(days=1))
            name = thing.name or thing.place or thing.id
            wide = " wide-date" if right - left > 8 else ""
            out.append(
                f'<text x="0" y="{y + 14}">{escape(_cut(name))}</text><line class="axis" x1="{LEFT}" '
                f'x2="{WIDTH - RIGHT}" y1="{y + ROW - 2}" y2="{y + ROW - 2}"/><g><title>{escape(name)}: '
                f'{escape(thing.edtf or "")}</title><rect class="bar{wide}" x="{left}" y="{y + 4}" rx="3" '
                f'width="{max(5.0, right - left)}" height="{ROW - 10}"/></g>'
            )
            y += ROW
    title = _("Time line from %(start)s to %(end)s") % {"start": start, "end": end}
    return mark_safe(  # noqa: S308  every word was escaped above
        f'<svg class="line" viewBox="0 0 {WIDTH} {y + 8}" role="group" aria-label="{escape(title)}">'
        + "".join(out)
        + "</svg>"
    )


def lanes_of(control: Sequence[Held]) -> dict[str, list[list[Held]]]:
    """Who held each place, in lanes: sources that differ on who held it when stand one below the other."""
    found: dict[str, list[list[Held]]] = {}
    for band in sorted(control, key=lambda one: (one.earliest or date.min, one.latest or date.max, one.id)):
        lanes = found.setdefault(band.place, [])
        for lane in lanes:
            last = lane[-1].latest
            if last is not None and band.earliest is not None and last < band.earliest:
                lane.append(band)
                break
        else:
            lanes.append([band])
    return dict(sorted(found.items()))


def _band(band: Held, left: float, right: float, y: int, names: dict[str, str]) -> str:
    told = names.get(band.control, band.control)
    words = f"{band.place}: {told}{f', {band.by}' if band.by else ''} ({band.edtf or ''})"
    inside = (
        f'<text x="{left + 4}" y="{y + 13}">{escape(told)}</text>' if right - left > 9 * len(told) else ""
    )
    return (
        f'<g><title>{escape(words)}</title><rect class="control {escape(band.control)}" x="{left}" y="{y}" '
        f'width="{max(2.0, right - left)}" height="{ROW - 4}"/>{inside}</g>'
    )


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _cut(words: str, most: int = 27) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _next_day(day: date) -> date:
    return day + timedelta(days=1)
