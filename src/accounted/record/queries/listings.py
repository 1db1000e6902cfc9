"""Who is named by whom: lists of the dead as the record has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive

STRATA = ("place", "year", "sex", "age_group", "outcome")


@dataclass(frozen=True, slots=True)
class PersonListing:
    """One individual on record, the lists that name them, and where they belong.

    A list is all that one publisher's documents name: two documents of one publisher are no independent
    records. A document without a publisher is a list by its item; a syndicated copy is of its original.
    `strata` has every name of `STRATA`; empty where the record has no value, or one that spans years.
    """

    person: str
    lists: frozenset[str]
    strata: dict[str, str]


def listings(archive: Archive) -> tuple[PersonListing, ...]:
    """Every individual on record who is named in a document. Groups known as a number are on no list.

    That two documents name one person is a decision somebody took (the person has names from both); nothing
    is matched here. The year is that of death, or else of disappearance.
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
    years: dict[str, dict[str, str]] = {}
    dated: Any = Value.objects.filter(
        subject_kind="Person", field__in=("date:death", "date:disappearance"), absent__isnull=True
    ).values_list("subject_id", "field", "earliest", "latest")
    for subject, field, earliest, latest in dated:
        same = earliest is not None and latest is not None and earliest.year == latest.year
        years.setdefault(subject, {})[field] = str(earliest.year) if same else ""
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
