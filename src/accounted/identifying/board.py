"""What a reconciliation board looks at: each proposed pair in words, what agrees, what conflicts, what is
missing.

A proposal is no identification. Two people, named, judge each pair for themselves and then reconcile all
evidence; the report leaves room for them and says nothing for them.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounted.identifying.explaining import Explanation
from accounted.identifying.joint import NOBODY, JointAnswer
from accounted.identifying.verbal_scale import plain_ratio, share_in_words

# log10 ratios nearer to 0 than this say nothing either way.
NOTHING = 0.1
KINDS = ("sex", "age", "stature", "teeth", "marks", "effects", "birth date")
CAUTION = (
    "Proposals from a computation. An identification takes two named reviewers who judge for themselves and "
    "a "
    "reconciliation of all evidence. Nobody is told anything on the strength of this page."
)


@dataclass(frozen=True)
class Comparison:
    """One body and one missing person before the board.

    `shared_by` are assignments that the genes cannot tell from the proposed one: whom this body would be in
    them.
    """

    explanation: Explanation
    joint_posterior: float | None = None
    joint_ratio: float | None = None
    shared_by: tuple[str, ...] = ()
    conflicts_known: tuple[str, ...] = ()

    @property
    def agrees(self) -> tuple[str, ...]:
        """What speaks for the pair."""
        return self._side(1.0)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What speaks against it: never outweighed in silence."""
        found = list(self._side(-1.0))
        one = self.explanation
        if one.exclusions and one.log10 > NOTHING:
            loci = ", ".join(one.exclusions)
            found.append(f"genes: at {loci} they exclude one another but for a mutation or a drop-out")
        return (*found, *self.conflicts_known)

    def _side(self, sign: float) -> tuple[str, ...]:
        one = self.explanation
        found = []
        if sign * one.log10 > NOTHING:
            found.append(f"genes, {one.compared} loci: {plain_ratio(one.log10)}")
        for weighed in one.beside:
            if sign * weighed.log10 > NOTHING:
                found.append(f"{weighed.words}: {plain_ratio(weighed.log10)}")
        return tuple(found)

    @property
    def says_nothing(self) -> tuple[str, ...]:
        """What was weighed and speaks neither way, and what could not be weighed."""
        found = [one.words for one in self.explanation.beside if abs(one.log10) <= NOTHING]
        return (*found, *self.explanation.notes)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Kinds of evidence that nobody recorded of both."""
        one = self.explanation
        there = [w.kind for w in one.beside] + [note.split(":")[0].split(",")[0] for note in one.notes]
        named = {kind for kind in KINDS for it in there if it == kind or it.startswith(kind.rstrip("s"))}
        lacking = [kind for kind in KINDS if kind not in named]
        untyped = sum(locus.log10 is None for locus in one.loci)
        if untyped:
            lacking.append(f"{untyped} of {len(one.loci)} loci")
        return tuple(lacking)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            **self.explanation.as_data(),
            "joint_posterior": self.joint_posterior,
            "joint_glr": self.joint_ratio,
            "cannot_be_told_from": list(self.shared_by),
            "agrees": list(self.agrees),
            "conflicts": list(self.conflicts),
            "says_nothing": list(self.says_nothing),
            "lacking": list(self.lacking),
        }


def compared(explanation: Explanation, answer: JointAnswer | None = None) -> Comparison:
    """A pair for the board, with what the joint answer says of it."""
    if answer is None:
        return Comparison(explanation)
    body, missing = explanation.body, explanation.missing
    ratio = answer.ratios[body][missing]
    others = (
        {one.of[body] for one in answer.best} if any(o.of[body] == missing for o in answer.best) else set()
    )
    best = {one.of[body] for one in answer.best}
    against: tuple[str, ...] = ()
    if missing not in best:
        names = ", ".join("nobody listed" if name == NOBODY else name for name in sorted(best))
        against = (f"taken together with all other bodies, {body} is rather {names}",)
    return Comparison(
        explanation,
        answer.posteriors[body][missing],
        ratio if math.isfinite(ratio) else None,
        tuple(sorted("nobody listed" if name == NOBODY else name for name in others - {missing})),
        against,
    )


def as_text(name: str, comparisons: Sequence[Comparison]) -> str:
    """The report as plain text."""
    parts = [f"Reconciliation: {name}", CAUTION, ""]
    for one in comparisons:
        e = one.explanation
        parts += [f"Body {e.body} and {e.missing} (family {e.family})", "-" * 40]
        parts += [f"  Question: {e.hypotheses[0]}; or {e.hypotheses[1]}.", ""]
        parts += [f"  {sentence}" for sentence in (*e.words(), *_joint(one))]
        for title, lines in _blocks(one):
            parts += ["", f"  {title}:", *(f"    - {line}" for line in lines)]
        parts += ["", *(f"  {line}" for line in ROOM), ""]
    return "\n".join(parts)


ROOM = (
    "First reviewer (name, date, conclusion, reasons): ______________________________",
    "Second reviewer (name, date, conclusion, reasons; without having seen the first): ____________",
    "Reconciliation of all evidence (who, when, what settled each conflict): ______________________",
)


def _joint(one: Comparison) -> list[str]:
    said = []
    if one.joint_posterior is not None:
        ratio = "" if one.joint_ratio is None else f", generalised likelihood ratio {one.joint_ratio:.3g}"
        said.append(
            f"Solved together with all bodies and missing of the case: posterior "
            f"{share_in_words(one.joint_posterior)}{ratio}."
        )
    if one.shared_by:
        said.append(
            f"The genes cannot tell this from {one.explanation.body} being {', '.join(one.shared_by)}: it is "
            "one "
            "of a set, and other evidence has to decide."
        )
    return said


def _blocks(one: Comparison) -> list[tuple[str, list[str]]]:
    e = one.explanation
    others = [
        f"{name}: log10 LR {_number(log10)}, posterior {share_in_words(share)}"
        for name, log10, share in e.alternatives
    ]
    others.append(f"nobody listed: posterior {share_in_words(e.not_listed)}")
    return [
        (title, lines)
        for title, lines in (
            ("Agrees", list(one.agrees)),
            ("Conflicts", list(one.conflicts) or ["nothing recorded"]),
            ("Says nothing either way, or could not be weighed", list(one.says_nothing)),
            ("Not recorded of both", list(one.lacking)),
            ("Others this body was compared with", others),
        )
        if lines
    ]


def as_html(name: str, comparisons: Sequence[Comparison], pictures: Sequence[str] = ()) -> str:
    """The report as one page that opens offline and prints; `pictures` are SVG texts shown at the end."""
    text = html.escape
    parts = [_HEAD.format(title=text(f"Reconciliation: {name}")), f"<p class=caution>{text(CAUTION)}</p>"]
    for one in comparisons:
        e = one.explanation
        parts.append(f"<section><h2>Body {text(e.body)} and {text(e.missing)} (family {text(e.family)})</h2>")
        parts.append(f"<p>Question: {text(e.hypotheses[0])}; or {text(e.hypotheses[1])}.</p>")
        parts += [f"<p>{text(sentence)}</p>" for sentence in (*e.words(), *_joint(one))]
        for title, lines in _blocks(one):
            items = "".join(f"<li>{text(line)}</li>" for line in lines)
            parts.append(f"<h3>{title}</h3><ul>{items}</ul>")
        rows = "".join(
            f"<tr><td>{text(locus.locus)}<td>{text('/'.join(locus.body))}"
            f"<td class=n>{'' if locus.log10 is None else _number(locus.log10)}<td>{text(locus.words)}"
            for locus in e.loci
        )
        parts.append(
            "<details><summary>Locus by locus</summary><table><tr><th>locus<th>body<th>log10 LR"
            f"<th>in words{rows}</table></details>"
        )
        parts.append("".join(f"<p class=room>{text(line)}</p>" for line in ROOM) + "</section>")
    parts += [f"<figure>{picture}</figure>" for picture in pictures]
    return "\n".join(parts) + "\n</html>\n"


_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1c2126 }}
h1, h2, h3, table {{ font-family: sans-serif }} h2 {{ border-top: 1px solid #8a9198; padding-top: 1em }}
h3 {{ font-size: 1em; margin-bottom: 0 }} .caution {{ border-left: 4px solid #0f5163; padding-left: 1em }}
table {{ border-collapse: collapse; font-size: .85em }} td, th {{ text-align: left; padding: .2em .6em 0 0 }}
td.n {{ text-align: right }} .room {{ color: #4a5056 }} svg {{ max-width: 100%; height: auto }}
@media print {{ section {{ break-after: page }} }}
</style>
<h1>{title}</h1>"""


def _number(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "-inf"
