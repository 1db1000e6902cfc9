"""How a decision becomes rows and a line in the log, together or not at all.

A decision is written down as plain JSON: what kind, who, when, why, and everything needed to make its rows.
That text goes into the detail record of its log line. One function for each kind turns the text into rows
(`applies`), and it is the only one that does: at the moment of deciding, when a crash is repaired, and when
the whole database is made anew. So the rows are never anything but a function of the log and the kept
objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from accounted.record.identifiers import Identifiers

if TYPE_CHECKING:
    from accounted.evidence.entry import Draft, Entry
    from accounted.evidence.objects import Staged
    from accounted.record.archive import Archive

BATCH = 2_000


class DecisionRefused(ValueError):
    """A decision that a rule forbids. The message names the rule, what is wrong, and what to do."""


class NotOnRecord(LookupError):
    """A decision about something the record does not hold."""


class NewRow(NamedTuple):
    """A row on its way into the database."""

    model: type
    id: str


class Rows:
    """New rows on their way into the database, written many at a time."""

    def __init__(self) -> None:
        self._new: dict[type, list[dict[str, Any]]] = {}
        self._links: dict[type, list[dict[str, Any]]] = {}
        self._set: dict[tuple[type, tuple[tuple[str, Any], ...]], list[str]] = {}
        self.items: dict[str, str] = {}  # identifiers of items on their way, by SHA-256

    def add(self, model: type, columns: dict[str, Any]) -> NewRow:
        """Write a row of these columns with the next flush; columns that are not named get their defaults."""
        self._new.setdefault(model, []).append(columns)
        return NewRow(model, columns.get("id", ""))

    def link(self, row: NewRow, field_name: str, identifiers: Iterable[str]) -> None:
        """Tie a row to others through a many-to-many field."""
        relation = row.model._meta.get_field(field_name)  # type: ignore[attr-defined]
        through = relation.remote_field.through
        here, there = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
        links = self._links.setdefault(through, [])
        links.extend({here: row.id, there: other} for other in dict.fromkeys(identifiers))

    def set(self, model: type, identifier: str, **columns: Any) -> None:
        """Change columns of a row with the next flush, together with all rows that change alike."""
        self._set.setdefault((model, tuple(sorted(columns.items()))), []).append(identifier)

    def flush(self) -> None:
        """Write everything added so far. References may point anywhere: they are checked at commit."""
        from accounted.record.inserting import insert

        for waiting in (self._new, self._links):
            for model, rows in waiting.items():
                if rows:
                    insert(model, rows)
            waiting.clear()
        for (model, columns), identifiers in self._set.items():
            for start in range(0, len(identifiers), BATCH):
                some = model.objects.filter(pk__in=identifiers[start : start + BATCH])  # type: ignore[attr-defined]
                some.update(**dict(columns))
        self._set.clear()
        self.items.clear()


@dataclass
class Application:
    """One decision at work: what it says, and the rows it makes."""

    kind: str
    at: datetime
    by: str
    reason: str | None
    content: Mapping[str, Any]
    subject: tuple[str, str] | None
    identifiers: Identifiers
    rows: Rows
    load: Callable[[str], bytes]
    sha256: str | None = None
    size: int | None = None
    item: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = self.identifiers.take("Decision")

    def take(self, model: str) -> str:
        """An identifier for a new row."""
        return self.identifiers.take(model)

    def new(self, model: type, **columns: Any) -> NewRow:
        """A new row of this decision, written with the next flush."""
        if "id" not in columns:
            columns["id"] = self.take(model.__name__)
        columns["decision_id"] = self.id
        return self.rows.add(model, columns)

    def change(self, model: type, identifier: str, **columns: Any) -> None:
        """Change columns of a row that is there."""
        self.rows.flush()
        changed = model.objects.filter(pk=identifier).update(**columns)  # type: ignore[attr-defined]
        if not changed:
            raise NotOnRecord(f"{identifier}: the record has no such {model.__name__}")


Applier = Callable[[Application], None]
_appliers: dict[str, Applier] = {}


def applies(kind: str) -> Callable[[Applier], Applier]:
    """Mark the function that turns decisions of a kind into rows."""

    def mark(function: Applier) -> Applier:
        _appliers[kind] = function
        return function

    return mark


def apply(application: Application) -> None:
    """Make the rows of a decision.

    Raises:
        NotOnRecord: this version knows no such kind of decision.
    """
    import accounted.record.decisions  # noqa: F401  the appliers register themselves

    try:
        applier = _appliers[application.kind]
    except KeyError:
        raise NotOnRecord(
            f"the log holds a decision of kind {application.kind!r} that this version does not know; "
            "a newer version of Accounted wrote it: pip install --upgrade accounted"
        ) from None
    applier(application)


@dataclass
class _Waiting:
    """A decision whose rows are made and whose log line is still to be written."""

    application: Application
    detail: dict[str, Any]
    event: str
    agent: str
    tool: str | None
    keep: bytes | None
    derived_from: str | None
    objects: tuple[Derived, ...]


@dataclass(frozen=True)
class Derived:
    """Bytes made from other bytes, to be kept with the decision that rests on them."""

    data: bytes
    derived_from: str
    tool: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    event: str = "derive"


class Docket:
    """Decisions taken in one transaction. They are logged when it ends, and only then do they stand."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.rows = Rows()
        self._waiting: list[_Waiting] = []
        self._broken = False
        self._fresh: dict[str, bytes] = {}
        self.new_documents: set[str] = set()
        self.texts: dict[str, str] = {}  # documents of this docket by the SHA-256 of their text

    def load(self, sha256: str) -> bytes:
        """The bytes of an object, kept or about to be kept."""
        fresh = self._fresh.get(sha256)
        if fresh is not None:
            return fresh
        with self.archive.store.open_object(sha256) as file:
            return file.read()

    def decide(
        self,
        kind: str,
        content: Mapping[str, Any],
        *,
        by: str,
        reason: str | None = None,
        subject: tuple[str, str] | None = None,
        event: str = "decide",
        item: str | None = None,
        sha256: str | None = None,
        keep: bytes | None = None,
        derived_from: str | None = None,
        tool: str | None = None,
        objects: Sequence[Derived] = (),
    ) -> Application:
        """Make the rows of a decision now; its line follows when the docket closes.

        `keep` are bytes to be kept by the line itself (a reading); `objects` are kept before it.
        """
        import hashlib

        at = self.archive.now()
        detail: dict[str, Any] = {
            "kind": kind,
            "at": at.isoformat(),
            "seed": self.archive.draw_seed(),
            "content": dict(content),
        }
        if reason is not None:
            detail["reason"] = reason
        if subject is not None:
            detail["subject"] = list(subject)
        # The rows are made from what will stand in the log, in its order of keys, not from what the caller
        # holds.
        written = json.loads(json.dumps(detail, allow_nan=False, sort_keys=True))
        for derived in objects:
            self._fresh[hashlib.sha256(derived.data).hexdigest()] = derived.data
        if keep is not None:
            sha256 = hashlib.sha256(keep).hexdigest()
            self._fresh[sha256] = keep
        application = application_of(
            written,
            by=by,
            rows=self.rows,
            load=self.load,
            sha256=sha256,
            size=None if keep is None else len(keep),
            item=item,
        )
        try:
            apply(application)
        except Exception:
            # Half of its rows may be made. Whoever catches this must not carry on with the others.
            self._broken = True
            raise
        self._waiting.append(
            _Waiting(application, written, event, by, tool, keep, derived_from, tuple(objects))
        )
        return application

    def close(self) -> None:
        """Write the rows, then the log, then which line holds which decision."""
        if self._broken:
            raise DecisionRefused(
                "a decision in this group could not be carried out; none of the group stands"
            )
        self.rows.flush()
        self._fresh.clear()
        if not self._waiting:
            return
        from accounted.record.projection import record_lines

        waiting, self._waiting = self._waiting, []
        entries = self._log(waiting)
        record_lines(
            self.archive, {entry.seq: one.application for entry, one in zip(entries, waiting, strict=True)}
        )

    def _log(self, decided: Sequence[_Waiting]) -> list[Entry]:
        """Keep the objects and write all lines at once: every decision of the docket is logged, or none."""
        from accounted.evidence.entry import draft_of

        store = self.archive.store
        staged: dict[str, Staged] = {}
        drafts: list[Draft] = []
        lines_of_decisions: list[int] = []

        def keep(data: bytes) -> Staged:
            one = store.objects.stage(data)
            if one.sha256 in staged:
                store.objects.discard([one])
            else:
                staged[one.sha256] = one
            return one

        try:
            for one in decided:
                item = one.application.item
                for derived in one.objects:
                    kept = keep(derived.data)
                    drafts.append(
                        draft_of(
                            derived.event,
                            one.agent,
                            item,
                            kept.sha256,
                            kept.size,
                            derived.detail,
                            derived.derived_from,
                            derived.tool,
                        )
                    )
                sha256, size = one.application.sha256, None
                if one.keep is not None:
                    kept = keep(one.keep)
                    sha256, size = kept.sha256, kept.size
                lines_of_decisions.append(len(drafts))
                drafts.append(
                    draft_of(
                        one.event,
                        one.agent,
                        item,
                        sha256,
                        size,
                        {"decision": one.detail},
                        one.derived_from,
                        one.tool,
                    )
                )
            if staged:
                store.objects.settle(list(staged.values()))
            entries = store.append(drafts)
        finally:
            store.objects.discard(list(staged.values()))
        return [entries[n] for n in lines_of_decisions]


