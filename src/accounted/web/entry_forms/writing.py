"""Values as a person types them, and back: one line for each thing of a list, `name: value` for pairs."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from accounted.record.queries.dictionary import Field

_PAIR = re.compile(r"([\w .-]{1,60}?):\s+(.+)")
YES, NO = "yes", "no"
LONGEST_TITLE = 120  # of an entry that is pointed to
LONGEST_LINE = 300


class Mistyped(ValueError):
    """What was typed cannot be this field's value; the message says what to type."""


def write(field: Field, value: Any, *, title: str = "") -> str:
    """A value as it stands in an input."""
    if value is None or value == "":
        return ""
    if field.form == "yes_no":
        return YES if value else NO
    if field.form == "codes":
        return "\n".join(value)
    if field.form == "lines":
        return "\n".join(_line(field, one) for one in value)
    if field.form == "pairs":
        return "\n".join(f"{name}: {_plain(told)}" for name, told in value.items())
    if field.form in ("reference", "references"):
        called = " ".join(title.split())[:LONGEST_TITLE]
        return f"{called} ({value})" if called else str(value)
    return str(value)


def read_plain(field: Field, typed: str) -> Any:
    """The value of what was typed into a field that points to nothing else; None where nothing was.

    Raises:
        Mistyped: it cannot be a value of this field.
    """
    typed = typed.strip()
    if not typed:
        return None
    if field.form == "yes_no":
        return typed == YES
    if field.form == "whole":
        return _whole(typed, most=field.most)
    if field.form == "decimal":
        return _decimal(typed)
    if field.form == "date":
        return _date(typed)
    if field.form in ("code", "choice", "codes"):
        return _terms(field, typed.split())
    if field.form == "lines":
        return [_read_line(field, line.strip()) for line in typed.splitlines() if line.strip()]
    if field.form == "pairs":
        return _pairs(typed)
    longest = field.most or (LONGEST_LINE if field.form == "line" else None)
    if longest is not None and len(typed) > longest:
        raise Mistyped(_("Too long: at most %s characters.") % longest)
    return typed


def _terms(field: Field, typed: list[str]) -> Any:
    """What was chosen; a form that was tampered with is not let through."""
    from accounted.record.terms import codes

    known = set(field.choices) if field.choices else set(codes(field.vocabulary or ""))
    if wrong := [code for code in typed if code not in known]:
        raise Mistyped(_("“%s” cannot be chosen here; choose one of the list.") % wrong[0])
    return typed if field.form == "codes" else typed[0]


def _line(field: Field, one: Any) -> str:
    if isinstance(one, dict):
        if field.name == "aliases":
            return str(one.get("text", ""))
        if set(one) == {"scheme", "value"}:
            return f"{one['scheme']}: {one['value']}"
        return "; ".join(f"{name}: {_plain(told)}" for name, told in one.items())
    return _plain(one)


def _plain(told: Any) -> str:
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)


def _read_line(field: Field, line: str) -> Any:
    if field.name == "aliases":
        return {"text": line, "as_written": True}
    if field.name == "external_ids":
        pair = _PAIR.fullmatch(line)
        if pair is None:
            raise Mistyped(_("One number a line, with what gave it: “Registry: 12345”."))
        return {"scheme": pair[1].strip(), "value": pair[2].strip()}
    parts = [_PAIR.fullmatch(part.strip()) for part in line.split("; ")]
    if len(parts) > 1 and all(parts):
        return {part[1].strip(): _value(part[2]) for part in parts if part}
    return line


def _pairs(typed: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in typed.splitlines():
        if not line.strip():
            continue
        pair = _PAIR.fullmatch(line.strip())
        if pair is None:
            raise Mistyped(
                _("One thing a line, its name before a colon: “hair: grey”; not: “%s”.") % line.strip()
            )
        found[pair[1].strip()] = _value(pair[2].strip())
    return found


def _value(told: str) -> Any:
    if told[:1] in "[{":
        try:
            return json.loads(told)
        except ValueError:
            return told
    return told


def _whole(typed: str, *, most: int | None) -> int:
    digits = typed.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", digits):
        raise Mistyped(_("“%s” is no whole number; type digits only.") % typed)
    if most is not None and not 0 <= int(digits) <= most:
        raise Mistyped(
            _("“%(typed)s” is out of bounds: from 0 to %(most)s.") % {"typed": typed, "most": most}
        )
    return int(digits)


def _decimal(typed: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,12}([.,][0-9]{1,12})?", typed):
        raise Mistyped(_("“%s” is no number; type it like 12.5.") % typed)
    return float(typed.replace(",", "."))


def _date(typed: str) -> str:
    from accounted.dates import InvalidDate, parse

    try:
        return parse(typed).edtf
    except InvalidDate as error:
        told = _("Type it like 2022-09-15, 2022-09 (a month), 2022-03/2022-09 (between), 2022-09~ (about).")
        raise Mistyped(f"{error} {told}") from None
