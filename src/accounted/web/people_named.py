"""How people of the team are called on a page: by name for those who see names, else by pseudonym."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounted.record.queries.entries import agents


def called(request: Any, whos: Iterable[str]) -> dict[str, str]:
    """Names for pseudonyms, and for `account:` and a number, as the audit trail writes people."""
    from accounted.web.models import User

    asked = {who for who in whos if who}
    found = {who: who for who in asked}
    if not request.sight.names:
        return found
    found |= agents((who for who in asked if who.startswith("p:")), request.sight)
    numbers = [int(who[8:]) for who in asked if who.startswith("account:") and who[8:].isdecimal()]
    if numbers:
        for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "full_name"):
            found[f"account:{pk}"] = name
    return found
