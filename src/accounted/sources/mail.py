"""Mail (RFC 5322, MIME): headers, the best body as text, attachments as items of their own; MBOX as a
folder of mails.

The body is the plain text where there is one that says as much as the HTML; else the HTML, read as a page.
Attached messages are items too, to be read in their turn; how deep that may go is a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from accounted.sources import media_types as kinds
from accounted.sources.decoding import decode
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.plain import write_segments
from accounted.sources.published import edtf_of
from accounted.sources.webpage import VERSION as PAGE_VERSION
from accounted.sources.webpage import write_page

NAME = "mail"
VERSION = f"1.0 (Python email; HTML bodies: {PAGE_VERSION})"

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_KEPT = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To",
         "References",
         "Return-Path", "X-Originating-IP", "User-Agent", "X-Mailer", "Organization", "Content-Language",
         "Snapshot-Content-Location", "Content-Location")  # fmt: skip
_MARKUP = re.compile(rb"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE)
_EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "image/jpeg": ".jpg",
    "image/png": ".png", "application/pdf": ".pdf",
}  # fmt: skip
_MOST_PARTS = 5_000
_DEEPEST = 60


def read(job: Job) -> Outcome:
    """The document of a message, or of a folder of messages the messages as items.

    Raises:
        RefusedFile: `too-large`, `damaged`, `too-many-members`.
    """
    if job.media_type == kinds.MBOX:
        return _folder(job)
    data = job.read_attached_bytes()
    message = _parsed(data)
    manuscript = Manuscript(job.limits)
    warnings: list[str] = []
    write_headers(manuscript, _headers(message))
    parts = list(_parts(message))
    body = _best_body(parts)
    if body is not None:
        _write_body(manuscript, body, warnings, job)
    else:
        warnings.append("the message has no text of its own")
    for number, part in enumerate(
        (p for p in parts if p is not body and not _is_other_body(p, body)), start=1
    ):
        _attach(job, part, number)
    if any(part.defects for part in parts):
        warnings.append(
            "the message departs from the mail standards in places; it was read as far as it goes"
        )
    return Outcome(NAME, VERSION, manuscript, warnings)


def write_headers(manuscript: Manuscript, headers: dict[str, str]) -> None:
    """Sender, recipients, date and subject stand above the body; all kept headers go into the metadata."""
    for name in _SHOWN:
        value = headers.get(name, "")
        if value:
            if manuscript.length:
                manuscript.write("\n")
            start, end = manuscript.write(f"{name}: {value}"[:2000])
            manuscript.segment(start, end, "header")
    manuscript.title = headers.get("Subject") or None
    manuscript.author = headers.get("From") or None
    manuscript.published = edtf_of(headers.get("Date"))
    snapshot = headers.get("Snapshot-Content-Location") or headers.get("Content-Location")
    if snapshot and snapshot.startswith(("http://", "https://")):
        manuscript.url = snapshot
    for name, value in headers.items():
        manuscript.metadata[f"mail:{name}"] = value


def decoded_header(value: object) -> str:
    """A header's text: encoded words (RFC 2047) decoded, raw bytes by our own judgement, one line."""
    raw = str(value)
    try:
        pieces = []
        for piece, charset in decode_header(raw[:20_000]):
            if isinstance(piece, bytes):
                pieces.append(
                    decode(piece, charset).text if not piece.isascii() or charset else piece.decode("ascii")
                )
            else:
                pieces.append(_unescaped(piece))
        text = "".join(pieces)
    except (MessageError, ValueError, RefusedFile, LookupError):
        text = raw
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _unescaped(text: str) -> str:
    """Raw bytes in a header, which the parser keeps as surrogates, decoded."""
    raw = text.encode("ascii", "surrogateescape") if not text.isascii() else text.encode()
    return raw.decode("ascii") if raw.isascii() else decode(raw).text


def _parsed(data: bytes) -> Message:
    try:
        return BytesParser(policy=compat32).parsebytes(data)
    except RecursionError:
        raise
    except Exception as error:  # the parser meets hostile input in many ways
        raise RefusedFile(
            "damaged",
            f"this is not a readable message ({type(error).__name__})",
            "export it again from the mail program",
        ) from error


def _headers(message: Message) -> dict[str, str]:
    found = {}
    for name in _KEPT:
        values = message.get_all(name) or []
        text = "; ".join(decoded_header(value) for value in values[:20])
        if text:
            found[name] = text
    received = message.get_all("Received") or []
    for number, value in enumerate(received[:20], start=1):
        found[f"Received {number}"] = decoded_header(value)
    return found


