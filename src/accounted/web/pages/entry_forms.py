"""Entering and amending entries of the record. The rules are the decisions'; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions import Conflict, DecisionRefused, Reviewer
from accounted.record.queries.choosing import IDENTIFIER, chosen, claims_to_rest_on
from accounted.record.queries.dictionary import KINDS, Kind
from accounted.record.queries.entries import entry, linked
from accounted.record.queries.history import state_of
from accounted.record.queries.titles import titles
from accounted.vocabulary import UnknownTerm
from accounted.web import wording
from accounted.web.entry_forms import Input, Typed, blank, of_entry, read
from accounted.web.entry_forms.inputs import filled_in, grouped, with_errors
from accounted.web.entry_forms.reading import claims_in, refused
from accounted.web.entry_forms.writing import write
from accounted.web.paging import Shown, act, page, redirect

FORM = "entries/form.html"


def _register(kind: Kind) -> None:
    """The forms of one kind of entry."""
    slug = kind.slug
    if kind.model != "Testimony":  # consent and risk come first there

        @page(f"{slug}/new/", name=f"{slug}.new", may="edit_record", template=FORM)
        def new(request: Any) -> Mapping[str, Any]:
            def named(model: str, identifier: str) -> str:
                return titles(model, [identifier], request.sight).get(identifier, "")

            inputs = filled_in(blank(kind), request.GET, named)
            return shown_form(request, kind, inputs, form=request.GET)

        @act(f"{slug}/enter/", name=f"{slug}.enter", may="edit_record")
        def enter(request: Any) -> Any:
            return _enter(request, kind)

    @page(f"{slug}/<str:identifier>/amend/", name=f"{slug}.amend", may="edit_record", template=FORM)
    def amend(request: Any, identifier: str) -> Mapping[str, Any]:
        found = entry(request.archive, slug, identifier, sight=request.sight)
        given = {"identifier": identifier, "number": found.version}
        return shown_form(request, kind, of_entry(kind, found), form=request.GET, **given)

    @act(f"{slug}/<str:identifier>/change/", name=f"{slug}.change", may="edit_record")
    def change(request: Any, identifier: str) -> Any:
        return _change(request, kind, identifier)

    @act(f"{slug}/<str:identifier>/restore/", name=f"{slug}.restore", may="edit_record")
    def restore(request: Any, identifier: str) -> Any:
        entry(request.archive, slug, identifier, sight=request.sight)  # or it is not told that there is one
        made = decisions.restore(
            request.archive, kind.model, identifier, _number(request.POST.get("number")),
            by=request.reviewer(), reason=request.POST.get("reason", ""),
            expected_version=_number(request.POST.get("version")),
        )  # fmt: skip
        request.audit("restored", entry=identifier, decision=made)
        return redirect(f"{slug}.history", identifier=identifier)


def _enter(request: Any, kind: Kind) -> Any:
    form = request.POST
    typed = read(form, blank(kind), choose=chooser(request))
    if asks_for_more(form):
        return Shown(FORM, shown_form(request, kind, typed.inputs, form=form))
    problems = _problems(typed, form)
    if not problems:
        by = request.reviewer()  # before deciding: a refusal must not undo that they are known
        try:
            with request.archive.deciding():
                put_places(request, typed, by, form["reason"])
                made = decisions.record_entry(
                    request.archive, kind.model, frame=typed.frame, values=typed.values,
                    names=_names(form), links=typed.links, by=by, reason=form["reason"],
                )  # fmt: skip
        except (DecisionRefused, UnknownTerm) as error:
            problems = _refusal(error, typed)
        else:
            request.audit("entered", entry=made)
            return redirect(f"{kind.slug}.entry", identifier=made)
    inputs = with_errors(typed.inputs, problems)
    return Shown(FORM, shown_form(request, kind, inputs, form=form, problems=problems), status=422)


def _change(request: Any, kind: Kind, identifier: str) -> Any:
    form = request.POST
    held = entry(request.archive, kind.slug, identifier, sight=request.sight)
    seen = _number(form.get("version"))
    before = of_entry(kind, held)
    if seen != held.version:
        before = _as_seen(request, kind, identifier, seen, before)
    typed = read(form, before, choose=chooser(request), amending=True)
    given: dict[str, Any] = {"identifier": identifier, "number": seen}
    if asks_for_more(form):
        return Shown(FORM, shown_form(request, kind, typed.inputs, form=form, **given))
    _keep_unseen(request, kind, identifier, before, typed)
    problems = _problems(typed, form)
    if not problems and not typed.changed:
        problems = {"": _("Nothing was changed.")}
    if not problems:
        by = request.reviewer()  # before deciding: a refusal must not undo that they are known
        try:
            with request.archive.deciding():
                put_places(request, typed, by, form["reason"])
                made = decisions.amend(
                    request.archive, kind.model, identifier, frame=typed.frame, values=typed.values,
                    links=typed.links, by=by, reason=form["reason"], expected_version=seen,
                )  # fmt: skip
        except Conflict as conflict:
            return _conflict(request, kind, identifier, conflict, before, typed)
        except (DecisionRefused, UnknownTerm) as error:
            problems = _refusal(error, typed)
        else:
            request.audit("amended", entry=identifier, decision=made)
            return redirect(f"{kind.slug}.entry", identifier=identifier)
    inputs = with_errors(typed.inputs, problems)
    given["problems"] = problems
    return Shown(FORM, shown_form(request, kind, inputs, form=form, **given), status=422)


def _keep_unseen(request: Any, kind: Kind, identifier: str, before: tuple[Input, ...], typed: Typed) -> None:
    """What a field of several names and the form did not show stays: the person could not take it out."""
    shown = {one.field.name: set(IDENTIFIER.findall(one.typed)) for one in before}
    for name, named in typed.links.items():
        held = linked(request.archive, kind.slug, identifier, name)
        typed.links[name] = [*named, *(one for one in held if one not in shown[name] and one not in named)]


def _conflict(
    request: Any, kind: Kind, identifier: str, conflict: Conflict, before: tuple[Input, ...], typed: Typed
) -> Shown:
    """Both versions beside each other, and the form with what was typed on top of what is on record now."""
    held = entry(request.archive, kind.slug, identifier, sight=request.sight)
    now = {one.field.name: one for one in of_entry(kind, held)}
    was = {one.field.name: one for one in before}
    mine = {one.field.name: one for one in typed.inputs}
    rows = []
    for name, current in now.items():
        by_me, by_them = name in typed.changed, _said(was.get(name)) != _said(current)
        if by_me or by_them:
            rows.append({"name": name, "before": _said(was.get(name)), "now": _said(current),
                         "yours": _said(mine.get(name)) if by_me else "",
                         "both": by_me and by_them})  # fmt: skip
    inputs = tuple(mine[name] if name in typed.changed else one for name, one in now.items())
    told = {"expected": conflict.expected, "now": held.version, "by": held.updated_by, "rows": rows}
    request.audit("conflict", entry=identifier, expected=conflict.expected, now=held.version)
    return Shown(
        FORM,
        shown_form(request, kind, inputs, form=request.POST, identifier=identifier, number=held.version,
                   conflict=told),
        status=409,
    )  # fmt: skip


def _as_seen(
    request: Any, kind: Kind, identifier: str, number: int, now: tuple[Input, ...]
) -> tuple[Input, ...]:
    """The inputs as they stood when the person opened the form, so that only what they changed is theirs."""
    then = state_of(request.archive, kind.model, identifier, number)
    wanted = [
        (one.field.target or "", str(then.values[one.field.name]))
        for one in now
        if one.field.form == "reference" and then.values.get(one.field.name)
    ] + [(one.field.target or "", other) for one in now for other in then.links.get(one.field.name, ())]
    named: dict[str, str] = {}
    for model in {model for model, _id in wanted}:
        named |= titles(model, [one for of, one in wanted if of == model], request.sight)
    seen = []
    for one in now:
        name = one.field.name
        if one.field.form == "references":
            listed = (write(one.field, x, title=named.get(x, "")) for x in then.links.get(name, ()))
            seen.append(Input(one.field, "\n".join(listed)))
            continue
        if name not in then.values and name not in then.absent:
            known = name in KEPT_WITHOUT_DECISION
            seen.append(one if known else Input(one.field, choices=one.choices))
            continue
        value = then.values.get(name)
        claims = " ".join(then.claims.get(name, ()))
        written = write(one.field, value, title=named.get(str(value), ""))
        seen.append(Input(one.field, written, then.absent.get(name, ""), claims, choices=one.choices))
    return tuple(seen)


# Columns that have a value from the beginning, which no decision names: their default.
KEPT_WITHOUT_DECISION = frozenset(
    {"confidentiality", "legal_hold", "publication", "counting_unit", "external_ids", "type", "status",
     "kind", "proximity", "referral", "do_not_contact", "read_back_and_signed",
     "unit", "child", "sexual_violence", "held", "caption_role", "claim_match", "timing",
     "source_check", "technical_check", "content_check"}
)  # fmt: skip


def shown_form(
    request: Any,
    kind: Kind,
    inputs: tuple[Input, ...],
    *,
    form: Any,
    identifier: str = "",
    number: int | None = None,
    problems: Mapping[str, str] | None = None,
    conflict: Mapping[str, Any] | None = None,
    without: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What the form shows: the inputs in their groups, the claims at hand, what was typed."""
    here = f"/{kind.slug}/{identifier}/" if identifier else f"/{kind.slug}/"
    basis = form.getlist("basis")
    written = form.get("claims", "")
    document = form.get("document", "").strip()
    wanted = [*basis, *claims_in(written)]
    at_hand = claims_to_rest_on(request.archive, document=document, ids=wanted, sight=request.sight)
    name = titles(kind.model, [identifier], request.sight).get(identifier, "") if identifier else ""
    return {
        "kind": kind.slug,
        "entry": identifier,
        "title": name,
        "number": number,
        "list": f"/{kind.slug}/",
        "here": here,
        "action": f"{here}change/" if identifier else f"{here}enter/",
        "inputs": grouped(kind, inputs, without=without),
        "absences": tuple(wording.ABSENCES),
        "claims": written,
        "document": document,
        "basis": [*basis, *claims_in(written)],
        "at_hand": at_hand,
        "reason": form.get("reason", ""),
        "names": form.get("names", ""),
        "problems": dict(problems or {}),
        "called": {name: wording.field(name, kind.model) for name in problems or {} if name},
        "conflict": conflict,
    }


