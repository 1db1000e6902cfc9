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


class IncompleteEstimate(ValueError):
    """An estimate without what must stand beside it; it is not shown."""


def headline(result: Mapping[str, Any]) -> str | None:
    """The one sentence that may stand alone, or None: only where the latent class chains agree."""
    latent = result["methods"].get("latent")
    if latent is None or latent["total"]["point"] is None:
        return None
    return (
        f"{result['documented']:,} people are documented; with those on no list they are estimated to be "
        f"{_interval(latent['total'])}, if {latent['assumption']}."
    )


def estimates_section(result: Mapping[str, Any]) -> str:
    """The section as a piece of HTML, to stand in a report.

    Raises:
        IncompleteEstimate: an estimate lacks its documented count, its assumption or its warnings.
    """
    for name, one in result["methods"].items():
        missing = [part for part in ("total", "assumption", "warnings") if part not in one]
        if missing or not one["assumption"] or not isinstance(result.get("documented"), int):
            lacking = missing or ["assumption or documented count"]
            raise IncompleteEstimate(f"method {name}: no {lacking[0]}; an estimate is not shown without it.")
    head = headline(result)
    latent = result["methods"].get("latent")
    if head is not None:
        lede = f'<p class="lede">{escape(head)}</p>'
    elif latent is not None and latent.get("modes"):
        heaps = "; ".join(_interval(mode) for mode in latent["modes"])
        lede = (
            '<p class="status">No single number</p><p class="lede">'
            f"{result['documented']:,} people are documented. The computation found more than one answer or "
            f"did not settle ({escape(heaps)}); none of them is the estimate.</p>"
        )
    else:
        lede = (
            '<p class="status">No single number</p>'
            f'<p class="lede">{result["documented"]:,} people are documented; that is a floor.</p>'
        )
    cards = "".join(_card(name, one, result["documented"]) for name, one in result["methods"].items())
    obstacles = "".join(f"<li>{escape(words)}</li>" for words in result.get("obstacles", ()))
    between = "".join(
        f"<tr><td>{escape(', '.join(pair['lists']))}</td><td>{pair['both']:,}</td>"
        f"<td>{pair['total']:,.0f}</td></tr>"
        for pair in result.get("pairs", ())
    )
    return (
        '<section id="estimates"><h2>People on no list</h2>'
        '<p class="intro">Estimated from how incomplete lists of the same people overlap. No table can show '
        "how lists depend on each other; each method assumes something about it, and says what.</p>"
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
        + f'<p class="aside">Lists: {escape(", ".join(result["lists"]))}. Data sha256 '
        f"{escape(result['data_sha256'])}.</p></section>"
    )


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
