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
MORE = 4  # empty rows where somebody asked for more
Chooser = Callable[[str, str], tuple[Choice, ...]]


@dataclass
class Typed:
    """A form as it was sent.

    Attributes:
        inputs: every input as it was typed, with what is wrong.
        frame, values, links: what is to be entered or amended.

    An entry pointed to may be a place of the gazetteer that is not on record yet: `gn:` and its number.
    """

    inputs: tuple[Input, ...]
    frame: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Stated] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {one.field.name: one.error for one in self.inputs if one.error}

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that say something else than before."""
        return (*self.frame, *self.values, *self.links)

    def put_places(self, put: Callable[[int], str]) -> None:
        """Put the places of the gazetteer that the form names on record by `put`, from number to entry."""

        def on_record(value: Any) -> Any:
            of_gazetteer = isinstance(value, str) and OF_GAZETTEER.fullmatch(value)
            return put(int(value.removeprefix("gn:"))) if of_gazetteer else value

        pointing = {one.field.name for one in self.inputs if one.field.form == "reference"}
        for name in pointing & self.frame.keys():
            self.frame[name] = on_record(self.frame[name])
        for name in pointing & self.values.keys():
            self.values[name] = replace(self.values[name], value=on_record(self.values[name].value))
        for name, named in self.links.items():
            self.links[name] = [on_record(one) for one in named]


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
        if one.field.form == "references":
            inputs.append(_take_several(typed, one, now, form, choose))
            continue
        picked = form.get(f"m.{one.field.name}", "")
        inputs.append(_take(typed, one, now, common, choose, picked, amending=amending))
    typed.inputs = tuple(inputs)
    return typed


def _sent(form: Any, one: Input) -> Input:
    name = one.field.name
    many = one.field.form in ("codes", "references")
    several = form.getlist(f"v.{name}") if many else [form.get(f"v.{name}", "")]
    written = "\n".join(part.strip() for part in several if part.strip()).replace("\r\n", "\n")
    return replace(
        one,
        typed=written,
        absent=form.get(f"a.{name}", ""),
        claims=" ".join(claims_in(form.get(f"c.{name}", ""))),
        error="",
        spare=MORE if form.get("more") == name else one.spare,
    )


def _take_several(typed: Typed, before: Input, now: Input, form: Any, choose: Chooser) -> Input:
    """Put the entries that a field names among the links; the input again, with what is wrong with it."""
    name, meant, wrong = now.field.name, [], ""
    of_rows: list[tuple[Choice, ...]] = []
    for number, row in enumerate(form.getlist(f"v.{name}")):
        if not row.strip():
            continue
        try:
            one, found = _value(now.field, row.strip(), choose, form.get(f"m.{name}.{number}", ""))
        except Mistyped as mistyped:
            one, found, wrong = None, (), str(mistyped)
        of_rows.append(found if one is None else ())
        if one is not None:
            meant.append(one)
        elif found and not wrong:
            wrong = _to_choose(found)
    if wrong:
        return replace(now, error=wrong, of_rows=tuple(of_rows))
    if meant or before.typed:
        typed.links[name] = list(dict.fromkeys(meant))
    return now


def _to_choose(found: Sequence[Choice]) -> str:
    return _("Several are called so; choose one.") if len(found) > 1 else _("Do you mean this?")


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
        told = _to_choose(found)
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
    return now


def _value(one: Field, typed: str, choose: Chooser, picked: str) -> tuple[Any, tuple[Choice, ...]]:
    """The value, or what may be meant where that is not clear."""
    if one.form not in ("reference", "references") or not typed:
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
