"""The record against the log: every row must follow from a line of the log and the objects it names.

The database is made anew, aside, and compared row by row; every excerpt is looked up in the text it comes
from.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.evidence import Damaged, EvidenceError
from accounted.record import database
from accounted.record.projection import Details, applied, decisions_in
from accounted.record.rebuilding import REBUILT, rebuild_into

if TYPE_CHECKING:
    from accounted.record.archive import Archive

OnProgress = Callable[[str, int], None]
SAMPLE = 200  # documents looked at by a quick verification
SHOWN = 1_000  # problems of one kind that are listed; beyond, they are counted

# Columns that need not follow from the log: how far the numbering went, and what only the seal's table holds.
APART = {"record_archiveidentity": {"items"}, "record_sealedidentity": {"sealed"}}


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """One way in which the record is not what the log says.

    `code` is stable; `where` names table and row; `meaning` says what it means and what to do.
    """

    code: str
    where: str
    message: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}. {self.meaning}"


@dataclass(frozen=True, slots=True)
class RecordVerification:
    """What a verification of the record found."""

    problems: tuple[RecordProblem, ...]
    entries: int
    documents: int
    claims: int
    excerpts: int
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the record is exactly what the log says."""
        return not self.problems


MEANING = {
    "row_extra": (
        "Nobody decided this: it was put into the database past the log. Look into who could write there, "
        "then run: accounted rebuild"
    ),
    "row_missing": "It was decided and logged, and is gone from the database. Run: accounted rebuild",
    "row_altered": (
        "It was changed in the database past the log; the log tells what it was. Look into who could write "
        "there, then run: accounted rebuild"
    ),
    "excerpt_moved": (
        "The quotation is not what the document says at this place (rule D-01); do not rely on it. Run: "
        "accounted rebuild"
    ),
    "object_missing": "What the record says of it can no longer be checked. Restore the object from a copy",
    "object_altered": "The bytes are not those that were recorded. Restore the object from a copy",
    "not_rebuildable": (
        "The database cannot be compared with the log until this is mended; treat it as unverified"
    ),
    "log_behind": (
        "The database holds what the log does not: the log was cut, or replaced by an older copy. Restore "
        "the log from a copy"
    ),
    "not_carried_out": (
        "The work was stopped between log and database. Nothing is lost: it is carried out when the archive "
        "is next opened for writing"
    ),
    "seal_altered": "The sealed identity cannot be opened, or is another. Restore the database from a copy",
    "sealed_missing": (
        "Genetic data that are on record are gone from the archive's genetics folder. Restore the file from "
        "a copy, or withdraw the sample"
    ),
    "sealed_altered": (
        "The sealed genetic data are not those that were recorded, and will not open. Restore the file from "
        "a copy"
    ),
    "not_destroyed": (
        "It was ordered destroyed, and is there. Carry the order out: run accounted erase for this item again"
    ),
    "not_erased": "A name was withheld, but stands in the log's detail still; withhold it again",
}


def verify_record(
    archive: Archive, *, quick: bool = False, seed: int = 0, on_progress: OnProgress | None = None
) -> RecordVerification:
    """Check the record against the log and the objects. `quick` looks at a sample of documents only.

    Never raises for what it finds: whatever cannot be checked is a problem.
    """
    return _Verification(archive, quick, seed, on_progress or (lambda what, count: None)).run()


