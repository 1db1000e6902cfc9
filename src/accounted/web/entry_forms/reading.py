"""What was typed into the form of an entry, as values on claims; what is wrong stands beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from accounted.record.decisions import Stated
from accounted.record.queries.choosing import OF_GAZETTEER, Choice
from accounted.record.queries.dictionary import Field
from accounted.web.entry_forms.inputs import Input
from accounted.web.entry_forms.writing import Mistyped, read_plain

_CLAIM = re.compile(r"clm_[0-9A-HJKMNP-TV-Z]{26}")
Chooser = Callable[[str, str], tuple[Choice, ...]]


@dataclass
class Typed:
    """A form as it was sent.

    Attributes:
        inputs: every input as it was typed, with what is wrong.
        frame, values: what is to be entered or amended.
        places: fields that name a place of the gazetteer that is not on record yet, with its number.
    """

    inputs: tuple[Input, ...]
    frame: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Stated] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {one.field.name: one.error for one in self.inputs if one.error}

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that say something else than before."""
        return (*self.frame, *self.values)


def read(form: Any, before: Sequence[Input], *, choose: Chooser, amending: bool = False) -> Typed:
    """Read a form sent for these inputs.

    A value that names no claims of its own rests on those named for the whole form. Of an entry that is
    amended only what was changed is read.
    """
    common = claims_in(" ".join([*form.getlist("basis"), form.get("claims", "")]))
    typed = Typed(())
    inputs = []
    for one in before:
        now = _sent(form, one)
        was = one.typed.replace("\r\n", "\n").strip(), one.absent, one.claims.split()
        if amending and (now.typed, now.absent, now.claims.split()) == was:
            inputs.append(now)
            continue
        picked = form.get(f"m.{one.field.name}", "")
        inputs.append(_take(typed, one, now, common, choose, picked, amending=amending))
    typed.inputs = tuple(inputs)
    return typed


def _sent(form: Any, one: Input) -> Input:
    name = one.field.name
    several = form.getlist(f"v.{name}") if one.field.form == "codes" else [form.get(f"v.{name}", "")]
    written = "\n".join(part.strip() for part in several if part.strip()).replace("\r\n", "\n")
    return replace(
        one,
        typed=written,
        absent=form.get(f"a.{name}", ""),
        claims=" ".join(claims_in(form.get(f"c.{name}", ""))),
        error="",
    )


def _take(
    typed: Typed,
    before: Input,
    now: Input,
    common: Sequence[str],
    choose: Chooser,
    picked: str,
    *,
    amending: bool,
) -> Input:
    """Put one input among the values; the input again, with what is wrong with it."""
    one = now.field
    claims = tuple(now.claims.split()) or tuple(common)
    try:
        value, found = _value(one, now.typed, choose, picked)
    except Mistyped as wrong:
        return replace(now, error=str(wrong))
    if found and value is None:
        told = _("Several are called so; choose one.") if len(found) > 1 else _("Do you mean this?")
        return replace(now, error=told, found=found)
    if one.frame:
        if value is not None or (amending and before.typed):
            typed.frame[one.name] = value if value is not None else _nothing(one)
    elif now.absent:
        if value is not None:
            return replace(now, error=_("Both a value and why there is none; give one of them."))
        typed.values[one.name] = Stated(None, tuple(now.claims.split()), absent=now.absent,
                                        ground=_ground(now.absent, claims))  # fmt: skip
    elif value is not None:
        if not claims:
            return replace(now, error=_("Name the claims this rests on: here, or for the whole form above."))
        typed.values[one.name] = Stated(value, claims)
    elif amending and before.typed:
        return replace(now, error=_("Empty now: say which kind of nothing it is."))
    elif amending and before.absent:
        return replace(now, error=_("Say which kind of nothing it is, or give a value."))
    if isinstance(value, str) and one.form == "reference" and OF_GAZETTEER.fullmatch(value):
        typed.places[one.name] = int(value.removeprefix("gn:"))
    return now


def _value(one: Field, typed: str, choose: Chooser, picked: str) -> tuple[Any, tuple[Choice, ...]]:
    """The value, or what may be meant where that is not clear."""
    if one.form != "reference" or not typed:
        return read_plain(one, typed), ()
    found = choose(one.target or "", typed)
    if not found:
        raise Mistyped(_("Nothing on record is called “%s”; enter it first, or give its identifier.") % typed)
    exact = [choice for choice in found if choice.id in typed or choice.id == picked]
    if len(exact) == 1:
        return exact[0].id, ()
    if len(found) == 1 and not found[0].id.startswith("gn:"):
        return found[0].id, ()
    return None, found


def _nothing(one: Field) -> Any:
    return {"lines": [], "pairs": {}, "codes": []}.get(one.form)


def _ground(kind: str, claims: Sequence[str]) -> str | None:
    """Undeterminable asks who says so: the claims named, or the person who types."""
    return _("as judged by who entered it") if kind == "undeterminable" and not claims else None


def claims_in(text: str) -> list[str]:
    """The identifiers of claims in a text."""
    return list(dict.fromkeys(_CLAIM.findall(text)))


def refused(message: str, inputs: Iterable[Input]) -> Mapping[str, str]:
    """The field that a refusal of the record is about, with the message; empty where it is about none."""
    names = {one.field.name for one in inputs}
    for part in message.split(": ")[1:3]:
        word = part.strip()
        if word in names:
            return {word: message}
    return {}
