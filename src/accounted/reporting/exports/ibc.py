"""Rows in the shape of the Iraq Body Count: 18 variables, of the incident and of the person.

An incident is one row with the variables of the person empty; each person on record in it is a further row
with the same incident. Numbers are in rows of incidents only, so that nothing is counted twice.
"""

from __future__ import annotations

from accounted.record.queries.happenings import PersonOnRecord
from accounted.reporting.exports.content import Content, Event, Range
from accounted.reporting.exports.deriving import DEATHS
from accounted.reporting.exports.target import (
    Cell,
    Field,
    Made,
    Target,
    basis_of_number,
    csv_bytes,
    denied,
    said,
)
from accounted.reporting.wording import label

FIELDS = (
    Field("incident", "identifier in this export; not a variable of IBC"),
    Field("row", "incident or person; not a variable of IBC"),
    Field("date", "1 day or interval of the deaths, EDTF (D-23)"),
    Field("time", "2 empty: the record holds days, not hours"),
    Field("place", "3 one name, with the region and country"),
    Field("target", "4 empty: what was aimed at is not recorded"),
    Field("min_deaths", "5 the documented minimum; 0 where the sources contest that the dead were civilians"),
    Field("max_deaths", "6 the highest stated"),
    Field("min_injuries", "7 lowest of the injured"),
    Field("max_injuries", "8 highest of the injured"),
    Field("weapons", "9 methods of the acts on record"),
    Field("killers", "10 whom the sources accuse, as written (D-21)"),
    Field("media_sources", "11 publishers with the date"),
    Field("primary_witnesses", "12 whom the documents credit"),
    Field("name", "13 of a person, as it may be shown (D-29)"),
    Field("age", "14 years, or a range"),
    Field("gender", "15"),
    Field("marital_status", "16"),
    Field("parental_status", "17"),
    Field("occupation", "18"),
    Field("provisional", "yes below two independent sources; not a variable of IBC"),
    Field("remarks", "exact words, denials (D-17), and what D-36 asks to stand beside the number"),
)
LOSSES = (
    "IBC records civilian deaths: where status is contested min_deaths is 0 (D-27).",
    "Everything counted on another basis than killed or executed (D-14).",
    "Time of day and target are not on record.",
    "Other spellings of a place: the row has one.",
    "Totals of morgues are not reduced by deaths entered as incidents: they are no rows here.",
)
TARGET = Target("ibc", "Iraq Body Count rows (18 variables)", ".csv", FIELDS, LOSSES)


def make(content: Content) -> Made:
    """The rows, and what was converted to make them."""
    conversions: list[str] = []
    people = {person.id: person for person in content.persons}
    weapons: dict[str, list[str]] = {}
    for act in content.acts:
        weapons.setdefault(f"incident:{act.incident}", []).extend(act.methods)
    rows: list[dict[str, Cell]] = []
    for event in content.events:
        if event.basis not in (*DEATHS, "injured"):
            continue
        incident = _incident(event, content, weapons.get(event.id, []), conversions)
        rows.append(incident)
        for identifier, role in event.persons:
            if role == "victim" and identifier in people and _may_be_listed(people[identifier], content):
                rows.append(_person(people[identifier], incident))
    return Made(TARGET, {"": csv_bytes(FIELDS, rows, for_spreadsheets=False)}, tuple(conversions))


def least_and_most(
    count: Range | None, key: str, what: str, conversions: list[str]
) -> tuple[int | None, int | None]:
    """Minimum and maximum as IBC has them (rule D-35)."""
    if count is None:
        return None, None
    low = count.low if count.low is not None else (0 if count.high is not None else count.best)
    high = count.high if count.high is not None else (count.best or count.highest or low)
    if low is None:
        conversions.append(
            f"{key}: {what} are stated without a number (“{count.words}”); min and max are empty."
        )
    elif count.high is None:
        conversions.append(
            f"{key}: “{count.words}” ({what}) has no upper bound; max is {high}, the highest stated."
        )
    if count.vague and low is not None:
        conversions.append(f"{key}: “{count.words}” ({count.vague}, {what}) became {low} to {high} (D-35).")
    return low, high


def _incident(event: Event, content: Content, methods: list[str], conversions: list[str]) -> dict[str, Cell]:
    dead = event.count if event.basis in DEATHS else None
    hurt = event.count if event.basis == "injured" else event.injured
    low, high = least_and_most(dead, event.id, "deaths", conversions)
    hurt_low, hurt_high = least_and_most(hurt, event.id, "injuries", conversions)
    if low and event.civilian in ("contested", "armed_forces"):
        conversions.append(
            f"{event.id}: status is {event.civilian}; min_deaths is 0 instead of {low} (D-27)."
        )
        low = 0
    where = event.where
    place = dict.fromkeys(filter(None, (where.name, where.admin1, where.country_name or where.country)))
    media = [f"{s.publisher or s.title} ({s.published or 'date not known'})" for s in event.sources]
    return {
        "incident": event.id,
        "row": "incident",
        "date": event.when.edtf if event.when else None,
        "place": ", ".join(place) or None,
        "min_deaths": low,
        "max_deaths": high,
        "min_injuries": hurt_low,
        "max_injuries": hurt_high,
        "weapons": "; ".join(dict.fromkeys(label("method_of_violence", code) for code in methods)),
        "killers": "; ".join(event.parties),
        "media_sources": "; ".join(media),
        "primary_witnesses": "; ".join(dict.fromkeys(r["speaker"] for r in event.statements if r["speaker"])),
        "provisional": "yes" if event.independent < 2 else "no",
        "remarks": ". ".join(filter(None, (said(event), denied(event), basis_of_number(content, event)))),
    }


def _may_be_listed(person: PersonOnRecord, content: Content) -> bool:
    """Whether a person may be a row at all: for the public, only one released for publication."""
    return content.purpose != "public" or (bool(person.names) and person.publication != "withheld")


def _person(person: PersonOnRecord, incident: dict[str, Cell]) -> dict[str, Cell]:
    young, old = person.age
    age = str(young) if young == old and young is not None else f"{young or ''}–{old or ''}"
    return {
        **{name: incident[name] for name in ("incident", "date", "place")},
        "row": "person",
        "name": "; ".join(person.names) or person.alias,
        "age": age if (young, old) != (None, None) else label("age_group", person.age_group),
        "gender": label("sex", person.sex),
        "marital_status": person.civil_status,
        "parental_status": None if person.children is None else f"{person.children} children",
        "occupation": person.occupation,
    }
