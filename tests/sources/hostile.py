"""Files made to break readers, built by code so that no binary lies in the repository.

`CORPUS` maps a name to a `Hostile`: how to build the bytes, what the file is called, and what may become of it:
the codes with which it may be refused; `read` when reading it within bounds is right too.
"""

# ruff: noqa: E501 - the bytes of a format read better unbroken

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MIB = 1024 * 1024
XXE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&secret;</w:t></w:r></w:p></w:body></w:document>"
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{(chr(38) + chr(97 + n) + ";") * 10}">' for n in range(12))
    + "]><root>&m;</root>"
)
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="{target}"/></Relationships>'
)


@dataclass(frozen=True)
class Hostile:
    """How to build a file, its name, and what may become of it."""

    build: Callable[[], bytes]
    name: str
    ends: frozenset[str]


CORPUS: dict[str, Hostile] = {}


def hostile(name: str, *ends: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        CORPUS[build.__name__] = Hostile(build, name, frozenset(ends))
        return build

    return register


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tarfile.TarInfo, data: bytes = b"") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def word(document: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS.format(target="word/document.xml"),
            "word/document.xml": document,
        }
    )


# Archives


@hostile("bomb.zip", "expands-too-far")
def zip_bomb() -> bytes:
    return zipped({"zeros.txt": bytes(64 * MIB)})


@hostile("overlap.zip", "expands-too-far", "damaged")
def zip_whose_members_overlap() -> bytes:
    """Many directory entries that all claim the same data (Fifield, WOOT 2019)."""
    data = bytearray(zipped({"a": random.Random(1).randbytes(20_000)}, zipfile.ZIP_STORED))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[start:end])
    entries = b"".join(entry[:46] + bytes([65 + n]) + entry[47:] for n in range(20))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20, 20, len(entries), start, 0)
    return bytes(data[:start]) + entries + tail


