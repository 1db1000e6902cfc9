"""Which format a file has, and several files gathered into one case."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats.gathering import Gathered
from accounted.identifying.formats.rows import SHEETS
from accounted.identifying.formats.text import bytes_of, decoded

# Format → the module that reads it.
READERS = {
    "case": "json_cases",
    "cmf": "cmf",
    "niem": "niem",
    "familias": "familias",
    "linkage": "linkage",
    "frequencies": "frequencies",
    "table": "tables",
}


def gather_files(path: Path, *further: Path) -> Gathered:
    """What one or more files of a case say together.

    Raises:
        IdentifyingError: one of them is of no known form, or cannot be read: names it.
        OSError: one of them is not there.
    """
    made = _gather(path)
    for one in further:
        made.join(_gather(one))
    return made


def _gather(path: Path) -> Gathered:
    module = importlib.import_module(f"accounted.identifying.formats.{READERS[recognise(path)]}")
    gathered: Gathered = module.gather(path)
    return gathered


def recognise(path: Path) -> str:
    """The format of a file, from its content first and its name second.

    Raises:
        IdentifyingError: none of those known; says which are.
    """
    ending = path.suffix.lower()
    if ending in (".ped", ".pre") or (ending == ".dat" and path.with_suffix(".ped").exists()):
        return "linkage"
    if ending in SHEETS:
        return _kind_of_table(path)
    head = decoded(bytes_of(path)[:4_000], str(path)) if ending == ".json" else _head(path)
    start = head.lstrip()
    if start.startswith(("{", "[")):
        return "case"
    if start.startswith("<"):
        if "CODISImportFile" in head or "SPECIMENID" in head:
            return "cmf"
        if "DNARecord" in head or "niem" in head.lower():
            return "niem"
        raise IdentifyingError(f"{path}: XML of a kind that is not known; CODIS CMF 3.2/3.3 and NIEM DNA are")
    if start.startswith('"Output from Familias'):
        return "familias"
    if ending == ".json":
        return "case"
    return _kind_of_table(path)


def _head(path: Path) -> str:
    data = bytes_of(path)[:200_000]
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise IdentifyingError(
            f"{path} is not text; read are case files (JSON), CODIS CMF, NIEM, Familias, LINKAGE, CSV, "
            "XLSX and ODS"
        )
    # The last character may be cut in two.
    return decoded(data[: len(data) - len(re.search(rb"[\x80-\xff]*$", data)[0])] or data, str(path))  # type: ignore[index]


def _kind_of_table(path: Path) -> str:
    from accounted.identifying.formats.frequencies import shape_of
    from accounted.identifying.formats.rows import rows_of

    return "frequencies" if shape_of(rows_of(path)) is not None else "table"
