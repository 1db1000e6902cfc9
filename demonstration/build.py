"""Build the demonstration folder: `texts/` as they are, and the other formats from `words/` and from here.

    python demonstration/build.py DESTINATION

Everything is invented (see README.md). The same bytes come out each time: dates are fixed and the entries of
the zipped formats carry one date.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTICE = "DEMONSTRATION DOCUMENT. The event, the district, its people and their organisations are invented."
ZIP_DATE = (2025, 7, 2, 12, 0, 0)

SUMMARY = [
    ("Sector", "Graves", "Bodies", "Women", "Men", "Children", "Not determined"),
    ("A", 38, 41, 14, 18, 4, 5),
    ("B", 61, 61, 22, 31, 5, 3),
    ("C", 95, 99, 35, 47, 5, 9),
    ("Total", 194, 201, 71, 96, 14, 17),
]


def paragraphs(name: str) -> list[tuple[bool, str]]:
    """The paragraphs of a file in `words/` after its notice, each with whether it is a heading."""
    blocks = (HERE / "words" / name).read_text(encoding="utf-8").strip().split("\n\n")
    return [(block.startswith("# "), " ".join(block.removeprefix("# ").split())) for block in blocks[1:]]


def register_rows() -> list[tuple[str, ...]]:
    """The 41 bodies of sector A from 38 graves: A-07 held three and A-22 two."""
    graves = [f"A-{n:02d}" for n in range(1, 39)]
    per_body = [g for g in graves for _ in range({"A-07": 3, "A-22": 2}.get(g, 1))]
    who = (
        [("female", "adult")] * 12 + [("female", "older")] * 2 + [("female", "child")] * 3
        + [("male", "adult")] * 17 + [("male", "older")] + [("male", "child")]
        + [("undetermined", "adult")] * 2 + [("undetermined", "undetermined")] * 3
    )  # fmt: skip
    # A fixed walk through the list (17 and 41 have no common factor), so that like does not sit with like.
    who = [who[(17 * n + 5) % len(who)] for n in range(len(who))]
    states = ("decomposed", "partly skeletal", "decomposed", "complete body", "incomplete body")
    signs = (
        "none seen",
        "not examined",
        "gunshot wound, head",
        "none seen",
        "hands tied",
        "not examined",
        "blast",
    )
    rows = [("Grave", "Body no.", "Exhumed on", "Sex", "Age group", "State", "Signs noted", "Taken to")]
    for n, (grave, (sex, age)) in enumerate(zip(per_body, who, strict=True), start=1):
        rows.append(
            (
                grave,
                f"SB-{n:03d}",
                f"2025-06-{3 + (n - 1) // 11:02d}",
                sex,
                age,
                states[n * 3 % len(states)],
                signs[n * 4 % len(signs)],
                "Myrhorod" if n % 3 == 0 else "Poltava",
            )
        )
    return rows


def settle_zip(data: bytes) -> bytes:
    """The same archive with one date on every entry, so that two builds give the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the moment of saving, whatever it is told
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-07-02T12:00:00Z", content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(entry, content)
    return out.getvalue()