def chooser(request: Any) -> Any:
    """Finds what a form means by a name."""
    return partial(_choose, request)


def _choose(request: Any, model: str, typed: str) -> Any:
    return chosen(request.archive, model, typed, sight=request.sight)


def put_places(request: Any, typed: Typed, by: Reviewer, reason: str) -> None:
    """Put places of the gazetteer on record that a form names, in the same decision."""
    typed.put_places(partial(decisions.known_place, request.archive, by=by, reason=reason))


def asks_for_more(form: Any) -> bool:
    """Whether a form was sent only to see the claims of a document, or another empty row."""
    return form.get("show") == "claims" or bool(form.get("more"))


def _names(form: Any) -> list[tuple[str, list[str]]]:
    claims = claims_in(" ".join([*form.getlist("basis"), form.get("claims", "")]))
    return [(line.strip(), claims) for line in form.get("names", "").splitlines() if line.strip()]


def _problems(typed: Typed, form: Any) -> dict[str, str]:
    problems = dict(typed.errors)
    if not form.get("reason", "").strip():
        problems["reason"] = _("Say why.")
    return problems


def _refusal(error: Exception, typed: Typed) -> dict[str, str]:
    return dict(refused(str(error), typed.inputs)) or {"": str(error)}


def _said(one: Input | None) -> str:
    """An input in words, for a person who compares two."""
    if one is None:
        return ""
    if one.absent:
        return str(wording.ABSENCES[one.absent])
    from accounted.web.templatetags.entries import term

    if one.choices:
        return ", ".join(term(code, one.field) for code in one.typed.split())
    return one.typed


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


for _kind in KINDS.values():
    _register(_kind)