class _Verification:
    def __init__(self, archive: Archive, quick: bool, seed: int, on_progress: OnProgress) -> None:
        self.archive = archive
        self.quick = quick
        self.chance = random.Random(seed)  # noqa: S311  a sample, not a secret
        self.report = on_progress
        self.problems: list[RecordProblem] = []
        self.counted: dict[str, int] = {}
        self.notes: list[str] = []
        self.excerpts = 0

    def run(self) -> RecordVerification:
        from accounted.record.models import Claim, Document

        self.archive.must_be_open()
        entries = self.archive.store.size
        self.applied = min(applied(), entries)
        self._events(entries)
        self._documents()
        self._seals()
        self._genetics()
        if self.quick:
            self.notes.append(
                f"quick: at most {SAMPLE} documents were looked at; rows were not compared with the log"
            )
        else:
            self._rows()
        for code, count in self.counted.items():
            if count > SHOWN:
                self.notes.append(f"{code}: {count} in all, {SHOWN} listed")
        return RecordVerification(
            tuple(self.problems),
            entries,
            Document.objects.count(),
            Claim.objects.count(),
            self.excerpts,
            tuple(self.notes),
        )

    def _found(self, code: str, where: str, message: str) -> None:
        self.counted[code] = self.counted.get(code, 0) + 1
        if self.counted[code] <= SHOWN:
            self.problems.append(RecordProblem(code, where, message, MEANING[code]))

    # ---- the lines

    def _events(self, entries: int) -> None:
        """Every line of the log has its row and its decision, and no row is without a line."""
        from accounted.record.models import CustodyEvent, Decision

        for model in (CustodyEvent, Decision):
            for seq in model.objects.filter(seq__gte=entries).values_list("seq", flat=True)[:SHOWN]:
                self._found("log_behind", f"{model._meta.db_table} {seq}", f"the log ends at {entries - 1}")
        self._waiting()
        if self.quick:
            rows = CustodyEvent.objects.filter(seq__lt=self.applied).count()
            if rows != self.applied:
                self._found(
                    "row_missing", "record_custodyevent", f"{rows} rows for {self.applied} lines of the log"
                )
            return
        try:
            self._withheld()
        except EvidenceError as error:
            self._found("not_rebuildable", "the log", str(error))

    def _withheld(self) -> None:
        """What was to be taken out for good is out."""
        store, details = self.archive.store, Details(self.archive.store)
        decided = decisions_in(store.entries(), details)
        withheld = {d["content"]["of"] for _, d in decided if d["kind"] == "withhold_facts"}
        for seq in sorted(withheld):
            if store.detail_record(seq) is not None:
                self._found(
                    "not_erased", f"log entry {seq}", "its facts were withheld, its detail still stands"
                )

    def _waiting(self) -> None:
        """Lines the database has not taken over yet: an event is no matter, a decision is."""
        details = Details(self.archive.store)
        for entry in self.archive.store.entries(self.applied):
            try:
                decision = (details.of(entry) or {}).get("decision")
            except EvidenceError as error:
                self._found("not_rebuildable", f"log entry {entry.seq}", str(error))
                continue
            if decision:
                self._found(
                    "not_carried_out", f"log entry {entry.seq}", f"{decision['kind']} is not in the database"
                )

    # ---- the documents

    def _documents(self) -> None:
        from accounted.record.models import Document

        ids = list(Document.objects.order_by("id").values_list("id", flat=True))
        if self.quick and len(ids) > SAMPLE:
            ids = sorted(self.chance.sample(ids, SAMPLE))
        for number, identifier in enumerate(ids, start=1):
            self._document(identifier)
            self.report("documents", number)
        self._tombstones()

    def _tombstones(self) -> None:
        """What was destroyed by order is gone, and is said; anything of it that is left is a problem."""
        from accounted.record.models import Destruction

        store = self.archive.store
        for row in Destruction.objects.select_related("item", "decision"):
            number = row.item.number
            self.notes.append(
                f"{number}: destroyed on {row.at:%Y-%m-%d} by order of {row.ordered_by} ({row.order}), "
                f"seen to by {row.by} and {row.second}; {row.objects_destroyed} objects are gone"
            )
            decision = (store.detail(row.decision.seq) or {}).get("decision")
            if decision is None:
                continue  # the order itself was erased since
            for sha256 in decision["content"]["objects"]:
                if store.has(sha256):
                    self._found("not_destroyed", f"item {number}", f"the object {sha256} is kept")
            for seq in decision["content"]["left"]["details"]:
                if store.detail_record(int(seq)) is not None:
                    self._found(
                        "not_destroyed", f"item {number}", f"the detail of log entry {seq} still stands"
                    )

    def _document(self, identifier: str) -> None:
        from accounted.record.models import Document, Excerpt, Reading

        row = Document.objects.select_related("item").get(pk=identifier)
        if row.item.state == "destroyed":
            return
        text = self._object(row.text_sha256, f"document {row.id}", "its text")
        self._object(row.structure_sha256, f"document {row.id}", "its structure")
        if not self.archive.store.has(row.item.sha256):
            self._found("object_missing", f"document {row.id}", f"the original {row.item.number} is not kept")
        for reading in Reading.objects.filter(document=row):
            self._object(reading.sha256, f"reading {reading.id}", "the reading")
        if text is None:
            return
        words = text.decode("utf-8", "replace")
        for excerpt in Excerpt.objects.filter(document=row).only("id", "start", "end", "exact").iterator():
            self.excerpts += 1
            if words[excerpt.start : excerpt.end] != excerpt.exact:
                self._found(
                    "excerpt_moved",
                    f"excerpt {excerpt.id} of document {row.id}",
                    f"{excerpt.exact[:60]!r} does not stand at [{excerpt.start}, {excerpt.end})",
                )

    def _object(self, sha256: str, where: str, what: str) -> bytes | None:
        try:
            return self.archive.load(sha256)
        except Damaged:
            self._found("object_altered", where, f"{what} is not the object {sha256}")
        except (EvidenceError, OSError) as error:
            self._found("object_missing", where, f"{what} is not kept ({error})")
        return None

    def _seals(self) -> None:
        from accounted.record.models import SealedIdentity

        for row in SealedIdentity.objects.filter(sealed__isnull=False):
            if hashlib.sha256(bytes(row.sealed)).hexdigest() != row.sealed_sha256:
                self._found(
                    "seal_altered", f"sealed identity {row.code}", "its bytes are not those that were sealed"
                )

    def _genetics(self) -> None:
        """Sealed genetic data are those on record, and of what was withdrawn nothing is left."""
        from accounted.record.genetics.vault import sealed_path
        from accounted.record.models import Family, FrequencySet, Sample

        held: dict[str, str] = {}
        for model in (Family, FrequencySet, Sample):
            held |= dict(model.objects.values_list("code", "sealed_sha256"))
        withdrawn = set(Sample.objects.exclude(withdrawn_at=None).values_list("code", flat=True))
        for code, sha256 in sorted(held.items()):
            path = sealed_path(self.archive.path, code)
            if code in withdrawn:
                if path.exists():
                    self._found(
                        "not_destroyed", f"sample {code}", "it was withdrawn, its sealed data lie there"
                    )
            elif not path.exists():
                self._found("sealed_missing", f"genetic data {code}", f"{path.name} is not there")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                self._found("sealed_altered", f"genetic data {code}", "its sealed bytes are other ones")

    # ---- the rows

    def _rows(self) -> None:
        """Make the database anew, aside, and compare every row of every table."""
        from django.db import DatabaseError

        with tempfile.TemporaryDirectory(prefix="accounted-verify-") as aside:
            try:
                rebuild_into(
                    self.archive,
                    database.sqlite(Path(aside) / "rebuilt.sqlite3"),
                    end=self.applied,
                    on_progress=lambda count: self.report("log", count),
                )
                self._compare()
            except (EvidenceError, DatabaseError, LookupError, ValueError, TypeError) as error:
                self._found(
                    "not_rebuildable", "the log", f"its decisions cannot be carried out again ({error})"
                )
            finally:
                database.disconnect(REBUILT)

    def _compare(self) -> None:
        from django.apps import apps

        for model in apps.get_app_config("record").get_models(include_auto_created=True):
            self._compare_table(model)
            self.report(model._meta.db_table, 0)

    def _compare_table(self, model: Any) -> None:
        table = model._meta.db_table
        left_out = APART.get(table, set())
        columns = [f.attname for f in model._meta.concrete_fields if f.name not in left_out]
        key = ["pk"]
        if model._meta.auto_created:  # a link between two rows has no identity of its own
            columns = key = [name for name in columns if name != "id"]
        here = _rows_of(model, database.ALIAS, key, columns)
        there = _rows_of(model, REBUILT, key, columns)
        for identity, ours, theirs in _side_by_side(here, there):
            where = f"{table} {' '.join(map(str, identity))}"
            if theirs is None:
                self._found("row_extra", where, "is in the database and in no decision of the log")
            elif ours is None:
                self._found("row_missing", where, "is in the log and not in the database")
            elif ours != theirs:
                changed = [name for name in columns if ours[name] != theirs[name]]
                self._found("row_altered", where, f"differs from the log in {', '.join(changed)}")


Row = tuple[tuple[Any, ...], Mapping[str, Any]]


def _rows_of(model: Any, alias: str, key: list[str], columns: list[str]) -> Iterator[Row]:
    names = list(dict.fromkeys([*key, *columns]))
    for row in model.objects.using(alias).order_by(*key).values(*names).iterator(2_000):
        yield tuple(row[name] for name in key), row


def _side_by_side(
    here: Iterator[Row], there: Iterator[Row]
) -> Iterator[tuple[tuple[Any, ...], Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """Two sorted streams of rows, matched by their keys."""
    ours, theirs = next(here, None), next(there, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours[0] < theirs[0]):
            assert ours is not None
            yield ours[0], ours[1], None
            ours = next(here, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0], None, theirs[1]
            theirs = next(there, None)
        else:
            yield ours[0], ours[1], theirs[1]
            ours, theirs = next(here, None), next(there, None)
