"""How the fields of entries, their values and what stands beside them are written in templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounted.web import wording
from accounted.web.templatetags.accounted import label, number, when

register = template.Library()
Written = SafeString | str


@register.filter
def field_name(name: str) -> str:
    """What a field is called."""
    return wording.field(name)


@register.filter
def field_label(of: Any) -> str:
    """What a field of the data dictionary is called; some are called otherwise in one kind of entry."""
    return wording.field(of.name, of.of)


@register.filter
def asked(of: Any) -> str:
    """What the forms of the INTERPOL guide ask in a field of many things; empty for other fields."""
    return str(wording.ASKED.get(of.name, ""))


@register.filter
def group_name(code: str) -> str:
    """What a group of fields is called."""
    return str(wording.GROUPS.get(code) or wording.words(code))


@register.filter
def section_name(code: str) -> str:
    """What is said of things that stand beside an entry."""
    return str(wording.SECTIONS.get(code) or wording.words(code))


@register.filter
def kind_name(slug: str) -> str:
    """What one entry of a kind is called."""
    return str(wording.KINDS[slug][0]) if slug in wording.KINDS else wording.words(slug)


@register.filter
def kinds_name(slug: str) -> str:
    """What entries of a kind are called."""
    return str(wording.KINDS[slug][1]) if slug in wording.KINDS else wording.words(slug)


@register.filter
def new_name(slug: str) -> str:
    """What a new entry of a kind is called."""
    return str(wording.KINDS[slug][2])


@register.filter
def choice(code: str) -> str:
    """A word of a fixed choice that is no vocabulary."""
    return str(wording.CHOICES.get(code) or wording.words(code))


@register.filter
def chosen_of(code: str, field: str) -> str:
    """A word of a fixed choice, as one field means it."""
    return chosen_word(field, code)


@register.filter
def absence(code: str) -> str:
    """Which of the four kinds of nothing it is."""
    return str(wording.ABSENCES.get(code) or wording.words(code))


@register.filter
def decision_name(code: str) -> str:
    """What a decision did."""
    return str(wording.DECISIONS.get(code) or wording.words(code))


@register.filter
def order_name(code: str) -> str:
    """An order of a list."""
    return str(wording.ORDERS[code])


@register.filter
def step_name(code: str) -> str:
    """What a step of the comparison of two records compares."""
    return {"start": _("Any two records"), "rarity": _("How rare it is")}.get(code) or wording.field(code)


@register.filter
def short(identifier: str) -> str:
    """The end of an identifier: enough for the eye to tell two entries apart."""
    return identifier[-6:]


@register.filter
def told_of(value: str | None, name: str) -> str:
    """What a record says in one field beside another record: a term by its label, words as they stand."""
    from accounted.record.terms import codes

    vocabulary = {"outcome": "victim_outcome"}.get(name, name)
    if not value or vocabulary not in ("sex", "victim_outcome", "age_group"):
        return value or ""
    return label(value, vocabulary) if value in codes(vocabulary) else value


@register.filter
def unlocalized(value: float) -> str:
    """A number as programs write it, for a picture."""
    return f"{value:g}"


@register.filter
def called(title: str) -> str:
    """A title, or that there is none."""
    return title or _("without a name")


@register.filter
def term(code: str, of: Any) -> str:
    """One term of a field: of its vocabulary, of its fixed choice, yes or no."""
    if of.form == "yes_no":
        return _("Yes") if code in (True, "yes") else _("No")
    return label(code, of.vocabulary) if of.vocabulary else chosen_word(of.name, code)


def chosen_word(field: str, code: str) -> str:
    """A word of a fixed choice; some mean something of their own in one field."""
    return str(wording.CHOICES.get(f"{field}.{code}") or choice(code))


@register.simple_tag
def entry_link(reference: Any) -> Written:
    """Another entry by its title, with a link where it has a page."""
    if reference.model == "Consent":
        return label(reference.title, "consent_state")
    title = reference.title
    if not title:
        kind = kind_name(reference.kind) if reference.kind in wording.KINDS else ""
        title = f"{kind} {short(reference.id)}" if kind else reference.id
    if reference.kind is None:
        return format_html("{}", title)
    if reference.kind in ("documents", "claims", "places"):
        return format_html('<a href="/{}/{}/">{}</a>', reference.kind, reference.id, title)
    return format_html('<a href="{}">{}</a>', address(reference.kind, reference.id), title)


# Where what stands beside an entry has a page of its own: by the section it stands in.
_OWN_PAGES = {
    "acts": ("acts.entry", "acts"),
    "identifications": ("identification", "identifications"),
    "proposals": ("proposal", "identifications"),
}


@register.simple_tag
def own_page(section: str, identifier: str) -> Written:
    """A link to the page of a thing that stands beside an entry, where it has one."""
    if section not in _OWN_PAGES or not identifier:
        return ""
    name, kind = _OWN_PAGES[section]
    at = reverse(name, kwargs={"identifier": identifier})
    return format_html('<a href="{}">{} {}</a> ', at, kind_name(kind), short(identifier))


def address(slug: str, identifier: str) -> str:
    """Where the page of an entry is."""
    return reverse(f"{slug}.entry", kwargs={"identifier": identifier})


@register.simple_tag
def shown(one: Any) -> Written:
    """The value of a field of an entry."""
    if one.references:
        return format_html_join(_(", "), "{}", ((entry_link(ref),) for ref in one.references))
    if one.field.form == "choice" and one.value:
        return chosen_word(one.field.name, one.value)
    return written(one.field.form, one.value, one.field.vocabulary)


@register.simple_tag
def cell(one: Any) -> Written:
    """One column of a line in a list."""
    if one.form == "reference":
        return format_html("{}", one.title or "")
    if one.form == "choice" and one.value:
        return chosen_word(one.name, one.value)
    return written(one.form, one.value, one.vocabulary)


@register.simple_tag
def value_of(field: Any, value: Any, named: Any = None) -> Written:
    """A value of a field as history tells it; `named` are the entries that references point to."""
    if field is not None and field.form == "reference":
        other = (named or {}).get(value)
        if other is not None:
            return entry_link(other)
        return label(value, "consent_state") if field.target == "Consent" else format_html("{}", value)
    if field is not None and field.form == "references":
        known = [(entry_link((named or {})[one]),) for one in value or () if one in (named or {})]
        return format_html_join(_(", "), "{}", known)
    if field is None:
        return format_html("{}", "" if value is None else value)
    return written(field.form, value, field.vocabulary)


def written(form: str, value: Any, vocabulary: str | None = None) -> Written:
    """A value in words, by how it is to be read."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if form == "code":
        return label(value, vocabulary or "")
    if form == "codes":
        return _(", ").join(label(code, vocabulary or "") for code in value)
    if form == "choice":
        return choice(value)
    if form == "date":
        return when(value)
    if form == "time":
        return moment(value)
    if form == "yes_no":
        return _("Yes") if value else _("No")
    if form == "whole":
        return number(value)
    if form == "item":
        return format_html('<a href="/items/{}/">{}</a>', value, value)
    if form == "scopes":
        return _scopes(value, vocabulary or "")
    if form == "pairs":
        rows = ((name, told) for name, told in value.items())
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}: {}</li>", rows))
    if form in ("lines", "references"):
        lines = ((_line(one),) for one in value)
        return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}</li>", lines))
    return format_html("{}", value)


def moment(at: Any) -> Written:
    """A moment, to the minute, in UTC."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), at.strftime("%Y-%m-%d %H:%M"))


register.filter("moment", moment)


def _line(one: Any) -> str:
    if isinstance(one, dict):
        if "text" in one:
            return str(one["text"])
        return "; ".join(f"{name}: {told}" for name, told in one.items())
    return str(one)


def _scopes(scopes: Any, vocabulary: str) -> Written:
    said = (
        (label(scope, vocabulary), _("yes") if agreed else _("no"))
        for scope, agreed in sorted(scopes.items())
    )
    return format_html('<ul class="plain">{}</ul>', format_html_join("", "<li>{}: {}</li>", said))
