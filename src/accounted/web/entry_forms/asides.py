"""Small forms beside an entry: a further name, a part in an incident, who told a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounted.record.queries.dictionary import Kind
from accounted.vocabulary import vocabulary


def asides(kind: Kind, identifier: str) -> list[Mapping[str, Any]]:
    """The small forms of an entry, as plain data: a title, inputs, where they are sent."""
    here = f"/{kind.slug}/{identifier}/"
    claims = {"name": "claims", "label": _("Rests on the claims"), "help": _("Identifiers: clm_…")}
    reason = {"name": "reason", "label": _("Why")}
    if kind.model == "Person":
        names = {"name": "type", "label": _("Type of name"), "options": _terms("name_type")}
        written = {"name": "as_written", "label": _("Name as written")}
        return [
            _aside(
                "name",
                _("A further name"),
                f"{here}name/",
                [written, names, claims, reason],
                _("Add the name"),
            )
        ]
    if kind.model == "Incident":
        person = {"name": "person", "label": _("Person"), "help": _("Name or identifier")}
        role = {"name": "role", "label": _("Role"), "options": _terms("participant_role")}
        return [
            _aside(
                "part",
                _("Somebody in it"),
                f"{here}part/",
                [person, role, claims, reason],
                _("Add the person"),
            )
        ]
    if kind.model == "Source":
        other = {
            "name": "told_by",
            "label": _("Has it from"),
            "help": _("Name or identifier of the other source"),
        }
        letter = {"name": "letter", "label": _("Reliability"), "options": _terms("admiralty_reliability")}
        return [
            _aside("upstream", _("Who told it"), f"{here}upstream/", [other, reason], _("State it")),
            _aside("grade", _("How reliable it is"), f"{here}grade/", [letter, reason], _("Judge it")),
        ]
    if kind.model == "Remains":
        level = {"name": "level", "label": _("Level"), "options": _terms("exam_level")}
        examiner = {"name": "examiner", "label": _("Examiner")}
        start = {"name": "start", "label": _("Date"), "help": _("2022-09-15, or as far as it is known")}
        return [_aside("examine", _("An examination"), f"{here}examine/", [level, examiner, start, reason],
                       _("Record it"))]  # fmt: skip
    return []


def _aside(code: str, title: str, action: str, inputs: list[Any], button: str) -> Mapping[str, Any]:
    return {"code": code, "title": title, "action": action, "inputs": inputs, "button": button}


def _terms(name: str) -> list[tuple[str, str]]:
    return [(term.code, term.label_in(get_language() or "en")) for term in vocabulary(name)]
