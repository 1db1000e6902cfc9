"""Lists of entries: people, remains, sites and the others, narrowed by filters, page by page."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from accounted.record.queries.dictionary import Kind, kind_of, table
from accounted.record.queries.naming import Named, people_named
from accounted.record.queries.titles import references, titles_of_rows
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST_COUNTED = 5_000
MOST_NAMED = 5_000  # identifiers in one question
_PLAIN = ("text", "place", "confidentiality", "source", "document", "by")
ORDERS = ("newest", "oldest", "changed", "name")


class BadFilter(ValueError):
    """A filter that cannot be understood: which one, what is wrong, what to give."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; all of it must hold.

    Attributes:
        text: part of a name or title, or an identifier or number.
        place: part of the name of a place; what lies within it counts.
        since, until: a date of the entry may lie between these days.
        codes: coded columns of the kind, such as {"sex": "female"}; "none" asks for entries without one.
        confidentiality: a level.
        source: a source on record whose claims the entry rests on.
        document: a document whose claims it rests on.
        by: pseudonym of who entered it or changed it last.
    """

    text: str | None = None
    place: str | None = None
    since: date | None = None
    until: date | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    confidentiality: str | None = None
    source: str | None = None
    document: str | None = None
    by: str | None = None

    @classmethod
    def of(cls, kind: Kind, told: Mapping[str, str]) -> Filters:
        """The filters a query string names; empty ones and those of other pages are passed over.

        Raises:
            BadFilter: a date that is none, a code the vocabulary does not have.
        """
        given = {name: value.strip() for name, value in told.items() if value and value.strip()}
        codes = {}
        for name in kind.filters:
            if name in given:
                codes[name] = _known(kind, name, given[name])
        days = {name: _day(name, given[name]) for name in ("since", "until") if name in given}
        since, until = days.get("since"), days.get("until")
        if since is not None and until is not None and since > until:
            raise BadFilter("until", "lies before the first day; give a later day")
        if "confidentiality" in given:
            _known(kind, "confidentiality", given["confidentiality"])
        plain = {n: given[n] for n in _PLAIN
                 if n in given}  # fmt: skip
        return cls(codes=codes, since=since, until=until, **plain)

    def told(self) -> dict[str, str]:
        """The filters as a query string names them."""
        plain = {n: getattr(self, n) for n in _PLAIN}
        days = {n: d.isoformat() for n in ("since", "until") if (d := getattr(self, n)) is not None}
        return {n: v for n, v in plain.items() if v} | days | dict(self.codes)


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a line: a value, and how it is to be read."""

    name: str
    form: str
    value: Any
    vocabulary: str | None = None
    title: str | None = None  # of what a reference points to


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in a list."""

    id: str
    kind: str
    title: str
    number: str | None
    cells: tuple[Cell, ...]
    confidentiality: str
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list.

    `total` is how many entries fit, at most `MOST_COUNTED`; `more` says that there are still others.
    `next` and `previous` continue the list; None at its ends.
    """

    kind: str
    lines: tuple[Line, ...]
    total: int
    more: bool
    next: str | None
    previous: str | None


