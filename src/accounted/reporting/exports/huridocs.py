"""Records in the HURIDOCS Events Standard Formats: Event, Act, Person, Involvement, Information, a file each.

An act links one victim record, a person or a counted group, to one event; perpetrators are attached to the
act, sources to the event. Codes are those of the micro-thesauri; labels are this project's own words.
"""

from __future__ import annotations

from typing import Any

from accounted.dates import InvalidDate, parse
from accounted.record.queries.happenings import ActOnRecord, PersonOnRecord
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
from accounted.reporting.wording import label
from accounted.vocabulary import UnknownTerm, term

_DATES = (
    Field("initial_date", "first day; an unknown day is written as the first (MT48 says so)"),
    Field(
        "initial_date_type", "MT48: 01 estimate, 02 unknown day, 03 unknown month and day; empty where exact"
    ),
    Field("final_date", "last day"),
    Field("final_date_type", "MT48"),
    Field("date_edtf", "the date as it is on record; not a field of the standard"),
)
EVENTS = (
    Field("event_record_number", "identifier in this export"),
    Field("event_title", "title"),
    Field("confidentiality", "the audience of this export"),
    Field("geographical_term", "country and region"),
    Field("local_geographical_area", "place"),
    *_DATES,
    Field("event_description", "exact words and who says them"),
    Field("impact_of_event", "the numbers, as text: not for statistics (scope note 0116)"),
    Field(
        "violation_status",
        "MT41: likely where verified, else unknown; never confirmed by this program (D-19)",
    ),
    Field("remarks", "denials (D-17), and what D-36 asks to stand beside the number"),
)
ACTS = (
    Field("act_record_number", "identifier in this export"),
    Field("event_record_number", "of the event"),
    Field("victim_record_number", "of the person or group"),
    Field("type_of_act", "MT04 code where there is one, and this project's label"),
    *_DATES,
    Field("exact_location", "place"),
    Field("method_of_violence", "MT05 codes"),
    Field("status_at_end", "MT25 code"),
    Field("label_as_written", "legal words of the source (D-19); not a field of the standard"),
)
PERSONS = (
    Field("person_record_number", "identifier in this export"),
    Field("counting_unit", "individual, family, group, community, people (MT07)"),
    Field("person_name", "as it may be shown"),
    Field("other_names", "further names on record"),
    Field("sex", "MT39 code"),
    Field("age", "years or group"),
    Field("number_in_group", "as text, of a group"),
    Field("deceased", "yes or unknown"),
    Field("date_deceased", "EDTF"),
    Field("occupation", "as on record"),
    Field("civil_status", "as on record"),
    Field("dependants", "children, as on record"),
)
INVOLVEMENTS = (
    Field("act_record_number", "of the act"),
    Field("perpetrator", "name of the actor, as written by the source (D-21)"),
    Field("type_of_perpetrator", "this project's kind of actor"),
    Field("degree_of_involvement", "MT18 code"),
    Field("standard", "a term of standard_of_proof; not a field of the standard"),
)
INFORMATION = (
    Field("event_record_number", "of the event"),
    Field("source_name", "whom the document credits, else its publisher"),
    Field("connection_to_information", "this document, and who passed it on"),
    Field("language_of_source_material", "BCP-47"),
    Field("date_of_source_material", "EDTF"),
    Field("type_of_source_material", "a term of document_type"),
    Field("reliability_of_information", "MT42: 99 unknown, until a person judges"),
    Field("exact_words", "the words"),
    Field("item", "number of the item; not a field of the standard"),
    Field("sha256", "of the original bytes; not a field of the standard"),
)
FILES = (
    ("events", EVENTS),
    ("acts", ACTS),
    ("persons", PERSONS),
    ("involvements", INVOLVEMENTS),
    ("information", INFORMATION),
)
LOSSES = (
    "Dates become the first day with a type (MT48); the EDTF stands beside it in a field of our own.",
    "Counts become text under impact of the event; the ranges are not for statistics.",
    "Claims of acts without a victim on record: an act needs one.",
    "Signs on bodies, examinations, remains and graves have no place in the formats used here.",
    "Interventions, chains of events, biographic details, arrests and the formats for killing and torture in "
    "detail are not written.",
)
FIELDS = tuple(Field(f"{name}: {field.name}", field.meaning) for name, fields in FILES for field in fields)
TARGET = Target(
    "huridocs", "HURIDOCS Events Standard Formats (CSV, a file for each format)", "", FIELDS, LOSSES
)

