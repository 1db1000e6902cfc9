"""The only way out to the network: asking a time-stamp authority that the user configured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, cast
from urllib.request import HTTPRedirectHandler, Request, build_opener

from accounted import __version__

SECONDS = 20


class _NoRedirect(HTTPRedirectHandler):
    """An authority that sends us elsewhere is not the one that was chosen."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def fetch(url: str, body: bytes | None, headers: Mapping[str, str]) -> BinaryIO:
    """POST `body` to `url`, or GET it; raises OSError when there is no answer within 20 seconds."""
    if not url.startswith(("http://", "https://")):
        raise OSError(f"{url}: only http and https addresses are asked")
    request = Request(url, data=body, headers={"User-Agent": f"accounted/{__version__}", **headers})  # noqa: S310
    return cast(BinaryIO, build_opener(_NoRedirect).open(request, timeout=SECONDS))
