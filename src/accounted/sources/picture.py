"""Pictures: what the file says of itself (EXIF with place and time, IPTC and XMP captions and credits), and
its text.

Words in the picture are recognised by Tesseract where it is installed, each paragraph with its box. A
caption that travels in the file is part of the text too: somebody wrote it, and it makes claims.
"""

from __future__ import annotations

import re
import warnings as python_warnings
from importlib.metadata import version as version_of
from typing import Any

from accounted.sources import ocr
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript, storable
from accounted.sources.packages import parse_xml

NAME = "picture"
VERSION = f"1.0 (Pillow {version_of('pillow')})"

_IPTC = {
    (2, 5): "title", (2, 25): "keywords", (2, 55): "date_created", (2, 60): "time_created",
    (2, 80): "creator",
    (2, 90): "city", (2, 95): "region", (2, 101): "country", (2, 105): "headline", (2, 110): "credit_line",
    (2, 115): "source", (2, 116): "copyright_notice", (2, 120): "caption",
}  # fmt: skip
_XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}description": "caption",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
    "{http://purl.org/dc/elements/1.1/}rights": "copyright_notice",
    "{http://ns.adobe.com/photoshop/1.0/}Headline": "headline",
    "{http://ns.adobe.com/photoshop/1.0/}Credit": "credit_line",
    "{http://ns.adobe.com/photoshop/1.0/}Source": "source",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated": "date_created",
    "{http://ns.adobe.com/photoshop/1.0/}City": "city",
    "{http://ns.adobe.com/photoshop/1.0/}Country": "country",
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms": "usage_terms",
    "{http://ns.adobe.com/xap/1.0/rights/}WebStatement": "rights_url",
}
_MOST_FRAMES = 500
_LONGEST_SIDE = 6000  # pixels for recognition: A4 at 500 dpi; more costs time and finds nothing