Row = dict[str, Cell]


def make(content: Content) -> Made:
    """The five files, and what was converted to make them."""
    conversions: list[str] = []
    rows: dict[str, list[Row]] = {name: [] for name, _ in FILES}
    on_record = {f"incident:{act.incident}" for act in content.acts}
    documents = {source["item"]: source for source in content.sources}
    for event in content.events:
        rows["events"].append(_event(event, content, conversions))
        rows["information"] += _information(event, documents)
        if event.basis in DEATHS and event.id not in on_record:
            _counted(event, rows, conversions)
    for act in content.acts:
        _act(act, content, rows)
    shown = {row["victim_record_number"] for row in rows["acts"]}
    rows["persons"] += [_person(person) for person in content.persons if person.id in shown]
    acts = sum(claim["kind"] == "act" for claim in content.claims)
    if acts:
        conversions.append(
            f"{acts} claims of acts are in the archive; those without a victim on record are no acts here."
        )
    files = {f"{name}.csv": csv_bytes(fields, rows[name], for_spreadsheets=False) for name, fields in FILES}
    return Made(TARGET, files, tuple(conversions))


def dated(edtf: str | None, key: str, conversions: list[str]) -> Row:
    """A date as the formats have it: first and last day, and how far each is known (MT48)."""
    if edtf is None:
        return {}
    try:
        date = parse(edtf)
    except InvalidDate:
        return {"date_edtf": edtf}
    kind = {"4": "02", "5": "03"}.get(date.precision, "01" if date.approximate or date.uncertain else "")
    if kind:
        conversions.append(f"{key}: {edtf} became its first and last day with MT48 {kind}.")
    return {
        "initial_date": date.earliest.isoformat() if date.earliest else None,
        "initial_date_type": kind,
        "final_date": date.latest.isoformat() if date.latest else None,
        "final_date_type": kind,
        "date_edtf": edtf,
    }


def code(vocabulary: str, value: str | None, mapping: str) -> str:
    """The micro-thesaurus code of a term, and its label; 99 where the term is not known."""
    if not value:
        return "99"
    try:
        found = term(vocabulary, value)
    except UnknownTerm:
        return f"99 {value}"
    codes = found.mappings.get(mapping, ())
    return f"{codes[0]} {found.label}" if codes else found.label


def _event(event: Event, content: Content, conversions: list[str]) -> Row:
    where = event.where
    numbers = [f"{label('count_basis', event.basis)}: {event.count.words}"]
    for name in ("children", "women", "men", "injured"):
        part = getattr(event, name)
        if part is not None:
            numbers.append(f"{name}: {part.words}")
    conversions.append(f"{event.id}: the count “{event.count.words}” became text.")
    return {
        "event_record_number": event.id,
        "event_title": event.title,
        "confidentiality": content.purpose,
        "geographical_term": ", ".join(
            filter(None, dict.fromkeys((where.country_name or where.country, where.admin1)))
        ),
        "local_geographical_area": where.name,
        **dated(event.when.edtf if event.when else None, event.id, conversions),
        "event_description": said(event),
        "impact_of_event": "; ".join(numbers),
        "violation_status": "likely" if event.verification == "verified" else "unknown",
        "remarks": ". ".join(filter(None, (denied(event), basis_of_number(content, event)))),
    }


