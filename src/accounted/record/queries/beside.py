"""One thing beside another on the page of an entry, and how such things are gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounted.record.queries.browsing import Cell
from accounted.record.queries.dictionary import KINDS, SLUGS, Kind
from accounted.record.queries.entries import Ground
from accounted.record.queries.titles import Reference, titles_of_rows
from accounted.record.sight import Sight

MOST = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that stands beside an entry: another entry, or only what is said of it."""

    other: Reference | None
    cells: tuple[Cell, ...] = ()
    grounds: tuple[Ground, ...] = ()
    id: str | None = None  # of what it is itself: a judgement, an examination


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one sort that stand beside an entry, the first of them; `total` is how many there are."""

    code: str
    rows: tuple[Beside, ...]
    total: int


@dataclass
class Found:
    """A section before its references are looked up; `known` are those that need no looking up."""

    code: str
    model: str | None
    rows: list[tuple[str | None, tuple[Cell, ...], tuple[str, ...], str | None]] = field(default_factory=list)
    known: dict[str, Reference] = field(default_factory=dict)


Look = Callable[[str, Sight], Found]


def cell(name: str, value: Any, form: str = "text", vocabulary: str | None = None) -> Cell:
    """A value that is told of what stands beside."""
    return Cell(name, form, value, vocabulary)


def term(name: str, code: str | None, vocabulary: str) -> Cell:
    """A term that is told of what stands beside."""
    return Cell(name, "code", code, vocabulary)


def claims_of(model: Any, rows: Iterable[Any], column: str = "claims") -> dict[str, list[str]]:
    """The claims of each of these rows, in one question."""
    relation = model._meta.get_field(column)
    here, there = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
    links = relation.remote_field.through.objects.filter(**{f"{here}__in": [row.pk for row in rows]})
    found: dict[str, list[str]] = {}
    for one, claim in links.order_by("id").values_list(here, there):
        found.setdefault(one, []).append(claim)
    return found


def pointing_here(code: str, model: str, column: str, cells: Sequence[str] = ()) -> Look:
    """Entries of another kind that point here by a column."""

    def look(identifier: str, sight: Sight) -> Found:
        from accounted.record import models

        table = getattr(models, model)
        rows = list(sight.entries(table.objects.filter(**{column: identifier})).order_by("id")[: MOST + 1])
        found = Found(code, model)
        kind = KINDS[SLUGS[model]] if model in SLUGS else None
        for row in rows:
            told = []
            for name in cells:
                of = kind.field(name) if kind else None
                vocabulary = of.vocabulary if of else getattr(table._meta.get_field(name), "vocabulary", None)
                told.append(Cell(name, of.form if of else "code", getattr(row, name), vocabulary))
            found.rows.append((row.pk, tuple(told), (), row.pk))
        if kind is not None:
            found.known = called(kind, rows, sight)
        return found

    return look


def called(kind: Kind, rows: Iterable[Any], sight: Sight) -> dict[str, Reference]:
    """References to rows at hand that the person may see; those of people are looked up with their names."""
    if kind.model == "Person":
        return {}
    titles = titles_of_rows(kind, rows, sight)
    return {one: Reference(one, kind.slug, kind.model, title) for one, title in titles.items()}


def pointed(row: Any, column: str) -> str | None:
    """The identifier of what a row points to by a column."""
    found: str | None = getattr(row, f"{column}_id")
    return found