@hostile("lies.zip", "read", "damaged", "expands-too-far")
def zip_that_lies_about_sizes() -> bytes:
    data = bytearray(zipped({"a.txt": b"x" * MIB}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark)
        data[at + offset : at + offset + 4] = struct.pack("<L", 10)
    return bytes(data)


@hostile("many.zip", "too-many-members")
def zip_of_too_many_members() -> bytes:
    return zipped({f"{n}.txt": b"" for n in range(3_000)}, zipfile.ZIP_STORED)


@hostile("climb.zip", "read")
def zip_whose_names_climb() -> bytes:
    return zipped(
        {
            "../../../../etc/cron.d/evil": b"one",
            "/etc/passwd": b"two",
            "C:\\Windows\\evil.txt": b"three",
            "..\\..\\evil.txt": b"four",
            "name\u202etxt.exe": b"five",
            "a/" * 300 + "deep.txt": b"six",
            "line\nbreak\x1b[2J.txt": b"seven",
        }
    )


@hostile("links.zip", "read")
def zip_with_a_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("passwords.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("plain.txt", "An ordinary file.")
    return out.getvalue()


@hostile("locked.zip", "encrypted")
def zip_with_a_password() -> bytes:
    data = bytearray(zipped({"a.txt": b"secret"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@hostile("cut.zip", "damaged")
def zip_cut_short() -> bytes:
    return zipped({"a.txt": b"words " * 1000})[:-40]


@hostile("devices.tar", "read")
def tar_with_links_and_devices() -> bytes:
    return tarred(
        member("shadow", tarfile.SYMTYPE, "/etc/shadow"),
        member("hard", tarfile.LNKTYPE, "../../etc/passwd"),
        member("null", tarfile.CHRTYPE),
        member("disk", tarfile.BLKTYPE),
        member("pipe", tarfile.FIFOTYPE),
        member("../climb.txt", size=5),
        member("/absolute.txt", size=5),
        data=b"words",
    )


@hostile("huge.tar", "read", "damaged")
def tar_that_states_a_huge_size() -> bytes:
    info = member("huge.txt", size=0)
    data = bytearray(tarred(info))
    data[124:136] = b"77777777777\x00"
    data[148:156] = b"        "
    data[148:156] = f"{sum(data[:512]):06o}\0 ".encode()
    return bytes(data)


@hostile("headers.tar", "too-many-members")
def tar_of_endless_headers() -> bytes:
    return tarred(*(member(f"{n}", tarfile.SYMTYPE, "x") for n in range(2_500)))


@hostile("bomb.gz", "expands-too-far")
def gzip_bomb() -> bytes:
    return gzip.compress(bytes(64 * MIB), 9)


@hostile("bomb.tar.bz2", "expands-too-far")
def bzip2_bomb() -> bytes:
    return bz2.compress(bytes(48 * MIB))


@hostile("bomb.xz", "expands-too-far")
def xz_bomb() -> bytes:
    return lzma.compress(bytes(48 * MIB), preset=0)


@hostile("cut.tar.gz", "read", "damaged")
def targz_cut_short() -> bytes:
    return gzip.compress(tarred(member("a.txt", size=6), data=b"words\n"))[:-30]


# Markup


@hostile("xxe.docx", "damaged")
def docx_that_asks_for_a_file() -> bytes:
    return word(XXE)


@hostile("laughs.docx", "damaged")
def docx_of_a_billion_laughs() -> bytes:
    return word(LAUGHS)


@hostile("bomb.docx", "expands-too-far")
def docx_bomb() -> bytes:
    return word("<w>" + " " * (40 * MIB) + "</w>")


@hostile("deep.docx", "damaged", "read")
def docx_nested_deep() -> bytes:
    return word("<a>" * 100_000 + "</a>" * 100_000)


@hostile("xxe.odt", "damaged")
def odt_that_asks_for_a_file() -> bytes:
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": XXE}, zipfile.ZIP_STORED
    )


@hostile("repeat.ods", "read", "too-many-cells", "too-much-memory", "too-slow", "damaged")
def ods_that_repeats_a_cell_forever() -> bytes:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='a'>"
        "<table:table-row table:number-rows-repeated='1048576'>"
        "<table:table-cell table:number-columns-repeated='16384' office:value-type='string'><text:p>x</text:p>"
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content},
        zipfile.ZIP_STORED,
    )


@hostile("far.xlsx", "too-many-cells")
def xlsx_with_cells_at_the_far_corners() -> bytes:
    return workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


@hostile("laughs.xlsx", "damaged")
def xlsx_of_a_billion_laughs() -> bytes:
    return workbook("", shared=LAUGHS)


@hostile("strings.xlsx", "read", "damaged", "too-much-memory")
def xlsx_whose_strings_are_missing() -> bytes:
    return workbook('<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>')


def workbook(rows: str, shared: str = "<sst/>") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS.format(target="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": shared,
        }
    )


@hostile("deep.html", "read", "damaged", "too-large")
def html_nested_deep() -> bytes:
    return b"<!doctype html><html><body>" + b"<div>" * 200_000 + b"The end of it."


@hostile("tables.html", "read", "damaged", "too-slow")
def html_tables_within_tables() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 3_000 + b"words"


@hostile("laughs.html", "read")
def html_with_entities() -> bytes:
    return (
        "<!DOCTYPE html [" + LAUGHS[LAUGHS.index("<!ENTITY") :].split("]>")[0] + "]><html><body><p>&m;</p>"
    ).encode()


@hostile("script.html", "read")
def html_that_would_run_and_fetch() -> bytes:
    return (
        b"<html><head><script>document.write('written by a script')</script>"
        b"<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><link rel=stylesheet href=http://127.0.0.1:9/x>"
        b"<base href='http://127.0.0.1:9/'></head><body><article><p>What a reader of the page sees.</p>"
        b"<img src=http://127.0.0.1:9/p.png onerror=alert(1)><iframe src=file:///etc/passwd></iframe></article>"
    )


@hostile("json.html", "read")
def html_with_deep_json() -> bytes:
    return (
        b'<html><script type="application/ld+json">'
        + b"[" * 200_000
        + b"</script><p>What a reader sees.</p></html>"
    )


@hostile("attributes.html", "read", "too-slow")
def html_of_endless_attributes() -> bytes:
    return b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(6_000)) + b">words</p>"


# Text and tables


@hostile("line.txt", "read")
def text_of_one_long_line() -> bytes:
    return b"word " * (2 * MIB)


@hostile("lines.txt", "too-large")
def text_of_too_many_paragraphs() -> bytes:
    return b"a\n\n" * 60_000


@hostile("big.txt", "too-large")
def text_larger_than_text_is_read() -> bytes:
    return b"0123456789abcdef" * (4 * MIB + 1)


@hostile("noise.txt", "binary")
def text_that_is_noise() -> bytes:
    return random.Random(2).randbytes(100_000)


@hostile("high.txt", "read", "binary")
def text_of_high_bytes_only() -> bytes:
    noise = random.Random(3)
    return bytes(noise.randrange(0x80, 0x100) for _ in range(50_000))


