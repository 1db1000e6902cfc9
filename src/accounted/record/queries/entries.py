"""One entry: every field of the data dictionary, and what each value rests on.

For a value that is set: the claims (exact words, document, speaker) or the row of a list, who decided, when,
why, under which rule. For an empty one: which of the four kinds of nothing it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.queries.dictionary import Field, Kind, kind_of, table
from accounted.record.queries.titles import Reference, references, titles_of_rows
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class Ground:
    """A claim that a value rests on: its words, where they stand, and who says so."""

    claim: str
    excerpt: str | None  # None: the person sees no names, and words may hold some
    document: str
    document_title: str
    item: str
    speaker: str
    kind: str
    modality: str
    start: int


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, when, why, under which rule."""

    decision: str
    by: str
    name: str
    at: datetime
    reason: str | None
    rule: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RowOfList:
    """The row of a list that a value stands in."""

    list: str
    title: str
    number: int
    item: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of an entry as it counts now.

    `hidden`: there is a value, but this person does not see it. `earlier` is how many values it had before.
    """

    field: Field
    value: Any
    absent: str | None
    hidden: bool = False
    references: tuple[Reference, ...] = ()
    grounds: tuple[Ground, ...] = ()
    row: RowOfList | None = None
    decided: Decided | None = None
    ground: str | None = None
    as_of: str | None = None
    earlier: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return self.value in (None, "", [], {}) and not self.references


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Fields that belong together; `filled` is how many of them say something."""

    code: str
    fields: tuple[Shown, ...]

    @property
    def filled(self) -> int:
        """How many of the fields hold a value or say which kind of nothing it is."""
        return sum(1 for one in self.fields if not one.empty or one.absent is not None or one.hidden)


@dataclass(frozen=True, slots=True)
class EntryOnRecord:
    """One entry as this person may see it."""

    id: str
    kind: str
    model: str
    title: str
    number: str | None
    version: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    confidentiality: str
    legal_hold: bool
    origin: str
    sealed: bool
    restricted_to: tuple[str, ...]
    groups: tuple[GroupShown, ...]

    def shown(self, name: str) -> Shown | None:
        """The field of this name."""
        return next((one for group in self.groups for one in group.fields if one.field.name == name), None)


def entry(archive: Archive, slug: str, identifier: str, *, sight: Sight = EVERYTHING) -> EntryOnRecord:
    """One entry with everything its values rest on.

    Raises:
        NotOnRecord: there is none, or the person may not see it: the two are not told apart.
    """
    from accounted.record.models import Restriction

    archive.must_be_open()
    kind = kind_of(slug)
    row = sight.entries(table(kind).objects.filter(pk=identifier)).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such entry on record")
    values = _values(identifier)
    decisions = decisions_named(
        {one.decision_id for one in values.newest.values()} | {row.decision_id}, sight=sight
    )
    grounds = grounds_of(values.claims, sight)
    rows = _rows({one.row_id for one in values.newest.values() if one.row_id}, sight)
    many = {
        one.name: list(getattr(row, one.name).values_list("pk", flat=True)[:200])
        for one in kind.fields()
        if one.form == "references"
    }
    pointed = [
        (one.target or "", identifier)
        for one in kind.fields()
        for identifier in (many.get(one.name, ()) if one.form == "references" else _pointed(row, one))
    ]
    others = references(pointed, sight)
    groups = tuple(
        GroupShown(
            group.code,
            tuple(_shown(row, one, values, decisions, grounds, rows, many, others, sight)
                  for one in group.fields),
        )
        for group in kind.groups
    )  # fmt: skip
    names = agents([row.created_by, row.updated_by], sight)
    return EntryOnRecord(
        id=row.pk,
        kind=slug,
        model=kind.model,
        title=titles_of_rows(kind, [row], sight)[row.pk],
        number=next((value for name in kind.number if (value := getattr(row, name))), None),
        version=row.version,
        created_at=row.created_at,
        created_by=names[row.created_by],
        updated_at=row.updated_at,
        updated_by=names[row.updated_by],
        confidentiality=row.confidentiality,
        legal_hold=row.legal_hold,
        origin=row.origin,
        sealed=getattr(row, "sealed_identity_id", None) is not None,
        restricted_to=tuple(
            Restriction.objects.filter(subject_id=identifier).values_list("group", flat=True)
        ),
        groups=groups,
    )


@dataclass
class _Values:
    """The values of an entry: the newest of each field, how many there were, and the claims of each."""

    newest: dict[str, Any]
    many: dict[str, int]
    claims: dict[str, list[str]]  # by value


def _values(identifier: str) -> _Values:
    from accounted.record.models import Value

    found = _Values({}, {}, {})
    for one in Value.objects.filter(subject_id=identifier).order_by("decided_at", "id"):
        found.newest[one.field] = one
        found.many[one.field] = found.many.get(one.field, 0) + 1
    links = Value.claims.through.objects.filter(value_id__in=[one.id for one in found.newest.values()])
    for value, claim in links.order_by("id").values_list("value_id", "claim_id"):
        found.claims.setdefault(value, []).append(claim)
    return found


def _pointed(row: Any, one: Field) -> tuple[str, ...]:
    value = getattr(row, f"{one.name}_id", None) if one.form == "reference" else None
    return (value,) if value else ()


