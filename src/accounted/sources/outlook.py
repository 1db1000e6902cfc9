"""Outlook messages (MS-OXMSG) through python-oxmsg: the same document as of a mail, attachments as items."""

from __future__ import annotations

import struct
from importlib.metadata import version as version_of
from typing import Any

from accounted.sources.decoding import decode
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.mail import write_headers
from accounted.sources.manuscript import Manuscript
from accounted.sources.plain import write_segments
from accounted.sources.webpage import write_page

NAME = "outlook"
VERSION = f"1.0 (python-oxmsg {version_of('python-oxmsg')})"


def read(job: Job) -> Outcome:
    """The document of an Outlook message.

    Raises:
        RefusedFile: `damaged`, `too-large`.
    """
    import oxmsg

    most = 4 * job.limits.text_bytes
    if job.size > most:
        job.read_attached_bytes()  # refuses it
    try:
        message = oxmsg.Message.load(str(job.path))
        headers = _headers(message)
    except (OSError, ValueError, KeyError, IndexError, struct.error, AttributeError, TypeError) as error:
        raise RefusedFile(
            "damaged",
            f"this is not a whole Outlook message ({type(error).__name__}: {str(error)[:100]})",
            "save it again in Outlook, or forward it as an attachment and export that as .eml",
        ) from error
    if not headers and not _stated(message, "body") and not _stated(message, "attachments"):
        raise RefusedFile(
            "damaged",
            "this Outlook message holds neither headers nor a body",
            "save it again in Outlook as .eml",
        )
    manuscript = Manuscript(job.limits)
    warnings: list[str] = []
    write_headers(manuscript, headers)
    manuscript.metadata["message_class"] = str(_stated(message, "message_class") or "")
    _write_body(manuscript, message, warnings)
    _attachments(job, message, warnings)
    return Outcome(NAME, VERSION, manuscript, warnings)


def _stated(message: Any, name: str) -> Any:
    """A property of the message; None when it is missing or broken."""
    try:
        return getattr(message, name)
    except Exception:  # a broken property stream is the same as none
        return None


def _headers(message: Any) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in dict(_stated(message, "message_headers") or {}).items():
        if name in ("Message-ID", "Received", "Return-Path", "X-Originating-IP", "Reply-To", "Cc", "To"):
            headers[name] = " ".join(str(value).split())
    if sender := _stated(message, "sender"):
        headers["From"] = str(sender)
    recipients = _stated(message, "recipients") or ()
    listed = "; ".join(
        f"{_stated(r, 'name') or ''} <{_stated(r, 'email_address') or ''}>".strip()
        for r in list(recipients)[:500]
    )
    if listed:
        headers.setdefault("To", listed)
    if sent := _stated(message, "sent_date"):
        headers["Date"] = sent.isoformat(" ")
    if subject := _stated(message, "subject"):
        headers["Subject"] = " ".join(str(subject).split())
    return headers


def _write_body(manuscript: Manuscript, message: Any, warnings: list[str]) -> None:
    title, author, published = manuscript.title, manuscript.author, manuscript.published
    body, page = _stated(message, "body"), _stated(message, "html_body")
    if body and str(body).strip():
        text = str(body)
        manuscript.write("\n\n" if manuscript.length else "")
        start, _ = manuscript.write(text)
        write_segments(manuscript, text, start)
    elif page:
        text = decode(page).text if isinstance(page, bytes) else str(page)
        write_page(manuscript, text, warnings)
    else:
        warnings.append("the message has no text of its own, or only in compressed RTF, which is not read")
    manuscript.title, manuscript.author = title, author
    manuscript.published = published or manuscript.published


def _attachments(job: Job, message: Any, warnings: list[str]) -> None:
    for number, attachment in enumerate(list(_stated(message, "attachments") or ()), start=1):
        data = _stated(attachment, "file_bytes")
        name = str(_stated(attachment, "file_name") or f"attachment {number}")
        if not isinstance(data, bytes):
            warnings.append(
                f"the attachment {name[:100]} could not be taken out (it may be a linked or attached message)"
            )
            continue
        job.outbox.put(
            data, name=name, packed=max(len(data), 1), media_type=_stated(attachment, "mime_type") or None,
        )  # fmt: skip
