"""Searching: what fits is taken from the index, newest first and at most so many; what may not be seen
never is.

Within a group, what holds the words one after the other stands first, then what holds them all, then what
only holds names that sound alike; each the newest first. That can be said of any two results, is the same in
both databases, and needs no look at entries that are not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.searching import asking, tables
from accounted.record.searching.asking import Asked, WrongSearch, terms_of
from accounted.record.searching.entries import CLAIMS, DOCUMENTS, GROUPS, NAMED, NAMES, OF_PEOPLE
from accounted.record.searching.excerpts import Excerpt, Marker
from accounted.record.searching.index import LITTLE, Progress, behind, bring_up
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.dictionary import Kind

MOST = 1_000  # of one group: more than that nobody reads; a narrower search finds them
OVERVIEW = 5  # of each group, where all are asked for
CATCHING_UP = 1.5  # seconds a search spends on bringing the index up


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `title` and `excerpts` are pieces, marked where they are what was looked for. `loose`: found only because
    a name in it sounds alike.
    """

    kind: str
    id: str
    title: Excerpt
    excerpts: tuple[Excerpt, ...]
    document: str | None
    item: str | None  # its number
    facts: dict[str, Any]
    loose: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one group: `total` things, or more than that."""

    name: str
    total: int
    more: bool
    hits: tuple[Hit, ...]
    after: str | None  # where the next page begins


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search, and how far the index goes that gave it."""

    groups: tuple[Group, ...]
    progress: Progress

    @property
    def total(self) -> int:
        """How many things were found at least."""
        return sum(group.total for group in self.groups)


Ranked = list[tuple[int, int]]
Known = dict[int, tuple[Any, ...]]  # what entries are of, by their numbers (`tables.entries`)
_IN_ORDER, _ALL, _BY_SOUND = 2, 1, 0


def find(
    archive: Archive, asked: Asked, *, sight: Sight = EVERYTHING, after: str | None = None, limit: int = 20
) -> Found:
    """Search the record, as far as a person may see it.

    `after` is where a page of one group begins (`Group.after` of the page before).

    Raises:
        WrongSearch: nothing to look for, a group that does not exist, a place to go on from that is none.
    """
    from accounted.record.searching.hits import hits_of

    archive.must_be_open()
    if asked.empty:
        raise WrongSearch("nothing to look for; give a word, or choose a filter")
    if asked.group is not None and asked.group not in GROUPS:
        raise WrongSearch(f"group {asked.group!r} does not exist; choose {', '.join(GROUPS)}")
    progress = behind(archive)
    if 0 < progress.behind <= LITTLE:
        progress = bring_up(archive, seconds=CATCHING_UP)
    if progress.behind and not tables.there():
        return Found((), progress)
    terms = terms_of(asked.text)
    marker = Marker(terms)
    groups = []
    for name in (asked.group,) if asked.group else GROUPS:
        if not _may_hold(name, asked, sight):
            continue
        known: Known = {}
        ranked, more = _ranked(name, asked, terms, sight, live=progress.behind > 0, known=known)
        page, following = _page(ranked, after, limit if asked.group else OVERVIEW)
        hits = hits_of(archive, page, marker, sight, known)
        groups.append(Group(name, len(ranked), more, hits, following))
    return Found(tuple(groups), progress)


def count_since(archive: Archive, asked: Asked, known: int, *, sight: Sight = EVERYTHING) -> tuple[int, int]:
    """How many things fit that came into the index after the entry of a number, and the newest number there
    is.

    For saved searches: the number is kept with the search, and handed in the next time. At most `MOST`.
    """
    if not tables.there():
        return 0, known
    newest = tables.newest()
    terms = terms_of(asked.text)
    count = 0
    for name in (asked.group,) if asked.group else GROUPS:
        if _may_hold(name, asked, sight):
            ranked, _ = _ranked(name, asked, terms, sight, live=True, known={}, newer_than=known)
            count += len(ranked)
    return min(count, MOST), newest


