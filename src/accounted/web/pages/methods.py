"""What the project works by: its method, its words for terms, its keys and checkpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions.judging import REVIEWERS
from accounted.record.docket import DecisionRefused
from accounted.record.queries import protection
from accounted.web import local_terms
from accounted.web.access.middleware import who
from accounted.web.paging import NotFound, act, page, redirect
from accounted.web.people_named import called

TEXTS = ("inclusion", "exclusion", "sources", "double_counting", "publication", "public_text")
SCOPE = ("time", "place", "persons")
MOST_HARMS = 60


@page(
    "administration/methodology/",
    name="methodology",
    may="set_methodology",
    template="administration/methodology.html",
)
def methodology(request: Any) -> Mapping[str, Any]:
    """The method in force, the ones before, and the form for a new version."""
    held = protection.methodologies(request.archive)
    names = called(request, [one.by for one in held])
    now = held[0] if held else None
    texts = {
        "inclusion": _("What is counted"),
        "exclusion": _("What is not counted"),
        "sources": _("Which sources are used"),
        "double_counting": _("How double counting is avoided"),
        "publication": _("What is published, and when"),
        "public_text": _("The method in words for the public"),
    }
    scopes = {
        "time": (_("Time"), _("A date or two: 2022-02-24/.. goes on. Figures of another time lie outside.")),
        "place": (
            _("Place"),
            _("Names of places, with commas between. Figures of other places lie outside."),
        ),
        "persons": (_("People"), _("In words. It is shown with the scope and leaves nothing out.")),
    }
    counted = set(now.scope.get("harms", ())) if now else set()
    return {
        "title": _("Method"),
        "versions": [
            {"version": one.version, "at": one.at, "by": names[one.by], "told": one} for one in held
        ],
        "fields": [
            {"name": name, "label": label, "value": getattr(now, name) if now else ""}
            for name, label in texts.items()
        ],
        "scope": [
            {"name": name, "label": label, "help": help, "value": now.scope.get(name, "") if now else ""}
            for name, (label, help) in scopes.items()
        ],
        "harms": [
            {"code": code, "label": label, "chosen": code in counted}
            for code, label in local_terms.labels_of("count_basis", get_language() or "en")
        ],
        "scope_now": _scope_told(request),
        "minimum_sources": now.minimum_sources if now else 2,
        "thresholds": _lines(now.thresholds) if now else "",
        "vague_numbers": _lines(now.vague_numbers) if now else "",
    }


@act("administration/methodology/set", name="set_methodology", may="set_methodology")
def set_methodology(request: Any) -> Any:
    """A new version of the method; the ones before stay, with what was decided by them."""
    told = request.POST
    minimum = told.get("minimum_sources", "2")
    if not (minimum.isdecimal() and len(minimum) < 4):
        raise DecisionRefused(_("the number of sources is a number, such as 2"))
    version = told.get("version", "").strip()
    if not version or len(version) > 24:
        raise DecisionRefused(_("a version has a name of at most 24 characters, such as 2027-1"))
    decisions.set_methodology(
        request.archive,
        version,
        by=request.reviewer(),
        reason=told.get("reason", ""),
        minimum_sources=int(minimum),
        scope=_scope(told),
        thresholds=_thresholds(_mapping(told.get("thresholds", ""))),
        vague_numbers=_vague_numbers(_mapping(told.get("vague_numbers", ""))),
        **{name: told.get(name, "").strip() for name in TEXTS},
    )
    return redirect("methodology")


@page(
    "administration/vocabularies/",
    name="vocabularies",
    may="administer",
    template="administration/vocabularies.html",
)
def vocabularies(request: Any) -> Mapping[str, Any]:
    """Every vocabulary, and how many of its terms the team calls otherwise."""
    from django.db.models import Count

    from accounted import vocabulary
    from accounted.web.models import LocalTerm

    own = dict(LocalTerm.objects.values_list("vocabulary").annotate(Count("id")).order_by())
    language = get_language() or "en"
    return {
        "title": _("Vocabularies"),
        "vocabularies": [
            {
                "id": name,
                "title": vocabulary.vocabulary(name).title_in(language),
                "terms": len(vocabulary.vocabulary(name)),
                "own": own.get(name, 0),
            }
            for name in vocabulary.vocabularies()
        ],
    }


@page(
    "administration/vocabularies/<str:vocabulary>/",
    name="vocabulary",
    may="administer",
    template="administration/vocabulary.html",
)
def terms(request: Any, vocabulary: str) -> Mapping[str, Any]:
    """The terms of one vocabulary with the team's own labels."""
    from accounted.web.models import LocalTerm

    found = _vocabulary(vocabulary)
    language = get_language() or "en"
    own = dict(
        LocalTerm.objects.filter(vocabulary=vocabulary, language=language).values_list("code", "label")
    )
    return {
        "title": found.title_in(language),
        "vocabulary": vocabulary,
        "note": found.note,
        "language": dict(settings.LANGUAGES).get(language, language),
        "terms": [
            {
                "code": one.code,
                "label": one.label_in(language),
                "definition": one.definition,
                "own": own.get(one.code, ""),
            }
            for one in found
        ],
    }


