"""Adding material: files or folders in pieces, a text that is pasted, a saved page; and what became of it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounted.record.docket import DecisionRefused
from accounted.record.intake import IntakeFacts
from accounted.web import uploads
from accounted.web.claim_form import labelled
from accounted.web.errors import problem
from accounted.web.paging import act, page, redirect
from accounted.web.plain import as_json

FACTS = tuple(one.name for one in fields(IntakeFacts))
MOST_PASTED = 4 << 20


@page("add/", name="add", may="add_material", template="add/add.html")
def add(request: Any) -> Mapping[str, Any]:
    """The form, and this person's uploads of the last days."""
    uploads.wake(request.archive)
    return {
        "title": _("Add"),
        "batches": uploads.batches_of(request.archive, request.user.pk)[:20],
        "types": labelled("document_type"),
        "levels": [pair for pair in labelled("confidentiality") if pair[0] in request.sight.confidentiality],
        "piece": uploads.PIECE,
    }


@page("add/<str:batch>/", name="upload", may="add_material", template="add/batch.html")
def upload(request: Any, batch: str) -> Mapping[str, Any]:
    """One upload: how far its files have come, then what became of each."""
    uploads.wake(request.archive)
    found = uploads.batch(request.archive, batch, request.user.pk)
    return {"title": _("Upload"), "batch": found, "piece": uploads.PIECE, "total": len(found.files)}


@page(
    "add/<str:batch>/files/<int:number>/", name="upload_file", may="add_material", template="add/batch.html"
)
def upload_file(request: Any, batch: str, number: int) -> Mapping[str, Any] | HttpResponse:
    """How much of a file is here: where to go on after an interruption. `HEAD` says it in its headers."""
    found = uploads.batch(request.archive, batch, request.user.pk)
    file = uploads.file_of(found, number)
    if request.method == "HEAD":
        return HttpResponse(headers=offset_of(file))
    return {"title": _("Upload"), "batch": found, "file": file}


def offset_of(file: uploads.Arriving) -> dict[str, str]:
    """How far a file has come, as headers."""
    return {
        "Upload-Offset": str(file.received),
        "Upload-Length": str(file.size),
        "Cache-Control": "no-store",
    }


@act("add/send", name="send_files", may="add_material", raw=True)
def send_files(request: Any) -> Any:
    """Everything at once, as a plain form sends it: files, or a text that was pasted."""
    batch = _begin(request)
    try:
        for given in request.FILES.getlist("files"):
            uploads.put(request.archive, batch, given.name, given.file, given.size, quota=quota())
        pasted = request.POST.get("text", "").replace("\r\n", "\n")
        if pasted.strip():
            data = pasted.encode("utf-8")
            if len(data) > MOST_PASTED:
                raise DecisionRefused("this text is too long to paste; add it as a file")
            name = _name_of(request.POST, pasted)
            uploads.put(request.archive, batch, name, io.BytesIO(data), len(data), quota=quota())
        uploads.close(request.archive, batch)
    except uploads.NoRoom as full:
        uploads.discard(request.archive, batch)
        return problem(request, 507, str(full))
    except (DecisionRefused, OSError):
        uploads.discard(request.archive, batch)
        raise
    request.audit("added", batch=batch.id)
    return redirect("upload", batch=batch.id)


def _name_of(posted: Mapping[str, str], pasted: str) -> str:
    """A file name for what was pasted: its title or first words; .html for the source of a page."""
    is_page = re.match(r"\s*<(!doctype|html)\b", pasted, re.IGNORECASE) is not None
    words = posted.get("title", "").strip() or " ".join(pasted.split()[:8]) or "text"
    stem = re.sub(r"[^\w\- ]+", "", "page" if is_page and not posted.get("title") else words).strip()[:80]
    return f"{stem or 'text'}.{'html' if is_page else 'txt'}"


