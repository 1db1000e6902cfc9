"""What may be shown of an archive, to whom, and the pages and files that show it.

`report_html` and `report_json` make the two forms of one report from a `Material` (everything it shows, as
plain data). Both are functions of their arguments alone: the same material gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.reporting.html import report_html
    from accounted.reporting.page import report_json

__all__ = ["report_html", "report_json"]


def __getattr__(name: str) -> object:
    """Load a form of the report when asked for: the page needs Django's templates, the rest does not."""
    if name == "report_html":
        from accounted.reporting.html import report_html

        return report_html
    if name == "report_json":
        from accounted.reporting.page import report_json

        return report_json
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
