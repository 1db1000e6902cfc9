"""The kinds of entry that have pages, and their fields group by group, as the data dictionary lists them.

Remains and missing people share the numbered groups of the INTERPOL DVI forms (200 effects to 800 friction
ridge, post-mortem and ante-mortem), so that the two can be laid beside each other. Testimonies begin with
consent and risk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

CHECKED = ("not_done", "passed", "doubtful", "failed")  # what a check of a picture came to
CHOICES: dict[str, tuple[str, ...]] = {
    "Person.counting_unit": ("individual", "family", "group", "community", "people"),
    "Person.age_basis": ("stated", "computed", "estimated", "anthropology"),
    "Person.publication": ("withheld", "initials", "named"),
    "Remains.unit": ("body", "part", "group_reported"),
    "Site.unit": ("single", "group_reported"),
    "Incident.kind": ("event", "situation", "umbrella"),
    "Testimony.unit": ("single", "group_reported"),
    "Testimony.depth": ("screening", "first_account", "full_statement", "relayed"),
    "Testimony.risk_level": ("low", "medium", "high", "extreme", "unknown"),
    "Testimony.referral": ("none", "offered", "accepted", "declined"),
    "Finding.side": ("left", "right", "both", "mid"),
    "Media.kind": ("photo", "video", "audio", "drawing"),
    "Media.source_check": CHECKED,
    "Media.technical_check": CHECKED,
    "Media.content_check": CHECKED,
    "Media.claim_match": ("not_checked", "same", "partly", "differs"),
}

# What a form does not offer: set by decisions of their own, by the system, or by drawing on the map.
NOT_TYPED = {
    "Person": {"same_as", "sealed_identity", "verification", "standard"},
    "Remains": {"identification"},
    "Site": {"verification", "standard", "alleged"},
    "Incident": {"verification", "standard", "grade"},
    "Source": {"reliability", "sealed_identity"},
    "Testimony": {"consent"},
    "Act": {"verification", "standard"},
    "Finding": {"consistency", "consistency_by", "icd10", "icd10_by"},
    "Media": {"excerpt", "provenance"},
}

GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Person": (
        ("who", ("counting_unit", "sex", "date:birth", "birth_place", "age_min", "age_max", "age_group",
                 "age_basis", "nationality", "occupation", "residence", "civil_status", "children",
                 "characteristics", "id_documents", "alias_code")),
        ("count", ("group_quantifier", "group_low", "group_best", "group_high")),
        ("what_became", ("status", "outcome", "date:death", "missing_status", "last_seen_place",
                         "date:disappearance", "last_seen_with", "last_seen_clothing")),
        ("dvi_200", ("am_effects",)),
        ("dvi_300", ("am_physical",)),
        ("dvi_400", ("am_marks",)),
        ("dvi_500", ("am_medical",)),
        ("dvi_600", ("am_dental",)),
        ("dvi_700", ("am_dna",)),
        ("dvi_800", ("am_prints",)),
        ("dvi_900", ("am_photos",)),
        ("standing", ("verification", "standard", "publication", "family_wish", "same_as")),
    ),
    "Remains": (
        ("which", ("number", "unit", "state", "part_of", "reassociated_with", "mni", "mni_group")),
        ("count", ("count_quantifier", "count_low", "count_best", "count_high")),
        ("recovery", ("date:discovery", "date:exhumation", "recovery_place", "burial_site", "layer",
                      "depth_m", "position", "orientation_deg", "finder", "recoverer", "in_place_objects",
                      "packaging", "seal_no")),
        ("profile", ("sex", "age_min", "age_max", "stature_cm", "profile_basis")),
        ("dvi_200", ("pm_effects",)),
        ("dvi_300", ("pm_physical",)),
        ("dvi_400", ("pm_marks",)),
        ("dvi_500", ("pm_medical",)),
        ("dvi_600", ("pm_dental",)),
        ("dvi_700", ("pm_dna", "samples")),
        ("dvi_800", ("pm_prints",)),
        ("dvi_900", ("pm_photos",)),
        ("death", ("date:death", "death_interval", "cause_text", "cause", "icd10", "manner", "directness",
                   "certificate")),
        ("disposition", ("disposition", "custodian", "identification")),
    ),
    "BurialSite": (
        ("which", ("name", "type", "further_types", "reason_for_inquiry", "remains_min", "status",
                   "conditions")),
        ("where", ("place", "lat", "lon", "public_lat", "public_lon", "site", "parent")),
        ("when", ("date:burial", "date:discovery", "date:exhumation")),
        ("who", ("discovered_by", "reported_by", "custodian", "workers", "permits")),
        ("ground", ("length_m", "width_m", "depth_m", "datum", "grid", "layers", "hazards",
                    "excavation_log")),
        ("numbers", ("tallies",)),
    ),
    "Site": (
        ("which", ("name", "unit", "type", "further_types", "label_as_written", "alleged", "verification",
                   "standard")),
        ("count", ("count_quantifier", "count_low", "count_best", "count_high")),
        ("where", ("place", "lat", "lon", "room")),
        ("held_by", ("operator", "operator_interval")),
        ("detention", ("capacity", "held_count", "conditions", "acknowledged", "outside_contact")),
        ("inspections", ("inspections",)),
    ),
    "Incident": (
        ("which", ("title", "kind", "summary", "tallies")),
        ("when", ("date:act", "date:control_change")),
        ("where", ("place", "further_places", "lat", "lon", "geo_precision", "control")),
        ("standing", ("verification", "standard", "grade")),
    ),
    "Actor": (
        ("which", ("name", "type", "aliases", "country", "side", "unit_designation", "parent", "period")),
        ("who", ("commanders",)),
        ("where", ("areas",)),
        ("elsewhere", ("ucdp_id", "acled_id", "wikidata")),
    ),
    "Investigation": (
        ("which", ("title", "type", "body", "mandate", "status", "parent", "cooperates_with",
                   "case_numbers", "statements")),
        ("scope", ("places", "settlements_low", "settlements_high")),
        ("outcome", ("standard", "findings", "charges", "accused")),
    ),
    "Testimony": (
        ("consent", ("consent",)),
        ("risk", ("risk_level", "risk_factors", "measures", "safe_contact", "do_not_contact", "referral")),
        ("witness", ("unit", "witness", "child", "sexual_violence")),
        ("count", ("count_quantifier", "count_low", "count_best", "count_high")),
        ("meeting", ("depth", "date", "place", "medium", "language", "interviewer", "interpreter", "present",
                     "prior_accounts")),
        ("account", ("free_account", "topics", "knowledge", "recordings", "corrections",
                     "read_back_and_signed")),
    ),
    "Source": (
        ("which", ("name", "kind", "person", "actor", "capacity", "languages")),
        ("reliance", ("reliability", "proximity", "connection", "interest")),
    ),
    "Act": (
        ("which", ("incident", "victim", "type", "label_as_written", "methods", "torture_methods",
                   "purposes", "claims")),
        ("when", ("start", "end")),
        ("where", ("place", "site")),
        ("detention", ("detention_basis", "detention_whereabouts", "detention_counsel")),
        ("outcome", ("status_at_end", "consequences_physical", "consequences_psychological", "findings",
                     "medical_attention", "statement_signed", "responses")),
        ("standing", ("verification", "standard")),
    ),
    "Finding": (
        ("on", ("remains", "person", "site", "media")),
        ("which", ("type", "region", "side", "number", "size", "shape", "colour", "depth", "direction",
                   "timing")),
        ("examined", ("exam_level", "examiner", "consistency", "consistency_by", "icd10", "icd10_by")),
        ("count", ("extent_text", "extent_quantifier", "extent_low", "extent_best", "extent_high")),
        ("with", ("alleged_cause", "co_occurs")),
    ),
    "Media": (
        ("which", ("kind", "held", "item", "document", "excerpt", "caption", "caption_role",
                   "content_flags")),
        ("rights", ("creator", "credit_line", "source_line", "copyright_notice", "usage_terms")),
        ("shown", ("date_created", "location_created", "location_shown", "persons_shown", "depicts")),
        ("checks", ("source_check", "technical_check", "content_check", "reverse_search", "first_seen",
                    "geolocation", "chronolocation", "claim_match", "provenance")),
    ),
}  # fmt: skip
_RECORD = ("record", ("confidentiality", "legal_hold", "external_ids", "notes"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the data dictionary.

    `form` is how it is written: code, codes, choice, date, text, line, whole, decimal, yes_no, lines (a
    list), pairs (names with values), reference, references. `frame` fields are the recorder's
    own and need no claim.
    """

    name: str
    form: str
    vocabulary: str | None = None
    target: str | None = None  # the model a reference points to
    choices: tuple[str, ...] = ()
    frame: bool = False
    typed: bool = True
    private: bool = False  # free words, which may hold names
    of: str = ""  # the model
    most: int | None = None  # the longest text, or the greatest number, that it takes


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    code: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry with pages of its own: the part of the address, the model, what a list shows and asks.

    Attributes:
        columns: what a list shows beside the title.
        filters: coded columns a list can be narrowed by.
        places: references to a place.
        number: columns that identify it beside the identifier.
        dates: columns that hold a date of it, beside its dated values (`date:act`).
    """

    slug: str
    model: str
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    places: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    named: str | None = None  # the column of its name or title, where it has one
    dates: tuple[str, ...] = ()  # columns with a date of its own, beside the dated values

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its fields, group by group."""
        return _groups(self.model)

    def fields(self) -> Iterator[Field]:
        """All its fields."""
        for group in self.groups:
            yield from group.fields

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((one for one in self.fields() if one.name == name), None)


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind("people", "Person", ("sex", "age_group", "status", "outcome", "missing_status"),
             ("sex", "age_group", "status", "outcome", "missing_status", "verification", "publication",
              "counting_unit"),
             ("residence", "last_seen_place", "birth_place"), ("alias_code",)),
        Kind("remains", "Remains", ("unit", "sex", "disposition", "recovery_place", "burial_site"),
             ("unit", "sex", "disposition", "cause", "manner"),
             ("recovery_place", "burial_site__place"), ("number",), "number"),
        Kind("burial-sites", "BurialSite", ("type", "status", "place", "remains_min"), ("type", "status"),
             ("place",), (), "name"),
        Kind("sites", "Site", ("type", "place", "alleged", "verification"), ("type", "verification", "unit"),
             ("place",), (), "name"),
        Kind("incidents", "Incident", ("kind", "place", "verification", "grade"),
             ("kind", "verification", "standard", "grade", "control"), ("place",), (), "title"),
        Kind("acts", "Act", ("type", "incident", "victim", "start", "verification"),
             ("type", "verification", "standard", "status_at_end"),
             ("place", "site__place", "incident__place"), (), None, ("start", "end")),
        Kind("findings", "Finding", ("type", "region", "remains", "person", "exam_level", "consistency"),
             ("type", "region", "timing", "exam_level", "consistency"),
             ("remains__recovery_place", "remains__burial_site__place", "site__place",
              "media__location_shown")),
        Kind("media", "Media", ("kind", "held", "caption_role", "location_shown", "claim_match"),
             ("kind", "caption_role", "claim_match"), ("location_shown", "location_created"), (), "caption",
             ("date_created", "first_seen")),
        Kind("actors", "Actor", ("type", "country", "parent"), ("type",), (),
             ("ucdp_id", "acled_id"), "name", ("period",)),
        Kind("investigations", "Investigation", ("type", "status", "body"), ("type", "status", "standard"),
             ("places",), (), "title"),
        Kind("testimonies", "Testimony", ("depth", "date", "risk_level", "language"),
             ("depth", "risk_level", "unit"), ("place",), (), None, ("date",)),
        Kind("sources", "Source", ("kind", "reliability", "proximity"), ("kind", "reliability", "proximity"),
             (), (), "name"),
    )
}  # fmt: skip
SLUGS = {kind.model: slug for slug, kind in KINDS.items()}


