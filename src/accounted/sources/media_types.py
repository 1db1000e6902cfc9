"""What a file is, by its bytes. The name only breaks a tie between kinds of plain text.

Signatures are those of the formats' own specifications; for HTML the WHATWG MIME Sniffing Standard, section
7.1.
"""

from __future__ import annotations

import re
import zlib

TEXT = "text/plain"
HTML = "text/html"
XML = "application/xml"
JSON = "application/json"
CSV = "text/csv"
TSV = "text/tab-separated-values"
RTF = "application/rtf"
PDF = "application/pdf"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
MBOX = "application/mbox"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
EPUB = "application/epub+zip"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
WARC = "application/warc"
WACZ = "application/wacz"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
BZIP2 = "application/x-bzip2"
XZ = "application/x-xz"
BINARY = "application/octet-stream"

HEAD_BYTES = 65_536

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", RTF),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\x00", XZ),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"WARC/1.", WARC),
    (257, b"ustar", TAR),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"\x00\x00\x01\xb3", "video/mpeg"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-wmv"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"\x00\x01\x00\x00\x00", "font/ttf"),
    (0, b"OTTO", "font/otf"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|meta|link|article|"
    rb"main|section)(?=[\s>/])",
    re.IGNORECASE,
)
_XML_ROOT = re.compile(rb"<(?!\?|!)([A-Za-z_][\w.:-]*)")
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t\r\n]", re.MULTILINE)
_MAIL_FIELDS = frozenset(
    b"from to cc bcc subject date received message-id mime-version return-path delivered-to reply-to sender "
    b"content-type x-mailer x-received dkim-signature authentication-results arc-seal user-agent "
    b"in-reply-to".split()
)
_SURELY_MAIL = frozenset(b"received message-id mime-version return-path dkim-signature delivered-to".split())
_TEXT_NAMES = {
    "csv": CSV, "tsv": TSV, "tab": TSV, "eml": EML, "html": HTML, "htm": HTML, "xhtml": HTML, "json": JSON,
    "jsonl": JSON, "geojson": JSON, "xml": XML, "mbox": MBOX, "mht": EML, "mhtml": EML, "txt": TEXT,
    "md": TEXT,
    "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
}  # fmt: skip
_EXPECTED = _TEXT_NAMES | {
    "pdf": PDF, "docx": DOCX, "docm": DOCX, "xlsx": XLSX, "xlsm": XLSX, "xls": XLS, "xlsb": XLSB, "odt": ODT,
    "ods": ODS, "rtf": RTF, "msg": MSG, "zip": ZIP, "tar": TAR, "tgz": GZIP, "gz": GZIP, "bz2": BZIP2,
    "xz": XZ, "warc": WARC, "wacz": WACZ, "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "gif": "image/gif",
    "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp", "bmp": "image/bmp", "doc": DOC,
    "pptx": PPTX, "ppt": PPT, "heic": "image/heic", "mp4": "video/mp4", "mp3": "audio/mpeg",
}  # fmt: skip
_DECLARED_TEXT = frozenset(
    {CSV, TSV, EML, HTML, JSON, XML, MBOX, TEXT, "application/xhtml+xml", "text/css", "text/javascript",
     "application/javascript", "multipart/related"}
)  # fmt: skip


def extension(name: str | None) -> str:
    """The last extension of a name, in lower case, without the dot; empty where there is none."""
    if not name or "." not in name:
        return ""
    return name.rsplit(".", 1)[1].lower()


def expected_of(name: str | None) -> str | None:
    """The media type the name promises."""
    return _EXPECTED.get(extension(name))


def sniff(head: bytes, name: str | None = None, *, tail: bytes = b"", declared: str | None = None) -> str:
    """The media type of a file that begins with `head` (and ends with `tail`, for kinds of ZIP).

    `declared` is what somebody said it is (a mail part, a web server); like the name it only decides between
    kinds of text, never against a signature.
    """
    if not head:
        return "application/x-empty"
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return WARC if media_type == GZIP and _packed_head(head).startswith(b"WARC/1.") else media_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(head, tail)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_ole(head + tail, name)
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(
            head[8:12], BINARY
        )
    if head[4:8] == b"ftyp":
        return _kind_of_iso_media(head[8:12])
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2") and extension(name) == "mp3":
        return "audio/mpeg"
    if _is_old_tar(head):
        return TAR
    return _kind_of_text(head, name, declared)


def looks_like_text(head: bytes) -> bool:
    """Whether the bytes can be text in some encoding: few control characters, or the pattern of UTF-16."""
    if head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    sample = head[:HEAD_BYTES]
    nulls = sample.count(0)
    if nulls:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) >= 0.2 * (len(sample) / 2) and min(even, odd) <= 0.02 * len(sample):
            return True
        if nulls > 0.03 * len(sample) + 1:
            return False
    controls = sum(
        sample.count(code) for code in range(1, 32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27)
    )
    if controls > 0.02 * len(sample) + 1:
        # UTF-16 Cyrillic without spaces or newlines in the sample: every second byte is 0x04.
        return max(sample[0::2].count(4), sample[1::2].count(4)) > 0.35 * len(sample)
    return True


