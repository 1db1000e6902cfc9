"""How an entry came to be as it is: each version with who, when, why, and what it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.queries.dictionary import kind_of, table
from accounted.record.queries.entries import Ground, agents, grounds
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

CHANGING = frozenset({"amend", "change_consent"})  # what makes a new version of an entry


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed in one field. `before` and `after` are values; `absent` says what nothing was.

    `hidden`: the field holds words this person does not see; only that it changed is told.
    """

    field: str
    before: Any
    after: Any
    absent_before: str | None = None
    absent_after: str | None = None
    grounds: tuple[Ground, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One decision in the life of an entry.

    `number` is the version it made; None for decisions that change nothing of the entry itself (an
    examination, a name, a restriction).
    """

    decision: str
    kind: str
    number: int | None
    by: str
    name: str
    at: datetime
    reason: str | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The fields of an entry as they stood in one version."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def history(
    archive: Archive, slug: str, identifier: str, *, sight: Sight = EVERYTHING
) -> tuple[Version, ...]:
    """The versions of an entry, oldest first, and between them the decisions about it.

    Raises:
        NotOnRecord: there is none, or the person may not see it.
    """
    archive.must_be_open()
    kind = kind_of(slug)
    row = sight.entries(table(kind).objects.filter(pk=identifier)).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such entry on record")
    life = _life(row)
    names = agents([decision.by for decision, _ in life], sight)
    claims = {claim for _, state in life if state for told in state.claims.values() for claim in told}
    said = grounds(claims, sight)
    private = {one.name for one in kind.fields() if one.private}
    versions = []
    before = State(0)
    for decision, state in life:
        changes: tuple[Change, ...] = ()
        if state is not None:
            changes = tuple(_changes(before, state, said, private if not sight.names else set()))
        made = state is not None and state.number > before.number
        before = state or before
        versions.append(
            Version(decision.id, decision.kind, before.number if made else None, decision.by,
                    names[decision.by], decision.at, decision.reason if sight.names else None, changes)
        )  # fmt: skip
    return tuple(versions)


def state_of(archive: Archive, model: str, identifier: str, number: int) -> State:
    """An entry as it stood in a version.

    Raises:
        NotOnRecord: no such entry, or it never had that version.
    """
    from accounted.record import models

    archive.must_be_open()
    row = getattr(models, model).objects.filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such entry on record")
    states = {state.number: state for _, state in _life(row) if state is not None}
    found = states.get(number)
    if found is None:
        raise NotOnRecord(f"{identifier}: had no version {number}; it is now version {row.version}")
    return found


def _life(row: Any) -> list[tuple[Any, State | None]]:
    """The decisions about an entry in their order, each with the state it made; None where it made none."""
    from django.db.models import Q

    from accounted.record.models import Decision, Value

    decisions = list(Decision.objects.filter(Q(subject_id=row.pk) | Q(pk=row.decision_id)).order_by("seq"))
    rows: list[Any] = list(Value.objects.filter(subject_id=row.pk).order_by("decided_at", "id"))
    if further := {one.decision_id for one in rows} - {one.id for one in decisions}:
        decisions += Decision.objects.filter(pk__in=further)
        decisions.sort(key=lambda one: one.seq)
    claims: dict[str, list[str]] = {}
    links = Value.claims.through.objects.filter(value_id__in=[one.id for one in rows]).order_by("id")
    for value, claim in links.values_list("value_id", "claim_id"):
        claims.setdefault(value, []).append(claim)
    by_decision: dict[str, list[Any]] = {}
    for one in rows:
        by_decision.setdefault(one.decision_id, []).append(one)
    life: list[tuple[Any, State | None]] = []
    now = State(0)
    for decision in decisions:
        made = decision.id == row.decision_id or decision.kind in CHANGING
        if made or decision.id in by_decision:
            # A judgement (how far it is verified, how reliable) sets values and makes no version.
            now = _next(now, decision, by_decision.get(decision.id, ()), claims, made=made)
            life.append((decision, now))
        else:
            life.append((decision, None))
    return life


def _next(
    before: State, decision: Any, rows: Iterable[Any], claims: Mapping[str, list[str]], *, made: bool
) -> State:
    """The state after a decision that changed the entry."""
    values, absent = dict(before.values), dict(before.absent)
    resting, list_rows, links = dict(before.claims), dict(before.rows), dict(before.links)
    content = decision.content if isinstance(decision.content, dict) else {}
    if decision.kind == "change_consent":
        values["consent"] = content["consent"]["state"]
    elif made:
        values |= content.get("frame") or {}
        links |= {name: tuple(told) for name, told in (content.get("links") or {}).items()}
        if "consent" in content:
            values["consent"] = content["consent"]["state"]
    for one in rows:
        values[one.field] = one.value
        absent.pop(one.field, None)
        if one.absent:
            absent[one.field] = one.absent
        resting[one.field] = tuple(claims.get(one.id, ()))
        list_rows.pop(one.field, None)
        if one.row_id:
            list_rows[one.field] = one.row_id
    return State(before.number + made, values, absent, resting, list_rows, links)


def _changes(
    before: State, after: State, said: Mapping[str, Ground], private: Collection[str]
) -> Iterator[Change]:
    for name in dict.fromkeys([*before.values, *after.values, *before.links, *after.links]):
        old, new = before.values.get(name), after.values.get(name)
        if name in after.links or name in before.links:
            old, new = list(before.links.get(name, ())), list(after.links.get(name, ()))
        nothing = before.absent.get(name), after.absent.get(name)
        resting = before.claims.get(name, ()), after.claims.get(name, ())
        if old == new and nothing[0] == nothing[1] and resting[0] == resting[1]:
            continue
        if _says_nothing(old) and _says_nothing(new) and nothing == (None, None):
            continue
        shown = tuple(said[claim] for claim in resting[1] if claim in said)
        if name in private:
            yield Change(name, None, None, nothing[0], nothing[1], shown, hidden=True)
        else:
            yield Change(name, old, new, nothing[0], nothing[1], shown)


def _says_nothing(value: Any) -> bool:
    return value in (None, "", [], {})