def _counted(event: Event, rows: dict[str, list[Row]], conversions: list[str]) -> None:
    """The act and the victim record of deaths that are known as a number only (D-12)."""
    single = event.count.low == 1 == event.count.high
    victim, act = f"{event.id}-victims", f"{event.id}-act"
    kind = "execution" if event.basis == "executed" else "killing_unspecified"
    rows["persons"].append(
        {
            "person_record_number": victim,
            "counting_unit": "individual" if single else "group",
            "sex": code(
                "sex", next((g for g in event.group if g in ("male", "female")), None), "huridocs_mt39"
            ),
            "number_in_group": None if single else event.count.words,
            "deceased": "yes",
        }
    )
    rows["acts"].append(
        {
            "act_record_number": act,
            "event_record_number": event.id,
            "victim_record_number": victim,
            "type_of_act": code("act_type", kind, "huridocs_mt04"),
            **dated(event.when.edtf if event.when else None, act, conversions),
            "exact_location": event.where.name,
            "status_at_end": code("victim_outcome", "dead", "huridocs_mt25"),
        }
    )
    for party in event.parties:
        rows["involvements"].append(
            {
                "act_record_number": act,
                "perpetrator": party,
                "type_of_perpetrator": "unknown",
                "degree_of_involvement": code("involvement_degree", "accused_generally", "huridocs_mt18"),
                "standard": "allegation",
            }
        )


def _act(act: ActOnRecord, content: Content, rows: dict[str, list[Row]]) -> None:
    if act.victim is None or not any(event.id == f"incident:{act.incident}" for event in content.events):
        return
    when = act.start if act.end in (None, act.start) else f"{act.start or ''}/{act.end}"
    rows["acts"].append(
        {
            "act_record_number": act.id,
            "event_record_number": f"incident:{act.incident}",
            "victim_record_number": act.victim,
            "type_of_act": code("act_type", act.type, "huridocs_mt04"),
            **dated(when, act.id, []),
            "exact_location": act.place.name if act.place else None,
            "method_of_violence": "; ".join(
                code("method_of_violence", m, "huridocs_mt05") for m in act.methods
            ),
            "status_at_end": code("victim_outcome", act.outcome, "huridocs_mt25"),
            "label_as_written": act.label,
        }
    )
    for name, kind, degree, standard in act.involved:
        rows["involvements"].append(
            {
                "act_record_number": act.id,
                "perpetrator": name,
                "type_of_perpetrator": label("actor_type", kind),
                "degree_of_involvement": code("involvement_degree", degree, "huridocs_mt18"),
                "standard": standard,
            }
        )


def _person(person: PersonOnRecord) -> Row:
    young, old = person.age
    exact = str(young) if young is not None and young == old else ""
    low, _, high = person.number
    return {
        "person_record_number": person.id,
        "counting_unit": person.unit,
        "person_name": person.names[0] if person.names else person.alias,
        "other_names": "; ".join(person.names[1:]),
        "sex": code("sex", person.sex, "huridocs_mt39"),
        "age": exact
        or (f"{young or ''}–{old or ''}" if young or old else label("age_group", person.age_group)),
        "number_in_group": None if person.unit == "individual" else f"{low or ''}–{high or ''}",
        "deceased": "yes" if person.outcome in ("dead", "found_dead") else "unknown",
        "date_deceased": person.died,
        "occupation": person.occupation,
        "civil_status": person.civil_status,
        "dependants": None if person.children is None else str(person.children),
    }


def _information(event: Event, documents: dict[str, Any]) -> list[Row]:
    rows = []
    for row in event.statements:
        document = documents[row["item"]]
        rows.append(
            {
                "event_record_number": event.id,
                "source_name": row["speaker"] or row["publisher"] or document.get("publisher"),
                "connection_to_information": "; ".join(
                    (document["title"], *(f"via {v}" for v in row["via"]))
                ),
                "language_of_source_material": row["language"],
                "date_of_source_material": document.get("published"),
                "type_of_source_material": document.get("type"),
                "reliability_of_information": "99",
                "exact_words": row["exact"],
                "item": row["item"],
                "sha256": document.get("sha256"),
            }
        )
    return rows
