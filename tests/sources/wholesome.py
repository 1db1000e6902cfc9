"""Good files of every format, built by code; all of them tell of one invented find at an invented quarry."""

# ruff: noqa: E501 - the bytes of a format read better unbroken

from __future__ import annotations

import datetime
import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from itertools import pairwise

HEADLINE = "Forty bodies found at Bereznyk quarry"
SENTENCE = "The head of the district police said that 40 bodies were recovered from the quarry."
UKRAINIAN = "Начальник районної поліції повідомив, що з кар’єру підняли 40 тіл."
CAPTION = "Workers at the edge of the quarry"
TABLE = (("Place", "Bodies"), ("Bereznyk", "40"), ("Lozova Balka", "7"))


def txt() -> bytes:
    return f"{HEADLINE}\n\nBEREZNYK, Ostrava, Oct. 7 (Reuters) - {SENTENCE}\n\n{CAPTION} (EPA)\n\n{UKRAINIAN}\n".encode()


def csv_() -> bytes:
    return "\r\n".join(";".join(row) for row in TABLE).encode("cp1251") + b"\r\n"


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE[1:])
    heads = "".join(f"<th>{cell}</th>" for cell in TABLE[0])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quarry | The Example</title>
<link rel="canonical" href="https://example.org/quarry"><meta property="og:site_name" content="The Example">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",
"headline":"{HEADLINE}","datePublished":"2022-10-07T21:15:00+03:00","author":[{{"name":"Anna Example"}}]}}]}}</script>
<script>document.title = "changed by a script"</script></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{HEADLINE}</h1>
<p class="byline">By Anna Example</p><p>{SENTENCE}</p>
<figure><img src="p.jpg"><figcaption>{CAPTION} <span class="credit">(EPA)</span></figcaption></figure>
<h2>What is known</h2><p lang="uk">{UKRAINIAN}</p><ul><li>Seven were soldiers.</li></ul>
<table><tr>{heads}</tr>{rows}</table><aside class="related"><a href="/x">Another story altogether</a></aside>
</article><footer>© 2022 The Example. <a href="/terms">Terms</a></footer></body></html>""".encode()


def pdf() -> bytes:
    from fpdf import FPDF

    paper = FPDF(unit="pt", format=(595, 842))
    paper.set_title("Quarry report")
    paper.set_author("Example Office")
    paper.set_creation_date(datetime.datetime(2022, 10, 9, tzinfo=datetime.UTC))
    paper.set_auto_page_break(False)
    for number in (1, 2):
        paper.add_page()
        paper.set_font("Helvetica", size=9)
        paper.text(60, 40, "Example Office - internal")
        paper.text(280, 820, f"Page {number} of 2")
        if number == 1:
            paper.set_font("Helvetica", size=20)
            paper.text(60, 100, HEADLINE)
        paper.set_font("Helvetica", size=11)
        paper.set_xy(60, 140)
        paper.multi_cell(300, 14, f"{SENTENCE} A second team went down on page {number}.", align="L")
        paper.set_xy(60, 240)
        paper.multi_cell(300, 14, "The search goes on.", align="L")
    return bytes(paper.output())


def docx_() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = "Quarry statement"
    document.core_properties.author = "Example Office"
    document.core_properties.modified = datetime.datetime(2022, 10, 8, 9, 0)
    document.add_heading(HEADLINE, 0)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Seven were soldiers.", style="List Bullet")
    table = document.add_table(len(TABLE), 2)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph(f"{CAPTION} (EPA)", style="Caption")
    document.sections[0].footer.paragraphs[0].text = "Example Office"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "meta")
)


def _rows(cell: Callable[[str], str]) -> str:
    return "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in TABLE)


def odt() -> bytes:
    rows = _rows(lambda text: f"<table:table-cell><text:p>{text}</text:p></table:table-cell>")
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {_OPEN}><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>Struck out.</text:p></text:deletion>
</text:changed-region></text:tracked-changes><text:h text:outline-level="1">{HEADLINE}</text:h>
<text:p>The head of the district police said<text:s/>that <text:span>40 bodies</text:span> were recovered from the quarry.
<text:note><text:note-body><text:p>Counted on 7 October.</text:p></text:note-body></text:note></text:p>
<text:list><text:list-item><text:p>Seven were soldiers.</text:p></text:list-item></text:list>
<table:table table:name="Places">{rows}</table:table></office:text></office:body></office:document-content>"""
    meta = (
        f'<office:document-meta {_OPEN} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>Quarry statement</dc:title><meta:initial-creator>Example Office</meta:initial-creator>"
        "<dc:date>2022-10-08T09:00:00</dc:date></office:meta></office:document-meta>"
    )
    return _package("application/vnd.oasis.opendocument.text", {"content.xml": content, "meta.xml": meta})