@hostile("cut.txt", "read")
def utf8_cut_within_a_character() -> bytes:
    return "Знайдено тіла ".encode() * 100 + b"\xd0"


@hostile("overlong.txt", "read")
def utf8_overlong_and_surrogates() -> bytes:
    return "Знайдено сорок тіл. ".encode() * 50 + b"\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80"


@hostile("odd.txt", "read", "binary")
def utf16_of_odd_length_and_lone_surrogates() -> bytes:
    return b"\xff\xfe" + "Тіла".encode("utf-16-le") * 50 + b"\x00\xd8\x41\x00\x00\xdc\x0a"


@hostile("null.txt", "read")
def text_with_nulls() -> bytes:
    return b"The police said that forty\0 bodies were found near the village.\n" * 40


@hostile("claims-utf7.txt", "read")
def text_in_utf7() -> bytes:
    return b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"


@hostile("backtrack.txt", "read")
def text_made_for_backtracking() -> bytes:
    lines = ["By " + "a " * 79, "(" * 500, "(photo " + "/" * 190 + ")", "КИЇВ " * 30, "- " * 300, "A’" * 75 + " —",
             "Photo: " + " by" * 50, "© " + " /" * 100, "Reporting by " + "a, " * 90 + ";", ">" * 500]  # fmt: skip
    return "\n\n".join(lines * 50).encode()


@hostile("columns.csv", "too-many-cells")
def csv_of_a_million_columns() -> bytes:
    return b"," * 1_000_000 + b"\n"


@hostile("cells.csv", "too-many-cells")
def csv_of_too_many_cells() -> bytes:
    return b"a,b,c,d,e,f,g,h,i,j\n" * 30_000


@hostile("quote.csv", "too-large", "damaged")
def csv_with_a_quote_never_closed() -> bytes:
    return b'a,b\n1,"' + b"x\n" * 800_000


@hostile("formula.csv", "read")
def csv_with_formulas() -> bytes:
    return b'name,age\n"=cmd|\'/c calc\'!A1",41\n@SUM(1),=HYPERLINK("http://127.0.0.1")\n'


# Mail


@hostile("deep.eml", "nested-too-deep", "damaged")
def mail_nested_deep() -> bytes:
    lines = [b"From: a@example.org", b"Date: Fri, 7 Oct 2022 10:00:00 +0000", b"MIME-Version: 1.0"]
    for n in range(400):
        lines += [b"Content-Type: multipart/mixed; boundary=b%d" % n, b"", b"--b%d" % n]
    return b"\r\n".join([*lines, b"Content-Type: text/plain", b"", b"the end"])


@hostile("recursive.eml", "read", "damaged", "nested-too-deep")
def mail_within_mail_within_mail() -> bytes:
    inner = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: in\r\n\r\nwords\r\n"
    for _ in range(150):
        inner = (
            b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nContent-Type: message/rfc822\r\n\r\n"
            + inner
        )
    return inner


@hostile("parts.eml", "too-many-members")
def mail_of_too_many_parts() -> bytes:
    head = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 6_000 + b"--b--"


@hostile("headers.eml", "read")
def mail_with_hostile_headers() -> bytes:
    return (
        b"From: =?utf-99?B?AAAA?= <a@example.org>\r\nTo: " + b"a@b.c, " * 50_000 + b"\r\n"
        b"Subject: =?utf-8?Q?" + b"=D0" * 5_000 + b"?=\r\nDate: Fri, 99 Foo 99999 99:99:99 +9999\r\n"
        b"Message-ID: <" + b"[" * 10_000 + b">\r\nReceived: from \xff\xfe\x00\r\n"
        b'Content-Type: text/plain; charset="' + b"x" * 10_000 + b'"\r\n\r\nThe body of the message.\r\n'
    )


@hostile("base64.eml", "read")
def mail_with_broken_base64() -> bytes:
    return (
        b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!! not base64 at all ====\r\nZm9v"
    )


@hostile("names.eml", "read")
def mail_whose_attachments_climb() -> bytes:
    return (
        b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\nContent-Type: text/csv\r\n"
        b'Content-Disposition: attachment; filename="../../../../tmp/evil.csv"\r\n\r\na,b\r\n--b\r\n'
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename*=utf-8''a%E2%80%AEtxt.exe\r\n\r\nx\r\n--b--"
    )


