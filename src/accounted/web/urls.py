"""Every address of the workspace."""

from __future__ import annotations

from importlib import import_module

from django.urls import include, path

from accounted.web import errors, paging
from accounted.web.api import urls as api_urls
from accounted.web.pages import PAGES

for _name in PAGES:
    import_module(f"accounted.web.pages.{_name}")

# Nobody signs up, and no mail is sent: these pages of allauth are not offered.
_NOT_OFFERED = ("signup", "email", "confirm-email", "password/reset", "password/set")

urlpatterns = [
    *(path(f"account/{one}/", errors.not_offered) for one in _NOT_OFFERED),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *paging.urls(),
    path("api/v1/", api_urls()),
]

handler400 = "accounted.web.errors.bad_request"
handler403 = "accounted.web.errors.forbidden"
handler404 = "accounted.web.errors.not_found"
handler429 = "accounted.web.errors.too_many"  # of allauth
handler500 = "accounted.web.errors.broken"