def kind_of(slug: str) -> Kind:
    """The kind of entry under this part of an address.

    Raises:
        NotOnRecord: there is none.
    """
    from accounted.record.docket import NotOnRecord

    if slug not in KINDS:
        raise NotOnRecord(f"{slug}: there is no such kind of entry; there are: {', '.join(KINDS)}")
    return KINDS[slug]


def table(kind: Kind) -> Any:
    """The model of a kind."""
    from accounted.record import models

    return getattr(models, kind.model)


_MOST = {
    "PositiveSmallIntegerField": 32_767,
    "PositiveIntegerField": 2_147_483_647,
    "BigIntegerField": 9_223_372_036_854_775_807,
}


@cache
def _groups(model: str) -> tuple[Group, ...]:
    return tuple(
        Group(code, tuple(_field(model, name) for name in names)) for code, names in (*GROUPS[model], _RECORD)
    )


def _field(model: str, name: str) -> Field:
    from django.db import models as columns

    from accounted.record import models
    from accounted.record.models.fields import CodeField, CodesField, EdtfField

    if name.startswith("date:"):
        return Field(name, "date", of=model)
    of = getattr(models, model)
    column = of._meta.get_field(name)
    choices = CHOICES.get(f"{model}.{name}", ())
    told: dict[str, Any] = {
        "frame": name in of.FRAME,
        "typed": name not in NOT_TYPED.get(model, ()),
        "of": model,
    }
    if column.many_to_many or column.is_relation:
        form = "references" if column.many_to_many else "reference"
        return Field(name, form, target=column.related_model.__name__, **told)
    if isinstance(column, CodeField | CodesField):
        form = "codes" if isinstance(column, CodesField) else "code"
        return Field(name, form, vocabulary=column.vocabulary, **told)
    if choices:
        return Field(name, "choice", choices=choices, **told)
    for kind, form in (
        (EdtfField, "date"),
        (columns.BooleanField, "yes_no"),
        (columns.FloatField, "decimal"),
        (columns.IntegerField, "whole"),
    ):
        if isinstance(column, kind):
            return Field(name, form, most=_MOST.get(column.get_internal_type()), **told)
    if isinstance(column, columns.JSONField):
        form = "pairs" if column.default is dict or column.null else "lines"
        return Field(name, form, private=True, **told)
    long = isinstance(column, columns.TextField)
    private = _holds_words(model, name)
    return Field(name, "text" if long else "line", private=private, most=column.max_length, **told)


def _holds_words(model: str, name: str) -> bool:
    """Whether a column of text may hold the name of a person, not only a number or the name of a force."""
    plain = {
        "number", "seal_no", "mni_group", "icd10", "certificate", "country", "ucdp_id", "acled_id",
        "wikidata", "language", "medium", "civil_status", "datum", "grid", "alias_code", "side",
        "nationality", "outside_contact", "connection", "unit_designation",
    }  # fmt: skip
    return name not in plain and (name not in ("name", "title") or model == "Source")