def field_note_pdf() -> bytes:
    """The report of a non-governmental organisation, two pages with running headers."""
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    class Report(FPDF):
        def header(self) -> None:
            self.set_font("Times", "I", 8)
            self.cell(0, 5, NOTICE, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(5)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("Times", "I", 8)
            self.cell(0, 5, f"Open Ledger - page {self.page_no()}", align="C")

    pdf = Report(format="A4")
    pdf.set_creation_date(datetime(2025, 7, 15, 9, 0, tzinfo=UTC))
    pdf.set_title("Siryi Bir: a field note")
    pdf.set_author("Open Ledger")
    pdf.set_creator("demonstration")
    pdf.add_page()
    for heading, words in paragraphs("05-open-ledger-field-note.md"):
        if words == "Places of detention":
            pdf.add_page()
        if heading:
            pdf.set_font("Times", "B", 15)
            pdf.ln(3)
            pdf.multi_cell(0, 8, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        else:
            pdf.set_font("Times", "", 11.5)
            pdf.multi_cell(0, 6, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            pdf.ln(2)
    return bytes(pdf.output())


def testimony_docx() -> bytes:
    """An account under a code; what the witness asked to keep back is in the text, and must be kept back."""
    from docx import Document

    document = Document()
    document.add_paragraph(NOTICE)
    for heading, words in paragraphs("07-testimony-SV-07.md"):
        if heading:
            document.add_heading(words, level=1)
        else:
            document.add_paragraph(words)
    properties = document.core_properties
    properties.author, properties.title = "Open Ledger", "Record of an account: SV-07"
    properties.last_modified_by = "Open Ledger"
    properties.created = properties.modified = datetime(2025, 6, 20, 15, 0)
    out = io.BytesIO()
    document.save(out)
    return settle_zip(out.getvalue())


def register_xlsx() -> bytes:
    """The register of bodies: a sheet of rows and a sheet of sums, which disagree in sector C."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    notes = book.active
    notes.title = "Read me"
    notes.append((NOTICE,))
    for title, rows in (("Sector A", register_rows()), ("Summary", SUMMARY)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    book.properties.creator = "Forensic team at Siryi Bir (invented)"
    book.properties.created = book.properties.modified = datetime(2025, 6, 28, 18, 0)
    out = io.BytesIO()
    book.save(out)
    return settle_zip(out.getvalue())


def denial_eml() -> bytes:
    """The denial as it arrived: a mail with the same text attached."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Press office <press@leftbank.example>"
    mail["To"] = "desk@openledger.example"
    mail["Subject"] = "Reply to your request for comment of 13 June"
    mail["Date"] = "Sat, 14 Jun 2025 10:12:00 +0300"
    mail["Message-ID"] = "<20250614.1012.reply@leftbank.example>"
    words = (HERE / "words" / "10-denial-14-june.txt").read_text(encoding="utf-8")
    mail.set_content(words)
    mail.add_attachment(
        words.replace("To the editors,\n\n", "").encode(),
        maintype="text",
        subtype="plain",
        filename="statement.txt",
    )
    mail.set_boundary("=demonstration=")
    return mail.as_bytes()


def crosses_jpg() -> bytes:
    """A plain drawing of numbered crosses between pines, with the data a camera would have written."""
    from PIL import Image, ImageDraw
    from PIL.TiffImagePlugin import IFDRational

    image = Image.new("RGB", (960, 640), (206, 214, 205))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, 960, 640), fill=(151, 140, 112))
    for n, x in enumerate(range(-20, 980, 76)):
        top = 40 + (n * 37) % 90
        draw.rectangle((x + 26, top + 90, x + 38, 420), fill=(92, 74, 58))
        for level in range(4):
            y = top + level * 60
            draw.polygon(((x + 32, y), (x - 14, y + 92), (x + 78, y + 92)), fill=(58, 84 + level * 6, 66))
    for row, y in enumerate((452, 512, 574)):
        for n in range(7):
            x = 70 + n * 128 + row * 22
            draw.rectangle((x, y - 34, x + 6, y + 22), fill=(232, 222, 196))
            draw.rectangle((x - 15, y - 22, x + 21, y - 16), fill=(232, 222, 196))
            draw.text((x + 12, y - 8), str(101 + row * 7 + n), fill=(40, 34, 28))
    draw.text((16, 614), "DRAWING FOR DEMONSTRATION - INVENTED", fill=(40, 34, 28))
    exif = Image.Exif()
    exif[0x010E] = "Numbered crosses near Kalynodub, invented for demonstration"
    exif[0x010F], exif[0x0110], exif[0x0131] = "Demonstration", "Drawing", "build.py"
    exif[0x013B], exif[0x8298] = "Tomas Reyl", "2025 Blue Harbour Pictures (invented)"
    exif[0x0132] = "2025:06:11 16:42:10"
    exif.get_ifd(0x8769)[0x9003] = "2025:06:11 16:42:10"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", tuple(IFDRational(*p) for p in ((49, 1), (41, 1), (1830, 100)))
    gps[3], gps[4] = "E", tuple(IFDRational(*p) for p in ((33, 1), (52, 1), (4410, 100)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


MADE = {
    "05-open-ledger-field-note.pdf": field_note_pdf,
    "07-testimony-SV-07.docx": testimony_docx,
    "08-register-of-recovered-bodies.xlsx": register_xlsx,
    "10-denial-14-june.eml": denial_eml,
    "12-siryi-bir-crosses.jpg": crosses_jpg,
}


def build(destination: Path) -> list[Path]:
    """Write the whole demonstration into a folder; returns the documents in the order of the manifest."""
    destination.mkdir(parents=True, exist_ok=True)
    for text in sorted((HERE / "texts").iterdir()):
        shutil.copyfile(text, destination / text.name)
    for name, make in MADE.items():
        (destination / name).write_bytes(make())
    shutil.copyfile(HERE / "manifest.csv", destination / "manifest.csv")
    with (HERE / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        return [destination / row["path"] for row in csv.DictReader(rows)]


def main(arguments: list[str]) -> int:
    """Build into the folder named on the command line."""
    if len(arguments) != 1:
        print("usage: python demonstration/build.py DESTINATION", file=sys.stderr)
        return 2
    documents = build(Path(arguments[0]))
    print(f"{len(documents)} demonstration documents in {arguments[0]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
