"""Finding people by a part of their name: by the index of words, so that no name is looked at one by one.

The index knows a name by the beginnings of its words, by what stays of them without their endings, and by how
it sounds, in every script. Names that it does not know yet are looked at by themselves. Letters inside a word
are looked for where there are few names, and where the index knows none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounted.record.searching import asking, tables
from accounted.record.searching.entries import NAMES
from accounted.record.searching.index import unknown_decisions
from accounted.record.searching.words import folded

FEW = 5_000  # names: to look at each takes no time
MOST = 5_000  # identifiers in one question


@dataclass(frozen=True, slots=True)
class Named:
    """The people who were found, as a condition on rows; `more`: they are more than `MOST`."""

    fits: Any
    more: bool = False


def people_named(text: str) -> Named:
    """The people one of whose names has these words, or sounds so.

    Identifiers and codes are found as a whole.
    """
    from django.db.models import Q
    from django.db.models.expressions import RawSQL

    from accounted.record.models import Person, PersonName

    names: Any = PersonName.objects.order_by()
    found = set(Person.objects.filter(Q(pk=text) | Q(alias_code=text)).values_list("pk", flat=True))
    few = names[: FEW + 1].count() <= FEW
    sought, unknown = _sought(text), unknown_decisions()
    if sought is None or unknown is None:
        return Named(Q(pk__in=found) | _with_part(names, text))
    indexed = tables.subjects(NAMES, sought, kind="person", most=MOST)
    if few:
        return Named(Q(pk__in=found | set(indexed or ())) | _with_part(names, text))
    new = names.filter(decision__in=unknown, as_written__icontains=text)
    found.update(new.values_list("person_id", flat=True))
    if indexed is None:
        # Written by `tables`, with what was typed as a parameter.
        sql, values = tables.subjects_sought(NAMES, sought, kind="person")
        return Named(Q(pk__in=RawSQL(sql, values)) | Q(pk__in=found), more=True)  # noqa: S611
    found.update(indexed)
    return Named(Q(pk__in=found or names.filter(_with_the_letters(text)).values("person_id")))


def _with_part(names: Any, text: str) -> Any:
    from django.db.models import Q

    return Q(pk__in=names.filter(as_written__icontains=text).values("person_id"))


def _sought(text: str) -> asking.Expression | None:
    """What is asked of the index; None where the text is nothing that it can be asked."""
    try:
        terms = asking.terms_of(text)
    except asking.WrongSearch:
        return None
    wanted = [_any_way(term) for term in terms if not term.without]
    return asking.every(wanted, asking.left_out(terms)) if wanted else None


def _any_way(term: asking.Term) -> asking.Expression:
    """A word as it is written, begins or sounds; several, one after the other."""
    if term.exact:
        return asking.phrase(term.forms)
    ways = [*asking.words_sought([term], by_sound=True, names=True)]
    if len(start := folded(term.written)) > 1:
        ways.append(asking.token(start, prefix=True))
    return asking.either(ways)


def _with_the_letters(text: str) -> Any:
    """Names with these letters, small or as they stand in a name: to fold every name would take long."""
    from django.db.models import Q

    written = Q()
    for one in sorted({text, text.lower(), text.title()}):
        written |= Q(as_written__contains=one)
    return written