def _may_hold(group: str, asked: Asked, sight: Sight) -> bool:
    """Whether a group can hold anything that fits the filters; words of people are not shown without
    names."""
    if not sight.names and group != NAMES:
        return False
    if group == NAMES:
        return not (asked.claim_kind or asked.status or asked.speaker or asked.language or asked.publisher)
    if group == DOCUMENTS:
        return not (
            asked.kind or asked.claim_kind or asked.status or asked.speaker or asked.place or asked.near
        )
    return not asked.kind


def _ranked(
    group: str,
    asked: Asked,
    terms: Sequence[asking.Term],
    sight: Sight,
    *,
    live: bool,
    known: Known,
    newer_than: int | None = None,
) -> tuple[Ranked, bool]:
    """Every entry that fits and may be seen, best first, and whether there are more than could be looked
    at. What was asked of them for that is put into `known`."""
    levels = None if sight.sees_all_levels else sight.confidentiality
    filters = asking.filters(asked, levels)
    without = asking.left_out(terms)
    if group == NAMES and not sight.names:
        without = [*without, *(asking.token("_t" + asking.plain(kind)) for kind in sorted(OF_PEOPLE))]
    conditions, values = _conditions(asked, sight)
    if newer_than is not None:
        conditions.append("e.id > %s")
        values.append(newer_than)
    found: dict[int, int] = {}
    more = False
    for score, words in _ways(terms, group):
        if score == _IN_ORDER and not found:
            continue
        sought = [*words, *filters]
        expression = asking.every(sought, without) if sought else None
        listed = tables.candidates(group, expression, conditions, values, most=MOST + 1)
        more = len(listed) > MOST
        for number in listed[:MOST]:
            if score == _IN_ORDER and number in found:
                found[number] = score
            else:
                found.setdefault(number, score)
        if len(found) > MOST or more:
            more = True
            break
    if (live or sight.hides_by_group) and found:
        known |= tables.entries(list(found))
        found = _seen(found, sight, known)
    ordered = [(score, number) for number, score in found.items()]
    ordered.sort(reverse=True)
    return ordered[:MOST], more


def _ways(terms: Sequence[asking.Term], group: str) -> list[tuple[int, list[asking.Expression]]]:
    """How the words may stand in what is found, each with its score, in the order that is looked for.

    Words in order are looked for among few: where common words stand together in very many entries, to see
    which of them are neighbours would take longer than it is worth.
    """
    ways: list[tuple[int, list[asking.Expression]]] = []
    plain = [term for term in terms if not term.without]
    ways.append((_ALL, asking.words_sought(terms, by_sound=False, names=group == NAMES)))
    if len(plain) > 1 and not any(term.exact or term.begins for term in plain):
        ways.append((_IN_ORDER, [asking.phrase([term.forms[0] for term in plain])]))
    if any(term.key and (term.likely or group == NAMES) for term in plain):
        ways.append((_BY_SOUND, asking.words_sought(terms, by_sound=True, names=group == NAMES)))
    return ways


