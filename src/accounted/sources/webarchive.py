"""Web archives: WARC (ISO 28500) and WACZ (1.1.1). Captured pages and files as items with address and time.

Scripts, style sheets and fonts stay in the archive, which is kept whole; they say nothing a person would
read.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import version as version_of
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from accounted.sources import media_types as kinds
from accounted.sources.extraction import RefusedFile
from accounted.sources.folder import BROKEN
from accounted.sources.job import Job, Outcome

NAME = "webarchive"
VERSION = f"1.0 (warcio {version_of('warcio')})"
_AUXILIARY = re.compile(
    r"(?:text/(?:css|javascript)|application/(?:x-)?javascript|font/|application/font|image/svg)"
)
_ASK_AGAIN = "ask for the archive again, or make the capture anew"


def read(job: Job) -> Outcome:
    """The responses of a web archive as children; there is no document.

    Raises:
        RefusedFile: `damaged`, `expands-too-far`, `too-many-members`.
    """
    remarks: list[str] = []
    tally = _Tally()
    if job.media_type == kinds.WACZ:
        titles = {}
        try:
            with zipfile.ZipFile(job.path) as package:
                titles = _titles(package, job)
                for info in package.infolist():
                    if re.match(r"archive/[^/]+\.warc(?:\.gz)?$", info.filename):
                        with package.open(info) as stream:
                            _take(job, cast(BinaryIO, stream), titles, tally, remarks)
        except BROKEN as error:
            if not job.outbox.children:
                raise RefusedFile(
                    "damaged", f"this is not a whole WACZ ({str(error)[:100]})", _ASK_AGAIN
                ) from error
            remarks.append(f"the archive breaks off ({str(error)[:100]}); what stood before is kept")
    else:
        with job.path.open("rb") as stream:
            _take(job, stream, {}, tally, remarks)
    if tally.records == 0:
        raise RefusedFile("damaged", "no record could be read in this web archive", _ASK_AGAIN)
    if tally.auxiliary:
        remarks.append(f"{tally.auxiliary} scripts, style sheets and fonts stay in the archive")
    if tally.without_content:
        remarks.append(f"{tally.without_content} redirects and errors without content stay in the archive")
    return Outcome(NAME, VERSION, None, remarks)


class _Tally:
    records = auxiliary = without_content = 0


def _take(job: Job, stream: BinaryIO, titles: dict[str, str], tally: _Tally, remarks: list[str]) -> None:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            tally.records += 1
            if tally.records > 20 * job.limits.members:
                raise RefusedFile("too-many-members", f"more than {20 * job.limits.members:,} records",
                                  "split the archive, or raise the limit `members`")  # fmt: skip
            if record.rec_type in ("response", "resource"):
                _keep(job, record, titles, tally)
    except (ArchiveLoadFailed, *BROKEN) as error:
        if tally.records == 0:
            raise RefusedFile(
                "damaged", f"this is not a whole web archive ({str(error)[:100]})", _ASK_AGAIN
            ) from error
        remarks.append(f"the archive breaks off after {tally.records} records ({str(error)[:100]})")


def _keep(job: Job, record: Any, titles: dict[str, str], tally: _Tally) -> None:
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")[:4000]
    captured = headers.get_header("WARC-Date")
    metadata = {"record_id": (headers.get_header("WARC-Record-ID") or "")[:200]}
    for name in ("WARC-IP-Address", "WARC-Payload-Digest"):
        if headers.get_header(name):
            metadata[name.lower()] = headers.get_header(name)[:200]
    declared = headers.get_header("Content-Type")
    if record.http_headers is not None:
        metadata["status"] = str(record.http_headers.get_statuscode() or "")[:20]
        declared = record.http_headers.get_header("Content-Type")
        for name in ("Last-Modified", "Content-Type", "Date"):
            if record.http_headers.get_header(name):
                metadata[f"http:{name.lower()}"] = record.http_headers.get_header(name)[:300]
    if metadata.get("status", "200")[:1] in ("1", "3"):
        tally.without_content += 1
        return
    if declared and _AUXILIARY.match(declared.lower()):
        tally.auxiliary += 1
        return
    if url in titles:
        metadata["title"] = titles[url]
    name = _name(url, declared)
    child = job.outbox.put(
        _Decoded(record.content_stream()),
        name=name,
        path_in_parent=name,
        url=url or None,
        captured=captured,
        media_type=declared,
        metadata=metadata,
    )
    if child is None:
        tally.without_content += 1


class _Decoded:
    """A payload as a stream of bytes, whatever the library's reader returns at its end."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        return bytes(self._stream.read(size) or b"")


_EXTENSIONS = {
    "text/html": ".html", "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png",
    "text/plain": ".txt", "application/json": ".json",
}  # fmt: skip


def _name(url: str, declared: str | None) -> str:
    """A file name for what stood at an address: the last part of its path, or its host."""
    try:
        parts = urlsplit(url)
        last = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]).replace("/", "_")[:120]
        host = parts.hostname or "page"
    except ValueError:
        last, host = "", "page"
    if re.search(r".\.[A-Za-z0-9]{1,5}$", last):
        return last
    return (last or host) + _EXTENSIONS.get((declared or "").split(";")[0].strip().lower(), "")


def _titles(package: zipfile.ZipFile, job: Job) -> dict[str, str]:
    """Titles by address from `pages/pages.jsonl`, as the capturing program saw them."""
    try:
        with package.open("pages/pages.jsonl") as stream:
            raw = stream.read(job.limits.text_bytes)
    except (KeyError, *BROKEN):
        return {}
    return dict(_page_titles(raw))


def _page_titles(raw: bytes) -> Iterator[tuple[str, str]]:
    for line in raw.splitlines():
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str) and isinstance(page.get("title"), str):
            yield page["url"], page["title"][:500]
