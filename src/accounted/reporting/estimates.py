"""The section on people whom nobody listed: each estimate with documented count, assumption and warnings.

Plain data in (`accounted estimate --json` prints it), HTML out; nothing is computed here. Where the chains of
the latent class model do not agree there is no headline number, whatever other methods say.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

_STYLE = Path(__file__).parent / "templates" / "report.css"
_NAMES = {
    "latent": "Latent classes",
    "graphs": "Decomposable graphs",
    "loglinear": "Log-linear model, stepwise",
    "chao": "Chao's lower bound",
    "coverage": "Sample coverage",
}


FEWEST_SHOWN = 5  # on two lists; fewer of them could be told apart by who knows the lists


class IncompleteEstimate(ValueError):
    """An estimate without what must stand beside it; it is not shown."""


def accepted(result: object, *, audience: str = "public") -> dict[str, Any]:
    """What a report shows of the output of `accounted estimate --json`, and nothing else of it.

    In a public report an overlap of fewer than five people is not given as a number.

    Raises:
        IncompleteEstimate: not such an output, or an estimate lacks its documented count, its assumption or
            its warnings.
    """
    if not isinstance(result, Mapping) or not isinstance(result.get("methods"), Mapping):
        raise IncompleteEstimate("not an estimate: give the output of accounted estimate --json.")
    if not isinstance(result.get("documented"), int):
        raise IncompleteEstimate("there is no documented count; an estimate is not shown without it.")
    methods = {}
    for name, one in result["methods"].items():
        lacking = [part for part in ("total", "assumption", "warnings") if part not in one]
        if lacking or not one["assumption"]:
            raise IncompleteEstimate(
                f"method {name}: no {[*lacking, 'assumption'][0]}; an estimate is not shown without it."
            )
        kept = ("total", "assumption", "warnings", "modes", "parameters", "version")
        methods[name] = {part: one[part] for part in kept if part in one}
    pairs = [dict(pair) for pair in result.get("pairs", ())]
    for pair in pairs:
        if audience == "public" and pair["both"] is not None and pair["both"] < FEWEST_SHOWN:
            pair["both"] = pair["total"] = None
    return {
        "documented": result["documented"],
        "stratum": dict(result.get("stratum", {})),
        "lists": list(result.get("lists", ())),
        "data_sha256": str(result.get("data_sha256", "")),
        "obstacles": list(result.get("obstacles", ())),
        "pairs": pairs,
        "methods": methods,
        "headline": headline({**result, "methods": methods}),
        "strata": [accepted(one, audience=audience) for one in result.get("strata", ())],
    }


def headline(result: Mapping[str, Any]) -> str | None:
    """The one sentence that may stand alone, or None: only where the latent class chains agree."""
    latent = result["methods"].get("latent")
    if latent is None or latent["total"]["point"] is None:
        return None
    warned = len(latent["warnings"])
    return (
        f"{result['documented']:,} people are documented; with those on no list they are estimated to be "
        f"{_interval(latent['total'])}, if {latent['assumption']}."
        + (f" Read with it {warned} warning{'s' if warned > 1 else ''}, below." if warned else "")
    )


def estimates_section(result: Mapping[str, Any], *, audience: str = "public") -> str:
    """The section as a piece of HTML, to stand in a report.

    Raises:
        IncompleteEstimate: see `accepted`.
    """
    shown = accepted(result, audience=audience)
    body = _body(shown)
    for one in shown["strata"]:
        words = ", ".join(f"{field} {value}" for field, value in one["stratum"].items())
        body += f"<h3>{escape(words)}</h3>{_body(one)}"
    return (
        '<section id="estimates" aria-labelledby="estimates-h"><h2 id="estimates-h">People on no list</h2>'
        '<p class="intro">Estimated from how incomplete lists of the same people overlap; nothing here is '
        "documented but the documented count. No table can show how lists depend on each other; each method "
        f"assumes something about it, and says what.</p>{body}</section>"
    )


def _body(shown: Mapping[str, Any]) -> str:
    head, latent = shown["headline"], shown["methods"].get("latent")
    floor = f"{shown['documented']:,} people are documented"
    if head is not None:
        lede = f'<p class="lede">{escape(head)}</p>'
    elif latent is not None and latent.get("modes"):
        heaps = "; ".join(_interval(mode) for mode in latent["modes"])
        lede = (
            f'<p class="status">No single number</p><p class="lede">{floor}. The computation found more than '
            f"one answer or did not settle ({escape(heaps)}); none of them is the estimate.</p>"
        )
    else:
        lede = f'<p class="status">No single number</p><p class="lede">{floor}; that is a floor.</p>'
    cards = "".join(_card(name, one, shown["documented"]) for name, one in shown["methods"].items())
    obstacles = "".join(f"<li>{escape(words)}</li>" for words in shown["obstacles"])
    between = "".join(
        f"<tr><td>{escape(', '.join(pair['lists']))}</td><td>{_or_few(pair['both'])}</td>"
        f"<td>{'–' if pair['total'] is None else format(pair['total'], ',.0f')}</td></tr>"
        for pair in shown["pairs"]
    )
    return (
        f"{lede}{cards}"
        + (f"<h3>Of the lists</h3><ul>{obstacles}</ul>" if obstacles else "")
        + (
            '<h3>Every two lists by themselves</h3><p class="intro">Were two lists independent, their '
            "overlap would give the total. Where the totals differ widely, lists are not independent.</p>"
            "<table><thead><tr><th>Lists</th><th>On both</th><th>Total if independent</th></tr></thead>"
            f"<tbody>{between}</tbody></table>"
            if between
            else ""
        )
        + f'<p class="aside">Lists: {escape(", ".join(shown["lists"]))}. Data sha256 '
        f"{escape(shown['data_sha256'])}.</p>"
    )


def _or_few(count: int | None) -> str:
    return f"fewer than {FEWEST_SHOWN}" if count is None else f"{count:,}"


def estimates_html(result: Mapping[str, Any]) -> str:
    """The section as one page that opens anywhere: no network, no script."""
    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><title>People on no list</title>'
        f'<style>{style}</style></head><body><main class="wrap">{estimates_section(result)}</main>'
        "</body></html>"
    )


def _card(name: str, one: Mapping[str, Any], documented: int) -> str:
    total = one["total"]
    if total["point"] is None:
        number = '<span class="number long">no single number</span>'
    else:
        number = f'<span class="number">{total["point"]:,.0f}</span>'
    parts = [f'<p class="terms"><span><b>{documented:,}</b> documented</span>']
    if total["point"] is not None:
        parts.append(f"<span><b>{escape(_interval(total))}</b> at {total['level']:.0%}</span>")
    if total["point"] is None:
        heaps = [escape(_interval(mode)) for mode in one.get("modes", ())]
        parts += [f"<span>one answer: <b>{heap}</b></span>" for heap in heaps]
    parts.append(f"</p><p>Holds if {escape(one['assumption'])}.</p>")
    if one["warnings"]:
        parts.append("<ul>" + "".join(f"<li>{escape(words)}</li>" for words in one["warnings"]) + "</ul>")
    else:
        parts.append('<p class="aside">The method raised no warning.</p>')
    return (
        f'<article class="figure"><h4>{number}'
        f'<span class="counted">{escape(_NAMES.get(name, name))}</span></h4>'
        f"<div>{''.join(parts)}</div></article>"
    )


def _interval(total: Mapping[str, Any]) -> str:
    ends = ["open" if total[end] is None else f"{total[end]:,.0f}" for end in ("low", "high")]
    return f"{total['point']:,.0f} [{ends[0]}–{ends[1]}]"
