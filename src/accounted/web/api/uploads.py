"""Uploads in pieces, of any size: announced, sent from where they have come to, closed, looked at."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Path, Query, Router, Schema
from pydantic import Field

from accounted.web import uploads
from accounted.web.api.problems import PROBLEMS, must
from accounted.web.api.shapes import Facts, Identifier, Text
from accounted.web.pages.add import offset_of, quota, receive
from accounted.web.plain import plain

router = Router(tags=["uploads"])
NUMBER = Annotated[int, Path(ge=0, le=1_000_000)]
OFFSET = r"^[0-9]{1,18}$"
BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


class Begun(Schema):
    """An upload that files can be announced for, and how many bytes a piece of one has at most."""

    id: str
    piece: int


class Announced(Schema):
    """A file that is coming."""

    name: Text
    size: int = Field(ge=0, le=1 << 50)


class OnItsWay(Schema):
    """One file of an upload: how large it is to be, and how much of it is here."""

    number: int
    name: str
    size: int
    received: int
    sha256: str | None


class Received(Schema):
    """How much of a file is here."""

    received: int


class Digest(Schema):
    """The SHA-256 of a file as it was computed where it came from."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@router.post("/uploads", response={201: Begun, **PROBLEMS}, summary="Begin an upload")
def begin(request: Any, facts: Facts) -> Any:
    """A new upload in pieces; the facts hold for every file of it."""
    must(request, "add_material")
    told = {name: value for name, value in facts.dict().items() if value}
    told.setdefault("obtained_by", request.user.full_name or request.user.username)
    made = uploads.begin(request.archive, owner=request.user.pk, by=request.reviewer().pseudonym, facts=told)
    return 201, {"id": made.id, "piece": uploads.PIECE}


@router.post("/uploads/{upload}/files", response={200: list[OnItsWay], **PROBLEMS}, summary="Announce files")
def announce(request: Any, upload: Path[Identifier], files: list[Announced]) -> Any:
    """Say which files are coming; one announced before goes on where it was. 507 where they do not fit."""
    must(request, "add_material")
    found = uploads.batch(request.archive, upload, request.user.pk)
    given = [(one.name, one.size) for one in files]
    return [plain(one) for one in uploads.announce(request.archive, found, given, quota=quota())]


@router.api_operation(
    ["HEAD"],
    "/uploads/{upload}/files/{number}",
    response={200: None, **PROBLEMS},
    summary="How far a file has come, in headers",
    operation_id="uploads_offset",
)
def offset(request: Any, upload: Path[Identifier], number: NUMBER) -> Any:
    """`Upload-Offset` and `Upload-Length`, without a body."""
    must(request, "add_material")
    found = uploads.batch(request.archive, upload, request.user.pk)
    return HttpResponse(headers=offset_of(uploads.file_of(found, number)))


@router.get(
    "/uploads/{upload}/files/{number}", response={200: OnItsWay, **PROBLEMS}, summary="One file of an upload"
)
def file(request: Any, upload: Path[Identifier], number: NUMBER) -> Any:
    """How large it is to be, and how much of it is here."""
    must(request, "add_material")
    return plain(uploads.file_of(uploads.batch(request.archive, upload, request.user.pk), number))


@router.patch(
    "/uploads/{upload}/files/{number}",
    response={200: Received, **PROBLEMS},
    summary="Send a piece of a file",
    openapi_extra={"requestBody": {"required": True, "content": BYTES}},
)
def send(
    request: Any,
    upload: Path[Identifier],
    number: NUMBER,
    upload_offset: Annotated[str, Header(alias="Upload-Offset", pattern=OFFSET, description="in bytes")],
) -> Any:
    """The bytes from that offset on, as they are. 409 says where to go on, where it is another place."""
    must(request, "add_material")
    return receive(request, uploads.batch(request.archive, upload, request.user.pk), number, upload_offset)


@router.post(
    "/uploads/{upload}/files/{number}/digest", response={204: None, **PROBLEMS}, summary="Say a digest"
)
def say_digest(request: Any, upload: Path[Identifier], number: NUMBER, digest: Digest) -> Any:
    """Compared with ours before the file is taken in; one that differs is refused."""
    must(request, "add_material")
    found = uploads.batch(request.archive, upload, request.user.pk)
    uploads.say_digest(request.archive, found, number, digest.sha256)
    return 204, None


@router.post("/uploads/{upload}/close", response={202: Begun, **PROBLEMS}, summary="Close an upload")
def close(request: Any, upload: Path[Identifier]) -> Any:
    """Nothing more comes: it is taken in. Look at the upload again to see what became of it."""
    must(request, "add_material")
    closed = uploads.close(request.archive, uploads.batch(request.archive, upload, request.user.pk))
    request.audit("added", batch=closed.id)
    return 202, {"id": closed.id, "piece": uploads.PIECE}


@router.delete("/uploads/{upload}", response={204: None, **PROBLEMS}, summary="Throw an upload away")
def discard(request: Any, upload: Path[Identifier]) -> Any:
    """What has come of it, or the list of what became of it. Not while it is being taken in."""
    must(request, "add_material")
    uploads.discard(request.archive, uploads.batch(request.archive, upload, request.user.pk))
    return 204, None


@router.get("/uploads", response={200: list[dict[str, Any]], **PROBLEMS}, summary="One's own uploads")
def listed(request: Any, most: int = Query(50, ge=1, le=500)) -> Any:
    """The uploads of the last days, the newest first."""
    must(request, "add_material")
    uploads.wake(request.archive)
    return [plain(one) for one in uploads.batches_of(request.archive, request.user.pk)[:most]]


@router.get("/uploads/{upload}", response={200: dict[str, Any], **PROBLEMS}, summary="What became of it")
def one(request: Any, upload: Path[Identifier]) -> Any:
    """What was kept, refused and why, file by file."""
    must(request, "add_material")
    uploads.wake(request.archive)
    return plain(uploads.batch(request.archive, upload, request.user.pk))
