"""Keeping many things at once: one wait for the disk serves a few hundred files."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from accounted.evidence.entry import Draft, draft_of
from accounted.evidence.errors import NotYetKept
from accounted.evidence.objects import Source, Staged

if TYPE_CHECKING:
    from accounted.evidence.store import Store

GROUP = 512  # files
GROUP_BYTES = 64 << 20


class Kept:
    """What became of a source: its digest and size, and, once it is on disk, its number in the log."""

    __slots__ = ("_seq", "already_held", "item", "sha256", "size")

    def __init__(self, sha256: str, size: int, item: str | None, already_held: bool) -> None:
        self.sha256 = sha256
        self.size = size
        self.item = item
        self.already_held = already_held
        self._seq: int | None = None

    @property
    def durable(self) -> bool:
        """Whether it is on disk and in the log."""
        return self._seq is not None

    @property
    def seq(self) -> int:
        """The number of its entry. Raises NotYetKept inside a batch that was not flushed."""
        if self._seq is None:
            raise NotYetKept(f"{self.sha256}: is read but not on disk yet; flush the batch first")
        return self._seq

    def __repr__(self) -> str:
        return f"Kept({self.sha256}, size={self.size}, item={self.item}, seq={self._seq})"


class Batch:
    """A block in which keeping is cheap. Every few hundred files, and at the end, all of it is made
    durable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._staged: dict[str, Staged] = {}
        self._drafts: list[Draft] = []
        self._kept: list[tuple[int, Kept]] = []
        self._bytes = 0

    def keep(
        self,
        source: Source,
        *,
        agent: str,
        event: str = "ingest",
        item: str | None = None,
        detail: Mapping[str, Any] | None = None,
        derived_from: str | None = None,
        tool: str | None = None,
    ) -> Kept:
        """Like `Store.keep`, but on disk only after the next flush: until then `Kept.seq` refuses to
        answer."""
        draft = draft_of(event, agent, item, None, None, detail, derived_from, tool)
        objects = self._store.objects
        staged = objects.stage(source)
        draft.sha256, draft.size = staged.sha256, staged.size
        known = self._staged.get(staged.sha256)
        if known is None:
            self._staged[staged.sha256] = staged
        else:
            objects.discard([staged])
        kept = Kept(staged.sha256, staged.size, item, known is not None or staged.already_held)
        self._kept.append((len(self._drafts), kept))
        self._drafts.append(draft)
        self._bytes += staged.size
        if len(self._drafts) >= GROUP or self._bytes >= GROUP_BYTES:
            self.flush()
        return kept

    def note(
        self,
        event: str,
        *,
        agent: str,
        item: str | None = None,
        sha256: str | None = None,
        detail: Mapping[str, Any] | None = None,
        derived_from: str | None = None,
        tool: str | None = None,
    ) -> None:
        """Like `Store.note`, in order with what is kept, logged at the next flush."""
        self._drafts.append(draft_of(event, agent, item, sha256, None, detail, derived_from, tool))
        if len(self._drafts) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Make everything so far durable and log it. If that fails, none of it is kept."""
        staged, drafts, kept = list(self._staged.values()), self._drafts, self._kept
        self._staged, self._drafts, self._kept, self._bytes = {}, [], [], 0
        if not drafts:
            return
        try:
            if staged:
                self._store.objects.settle(staged)
            entries = self._store.append(drafts)
        finally:
            self._store.objects.discard(staged)
        for index, one in kept:
            one._seq = entries[index].seq

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
        else:
            self._store.objects.discard(list(self._staged.values()))
