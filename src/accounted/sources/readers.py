"""Which reader takes which media type, and what to do about the types that none takes."""

from __future__ import annotations

from importlib import import_module

from accounted.sources import media_types as kinds
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome, Reader

_MODULES = {
    "plain": (kinds.TEXT, kinds.JSON, kinds.XML, "text/css", "text/javascript"),
    "webpage": (kinds.HTML,),
    "pdf": (kinds.PDF,),
    "grid": (kinds.CSV, kinds.TSV),
    "workbook": (kinds.XLSX, kinds.XLSB, kinds.XLS, kinds.ODS),
    "docx": (kinds.DOCX,),
    "odt": (kinds.ODT,),
    "rtf": (kinds.RTF,),
    "mail": (kinds.EML, kinds.MBOX),
    "outlook": (kinds.MSG,),
    "picture": ("image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/bmp"),
    "webarchive": (kinds.WARC, kinds.WACZ),
    "folder": (kinds.ZIP, kinds.TAR, kinds.GZIP, kinds.BZIP2, kinds.XZ),
}
_READERS = {media_type: module for module, media_types in _MODULES.items() for media_type in media_types}

_ADVICE = {
    kinds.DOC: (
        "an old Word document",
        "save it as .docx or .odt in Word or LibreOffice and add that copy beside it",
    ),
    kinds.PPT: ("an old PowerPoint presentation", "save it as PDF and add that copy beside it"),
    kinds.PPTX: ("a presentation", "save it as PDF and add that copy beside it"),
    kinds.ODP: ("a presentation", "save it as PDF and add that copy beside it"),
    kinds.EPUB: ("an e-book", "convert it to PDF or HTML and add that copy beside it"),
    kinds.OLE: (
        "an old Office file of a kind not known here",
        "save it in a current format and add that copy",
    ),
    "image/heic": ("a HEIC picture", "convert it to JPEG with its metadata and add that copy beside it"),
    "image/avif": ("an AVIF picture", "convert it to JPEG or PNG and add that copy beside it"),
    "application/x-7z-compressed": ("a 7-Zip archive", "unpack it and add the folder, or pack it as ZIP"),
    "application/vnd.rar": ("a RAR archive", "unpack it and add the folder, or pack it as ZIP"),
    "application/zstd": ("a Zstandard archive", "unpack it and add what is inside"),
    "application/vnd.sqlite3": ("a database", "export the tables as CSV and add those beside it"),
}
_AUDIOVISUAL = "a transcript, as text, added beside it can be read"


def module_for(media_type: str) -> str | None:
    """The module that reads a type, by name within this package; None when none does."""
    return _READERS.get(media_type)


def reader_for(media_type: str) -> Reader:
    """The function that reads a type.

    Raises:
        RefusedFile: `unsupported`, `encrypted`, `binary`, with what to do instead.
    """
    module = module_for(media_type)
    if module is not None:
        reader: Reader = import_module(f"accounted.sources.{module}").read
        return reader
    if media_type == kinds.ENCRYPTED_OFFICE:
        raise RefusedFile(
            "encrypted",
            "the Office file is protected with a password",
            "open it with the password, save it without one, and add that copy beside this one",
        )
    if media_type in _ADVICE:
        what, advice = _ADVICE[media_type]
        raise RefusedFile("unsupported", f"{what} ({media_type}), which has no reader here", advice)
    if media_type.startswith(("video/", "audio/")):
        raise RefusedFile(
            "unsupported", f"sound or film ({media_type}): it has no text of its own", _AUDIOVISUAL
        )
    if media_type == kinds.BINARY:
        raise RefusedFile(
            "binary",
            "the bytes are neither text nor a format known here",
            "if it is text, save it as UTF-8; otherwise convert it to PDF, or keep it unread",
        )
    raise RefusedFile(
        "unsupported", f"{media_type} has no reader here", "convert it to PDF or text, or keep it unread"
    )


def perform(job: Job) -> Outcome:
    """Read one file with the reader of its type, with the remarks that concern every type.

    Raises:
        RefusedFile: the file is not read; every reader's own errors end here as one.
    """
    if job.depth > job.limits.depth:
        raise RefusedFile(
            "nested-too-deep",
            f"it lies {job.depth} archives or messages deep, more than {job.limits.depth}",
            "unpack it yourself and add what is needed, or raise the limit `depth`",
        )
    try:
        reader = reader_for(job.media_type)
        outcome = reader(job)
    except RefusedFile:
        raise
    except MemoryError:
        raise out_of_memory(job) from None
    except RecursionError:
        raise RefusedFile(
            "damaged", "its parts are nested deeper than any genuine file's", "ask for another copy"
        ) from None
    except ImportError as error:
        raise RefusedFile(
            "unsupported",
            f"reading {job.media_type} needs a package that is not installed ({error.name or error})",
            "install Accounted again with all it needs (pip install --force-reinstall accounted)",
        ) from error
    except Exception as error:
        raise _senseless(job, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a reader written in Rust says the same
            raise
        raise _senseless(job, error) from None
    expected = kinds.expected_of(job.name)
    if expected is not None and not _compatible(expected, job.media_type):
        outcome.warnings.insert(
            0, f"the name ends in .{kinds.extension(job.name)}, but the bytes are {job.media_type}"
        )
    return outcome


def _senseless(job: Job, error: BaseException) -> RefusedFile:
    return RefusedFile(
        "damaged",
        f"the reader for {job.media_type} could not make sense of it "
        f"({type(error).__name__}: {str(error)[:160]})",
        "open it in another program and save it again, or ask for another copy",
    )


def out_of_memory(job: Job) -> RefusedFile:
    """The refusal when a reader asks for more memory than it may have."""
    return RefusedFile(
        "too-much-memory",
        f"reading it needs more than {job.limits.memory_bytes // (1024 * 1024):,} MiB of memory",
        "split or simplify the file, or raise the limit `memory_bytes`",
    )


def _compatible(expected: str, found: str) -> bool:
    text = {kinds.TEXT, kinds.CSV, kinds.TSV, kinds.JSON, kinds.XML, kinds.HTML, kinds.EML, kinds.MBOX}
    if expected == found or {expected, found} <= {kinds.XLSX, kinds.XLSB}:
        return True
    if expected in (kinds.TEXT, kinds.XML) and found in text:
        return found != kinds.HTML or expected == kinds.XML
    if expected == kinds.WARC and found == kinds.GZIP:
        return True
    return {expected, found} <= {kinds.GZIP, kinds.TAR, kinds.WARC}
