"""`accounted reckon`: how many, as the sources allow, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, edtf, known
from accounted.cli.outputs import must_be_writable, write_private

if TYPE_CHECKING:
    from accounted.claims import PlaceMention
    from accounted.places import Gazetteer
    from accounted.reporting.material import Material
    from accounted.reporting.reckoned import Reckonings

# Words a person would type, as terms of the vocabularies.
_PLAIN = {
    "women": ("female", "adult"),
    "men": ("male", "adult"),
    "girls": ("female", "child"),
    "boys": ("male", "child"),
    "children": ("child",),
    "civilians": ("civilian",),
    "combatant": ("armed_forces",),
    "military": ("armed_forces",),
    "soldiers": ("armed_forces",),
}

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def reckon(
    basis: Annotated[str, typer.Option(help="What is counted: a term of the vocabulary count_basis.")],
    place: Annotated[
        str | None, typer.Option(help="Where; left out, every place that the sources name.")
    ] = None,
    archive: ArchiveOption = HERE,
    group: Annotated[
        list[str] | None, typer.Option(help="Of whom: child, female, civilian …; may be repeated.")
    ] = None,
    finding: Annotated[
        list[str] | None, typer.Option(help="With which sign, or sites of which kind; may be repeated.")
    ] = None,
    period: Annotated[str | None, typer.Option(help="When what is counted happened (EDTF).")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day the figure describes (EDTF).")] = None,
    known_on: Annotated[
        str | None, typer.Option(help="Leave out what was published after this day (EDTF).")
    ] = None,
    policy: Annotated[
        str,
        typer.Option(help="consistent, range, hierarchy, majority, documented_minimum, or all."),
    ] = "consistent",
    rank: Annotated[
        list[str] | None, typer.Option(help="For hierarchy: the sources, best first; repeat the option.")
    ] = None,
    modality: Annotated[
        str | None, typer.Option(help="alleges or investigates: figures that are not stated as fact.")
    ] = None,
    conventions: Annotated[
        bool, typer.Option(help="Let “dozens” and “about 30” bind by their conventional bounds.")
    ] = False,
    chart: Annotated[
        Path | None, typer.Option(help="Also draw how it became known, as FILE.svg or FILE.png.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how many, as the sources allow, and why.

    The range follows from the claims by stated rules. It names the claims that bind it, those that
    contradict one another, those that later counts replaced, and what could not be compared. Nothing is
    added up that may be the same people, and nothing is averaged.
    """
    from accounted.cli.place_names import load_gazetteer
    from accounted.reckoning import Question
    from accounted.record.archive import Archive
    from accounted.reporting.material import gather

    known("count_basis", basis, "--basis")
    asked = {
        "period": edtf(period, "--period"),
        "as_of": edtf(as_of, "--as-of"),
        "known_on": edtf(known_on, "--known-on"),
    }
    if place is None:
        asked_too = {
            "--group": group, "--finding": finding, "--period": period, "--known-on": known_on,
            "--rank": rank, "--modality": modality, "--conventions": conventions, "--chart": chart,
            "--policy": policy != "consistent",
        }  # fmt: skip
        given = [name for name, value in asked_too.items() if value]
        if given:
            raise typer.BadParameter(
                f"every place at once is answered of everybody, by the policy consistent; "
                f"with {', '.join(given)} name one place.",
                param_hint="--place",
            )
    if chart is not None:
        if chart.suffix not in (".svg", ".png"):
            raise typer.BadParameter(f"{chart}: name a file that ends in .svg or .png.", param_hint="--chart")
        must_be_writable(chart, archive, "--chart")
    gazetteer = load_gazetteer()
    with Archive.open(archive, to_read=True) as opened:
        material = gather(opened, gazetteer=gazetteer)
    if place is None:
        _every_place(material, gazetteer, basis, asked["as_of"], as_json)
        return
    mention = _place(material, gazetteer, place)
    reckonings = _reckonings(material, gazetteer, mention)
    question = Question(
        basis,
        _key(mention),
        group=tuple(term for word in group or () for term in _PLAIN.get(word, (word,))),
        finding=tuple(finding or ()),
        policy=policy,
        ranking=tuple(rank or ()),
        modality=modality,
        conventions=conventions,
        **asked,
    )
    made = reckonings.ask(question)
    if chart is not None:
        _draw(
            chart,
            reckonings.chart_known(made, standalone=True),
            reckonings.chart_ladder(made, reckonings.rungs(made), standalone=True),
        )
    if as_json:
        show.as_json(reckonings.shown(made))
        return
    _print(reckonings.shown(made))
    if not made.answer.statements:
        typer.echo(
            f"The sources speak of other places: {_spoken_of(material)}. Ask for one of them with --place."
        )


