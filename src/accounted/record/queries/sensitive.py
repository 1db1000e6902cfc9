"""Which of some things are sensitive, so that whoever read them stands in the audit trail."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive

CLOSED = ("confidential", "ex_parte")
THING = re.compile(rb"\b(?:[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}|ACC-[0-9]{6,})\b")
AT_ONCE = 4_000  # identifiers in one question to the database


def named_in(content: bytes) -> set[str]:
    """The identifiers of records and the numbers of items that stand in some bytes."""
    return {one.decode("ascii") for one in THING.findall(content)}


def sensitive(archive: Archive, identifiers: Iterable[str]) -> tuple[str, ...]:
    """Of these, what is confidential, kept to groups, a testimony, or of somebody under seal; sorted.

    A claim is as confidential as its document, and an item as its most confidential document. One question
    to the database, whatever kinds of things there are.
    """
    archive.must_be_open()
    wanted = sorted(set(identifiers))
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        by_model: dict[str, list[str]] = defaultdict(list)
        for one in wanted[start : start + AT_ONCE]:
            name = "Item" if one.startswith("ACC-") else _models().get(one[:3])
            if name is not None:
                by_model[name].append(one)
        rows = [_closed(name, known) for name, known in by_model.items()]
        if rows:
            found.update(rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0])
    return tuple(sorted(found))


@cache
def _models() -> dict[str, str]:
    """The models whose rows have a level of confidentiality, by the prefix of their identifiers."""
    from accounted.record import models
    from accounted.record.identifiers import PREFIXES

    return {
        prefix: name
        for name, prefix in PREFIXES.items()
        if any(one.name == "confidentiality" for one in getattr(models, name)._meta.fields)
    }


def _closed(name: str, identifiers: list[str]) -> Any:
    """The identifiers of the rows of one model that are sensitive."""
    from django.db.models import Exists, OuterRef, Q

    from accounted.record import models

    def kept(*columns: str) -> Any:
        there = [OuterRef(column) for column in columns]
        return Exists(models.Restriction.objects.filter(subject_id__in=there))

    model = getattr(models, name)
    if name == "Item":
        documents = models.Document.objects.filter(item=OuterRef("pk"), confidentiality__in=CLOSED)
        rows = model.objects.filter(Q(Exists(documents)) | Q(kept("pk")), number__in=identifiers)
        return rows.order_by().values_list("number", flat=True)
    rows = model.objects.filter(pk__in=identifiers).order_by()
    if name == "Testimony":
        return rows.values_list("pk", flat=True)
    closed = Q(confidentiality__in=CLOSED)
    if name == "Document":
        closed |= Q(kept("pk", "item_id"))
    elif name == "Claim":
        closed |= Q(document__confidentiality__in=CLOSED)
        closed |= Q(kept("document_id", "document__item_id"))
    else:
        closed |= Q(kept("pk"))
    if any(one.name == "sealed_identity" for one in model._meta.fields):
        closed |= Q(sealed_identity__isnull=False)
    return rows.filter(closed).values_list("pk", flat=True)