def _shown(
    row: Any,
    one: Field,
    values: _Values,
    decisions: Mapping[str, Decided],
    grounds: Mapping[str, Ground],
    rows: Mapping[str, RowOfList],
    many: Mapping[str, Sequence[str]],
    others: Mapping[str, Reference],
    sight: Sight,
) -> Shown:
    newest = values.newest.get(one.name)
    if one.form == "reference":
        asked: Iterable[str] = _pointed(row, one)
        value = None
    elif one.form == "references":
        asked, value = many[one.name], None
    else:
        asked = ()
        value = newest.value if newest and ":" in one.name else getattr(row, one.name, None)
    hidden = one.private and not sight.names and value not in (None, "", [], {})
    claims = values.claims.get(newest.id, ()) if newest else ()
    decided = decisions.get(newest.decision_id) if newest else None
    if decided is not None and newest is not None and newest.rule:
        decided = Decided(decided.decision, decided.by, decided.name, decided.at, decided.reason, newest.rule)
    return Shown(
        field=one,
        value=None if hidden else value,
        absent=(getattr(row, "absences", None) or {}).get(one.name) or (newest.absent if newest else None),
        hidden=hidden,
        references=tuple(others[identifier] for identifier in asked if identifier in others),
        grounds=tuple(grounds[claim] for claim in claims if claim in grounds),
        row=rows.get(newest.row_id) if newest and newest.row_id else None,
        decided=decided,
        ground=newest.ground if newest and sight.names else None,
        as_of=newest.as_of if newest else None,
        earlier=max(0, values.many.get(one.name, 0) - 1),
    )


def grounds_of(by_value: Mapping[str, Iterable[str]], sight: Sight) -> dict[str, Ground]:
    """The claims named here as grounds, those the person may see."""
    return grounds({claim for claims in by_value.values() for claim in claims}, sight)


def grounds(claims: Iterable[str], sight: Sight) -> dict[str, Ground]:
    """These claims with their words, document and speaker; without those that may not be seen."""
    from accounted.record.models import Claim

    wanted = set(claims)
    if not wanted:
        return {}
    rows: Any = sight.claims(Claim.objects.filter(pk__in=wanted)).select_related(
        "excerpt", "document", "document__item"
    )
    found = {}
    for row in rows:
        speaker = row.speaker_name or row.speaker_text or row.speaker_organisation or ""
        found[row.id] = Ground(
            claim=row.id,
            excerpt=row.excerpt.exact if sight.names else None,
            document=row.document_id,
            document_title=(row.document.title or row.document.item.number)
            if sight.names
            else row.document.item.number,
            item=row.document.item.number,
            speaker=sight.name(speaker) if speaker else "",
            kind=row.kind,
            modality=row.modality,
            start=row.excerpt.start,
        )
    return found


def decisions_named(identifiers: Iterable[str], *, sight: Sight) -> dict[str, Decided]:
    """These decisions: by whom, when and why."""
    from accounted.record.models import Decision

    rows = list(
        Decision.objects.filter(pk__in=set(identifiers)).values_list("id", "by", "at", "reason", "kind")
    )
    names = agents([by for _, by, *_ in rows], sight)
    return {
        one: Decided(one, by, names[by], at, reason if sight.names else None, kind=kind)
        for one, by, at, reason, kind in rows
    }


def agents(pseudonyms: Iterable[str], sight: Sight) -> dict[str, str]:
    """The names behind pseudonyms; the pseudonym itself for those who see no names."""
    from accounted.record.models import Agent

    asked = set(pseudonyms)
    found = {one: one for one in asked}
    if asked and sight.names:
        rows = Agent.objects.filter(pseudonym__in=asked, name__isnull=False)
        found |= dict(rows.values_list("pseudonym", "name"))
    return found


def _rows(identifiers: set[str], sight: Sight) -> dict[str, RowOfList]:
    from accounted.record.models import Item, ListRow

    if not identifiers:
        return {}
    rows: Any = ListRow.objects.filter(pk__in=identifiers).select_related("list", "list__item")
    seen = sight.items(Item.objects.filter(person_lists__list_rows__in=identifiers)).values_list(
        "pk", flat=True
    )
    open_items = set(seen)
    return {
        row.id: RowOfList(row.list_id, row.list.title or row.list_id, row.number, row.list.item.number)
        for row in rows
        if row.list.item_id in open_items
    }


def linked(archive: Archive, slug: str, identifier: str, name: str) -> tuple[str, ...]:
    """Everything that a field of several names, also what a person may not see: for a change to keep it."""
    archive.must_be_open()
    row = table(kind_of(slug)).objects.filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such entry on record")
    return tuple(getattr(row, name).order_by("pk").values_list("pk", flat=True))


def same_kind(identifier: str) -> Kind | None:
    """The kind of entry an identifier belongs to, by its prefix; None: it has no page."""
    from accounted.record.identifiers import PREFIXES
    from accounted.record.queries.dictionary import KINDS, SLUGS

    prefix = identifier.split("_", 1)[0]
    model = next((name for name, known in PREFIXES.items() if known == prefix), None)
    return KINDS[SLUGS[model]] if model in SLUGS else None


def deciders(archive: Archive, *, sight: Sight = EVERYTHING) -> dict[str, str]:
    """Everybody who ever acted on the record, by pseudonym."""
    from accounted.record.models import Agent

    archive.must_be_open()
    rows = Agent.objects.order_by("name", "pseudonym").values_list("pseudonym", "name")
    return {one: (name or one) if sight.names else one for one, name in rows}
