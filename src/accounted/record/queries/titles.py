"""What an entry is called, as far as the person who looks may see names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.queries.dictionary import KINDS, SLUGS, Kind

if TYPE_CHECKING:
    from accounted.record.sight import Sight

_WORD = re.compile(r"\w[\w'’ʼ-]*")
_LONGEST = 4  # words of a name that are looked for together


@dataclass(frozen=True, slots=True)
class Reference:
    """Another entry that is spoken of: where its page is, and what it is called (empty: it has no name)."""

    id: str
    kind: str | None  # part of the address; None: it has no page of its own
    model: str
    title: str = ""


def titles(model: str, identifiers: Iterable[str], sight: Sight) -> dict[str, str]:
    """What these entries are called; those the person may not see are not among them."""
    from accounted.record import models

    wanted = {one for one in identifiers if one}
    if not wanted:
        return {}
    rows = getattr(models, model).objects.filter(pk__in=wanted)
    if model in _OF_MATERIAL:
        return _OF_MATERIAL[model](rows, sight)
    if issubclass(getattr(models, model), models.Entry):
        rows = sight.entries(rows)
    if model == "Person":
        return _people(rows, sight)
    if model == "Place":
        return dict(rows.values_list("id", "name"))
    if model == "Consent":
        return dict(rows.values_list("id", "state"))
    if model in SLUGS:
        kind = KINDS[SLUGS[model]]
        if model == "Source":
            return {
                one: sight.name(name, one) if name else ""
                for one, name in rows.values_list("id", "name")
            }  # fmt: skip
        if kind.named is None:
            return dict.fromkeys(rows.values_list("id", flat=True), "")
        found = {one: name or "" for one, name in rows.values_list("id", kind.named)}
        return without_names(found, sight)
    return dict.fromkeys(rows.values_list("id", flat=True), "")


def _documents(rows: Any, sight: Sight) -> dict[str, str]:
    told = list(sight.documents(rows).values_list("id", "title", "item__number"))
    named = without_names({one: title or "" for one, title, _ in told}, sight)
    return {one: named[one] or number for one, _, number in told}


def _items(rows: Any, sight: Sight) -> dict[str, str]:
    return dict(sight.items(rows).values_list("id", "number"))


def _claims(rows: Any, sight: Sight) -> dict[str, str]:
    told = dict(sight.claims(rows).values_list("id", "excerpt__exact"))
    return told if sight.names else dict.fromkeys(told, "")


def _tallies(rows: Any, sight: Sight) -> dict[str, str]:
    told = dict(sight.claims(rows, prefix="claim__").values_list("id", "claim__excerpt__exact"))
    return told if sight.names else dict.fromkeys(told, "")


_OF_MATERIAL: dict[str, Any] = {
    "Document": _documents, "Item": _items, "Claim": _claims, "Tally": _tallies,
}  # fmt: skip


def _people(rows: Any, sight: Sight) -> dict[str, str]:
    from accounted.record.models import PersonName

    found: dict[str, str] = {}
    aliases = dict(rows.values_list("id", "alias_code"))
    names = PersonName.objects.filter(person_id__in=list(aliases)).order_by("person_id", "id")
    for person, written in names.values_list("person_id", "as_written"):
        found.setdefault(person, sight.name(written, person))
    return {one: found.get(one) or aliases[one] or "" for one in aliases}


def references(wanted: Iterable[tuple[str, str]], sight: Sight) -> dict[str, Reference]:
    """Entries spoken of, given as (model, identifier), in one question to each table."""
    by_model: dict[str, set[str]] = {}
    for model, identifier in wanted:
        if identifier:
            by_model.setdefault(model, set()).add(identifier)
    return {
        one: Reference(one, SLUGS.get(model) or _PAGES.get(model), model, title)
        for model, identifiers in sorted(by_model.items())
        for one, title in titles(model, identifiers, sight).items()
    }


_PAGES = {"Document": "documents", "Claim": "claims", "Place": "places"}


def titles_of_rows(kind: Kind, rows: Iterable[Any], sight: Sight) -> dict[str, str]:
    """The titles of rows at hand."""
    listed = list(rows)
    if kind.model == "Person":
        return titles("Person", [row.pk for row in listed], sight)
    if kind.named is None:
        return {row.pk: "" for row in listed}
    found = {row.pk: getattr(row, kind.named) or "" for row in listed}
    if kind.model == "Source":
        return {one: sight.name(name, one) if name else "" for one, name in found.items()}
    return without_names(found, sight)


def without_names(texts: Mapping[str, str], sight: Sight) -> dict[str, str]:
    """Texts in which every name of a person on record is a code, for those who see no names."""
    from django.db.models import Q

    from accounted.record.models import PersonName

    if sight.names:
        return dict(texts)
    runs: set[str] = set()
    for text in texts.values():
        words = _WORD.findall(text)
        runs |= {
            " ".join(words[at : at + many])
            for many in range(1, _LONGEST + 1)
            for at in range(len(words) - many + 1)
        }
    if not runs:
        return dict(texts)
    some = sorted(run for run in runs if not run.islower() and not run.isdigit())
    single = [run for run in some if " " not in run]
    named = PersonName.objects.filter(Q(as_written__in=some) | Q(family__in=single) | Q(given__in=single))
    parts: dict[str, str] = {}
    asked = set(some)
    for person, *written in named.values_list("person_id", "as_written", "family", "given")[:2_000]:
        for part in written:
            if part in asked:
                parts.setdefault(part, person)
    if not parts:
        return dict(texts)
    longest = sorted(parts, key=lambda part: (-len(part), part))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in longest))
    return {one: pattern.sub(lambda m: sight.name(m[0], parts[m[0]]), text) for one, text in texts.items()}
