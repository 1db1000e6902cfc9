"""Who is named by whom: lists of the dead as the record has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive

from accounted.record.queries.linking import clusters_now

STRATA = ("place", "year", "sex", "age_group", "outcome")


@dataclass(frozen=True, slots=True)
class PersonListing:
    """One individual on record, the lists that name them, and where they belong.

    A list is all that one publisher's documents and lists name: two of one publisher are no independent
    records. A document without a publisher is a list by its item, a list of people by its title; a
    syndicated copy is of its original.
    `strata` has every name of `STRATA`; empty where the record has no value, or one that spans years.
    """

    person: str
    lists: frozenset[str]
    strata: dict[str, str]


def listings(archive: Archive) -> tuple[PersonListing, ...]:
    """Every individual on record who is named in a document. Groups known as a number are on no list.

    That two documents name one person is a decision somebody took (the person has names from both). Rows of
    lists are one person as the current run of linking and the decisions on pairs have it. Nothing is matched
    here. The year is that of death, or else of disappearance.
    """
    from accounted.record.models import Person, PersonName, Value

    archive.must_be_open()
    lists: dict[str, set[str]] = {}
    of = "claims__document__"
    named: Any = PersonName.objects.values_list(
        "person_id", f"{of}item_id", f"{of}publisher", f"{of}syndicated_from__item_id",
        f"{of}syndicated_from__publisher",
    )  # fmt: skip
    for person, item, publisher, first_item, first_publisher in named:
        name = (first_publisher or first_item) if first_item else (publisher or item)
        if name is not None:
            lists.setdefault(person, set()).add(str(name))
    for person, name in _rows():
        lists.setdefault(person, set()).add(name)
    stands_for = {member: group[0] for group in clusters_now(archive) for member in group}
    for member, head in stands_for.items():
        if member != head and member in lists:
            lists.setdefault(head, set()).update(lists.pop(member))
    years: dict[str, dict[str, str]] = {}
    dated: Any = Value.objects.filter(
        subject_kind="Person", field__in=("date:death", "date:disappearance"), absent__isnull=True
    ).values_list("subject_id", "field", "earliest", "latest")
    for subject, field, earliest, latest in dated:
        same = earliest is not None and latest is not None and earliest.year == latest.year
        known = years.setdefault(stands_for.get(subject, subject), {})
        if not known.get(field):
            known[field] = str(earliest.year) if same else ""
    found = []
    people: Any = Person.objects.filter(counting_unit="individual").order_by("id")
    for one in people.select_related("last_seen_place"):
        if one.id not in lists:
            continue
        dates = years.get(one.id, {})
        strata = {
            "place": one.last_seen_place.name if one.last_seen_place else "",
            "year": dates.get("date:death", dates.get("date:disappearance", "")),
            "sex": one.sex or "",
            "age_group": one.age_group or "",
            "outcome": one.outcome or "",
        }
        found.append(PersonListing(one.id, frozenset(lists[one.id]), strata))
    return tuple(found)


def _rows() -> Iterator[tuple[str, str]]:
    """Every listed person with the name of the list: a column of the list may say which of several it is."""
    from accounted.record.models import ListRow

    rows: Any = ListRow.objects.filter(person__isnull=False).order_by("list_id", "number")
    told = rows.values_list("person_id", "list__publisher", "list__title", "list_id", "values__list")
    for person, publisher, title, identifier, part in told.iterator(2_000):
        name = publisher or title or identifier
        yield person, f"{name}: {part}" if part else name