def _reckonings(material: Material, gazetteer: Gazetteer, *places: PlaceMention) -> Reckonings:
    from accounted.reporting.disclosure import disclose
    from accounted.reporting.reckoned import Reckonings
    from accounted.reporting.rows import Rows
    from accounted.reporting.world import world_of

    world = world_of(material, gazetteer=gazetteer, also=places)
    return Reckonings(material, world, Rows(material, disclose(material, "internal")))


def _key(mention: PlaceMention) -> str:
    from accounted.reporting.enclosing import place_key

    key = place_key(mention)
    assert key is not None
    return key


def _place(material: Material, gazetteer: Gazetteer, name: str) -> PlaceMention:
    """The place a person means: one that the sources name, else one of the gazetteer.

    Raises:
        typer.BadParameter: neither knows it; names those that the sources speak of.
    """
    from accounted.claims import PlaceMention

    asked = " ".join(name.casefold().split())
    mentions = [told.claim.place for told in material.told() if told.claim.place is not None]
    for mention in mentions:
        if asked in {" ".join(one.casefold().split()) for one in (mention.text, mention.name) if one}:
            return mention
    countries = {mention.country for mention in mentions if mention.country}
    found = [match for match in gazetteer.find(name, limit=20) if match.how != "typo"]
    near = [match for match in found if match.place.country in countries] or found
    if near:
        one = near[0].place
        return PlaceMention(
            text=name, name=one.name, kind=one.kind, country=one.country, geonames=one.geonames,
            iso3166_2=one.iso3166_2, lat=one.lat, lon=one.lon, match=near[0].how,
        )  # fmt: skip
    raise typer.BadParameter(
        f"{name!r} is neither in the gazetteer nor named by the sources. "
        f"They speak of: {_spoken_of(material)}.",
        param_hint="--place",
    )


def _spoken_of(material: Material) -> str:
    """The first places that the sources name, in words."""
    mentions = [told.claim.place for told in material.told() if told.claim.place is not None]
    return ", ".join(sorted({mention.name or mention.text for mention in mentions})[:12]) or "none"


def _every_place(
    material: Material, gazetteer: Gazetteer, basis: str, as_of: str | None, as_json: bool
) -> None:
    from accounted.reckoning import METHODOLOGY_VERSION, reckon_all
    from accounted.reporting.reckoned import DOCUMENTED_MINIMUM, range_words
    from accounted.reporting.wording import date_words, label
    from accounted.reporting.world import world_of

    world = world_of(material, gazetteer=gazetteer)
    names = {place.id: place.name for place in world.places}
    ranges = reckon_all(world, basis, as_of=as_of)
    rows = [
        {
            "place": names[one.place],
            "key": one.place,
            "low": one.low,
            "high": one.high,
            "words": range_words(one.low, one.high),
            "contested": one.contested,
            "basis": basis,
            "period": None,
            "as_of": one.as_of,
            "policy": "consistent",
            "methodology": f"{METHODOLOGY_VERSION}; {material.methodology}",
            "documented_minimum": DOCUMENTED_MINIMUM,
        }
        for one in ranges
        if one.low or one.high is not None
    ]
    if as_json:
        show.as_json(rows)
        return
    if not rows:
        typer.echo(
            f"Nobody has stated a bound for {label('count_basis', basis).lower()} anywhere; name a --place."
        )
        return
    table = [
        (r["place"], r["words"], date_words(r["as_of"]) or "", "contradicted" if r["contested"] else "")
        for r in rows
    ]
    show.table(
        ("place", "how many", "as of", ""),
        table,
        note=f"{label('count_basis', basis)}, at any time; each a {DOCUMENTED_MINIMUM}. {len(rows)} places. "
        "Places inside others are part of them.\n"
        f"Methodology: {METHODOLOGY_VERSION}; {material.methodology}; policy consistent.",
    )


