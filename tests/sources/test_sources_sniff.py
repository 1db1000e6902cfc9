"""What a file is, is told by its bytes; the name decides only between kinds of text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.sources import sniff

unhurried = settings(deadline=None, max_examples=80)  # machines are shared: time says nothing


@pytest.mark.parametrize(("head", "name", "expected"), [
    (b"%PDF-1.7\n", None, "application/pdf"),
    (b"garbage before\n%PDF-1.4\n", "a.txt", "application/pdf"),
    (b"<!doctype HTML><html>", "a.pdf", "text/html"),
    ("<html><body>".encode("utf-16"), None, "text/html"),
    (b"<?xml version='1.0'?><html xmlns='x'>", None, "text/html"),
    (b"<!-- saved from url --><html>", None, "text/html"),
    (b"<?xml version='1.0'?><gpx>", None, "application/xml"),
    (b"\x89PNG\r\n\x1a\n", "a.jpg", "image/png"),
    (b"PK\x03\x04" + bytes(40), "a.docx", "application/zip"),
    (b"WARC/1.0\r\n", None, "application/warc"),
    (b"{\\rtf1\\ansi", "a.doc", "application/rtf"),
    (b"From: a@b\nDate: x\nSubject: y\n\nbody", None, "message/rfc822"),
    (b"Received: by x\nFrom: a@b\n\nbody", "a.txt", "message/rfc822"),
    (b"From: our reporter\nSubject: something\n\nbody", "a.txt", "text/plain"),
    (b"From x@y Fri Oct  7 21:00:00 2022\nFrom: x@y\n\nbody", None, "application/mbox"),
    (b"a;b;c\n1;2;3\n", "a.csv", "text/csv"),
    (b"a;b;c\n1;2;3\n4;5;6\n7;8;9\n", None, "text/csv"),
    (b"a;b;c\n1;2;3\n4;5;6\n7;8;9\n", "a.txt", "text/plain"),
    (b"The police, the army, and others\nsaid so.\n", None, "text/plain"),
    ("Тіла знайдено".encode("utf-16-le"), None, "text/plain"),
    ("Тіла знайдено".encode("cp1251"), None, "text/plain"),
    (b"just words", "page.html", "text/plain"),
    (b"just words", "photo.jpg", "text/plain"),
    (b'{"a": 1}', None, "application/json"),
    (bytes(range(256)) * 10, "a.txt", "application/octet-stream"),
    (b"\x7fELF", "a.txt", "application/x-elf"),
    (b"", "a.txt", "application/x-empty"),
])  # fmt: skip
def test_bytes_say_what_they_are(head, name, expected):
    assert sniff(head, name) == expected


def test_what_somebody_declared_breaks_a_tie_between_kinds_of_text_only():
    assert sniff(b"a,b\n1,2\n", None, declared="text/csv; charset=utf-8") == "text/csv"
    assert sniff(b"%PDF-1.7", None, declared="text/csv") == "application/pdf"


@unhurried
@given(st.binary(max_size=400), st.none() | st.text(max_size=20), st.binary(max_size=100))
def test_any_bytes_under_any_name_have_an_answer(head, name, tail):
    assert "/" in sniff(head, name, tail=tail)
