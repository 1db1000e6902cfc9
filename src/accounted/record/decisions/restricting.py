"""Keeping an item, or an entry of the record, to the groups of the team that need it (least privilege)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

GROUP = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")


def restrict(
    archive: Archive, kind: str, identifier: str, groups: Iterable[str], *, by: Reviewer, reason: str
) -> str:
    """Let only these groups see a thing; no groups lift its restriction. Returns the decision's identifier.

    Args:
        kind: `Item`, or the name of a model of entries (`Person`, `BurialSite` …).
        identifier: of an item its number or its identifier.
        groups: codes of groups (small letters, digits, hyphens).

    Raises:
        DecisionRefused: not by a named person, no reason, a group that cannot be one, or a kind of thing
            that is not restricted by itself.
        NotOnRecord: there is no such thing.
    """
    must_be_a_person(by, "restricting who may see")
    reason = must_have_reason(reason, "restricting who may see")
    wanted = sorted(set(groups))
    for group in wanted:
        if not GROUP.fullmatch(group):
            raise DecisionRefused(
                f"{group!r} is no group; a group is small letters, digits and hyphens, such as team-kharkiv"
            )
    identifier = _subject(kind, identifier)
    with archive.deciding() as docket:
        decision = docket.decide(
            "restrict",
            {"groups": wanted},
            by=by.pseudonym,
            reason=reason,
            subject=(kind, identifier),
        )
    return decision.id


def restrictable() -> tuple[str, ...]:
    """The kinds of thing that can be restricted: items, and every kind of entry."""
    return ("Item", *sorted(_entries()))


def _entries() -> dict[str, type]:
    from django.apps import apps

    from accounted.record.models import Entry

    return {model.__name__: model for model in apps.get_app_config("record").get_models()
            if issubclass(model, Entry)}  # fmt: skip


def _subject(kind: str, identifier: str) -> str:
    from django.db.models import Q

    from accounted.record.models import Item

    if kind == "Item":
        rows = Item.objects.filter(Q(pk=identifier) | Q(number=identifier))
    elif (model := _entries().get(kind)) is not None:
        rows = model.objects.filter(pk=identifier)  # type: ignore[attr-defined]
    else:
        raise DecisionRefused(f"{kind}: only items and entries are restricted: {', '.join(restrictable())}")
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotOnRecord(f"{identifier}: the record has no such {kind}")
    return str(found)


@applies("restrict")
def _restricted(decision: Application) -> None:
    from accounted.record.models import Restriction

    assert decision.subject is not None
    kind, identifier = decision.subject
    decision.rows.flush()
    Restriction.objects.filter(subject_id=identifier).delete()
    for group in decision.content["groups"]:
        decision.new(
            Restriction,
            subject_kind=kind,
            subject_id=identifier,
            group=group,
            by=decision.by,
            at=decision.at,
        )
