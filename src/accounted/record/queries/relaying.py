"""Who relays whom: sources on record and whom they have it from, speakers in claims and who passed them on.

An arrow goes from who knew first to who told it on. A root is somebody to whom no arrow leads: however many
reports go back to one root, they are one source (rule D-04).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

NEWEST = 20_000  # claims looked through, the newest first


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody in the graph: a source on record (`source` is its identifier), a speaker, a publisher."""

    key: str
    name: str
    source: str | None
    claims: int  # that it says itself, in what was looked through


@dataclass(frozen=True, slots=True)
class Relay:
    """From one teller to the next: how many claims went that way, and why the record says so."""

    from_: str
    to: str
    claims: int
    ground: str | None  # a person's, where it stands on record


@dataclass(frozen=True, slots=True)
class Root:
    """One root and every report that goes back to it."""

    key: str
    name: str
    reports: tuple[str, ...]  # keys of the tellers that nobody relays further
    through: int  # tellers between


@dataclass(frozen=True, slots=True)
class Relaying:
    """The graph, and its roots with the most reports first. `cut`: older claims were not looked through."""

    tellers: Mapping[str, Teller]
    relays: tuple[Relay, ...]
    roots: tuple[Root, ...]
    cut: bool


def relaying(archive: Archive, *, speaker: str | None = None, sight: Sight = EVERYTHING) -> Relaying:
    """Who relays whom, as far as a person may see it; with `speaker`, only what goes back to that name."""
    archive.must_be_open()
    names: dict[str, str] = {}
    sources: dict[str, str] = {}
    said: dict[str, int] = defaultdict(int)
    passed: dict[tuple[str, str], int] = defaultdict(int)
    grounds: dict[tuple[str, str], str] = {}

    def key(name: str) -> str:
        plain = " ".join(name.casefold().split())
        names.setdefault(plain, " ".join(name.split()))
        return plain

    of_source = _sources(sight, key, sources)
    _upstream(of_source, passed, grounds)
    cut = _spoken(sight, speaker, key, said, passed)
    relays = tuple(
        Relay(one, other, number, grounds.get((one, other)))
        for (one, other), number in sorted(passed.items())
    )
    if speaker:
        asked = speaker.casefold()
        relays = _reached(relays, {k for k in names if asked in k})
    used = {end for relay in relays for end in (relay.from_, relay.to)}
    tellers = {k: Teller(k, names[k], sources.get(k), said.get(k, 0)) for k in sorted(used)}
    return Relaying(tellers, relays, roots_of(relays, names), cut)


def _sources(sight: Sight, key: Any, sources: dict[str, str]) -> dict[str, str]:
    from accounted.record.models import Source

    found = {}
    rows = sight.entries(Source.objects.all()).order_by("id")
    for identifier, name, sealed in rows.values_list("id", "name", "sealed_identity__code"):
        found[identifier] = key(name or sealed or identifier)
        sources.setdefault(found[identifier], identifier)
    return found


def _upstream(
    of_source: Mapping[str, str], passed: dict[tuple[str, str], int], grounds: dict[tuple[str, str], str]
) -> None:
    from accounted.record.models import Upstream

    for source, told_by, ground in Upstream.objects.values_list("source_id", "told_by_id", "ground"):
        if source in of_source and told_by in of_source and of_source[source] != of_source[told_by]:
            passed[of_source[told_by], of_source[source]] += 0
            grounds[of_source[told_by], of_source[source]] = ground


def _spoken(
    sight: Sight, speaker: str | None, key: Any, said: dict[str, int], passed: dict[tuple[str, str], int]
) -> bool:
    """What claims say: speaker, then whoever passed it on, then the publisher of the document."""
    from django.db.models import Q

    from accounted.record.models import Claim

    rows = sight.claims(Claim.objects.filter(speaker_name__isnull=False))
    rows = rows.filter(Q(reading__isnull=True) | Q(reading__current=True))
    if speaker:
        rows = rows.filter(speaker_name__icontains=speaker)
    looked_at, first = 0, ""
    for name, via, publisher, number, oldest in _grouped(rows):
        chain = [key(name)]
        chain += [key(step["text"]) for step in reversed(via or ()) if step.get("text")]
        if publisher:
            chain.append(key(publisher))
        said[chain[0]] += number
        for one, other in pairwise(chain):
            if one != other:
                passed[one, other] += number
        looked_at, first = looked_at + number, min(first or oldest, oldest)
    return looked_at >= NEWEST and bool(rows.filter(id__lt=first).exists())


def _grouped(rows: Any) -> list[tuple[str, Any, str | None, int, str]]:
    """The newest of these claims by speaker, who passed it on and publisher; how many, and the oldest.

    Counted in the database: ways are few where claims are many.
    """
    from django.db import connections

    newest = rows.order_by("-id").values_list("speaker_name", "via", "document__publisher", "id")[:NEWEST]
    sql, values = newest.query.sql_with_params()
    with connections[newest.db].cursor() as cursor:
        cursor.execute(
            f"SELECT speaker_name, via, document__publisher, count(*), min(id) FROM ({sql}) AS newest "  # noqa: S608
            "GROUP BY speaker_name, via, document__publisher ORDER BY max(id) DESC",
            values,
        )
        return [
            (name, json.loads(via) if isinstance(via, str) else via, publisher, number, oldest)
            for name, via, publisher, number, oldest in cursor.fetchall()
        ]


def _reached(relays: tuple[Relay, ...], start: set[str]) -> tuple[Relay, ...]:
    """The relays on the way on from these tellers, and back to their roots."""
    down, up = set(start), set(start)
    for ends, here, there in ((down, "from_", "to"), (up, "to", "from_")):
        grown = True
        while grown:
            more = {getattr(r, there) for r in relays if getattr(r, here) in ends} - ends
            ends |= more
            grown = bool(more)
    return tuple(r for r in relays if (r.from_ in down and r.to in down) or (r.from_ in up and r.to in up))


def roots_of(relays: Iterable[Relay], names: Mapping[str, str]) -> tuple[Root, ...]:
    """Every root with the reports that go back to it, those with the most reports first."""
    onward: dict[str, list[str]] = defaultdict(list)
    led_to: set[str] = set()
    for relay in relays:
        onward[relay.from_].append(relay.to)
        led_to.add(relay.to)
    found = []
    for start in sorted(onward):
        if start in led_to:
            continue
        seen, waiting = {start}, [start]
        while waiting:
            for following in onward.get(waiting.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        reports = tuple(sorted(one for one in seen if one != start and not onward.get(one)))
        found.append(Root(start, names[start], reports, len(seen) - 1 - len(reports)))
    return tuple(sorted(found, key=lambda root: (-len(root.reports), root.name)))
