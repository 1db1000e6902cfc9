"""Rows in the shape of the UCDP Georeferenced Event Dataset: one event, its deaths as low, best and high.

Column names follow the dataset as published; identifiers of conflicts and dyads are UCDP's own and are left
empty. UCDP's own coders judge reliability: what is here is what sources reported.
"""

from __future__ import annotations

from accounted.reporting.exports.content import Content, Event
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

FIELDS = (
    Field("id", "identifier of the event in this export"),
    Field("relid", "identifier of the incident on record, or key of the figure"),
    Field("year", "year of death, where a source dates the deaths (D-23)"),
    Field("active_year", "empty: UCDP sets it"),
    Field("code_status", "empty: UCDP sets it"),
    Field(
        "type_of_violence",
        "3 (one-sided) where the sources call the dead civilians and name a party; else empty",
    ),
    Field("conflict_new_id", "empty: an identifier of UCDP"),
    Field("conflict_name", "empty: a name of UCDP"),
    Field("dyad_new_id", "empty: an identifier of UCDP"),
    Field("dyad_name", "empty: a name of UCDP"),
    Field("side_a_new_id", "empty: an identifier of UCDP"),
    Field("side_a", "whom the sources accuse, as written (D-21)"),
    Field("side_b_new_id", "empty: an identifier of UCDP"),
    Field("side_b", "Civilians, where the sources call the dead so; else empty"),
    Field("number_of_sources", "independent origins (D-04), not documents"),
    Field("source_article", "titles of the documents"),
    Field("source_office", "publishers"),
    Field("source_date", "dates of publication"),
    Field("source_headline", "titles of the documents"),
    Field("source_original", "whom the documents credit"),
    Field("where_prec", "1 to 7: vocabulary geo_precision"),
    Field("where_coordinates", "name of the place the coordinates are of"),
    Field("where_description", "place as the sources write it"),
    Field("adm_1", "first administrative level"),
    Field("adm_2", "second administrative level, where the place is one"),
    Field("latitude", "WGS 84, as coarse as the audience may know (D-31)"),
    Field("longitude", "WGS 84"),
    Field("geom_wkt", "the same point as WKT"),
    Field("country", "name of the country"),
    Field("country_id", "empty: UCDP uses Gleditsch and Ward numbers"),
    Field("iso2", "ISO 3166-1 alpha-2; not a column of UCDP"),
    Field("event_clarity", "1 a separate event; 2 only an aggregate can be told"),
    Field("date_prec", "1 to 5: vocabulary date_precision"),
    Field("date_start", "first day on which it can have been"),
    Field("date_end", "last day"),
    Field("deaths_a", "empty: deaths are not split by side"),
    Field("deaths_b", "empty: deaths are not split by side"),
    Field(
        "deaths_civilians",
        "best, where the sources call all the dead civilians and nobody contests it (D-27)",
    ),
    Field("deaths_unknown", "best, in every other case"),
    Field("best", "the number all exact statements agree on, else the lowest"),
    Field("high", "the highest that was stated"),
    Field("low", "the documented minimum"),
    Field("remarks", "exact words, denials (D-17), and what D-36 asks to stand beside the number"),
)
LOSSES = (
    "Findings on bodies, acts, accounts and everything counted on another basis than killed or "
    "executed: bodies "
    "found are not deaths by violence (D-14).",
    "Sex and age of the dead, except in the remarks.",
    "Identifiers of conflicts, dyads, sides and countries are UCDP's own and are left empty.",
    "An upper bound that is open: UCDP needs a number, so the highest stated one stands for it.",
    "Deaths without a place, and documents withheld from this audience.",
)
TARGET = Target("ucdp", "UCDP Georeferenced Event Dataset rows", ".csv", FIELDS, LOSSES)

_PRECISE = {"1", "2", "3", "4", "5"}


