"""A case written in another program's format, with what that format cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats import (
    cmf,
    familias_writing,
    frequencies,
    json_cases,
    linkage,
    niem,
    tables,
)


@dataclass(frozen=True)
class Target:
    """A format that can be written. `files` gives the content by ending; `losses` what is left behind."""

    title: str
    endings: tuple[str, ...]
    files: Callable[[Case], Mapping[str, bytes]]
    losses: tuple[str, ...]


TARGETS: Mapping[str, Target] = {
    "case": Target(
        "case file (JSON)", (".json",), lambda c: {".json": json_cases.case_as_json(c).encode()}, ()
    ),
    "cmf-3.3": Target(
        f"{cmf.TITLE} 3.3", (".xml", ".cmf"), lambda c: cmf.as_files(c, version="3.3"), cmf.LOSSES
    ),
    "cmf-3.2": Target(f"{cmf.TITLE} 3.2", (), lambda c: cmf.as_files(c, version="3.2"), cmf.LOSSES),
    "niem": Target(niem.TITLE, (), niem.as_files, niem.LOSSES),
    "familias": Target(familias_writing.TITLE, (".fam",), familias_writing.as_files, familias_writing.LOSSES),
    "linkage": Target(linkage.TITLE, (".ped", ".dat"), linkage.as_files, linkage.LOSSES),
    "csv": Target(tables.TITLE, (".csv",), tables.as_files, tables.LOSSES),
    "xlsx": Target(f"{tables.TITLE}, XLSX", (".xlsx",), tables.as_sheet, tables.LOSSES),
    "frequencies": Target(frequencies.TITLE, (), frequencies.as_files, frequencies.LOSSES),
}


def target_of(path: Path, form: str | None = None) -> Target:
    """The format asked for, or the one that the ending stands for.

    Raises:
        IdentifyingError: there is no such format.
    """
    if form is not None:
        if form not in TARGETS:
            raise IdentifyingError(f"there is no format {form!r}; choose one of {', '.join(TARGETS)}")
        return TARGETS[form]
    for target in TARGETS.values():
        if path.suffix.lower() in target.endings:
            return target
    raise IdentifyingError(f"{path.name}: the ending says no format; choose one of {', '.join(TARGETS)}")


def written(case: Case, path: Path, form: str | None = None) -> dict[Path, bytes]:
    """The files that hold the case: usually `path` alone, for LINKAGE two under one name.

    Raises:
        IdentifyingError: the format cannot hold something of the case: names it.
    """
    files = target_of(path, form).files(case)
    if len(files) == 1:
        return {path: next(iter(files.values()))}
    return {path.with_suffix(ending): content for ending, content in files.items()}