def ods() -> bytes:
    def cell(text: str) -> str:
        kind = (
            f'office:value-type="float" office:value="{text}"'
            if text.isdigit()
            else 'office:value-type="string"'
        )
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_OPEN}><office:body><office:spreadsheet>'
        f'<table:table table:name="Places">{_rows(cell)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return _package(
        "application/vnd.oasis.opendocument.spreadsheet",
        {"content.xml": content, "META-INF/manifest.xml": manifest},
    )


def _package(media_type: str, parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", media_type)
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rtf() -> bytes:
    cyrillic = "".join(f"\\'{byte:02x}" for byte in UKRAINIAN.replace("’", "'").encode("cp1251"))
    rows = "".join(
        r"\trowd\pard\intbl " + "".join(f"{cell}\\cell " for cell in row) + r"\row " for row in TABLE
    )
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset204 Arial CYR;}}"
        r"{\info{\title Quarry statement}{\author Example Office}}{\*\generator Example}"
        rf"\pard\f0 {SENTENCE}\par\f1 {cyrillic}\par\f0 Zelen\u253?, {{\b seven}} soldiers \endash  no more.\par "
        rf"{rows}\pard Done.\par{{\pict\pngblip 89504e470d0a}}}}"
    ).encode("ascii")


def eml() -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Олена Приклад <olena@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Список із кар’єру"
    message["Date"] = "Fri, 07 Oct 2022 21:40:00 +0300"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(f"{UKRAINIAN}\n\nДодаю таблицю.\n")
    message.add_alternative(
        f"<html><body><p>{UKRAINIAN}</p><p>Додаю таблицю.</p></body></html>", subtype="html"
    )
    message.add_attachment(csv_(), maintype="text", subtype="csv", filename="список.csv")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "police@example.org", "Count of the day"
    inner["Message-ID"] = "<2@example.org>"
    inner.set_content(SENTENCE)
    message.add_attachment(inner)
    return message.as_bytes()


def xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Places"
    sheet.append([*TABLE[0], "Found", "Sure", "Share"])
    sheet.append(["Bereznyk", 40, datetime.date(2022, 10, 7), True, 0.5])
    sheet.append(["Lozova Balka", 7, datetime.datetime(2022, 10, 8, 14, 30), False, None])
    book.create_sheet("Notes").append(["Checked by", "A. Example"])
    book["Notes"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def jpeg() -> bytes:
    from PIL import Image

    picture = Image.new("RGB", (64, 48), "grey")
    exif = picture.getexif()
    exif[0x010F], exif[0x0132] = "Example Camera", "2022:10:07 15:04:05"
    exif.get_ifd(0x8769)[0x9003] = "2022:10:07 15:04:05"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (49.0, 12.0, 30.0), "W", (37.0, 15.0, 0.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    # An IPTC block (IIM 4.2) in Photoshop's APP13: caption, creator, credit line, copyright notice.
    fields = ((120, CAPTION), (80, "Ivan Example"), (110, "EPA"), (116, "© 2022 EPA"))
    iptc = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(text.encode())) + text.encode() for number, text in fields
    )
    block = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">L", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    )
    data = out.getvalue()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]


def png_of_words(*lines: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1200, 140 * len(lines) + 60), 255)
    font = ImageFont.load_default(48)
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((40, 50 + 140 * number), line, fill=0, font=font)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def png() -> bytes:
    return png_of_words("The police found 40 bodies")


