"""What goes into an export: the chosen items, what was derived from them, and every log entry about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from accounted.evidence.entry import Entry
from accounted.evidence.errors import EvidenceError

if TYPE_CHECKING:
    from accounted.evidence.store import Store

# Entries whose item number is not that of a piece of evidence: a key, a checkpoint, the archive itself.
_OF_THE_LOG = frozenset({"create", "settings", "key_change", "checkpoint", "timestamp"})
# Entries without an item number that are about every item.
_OF_ALL_ITEMS = frozenset({"fixity", "export", "storage_move", "transfer", "restrict", "hold"})


@dataclass(frozen=True)
class Selection:
    """The chosen part of a log. `entries` is the whole log up to the size asked for, in order."""

    entries: list[Entry]
    items: list[str]
    all_items: bool

    @cached_property
    def taken(self) -> list[Entry]:
        """The entries that took in the objects of the selection."""
        chosen = set(self.items)
        return [e for e in self.entries if e.keeps_object and (self.all_items or e.item in chosen)]

    def digests(self, store: Store) -> list[str]:
        """The objects to copy, each once. One that was destroyed on order is left out."""
        destroyed = {e.sha256 for e in self.entries if e.event == "destroy"}
        digests = list(dict.fromkeys(e.sha256 for e in self.taken if e.sha256 is not None))
        return [digest for digest in digests if digest not in destroyed or store.has(digest)]

    def disclosed(self, wish: bool | Collection[str]) -> list[str]:
        """The items whose details are to be handed over. Raises EvidenceError for one not exported."""
        if isinstance(wish, bool):
            return self.items if wish else []
        beyond = sorted(set(wish) - set(self.items))
        if beyond:
            raise EvidenceError(
                f"export: {beyond[0]} is not among the exported items; its details cannot be disclosed"
            )
        return sorted(set(wish))

    @cached_property
    def about(self) -> dict[str, list[Entry]]:
        """For each item, every entry about it: its own, those about its objects, those about all items."""
        found: dict[str, list[Entry]] = {item: [] for item in self.items}
        by_digest: dict[str, list[str]] = {}
        by_seq: dict[int, str] = {}
        for entry in self.entries:
            concerned: list[str] = []
            if is_item_of(entry):
                concerned = [entry.item] if entry.item in found else []
                if concerned and entry.keeps_object and entry.sha256 is not None:
                    holders = by_digest.setdefault(entry.sha256, [])
                    if entry.item not in holders:
                        holders += concerned
            elif entry.of is not None:
                concerned = [by_seq[entry.of]] if entry.of in by_seq else []
            elif entry.item is None and entry.sha256 is not None:
                concerned = by_digest.get(entry.sha256, [])
            elif entry.item is None and entry.event in _OF_ALL_ITEMS:
                # An item that came later was not yet there to be checked or exported.
                concerned = [item for item, entries in found.items() if entries]
            for item in concerned:
                found[item].append(entry)
                by_seq[entry.seq] = item
        return found

    def needed(self) -> list[Entry]:
        """The entries to prove singly: those about the items, and those that admit a key."""
        needed = {entry.seq: entry for entries in self.about.values() for entry in entries}
        needed |= {entry.seq: entry for entry in self.entries if entry.event in ("create", "key_change")}
        return [needed[seq] for seq in sorted(needed)]


def is_item_of(entry: Entry) -> bool:
    """Whether the item number of the entry is that of a piece of evidence."""
    return entry.item is not None and entry.event not in _OF_THE_LOG


def select(store: Store, items: Collection[str] | None, *, size: int | None = None) -> Selection:
    """Choose items, all when None, from the log up to `size`. Raises EvidenceError for one the archive has
    not.

    What was derived from the bytes of a chosen item is chosen with it.
    """
    entries = []
    for entry in store.entries():
        if size is not None and entry.seq >= size:
            break
        entries.append(entry)
    present = dict.fromkeys(e.item for e in entries if is_item_of(e) and e.item is not None)
    if items is None:
        return Selection(entries, list(present), True)
    unknown = [item for item in items if item not in present]
    if unknown:
        raise EvidenceError(f"export: the archive has no item {unknown[0]}; check the number")
    chosen = set(items)
    digests: set[str] = set()
    for entry in entries:
        if entry.keeps_object and (entry.item in chosen or entry.derived_from in digests):
            digests.add(entry.sha256 or "")
            if entry.item is not None:
                chosen.add(entry.item)
    return Selection(entries, [item for item in present if item in chosen], False)
