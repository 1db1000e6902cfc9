"""Who told whom, up to the root, as one document has it; and which other reports have the same root.

A chain goes from who knew first, over everybody who told it on, to who published the document. Where a person
said which source a speaker is, the chain goes on to whom that source has it from (`Upstream`). However many
reports go back to one root, they are one source (rule D-04).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

CHAINS = 12  # told of one document
ROOTS = 2  # whose other reports are looked for
REPORTS = 50  # counted, of one root
WAYS = 6  # from one source up to its roots


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody in a chain. `how`: root, told_on, published. `source`: its identifier, if it is on record."""

    key: str
    name: str
    how: str
    source: str | None = None
    ground: str | None = None  # why the record says that the one before told this one


@dataclass(frozen=True, slots=True)
class Chain:
    """One way that claims of the document came: steps from the root on, and how many claims came it."""

    steps: tuple[Step, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Report:
    """Another document whose claims go back to the same root."""

    id: str
    item: str
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class CommonRoot:
    """A root of the document with the other reports that have it.

    Attributes:
        source: the source on record that it is; None: only the name is the same, and whether that is one
            source a person decides.
        more: how many reports beyond those told; `at_least`: no more were counted.
    """

    key: str
    name: str
    source: str | None
    reports: tuple[Report, ...]
    more: int
    at_least: bool = False

    @property
    def number(self) -> int:
        """How many reports have this root, the document itself among them."""
        return len(self.reports) + self.more + 1


@dataclass(frozen=True, slots=True)
class Telling:
    """The chains of a document, those of the most claims first, and its roots that other reports share."""

    chains: tuple[Chain, ...]
    roots: tuple[CommonRoot, ...]
    further: int  # chains that are not told


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    told_by: tuple[tuple[str, str], ...]  # source, ground


def telling(archive: Archive, document: str, *, sight: Sight = EVERYTHING, shown: int = 8) -> Telling:
    """Who told whom in a document, as far as a person may see it; `shown` other reports of each root."""
    archive.must_be_open()
    publisher, rows = _claims(document, sight)
    attributed = _attributed([row[0] for row in rows])
    sources = _sources(set(attributed.values()), sight)
    number: dict[tuple[Step, ...], int] = defaultdict(int)
    spoken: dict[str, set[str]] = defaultdict(set)  # names as written, by the root they lead to
    for claim, speaker, via in rows:
        passed = [_written(step["text"], sight) for step in reversed(via or ()) if step.get("text")]
        source = attributed.get(claim)
        if source in sources:
            ways = _ways(source, sources)
        elif speaker:
            ways = [[_written(speaker, sight)]]
            spoken[_key(speaker)].add(speaker)
        else:
            ways = [[]]
        for way in ways:
            chain = _told([*way, *passed, *([_written(publisher, sight)] if publisher else [])], publisher)
            if chain:
                number[chain] += 1
    chains = [Chain(steps, n) for steps, n in number.items()]
    chains.sort(key=lambda one: (len(one.steps) == 1, -one.claims, [step.key for step in one.steps]))
    roots = _roots(document, chains, spoken, sight, shown)
    return Telling(tuple(chains[:CHAINS]), roots, max(0, len(chains) - CHAINS))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _written(name: str, sight: Sight) -> Step:
    return Step(_key(name), sight.name(" ".join(name.split())), "told_on")


def _told(steps: Sequence[Step], publisher: str | None) -> tuple[Step, ...]:
    """A chain as it is told: nobody twice in a row, the first is the root, the last published it."""
    kept: list[Step] = []
    for step in steps:
        if not any(step.key == before.key for before in kept):
            kept.append(step)
    last = len(kept) - 1
    return tuple(
        Step(
            step.key,
            step.name,
            "published" if n == last and publisher else "root" if n == 0 else "told_on",
            step.source,
            step.ground,
        )
        for n, step in enumerate(kept)
    )


def _claims(document: str, sight: Sight) -> tuple[str | None, list[tuple[str, str | None, Any]]]:
    from django.db.models import Q

    from accounted.record.models import Claim

    rows = sight.claims(Claim.objects.filter(document_id=document))
    rows = rows.filter(Q(origin="human") | Q(reading__isnull=True) | Q(reading__current=True))
    told = list(rows.order_by("id").values_list("id", "speaker_name", "via", "document__publisher"))
    return (told[0][3] if told else None), [row[:3] for row in told]


def _attributed(claims: Sequence[str]) -> dict[str, str]:
    """Which source on record a person said the speaker of each claim is."""
    from accounted.record.models import Attribution

    if not claims:
        return {}
    rows = Attribution.objects.filter(claim_id__in=list(claims), current=True)
    return dict(rows.values_list("claim_id", "source_id"))


def _sources(first: set[str], sight: Sight) -> dict[str, _Source]:
    """These sources and all that they have it from, as far as the person may see them."""
    from accounted.record.models import Source

    if not first:
        return {}
    told_by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, above, ground in _reached("source_id", "told_by_id", sorted(first)):
        told_by[source].append((above, ground))
    everybody = first | {above for listed in told_by.values() for above, _ in listed}
    rows = sight.entries(Source.objects.filter(pk__in=sorted(everybody)))
    names = {
        identifier: sealed or sight.name(name or identifier)
        for identifier, name, sealed in rows.values_list("id", "name", "sealed_identity__code")
    }
    return {
        one: _Source(name, tuple(sorted((a, g) for a, g in told_by.get(one, ()) if a in names)))
        for one, name in names.items()
    }


def _reached(from_: str, to: str, start: Sequence[str]) -> list[tuple[str, str, str]]:
    """The stated tellings that are reached from some sources, upwards or downwards, in one question."""
    from django.db import connections

    from accounted.record.database import alias_in_use

    places = ", ".join(["%s"] * len(start))
    # The columns are those named in this module; what comes from outside is a parameter.
    sql = (
        "WITH RECURSIVE reached (source_id, told_by_id, ground) AS ("  # noqa: S608
        f"SELECT source_id, told_by_id, ground FROM record_upstream WHERE {from_} IN ({places}) "
        "UNION SELECT u.source_id, u.told_by_id, u.ground FROM record_upstream u "
        f"JOIN reached r ON u.{from_} = r.{to}) SELECT source_id, told_by_id, ground FROM reached"
    )
    with connections[alias_in_use()].cursor() as cursor:
        cursor.execute(sql, list(start))
        return [tuple(row) for row in cursor.fetchall()]


def _ways(source: str, sources: Mapping[str, _Source]) -> list[list[Step]]:
    """The ways from the roots of a source down to it, at most some of them."""
    found: list[list[Step]] = []

    def up(one: str, below: list[Step], seen: frozenset[str], ground: str | None) -> None:
        way = [Step(one, sources[one].name, "told_on", one), *below]
        if ground is not None:
            way[1] = Step(way[1].key, way[1].name, way[1].how, way[1].source, ground)
        above = [(a, g) for a, g in sources[one].told_by if a not in seen]
        if not above and len(found) < WAYS:
            found.append(way)
        for other, why in above:
            if len(found) < WAYS:
                up(other, way, seen | {other}, why)

    up(source, [], frozenset({source}), None)
    return found


def _roots(
    document: str, chains: Sequence[Chain], spoken: Mapping[str, set[str]], sight: Sight, shown: int
) -> tuple[CommonRoot, ...]:
    """The roots of the document's chains that other reports have too."""
    number: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for chain in chains:
        root = chain.steps[0]
        # “Police” or “residents” are somebody else in every report; a name is not.
        if len(chain.steps) > 1 and (root.source or not root.name[:1].islower()):
            number[root.key, root.name, root.source] += chain.claims
    others: dict[tuple[str, str, str | None], list[str]] = {}
    for one in sorted(number, key=lambda key: (key[2] is None, -number[key], key[:2]))[:ROOTS]:
        documents = _with_root(document, one[2], sorted(spoken.get(one[0], ())), sight)
        if documents:
            others[one] = sorted(documents, reverse=True)
    told = _reports(report for documents in others.values() for report in documents[:shown])
    found = [
        CommonRoot(
            *one,
            tuple(told[report] for report in sorted(documents[:shown], key=list(told).index)),
            len(documents[shown:]),
            len(documents) >= REPORTS,
        )
        for one, documents in others.items()
    ]
    # That it is one source is on record; that a name is the same only hints at it.
    return tuple(sorted(found, key=lambda root: (root.source is None, -root.number)))


def _with_root(document: str, source: str | None, names: Sequence[str], sight: Sight) -> set[str]:
    """Other documents with a claim that goes back to a source on record, or to a speaker of these names."""
    from django.db.models import Q

    from accounted.record.models import Attribution, Claim

    if source is not None:
        below = {source, *(row[0] for row in _reached("told_by_id", "source_id", [source]))}
        attributed = Attribution.objects.filter(source_id__in=sorted(below), current=True)
        rows: Any = Claim.objects.filter(pk__in=attributed.values("claim_id"))
    else:
        rows = Claim.objects.filter(speaker_name__in=list(names))
        rows = rows.filter(Q(reading__isnull=True) | Q(reading__current=True))
    rows = sight.claims(rows.exclude(document_id=document)).order_by()
    return set(rows.values_list("document_id", flat=True).distinct()[:REPORTS])


def _reports(documents: Iterable[str]) -> dict[str, Report]:
    """These documents by their identifiers, in the order of publication."""
    from accounted.record.models import Document

    rows: Any = Document.objects.filter(pk__in=sorted(set(documents))).order_by("published_earliest", "id")
    columns = ("id", "item__number", "title", "publisher", "published")
    return {row[0]: Report(*row) for row in rows.values_list(*columns)}
