"""Bytes → text and tables, with positions: readers of file formats, run where they can do no harm.

`extract` reads one file, `Extractor` many. `sniff` says what bytes are, `detect_language` what language
words are in. A file that is not read is a `RefusedFile` that says why and what to do.
"""

from accounted.sources.extraction import (
    Child,
    Extraction,
    Hints,
    Limits,
    RefusedFile,
    SourceError,
)
from accounted.sources.extractor import Extractor, Found, NoConfinement, Request, extract, request_for
from accounted.sources.language import detect_language
from accounted.sources.media_types import sniff

__all__ = [
    "Child",
    "Extraction",
    "Extractor",
    "Found",
    "Hints",
    "Limits",
    "NoConfinement",
    "RefusedFile",
    "Request",
    "SourceError",
    "detect_language",
    "extract",
    "request_for",
    "sniff",
]
