"""Lists of what relatives agreed to, as an interviewer keeps them: CSV or JSON, a row for each relative.

`family` and `person` are what the case calls them; `state` a term of consent_state; `purposes` terms of
comparison_purpose, apart by spaces or commas; `date` the day (EDTF). Further columns: `basis`, `language`,
`asked_by`, `guardian`, `text_version`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accounted.record.decisions.testimonies import ConsentGiven, check_consent
from accounted.record.docket import DecisionRefused
from accounted.record.genetics.taking_in import Consents

NEEDED = ("family", "person", "state", "purposes", "date")
FURTHER = ("basis", "language", "asked_by", "guardian", "text_version")


def read_consents(path: Path) -> Consents:
    """Who agreed to what, from a file.

    Raises:
        DecisionRefused: names the file, the row and the column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.casefold() == ".json":
            rows = json.loads(text)
        else:
            rows = list(csv.DictReader(io.StringIO(text)))
    except (UnicodeDecodeError, ValueError) as error:
        raise DecisionRefused(f"{path}: is neither CSV nor JSON in UTF-8 ({error})") from None
    if not isinstance(rows, list):
        raise DecisionRefused(f"{path}: is no list of relatives")
    found = {}
    for number, given in enumerate(rows, start=1):
        where = f"{path}, relative {number}"
        if not isinstance(given, Mapping):
            raise DecisionRefused(f"{where}: is no object with {', '.join(NEEDED)}")
        key, consent = _consent(given, where)
        if key in found:
            raise DecisionRefused(f"{where}: {key[1]} of family {key[0]} is listed twice; keep the newest")
        found[key] = consent
    return Consents(found)


def _consent(given: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ConsentGiven]:
    told = {str(name).strip().casefold(): value for name, value in given.items() if name is not None}
    for name in NEEDED:
        if name not in told:
            raise DecisionRefused(f"{where}: has no {name}; give {', '.join(NEEDED)}")
    purposes = told["purposes"] or ""
    listed = re.split(r"[\s,;]+", purposes.strip()) if isinstance(purposes, str) else list(purposes)
    further: dict[str, Any] = {name: str(told[name]).strip() or None for name in FURTHER if told.get(name)}
    consent = ConsentGiven(
        state=str(told["state"] or "unknown").strip(),
        scopes={"dna_use": True} if purposes else {},
        date=str(told["date"]).strip() or None if told["date"] else None,
        purposes=tuple(one for one in listed if one),
        **further,
    )
    try:
        check_consent(consent)
    except ValueError as error:
        raise DecisionRefused(f"{where}: {error}") from None
    return (str(told["family"]).strip(), str(told["person"]).strip()), consent