def application_of(
    detail: Mapping[str, Any],
    *,
    by: str,
    rows: Rows,
    load: Callable[[str], bytes],
    sha256: str | None,
    size: int | None,
    item: str | None,
) -> Application:
    """A decision as its detail record tells it."""
    at = datetime.fromisoformat(detail["at"])
    subject = detail.get("subject")
    return Application(
        kind=detail["kind"],
        at=at,
        by=by,
        reason=detail.get("reason"),
        content=detail["content"],
        subject=(subject[0], subject[1]) if subject else None,
        identifiers=Identifiers(at, detail["seed"]),
        rows=rows,
        load=load,
        sha256=sha256,
        size=size,
        item=item,
    )


def decision_row(application: Application, seq: int, *, erased: bool = False) -> dict[str, Any]:
    """The row that says which line of the log holds a decision."""
    subject = application.subject or (None, None)
    return {
        "id": application.id,
        "seq": seq,
        "kind": application.kind,
        "at": application.at,
        "by": application.by,
        "reason": application.reason,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        # What was read is an object of its own; a second copy in the row would only double the database.
        # And what one person judged of a claim is not for those to see who have still to judge.
        "content": {} if application.kind in LARGE | BLIND else dict(application.content),
        "erased": erased,
    }


LARGE = frozenset({"record_reading", "record_document", "take_in", "destroy"})
BLIND = frozenset({"judge"})