@act("administration/vocabularies/<str:vocabulary>/call", name="call_term", may="administer")
def call(request: Any, vocabulary: str) -> Any:
    """Call a term otherwise, in the language of the page; an empty label takes the vocabulary's again."""
    from accounted.web.models import LocalTerm

    found = _vocabulary(vocabulary)
    code, label = request.POST.get("code", ""), " ".join(request.POST.get("label", "").split())[:200]
    language = get_language() or "en"
    if code not in found:
        raise NotFound(_("the vocabulary has no such term; codes are not invented here"))
    if label:
        LocalTerm.objects.update_or_create(
            vocabulary=vocabulary,
            code=code,
            language=language,
            defaults={"label": label, "by": who(request.user), "at": request.archive.now()},
        )
    else:
        LocalTerm.objects.filter(vocabulary=vocabulary, code=code, language=language).delete()
    local_terms.forget()
    request.audit("term_called", vocabulary=vocabulary, code=code, language=language, label=label)
    return redirect("vocabulary", vocabulary=vocabulary)


@page("administration/keys/", name="keys", may="verify", template="administration/keys.html")
def keys(request: Any) -> Mapping[str, Any]:
    """The public parts of the keys that sign the log, and the newest checkpoint."""
    store = request.archive.store
    last = store.latest_checkpoint()
    held = store.keys()
    return {
        "title": _("Keys and checkpoints"),
        "keys": [
            {"id": one.id, "public": one.key.vkey, "protected": one.protected, "signs": one is held[-1]}
            for one in held
        ],
        "entries": store.size,
        "checkpoint": None
        if last is None
        else {"size": last.size, "root": last.root.hex(), "note": last.text.decode()},
        "unsigned": store.size - (last.size if last else 0),
    }


@act("administration/keys/checkpoint", name="take_checkpoint", may="verify")
def take_checkpoint(request: Any) -> Any:
    """Sign the state of the log with the key on this machine."""
    from accounted.evidence import KeyRing
    from accounted.evidence.errors import KeyProblem
    from accounted.record.configuration import config_dir

    store = request.archive.store
    if store.active_key() is None:
        raise DecisionRefused(_("there is no key yet; make it on the machine: accounted checkpoint"))
    try:
        signer = KeyRing(config_dir()).signer(store, request.POST.get("passphrase") or None)
    except KeyProblem:
        request.audit("checkpoint_refused")
        raise DecisionRefused(
            _("the key could not be used: its passphrase is another, or it is not on this machine")
        ) from None
    made = store.checkpoint(signer, agent=request.reviewer().pseudonym)
    request.audit("checkpoint", size=made.size)
    return redirect("keys")


def _vocabulary(name: str) -> Any:
    from accounted.vocabulary import UnknownVocabulary, vocabulary

    try:
        return vocabulary(name)
    except UnknownVocabulary:
        raise NotFound(_("there is no such vocabulary")) from None


def _scope_told(request: Any) -> dict[str, Any] | None:
    """The scope in force as it is understood, with what of it decides nothing."""
    from accounted.reporting.scope import declared

    scope = declared(request.archive)
    if scope is None or not (scope.bounds or scope.unread or scope.persons):
        return None
    return {
        "period": scope.period,
        "places": [place.text for place in scope.places],
        "harms": scope.harms,
        "persons": scope.persons,
        "unread": scope.unread,
        "bounds": scope.bounds,
    }


def _scope(told: Any) -> dict[str, Any]:
    """The scope that a form states: a date, places that somebody knows, terms of `count_basis`, words."""
    from accounted.dates import InvalidDate, parse
    from accounted.record.searching.places import named
    from accounted.reporting.scope import names_in
    from accounted.vocabulary import vocabulary

    made: dict[str, Any] = {name: value for name in SCOPE if (value := told.get(f"scope_{name}", "").strip())}
    if "time" in made:
        try:
            parse(made["time"])
        except InvalidDate as trouble:
            raise DecisionRefused(_("time: %(trouble)s") % {"trouble": trouble}) from None
    for name in names_in(made.get("place", "")):
        if named(name) is None:
            raise DecisionRefused(
                _("%(place)s: neither the record nor the gazetteer knows a place of that name")
                % {"place": name}
            )
    harms = told.getlist("scope_harms")[:MOST_HARMS]
    if unknown := [code for code in harms if code not in vocabulary("count_basis")]:
        raise DecisionRefused(_("%(basis)s is no basis of counting") % {"basis": unknown[0]})
    return made | ({"harms": harms} if harms else {})


def _thresholds(told: dict[str, Any]) -> dict[str, Any]:
    """The thresholds that something here keeps to; another name would be a rule that nobody follows."""
    for name, value in told.items():
        if name != REVIEWERS or value not in (1, 2):
            raise DecisionRefused(
                _("%(line)s: there is no such threshold; write %(name)s = 1, or 2 for the two-person rule")
                % {"line": f"{name} = {value}", "name": REVIEWERS}
            )
    return told


def _vague_numbers(told: dict[str, Any]) -> dict[str, Any]:
    """What exports make of a word in place of a number: its code, and the least and the most it means."""
    from accounted.vocabulary import vocabulary

    for name, pair in told.items():
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(one) is int for one in pair)
        if name not in vocabulary("quantifier") or not whole or not 0 <= pair[0] <= pair[1]:
            raise DecisionRefused(
                _("%(line)s: write a word for a number and its bounds, such as dozens = [24, 96]")
                % {"line": f"{name} = {pair}"}
            )
    return told


def _lines(told: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in told.items())


def _mapping(text: str) -> dict[str, Any]:
    """Lines such as `dozens = [24, 96]`; a value that is no JSON is text."""
    told: dict[str, Any] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise DecisionRefused(_("%(line)s: write a name, = and a value") % {"line": line.strip()})
        try:
            told[name] = json.loads(value)
        except ValueError:
            told[name] = value
    return told
