"""The data dictionary, field by field: each is typed into a form, or set by a decision of its own.

The table below says for each field of each entity where a person gives it. One test walks every field named
in Part C of the standards where they are at hand (ACCOUNTED_SHARED), so that one nobody thought of fails; the
others walk the table always, so that a field that loses its form fails.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from accounted.record.queries.dictionary import GROUPS, KINDS, NOT_TYPED, SLUGS

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).parents[3] / "shared"))
DVI = ("effects", "physical", "marks", "medical", "dental", "dna", "prints", "photos")

# Entity of the dictionary → model, and of each field the fields of the form (or `=` and what sets it).
FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "C1": ("Source", {
        "kind": "kind", "name": "name", "person": "person", "actor": "actor", "capacity": "capacity",
        "proximity": "proximity", "connection": "connection", "upstream": "=upstream",
        "interest": "interest", "reliability": "=grade", "identity_ref": "=seal", "languages": "languages",
    }),
    "C6": ("Person", {
        "counting_unit": "counting_unit",
        "group_count": "group_quantifier group_low group_best group_high",
        "names": "=name", "sex": "sex", "birth": "date:birth birth_place",
        "age_at_event": "age_min age_max age_group age_basis", "status": "status",
        "occupation": "occupation", "nationality": "nationality", "residence": "residence",
        "civil_status": "civil_status", "children": "children", "characteristics": "characteristics",
        "outcome": "outcome date:death",
        "missing": "missing_status last_seen_place date:disappearance last_seen_with last_seen_clothing",
        "am": " ".join(f"am_{name}" for name in DVI), "verification": "=assess",
        "publication": "publication family_wish", "sealed_identity": "=seal",
        "id_documents": "id_documents",
    }),
    "C7": ("Remains", {
        "code": "number", "unit": "unit", "count": "count_quantifier count_low count_best count_high",
        "state": "state",
        "recovery": "date:discovery date:exhumation recovery_place burial_site layer depth_m position "
                    "orientation_deg finder recoverer in_place_objects packaging seal_no",
        "mni_group": "mni mni_group", "parts_of": "part_of", "reassociated": "reassociated_with",
        "profile": "sex age_min age_max stature_cm profile_basis",
        "pm": " ".join(f"pm_{name}" for name in DVI), "exams": "=examine",
        "death": "date:death death_interval cause_text cause icd10 manner directness certificate",
        "samples": "samples", "disposition": "disposition custodian", "identification": "=identification",
    }),
    "C8": ("BurialSite", {
        "name": "name", "place": "place", "geo": "lat lon public_lat public_lon",
        "type": "type further_types",
        "conditions": "conditions", "parent_site": "parent site", "status": "status",
        "dates": "date:burial date:discovery date:exhumation", "discovered_by": "discovered_by",
        "reported_by": "reported_by", "custodian": "custodian",
        "dimensions": "length_m width_m depth_m datum grid layers", "hazards": "hazards",
        "tallies": "tallies remains_min", "reason_for_inquiry": "reason_for_inquiry",
        "excavation_log": "excavation_log workers permits",
    }),
    "C9": ("Site", {
        "unit": "unit count_quantifier count_low count_best count_high",
        "type": "type further_types label_as_written", "place": "place", "geo": "lat lon",
        "floor/room": "room", "operator": "operator operator_interval",
        "detention": "capacity held_count conditions acknowledged outside_contact",
        "inspections": "inspections", "alleged": "=assess",
    }),
    "C10": ("Incident", {
        "title": "title", "summary": "summary", "kind": "kind", "dates": "date:act date:control_change",
        "place": "place further_places lat lon geo_precision", "control": "control",
        "actors_alleged": "=involve", "persons": "=part", "tallies": "tallies", "verification": "=assess",
        "relations": "=relate", "exports": "=computed",
    }),
    "C11": ("Act", {
        "incident": "incident", "victim": "victim", "type": "type label_as_written",
        "methods": "methods torture_methods", "purpose": "purposes", "start": "start", "end": "end",
        "place": "place", "site": "site", "type_of_location": "site",
        "detention": "detention_basis detention_whereabouts detention_counsel",
        "consequences": "consequences_physical consequences_psychological", "status_at_end": "status_at_end",
        "findings": "findings", "claims": "claims", "statement_signed": "statement_signed",
        "medical_attention": "medical_attention", "responses": "responses", "involvement": "=involve",
        "qualification": "=qualify",
    }),
    "C12": ("Finding", {
        "on": "remains person site media", "type": "type", "region": "region", "side": "side",
        "number": "number", "size": "size", "shape": "shape", "colour": "colour", "depth": "depth",
        "direction": "direction", "timing": "timing", "exam_level": "exam_level", "examiner": "examiner",
        "consistency": "=consistency", "alleged_cause": "alleged_cause",
        "extent": "extent_text extent_quantifier extent_low extent_best extent_high", "icd10": "=icd10",
        "co_occurs": "co_occurs",
    }),
    "C13": ("Testimony", {
        "unit": "unit count_quantifier count_low count_best count_high", "witness": "witness",
        "depth": "depth", "interviewer": "interviewer", "interpreter": "interpreter", "present": "present",
        "date": "date", "place": "place", "medium": "medium", "language": "language",
        "prior_accounts": "prior_accounts", "free_account": "free_account", "topics": "topics",
        "knowledge": "knowledge", "recordings": "recordings", "consent": "=consent",
        "risk": "risk_level risk_factors measures safe_contact do_not_contact", "referral": "referral",
        "corrections": "corrections read_back_and_signed",
    }),
    "C14": ("Actor", {"": "name type parent country period aliases unit_designation commanders side areas "
                          "ucdp_id acled_id wikidata"}),
    "C15": ("Investigation", {
        "body": "body type mandate", "status": "status", "case_numbers": "case_numbers",
        "scope": "places settlements_low settlements_high", "standard": "standard",
        "statements": "statements", "findings": "findings", "charges": "charges", "accused": "accused",
        "parent": "parent", "cooperates": "cooperates_with",
    }),
    "C16": ("Media", {
        "document": "document item held", "kind": "kind", "caption": "caption",
        "caption_role": "caption_role",
        "creator": "creator", "credit_line": "credit_line", "source": "source_line",
        "copyright_notice": "copyright_notice", "usage_terms": "usage_terms", "date_created": "date_created",
        "location_created": "location_created", "location_shown": "location_shown",
        "persons_shown": "persons_shown", "depicts": "depicts",
        "verification": "source_check technical_check content_check reverse_search first_seen geolocation "
                        "chronolocation",
        "claim_match": "claim_match", "content_flags": "content_flags", "provenance": "=computed",
    }),
}  # fmt: skip
# What a decision of its own sets, and the part of the address of the act that takes it (empty: no form).
BY_DECISION = {
    "upstream": "upstream", "grade": "grade", "name": "name", "examine": "examine", "part": "part",
    "relate": "relate", "involve": "involve", "consistency": "consistency", "icd10": "icd10",
    "consent": "answer", "seal": "", "assess": "assess", "qualify": "", "identification": "", "computed": "",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _models():
    """The models, without an archive: only what their fields are is asked."""
    from accounted.record import database

    database.configure()


def test_every_field_of_the_dictionary_is_typed_into_a_form_or_set_by_a_decision():
    wrong = []
    for entity, (model, fields) in FIELDS.items():
        kind = KINDS[SLUGS[model]]
        for field, told in fields.items():
            if told.startswith("="):
                if told[1:] not in BY_DECISION:
                    wrong.append(f"{entity} {field}: no decision is named {told[1:]}")
                continue
            for name in told.split():
                shown = kind.field(name)
                if shown is None or not shown.typed:
                    wrong.append(f"{entity} {field}: {name} cannot be typed into a form of {kind.slug}")
    assert wrong == []


def test_the_table_names_every_field_of_every_form():
    for model, fields in FIELDS.values():
        named = {name for told in fields.values() if not told.startswith("=") for name in told.split()}
        every = {name for _, names in GROUPS[model] for name in names}
        own = every - named - NOT_TYPED.get(model, set())
        assert own <= {"alias_code", "name", "title", "child", "sexual_violence"}, (
            model,
            own,
        )


def fields_of_part_c() -> dict[str, list[str]]:
    """The names of the fields in the tables of Part C, by entity; `a / b` and `a, b` are two."""
    text = (SHARED / "standards.md").read_text()
    part = text[text.index("# Part C") : text.index("# Part D")]
    found = {}
    for section in re.split(r"^## ", part, flags=re.MULTILINE)[1:]:
        entity = section.split(".")[0].split(" ")[0]
        rows = re.findall(r"^\| ([^|]+?) \|", section, flags=re.MULTILINE)
        names = [
            name.strip()
            for row in rows
            for name in re.split(r",| / ", re.sub(r"\(.*?\)|\{.*?\}|\[\]", "", row))
        ]
        found[entity] = [name for name in names if name and name != "Field" and not name.startswith("---")]
    return found


@pytest.mark.skipif(
    not (SHARED / "standards.md").exists(), reason=f"the standards are not at {SHARED} (ACCOUNTED_SHARED)"
)
def test_no_field_of_part_c_is_missing_from_the_table():
    missing = []
    for entity, names in fields_of_part_c().items():
        if entity not in FIELDS:
            continue
        told = FIELDS[entity][1]
        known = set(told) | {name for value in told.values() for name in value.lstrip("=").split()}
        missing += [f"{entity} {name}" for name in names if name.split(":")[0] not in known]
    assert missing == []