@act("add/begin", name="begin_upload", may="add_material")
def begin_upload(request: Any) -> HttpResponse:
    """A new upload in pieces, with its facts."""
    return _told({"batch": _begin(request).id, "piece": uploads.PIECE})


@act("add/<str:batch>/files", name="announce_files", may="add_material", raw=True)
def announce_files(request: Any, batch: str) -> HttpResponse:
    """Which files are coming: a JSON list of {"name", "size"}. The answer says how much of each is here."""
    found = uploads.batch(request.archive, batch, request.user.pk)
    try:
        given = [(str(one["name"]), int(one["size"])) for one in json.loads(request.body)]
    except (ValueError, TypeError, KeyError):
        raise DecisionRefused('a list of {"name", "size"} is asked for') from None
    try:
        return _told({"files": uploads.announce(request.archive, found, given, quota=quota())})
    except uploads.NoRoom as full:
        return problem(request, 507, str(full), as_data=True)


@act("add/<str:batch>/files/<int:number>/piece", name="send_piece", may="add_material", raw=True)
def send_piece(request: Any, batch: str, number: int) -> HttpResponse:
    """A piece of a file, the bytes as they are; `?offset=` or the header Upload-Offset says where."""
    found = uploads.batch(request.archive, batch, request.user.pk)
    offset = request.GET.get("offset", "") or request.headers.get("Upload-Offset", "")
    return receive(request, found, number, offset)


def receive(request: Any, batch: uploads.Batch, number: int, offset: str) -> HttpResponse:
    """Write the piece that is the body of the request; how far the file has come then."""
    if not offset.isdecimal() or len(offset) > 18:
        raise DecisionRefused("offset: a number of bytes is asked for")
    data = request.read(uploads.PIECE + 1)
    if len(data) > uploads.PIECE:
        raise DecisionRefused(f"a piece has {uploads.PIECE} bytes at most")
    try:
        received, status = uploads.receive(request.archive, batch, number, int(offset), data), 200
    except uploads.OutOfPlace as trouble:
        received, status = trouble.received, 409
    except uploads.NoRoom as full:
        return problem(request, 507, str(full), as_data=True)
    answer = _told({"received": received}, status=status)
    answer.headers["Upload-Offset"] = str(received)
    return answer


@act("add/<str:batch>/files/<int:number>/digest", name="send_digest", may="add_material")
def send_digest(request: Any, batch: str, number: int) -> HttpResponse:
    """The SHA-256 of a file as the browser computed it."""
    found = uploads.batch(request.archive, batch, request.user.pk)
    uploads.say_digest(request.archive, found, number, request.POST.get("sha256", "").lower())
    return _told({"ok": True})


@act("add/<str:batch>/close", name="close_upload", may="add_material")
def close_upload(request: Any, batch: str) -> Any:
    """Nothing more comes: take it in."""
    uploads.close(request.archive, uploads.batch(request.archive, batch, request.user.pk))
    request.audit("added", batch=batch)
    return redirect("upload", batch=batch)


@act("add/<str:batch>/discard", name="discard_upload", may="add_material")
def discard_upload(request: Any, batch: str) -> Any:
    """Throw away what has come of an upload, or the list of what became of it."""
    uploads.discard(request.archive, uploads.batch(request.archive, batch, request.user.pk))
    return redirect("add")


def _begin(request: Any) -> uploads.Batch:
    facts = {name: request.POST[name] for name in FACTS if request.POST.get(name, "").strip()}
    facts.setdefault("obtained_by", request.user.full_name or request.user.username)
    return uploads.begin(request.archive, owner=request.user.pk, by=request.reviewer().pseudonym, facts=facts)


def quota() -> int:
    """How many bytes of one person's may be on their way at once; 0: as many as there is room for."""
    return int(settings.ACCOUNTED_UPLOAD_GIGABYTES * 1_000_000_000)


def _told(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(as_json(data), content_type="application/json", status=status)
