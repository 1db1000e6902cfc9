"""Archives (ZIP, TAR, and single files under gzip, bzip2, xz): their members as items, within limits.

No member is written under its own name, so no path can lead anywhere; links and devices hold no bytes and are
left out, with a remark. Sizes an archive states are not believed.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, cast

from accounted.sources import media_types as kinds
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome, sized

NAME = "folder"
VERSION = "1.0"

_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_ASK_AGAIN = "ask for the archive again, or unpack what can be unpacked and add that"
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError,
           RuntimeError, tarfile.TarError)  # fmt: skip
_MOST_NAMED = 5


def read(job: Job) -> Outcome:
    """The members of an archive as children; there is no document.

    Raises:
        RefusedFile: `expands-too-far`, `too-many-members`, `encrypted`, `damaged`.
    """
    remarks = _Remarks()
    if job.media_type == kinds.ZIP:
        _zip(job, remarks)
    elif job.media_type == kinds.TAR:
        _tar(job, "r:", remarks)
    else:
        _compressed(job, remarks)
    if not job.outbox.children and not remarks.lines():
        remarks.note("it is empty", "")
    return Outcome(NAME, VERSION, None, remarks.lines())


class _Remarks:
    """Remarks on members, gathered by kind so that ten thousand links make one line."""

    def __init__(self) -> None:
        self._by_kind: dict[str, list[str]] = {}

    def note(self, kind: str, name: str) -> None:
        self._by_kind.setdefault(kind, []).append(name)

    def lines(self) -> list[str]:
        lines = []
        for kind, names in self._by_kind.items():
            shown = ", ".join(ascii(name)[1:-1][:80] for name in names[:_MOST_NAMED] if name)
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            lines.append(f"{kind}: {shown}{more}" if shown else kind)
        return lines


def _zip(job: Job, remarks: _Remarks) -> None:
    try:
        archive = zipfile.ZipFile(job.path)
    except BROKEN as error:
        raise RefusedFile("damaged", f"this is not a whole ZIP ({str(error)[:100]})", _ASK_AGAIN) from error
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        _check_count(len(archive.filelist), job)
        packed = sum(info.compress_size for info in members)
        if packed > job.size:
            raise RefusedFile(
                "expands-too-far",
                f"its members overlap: {sized(packed)} in a file of {sized(job.size)}, a decompression bomb",
                "do not unpack it",
            )
        encrypted = [info for info in members if info.flag_bits & 0x1]
        if encrypted and len(encrypted) == len(members):
            raise RefusedFile(
                "encrypted", "the ZIP is protected with a password",
                "unpack it with the password and add the folder, or pack it again without one",
            )  # fmt: skip
        for info in members:
            if info.flag_bits & 0x1:
                remarks.note("left out, protected with a password", info.filename)
            elif (info.external_attr >> 16) & 0o170000 == 0o120000:
                remarks.note("left out, a link", info.filename)
            elif _JUNK.search(info.filename):
                remarks.note("left out, made by the system that packed it", info.filename)
            else:
                _remark_path(info.filename, remarks)
                opened = partial(archive.open, info)
                _put(job, remarks, info.filename, opened, info.compress_size, _zip_time(info))


def _tar(job: Job, mode: str, remarks: _Remarks) -> None:
    try:
        archive = tarfile.open(job.path, mode, errorlevel=1)  # type: ignore[call-overload]  # noqa: SIM115
    except BROKEN as error:
        raise RefusedFile("damaged", f"this is not a whole TAR ({str(error)[:100]})", _ASK_AGAIN) from error
    with archive:
        count = 0
        while True:
            try:
                member = archive.next()
            except BROKEN as error:
                if not job.outbox.children:
                    raise RefusedFile(
                        "damaged", f"the TAR is broken ({str(error)[:100]})", _ASK_AGAIN
                    ) from error
                remarks.note(f"the TAR breaks off ({str(error)[:60]}); what stood before is kept", "")
                return
            if member is None:
                return
            archive.members = []  # it would remember every header
            count += 1
            _check_count(count, job)
            if member.isdir():
                continue
            if not member.isreg():
                kind = "a link" if member.issym() or member.islnk() else "a device or pipe"
                remarks.note(f"left out, {kind}", member.name)
            elif _JUNK.search(member.name):
                remarks.note("left out, made by the system that packed it", member.name)
            else:
                _remark_path(member.name, remarks)
                packed = member.size if mode == "r:" else None
                _put(
                    job,
                    remarks,
                    member.name,
                    partial(_content, archive, member),
                    packed,
                    _stamp(member.mtime),
                )


def _compressed(job: Job, remarks: _Remarks) -> None:
    """gzip, bzip2 or xz: a TAR inside is opened, anything else is one item."""
    try:
        with _unpacked(job.media_type, job.path) as stream:
            head = stream.read(1024)
    except BROKEN as error:
        raise RefusedFile(
            "damaged", f"this is not a whole archive ({str(error)[:100]})", _ASK_AGAIN
        ) from error
    inside = kinds.sniff(head)
    if inside == kinds.TAR:
        _tar(job, {kinds.GZIP: "r|gz", kinds.BZIP2: "r|bz2", kinds.XZ: "r|xz"}[job.media_type], remarks)
        return
    name = re.sub(r"\.(?:gz|bz2|xz|tgz)$", "", job.name, flags=re.IGNORECASE) or "unnamed"
    _put(job, remarks, name, partial(_unpacked, job.media_type, job.path), job.size, None)
    if not job.outbox.children:
        raise RefusedFile("damaged", "nothing in it could be unpacked", _ASK_AGAIN)


def _unpacked(media_type: str, path: Path) -> IO[bytes]:
    if media_type == kinds.GZIP:
        return cast(IO[bytes], gzip.open(path, "rb"))
    if media_type == kinds.BZIP2:
        return cast(IO[bytes], bz2.open(path, "rb"))
    # An xz header may ask for 4 GiB of dictionary; the address space limit stops that.
    return cast(IO[bytes], lzma.open(path, "rb"))


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None:
        raise tarfile.ReadError("no content")
    return stream


def _put(
    job: Job,
    remarks: _Remarks,
    name: str,
    open_it: Callable[[], IO[bytes]],
    packed: int | None,
    stamp: str | None,
) -> None:
    """One member; a broken one is left out with a remark and does not end the rest."""
    before = len(job.outbox.children)
    try:
        with open_it() as stream:
            job.outbox.put(
                stream, name=name.rsplit("/", 1)[-1], path_in_parent=name, packed=packed, captured=stamp
            )
    except RefusedFile:
        raise
    except BROKEN as error:
        del job.outbox.children[before:]
        remarks.note(f"left out, broken ({str(error)[:60] or type(error).__name__})", name)


def _check_count(count: int, job: Job) -> None:
    if count > job.limits.members:
        raise RefusedFile(
            "too-many-members",
            f"it holds more than {job.limits.members:,} members",
            "unpack it and add the folder, or raise the limit `members`",
        )


def _remark_path(name: str, remarks: _Remarks) -> None:
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
        remarks.note("kept, though its name would lead outside the archive", name)


def _zip_time(info: zipfile.ZipInfo) -> str | None:
    try:
        return datetime(*info.date_time).isoformat() if info.date_time > (1980, 1, 1, 0, 0, 0) else None
    except ValueError:
        return None


def _stamp(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
