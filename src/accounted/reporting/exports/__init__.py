"""The forms in which an archive can be handed over: tables, documents, and the shapes other projects use.

    content = content_of(gather(archive), generated=…, purpose="public", happenings=happenings(archive))
    made = make("ucdp", content)
    made.files          # name → bytes; the one file of a target has the empty name
    made.notes(content, "events.csv")

Every target is a function of one plain input, `Content`, and says what its form cannot hold and what was
converted to fit it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.reporting.exports.content import Content
    from accounted.reporting.exports.target import Made, Target

_MODULES = {
    "csv": "tables",
    "xlsx": "xlsx",
    "docx": "docx",
    "pdf": "pdf",
    "ucdp": "ucdp",
    "acled": "acled",
    "ibc": "ibc",
    "airwars": "airwars",
    "sdg": "sdg",
    "huridocs": "huridocs",
    "ftm": "ftm",
    "geojson": "geojson",
}
FORMS = tuple(_MODULES)
RECKONED = frozenset({"csv", "xlsx", "docx"})  # forms that show what each figure was reckoned to be


class UnknownForm(ValueError):
    """There is no such form of export."""


def target_of(form: str) -> Target:
    """What a form holds and what it loses.

    Raises:
        UnknownForm: names those there are.
    """
    found: Target = _module(form).TARGET
    return found


def make(form: str, content: Content) -> Made:
    """The files of an export.

    Raises:
        UnknownForm: names those there are.
        NotInstalled: the form needs a program that is not there; says how to install it.
    """
    made: Made = _module(form).make(content)
    return made


def _module(form: str) -> Any:
    if form not in _MODULES:
        raise UnknownForm(f"there is no form {form!r}; an export is one of: {', '.join(FORMS)}")
    return importlib.import_module(f"accounted.reporting.exports.{_MODULES[form]}")