@hostile("broken.msg", "damaged", "too-slow", "too-much-memory", "unsupported")
def msg_whose_sectors_loop() -> bytes:
    """A compound file whose sector chain and directory point at themselves (MS-CFB)."""
    header = bytearray(512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLLLLL", header, 40, 0, 1, 0, 0, 4096, 1, 1, 0, 0)
    struct.pack_into("<109L", header, 76, *([0] * 109))
    name = "__properties_version1.0".encode("utf-16-le")
    return bytes(header) + struct.pack("<128L", *([0] * 128)) + name.ljust(512, b"\0") * 3


# PDF, RTF


@hostile("cut.pdf", "read", "damaged")
def pdf_cut_short() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"])[:-60]


@hostile("loop.pdf", "read", "damaged", "too-slow", "too-many-pages")
def pdf_whose_pages_loop() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


@hostile("count.pdf", "read", "damaged", "too-many-pages", "too-slow")
def pdf_that_states_a_billion_pages() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 1000000000 >>"])


@hostile("bomb.pdf", "read", "damaged", "too-much-memory", "too-slow", "too-large", "crashed")
def pdf_whose_stream_is_a_bomb() -> bytes:
    """Two layers of deflate: 100 MiB of `Tj` operators' worth of spaces in a few kilobytes."""
    inner = zlib.compress(b" " * (100 * MIB), 9)
    stream = zlib.compress(inner, 9)
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
            b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(stream)
            + stream
            + b"\nendstream",
        ]
    )


@hostile("page.pdf", "read", "damaged")
def pdf_with_a_page_the_size_of_a_country() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99999999 99999999] >>",
        ]
    )


def pdf(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
    )


@hostile("deep.rtf", "damaged")
def rtf_nested_deep() -> bytes:
    return b"{\\rtf1 " + b"{" * 100_000


@hostile("numbers.rtf", "read")
def rtf_with_hostile_numbers() -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg99999\uc9999999 \u99999999 \u-99999999 x\bin9999999999 swallowed \'zz"
        rb"\fcharset-5\f-1 \u55296 \u56320}"
    )


# Pictures


@hostile("huge.png", "too-large")
def png_of_enormous_dimensions() -> bytes:
    return png(200_000, 200_000, zlib.compress(bytes(1000)))


@hostile("bomb.png", "read", "damaged")
def png_whose_text_is_a_bomb() -> bytes:
    return png(
        1, 1, zlib.compress(b"\0\0"), extra=(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80 * MIB), 9))
    )


@hostile("cut.png", "damaged", "read")
def png_cut_short() -> bytes:
    return png(400, 400, zlib.compress(bytes(401 * 400)))[:120]


@hostile("loop.tif", "damaged", "read")
def tiff_whose_directories_loop() -> bytes:
    return (
        b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHLL", 256, 3, 1, 1) + struct.pack("<L", 8)
    )


@hostile("exif.jpg", "damaged", "read")
def jpeg_with_broken_exif() -> bytes:
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 60000) + b"\xff" * 3000
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xd9"


def png(width: int, height: int, pixels: bytes, extra: tuple[bytes, bytes] | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    middle = chunk(*extra) if extra else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + middle + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


# Web archives, and names that promise something else


@hostile("length.warc", "read", "damaged")
def warc_that_states_a_huge_length() -> bytes:
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nWARC-Date: 2022-10-07T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: 99999999999999\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>short</p>"
    )


@hostile("bomb.warc.gz", "expands-too-far")
def warc_bomb() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b" " * (40 * MIB)
    return gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nWARC-Date: 2022-10-07T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
        + b"\r\n\r\n"
    )


@hostile("garbage.warc.gz", "damaged", "read")
def warc_of_garbage() -> bytes:
    return gzip.compress(b"WARC/1.0\r\n" + random.Random(4).randbytes(5_000))


@hostile("page.pdf", "read")
def pdf_that_is_a_page() -> bytes:
    return b"<!DOCTYPE html><html><body><article><p>This is a page, whatever it is called.</p></article></body></html>"


@hostile("photo.jpg", "unsupported")
def picture_that_is_a_program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(500)


@hostile("statement\u202efdp.txt", "read")
def name_with_a_direction_override() -> bytes:
    return b"The name of this file is not what it seems to be."


def nested_zip(levels: int) -> bytes:
    """A ZIP within a ZIP within a ZIP …"""
    data = b"the innermost file"
    name = "inner.txt"
    for _ in range(levels):
        data, name = zipped({name: data}), "inner.zip"
    return data
