"""An archive: the directory that holds the evidence and the record of one body of work.

This is the edge where the clock, chance and the environment come in; everything below is handed them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.evidence import Damaged, Store
from accounted.record import database
from accounted.record.database import DatabaseUnusable

if TYPE_CHECKING:
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.docket import Docket
    from accounted.record.intake import IntakeFacts, IntakeResult, OnProgress
    from accounted.record.verification import RecordVerification
    from accounted.sources import Limits

FORMAT = 1
DATABASE = "accounted.sqlite3"
POSTGRESQL = "postgresql"
NUMBERED = "ACC-{:06d}"
NUMBER = re.compile(r"ACC-[0-9]{6,}")
_NOT_AS_KEPT = (
    "object {}: its bytes are not those that were kept; run accounted verify to see what else is damaged, "
    "and put the object back from a copy of the archive"
)

Clock = Callable[[], datetime]


class ArchiveClosed(RuntimeError):
    """The archive was closed, or another was opened after it; open it again."""


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Archive:
    """One archive, open. Use `Archive.create` or `Archive.open`, best in a `with` statement.

    One archive is open in a process at a time: opening another closes the one before.

    Attributes:
        path: the directory.
        store: the evidence: kept bytes and the custody log.
        agent: the person who works with it now.
    """

    _current: Archive | None = None

    def __init__(self, path: Path, store: Store, settings: dict[str, Any], clock: Clock) -> None:
        self.path = path
        self.store = store
        self.clock = clock
        self._settings = settings
        self._docket: Docket | None = None
        self._one_at_a_time = threading.RLock()  # decisions of the threads of one process
        self._agent: Reviewer | None = None
        self._acting: ContextVar[Reviewer | None] = ContextVar("acting", default=None)
        self._first_readings: set[str] = set()

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        title: str,
        agent: str | None = None,
        clock: Clock = utc_now,
        database_url: str | None = None,
        archive_id: str | None = None,
    ) -> Archive:
        """Make a new archive. `agent` is the name of the person who makes it; the log holds a pseudonym.

        `database_url` (default: the environment's DATABASE_URL) selects PostgreSQL; without it, SQLite.

        Raises:
            EvidenceError: there is an archive already, or the directory cannot be written.
            DatabaseUnusable: the database does not answer, or belongs to another archive.
        """
        path = Path(path)
        url = _database_url(database_url)
        settings = _database_settings(path, url)
        if url is not None:
            _refuse_a_used_database(settings)
        pseudonym = f"p:{secrets.token_hex(6)}"
        store = Store.create(
            path,
            archive_id=archive_id or _identity(title or path.resolve().name),
            clock=clock,
            agent=pseudonym,
            title=title,
        )
        if url is not None:
            _note_the_database(store, pseudonym)
        archive = cls(path, store, settings, clock)
        for folder in (path, path / "objects", path / "log", path / "exports"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)  # what is in here can endanger people; nobody else on this machine reads it
        archive._connect()
        if database.behind():
            database.migrate()
        archive.put_identity()
        archive.work_as(agent or operator_name(), pseudonym=pseudonym)
        return archive

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        agent: str | None = None,
        clock: Clock = utc_now,
        database_url: str | None = None,
        to_read: bool = False,
    ) -> Archive:
        """Open an archive; whatever its log holds and its database does not yet is put right first.

        Whether its record is in SQLite or PostgreSQL stands in its archive.toml; only for PostgreSQL is
        DATABASE_URL looked at, so that another project's address there does no harm. `database_url` overrules
        both, "" for SQLite.

        `to_read` opens it without anybody at work: nobody is made known to it, no decision can be taken,
        and it works on a disk that cannot be written.

        Raises:
            EvidenceError: no archive there, a newer format, or a damaged log.
            DatabaseUnusable: the database does not answer, is of a newer version, or of another archive; or
                it is behind its log on a disk that cannot be written.
        """
        path = Path(path)
        store = Store.open(path, clock=clock)
        settings = _database_settings(path, _database_url_of(store, database_url))
        frozen = to_read and database.is_frozen(settings)
        archive = cls(path, store, database.frozen(settings) if frozen else settings, clock)
        archive._connect()
        if frozen:
            archive._require_no_change()
            return archive
        archive._prepare()
        if not to_read:
            archive.work_as(agent or operator_name())
        return archive

    # ---- what it is

    @property
    def id(self) -> str:
        """The archive's identity, which its log and its database both carry."""
        return self.store.archive_id

    @property
    def title(self) -> str:
        """What the archive is called."""
        return str(self.store.settings.get("title", ""))

    @property
    def database(self) -> str:
        """`sqlite` or `postgresql`."""
        return "sqlite" if self._settings["ENGINE"].endswith("sqlite3") else POSTGRESQL

    @property
    def has_agent(self) -> bool:
        """Whether somebody is known to work with it yet."""
        return (self._acting.get() or self._agent) is not None

    @property
    def agent(self) -> Reviewer:
        """The person who works with the archive now."""
        agent = self._acting.get() or self._agent
        if agent is None:
            raise ArchiveClosed(f"{self.path}: nobody works with this archive; name the person who does")
        return agent

    @contextlib.contextmanager
    def acting_as(self, person: Reviewer) -> Iterator[None]:
        """Inside, in this thread, that person works with the archive; other threads have theirs."""
        token = self._acting.set(person)
        try:
            yield
        finally:
            self._acting.reset(token)

    # ---- its life

    def close(self) -> None:
        """Close the database and the store. Safe to call twice."""
        if Archive._current is self:
            database.disconnect()
            Archive._current = None
        self.store.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._agent is not None and Archive._current is self:
            self.catch_up()  # checkpoints too: what is left can be verified on a read-only disk
        self.close()

    def work_as(
        self, name: str, *, roles: Sequence[str] = ("recorder",), pseudonym: str | None = None
    ) -> Reviewer:
        """From here on this person acts; they are made known to the archive if they are not yet."""
        from accounted.record.decisions.reviewers import introduce

        self._agent = introduce(self, name, roles=roles, pseudonym=pseudonym)
        return self._agent

    def reviewer(self, name: str, *, roles: Sequence[str] = ("reviewer",)) -> Reviewer:
        """The person of this name, to take decisions; they are made known to the archive if they are not."""
        from accounted.record.decisions.reviewers import introduce

        return introduce(self, name, roles=roles)

    def add(
        self,
        paths: Sequence[Path | str | tuple[Path, IntakeFacts]],
        *,
        facts: IntakeFacts | None = None,
        on_progress: OnProgress | None = None,
        limits: Limits | None = None,
        below: Path | None = None,
    ) -> IntakeResult:
        """Keep files, read them, and put what they claim on record (`accounted.record.intake`).

        `paths` are files and folders that share the same facts; or pairs of a path and its own facts.
        `limits` is how far the readers of files go; what is over one is kept, and refused with its name.
        `below` is a folder of passage that files came through: their paths are told without it.
        """
        from accounted.record.intake import IntakeFacts, take_in

        shared = facts or IntakeFacts()
        given = [one if isinstance(one, tuple) else (one, shared) for one in paths]
        return take_in(self, [(Path(path), known) for path, known in given], on_progress, limits, below)

    def rebuild(self, *, on_progress: Callable[[int], None] | None = None) -> int:
        """Make the database anew from the log and the kept objects (`accounted.record.rebuilding`)."""
        from accounted.record.rebuilding import rebuild

        return rebuild(self, on_progress=on_progress)

    def verify_record(
        self, *, quick: bool = False, seed: int = 0, on_progress: Callable[[str, int], None] | None = None
    ) -> RecordVerification:
        """Check the record against the log (`accounted.record.verification`)."""
        from accounted.record.verification import verify_record

        return verify_record(self, quick=quick, seed=seed, on_progress=on_progress)

    # ---- for decisions

    def now(self) -> datetime:
        """The time now, in UTC, by the archive's clock."""
        return self.clock().astimezone(UTC)

    def draw_seed(self) -> str:
        """Chance for one decision: 16 bytes, in hexadecimal."""
        return secrets.token_hex(16)

    def load(self, sha256: str) -> bytes:
        """The bytes of a kept object.

        Raises:
            Damaged: they are not those that were kept.
        """
        with self.store.open_object(sha256) as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(_NOT_AS_KEPT.format(sha256))
        return data

    def must_be_as_kept(self, sha256: str) -> None:
        """See that the bytes of an object, however large, are those that were kept.

        Raises:
            Damaged: they are not.
        """
        made = hashlib.sha256()
        with self.store.open_object(sha256) as file:
            while block := file.read(1 << 20):
                made.update(block)
        if made.hexdigest() != sha256:
            raise Damaged(_NOT_AS_KEPT.format(sha256))

    def first_reading(self, document: str) -> bool:
        """Whether this document has had no reading yet."""
        from accounted.record.models import Reading

        if document in self._first_readings:
            return False
        if self._docket is not None and document in self._docket.new_documents:
            self._first_readings.add(document)
            return True
        return not Reading.objects.filter(document_id=document).exists()

    @contextlib.contextmanager
    def deciding(self) -> Iterator[Docket]:
        """Decisions taken inside stand together or not at all. Inside another `deciding` it joins that one.

        The lock is the database's, taken before the log's, always in that order, so that the order of rows
        is the order of the log. When the log cannot be written, the rows are rolled back. When the rows
        cannot be written after the log was, the next to open the archive makes them from the log.
        """
        from django.db import transaction

        from accounted.record.docket import Docket
        from accounted.record.locking import must_not_be_locked
        from accounted.record.projection import catch_up

        with self._one_at_a_time:
            if self._docket is not None:
                yield self._docket
                return
            self.must_be_open()
            must_not_be_locked(self.path)
            with transaction.atomic(using=database.alias_in_use()):
                database.one_writer_at_a_time()
                catch_up(self)
                self._docket = Docket(self)
                try:
                    yield self._docket
                    self._docket.close()
                finally:
                    self._docket = None
                    self._first_readings.clear()

    def catch_up(self) -> int:
        """Put log lines the database does not hold yet into rows; how many there were."""
        from django.db import transaction

        from accounted.record.projection import catch_up

        self.must_be_open()
        with transaction.atomic(using=database.alias_in_use()):
            database.one_writer_at_a_time()
            return catch_up(self)

    def put_identity(self) -> None:
        """Say in an empty database whose it is; item numbers go on after the highest in the log."""
        from accounted.record.models import ArchiveIdentity

        ArchiveIdentity.objects.create(archive=self.id, format_version=FORMAT, items=self._highest_number())

    def _highest_number(self) -> int:
        numbers = (
            entry.item for entry in self.store.entries() if entry.item and NUMBER.fullmatch(entry.item)
        )
        return max((int(number[4:]) for number in numbers), default=0)

    def reserve_numbers(self, count: int) -> list[str]:
        """Item numbers nobody else gets. One that is then not used is a gap, never used again."""
        from django.db import transaction

        from accounted.record.locking import must_not_be_locked
        from accounted.record.models import ArchiveIdentity

        self.must_be_open()
        must_not_be_locked(self.path)
        with transaction.atomic(using=database.alias_in_use()):
            database.one_writer_at_a_time()
            row = ArchiveIdentity.objects.get(pk=1)
            first = row.items + 1
            row.items += count
            row.save(update_fields=["items"])
        return [NUMBERED.format(number) for number in range(first, first + count)]

    # ---- the database

    def must_be_open(self) -> None:
        """Raise ArchiveClosed unless this is the archive that is open."""
        if Archive._current is not self:
            raise ArchiveClosed(f"{self.path}: this archive is closed; open it again with Archive.open")

    def _connect(self) -> None:
        database.configure()
        if Archive._current is not None:
            Archive._current.close()
        database.connect(self._settings)
        Archive._current = self

    def _prepare(self) -> None:
        from accounted.record.models import ArchiveIdentity

        if database.behind():
            database.migrate()
        row = ArchiveIdentity.objects.filter(pk=1).first()
        if row is None:
            # A database that was lost, or is new on this machine: everything in it comes from the log.
            self.put_identity()
        elif row.archive != self.id:
            self.close()
            raise DatabaseUnusable(
                f"{self.path}: the database belongs to the archive {row.archive}, not to {self.id}; "
                "check DATABASE_URL, or where the directory came from"
            )
        elif row.format_version > FORMAT:
            self.close()
            raise DatabaseUnusable(
                f"{self.path}: the record has format {row.format_version}, written by "
                f"{database.NEWER_FORMAT}; "
                "install that version to open it: pip install --upgrade accounted"
            )
        if self.store.size > ArchiveIdentity.objects.values_list("applied", flat=True).get(pk=1):
            self.catch_up()

    def _require_no_change(self) -> None:
        """Refuse a database that would have to be changed before it can be read."""
        from accounted.record.models import ArchiveIdentity
        from accounted.record.projection import Details

        row = None if database.behind() else ArchiveIdentity.objects.filter(pk=1).first()
        details = Details(self.store)
        if (
            row is None
            or row.archive != self.id
            or any("decision" in (details.of(entry) or {}) for entry in self.store.entries(row.applied))
        ):
            self.close()
            raise DatabaseUnusable(
                f"{self.path}: the record is behind its log, and this disk cannot be written; copy the "
                "archive to one that can, and open it there. Its evidence can be checked here: "
                "accounted verify --evidence-only"
            )


def record_settings(path: Path) -> tuple[str, dict[str, Any]]:
    """Which archive is in a directory, and the settings of the database its record is in.

    Raises:
        EvidenceError, DatabaseUnusable: as for `Archive.open`.
    """
    with Store.open(path, clock=utc_now) as store:
        return store.archive_id, _database_settings(path, _database_url_of(store, None))


def _database_url(given: str | None) -> str | None:
    return (given if given is not None else os.environ.get("DATABASE_URL")) or None


def _database_url_of(store: Store, given: str | None) -> str | None:
    """The address of an archive's PostgreSQL database; None when its record is in SQLite."""
    if given is not None or store.settings.get("database") != POSTGRESQL:
        return given or None
    url = _database_url(None)
    if url is None:
        raise DatabaseUnusable(
            f"{store.root}: the record of this archive is in PostgreSQL; set DATABASE_URL to its address "
            "(postgresql://user@host:port/name) and try again"
        )
    return url


def _note_the_database(store: Store, agent: str) -> None:
    """Write into archive.toml that the record is in PostgreSQL. Where, is no business of the archive's."""
    settings = (store.root / "archive.toml").read_bytes() + f'database = "{POSTGRESQL}"\n'.encode()
    store.attach("archive.toml", settings, event="settings", agent=agent, item=store.archive_id)


def _database_settings(path: Path, url: str | None) -> dict[str, Any]:
    return database.sqlite(path / DATABASE) if url is None else database.postgresql(url)


def _refuse_a_used_database(settings: dict[str, Any]) -> None:
    database.configure()
    if Archive._current is not None:
        Archive._current.close()
    database.connect(settings)
    try:
        if database.holds_an_archive():
            raise DatabaseUnusable(
                "DATABASE_URL: this database holds the record of another archive; "
                "give each archive a database of its own"
            )
    finally:
        database.disconnect()


def _identity(title: str) -> str:
    """A name for the archive that can stand in file names and key names: `kharkiv-7f3a90c2`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    return f"{slug or 'archive'}-{secrets.token_hex(4)}"


def operator_name() -> str:
    """The name this machine knows its user by, for a person who gave none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"
