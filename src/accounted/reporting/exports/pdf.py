"""The report as a PDF: the page itself, laid out on paper by PlutoPrint, offline.

The same template, the same words and the same links as the HTML report, so nothing can differ. The file
carries the time of the export as its dates and nothing of the machine; the same report and fonts give the
same bytes.
"""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from accounted.reporting.exports.content import Content
from accounted.reporting.exports.docx_writing import runs_to_the_left
from accounted.reporting.exports.missing import needed
from accounted.reporting.exports.target import Made, Target

LOSSES = (
    "What the page folds away (data carried by a file) is folded in the PDF too; the JSON report has it.",
    "Letters that no font of this machine has are shown as boxes; the text under them can still be copied.",
)
TARGET = Target("pdf", "The report (PDF)", ".pdf", (), LOSSES)

_ISOLATED = re.compile(r"<bdi>([^<]*)")
_AUTO = re.compile(r'(<p[^>]*?)dir="auto"([^>]*>)(.*?)</p>', re.DOTALL)
_ENDLESS = re.compile(r"\S{45}")


class AskedForMore(RuntimeError):
    """The page asked for something that is not in it."""


def make(content: Content) -> Made:
    """The report on A4 sheets."""
    from accounted.reporting.html import report_html

    plutoprint = needed("plutoprint", "a PDF")
    html = with_directions(
        report_html(content.material, generated=content.generated, audience=content.audience)
    )
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, media=plutoprint.MEDIA_TYPE_PRINT)
    book.custom_resource_fetcher = _nothing_from_elsewhere(plutoprint)
    # Links within the page need an address to be resolved against.
    book.load_html(html, user_style=_style(content), base_url="report:")
    title = f"What the sources say: {content.report['archive']['title']}"
    for name, value in (
        (plutoprint.PDF_METADATA_TITLE, title),
        (plutoprint.PDF_METADATA_CREATOR, content.report["software"] or "accounted"),
        (plutoprint.PDF_METADATA_CREATION_DATE, content.generated),
        (plutoprint.PDF_METADATA_MODIFICATION_DATE, content.generated),
    ):
        book.set_metadata(name, value)
    buffer = io.BytesIO()
    book.write_to_pdf_stream(buffer)
    return Made(TARGET, {"": buffer.getvalue()})


def with_directions(html: str) -> str:
    """The page with every direction written out that a browser would find by itself.

    PlutoPrint does not look into a text for its direction: `<bdi>` and `dir="auto"` would be left to right.
    """
    html = _ISOLATED.sub(lambda found: f'<bdi dir="{_direction(found[1])}">{found[1]}', html)
    return _AUTO.sub(
        lambda found: (
            f'{found[1]}dir="{_direction(re.sub("<[^>]*>", "", found[3]))}"{found[2]}{found[3]}</p>'
        ),
        html,
    )


def _direction(text: str) -> str:
    return "rtl" if runs_to_the_left(unescape(text)) else "ltr"


def _style(content: Content) -> str:
    """Rules for PlutoPrint alone.

    Where it may break long words, it breaks short ones too; so it may only where a text has a word that no
    line holds.
    """
    isolated = "bdi { unicode-bidi: isolate }"
    texts = (f"{source.document.text} {source.title}" for source in content.material.documents)
    if any(_ENDLESS.search(text) for text in texts):
        return isolated
    return f"{isolated} body {{ overflow-wrap: normal !important }} .origin {{ word-break: break-word }}"


def _nothing_from_elsewhere(plutoprint: Any) -> Any:
    """A fetcher that fetches nothing: no network, no file of this machine."""

    class Refuse(plutoprint.ResourceFetcher):  # type: ignore[misc]
        def fetch_url(self, url: str) -> Any:
            raise AskedForMore(f"the page asks for {url[:200]}; nothing outside it is loaded")

    return Refuse()
