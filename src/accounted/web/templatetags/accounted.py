"""How terms, dates and numbers are written in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def label(code: str | None, vocabulary_id: str) -> str:
    """The label of a vocabulary's term in the language of the page; the code itself where there is none.

    The team's own label goes before the vocabulary's.
    """
    from accounted.vocabulary import UnknownTerm, vocabulary
    from accounted.web.local_terms import local_label

    if not code:
        return ""
    language = get_language() or "en"
    if (own := local_label(vocabulary_id, code, language)) is not None:
        return own
    try:
        return vocabulary(vocabulary_id)[code].label_in(language)
    except (UnknownTerm, KeyError):
        return str(code)


@register.filter
def of_whom(code: str) -> str:
    """Who is counted: a term of sex, age or status in the language of the page; a named group as it is."""
    for vocabulary_id in ("sex", "age_group", "person_status"):
        if (words := label(code, vocabulary_id)) != code:
            return words
    return code.replace("_", " ")


@register.filter
def when(edtf: Any) -> SafeString | str:
    """A partial date as it is known, no more precise; in EDTF for programs."""
    if not edtf:
        return ""
    written = getattr(edtf, "edtf", str(edtf))
    return format_html('<time class="date" data-edtf="{}">{}</time>', written, _date_words(written))


def _date_words(edtf: str) -> str:
    """A date with its signs in words: `2022-10~` is about then, `2022-09-10/..` goes on."""
    start, interval, end = edtf.partition("/")
    if not interval:
        return _day_words(start)
    if end in ("", ".."):
        first = _day_words(start)
        return (
            _("from %(day)s on") % {"day": first}
            if end
            else _("%(day)s – not known until when") % {"day": first}
        )
    if start in ("", ".."):
        last = _day_words(end)
        return (
            _("until %(day)s") % {"day": last}
            if start
            else _("not known since when – %(day)s") % {"day": last}
        )
    return f"{_day_words(start)} – {_day_words(end)}"


def _day_words(edtf: str) -> str:
    sign = edtf[-1:]
    day = edtf.rstrip("~?%")
    if sign == "~":
        return _("about %(day)s") % {"day": day}
    if sign == "?":
        return _("%(day)s (uncertain)") % {"day": day}
    if sign == "%":
        return _("about %(day)s (uncertain)") % {"day": day}
    return day


@register.filter
def number(value: Any) -> str:
    """A number with its thousands set apart as in the language of the page."""
    if value is None or value == "":
        return ""
    return number_format(value, force_grouping=True)


@register.simple_tag
def how_many(figure: Any) -> str:
    """The range of a figure as one says it, in the language of the page."""
    low, high, best = figure["low"], figure["high"], figure.get("best")
    if not low and high is None:
        return _("no number") if best is None else _("about %(number)s") % {"number": number(best)}
    if high is None:
        return _("at least %(number)s") % {"number": number(low)}
    if not low:
        return _("none") if high == 0 else _("up to %(number)s") % {"number": number(high)}
    return number(low) if low == high else f"{number(low)}–{number(high)}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key that is itself a variable."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """This page's address with some of its query changed; an empty value takes a key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"
