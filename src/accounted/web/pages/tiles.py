"""Tiles of the map under our own address, out of the file that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounted.web import tile_file
from accounted.web.paging import NotFound, page
from accounted.web.tile_file import TileFile, TilesUnusable

_A_WEEK = 7 * 24 * 3600


@page("map/tiles/<int:z>/<int:x>/<int:y>/", name="map_tile", may="see_figures", template="")
def tile(request: Any, z: int, x: int, y: int) -> HttpResponse:
    """One tile; an empty answer (204) where the file has none there."""
    try:
        file = served()
        if file is None:
            raise NotFound(_("no file of tiles is named in the settings; the map draws the shipped outlines"))
        data = file.tile(z, x, y)
        if data is None:
            return _kept(HttpResponse(status=204))
        packed = tile_file.packed(data)
        if packed and "gzip" not in request.headers.get("Accept-Encoding", ""):
            data, packed = tile_file.unpacked(data), False
    except TilesUnusable as trouble:
        raise NotFound(_told(trouble)) from None
    response = HttpResponse(data, content_type=file.about.media_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return _kept(response)


def served() -> TileFile | None:
    """The file of the settings, open; None where there is none.

    Raises:
        TilesUnusable: there is one, and it cannot be used.
    """
    path = settings.ACCOUNTED_PMTILES
    return tile_file.opened(Path(path)) if path else None


def described() -> dict[str, Any]:
    """What the map needs to know of the tiles it draws; empty where it draws the shipped outlines alone."""
    if settings.ACCOUNTED_TILE_URL:
        return {"address": settings.ACCOUNTED_TILE_URL, "form": "raster", "least": 0, "most": 19}
    try:
        file = served()
    except TilesUnusable as trouble:
        return {"trouble": _told(trouble)}
    if file is None:
        return {}
    about = file.about
    return {
        "address": f"/map/tiles/{{z}}/{{x}}/{{y}}/?{about.version}",
        "form": about.form,
        "least": about.least,
        "most": about.most,
        "name": about.name,
        "thanks": about.thanks,
    }


def _told(trouble: TilesUnusable) -> str:
    """What is wrong, with the name of the file; its whole path is told by `accounted doctor` alone."""
    path = settings.ACCOUNTED_PMTILES
    return str(trouble).replace(path, Path(path).name)


def _kept(response: HttpResponse) -> HttpResponse:
    """Kept by the browser: the address names the version of the file."""
    response["Cache-Control"] = f"private, max-age={_A_WEEK}, immutable"
    return response
