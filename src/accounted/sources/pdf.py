"""PDF: the text layer, page by page, with the box of every paragraph; pages that are pictures go to
recognition.

Lines are PDFium's; they are gathered into paragraphs by the space between them, the size of the type and
their left edge. Lines of one paragraph are joined with a space, and a word broken at a line's end is
mended. Running heads and page numbers are labelled `page_furniture`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as version_of
from itertools import pairwise
from statistics import median
from typing import Any

from accounted.claims import SegmentKind
from accounted.sources import ocr
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Box, Manuscript
from accounted.sources.prose import write_prose
from accounted.sources.published import edtf_of

NAME = "pdf"
VERSION = f"1.0 (pypdfium2 {version_of('pypdfium2')})"
_SCAN_DPI = 300
_SAVE_AGAIN = "open it in a PDF viewer and print it to a new PDF, or ask for another copy"


@dataclass(slots=True)
class _Line:
    text: str
    box: Box
    size: float
    in_margin: bool = False  # within the top or bottom tenth of its page
    furniture: bool = False
    hyphen: bool = False


def read(job: Job) -> Outcome:
    """The document of a PDF.

    Raises:
        RefusedFile: `encrypted`, `damaged`, `too-many-pages`.
    """
    pdf = _open(job)
    try:
        count = len(pdf)
        if count > job.limits.pages:
            raise RefusedFile(
                "too-many-pages",
                f"{count:,} pages, more than {job.limits.pages:,}",
                "split the file, or raise the limit `pages`",
            )
        manuscript = Manuscript(job.limits)
        warnings: list[str] = []
        _take_info(pdf, manuscript, count)
        pages: list[list[_Line]] = []
        empty: list[int] = []
        failed: list[int] = []
        characters = 0
        for number in range(1, count + 1):
            try:
                lines = _lines(pdf, number)
            except _PageFailed:
                failed.append(number)
                lines = []
            else:
                if not lines:
                    empty.append(number)
            characters += sum(len(line.text) for line in lines)
            if characters > job.limits.characters:
                break  # the manuscript refuses it, with the limit's name
            pages.append(lines)
        _mark_furniture(pages)
        recognised = _recognise(job, pdf, empty, warnings)
        usual = median(sizes) if (sizes := [line.size for page in pages for line in page]) else 0.0
        for number, lines in enumerate(pages, start=1):
            if number in recognised:
                for block in recognised[number]:
                    manuscript.paragraph(block.text, page=number, box=block.box)
            else:
                _write_page(manuscript, lines, number, usual)
        if failed:
            warnings.append(
                f"{_pages(failed)} could not be read: {'they are' if len(failed) > 1 else 'it is'} damaged"
            )
        version = VERSION
        if recognised:
            manuscript.metadata["recognised_pages"] = ", ".join(map(str, sorted(recognised)))
            version = f"{VERSION[:-1]}; {ocr.version(job.tesseract)})"
        _attachments(job, pdf, warnings)
        return Outcome(NAME, version, manuscript, warnings)
    finally:
        pdf.close()


class _PageFailed(Exception):
    pass


def _open(job: Job) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(job.path)
    except pypdfium2.PdfiumError as error:
        said = str(error).lower()
        if "password" in said or "security" in said:
            raise RefusedFile(
                "encrypted",
                "the PDF is protected with a password",
                "open it with the password, save it without one, and add that copy beside this one",
            ) from error
        raise RefusedFile("damaged", f"this is not a whole PDF ({str(error)[:120]})", _SAVE_AGAIN) from error
    except (FileNotFoundError, ValueError, TypeError) as error:
        raise RefusedFile("damaged", f"this is not a whole PDF ({str(error)[:120]})", _SAVE_AGAIN) from error


def _take_info(pdf: Any, manuscript: Manuscript, pages: int) -> None:
    try:
        info = pdf.get_metadata_dict(skip_empty=True)
    except Exception:  # PDFium reports a broken dictionary in many ways; the text matters more
        info = {}
    for key, value in info.items():
        manuscript.metadata[f"pdf:{key}"] = value
    manuscript.metadata["pages"] = str(pages)
    manuscript.title = info.get("Title") or None
    manuscript.author = info.get("Author") or None
    manuscript.published = edtf_of(info.get("CreationDate"))
    manuscript.published_inferred = manuscript.published is not None  # made is not published


def _lines(pdf: Any, number: int) -> list[_Line]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = pdf[number - 1]
        height = page.get_height()
        text_page = page.get_textpage()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _PageFailed from error
    try:
        count = text_page.count_chars()
        if count <= 0:
            return []
        text = text_page.get_text_range(0, count)
        found = []
        for match in re.finditer(r"[^\r\n]+", text):
            line = match.group()
            if not line.strip():
                continue
            first = raw.FPDFText_GetCharIndexFromTextIndex(text_page, match.start())
            last = raw.FPDFText_GetCharIndexFromTextIndex(text_page, match.end() - 1)
            if first < 0 or last < first:
                first, last = match.start(), match.end() - 1
            box = _box(text_page, first, last - first + 1, height)
            size = float(raw.FPDFText_GetFontSize(text_page, first))
            hyphen = line.rstrip()[-1:] in "\x02\ufffe\xad" if line.rstrip() else False
            clean = re.sub("[\x02\ufffe\xad]\\s*$", "", line)
            clean = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", clean).strip()
            if clean:
                margin = box[3] < 0.1 * height or box[1] > 0.9 * height
                found.append(
                    _Line(clean, box, size if size > 1.5 else box[3] - box[1], margin, hyphen=hyphen)
                )
        return found
    finally:
        text_page.close()
        page.close()


def _box(text_page: Any, start: int, count: int, height: float) -> Box:
    boxes = []
    for index in range(min(text_page.count_rects(start, count), 500)):
        boxes.append(text_page.get_rect(index))
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return (round(left, 1), round(height - top, 1), round(right, 1), round(height - bottom, 1))


def _mark_furniture(pages: Sequence[list[_Line]]) -> None:
    """The first and last lines of pages that repeat (but for their numbers), and lone page numbers."""
    if len(pages) < 2:
        return
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in _edges(page)})
    often = max(2, round(0.4 * sum(1 for page in pages if page)))
    for page in pages:
        for line in _edges(page):
            shape = _shape(line)
            if (seen[shape] >= often and len(line.text) < 150) or re.fullmatch(
                r"(?:page|стор\.?|сторінка|с\.|стр\.?|p\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|of|з|из)\s*\d{1,4})?",
                line.text,
                re.IGNORECASE,
            ):
                line.furniture = True


def _edges(page: list[_Line]) -> list[_Line]:
    edges = page if len(page) <= 4 else [*page[:2], *page[-2:]]
    return [line for line in edges if line.in_margin]


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _write_page(manuscript: Manuscript, lines: Sequence[_Line], number: int, usual: float) -> None:
    for block in _blocks(lines):
        text, box = _join(block), _around(block)
        if block[0].furniture:
            manuscript.paragraph(text, "page_furniture", page=number, box=box)
            continue
        large = usual > 0 and block[0].size >= 1.25 * usual and len(text) < 300
        if large:
            kind: SegmentKind = "header"
            if number == 1 and not any(segment.kind == "headline" for segment in manuscript.segments):
                kind = "headline"
                manuscript.title = manuscript.title or text
            manuscript.paragraph(text, kind, page=number, box=box)
            continue
        write_prose(manuscript, text, page=number, box=box)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together: the same size, the usual distance, no new paragraph's indent or bullet."""
    gaps = [
        after.box[1] - before.box[3]
        for before, after in pairwise(lines)
        if 0 <= after.box[1] - before.box[3] < 2 * max(before.size, 1)
    ]
    usual = median(gaps) if gaps else 0.0
    block: list[_Line] = []
    for line in lines:
        if block and _begins_anew(block, line, usual):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins_anew(block: Sequence[_Line], line: _Line, usual_gap: float) -> bool:
    before = block[-1]
    if line.furniture or before.furniture:
        return True
    gap = line.box[1] - before.box[3]
    size = max(before.size, 1.0)
    if gap < -1.5 * size or gap > usual_gap + 0.45 * size:  # another column, or space between paragraphs
        return True
    if abs(line.size - before.size) > 0.15 * size:
        return True
    if re.match(r"[-•‣◦▪*]\s|\(?\d{1,3}[.)]\s", line.text):
        return True
    widest = max(item.box[2] for item in block)
    ended = re.search(r"[.!?…][\"”’»)]*$", before.text) is not None
    short = before.box[2] < widest - 0.25 * (widest - before.box[0]) and len(block) > 1
    indented = line.box[0] > before.box[0] + 0.8 * size
    return ended and (short or indented)


