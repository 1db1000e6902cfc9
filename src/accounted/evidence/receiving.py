"""Bags from others: is a bag whole and harmless, before anything of it is taken in? (RFC 8493 §3 and §5)

Any BagIt bag will do. Paths that leave the bag, links, files in no manifest, digests that differ, and lists
of things to be fetched are all refused. Bags of this software have log, seal and stamps checked as well.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import new as new_hash
from pathlib import Path, PurePosixPath

from accounted.evidence.problem import Problem
from accounted.evidence.verifiers import verify as standalone

_STRONG = ("sha256", "sha512", "sha384")
_LARGEST_TAG_FILE = 256 << 20
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_VERSION = re.compile(
    r"BagIt-Version: ?(?:0\.9[0-9]|1\.0)\r?\nTag-File-Character-Encoding: ?UTF-8\r?\n?", re.IGNORECASE
)


@dataclass(frozen=True)
class Inspection:
    """What was found of a bag: its payload paths, its bag-info, what is wrong, and what is not proven."""

    payload: tuple[str, ...]
    information: Mapping[str, str]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the payload may be taken in."""
        return not self.problems


class _NotABag(ValueError):
    """A fault after which nothing more of the bag is read."""


@dataclass
class _Inspecting:
    root: Path
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, message: str) -> None:
        self.problems.append(Problem("bag", ascii(where)[1:-1], message))


def inspect_bag(root: Path, *, known_key: str | None = None) -> Inspection:
    """Inspect the bag in the directory `root`. Nothing is changed, no link followed, nothing fetched.

    `known_key` is the key of the sending archive as published elsewhere, for bags that this software made.
    """
    state = _Inspecting(root)
    try:
        files = dict(_files(root))
        payload = _check(state, files)
    except (_NotABag, OSError, UnicodeDecodeError) as error:
        state.wrong(root.name, str(error))
        return Inspection((), {}, tuple(state.problems), ())
    notes: tuple[str, ...] = ()
    if "seal" in files and not state.problems:
        report = standalone.Bag(str(root), standalone.Outside(key=known_key)).check()
        state.problems += [Problem("bag", root.name, refusal) for refusal in report.refused]
        notes = tuple(report.unproven)
    information = dict(_information(_text(root, "bag-info.txt"))) if "bag-info.txt" in files else {}
    return Inspection(tuple(sorted(payload)), information, tuple(state.problems), notes)


def _files(root: Path) -> Iterator[tuple[str, int]]:
    """Every file below the root with its size; a link or a device ends the inspection."""

    def fail(error: OSError) -> None:
        raise error

    for folder, directories, names in os.walk(root, onerror=fail):
        for name in directories + names:
            path = Path(folder, name)
            about = path.lstat()
            relative = path.relative_to(root).as_posix()
            if stat.S_ISREG(about.st_mode):
                yield relative, about.st_size
            elif not stat.S_ISDIR(about.st_mode):
                raise _NotABag(f"{relative!a} is a link or a device; a bag holds plain files only")


def _check(state: _Inspecting, files: Mapping[str, int]) -> set[str]:
    if "bagit.txt" not in files or not _VERSION.fullmatch(_text(state.root, "bagit.txt")):
        raise _NotABag("not a BagIt bag of version 0.9x or 1.0 in UTF-8 (bagit.txt)")
    if "fetch.txt" in files:
        state.wrong("fetch.txt", "names things to be fetched from elsewhere; only complete bags are taken")
    named = [(name, re.fullmatch(r"(tag)?manifest-([a-z0-9]+)\.txt", name)) for name in files]
    manifests = {name: match for name, match in named if match}
    strong = [name for name, match in manifests.items() if not match[1] and match[2] in _STRONG]
    if not strong:
        raise _NotABag(f"no payload manifest with a digest that can be relied on ({', '.join(_STRONG)})")
    listed: set[str] = set()
    payload = {name for name in files if name.startswith("data/")}
    for name, match in manifests.items():
        entries = _manifest(state, name)
        listed |= set(entries)
        if not match[1] and set(entries) != payload:
            for path in sorted(payload - set(entries)):
                state.wrong(path, f"is in the bag but not in {name}")
            for path in sorted(set(entries) - payload):
                state.wrong(path, f"is listed in {name} but is not among the payload")
        for path, digest in entries.items():
            if path not in files:
                if match[1]:
                    state.wrong(path, f"is listed in {name} but missing")
            elif match[2] in _STRONG and _digest(state.root / path, match[2]) != digest:
                state.wrong(path, f"does not have the digest that {name} gives")
    _refuse_ambiguous(state, files)
    if "bag-info.txt" in files:
        _check_size(state, payload, files)
    return payload


def _manifest(state: _Inspecting, name: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    for number, line in enumerate(_text(state.root, name).splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise _NotABag(f"{name}, line {number}: not a digest and a path")
        path = re.sub("%(0[AaDd]|25)", lambda code: chr(int(code[1], 16)), match[2]).removeprefix("./")
        if _unsafe(path):
            raise _NotABag(f"{name}, line {number}: the path {path!a} leads out of the bag or is unsafe")
        if path in entries:
            raise _NotABag(f"{name}, line {number}: {path!a} is listed twice")
        entries[path] = match[1].lower()
    return entries


def _unsafe(path: str) -> bool:
    """Whether a path could mean a place outside of the bag on any system (RFC 8493 §5.1)."""
    return (
        path.startswith(("/", "~", "\\"))
        or "\\" in path
        or bool(re.match(r"[A-Za-z]:", path))
        or any(part in ("", ".", "..") for part in path.split("/"))
        or any(unicodedata.category(character) in ("Cc", "Cs") for character in path)
        or PurePosixPath(path).is_absolute()
    )


def _refuse_ambiguous(state: _Inspecting, files: Mapping[str, int]) -> None:
    """Names that differ only in case or in Unicode form would become one file on some disks."""
    seen: dict[str, str] = {}
    for name in sorted(files):
        if _unsafe(name):
            state.wrong(name, "has an unsafe name")
        same = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if same != name:
            state.wrong(name, f"cannot be told from {same!a} on some disks")


def _check_size(state: _Inspecting, payload: set[str], files: Mapping[str, int]) -> None:
    for label, value in _information(_text(state.root, "bag-info.txt")):
        if label.lower() != "payload-oxum":
            continue
        if value != f"{sum(files[name] for name in payload)}.{len(payload)}":
            state.wrong("bag-info.txt", f"gives another size and number of files ({value!a}) than there are")


def _information(text: str) -> Iterator[tuple[str, str]]:
    """The `Label: value` pairs of bag-info.txt, folded lines joined (RFC 8493 §2.2.2)."""
    for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines():
        label, colon, value = line.partition(":")
        if colon:
            yield label.strip(), value.strip()


def _text(root: Path, name: str) -> str:
    path = root / name
    if path.stat().st_size > _LARGEST_TAG_FILE:
        raise _NotABag(f"{name}: too large for what it should be")
    return path.read_bytes().decode("utf-8-sig")


def _digest(path: Path, algorithm: str) -> str:
    digest = new_hash(algorithm)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