def warc() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, kind, body in (
        ("https://example.org/quarry", "text/html", gzip.compress(html())),
        ("https://example.org/style.css", "text/css", gzip.compress(b"p { color: black }")),
    ):
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", kind), ("Content-Encoding", "gzip")], "HTTP/1.1"
        )
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": "2022-10-08T06:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    return out.getvalue()


def wacz() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc())
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n'
                         '{"url": "https://example.org/quarry", "title": "As it was captured"}\n')  # fmt: skip
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
    return out.getvalue()


def zip_() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("papers/statement.txt", (2022, 10, 8, 9, 0, 0)), txt())
        archive.writestr("papers/page.html", html())
        archive.writestr("__MACOSX/papers/._page.html", b"\0\5\x16\7")
    return out.getvalue()


def targz() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("papers/statement.txt")
        info.size, info.mtime = len(txt()), 1_665_219_600
        archive.addfile(info, io.BytesIO(txt()))
    return out.getvalue()


# Compound files (MS-CFB): one writer, enough for an Outlook message and an old workbook.

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: dict[str, object]) -> bytes:
    """A compound file of streams (bytes) and storages (dicts), in sectors of 512 bytes; small streams included."""
    entries: list[dict[str, object]] = []

    def enter(name: str, node: object) -> int:
        index = len(entries)
        entry: dict[str, object] = {"name": name, "node": node, "child": _FREE, "right": _FREE}
        entries.append(entry)
        if isinstance(node, dict):
            # A chain of right siblings in the order the format asks for is a valid, if lopsided, tree.
            keys = sorted(node, key=lambda key: (len(key), key.upper()))
            children = [enter(key, node[key]) for key in keys]
            for left, right in pairwise(children):
                entries[left]["right"] = right
            entry["child"] = children[0] if children else _FREE
        return index

    enter("Root Entry", tree)
    small, minifat, sectors, fat = bytearray(), [], [], []

    def chain(data: bytes) -> int:
        start = len(sectors)
        pieces = [data[n : n + 512].ljust(512, b"\0") for n in range(0, len(data), 512)]
        for number, piece in enumerate(pieces):
            sectors.append(piece)
            fat.append(start + number + 1 if number + 1 < len(pieces) else _END)
        return start if pieces else _END

    for entry in entries:
        node = entry["node"]
        if not isinstance(node, bytes):
            continue
        entry["size"] = len(node)
        if len(node) >= 4096:
            entry["start"] = chain(node)
            continue
        count = (len(node) + 63) // 64
        entry["start"] = len(minifat) if count else _END
        minifat += [len(minifat) + n + 1 for n in range(count - 1)] + [_END] * (count > 0)
        small += node.ljust(count * 64, b"\0")
    entries[0]["start"], entries[0]["size"] = chain(bytes(small)), len(small)
    minifat_start = chain(
        b"".join(struct.pack("<L", n) for n in minifat).ljust(-(-len(minifat) // 128) * 512, b"\xff")
    )
    directory = b""
    for number, entry in enumerate(entries):
        name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
        kind = 5 if number == 0 else 1 if isinstance(entry["node"], dict) else 2
        directory += name.ljust(64, b"\0") + struct.pack(
            "<HBBLLL", len(name), kind, 1, _FREE, entry["right"], entry["child"]
        )
        directory += bytes(36) + struct.pack("<LQ", entry.get("start", 0), entry.get("size", 0))
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    directory_start = chain(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) > fat_sectors * 128:
        fat_sectors += 1
    fat_start = len(sectors)
    fat += [_FAT] * fat_sectors
    table = b"".join(struct.pack("<L", n) for n in fat).ljust(fat_sectors * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<LLLLLLLLL", 0, fat_sectors, directory_start, 0, 4096,
        minifat_start, -(-len(minifat) // 128), _END, 0,
    )  # fmt: skip
    header += b"".join(struct.pack("<L", n) for n in range(fat_start, fat_start + fat_sectors)).ljust(
        436, b"\xff"
    )
    return header + b"".join(sectors) + table


def msg() -> bytes:
    """An Outlook message (MS-OXMSG) with one attachment."""

    def text(value: str) -> bytes:
        return value.encode("utf-16-le")

    def properties(*fixed: bytes, head: int) -> bytes:
        return bytes(head) + b"".join(fixed)

    when = (datetime.datetime(2022, 10, 7, 18, 40) - datetime.datetime(1601, 1, 1)) // datetime.timedelta(
        microseconds=1
    )
    sent = struct.pack("<HHLQ", 0x40, 0x0039, 6, when * 10)

    def variable(tag: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<HHLLL", kind, tag, 6, len(data) + (2 if kind == 0x1F else 0), 0)

    attachment = {
        "__substg1.0_3707001F": text("list.csv"),
        "__substg1.0_37010102": csv_(),
        "__substg1.0_370E001F": text("text/csv"),
        "__properties_version1.0": properties(
            struct.pack("<HHLLL", 3, 0x3705, 6, 1, 0),
            variable(0x3707, 0x1F, text("list.csv")), variable(0x3701, 0x102, csv_()),
            variable(0x370E, 0x1F, text("text/csv")), head=8,
        ),
    }  # fmt: skip
    subject, body, sender = text("Count of the day"), text(f"{SENTENCE}\r\n"), text("police@example.org")
    return compound(
        {
            "__nameid_version1.0": {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""},
            "__substg1.0_001A001F": text("IPM.Note"),
            "__substg1.0_0037001F": subject,
            "__substg1.0_1000001F": body,
            "__substg1.0_0C1A001F": text("District Police"),
            "__substg1.0_0C1F001F": sender,
            "__substg1.0_5D01001F": sender,
            "__properties_version1.0": properties(
                sent,
                variable(0x001A, 0x1F, text("IPM.Note")), variable(0x0037, 0x1F, subject),
                variable(0x1000, 0x1F, body), variable(0x0C1A, 0x1F, text("District Police")),
                variable(0x0C1F, 0x1F, sender), variable(0x5D01, 0x1F, sender),
                struct.pack("<HHLLL", 3, 0x340D, 6, 0x40000, 0), head=32,
            ),
            "__attach_version1.0_#00000000": attachment,
        }
    )  # fmt: skip


def xls() -> bytes:
    """An old workbook (BIFF8) with one sheet."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def words(text: str) -> bytes:
        return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")

    begin = struct.pack("<HHHHLL", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = record(0x0809, begin[:2] + b"\x10\0" + begin[4:])
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            sheet += (
                record(0x0203, at + struct.pack("<d", float(cell)))
                if cell.isdigit()
                else record(0x0204, at + words(cell))
            )
    sheet += record(0x000A, b"")
    name = "Places".encode("utf-16-le")
    start = record(0x0809, begin) + record(0x0042, struct.pack("<H", 1200))
    bound = 4 + 8 + len(name)
    offset = len(start) + bound + 4
    globals_ = start + record(0x0085, struct.pack("<LBBBB", offset, 0, 0, 6, 1) + name) + record(0x000A, b"")
    return compound({"Workbook": (globals_ + sheet).ljust(4096, b"\0")})


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "txt": ("statement.txt", txt), "csv": ("list.csv", csv_), "html": ("page.html", html),
    "pdf": ("report.pdf", pdf), "docx": ("statement.docx", docx_), "odt": ("statement.odt", odt),
    "ods": ("list.ods", ods), "rtf": ("statement.rtf", rtf), "eml": ("mail.eml", eml), "msg": ("mail.msg", msg),
    "xlsx": ("list.xlsx", xlsx), "xls": ("list.xls", xls), "jpeg": ("photo.jpg", jpeg), "png": ("scan.png", png),
    "warc": ("capture.warc.gz", warc), "wacz": ("capture.wacz", wacz), "zip": ("papers.zip", zip_),
    "targz": ("papers.tar.gz", targz),
}  # fmt: skip
