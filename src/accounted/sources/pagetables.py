"""Tables of web pages: which are data and which are layout, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Elements whose content no reader of the page sees as text.
SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "head",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "datalist",
        "textarea",
        "audio",
        "video",
        "canvas",
        "map",
        "applet",
        "math",
        "button",
        "progress",
        "meter",
        "input",
    ]
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def rows_of(table: Any, most: int) -> list[list[str]] | None:
    """The cells of a data table; None for one used as layout (it holds tables, or has a single column)."""
    if table.find(".//table") is not None:
        return None
    rows: list[list[str]] = []
    count = 0
    for row in table.iter("tr"):
        cells = []
        for cell in row:
            if cell.tag in ("td", "th"):
                cells.append(_SPACE.sub(" ", "".join(_visible_text(cell))).strip())
        count += len(cells)
        if count > most:
            break  # the manuscript refuses it, with the limit's name
        if any(cells):
            rows.append(cells)
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    if any(len(cell) > 1500 for row in rows for cell in row):
        return None  # whole articles in cells: layout
    return rows


def _visible_text(cell: Any) -> Iterator[str]:
    from lxml import etree

    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in SKIPPED:
                walk.skip_subtree()
            elif element.text:
                yield element.text
            if element.tag in ("br", "p", "div", "li"):
                yield " "
        elif element is not cell and element.tail:
            yield element.tail


def caption_of(table: Any) -> str | None:
    """The table's own caption."""
    found = table.find("caption")
    return " ".join("".join(_visible_text(found)).split())[:300] or None if found is not None else None


def has_header(table: Any) -> bool:
    """Whether the markup says that the first row names the columns."""
    first = table.find(".//tr")
    return table.find(".//thead") is not None or (first is not None and first.find("th") is not None)