def _print(shown: dict[str, Any]) -> None:
    from accounted.reporting.wording import date_words

    counted = ", ".join([shown["basis_label"], *shown["group"], *shown["what"]])
    typer.echo(f"\n  {shown['words']}\n")
    chosen = ", the last day counted" if shown["as_of_chosen"] and shown["as_of"] else ""
    when = f"as of {shown['as_of_words'] or 'no stated day'}{chosen}"
    known = f", as known on {date_words(shown['known_on'])}" if shown["known_on"] else ""
    minimum = f"; a {shown['documented_minimum']}" if shown["low"] else ""
    typer.echo(f"{counted}, {shown['place']}, {shown['period_words']}, {when}{known}{minimum}.")
    if shown["low"] is None or not shown["binding"]:
        typer.echo(show.printable(shown["text"][0]))
    if len(shown["policies"]) > 1:
        show.table(
            ("policy", "how many", "best", "why"),
            ((p["policy"], p["words"], p["best"], p["note"]) for p in shown["policies"]),
        )
    if shown["binding"]:
        show.table(
            ("holds", "says", "exact words", "at", "item"),
            (
                (
                    b["side"],
                    b["says"],
                    f"“{b['exact']}”" if b.get("exact") else "",
                    f"{b['start']}–{b['end']}" if b.get("exact") else "",
                    b["item"],
                )
                for b in shown["binding"]
            ),
        )
    _print_list("Contradictions", [f"{c['rule']}: {c['sentence']}" for c in shown["contradictions"]])
    _print_list(
        "Fewest to set aside so that the rest can all be true",
        [
            ", or ".join(" and ".join(_cite(link) for link in way) for way in one["ways"])
            for one in shown["set_aside"]
        ],
    )
    _print_list("Replaced by later counts", [f"{_cite(s)}: {s['reason']}" for s in shown["superseded"]])
    _print_list("Left open", [_open(one) for one in shown["choices"]])
    _print_list(
        "What breakdowns leave undescribed (D-08)",
        [f"{_cite(one['whole'][0])}: {one['words']}" for one in shown["rests"] if one["high"] != 0],
    )
    _print_list("Not converted", [f"{one['rule']}: {one['sentence']}" for one in shown["refused"]])
    _print_list("Not compared", [f"{n['rule']}: {n['reason']}" for n in shown["not_compared"]])
    _print_list("Changed on the way", [one["sentence"] for one in shown["copy_warnings"]])
    _print_list(
        "Independent origins",
        [f"{o['name']}: {', '.join(_cite(link) for link in o['statements'])}" for o in shown["origins"]],
    )
    _print_list("Denied by", [f"{d['by']}" for d in shown["denials"]])
    _print_list("Remarks", [f"{r['rule']}: {r['text']}" for r in shown["remarks"]])
    documented = shown["documented"]
    if documented is not None:
        typer.echo(
            f"Recorded one by one: {documented['count']:,}, of them verified {documented['verified']:,}."
        )
    if len(shown["series"]) > 1:
        show.table(
            ("known on", "how many", "origins", ""),
            (
                (
                    date_words(s["known_on"]),
                    s["words"],
                    s["origins"],
                    "contradicted" if s["contested"] else "",
                )
                for s in shown["series"]
            ),
        )
    typer.echo(f"Methodology: {shown['methodology']}; policy {shown['policy']}.")


def _print_list(title: str, lines: list[str]) -> None:
    if lines:
        typer.echo(f"\n{title}:")
        for line in lines:
            typer.echo(f"  - {show.printable(line)}")


def _open(choice: dict[str, Any]) -> str:
    readings = "; ".join(f"{one['reading']}: {one['words']}" for one in choice["readings"])
    return f"{choice['about']} ({readings})"


def _cite(link: dict[str, Any]) -> str:
    return f"{link.get('words') or link['key']} ({link['item']})"


def _draw(path: Path, known: str, ladder: str) -> None:
    """Write the chart of how the figure became known, else the ladder of its claims.

    Raises:
        typer.BadParameter: there is nothing to draw.
    """
    drawn = known or ladder
    if not drawn:
        raise typer.BadParameter("no comparable claim states a number, so there is nothing to draw.",
                                 param_hint="--chart")  # fmt: skip
    if path.suffix == ".svg":
        write_private(path, drawn.encode())
    else:
        from accounted.reporting.pictures import png_of_svg

        write_private(path, png_of_svg(drawn))
    typer.echo(f"Drew {path}.", err=True)
