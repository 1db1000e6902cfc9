"""Names on record, and which of them must not be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def names_not_to_print(archive: Archive) -> tuple[str, ...]:
    """The names of people on record that nobody has released for publication, longest first."""
    from accounted.record.models import PersonName

    archive.must_be_open()
    names = PersonName.objects.exclude(person__publication="named").values_list("as_written", flat=True)
    return tuple(sorted(set(names), key=lambda name: (-len(name), name)))