def listed(
    archive: Archive,
    slug: str,
    filters: Filters | None = None,
    *,
    sight: Sight = EVERYTHING,
    order: str = "newest",
    size: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Listed:
    """The entries of a kind that fit the filters and that the person may see.

    Raises:
        NotOnRecord: no such kind. BadFilter: an order or a place in the list that is none.
    """
    archive.must_be_open()
    kind = kind_of(slug)
    rows, many = _matching(kind, filters or Filters(), sight)
    column = _order(kind, order)
    if many:
        total = MOST_COUNTED + 1
    elif filters and filters.text:
        rows, total = _looked_through_once(kind, rows, size if after is before is None else None, column)
    else:
        total = rows.order_by()[: MOST_COUNTED + 1].count()
    descending = column.startswith("-")
    backwards = before is not None
    place = before if backwards else after
    ordered = rows.order_by(*_columns(column, reverse=backwards))
    if place is not None:
        ordered = ordered.filter(_beyond(column.lstrip("-"), _read(place, column), descending != backwards))
    # The identifiers first: a database that sorts whole rows of eighty columns sorts for seconds.
    chosen = list(ordered.values_list("pk", flat=True)[: size + 1])
    rows_by_id = table(kind).objects.in_bulk(chosen)
    found = [rows_by_id[one] for one in chosen]
    beyond = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    lines = _lines(kind, found, sight)
    first = _mark(column, found[0]) if found else None
    last = _mark(column, found[-1]) if found else None
    return Listed(
        slug,
        lines,
        min(total, MOST_COUNTED),
        total > MOST_COUNTED,
        last if found and (beyond or backwards) else None,
        first if found and (beyond if backwards else after is not None) else None,
    )


def _looked_through_once(kind: Kind, rows: Any, size: int | None, column: str) -> tuple[Any, int]:
    """What fits, by identifiers where that is little: to find part of a name every name may be looked at.

    Of a first page in the order of identifiers, `size` entries and one more, are all there is to order.
    """
    some = list(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    if len(some) > MOST_NAMED:
        return rows, len(some)
    chosen = some
    if size is not None and column.lstrip("-") == "id":
        chosen = sorted(some, reverse=column.startswith("-"))[: size + 1]
    return table(kind).objects.filter(pk__in=chosen), len(some)


def entered_since(
    archive: Archive, slug: str, filters: Filters, at: datetime, *, sight: Sight = EVERYTHING, most: int = 100
) -> int:
    """How many entries that fit the filters were entered since; counted up to `most`."""
    archive.must_be_open()
    rows = matching(kind_of(slug), filters, sight).filter(created_at__gt=at)
    return int(rows.order_by()[:most].count())


def matching(kind: Kind, filters: Filters, sight: Sight) -> Any:
    """The rows of a kind that fit the filters and may be seen; for lists, maps and counts alike."""
    return _matching(kind, filters, sight)[0]


def _matching(kind: Kind, filters: Filters, sight: Sight) -> tuple[Any, bool]:
    """Those rows, and whether they are known to be more than are counted."""
    from django.db.models import Q

    from accounted.record.models import Value

    rows = sight.entries(table(kind).objects.all())
    many = False
    if filters.text:
        named = _named(kind, filters.text, sight)
        rows = rows.filter(named.fits)
        alone = filters == Filters(text=filters.text)
        many = named.more and alone and sight.sees_all_levels and not sight.hides_by_group
    for name, wanted in filters.codes.items():
        rows = rows.filter(**({f"{name}__isnull": True} if wanted == "none" else {name: wanted}))
    if filters.confidentiality:
        rows = rows.filter(confidentiality=filters.confidentiality)
    if filters.place:
        rows = rows.filter(_at(kind, filters.place))
    if filters.since or filters.until:
        rows = rows.filter(_between(kind, filters.since, filters.until))
    if filters.by:
        rows = rows.filter(Q(created_by=filters.by) | Q(updated_by=filters.by))
    if filters.source:
        attributed = {"claims__attributions__source": filters.source, "claims__attributions__current": True}
        rows = rows.filter(pk__in=Value.objects.filter(**attributed).values("subject_id"))
    if filters.document:
        resting = Value.objects.filter(claims__document=filters.document)
        rows = rows.filter(pk__in=resting.values("subject_id"))
    return rows, many


def _named(kind: Kind, text: str, sight: Sight) -> Named:
    from django.db.models import Q

    fits: Any = Q(pk=text)
    for column in kind.number:
        fits |= Q(**{column: text})
    if not sight.names and kind.model in ("Person", "Source"):
        return Named(fits)  # who sees no names does not find by them either
    if kind.model == "Person":
        return people_named(text)
    if kind.named is not None:
        fits |= Q(**{f"{kind.named}__icontains": text})
    return Named(fits)


def _at(kind: Kind, text: str) -> Any:
    from django.db.models import Q

    from accounted.record.models import Place

    named = Q(pk=text)
    for step in ("", "parent__", "parent__parent__", "parent__parent__parent__"):
        named |= Q(**{f"{step}name__icontains": text})
    there = Place.objects.filter(named | Q(names__text__icontains=text)).values("pk")
    fits = Q(pk__in=[])
    for column in kind.places:
        fits |= Q(**{f"{column}__in": there})
    return fits


def _between(kind: Kind, since: date | None, until: date | None) -> Any:
    """Entries one of whose dates, as it counts now, may lie between the days."""
    from django.db.models import Exists, OuterRef, Q

    from accounted.record.models import Value

    dates = Value.objects.filter(subject_id=OuterRef("pk"), field__startswith="date:", value__isnull=False)
    if until is not None:
        dates = dates.filter(Q(earliest__lte=until) | Q(earliest__isnull=True))
    if since is not None:
        dates = dates.filter(Q(latest__gte=since) | Q(latest__isnull=True))
    newer = Value.objects.filter(
        subject_id=OuterRef("subject_id"), field=OuterRef("field"), decided_at__gt=OuterRef("decided_at")
    )
    fits = Exists(dates.filter(~Exists(newer)))
    anyhow: Any = Q(fits)
    for column in kind.dates:
        own = Q(**{f"{column}__isnull": False})
        if since is not None:
            day = since.isoformat()  # of partial dates the string is shorter: 2022-09 may be the 15th
            own &= Q(**{f"{column}__gte": day}) | Q(**{f"{column}__in": [day[:7], day[:4]]})
        if until is not None:
            own &= Q(**{f"{column}__lte": f"{until.isoformat()}~"})
        anyhow |= own
    return anyhow


def _known(kind: Kind, name: str, value: str) -> str:
    from accounted.record.terms import codes

    found = kind.field(name)
    assert found is not None
    known = set(found.choices) if found.choices else set(codes(found.vocabulary or ""))
    if value != "none" and value not in known:
        raise BadFilter(name, f"there is no term {value!r}; choose one of the list")
    return value


def _day(name: str, value: str) -> date | None:
    """The first day that a date may mean, or of `until` the last; None where it is open there."""
    from accounted.dates import InvalidDate, parse

    try:
        told = parse(value)
    except InvalidDate:
        raise BadFilter(
            name, f"{value!r} is no day; give one as far as it is known: 2022-09-15, 2022-09, 2022"
        ) from None
    return told.earliest if name == "since" else told.latest


def _order(kind: Kind, order: str) -> str:
    if order == "name" and kind.named is not None:
        return kind.named
    try:
        return {"newest": "-id", "oldest": "id", "changed": "-updated_at"}[order]
    except KeyError:
        raise BadFilter("order", f"{order!r} is no order here; take newest, oldest or changed") from None


def _columns(column: str, *, reverse: bool) -> list[Any]:
    from django.db.models import F

    bare = column.lstrip("-")
    down = column.startswith("-") != reverse
    one = F(bare).desc(nulls_first=True) if down else F(bare).asc(nulls_last=True)
    return [one] if bare == "id" else [one, "-id" if down else "id"]


def _beyond(column: str, mark: tuple[Any, str], descending: bool) -> Any:
    """Behind that place of the list; entries without a name stand last."""
    from django.db.models import Q

    value, identifier = mark
    way = "lt" if descending else "gt"
    if column == "id":
        return Q(**{f"id__{way}": identifier})
    tie = Q(**{f"id__{way}": identifier})
    if value is None:
        same = Q(**{f"{column}__isnull": True}) & tie
        return same | Q(**{f"{column}__isnull": False}) if descending else same
    further = Q(**{f"{column}__{way}": value}) | Q(**{column: value}) & tie
    return further if descending else further | Q(**{f"{column}__isnull": True})


def _mark(column: str, row: Any) -> str:
    value = getattr(row, column.lstrip("-"))
    told = value.isoformat() if isinstance(value, datetime) else value
    written = json.dumps([told, row.pk], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def _read(mark: str, column: str) -> tuple[Any, str]:
    try:
        value, identifier = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(identifier, str) or not isinstance(value, str | None):
            raise ValueError
        if b"\0" in f"{value}{identifier}".encode():  # which no database text holds, nor half a letter
            raise ValueError
        if column.endswith("_at") and (value is None or datetime.fromisoformat(value).tzinfo is None):
            raise ValueError
        return value, identifier
    except (ValueError, TypeError):
        raise BadFilter(
            "after", "this place of the list cannot be found; begin from its first page"
        ) from None


def _lines(kind: Kind, rows: list[Any], sight: Sight) -> tuple[Line, ...]:
    names = titles_of_rows(kind, rows, sight)
    shown = [one for name in kind.columns if (one := kind.field(name)) is not None]
    pointed = [
        (one.target or "", getattr(row, f"{one.name}_id"))
        for row in rows
        for one in shown
        if one.form == "reference"
    ]
    others = references(pointed, sight)
    lines = []
    for row in rows:
        cells = []
        for one in shown:
            if one.form == "reference":
                other = others.get(getattr(row, f"{one.name}_id"))
                cells.append(Cell(one.name, one.form, other.id if other else None, None,
                                  other.title if other else None))  # fmt: skip
            else:
                cells.append(Cell(one.name, one.form, getattr(row, one.name), one.vocabulary))
        number = next((value for name in kind.number if (value := getattr(row, name))), None)
        lines.append(
            Line(row.pk, kind.slug, names[row.pk], number, tuple(cells), row.confidentiality, row.version,
                 row.updated_at)
        )  # fmt: skip
    return tuple(lines)