def read(job: Job) -> Outcome:
    """Metadata as found, a caption and credit that travel in the file, and the words in the picture.

    Raises:
        RefusedFile: `damaged`, `too-large`.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = job.limits.pixels
    manuscript = Manuscript(job.limits)
    remarks: list[str] = []
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            picture = Image.open(job.path, formats=["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP"])
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(job) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError) as error:
            raise RefusedFile(
                "damaged",
                f"this is not a whole picture ({str(error)[:100]})",
                "ask for the original file again",
            ) from error
        with picture:
            width, height = picture.size
            if width * height > job.limits.pixels:
                raise _too_many_pixels(job, f"{width:,} × {height:,}")
            frames = int(getattr(picture, "n_frames", 1))
            manuscript.metadata |= {"width": str(width), "height": str(height), "format": str(picture.format)}
            if frames > 1:
                manuscript.metadata["frames"] = str(frames)
            _take_exif(picture, manuscript.metadata)
            facts = _iptc(picture) | _xmp(picture)
            for key, value in facts.items():
                manuscript.metadata[f"iptc:{key}"] = value
            manuscript.title = facts.get("headline") or facts.get("title")
            manuscript.author = facts.get("creator")
            for key in ("headline", "caption", "credit_line", "copyright_notice"):
                if facts.get(key):
                    manuscript.paragraph(facts[key], _SEGMENT[key])
            version = _recognise(job, picture, frames, manuscript, remarks)
    return Outcome(NAME, version, manuscript, remarks)


_SEGMENT: dict[str, Any] = {
    "headline": "headline", "caption": "caption", "credit_line": "credit", "copyright_notice": "credit",
}  # fmt: skip


def _too_many_pixels(job: Job, size: str = "") -> RefusedFile:
    return RefusedFile(
        "too-large",
        f"the picture states {size + ', ' if size else ''}more than {job.limits.pixels:,} pixels",
        "scale it down and add that copy beside it, or raise the limit `pixels`",
    )


def _take_exif(picture: Any, metadata: dict[str, str]) -> None:
    from PIL import ExifTags

    try:
        exif = picture.getexif()
        groups = [("exif", exif, ExifTags.TAGS)]
        for pointer in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
            tags = ExifTags.GPSTAGS if pointer == ExifTags.IFD.GPSInfo else ExifTags.TAGS
            groups.append(("gps" if pointer == ExifTags.IFD.GPSInfo else "exif", exif.get_ifd(pointer), tags))
        for prefix, group, tags in groups:
            for number, value in list(group.items())[:300]:
                name = tags.get(number, f"tag {number}")
                shown = _shown(value)
                if shown and name not in ("MakerNote", "PrintImageMatching", "ExifOffset", "GPSInfo"):
                    metadata[f"{prefix}:{name}"] = shown
        position = _position(groups[2][1])
        if position:
            metadata["latitude"], metadata["longitude"] = position
    except Exception as error:  # broken EXIF comes in every shape; the picture is still a picture
        metadata["exif_problem"] = f"{type(error).__name__}: {str(error)[:100]}"


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        text = value.rstrip(b"\0")
        for mark in (b"ASCII\0\0\0", b"UNICODE\0"):
            text = text.removeprefix(mark)
        decoded = text.decode("utf-8", "replace")
        return decoded[:2000] if decoded.isprintable() else f"{len(value)} bytes"
    if isinstance(value, (tuple, list)):
        return " ".join(_shown(item) for item in value[:64])
    if isinstance(value, dict):
        return ""
    return storable(str(value)).strip("\ufffd ")[:2000]


def _position(gps: Any) -> tuple[str, str] | None:
    """Decimal degrees from the EXIF degrees, minutes and seconds (EXIF 2.32, 4.6.6)."""
    try:
        latitude = sum(float(part) / 60**power for power, part in enumerate(gps[2]))
        longitude = sum(float(part) / 60**power for power, part in enumerate(gps[4]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    if not (latitude <= 90 and longitude <= 180):
        return None
    south, west = str(gps.get(1, "N")).upper()[:1] == "S", str(gps.get(3, "E")).upper()[:1] == "W"
    return f"{-latitude if south else latitude:.6f}", f"{-longitude if west else longitude:.6f}"


def _iptc(picture: Any) -> dict[str, str]:
    from PIL import IptcImagePlugin

    try:
        found = IptcImagePlugin.getiptcinfo(picture) or {}
    except Exception:  # broken blocks come in every shape
        return {}
    facts = {}
    for key, name in _IPTC.items():
        value = found.get(key)
        values = value if isinstance(value, list) else [value] if value else []
        texts = [_decoded(item) for item in values if isinstance(item, bytes)]
        if texts:
            facts[name] = ", ".join(texts)
    return facts


def _decoded(value: bytes) -> str:
    from accounted.sources.decoding import decode

    return decode(value).text.strip()


def _xmp(picture: Any) -> dict[str, str]:
    raw = (
        picture.info.get("xmp")
        or picture.info.get("XML:com.adobe.xmp")
        or picture.info.get("Raw profile type xmp")
    )
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "replace")
    if not isinstance(raw, bytes) or len(raw) > 4_000_000:
        return {}
    start, end = raw.find(b"<x:xmpmeta"), raw.rfind(b"</x:xmpmeta>")
    if start < 0 or end < 0:
        return {}
    try:
        root = parse_xml(raw[start : end + len(b"</x:xmpmeta>")], "XMP")
    except RefusedFile:
        return {}
    facts: dict[str, str] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name in _XMP:
                facts.setdefault(_XMP[name], value.strip())
        if element.tag in _XMP:
            text = re.sub(r"\s+", " ", " ".join(element.itertext())).strip()
            if text:
                facts.setdefault(_XMP[element.tag], text)
    return {name: value for name, value in facts.items() if value}


def _recognise(job: Job, picture: Any, frames: int, manuscript: Manuscript, remarks: list[str]) -> str:
    from PIL import Image, ImageOps

    if job.tesseract is None or job.limits.ocr_pages == 0:
        remarks.append(f"words in the picture were not read; {ocr.HOW_TO_GET}")
        return VERSION
    version = f"{VERSION[:-1]}; {ocr.version(job.tesseract)})"
    recogniser = ocr.Recogniser(job)
    pages = min(frames, job.limits.ocr_pages, _MOST_FRAMES) if picture.format == "TIFF" else 1
    if picture.format == "TIFF" and pages < frames:
        remarks.append(f"only {pages} of {frames} pages were recognised: the limit `ocr_pages`")
    found = 0
    for number in range(1, pages + 1):
        try:
            picture.seek(number - 1)
            if picture.width * picture.height > job.limits.pixels:
                raise Image.DecompressionBombError
            frame = ImageOps.exif_transpose(picture).convert("L")
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(job) from error
        except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError) as error:
            if number == 1:
                raise RefusedFile(
                    "damaged",
                    f"the picture is broken ({str(error)[:100]})",
                    "ask for the original file again",
                ) from error
            remarks.append(f"page {number} is broken and was left out")
            continue
        scale = 1.0
        if max(frame.size) > _LONGEST_SIDE:
            scale = _LONGEST_SIDE / max(frame.size)
            frame = frame.resize((max(1, round(frame.width * scale)), max(1, round(frame.height * scale))))
        try:
            blocks = recogniser.blocks(frame)
        except ocr.OutOfTime:
            remarks.append(f"from page {number} on words were not recognised: the time for it ran out")
            break
        for block in blocks:
            manuscript.paragraph(block.text, page=number, box=block.scaled(1 / scale).box)
            found += 1
    if found:
        remarks.append("words were recognised from a picture: check figures and names against it")
    return version
