"""Names on record, and which of them must not be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.record.archive import Archive

_WORD = re.compile(r"\w+")


def names_not_to_print(archive: Archive, texts: Iterable[str] | None = None) -> tuple[str, ...]:
    """The names of people on record that nobody has released for publication, longest first.

    With `texts`, only those whose words all occur in them: of a million names on lists, the few that a report
    could print at all, given and family name in either order. A name of one word from a list (“Maria”) is
    nobody's in particular and not among them.
    """
    from accounted.record.models import PersonName

    archive.must_be_open()
    names = PersonName.objects.exclude(person__publication="named")
    found = set(names.filter(row_id__isnull=True).values_list("as_written", flat=True))
    there = None if texts is None else {word for text in texts for word in _words(text)}
    listed = names.filter(row_id__isnull=False).values_list("as_written", "given", "family")
    for written, given, family in listed.iterator(2_000) if there is None or there else ():
        ways = [written, f"{given} {family}", f"{family} {given}"] if given and family else [written]
        found.update(one for one in ways if " " in one and (there is None or there.issuperset(_words(one))))
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