def _conditions(asked: Asked, sight: Sight) -> tuple[list[str], list[Any]]:
    """What the tokens of the index cannot say: exact days, distances, and who may see what now."""
    conditions: list[str] = []
    values: list[Any] = []
    if asked.first is not None:
        conditions.append("(e.latest IS NULL OR e.latest >= %s)")
        values.append(asked.first)
    if asked.last is not None:
        conditions.append("(e.earliest IS NULL OR e.earliest <= %s)")
        values.append(asked.last)
    if asked.first is not None or asked.last is not None:
        conditions.append("(e.earliest IS NOT NULL OR e.latest IS NOT NULL)")
    if asked.near is not None:
        south, north, west, east = asked.near.box()
        conditions.append("e.lat BETWEEN %s AND %s AND e.lon BETWEEN %s AND %s")
        values += [south, north, west, east]
        # Flat within the circle: a degree of longitude shrinks with the latitude. Good to 1 % up to 500 km.
        conditions.append(
            "power((e.lat - %s) * 111.195, 2) + power((e.lon - %s) * 111.195 * cos(radians(e.lat)), 2) <= %s"
        )
        values += [asked.near.lat, asked.near.lon, asked.near.km**2]
    for column, code in asked.codes:
        condition, given = _coded(asked.kind, column, code)
        conditions.append(condition)
        values += given
    if sight.hides_by_group:
        mine = sorted(sight.groups or ())
        for column in ("item", "document", "subject"):
            restricted = f"SELECT 1 FROM record_restriction r WHERE r.subject_id = e.{column}"  # noqa: S608
            condition = f"NOT EXISTS ({restricted})"
            if mine:
                condition += f' OR EXISTS ({restricted} AND r."group" IN ({", ".join(["%s"] * len(mine))}))'
                values += mine
            conditions.append(f"({condition})")
    return conditions, values


def _coded(kind: str | None, column: str, code: str) -> tuple[str, list[Any]]:
    """That the entry has a code in a column; the column is one that lists of the kind can be narrowed by."""
    from accounted.record.queries.dictionary import table

    known = coded_kind(kind)
    if known is None or column not in (*known.filters, "confidentiality"):
        raise WrongSearch(f"{column}: nothing of the kind {kind or 'any'} has such a field; leave it out")
    meta = table(known)._meta
    name = meta.get_field(column).column
    told = f"c.{name} IS NULL" if code == "none" else f"c.{name} = %s"
    return (
        f"EXISTS (SELECT 1 FROM {meta.db_table} c WHERE c.id = e.subject AND {told})",  # noqa: S608
        [] if code == "none" else [code],
    )


def coded_kind(kind: str | None) -> Kind | None:
    """The kind of entry with its coded columns, by the name that searches have for it."""
    from accounted.record.queries.dictionary import KINDS

    model = NAMED.get(kind or "")
    return next((one for one in KINDS.values() if one.model == model), None)


def _seen(found: dict[int, int], sight: Sight, known: Known) -> dict[int, int]:
    """Those that the record as it is now lets the person see."""
    from accounted.record import models

    by_kind: dict[str, set[str]] = {}
    for kind, subject, *_ in known.values():
        by_kind.setdefault(kind, set()).add(subject)
    seen: set[tuple[str, str]] = set()
    for kind, ids in by_kind.items():
        if kind == "claim":
            rows: Any = sight.claims(models.Claim.objects.filter(pk__in=ids))
        elif kind == "document":
            rows = sight.documents(
                models.Document.objects.filter(pk__in=ids).exclude(item__state="destroyed")
            )
        elif kind == "list_row":
            levels = sight.confidentiality
            rows = models.ListRow.objects.filter(pk__in=ids, list__confidentiality__in=levels)
            rows = rows.filter(list__item__in=sight.items(models.Item.objects.all()))
        else:
            rows = sight.entries(getattr(models, NAMED[kind]).objects.filter(pk__in=ids))
        seen.update((kind, one) for one in rows.values_list("pk", flat=True))
    return {n: score for n, score in found.items() if n in known and known[n][:2] in seen}


def _page(ranked: Ranked, after: str | None, limit: int) -> tuple[list[tuple[int, bool]], str | None]:
    """The numbers of one page with whether each is loose, and where the next begins."""
    rest = ranked
    if after:
        try:
            score, number = after.split("_")
            from_ = int(score), int(number)
        except ValueError:
            raise WrongSearch(
                f"{after!r} is no place in a list of results; begin at the first page"
            ) from None
        rest = [one for one in ranked if one < from_]
    page = rest[:limit]
    following = f"{page[-1][0]}_{page[-1][1]}" if len(rest) > limit else None
    return [(number, score == _BY_SOUND) for score, number in page], following


__all__ = ["CLAIMS", "DOCUMENTS", "NAMES", "Found", "Group", "Hit", "count_since", "find"]