def _parts(message: Message) -> Iterator[Message]:
    """Leaves of the MIME tree in order; an attached message is a leaf, not a branch."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS or depth > _DEEPEST:
            raise RefusedFile(
                "nested-too-deep" if depth > _DEEPEST else "too-many-members",
                f"the message has more than {_MOST_PARTS if depth <= _DEEPEST else _DEEPEST} parts"
                + (" within one another" if depth > _DEEPEST else ""),
                "do not open it in a mail program; ask for another copy",
            )
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
            yield part
        else:
            waiting.extend((child, depth + 1) for child in reversed(payload) if isinstance(child, Message))


def _is_text(part: Message, subtype: str) -> bool:
    return (
        part.get_content_type() == f"text/{subtype}"
        and part.get_content_disposition() != "attachment"
        and not isinstance(part.get_payload(), list)
    )


def _best_body(parts: list[Message]) -> Message | None:
    plain = next((part for part in parts if _is_text(part, "plain")), None)
    page = next((part for part in parts if _is_text(part, "html")), None)
    if plain is None or page is None:
        return plain or page
    words_in_page = _MARKUP.sub(b" ", _bytes(page)[:2_000_000])
    # A stub such as "your program cannot show HTML" says far less than the page does.
    return plain if len(_bytes(plain).split()) >= 0.3 * len(words_in_page.split()) else page


def _is_other_body(part: Message, body: Message | None) -> bool:
    """The same words in the other form (text beside HTML); not an attachment."""
    return (
        body is not None
        and part.get_content_disposition() is None
        and not part.get_filename()
        and {part.get_content_type(), body.get_content_type()} == {"text/plain", "text/html"}
    )


def _write_body(manuscript: Manuscript, body: Message, warnings: list[str], job: Job) -> None:
    decoded = decode(_bytes(body), body.get_content_charset())
    warnings.extend(decoded.warnings)
    manuscript.metadata["encoding"] = decoded.encoding
    if body.get_content_type() == "text/html":
        title, author, published = manuscript.title, manuscript.author, manuscript.published
        write_page(manuscript, decoded.text, warnings)
        manuscript.title, manuscript.author = title or manuscript.title, author or manuscript.author
        manuscript.published = published or manuscript.published
        return
    manuscript.write("\n\n" if manuscript.length else "")
    start, _ = manuscript.write(decoded.text)
    title = manuscript.title
    write_segments(manuscript, decoded.text, start)
    manuscript.title = title


def _bytes(part: Message) -> bytes:
    """The payload of a leaf with its transfer encoding undone; broken encodings are taken as they are."""
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # malformed base64, uuencode …
        payload = None
    if isinstance(payload, bytes):
        return payload
    raw = part.get_payload()
    return (
        raw.encode("ascii", "surrogateescape")
        if isinstance(raw, str) and raw.isascii()
        else str(raw).encode("utf-8", "replace")
    )


def _attach(job: Job, part: Message, number: int) -> None:
    media_type = part.get_content_type()
    if media_type == "message/rfc822":
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        data = _flattened(inner) if isinstance(inner, Message) else _bytes(part)
        subject = decoded_header(inner.get("Subject", "")) if isinstance(inner, Message) else ""
        name = decoded_header(part.get_filename() or "") or f"{subject[:80] or f'message {number}'}.eml"
    else:
        data = _bytes(part)
        name = decoded_header(part.get_filename() or "")
        if not name:
            name = f"part {number}{_EXTENSIONS.get(media_type, '')}"
    metadata = {"declared_media_type": media_type}
    if part.get("Content-ID"):
        metadata["content_id"] = decoded_header(part["Content-ID"])
    location = decoded_header(part.get("Content-Location", ""))
    job.outbox.put(
        data, name=name, packed=max(len(data), 1), media_type=media_type, metadata=metadata,
        url=location if location.startswith(("http://", "https://")) else None,
    )  # fmt: skip


def _flattened(message: Message) -> bytes:
    try:
        return message.as_bytes(policy=compat32)
    except Exception:  # characters the generator cannot write
        return str(message).encode("utf-8", "surrogateescape")


def _folder(job: Job) -> Outcome:
    """The messages of an mbox (RFC 4155): each starts with a `From ` line after an empty one."""
    count = 0
    message = bytearray()
    previous_blank = True

    def put() -> None:
        nonlocal count
        if message.strip():
            count += 1
            subject = re.search(rb"^Subject:[ \t]*(.{1,200})", message[:65_536], re.MULTILINE | re.IGNORECASE)
            shown = decoded_header(subject.group(1).decode("ascii", "surrogateescape")) if subject else ""
            job.outbox.put(
                bytes(message), name=f"{count:05d} {shown[:80]}.eml".replace("/", "_"), media_type=kinds.EML
            )

    with job.path.open("rb") as stream:
        while line := stream.readline(job.limits.text_bytes):
            if line.startswith(b"From ") and previous_blank:
                put()
                message = bytearray()
            elif len(message) < job.limits.text_bytes:
                message += line[1:] if line.startswith(b">From ") else line
            else:
                raise RefusedFile(
                    "too-large", "a message in it is larger than text is read", "raise the limit `text_bytes`"
                )
            previous_blank = not line.strip()
    put()
    return Outcome(NAME, VERSION, None, [f"a folder of {count} messages"])
