"""Who relays whom, drawn on the server in layers: each teller after all that it has it from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounted.record.queries.relaying import Relay, Relaying, Root

MOST = 90  # tellers in one drawing
BOX, HIGH, APART, BETWEEN = 190, 34, 12, 80
_SWEEPS = 4


def chosen(graph: Relaying) -> tuple[Relay, ...]:
    """The relays that are drawn: those of the roots with the most reports, as many as fit."""
    onward: dict[str, list[Relay]] = defaultdict(list)
    for relay in graph.relays:
        onward[relay.from_].append(relay)
    kept: set[Relay] = set()
    seen: set[str] = set()
    for root in graph.roots:
        reached, relays = _from(root, onward)
        if seen and len(seen | reached) > MOST:
            continue
        seen |= reached
        kept |= relays
        if len(seen) >= MOST:
            break
    return tuple(sorted(kept, key=lambda r: (r.from_, r.to)))


def _from(root: Root, onward: dict[str, list[Relay]]) -> tuple[set[str], set[Relay]]:
    reached, relays, waiting = {root.key}, set(), [root.key]
    while waiting and len(reached) < MOST:
        for relay in onward.get(waiting.pop(0), ()):
            if relay.to not in reached and len(reached) >= MOST:
                continue
            relays.add(relay)
            if relay.to not in reached:
                reached.add(relay.to)
                waiting.append(relay.to)
    return reached, relays


def layers_of(relays: Sequence[Relay]) -> list[list[str]]:
    """Tellers in layers, each after everybody it has it from; in a circle, where it is first met.

    Within a layer they stand near those they are tied to (the barycentre of Sugiyama's method), so that few
    lines cross.
    """
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for relay in relays:
        before[relay.to].add(relay.from_)
        after[relay.from_].add(relay.to)
    everybody = sorted({*before, *after})
    depth: dict[str, int] = {}

    def deep(one: str, on_the_way: frozenset[str]) -> int:
        if one not in depth:
            above = [deep(b, on_the_way | {one}) for b in sorted(before[one]) if b not in on_the_way]
            depth[one] = 1 + max(above, default=-1)
        return depth[one]

    for one in everybody:
        deep(one, frozenset({one}))
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for one in everybody:
        layers[depth[one]].append(one)
    for sweep in range(_SWEEPS):
        place = {one: n for layer in layers for n, one in enumerate(layer)}
        ties = before if sweep % 2 == 0 else after
        for layer in layers:
            layer.sort(key=lambda one: (_middle([place[o] for o in ties[one]], place[one]), one))
    return layers


def _middle(places: Sequence[int], own: int) -> float:
    return sum(places) / len(places) if places else own


def draw(graph: Relaying, relays: Sequence[Relay], link: Callable[[str], str]) -> SafeString:
    """The graph as SVG; `link` gives the address that shows what goes back to a name."""
    layers = layers_of(relays)
    if not layers:
        return mark_safe("")
    tall = max(len(layer) for layer in layers) * (HIGH + APART)
    width = len(layers) * (BOX + BETWEEN) - BETWEEN + 8
    at: dict[str, tuple[float, float]] = {}
    for column, layer in enumerate(layers):
        step = tall / len(layer)
        for n, one in enumerate(layer):
            at[one] = column * (BOX + BETWEEN) + 4.0, round(step * (n + 0.5) - HIGH / 2 + 4, 1)
    out = []
    for relay in relays:
        (x, y), (to_x, to_y) = at[relay.from_], at[relay.to]
        x, y, to_y = x + BOX, y + HIGH / 2, to_y + HIGH / 2
        bend = (to_x - x) / 2 if to_x > x else BETWEEN
        told = _("%(one)s, told on by %(other)s") % {
            "one": graph.tellers[relay.from_].name, "other": graph.tellers[relay.to].name,
        }  # fmt: skip
        out.append(
            f"<g><title>{escape(told)}{f' ({relay.claims})' if relay.claims else ''}</title>"
            f'<path class="arrow" d="M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x - 7} {to_y}"/>'
            f'<path class="head" d="M{to_x} {to_y}l-8 -4v8z"/></g>'
        )
    roots = {root.key for root in graph.roots}
    for one, (x, y) in at.items():
        teller = graph.tellers[one]
        kind = "box root" if one in roots else "box"
        out.append(
            f'<a href="{escape(link(teller.name))}"><title>{escape(teller.name)}</title>'
            f'<rect class="{kind}" x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="5"/>'
            f'<text x="{x + 8}" y="{y + HIGH / 2 + 4}">{escape(_cut(teller.name))}</text></a>'
        )
    title = _("Who relays whom")
    return mark_safe(  # noqa: S308  every word was escaped above
        f'<svg class="relays" width="{width}" viewBox="0 0 {width} {tall + 8:g}" role="group" '
        f'aria-label="{escape(title)}">' + "".join(out) + "</svg>"
    )


def _cut(words: str, most: int = 27) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
