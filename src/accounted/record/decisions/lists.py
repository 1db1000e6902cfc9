"""A list of people put on record: opened once, entered group by group, closed when no row is left.

One line of the log stands for a group of rows. What was read in them is an object of its own, kept with that
line, one row of the list on a line of it; the rows of the record follow from it and from nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import bounds, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

READER = "list reader 1.1"
BY_THE_GAZETTEER = (
    "proposed by the gazetteer: the one place of this name, or by far the largest, in the country that most "
    "places of the column lie in; the cell stands as it is written"
)
BY_A_PERSON = (
    "chosen by whoever imported the list, in its mapping, among places of one name; the cell stands as it is "
    "written"
)
_COLUMNS = (
    "item", "sheet", "title", "publisher", "kind", "as_of", "no_duplicates", "confidentiality", "mapping",
    "references", "reader",
)  # fmt: skip
_ABSENT = {"sex": "sex", "age": "age_min", "outcome": "outcome", "status": "status"}

ReadRow = Mapping[str, Any]


def open_list(
    archive: Archive,
    *,
    item: str,
    item_number: str,
    sheet: str,
    kind: str,
    mapping: Mapping[str, Any],
    references: Mapping[str, str],
    title: str | None = None,
    publisher: str | None = None,
    as_of: str | None = None,
    no_duplicates: bool = False,
    confidentiality: str = "confidential",
) -> str:
    """Put a list on record, before any of its rows. Returns its identifier.

    Raises:
        UnknownTerm: no such level of confidentiality. DecisionRefused: `as_of` is no date.
    """
    check_code("confidentiality", confidentiality)
    try:
        bounds(as_of)
    except ValueError as error:
        raise DecisionRefused(f"{item_number}, as_of: {error}") from None
    with archive.deciding() as docket:
        decision = docket.decide(
            "open_list",
            {
                "item": item,
                "sheet": sheet,
                "title": title,
                "publisher": publisher,
                "kind": kind,
                "as_of": as_of,
                "no_duplicates": no_duplicates,
                "confidentiality": confidentiality,
                "mapping": dict(mapping),
                "references": dict(references),
                "reader": READER,
            },
            by=archive.agent.pseudonym,
            item=item_number,
            subject=("Item", item),
        )
    return list_id(decision)


def list_id(decision: Application) -> str:
    """The identifier a list gets from the decision that opens it."""
    return f"lst_{decision.id.removeprefix('dec_')}"


@applies("open_list")
def _open_list(decision: Application) -> None:
    from accounted.record.models import PersonList

    content = dict(decision.content)
    item = content.pop("item")
    decision.new(
        PersonList,
        id=list_id(decision),
        item_id=item,
        at=decision.at,
        by=decision.by,
        **{name: content[name] for name in _COLUMNS if name != "item"},
    )
    decision.rows.flush()


def enter_list_rows(
    archive: Archive, rows: Sequence[ReadRow], *, of: str, item_number: str, item_sha256: str,
    places: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:  # fmt: skip
    """Enter a group of rows of an open list, in their order; those that failed are set aside, and counted.

    A row is {"n": its number, "id": its own identifier, "values", "written", "unclear", and either "failed":
    why, or "fields": columns of the record with their values and "names": a person's names with their parts}.
    "places" are columns with the place of the gazetteer each means, described once for the group in `places`;
    a place that is not on record yet is put there. "chosen" names those columns whose place a person chose.
    """
    failed = sum("failed" in row for row in rows)
    with archive.deciding() as docket:
        docket.decide(
            "enter_list_rows",
            {
                "list": of,
                "rows": len(rows),
                "set_aside": failed,
                "first": rows[0]["n"],
                "last": rows[-1]["n"],
                **({"places": {id_: dict(told) for id_, told in places.items()}} if places else {}),
            },
            by=archive.agent.pseudonym,
            event="read",
            item=item_number,
            keep=rows_as_bytes(rows),
            derived_from=item_sha256,
            tool=READER,
            subject=("PersonList", of),
        )


def rows_as_bytes(rows: Sequence[ReadRow]) -> bytes:
    """Rows as they are kept: JSON, one on a line."""
    encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    return b"".join(encode(row).encode("utf-8", "replace") + b"\n" for row in rows)


@applies("enter_list_rows")
def _enter_list_rows(decision: Application) -> None:
    from django.db.models import F

    from accounted.record.models import PersonList

    content = decision.content
    assert decision.sha256 is not None
    decision.rows.flush()
    about = PersonList.objects.values("kind", "confidentiality").get(pk=content["list"])
    kept = decision.load(decision.sha256)
    enter = _Entering(decision, content["list"], about["kind"], about["confidentiality"])
    for row in _lines(kept):
        enter(row)
    decision.change(
        PersonList,
        content["list"],
        rows=F("rows") + content["rows"],
        entered=F("entered") + content["rows"] - content["set_aside"],
        set_aside=F("set_aside") + content["set_aside"],
    )


def _lines(kept: bytes) -> Iterator[dict[str, Any]]:
    for line in kept.splitlines():
        yield json.loads(line)


class _Entering:
    """Rows of a list on their way to records."""

    def __init__(self, decision: Application, of: str, kind: str, confidentiality: str) -> None:
        from accounted.record.models import ListRow, Person, PersonName, Remains, Value

        self._decision = decision
        self._of = of
        self._person = kind == "person"
        self._models: tuple[Any, ...] = (Person if self._person else Remains, PersonName, Value, ListRow)
        at, by = decision.at, decision.by
        self._of_all = {
            "created_at": at, "created_by": by, "updated_at": at, "updated_by": by,
            "origin": "import",
        }  # fmt: skip
        self._confidentiality = confidentiality
        self._places = self._on_record(decision.content.get("places", {}))

    def _on_record(self, told: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        """The identifiers of places, those put on record that are not there yet."""
        from accounted.record.models import Place

        there = dict(
            Place.objects.filter(geonames__in=[one["geonames"] for one in told.values()])
            .values_list("geonames", "id")
        )  # fmt: skip
        return {
            name: there.get(one["geonames"]) or self._decision.new(Place, **self._of_all, **one).id
            for name, one in told.items()
        }

    def __call__(self, row: dict[str, Any]) -> None:
        decision, list_row = self._decision, self._models[3]
        identifier = decision.take("ListRow")
        failed = row.get("failed")
        subject = self._subject(row, identifier) if failed is None else None
        decision.new(
            list_row,
            id=identifier,
            list_id=self._of,
            number=row["n"],
            given_id=row["id"],
            person_id=subject if self._person else None,
            remains_id=None if self._person else subject,
            values=row.get("values", {}),
            written=row.get("written", {}),
            unclear=row.get("unclear", {}),
            failed=failed,
        )

    def _subject(self, row: dict[str, Any], identifier: str) -> str:
        """The record a row becomes: a person or remains, with names and values."""
        decision = self._decision
        model, name_model, value_model, _ = self._models
        fields = row.get("fields", {})
        columns = {name: value for name, value in fields.items() if ":" not in name}
        if not self._person:
            columns |= {"unit": "body", "number": row["number"]}
        unclear = row.get("unclear")
        if unclear:
            columns["absences"] = {_ABSENT[name]: "undeterminable" for name in unclear if name in _ABSENT}
        places = {name: self._places[one] for name, one in row.get("places", {}).items()}
        columns |= {f"{name}_id": one for name, one in places.items()}
        subject = decision.new(
            model, **self._of_all, confidentiality=self._confidentiality, **columns
        ).id  # fmt: skip
        for told in row.get("names", ()):
            decision.new(name_model, person_id=subject, row_id=identifier, **told)
        of_each = {
            "subject_kind": model.__name__, "subject_id": subject, "row_id": identifier,
            "decided_by": decision.by, "decided_at": decision.at,
        }  # fmt: skip
        for name, value in fields.items():
            earliest, latest = _bounds(value) if ":" in name else (None, None)
            decision.new(value_model, field=name, value=value, earliest=earliest, latest=latest, **of_each)
        for name, one in places.items():
            ground = BY_A_PERSON if name in row.get("chosen", ()) else BY_THE_GAZETTEER
            decision.new(value_model, field=name, value=one, ground=ground, **of_each)
        return subject


_bounds = lru_cache(maxsize=1 << 15)(bounds)


def close_list(archive: Archive, identifier: str, *, item: str, item_number: str) -> None:
    """Say that every row of a list has been gone through."""
    with archive.deciding() as docket:
        docket.decide(
            "close_list",
            {"list": identifier, "item": item},
            by=archive.agent.pseudonym,
            item=item_number,
            subject=("PersonList", identifier),
        )


@applies("close_list")
def _close_list(decision: Application) -> None:
    from accounted.record.models import Item, PersonList

    content = decision.content
    decision.change(PersonList, content["list"], complete=True)
    Item.objects.filter(pk=content["item"], state="kept").update(state="listed")
