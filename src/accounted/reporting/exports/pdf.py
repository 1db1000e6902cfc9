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
    "Nothing of the page; what it folds away is open here.",
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
    html = for_paper(report_html(content.material, generated=content.generated, audience=content.audience))
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


def for_paper(html: str) -> str:
    """The page with what a browser does by itself written out: directions, and folded parts open.

    PlutoPrint does not look into a text for its direction: `<bdi>` and `dir="auto"` would be left to right.
    """
    html = html.replace("<details", "<details open")
    html = _ISOLATED.sub(lambda found: f'<bdi dir="{_direction(found[1])}">{found[1]}', html)
    return _AUTO.sub(_directed, html)


def _directed(found: re.Match[str]) -> str:
    before, after, text = found.groups()
    return f'{before}dir="{_direction(re.sub("<[^>]*>", "", text))}"{after}{text}</p>'


def _direction(text: str) -> str:
    return "rtl" if runs_to_the_left(unescape(text)) else "ltr"


def _style(content: Content) -> str:
    """Rules for PlutoPrint alone.

    It paints the halo of a letter over the letter, so letters in pictures have none. Where it may break long
    words, it breaks short ones too; so it may only where a text has a word that no line holds.
    """
    isolated = "bdi { unicode-bidi: isolate } svg text { stroke: none !important }"
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
