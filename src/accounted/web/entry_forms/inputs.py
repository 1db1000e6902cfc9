"""The fields of an entry as inputs of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounted.record.queries.dictionary import Field, Kind
from accounted.record.queries.entries import EntryOnRecord, Shown
from accounted.web.entry_forms.writing import NO, YES, write


@dataclass(frozen=True, slots=True)
class Row:
    """One of several entries that a field names, as typed; `found` is what it may mean."""

    typed: str = ""
    found: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One field in a form: what stands in it, on which claims, and what is wrong with it.

    A field that names several entries has a line for each in `typed`, and shows a row for each and `spare`
    empty ones.
    """

    field: Field
    typed: str = ""
    absent: str = ""
    claims: str = ""
    error: str = ""
    choices: tuple[str, ...] = ()
    found: tuple[Any, ...] = ()  # what a name may mean, where it may mean several things
    of_rows: tuple[tuple[Any, ...], ...] = ()  # the same for each row of a field that names several
    spare: int = 1

    @property
    def many(self) -> tuple[str, ...]:
        """The terms chosen, of a field that takes several."""
        return tuple(self.typed.split())

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of a field that names several entries, empty ones at the end."""
        typed = self.typed.split("\n") if self.typed else []
        found = (*self.of_rows, *[()] * len(typed))
        return (*map(Row, typed, found), *[Row()] * self.spare)


@dataclass(frozen=True, slots=True)
class GroupOfInputs:
    """Inputs that belong together. `open`: something stands in them, or is wrong with them."""

    code: str
    inputs: tuple[Input, ...]
    open: bool = False


def blank(kind: Kind) -> tuple[Input, ...]:
    """Every input of a new entry."""
    return tuple(Input(one, choices=_choices(one)) for one in _typed(kind))


def of_entry(kind: Kind, entry: EntryOnRecord) -> tuple[Input, ...]:
    """Every input with what is on record. What the person does not see is not offered for change."""
    found = []
    for one in _typed(kind):
        shown = entry.shown(one.name)
        if shown is None or shown.hidden:
            continue
        found.append(Input(one, _written(shown), shown.absent or "", _claims(shown), choices=_choices(one)))
    return tuple(found)


def filled_in(inputs: Iterable[Input], asked: Any, named: Callable[[str, str], str]) -> tuple[Input, ...]:
    """A form in which an address has filled something in (`v.incident=inc_…`).

    Args:
        named: what an entry of a model is called, by its identifier; empty where nobody may know.
    """
    filled = []
    for one in inputs:
        typed = "\n".join(asked.getlist(f"v.{one.field.name}")).strip()
        if typed and one.field.form in ("reference", "references"):
            title = named(one.field.target or "", typed)
            typed = f"{title} ({typed})" if title else typed
        filled.append(replace(one, typed=typed) if typed else one)
    return tuple(filled)


def grouped(
    kind: Kind, inputs: Iterable[Input], *, first: int = 1, without: Iterable[str] = ()
) -> tuple[GroupOfInputs, ...]:
    """Inputs in the groups of the data dictionary; the first are open, and those that hold something."""
    by_name = {one.field.name: one for one in inputs}
    groups = []
    for group in kind.groups:
        if group.code in without:
            continue
        held = tuple(by_name[one.name] for one in group.fields if one.name in by_name)
        if held:
            filled = any(one.typed or one.absent or one.error for one in held)
            groups.append(GroupOfInputs(group.code, held, filled or len(groups) < first))
    return tuple(groups)


def with_errors(inputs: Iterable[Input], errors: Mapping[str, str]) -> tuple[Input, ...]:
    """Inputs with what is wrong beside each."""
    return tuple(replace(one, error=errors.get(one.field.name, one.error)) for one in inputs)


def _typed(kind: Kind) -> list[Field]:
    return [one for one in kind.fields() if one.typed]


def _choices(one: Field) -> tuple[str, ...]:
    from accounted.vocabulary import vocabulary

    if one.choices:
        return one.choices
    if one.form == "yes_no":
        return (YES, NO)
    return tuple(term.code for term in vocabulary(one.vocabulary)) if one.vocabulary else ()


def _written(shown: Shown) -> str:
    if shown.field.form == "references":
        return "\n".join(write(shown.field, one.id, title=one.title) for one in shown.references)
    if shown.references:
        return write(shown.field, shown.references[0].id, title=shown.references[0].title)
    return write(shown.field, shown.value)


def _claims(shown: Shown) -> str:
    return " ".join(ground.claim for ground in shown.grounds)
