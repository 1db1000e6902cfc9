"""Headers that keep a hostile document from doing anything in the browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def content_security_policy(tile_url: str = "") -> str:
    """The policy of every page; tiles of another host only where the organisation named one."""
    policy = dict(POLICY)
    host = urlsplit(tile_url)
    if host.scheme in ("http", "https") and host.netloc:
        origin = f"{host.scheme}://{host.netloc}"
        policy["img-src"] += f" {origin}"
        policy["connect-src"] += f" {origin}"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeaders:
    """Sets the policy where the answer has none of its own, and keeps pages out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(settings.ACCOUNTED_TILE_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with what this middleware adds."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
