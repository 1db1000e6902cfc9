"""What is entered from the page of an entry: forms of their own, and small forms beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounted.record.decisions.assessing import VERIFIABLE
from accounted.record.queries.dictionary import Kind
from accounted.vocabulary import vocabulary

# From the page of a kind: the kind that is entered, and the field that then points back.
STARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Person": (("acts", "victim"), ("findings", "person"), ("media", "persons_shown")),
    "Remains": (("findings", "remains"), ("remains", "part_of")),
    "BurialSite": (("remains", "burial_site"), ("burial-sites", "parent")),
    "Site": (("acts", "site"), ("findings", "site"), ("burial-sites", "site")),
    "Incident": (("acts", "incident"),),
    "Act": (("findings", "alleged_cause"),),
    "Media": (("findings", "media"),),
    "Actor": (("actors", "parent"), ("investigations", "body"), ("sources", "actor")),
    "Investigation": (("investigations", "parent"),),
}


def starts(kind: Kind, identifier: str) -> list[Mapping[str, str]]:
    """Forms that begin with this entry filled in, as plain data: a title and an address."""
    from accounted.web import wording

    found = [
        {
            "title": str(wording.KINDS[slug][2]),
            "address": f"/{slug}/new/?{urlencode({f'v.{field}': identifier})}",
        }
        for slug, field in STARTS.get(kind.model, ())
    ]
    if kind.model in ("Person", "Remains"):
        asked = urlencode({kind.model.lower(): identifier})
        title = str(wording.KINDS["identifications"][2])
        found.append({"title": title, "address": f"/identifications/new/?{asked}"})
    return found


def asides(kind: Kind, identifier: str) -> list[Mapping[str, Any]]:
    """The small forms of an entry, as plain data: a title, inputs, where they are sent."""
    here = f"/{kind.slug}/{identifier}/"
    return [
        {"code": code, "title": title, "action": f"{here}{code}/", "inputs": inputs, "button": button}
        for code, title, inputs, button in [*_FORMS.get(kind.model, _none)(), *_assessed(kind)]
    ]


_Forms = list[tuple[str, str, list[dict[str, Any]], str]]


def _person() -> _Forms:
    part = [_field("incident", _("Incident"), _("Its title or identifier")), _role(), _claims(), _reason()]
    return [
        ("name", _("A further name"), [_field("as_written", _("Name as written")),
         _terms("type", _("Type of name"), "name_type"), _claims(), _reason()], _("Add the name")),
        ("take-part", _("A part in an incident"), part, _("Add the part")),
    ]  # fmt: skip


def _incident() -> _Forms:
    part = [_field("person", _("Person"), _("Name or identifier")), _role(), _claims(), _reason()]
    relation = [
        _field("other", _("The other incident"), _("Its title or identifier")),
        _terms("relation", _("How they stand to each other"), "event_relation"),
        _reason(),
    ]
    return [
        ("part", _("Somebody in it"), part, _("Add the person")),
        ("relate", _("Another incident"), relation, _("State it")),
    ]


def _act() -> _Forms:
    inputs = [
        _field("who", _("Actor or person"), _("Name or identifier")),
        _terms("degree", _("Degree of involvement"), "involvement_degree"),
        _terms("standard", _("Standard of proof"), "standard_of_proof"),
        _field("naming_claim", _("The claim that names them"), _("Identifier: clm_…")),
        {**_claims(), "name": "further_claims", "label": _("Further claims"), "optional": True},
        _reason(),
    ]
    return [("involve", _("Who is named for it"), inputs, _("Add the involvement"))]


def _finding() -> _Forms:
    only = _("Only a clinician or forensic examiner, after an examination.")
    degree = _terms("degree", _("Consistency with the account"), "degree_consistency")
    return [
        ("consistency", _("Consistency with the account"), [{**degree, "help": only}, _reason()],
         _("Judge it")),
        ("icd10", _("ICD-10 code"), [_field("icd", _("ICD-10 code"), only), _reason()], _("Give the code")),
    ]  # fmt: skip


def _source() -> _Forms:
    told = _field("told_by", _("Has it from"), _("Name or identifier of the other source"))
    letter = _terms("letter", _("Reliability"), "admiralty_reliability")
    return [
        ("upstream", _("Who told it"), [told, _reason()], _("State it")),
        ("grade", _("How reliable it is"), [letter, _reason()], _("Judge it")),
    ]


def _remains() -> _Forms:
    date = _("2022-09-15, or as far as it is known")
    inputs = [
        _terms("level", _("Level"), "exam_level"),
        _field("examiner", _("Examiner"), optional=True),
        _field("qualification", _("Qualification"), optional=True),
        _field("place", _("Place"), _("Its name, as it is on record"), optional=True),
        _field("start", _("Start"), date, optional=True),
        _field("end", _("End"), date, optional=True),
        _field("report", _("Report"), _("The number of its item, such as ACC-000001, or its identifier."),
               optional=True),
        _field("present", _("Who was present"), _("Several, with a semicolon between them"), optional=True),
        _reason(),
    ]  # fmt: skip
    return [("examine", _("An examination"), inputs, _("Record it"))]


def _assessed(kind: Kind) -> _Forms:
    """How far a thing is established, as one person judges; that it is verified takes two (rule D-06)."""
    if kind.model not in VERIFIABLE:
        return []
    grade = {**_terms("grade", _("Grade"), "airwars_grade"), "optional": True}
    inputs = [
        _field("question", _("Which question is answered")),
        {**_terms("status", _("Verification"), "verification_status"),
         "help": _("“Verified” takes independent sources and a second person, who judges apart.")},
        _terms("standard", _("Standard of proof"), "standard_of_proof"),
        *([grade] if kind.model == "Incident" else []),
        _claims(),
        _reason(),
    ]  # fmt: skip
    return [("assess", _("How far it is established"), inputs, _("Judge it"))]


def _none() -> _Forms:
    return []


_FORMS = {
    "Person": _person, "Incident": _incident, "Act": _act, "Finding": _finding, "Source": _source,
    "Remains": _remains,
}  # fmt: skip


def _field(name: str, label: str, help: str = "", *, optional: bool = False) -> dict[str, Any]:
    return {"name": name, "label": label, "help": help, "optional": optional}


def _reason() -> dict[str, Any]:
    return _field("reason", _("Why"))


def _claims() -> dict[str, Any]:
    return {**_field("claims", _("Rests on the claims"), _("Identifiers: clm_…")), "claims": True}


def _role() -> dict[str, Any]:
    return _terms("role", _("Role"), "participant_role")


def _terms(name: str, label: str, of: str) -> dict[str, Any]:
    """A choice among the terms of a vocabulary, in the team's own words where it has some."""
    from accounted.web.templatetags.accounted import label as called

    return {**_field(name, label), "options": [(one.code, called(one.code, of)) for one in vocabulary(of)]}