def make(content: Content) -> Made:
    """The rows, and what was converted to make them."""
    conversions: list[str] = []
    rows: list[dict[str, Cell]] = []
    for event in content.events:
        if event.basis in DEATHS and event.where.name is None:
            conversions.append(f"{event.id}: “{event.count.words}”: no place is stated; not a row.")
        elif event.basis in DEATHS:
            numbers = bounds_of(event, conversions)
            if numbers is not None:
                rows.append(_row(len(rows) + 1, event, numbers, content, conversions))
    other = sum(event.basis not in DEATHS for event in content.events)
    if other:
        conversions.append(f"{other} events counted on another basis than killed are not rows here (D-14).")
    return Made(TARGET, {"": csv_bytes(FIELDS, rows, for_spreadsheets=False)}, tuple(conversions))


def bounds_of(event: Event, conversions: list[str]) -> tuple[int, int, int] | None:
    """Low, best and high as whole numbers (rule D-35); None where nobody stated a death."""
    count = event.count
    low = count.low
    if low is None:
        low = 0 if count.high is not None and count.best is None else (count.best or 1)
        conversions.append(f"{event.id}: “{count.words}” states no least number; low is {low}.")
    best = count.best if count.best is not None else low
    high = count.high if count.high is not None else max(count.highest or low, best)
    low, best, high = min(low, best), best, max(high, best)
    if count.high is None:
        conversions.append(
            f"{event.id}: “{count.words}” has no upper bound; high is {high}, the highest stated."
        )
    if count.best is None:
        conversions.append(f"{event.id}: no one best number (“{count.words}”); best is the lowest, {best}.")
    if count.vague:
        conversions.append(
            f"{event.id}: “{count.words}” ({count.vague}) became {low}, {best}, {high} (D-35)."
        )
    if high < 1:
        conversions.append(f"{event.id}: no death is stated; not a row.")
        return None
    return low, best, high


def _row(
    number: int, event: Event, numbers: tuple[int, int, int], content: Content, conversions: list[str]
) -> dict[str, Cell]:
    low, best, high = numbers
    where, when = event.where, event.when
    civilians = event.civilian == "civilian"
    if when is None:
        conversions.append(
            f"{event.id}: no source dates the deaths; year, date_start and date_end are empty (D-23)."
        )
    located = where.lat is not None and where.lon is not None
    speakers = dict.fromkeys(row["speaker"] for row in event.statements if row["speaker"])
    return {
        "id": number,
        "relid": event.id,
        "year": when.year if when else None,
        "type_of_violence": 3 if civilians and event.parties else None,
        "side_a": "; ".join(event.parties),
        "side_b": "Civilians" if civilians else None,
        "number_of_sources": event.independent,
        "source_article": "; ".join(source.title for source in event.sources),
        "source_office": "; ".join(dict.fromkeys(s.publisher for s in event.sources if s.publisher)),
        "source_date": "; ".join(s.published or "" for s in event.sources),
        "source_headline": "; ".join(source.title for source in event.sources),
        "source_original": "; ".join(speakers),
        "where_prec": int(where.precision) if where.precision != "0" else None,
        "where_coordinates": where.name,
        "where_description": "; ".join(where.as_written),
        "adm_1": where.admin1,
        "adm_2": where.name if where.kind == "district" else None,
        "latitude": where.lat,
        "longitude": where.lon,
        "geom_wkt": f"POINT ({where.lon} {where.lat})" if located else None,
        "country": where.country_name or where.country,
        "iso2": where.country,
        "event_clarity": 2 if event.aggregate else 1,
        "date_prec": int(when.precision) if when and when.precision in _PRECISE else None,
        "date_start": when.earliest.isoformat() if when and when.earliest else None,
        "date_end": when.latest.isoformat() if when and when.latest else None,
        "deaths_civilians": best if civilians else 0,
        "deaths_unknown": 0 if civilians else best,
        "best": best,
        "high": high,
        "low": low,
        "remarks": ". ".join(filter(None, (said(event), denied(event), basis_of_number(content, event)))),
    }