def _kind_of_text(head: bytes, name: str | None, declared: str | None) -> str:
    if not looks_like_text(head):
        return BINARY
    plain = _narrow(head)
    start = plain.lstrip(b" \t\r\n\x0c")
    by_name = _TEXT_NAMES.get(extension(name))
    said = (declared or "").split(";")[0].strip().lower()
    if _looks_like_html(start, by_name):
        return HTML
    if start.startswith(b"<?xml"):
        return XML
    if plain.startswith(b"From ") and _HEADER.search(plain[:2000]):
        return MBOX
    mail = _looks_like_mail(start)
    if mail == "surely" or (mail == "perhaps" and by_name != TEXT) or (mail != "no" and by_name == EML):
        return EML
    if said == "multipart/related":
        return EML
    if by_name in (HTML, EML, MBOX) and not (by_name == HTML and b"<" in start):
        by_name = TEXT  # the name promises what the bytes do not hold
    if by_name is not None:
        return by_name
    if said in _DECLARED_TEXT and said not in (EML, MBOX):
        return HTML if said == "application/xhtml+xml" else said
    if start[:1] in (b"{", b"[") and re.match(rb'[\[{]\s*(?:["\[{\]}]|-?\d)', start):
        return JSON
    return _delimited(start) or TEXT


def _narrow(head: bytes) -> bytes:
    """The head with UTF-16 made narrow enough to look for markup in it."""
    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    if head.startswith(b"\xff\xfe"):
        return head[2::2]
    if head.startswith(b"\xfe\xff"):
        return head[3::2]
    if len(head) > 3 and head[1] == 0 and head[3] == 0:
        return head[0::2]
    if len(head) > 3 and head[0] == 0 and head[2] == 0:
        return head[1::2]
    return head


def _looks_like_html(start: bytes, by_name: str | None) -> bool:
    probe = start
    for _ in range(20):  # comments and an XML declaration may stand first
        if probe.startswith(b"<!--"):
            end = probe.find(b"-->")
            probe = probe[end + 3 :].lstrip() if end >= 0 else b""
        elif probe.startswith(b"<?"):
            end = probe.find(b"?>")
            probe = probe[end + 2 :].lstrip() if end >= 0 else b""
        else:
            break
    if _HTML.match(probe):
        return True
    return by_name == HTML and _HTML.search(start) is not None


def _looks_like_mail(start: bytes) -> str:
    block = re.split(rb"\r?\n\r?\n", start[:16_384], maxsplit=1)[0]
    if not _HEADER.match(block):
        return "no"
    found = {name.lower() for name in _HEADER.findall(block)} & _MAIL_FIELDS
    if len(found) >= 2 and found & _SURELY_MAIL:
        return "surely"
    if len(found) >= 3 and {b"from", b"date"} & found:
        return "perhaps"
    return "weakly" if found else "no"


def _delimited(start: bytes) -> str | None:
    """CSV or TSV only on strong signs: four lines and more with the same number of the same separator."""
    whole = start[:8192].rpartition(b"\n")[0]
    lines = [line for line in whole.splitlines() if line.strip()][:20]
    if len(lines) < 4:
        return None
    for separator, media_type in ((b"\t", TSV), (b";", CSV), (b",", CSV)):
        counts = {line.count(separator) for line in lines}
        if len(counts) == 1 and counts.pop() >= 2 and max(map(len, lines)) < 2000:
            return media_type
    return None


def _kind_of_zip(head: bytes, tail: bytes) -> str:
    # OpenDocument and EPUB: an uncompressed member `mimetype` stands first (ODF 1.3 part 2, 3.3).
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        value = head[30 + length : 30 + length + 60]
        for kind in (ODT, ODS, ODP, EPUB):
            if value.startswith(kind.encode()):
                return kind
    names = head + tail
    if b"[Content_Types].xml" in names or b"_rels/.rels" in names:
        for mark, kind in ((b"word/", DOCX), (b"xl/workbook.bin", XLSB), (b"xl/", XLSX), (b"ppt/", PPTX)):
            if mark in names:
                return kind
    if b"datapackage.json" in names and b"archive/" in names:
        return WACZ
    return ZIP


def _kind_of_ole(data: bytes, name: str | None) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return ENCRYPTED_OFFICE
    if has("__properties_version1.0") or has("__substg1.0_"):
        return MSG
    if has("WordDocument"):
        return DOC
    if has("PowerPoint Document"):
        return PPT
    if has("Workbook") or has("Book"):
        return XLS
    expected = expected_of(name)
    return expected if expected in (MSG, DOC, XLS, PPT) else OLE


def _kind_of_iso_media(brand: bytes) -> str:
    if brand in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    if brand in (b"avif", b"avis"):
        return "image/avif"
    if brand == b"qt  ":
        return "video/quicktime"
    return "audio/mp4" if brand in (b"M4A ", b"M4B ") else "video/mp4"


def _packed_head(head: bytes) -> bytes:
    """The first bytes inside gzip; empty when it is broken."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head[:4096], 16)
    except zlib.error:
        return b""


def _is_old_tar(head: bytes) -> bool:
    """A tar without the `ustar` mark: the header's own checksum holds (POSIX.1-1988, 10.1.1)."""
    if len(head) < 512 or head[0] == 0:
        return False
    field = head[148:156].strip(b" \x00")
    if not field or not re.fullmatch(rb"[0-7]+", field):
        return False
    return int(field, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])
