"""The table of SDG indicator 16.1.2: documented conflict-related deaths by sex, age, status and cause.

Only what two people verified is here, and only deaths: bodies found enter when cause and date of death are
known. The year is that of the death (A3, D-23). Individually documented deaths are people on record; what a
verified incident counts beyond them is a row of unknown sex and age. No rate is computed: the population is
the custodian's to add.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from accounted.record.queries.happenings import ActOnRecord, PersonOnRecord
from accounted.reporting.exports.content import MINIMUM, POLICY, Content, Event, When
from accounted.reporting.exports.deriving import DEATHS
from accounted.reporting.exports.placing import when_of
from accounted.reporting.exports.target import Cell, Field, Made, Target, csv_bytes

FIELDS = (
    Field("year", "year of death"),
    Field("country", "ISO 3166-1 alpha-2"),
    Field("region", "first administrative level"),
    Field("sex", "man, woman, unknown"),
    Field("age", "adult, child, unknown"),
    Field("status", "a term of person_status; contested counts as unknown"),
    Field("cause", "a term of cause_category"),
    Field("deaths", "documented minimum of the row; rows may be added"),
    Field("individually_documented", "how many of them are people on record"),
    Field("basis", "killed"),
    Field("period", "the year"),
    Field("place", "region and country"),
    Field("as_of", "the contents of the archive"),
    Field("methodology", "version of the methodology"),
    Field("policy", "documented minimum: only what is verified"),
    Field("number_is", "the words “documented minimum” (D-36)"),
)
LOSSES = (
    "What is not verified by two people (D-06), and every basis other than killed (D-14).",
    "Estimates of undocumented deaths are the indicator's other stream and are not here.",
    "Direct and indirect deaths are not told apart.",
    "Names, days and places finer than a region.",
    "No rate per 100,000: the population estimate is the custodian's.",
)
TARGET = Target("sdg", "SDG indicator 16.1.2 table", ".csv", FIELDS, LOSSES)

SEX = {"male": "man", "female": "woman"}
AGE = {"child": "child", "infant": "child", "adult": "adult", "older": "adult"}
_STATUS = frozenset({"civilian", "other_protected", "armed_forces", "direct_participation"})
_DEAD = frozenset({"dead", "found_dead"})
_KILLING = ("killing", "execution", "death_")
_Key = tuple[int, str, str, str, str, str, str]


def make(content: Content) -> Made:
    """The table, and how many deaths are not in it, by reason."""
    deaths: Counter[_Key] = Counter()
    persons: Counter[_Key] = Counter()
    why: Counter[str] = Counter()
    events = {person: event for event in content.events for person, role in event.persons if role == "victim"}
    killed_in: dict[str | None, ActOnRecord] = {
        act.victim: act for act in content.acts if act.type.startswith(_KILLING) and act.victim
    }
    counted: Counter[str] = Counter()  # by event: people who are rows
    for person in content.persons:
        reason, key, number = _of_person(person, events.get(person.id), killed_in)
        if key is None:
            why[reason] += 1
            continue
        deaths[key] += number
        persons[key] += number
        if (event := events.get(person.id)) is not None:
            counted[event.id] += number
    for event in content.events:
        if event.basis not in DEATHS:
            continue
        if event.verification != "verified":
            why["events of deaths that nobody verified"] += 1
            continue
        rest = (event.count.low or 0) - counted[event.id]
        year = event.when.year if event.when else None
        if year is None:
            why["verified events whose deaths are not dated to one year"] += 1
        elif rest > 0:
            deaths[_key(year, event, "unknown", "unknown", event.civilian, "unknown")] += rest
    rows = [_row(key, number, persons[key], content) for key, number in sorted(deaths.items())]
    conversions = tuple(f"{number} {reason}: not in the table." for reason, number in sorted(why.items()))
    return Made(TARGET, {"": csv_bytes(FIELDS, rows, for_spreadsheets=False)}, conversions)


def _of_person(
    person: PersonOnRecord, event: Event | None, killed_in: Mapping[str | None, ActOnRecord]
) -> tuple[str, _Key | None, int]:
    """The row a person counts in, and for how many; or why none."""
    if person.verification != "verified":
        return "people on record who are not verified", None, 0
    if person.outcome not in _DEAD:
        return "people on record not recorded as dead", None, 0
    act = killed_in.get(person.id)
    if act is None and (event is None or event.basis not in DEATHS):
        return (
            "verified dead of whom no act of killing and no incident with deaths is on record (D-14)",
            None,
            0,
        )
    when: When | None = when_of(person.died) or (when_of(act.start) if act else None)
    if when is None and event is not None:
        when = event.when
    if when is None or when.year is None:
        return "verified dead whose year of death is not known (D-23)", None, 0
    key = _key(
        when.year,
        event,
        SEX.get(person.sex or "", "unknown"),
        AGE.get(person.age_group or "", "unknown"),
        person.status,
        person.cause or "unknown",
    )
    return "", key, person.number[0] or person.number[1] or 1


def _key(year: int, event: Event | None, sex: str, age: str, status: str, cause: str) -> _Key:
    where = event.where if event else None
    return (
        year,
        (where.country if where else None) or "",
        (where.admin1 if where else None) or "",
        sex,
        age,
        status if status in _STATUS else "unknown",
        cause,
    )


def _row(key: _Key, number: int, individually: int, content: Content) -> dict[str, Cell]:
    year, country, region, sex, age, status, cause = key
    return {
        "year": year,
        "country": country,
        "region": region,
        "sex": sex,
        "age": age,
        "status": status,
        "cause": cause,
        "deaths": number,
        "individually_documented": individually,
        "basis": "killed",
        "period": str(year),
        "place": ", ".join(filter(None, (region, country))) or "not stated",
        "as_of": content.material.as_of,
        "methodology": content.material.methodology,
        "policy": f"{MINIMUM} (only verified), within {POLICY}",
        "number_is": MINIMUM,
    }