def _join(block: Sequence[_Line]) -> str:
    text = block[0].text
    hyphen = block[0].hyphen
    for line in block[1:]:
        if hyphen:
            text += line.text
        elif re.search(r"[^\W\d_]-$", text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += " " + line.text
        hyphen = line.hyphen
    return text


def _around(block: Sequence[_Line]) -> Box:
    boxes = [line.box for line in block]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _recognise(job: Job, pdf: Any, empty: Sequence[int], warnings: list[str]) -> dict[int, list[ocr.Block]]:
    """Text of the pages that have none, by Tesseract where it is installed; else a warning that says how."""
    if not empty:
        return {}
    if job.tesseract is None or job.limits.ocr_pages == 0:
        warnings.append(
            f"{_pages(empty)} {'has' if len(empty) == 1 else 'have'} no text layer; {ocr.HOW_TO_GET}"
        )
        return {}
    chosen = empty[: job.limits.ocr_pages]
    if len(chosen) < len(empty):
        warnings.append(
            f"{_pages(empty[len(chosen) :])} left unrecognised: the limit `ocr_pages` is {len(chosen)}"
        )
    recogniser = ocr.Recogniser(job)
    found: dict[int, list[ocr.Block]] = {}
    blank: list[int] = []
    for number in chosen:
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(_SCAN_DPI / 72, (min(job.limits.pixels, 60_000_000) / max(1.0, width * height)) ** 0.5)
        try:
            blocks = recogniser.blocks(
                page.render(scale=scale, grayscale=True).to_pil(), dpi=round(scale * 72)
            )
        except ocr.OutOfTime:
            warnings.append(
                f"{_pages([n for n in chosen if n >= number])} left unrecognised: the time for it ran out"
            )
            break
        finally:
            page.close()
        if blocks:
            found[number] = [block.scaled(1 / scale) for block in blocks]
        else:
            blank.append(number)
    if found:
        warnings.append(
            f"{_pages(sorted(found))} recognised from a picture: check figures and names against it"
        )
    if blank:
        warnings.append(f"no text was recognised on {_pages(blank)}")
    return found


def _attachments(job: Job, pdf: Any, warnings: list[str]) -> None:
    """Files embedded in the PDF become items of their own."""
    import pypdfium2

    try:
        for index in range(min(pdf.count_attachments(), job.limits.members)):
            attachment = pdf.get_attachment(index)
            job.outbox.put(
                bytes(attachment.get_data()), name=attachment.get_name() or f"attachment {index + 1}"
            )
    except (pypdfium2.PdfiumError, ValueError, UnicodeError) as error:
        warnings.append(f"an embedded file could not be taken out ({str(error)[:120]})")


def _pages(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 3, 5–9`."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    listed = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs[:20])
    return f"page{'s' if len(numbers) > 1 else ''} {listed}{' and more' if len(runs) > 20 else ''}"
