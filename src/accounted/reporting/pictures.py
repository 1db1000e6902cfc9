"""A drawing as a picture, for those who cannot place an SVG. Nothing is fetched from anywhere."""

from __future__ import annotations

import io
import re

from accounted.reporting.exports.missing import needed

_SIZE = re.compile(r' width="(\d+)" height="(\d+)"')


def png_of_svg(svg: str) -> bytes:
    """The PNG of a drawing that states its width and height in pixels.

    Raises:
        NotInstalled: PlutoPrint is missing; the message says how to install it.
    """
    plutoprint = needed("plutoprint", "a PNG")
    size = _SIZE.search(svg)
    assert size is not None, "a drawing made to stand alone states its size"
    width, height = int(size[1]), int(size[2])
    page = plutoprint.PageSize(width * plutoprint.UNITS_PX, height * plutoprint.UNITS_PX)
    book = plutoprint.Book(page, plutoprint.PAGE_MARGINS_NONE, plutoprint.MEDIA_TYPE_SCREEN)
    book.load_html(f'<body style="margin:0">{svg}</body>', base_url="report:")
    buffer = io.BytesIO()
    book.write_to_png_stream(buffer, width=2 * width, height=2 * height)
    return buffer.getvalue()
