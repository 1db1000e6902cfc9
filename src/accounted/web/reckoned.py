"""Figures and the graph of sources, as pages show them: worked out once for what is asked (`kept`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.reckoning import Question
from accounted.record.queries.relaying import relaying
from accounted.record.searching.index import opened_gazetteer
from accounted.record.searching.places import Wanted
from accounted.record.sight import Sight
from accounted.reporting.narrowed import gather_for, places_spoken_of
from accounted.web import kept
from accounted.web.kept import Kept

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST_PEOPLE = 200  # whose sights are made ready for when the server starts
WORK = 300  # claims times days of the chart of how a figure became known: about a second


def answer(archive: Archive, place: Wanted, question: Mapping[str, Any], *, sight: Sight) -> Kept | None:
    """The figure with everything beside it, its claims linked to their pages; a chart of how it became known.

    Always of the record as it is; None while it is being worked out.

    Raises:
        WrongQuestion: it cannot be answered as asked; the message says what to do.
    """
    what = "answer", place, tuple(sorted(question.items())), kept.seen_by(sight)
    return kept.exact(archive, what, lambda: _answer(archive, place, question, sight))


def scope_of(archive: Archive, place: Wanted, basis: str) -> dict[str, Any] | None:
    """The declared scope, and why a figure of this place and basis lies outside it; None without one."""
    from accounted.reporting.enclosing import place_key
    from accounted.reporting.scope import declared

    mention = place.mention()
    scope = declared(archive, [mention], opened_gazetteer())
    if scope is None or not scope.bounds:
        return None
    beyond = scope.beyond(basis=basis, place=place_key(mention), place_name=place.name, period=None)
    return {
        "version": scope.version,
        "period": scope.period,
        "places": [one.text for one in scope.places],
        "harms": scope.harms,
        "outside": any(one.sure for one in beyond),
        "beyond": [{"what": one.what, "sure": one.sure} for one in beyond],
        "limited": False,
    }


def spoken_of(archive: Archive, basis: str, *, sight: Sight) -> Kept | None:
    """The places that numbers of a basis are of, with how many there are; of the last time it was counted."""
    what = "places", basis, kept.seen_by(sight)
    return _ask(sight)(archive, what, lambda: places_spoken_of(basis, sight=sight))


def who_relays(archive: Archive, speaker: str | None, *, sight: Sight) -> Kept | None:
    """Who relays whom (`Relaying`); all that goes back to a name, where one is given."""
    what = "relays", speaker, kept.seen_by(sight)
    return _ask(sight)(archive, what, lambda: relaying(archive, speaker=speaker, sight=sight))


def _ask(sight: Sight) -> Callable[..., Kept | None]:
    """An older answer could tell what was closed to somebody since; who sees everything may have it."""
    return kept.latest if sight.sees_all_levels and not sight.hides_by_group else kept.exact


def start(archive: Archive) -> None:
    """Work out what pages show before anything is asked: for each sight that people here have."""
    from django.contrib.auth import get_user_model

    from accounted.web.access.middleware import sight_of
    from accounted.web.pages.reckoning import FIRST

    def ask() -> None:
        done = set()
        for user in get_user_model().objects.filter(is_active=True).order_by("pk")[:MOST_PEOPLE]:
            sight = sight_of(user)
            if (seen := kept.seen_by(sight)) not in done:
                done.add(seen)
                spoken_of(archive, FIRST, sight=sight)
                who_relays(archive, None, sight=sight)

    kept.beside(archive, ask)


def _answer(archive: Archive, place: Wanted, question: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    from accounted.reporting.disclosure import disclose
    from accounted.reporting.enclosing import place_key
    from accounted.reporting.reckoned import Reckonings
    from accounted.reporting.rows import Rows
    from accounted.reporting.world import world_of

    mention = place.mention()
    gazetteer = opened_gazetteer()
    narrowed = gather_for(archive, question["basis"], mention, gazetteer=gazetteer, sight=sight)
    material = narrowed.material
    world = world_of(material, gazetteer=gazetteer, also=(mention,))
    reckonings = Reckonings(material, world, Rows(material, disclose(material, "internal")))
    published = sorted({s.published[:10] for s in world.statements if s.published and s.kind == "tally"})
    days = _some([day for day in published if len(day) == 10], max(4, WORK // max(1, narrowed.taken)))
    made = reckonings.ask(Question(place=place_key(mention) or "", **question), days=days)
    on_record = {
        told.key: told.source.on_record.get(told.claim.id) for told in material.told() if told.claim.id
    }
    shown = _linked(reckonings.shown(made), on_record)
    moments = sorted({s.as_of for s in world.statements if s.as_of and len(s.as_of) == 10})
    assert isinstance(shown, dict)
    return shown | {
        "found": narrowed.found,
        "found_more": narrowed.more,
        "taken": narrowed.taken,
        "people_left_out": narrowed.people_left_out,
        "chart_known": str(reckonings.chart_known(made)),
        "chart_ladder": _ladder(str(reckonings.chart_ladder(made, reckonings.rungs(made))), on_record),
        "days": moments,
        "days_left_out": len(published) - len(days),
    }


def _some(days: Sequence[str], most: int) -> list[str]:
    """So many of the days, the first and the last among them, evenly between."""
    if len(days) <= most:
        return list(days)
    return [days[round(n * (len(days) - 1) / (most - 1))] for n in range(most)]


def _linked(told: Any, on_record: Mapping[str, str | None]) -> Any:
    """The same data with every claim linked to its page in the workspace."""
    if isinstance(told, dict):
        made = {key: _linked(value, on_record) for key, value in told.items()}
        if "href" in made and made.get("key") in on_record:
            made["href"] = f"/claims/{on_record[made['key']]}/"
        return made
    if isinstance(told, list | tuple):
        return [_linked(one, on_record) for one in told]
    return told


def _ladder(svg: str, on_record: Mapping[str, str | None]) -> str:
    for key, claim in on_record.items():
        svg = svg.replace(f'href="#{key}"', f'href="/claims/{claim}/"')
    return svg


def without_names(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The figure for somebody who sees no names: numbers, days and counts, no words and no sources."""
    shared = (
        "basis", "basis_label", "group", "what", "place", "period", "period_words", "as_of", "as_of_words",
        "as_of_chosen",
        "known_on", "policy", "methodology", "documented_minimum", "low", "best", "high", "words", "exact",
        "contested", "documented", "found", "found_more", "taken", "people_left_out", "chart_known", "days",
        "days_left_out",
    )  # fmt: skip
    made = {key: shown[key] for key in shared if key in shown}
    made["series"] = [
        {name: step[name] for name in ("known_on", "words", "low", "high", "origins", "contested")}
        for step in shown["series"]
    ]
    made["roots"] = len(shown["origins"])
    made["denied"] = len(shown["denials"])
    return made
