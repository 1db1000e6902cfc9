"""The interface for programs: OpenAPI 3.1 under `/api/v1/`, with tokens scoped to a role and this archive.

What the pages do can be done here by the same rules: the same decisions, the same sight, the same trail.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from accounted import __version__
from accounted.web.api.authentication import Session, Token
from accounted.web.api.problems import JsonParser, ProblemRenderer, handle_problems


class Described(NinjaAPI):
    """The interface with a description that says of which type its errors are."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation.get("responses", {}).items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {
                            "application/problem+json": next(iter(answer["content"].values()))
                        }
        return schema


api = Described(
    title="Accounted",
    version=__version__,
    description="The record of one archive: claims, documents, people, figures, and decisions about them.",
    docs_url=None,  # its page would load scripts from another host; the description is at openapi.json
    urls_namespace="api",
    auth=[Token(), Session()],
    renderer=ProblemRenderer(),
    parser=JsonParser(),
)
handle_problems(api)


def urls() -> object:
    """Every operation, those of the pages included."""
    from accounted.web.api.claims import router as claims
    from accounted.web.api.entries import router as entries
    from accounted.web.api.material import router as material
    from accounted.web.api.of_pages import router_of_pages
    from accounted.web.api.uploads import router as uploads

    api.add_router("", claims)
    api.add_router("", material)
    api.add_router("", uploads)
    api.add_router("/entries", entries)
    api.add_router("/pages", router_of_pages())
    return api.urls
