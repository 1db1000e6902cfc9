"""The shapes other projects use: their fields, what a number becomes in each, and that every loss is said."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from accounted.claims import Count, DateMention, Party, PlaceMention
from accounted.record.queries.happenings import ActOnRecord, Happenings, IncidentOnRecord, PersonOnRecord
from accounted.reporting.exports import FORMS, UnknownForm, make, target_of
from accounted.reporting.exports.acled import fatalities
from accounted.reporting.exports.airwars import suggested_grade
from accounted.reporting.exports.content import content_of
from accounted.reporting.exports.ftm import _prefixes
from accounted.reporting.exports.huridocs import dated
from accounted.reporting.exports.ibc import least_and_most
from accounted.reporting.exports.ucdp import bounds_of
from accounted.reporting.material import Material

MADE = "2025-07-16T10:05:00Z"
POLTAVA = PlaceMention(
    "Poltava",
    name="Poltava",
    kind="settlement",
    country="UA",
    geonames=696643,
    iso3166_2="UA-53",
    lat=49.58925,
    lon=34.55367,
    match="exact",
)

# Part A of the field's standards, as the project reads them.
UCDP = """
id relid year active_year code_status type_of_violence number_of_sources source_article
source_office source_date source_headline source_original where_prec where_coordinates
where_description adm_1 adm_2 latitude longitude geom_wkt country event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low side_a side_b
""".split()  # noqa: SIM905
ACLED = """
event_id_cnty event_date year time_precision event_type sub_event_type actor1 assoc_actor_1 inter1
actor2 assoc_actor_2 inter2 civilian_targeting country admin1 admin2 admin3 location latitude
longitude geo_precision source source_scale notes fatalities tags
""".split()  # noqa: SIM905
IBC = """
date time place target min_deaths max_deaths min_injuries max_injuries weapons killers media_sources
primary_witnesses name age gender marital_status parental_status occupation
""".split()  # noqa: SIM905


def event(count, telling, *, civilian=True, party="Fighters", when="2025-05-03", basis="killed", **facts):
    """A content with one event of that count."""
    t = telling("A number of people were killed there.", publisher="Police", published="2025-06-12")
    t.at(POLTAVA, "the police")
    t.tally(
        "A number of people were killed there",
        count,
        basis,
        group=("civilian",) if civilian else (),
        party=Party(party) if party else None,
        date=DateMention(when, when, "act") if when else None,
    )
    material = Material.from_readings(
        [t.reading()], facts=[{"item": "ACC-000001", "document_type": "official_statement", **facts}]
    )
    return content_of(material, generated=MADE, reckoned=False)


def table(made, name=""):
    return list(csv.DictReader(io.StringIO(made.files[name].decode(), newline="")))


# ---- every form


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_title_and_says_what_it_cannot_hold(form):
    found = target_of(form)
    assert found.name == form and found.title and found.losses
    assert len({field.name for field in found.fields}) == len(found.fields)
    assert all(field.meaning for field in found.fields)


def test_an_unknown_form_is_refused_with_those_there_are():
    with pytest.raises(UnknownForm, match="ucdp"):
        target_of("parquet")


@pytest.mark.parametrize("form", FORMS)
def test_the_notes_state_what_the_file_stands_for(demonstration, form):
    content = content_of(demonstration, generated=MADE, reckoned=False)
    made = make(form, content)
    notes = made.notes(content, f"file.{form}")
    flat = " ".join(notes.split())
    for words in (
        "documented minimum",
        "rules D-01 to D-23, D-25",
        "policy: range",
        "8e1f0c5d",
        MADE,
        "Nothing was added up",
        "left out",
    ):
        assert words in flat
    for loss in made.target.losses:
        assert " ".join(loss.split())[:60] in flat
    for conversion in made.conversions:
        assert conversion[:40] in flat


@pytest.mark.parametrize(("form", "fields"), [("ucdp", UCDP), ("acled", ACLED), ("ibc", IBC)])
def test_the_columns_are_those_of_the_standard_in_its_order(demonstration, form, fields):
    names = [field.name for field in target_of(form).fields]
    assert set(fields) <= set(names)
    header = table_header(make(form, content_of(demonstration, generated=MADE, reckoned=False)))
    assert header == names


def table_header(made):
    return next(csv.reader(io.StringIO(made.files[""].decode(), newline="")))


@pytest.mark.parametrize("form", ["ucdp", "acled", "ibc"])
def test_every_row_carries_what_rule_d_36_asks_for(telling, form):
    (row,) = table(make(form, event(Count("at_least", 14), telling)))
    words = row["notes" if form == "acled" else "remarks"]
    for part in (
        "documented minimum: 14",
        "basis: killed",
        "period: 2025-05-03",
        "place: Poltava",
        "as of: 2025-06-12",
        "methodology: rules D-01",
        "policy: range",
    ):
        assert part in words
    assert "“A number of people were killed there”" in words


def test_bodies_are_deaths_in_no_form(demonstration):
    content = content_of(demonstration, generated=MADE, reckoned=False)
    for form, column in (("ucdp", "best"), ("ibc", "max_deaths"), ("acled", "fatalities"), ("sdg", "deaths")):
        numbers = [int(row[column] or 0) for row in table(make(form, content))]
        assert max(numbers, default=0) <= 1, form  # 312 bodies are in the archive, and one killing


# ---- UCDP


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        (Count("exact", 5, 5, 5), (5, 5, 5)),
        (Count("at_least", 447), (447, 447, 447)),
        (Count("between", 40, None, 60), (40, 40, 60)),
        (Count("at_most", None, None, 9), (0, 0, 9)),
        (Count("about", None, 30, None), (30, 30, 30)),
        (Count("dozens", 24), (24, 24, 24)),
        (Count("many"), (1, 1, 1)),
    ],
)
def test_ucdp_takes_low_best_and_high_in_order(telling, said, numbers):
    content = event(said, telling)
    (row,) = table(make("ucdp", content))
    assert (int(row["low"]), int(row["best"]), int(row["high"])) == numbers
    parts = [int(row[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert sum(parts) == int(row["best"])


def test_ucdp_says_what_it_made_of_an_open_bound(telling):
    made = make("ucdp", event(Count("at_least", 447), telling))
    assert any("no upper bound; high is 447" in line for line in made.conversions)


def test_no_death_is_no_ucdp_row(telling):
    content = event(Count("none", 0, 0, 0), telling)
    conversions = []
    assert all(bounds_of(one, conversions) is None for one in content.events)
    assert table(make("ucdp", content)) == []


def test_deaths_without_a_place_are_no_ucdp_row_and_that_is_said(telling, number):
    t = telling("5 people were killed.", publisher="Police")
    t.tally("5 people were killed", number.exact(5), "killed")
    material = Material.from_readings([t.reading()], facts=[{"document_type": "official_statement"}])
    made = make("ucdp", content_of(material, generated=MADE, reckoned=False))
    assert table(made) == [] and any("no place is stated; not a row" in line for line in made.conversions)


def test_ucdp_is_one_sided_only_where_civilians_and_a_party_are_named(telling):
    assert table(make("ucdp", event(Count("exact", 5, 5, 5), telling)))[0]["type_of_violence"] == "3"
    for other in ({"civilian": False}, {"party": None}):
        assert (
            table(make("ucdp", event(Count("exact", 5, 5, 5), telling, **other)))[0]["type_of_violence"] == ""
        )


def test_ucdp_leaves_undated_deaths_undated(telling):
    made = make("ucdp", event(Count("exact", 5, 5, 5), telling, when=None))
    (row,) = table(made)
    assert (row["year"], row["date_start"], row["date_end"], row["date_prec"]) == ("", "", "", "")
    assert any("D-23" in line for line in made.conversions)


@pytest.mark.parametrize(
    ("when", "start", "end", "precision", "year"),
    [
        ("2025-05-03", "2025-05-03", "2025-05-03", "1", "2025"),
        ("2025-05", "2025-05-01", "2025-05-31", "4", "2025"),
        ("2024-12-30/2025-01-02", "2024-12-30", "2025-01-02", "2", ""),
    ],
)
def test_ucdp_dates_are_an_interval_with_its_precision(telling, when, start, end, precision, year):
    (row,) = table(make("ucdp", event(Count("exact", 5, 5, 5), telling, when=when)))
    assert (row["date_start"], row["date_end"], row["date_prec"], row["year"]) == (
        start,
        end,
        precision,
        year,
    )


# ---- ACLED


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (Count("exact", 5, 5, 5), 5),
        (Count("at_least", 447), 447),
        (Count("between", 40, None, 60), 40),
        (Count("about", None, 30, None), 30),
        (Count("tens", 20), 10),
        (Count("dozens", 24), 12),
        (Count("hundreds", 200), 100),
        (Count("many"), 3),
        (Count("at_most", None, None, 9), 0),
    ],
)
def test_acled_takes_the_most_conservative_number_and_vague_words_as_it_does(telling, said, number):
    content = event(said, telling)
    conversions = []
    (one,) = content.events
    assert fatalities(one, conversions) == number
    assert bool(conversions) == (said.quantifier != "exact")
    assert table(make("acled", content))[0]["fatalities"] == str(number)
    # the words of the claim are kept, and the claim itself is as it was
    assert content.tallies[0]["quantifier"] == said.quantifier
    assert content.tallies[0]["low"] == said.low


def test_acled_calls_the_finding_of_bodies_a_strategic_development_without_fatalities(telling):
    (row,) = table(make("acled", event(Count("exact", 7, 7, 7), telling, basis="bodies_found")))
    assert (row["event_type"], row["sub_event_type"], row["fatalities"]) == (
        "Strategic developments",
        "Other",
        "0",
    )


def test_acled_does_not_say_which_side_where_no_source_does(telling):
    (row,) = table(make("acled", event(Count("exact", 7, 7, 7), telling, civilian=False, party=None)))
    assert (row["event_type"], row["actor1"], row["actor2"], row["inter2"]) == ("", "", "", "")


# ---- IBC and Airwars


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (Count("exact", 5, 5, 5), 5, 5),
        (Count("at_least", 447), 447, 447),
        (Count("between", 40, None, 60), 40, 60),
        (Count("at_most", None, None, 9), 0, 9),
        (Count("many"), None, None),
    ],
)
def test_ibc_takes_a_minimum_and_a_maximum(telling, said, low, high):
    (one,) = event(said, telling).events
    assert least_and_most(one.count, one.id, "deaths", []) == (low, high)


def test_ibc_minimum_is_nothing_where_it_is_open_that_the_dead_were_civilians(telling, number):
    t = telling("14 civilians were killed. 3 soldiers were among them.", publisher="Police")
    t.at(POLTAVA)
    t.tally("14 civilians were killed", number.exact(14), "killed", group=("civilian",))
    t.tally("3 soldiers were among them", number.exact(3), "killed", group=("armed_forces",))
    material = Material.from_readings([t.reading()], facts=[{"document_type": "official_statement"}])
    made = make("ibc", content_of(material, generated=MADE, reckoned=False))
    assert table(made)[0]["min_deaths"] == "0" and table(made)[0]["max_deaths"] == "14"
    assert any("D-27" in line for line in made.conversions)


def test_ibc_is_provisional_below_two_independent_sources(telling):
    assert table(make("ibc", event(Count("exact", 5, 5, 5), telling)))[0]["provisional"] == "yes"


def test_airwars_gives_ranges_exact_words_and_the_minimum(telling):
    made = json.loads(make("airwars", event(Count("at_least", 14), telling)).files[""])
    (one,) = made["incidents"]
    assert one["civilians_killed"] == {"min": 14, "max": 14, "words": "at least 14"}
    assert one["stands_for"]["minimum_is"] == "documented minimum"
    assert one["statements"][0]["exact"] == "A number of people were killed there"
    assert set(one) == {field.name for field in target_of("airwars").fields}


def test_a_grade_is_a_persons_and_never_confirmed_by_a_program(telling):
    (one,) = event(Count("exact", 5, 5, 5), telling).events
    assert suggested_grade(one)["grade"] == "weak"
    assert (
        json.loads(make("airwars", event(Count("exact", 5, 5, 5), telling)).files[""])["incidents"][0][
            "grade"
        ]
        is None
    )


# ---- SDG 16.1.2


def dead(identifier="PER-1", **known):
    facts = {
        "id": identifier,
        "names": (),
        "alias": None,
        "unit": "individual",
        "number": (1, 1, 1),
        "sex": "female",
        "age": (34, 34),
        "age_group": "adult",
        "status": "civilian",
        "outcome": "dead",
        "occupation": None,
        "civil_status": None,
        "children": None,
        "died": "2025-05-03",
        "cause": "small_arms",
        "verification": "verified",
        "standard": "reasonable_grounds",
        "publication": "withheld",
        "sealed": False,
        "confidentiality": "internal",
    }
    return PersonOnRecord(**{**facts, **known})


def recorded(telling, number, *persons, verification="verified", count=14, acts=()):
    t = telling("14 people were killed at the market.", publisher="Police", published="2025-06-12")
    t.at(POLTAVA)
    t.tally("14 people were killed at the market", number.exact(count), "killed", group=("civilian",))
    incident = IncidentOnRecord(
        "INC-1",
        "The market",
        None,
        "event",
        None,
        {"act": "2025-05-03"},
        verification,
        "reasonable_grounds",
        None,
        "internal",
        ("CLM-1",),
        tuple((p.id, "victim") for p in persons),
    )
    material = Material.from_readings(
        [t.reading()],
        facts=[{"item": "ACC-000001", "document_type": "official_statement", "on_record": {"c1": "CLM-1"}}],
    )
    happenings = Happenings(incidents=(incident,), persons=persons, acts=acts)
    return content_of(material, generated=MADE, reckoned=False, happenings=happenings, purpose="partner")


def test_sdg_counts_the_verified_dead_by_sex_age_status_and_cause(telling, number):
    content = recorded(telling, number, dead(), dead("PER-2", sex="male", age_group="child", cause=None))
    rows = {(r["sex"], r["age"], r["cause"]): r for r in table(make("sdg", content))}
    assert rows["woman", "adult", "small_arms"]["deaths"] == "1"
    assert rows["man", "child", "unknown"]["individually_documented"] == "1"
    rest = rows["unknown", "unknown", "unknown"]
    assert (rest["deaths"], rest["individually_documented"], rest["status"]) == ("12", "0", "civilian")
    assert {r["number_is"] for r in rows.values()} == {"documented minimum"}
    assert sum(int(r["deaths"]) for r in rows.values()) == 14


def test_sdg_has_only_what_is_verified(telling, number):
    content = recorded(telling, number, dead(verification="provisional"), verification="provisional")
    made = make("sdg", content)
    assert table(made) == []
    assert any("not verified" in line for line in made.conversions)


def test_sdg_needs_the_year_of_death_and_a_killing(telling, number):
    alone = dead("PER-9")
    content = recorded(telling, number, count=14)
    from dataclasses import replace

    made = make("sdg", replace(content, persons=(alone, dead("PER-8", outcome="missing"))))
    assert sum(int(row["individually_documented"]) for row in table(made)) == 0
    assert any("D-14" in line for line in made.conversions)
    undated = replace(content, persons=(dead("PER-7", died=None),), events=())
    acts = (
        ActOnRecord(
            "ACT-1",
            "INC-1",
            "PER-7",
            "killing",
            (),
            None,
            None,
            None,
            None,
            None,
            "verified",
            "internal",
            (),
            (),
            (),
        ),
    )
    made = make("sdg", replace(undated, acts=acts))
    assert table(made) == [] and any("D-23" in line for line in made.conversions)


# ---- HURIDOCS


def test_huridocs_links_one_act_to_one_victim_and_one_event(telling):
    made = make("huridocs", event(Count("at_least", 14), telling))
    (act,), (victim,) = table(made, "acts.csv"), table(made, "persons.csv")
    (happened,) = table(made, "events.csv")
    (involved,) = table(made, "involvements.csv")
    (information,) = table(made, "information.csv")
    assert act["victim_record_number"] == victim["person_record_number"]
    assert act["event_record_number"] == happened["event_record_number"] == information["event_record_number"]
    assert involved["act_record_number"] == act["act_record_number"]
    assert (victim["counting_unit"], victim["number_in_group"]) == ("group", "at least 14")
    assert act["type_of_act"].startswith("01.01 ")
    assert involved["degree_of_involvement"].startswith("06 ")
    assert happened["impact_of_event"] == "Deaths: at least 14"
    assert information["reliability_of_information"] == "99"


@pytest.mark.parametrize(
    ("edtf", "first", "kind"),
    [
        ("2025-05-03", "2025-05-03", ""),
        ("2025-05", "2025-05-01", "02"),
        ("2025", "2025-01-01", "03"),
        ("2025-05-03~", None, "01"),
    ],
)
def test_huridocs_dates_are_a_first_day_with_its_type(edtf, first, kind):
    conversions = []
    made = dated(edtf, "x", conversions)
    assert made["initial_date_type"] == kind and made["date_edtf"] == edtf
    assert first is None or made["initial_date"] == first
    assert bool(conversions) == bool(kind)


def test_huridocs_takes_acts_and_people_on_record(telling, number):
    act = ActOnRecord(
        "ACT-1",
        "INC-1",
        "PER-1",
        "execution_summary",
        ("01.01",),
        "execution",
        "2025-05-03",
        None,
        None,
        "dead",
        "verified",
        "internal",
        (),
        (),
        (("Third Brigade", "armed_group", "direct", "reasonable_grounds"),),
    )
    made = make("huridocs", recorded(telling, number, dead(), acts=(act,)))
    (row,) = table(made, "acts.csv")
    assert row["victim_record_number"] == "PER-1" and row["label_as_written"] == "execution"
    assert row["type_of_act"].startswith("01.01.01.01") and row["method_of_violence"].startswith("01 01")
    (involved,) = table(made, "involvements.csv")
    assert involved["perpetrator"] == "Third Brigade" and involved["degree_of_involvement"].startswith(
        "01 01"
    )
    (victim,) = table(made, "persons.csv")
    assert victim["sex"].startswith("02") and victim["age"] == "34"


# ---- FollowTheMoney

SCHEMATA = json.loads((Path(__file__).with_name("ftm_schemata.json")).read_text(encoding="utf-8"))["schemata"]
SOUND = {
    "date": lambda v: re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", v),
    "country": lambda v: re.fullmatch(r"[a-z]{2}", v),
    "language": lambda v: re.fullmatch(r"[a-z]{3}", v),
    "mimetype": lambda v: re.fullmatch(r"[\w.+-]+/[\w.+-]+", v),
    "gender": lambda v: v in ("male", "female", "other"),
    "url": lambda v: re.match(r"https?://", v),
}


@pytest.mark.parametrize("purpose", ["public", "partner", "court"])
def test_ftm_entities_are_of_the_model(demonstration, purpose):
    lines = (
        make("ftm", content_of(demonstration, generated=MADE, reckoned=False, purpose=purpose))
        .files[""]
        .decode()
        .splitlines()
    )
    entities = {entity["id"]: entity for entity in map(json.loads, lines)}
    assert len(entities) == len(lines) > 20
    for entity in entities.values():
        schema = SCHEMATA[entity["schema"]]
        assert set(schema["required"]) <= set(entity["properties"]), entity
        for name, values in entity["properties"].items():
            kind = schema["properties"][name]
            assert values and all(isinstance(value, str) and value.strip() for value in values)
            if kind == "entity":
                assert set(values) <= set(entities), (name, values)
            assert all(SOUND.get(kind, bool)(value) for value in values), (name, kind, values)


def test_ftm_events_are_documented_by_documents_that_are_there(demonstration):
    entities = [
        json.loads(x)
        for x in make("ftm", content_of(demonstration, generated=MADE, reckoned=False)).files[""].splitlines()
    ]
    events = {e["id"] for e in entities if e["schema"] == "Event"}
    documented = {e["properties"]["entity"][0] for e in entities if e["schema"] == "Documentation"}
    assert events and events == documented
    event = next(
        e for e in entities if e["schema"] == "Event" and "312" in " ".join(e["properties"]["notes"])
    )
    assert any(
        "documented minimum: 312" in note and "basis: bodies_found" in note
        for note in event["properties"]["notes"]
    )
    (article,) = [e for e in entities if e["schema"] == "Article" and "pines" in e["properties"]["title"][0]]
    assert f"SHA-256 {4:064x}" in article["properties"]["notes"]
    assert "SV-07" not in json.dumps(entities)


@pytest.mark.parametrize(
    ("edtf", "made", "said"),
    [
        ("2025-05-03", ["2025-05-03"], False),
        ("2025-05", ["2025-05"], False),
        ("2022-10~", ["2022-10"], True),
        ("2022-05-01/2022-05-03", [], True),
        ("[2022-05-01..2022-05-03]", [], True),
        (None, [], False),
    ],
)
def test_ftm_dates_are_prefixes_and_nothing_finer_than_was_said(edtf, made, said):
    conversions = []
    assert _prefixes(edtf, "x", conversions) == made
    assert bool(conversions) is said


# ---- GeoJSON


def test_geojson_is_a_collection_of_points_with_what_d_36_asks_for(demonstration):
    made = json.loads(make("geojson", content_of(demonstration, generated=MADE, reckoned=False)).files[""])
    assert made["type"] == "FeatureCollection" and made["features"]
    for feature in made["features"]:
        assert feature["type"] == "Feature" and feature["geometry"]["type"] == "Point"
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180 and -90 <= lat <= 90
        assert set(feature["properties"]) == {field.name for field in target_of("geojson").fields}
        assert feature["properties"]["minimum_is"] == "documented minimum"


def test_what_has_no_coordinates_is_said_to_be_off_the_map(demonstration):
    made = make("geojson", content_of(demonstration, generated=MADE, reckoned=False))
    assert any("Kalynodub: no coordinates; not on the map" in line for line in made.conversions)


def test_dates_for_timemap_are_days(telling):
    made = json.loads(make("geojson", event(Count("exact", 5, 5, 5), telling)).files[""])
    assert date.fromisoformat(made["features"][0]["properties"]["date"]) == date(2025, 5, 3)
