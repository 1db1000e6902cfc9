"""The reading contract as JSON Schema: whole, and the part of it that a language model is asked to fill.

Both are made from the types and vocabularies they describe, and kept beside this file as data, so that a
reviewer can read what a model was told. A test fails while file and types differ;
`python -m accounted.reading.model` writes them anew.
"""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from accounted.claims import (
    Claim,
    ClaimKind,
    Count,
    DateMention,
    Excerpt,
    ReaderIdentity,
    ReadingWarning,
    Tally,
)  # fmt: skip
from accounted.vocabulary import vocabulary

Schema = dict[str, Any]

DATA = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TERMS = {
    "site": "site_type",
    "finding": "finding_type",
    "act": "act_type",
    "investigation": "investigation_type",
}
GROUPS = ("sex", "age_group", "person_status")
MOST_CLAIMS = 200  # of one piece of text
LONGEST_EXCERPT = 600  # characters; a claim is a phrase or a sentence, not a page

_CODES = {
    (Claim, "modality"): "statement_modality",
    (DateMention, "role"): "date_role",
    (Tally, "basis"): "count_basis",
    (Count, "quantifier"): "quantifier",
}
_DOCUMENT = (
    "sha256", "media_type", "language", "published", "published_inferred", "title", "publisher", "author",
    "url", "text",
)  # fmt: skip


def codes(name: str) -> list[str]:
    """The codes of a vocabulary, in its order."""
    return [term.code for term in vocabulary(name)]


def _legend(name: str) -> str:
    """What the codes of a vocabulary mean, where they are numbers and say nothing by themselves."""
    return "; ".join(f"{term.code} {term.label}" for term in vocabulary(name))


def contract_schema() -> Schema:
    """What `accounted read --json` prints, one object a document."""
    text_or_none = _or_none({"type": "string"})
    document = dict.fromkeys(_DOCUMENT, text_or_none) | {
        "media_type": {"type": "string"},
        "published_inferred": {"type": "boolean"},
        "text": {"type": "string"},
    }
    left_out = _object({"excerpt": _plain(Excerpt), "reason": {"type": "string"}})
    return {
        "$schema": DIALECT,
        "title": "A reading of one document",
        **_object(
            {
                "path": text_or_none,
                "document": _object(document),
                "reader": _plain(ReaderIdentity),
                "warnings": _list(_plain(ReadingWarning)),
                "not_counted": _list(left_out),
                "claims": _list(_claim()),
            }
        ),
    }


def answer_schema() -> Schema:
    """What a model is asked for: of each claim the words and the terms, nothing that is worked out here.

    Coordinates, identifiers of places, dates as intervals and rule names stay ours. Every key is required
    and no other is allowed, as servers that constrain their output ask.
    """
    claim = _claim()["properties"]
    words, text_or_none = _strict({"text": {"type": "string"}}), _or_none({"type": "string"})
    date = _strict({"text": {"type": "string"}, "role": _date_role(claim)})
    tally = claim["tally"]["anyOf"][0]["properties"]
    groups = [code for name in GROUPS for code in codes(name)]
    asked = {
        "id": {"type": "string"},
        "kind": claim["kind"],
        "excerpt": _strict({"exact": {"type": "string"}, "start": _or_none({"type": "integer"})}),
        "modality": claim["modality"],
        "speaker": _or_none(_strict({"text": {"type": "string"}, "via": _list(words)})),
        "place": _or_none(words),
        "date": _or_none(date),
        "dates": _list(date),
        "party": _or_none(words),
        "what": _list({"enum": sorted({code for name in TERMS.values() for code in codes(name)})}),
        "denies": _list({"type": "string"}),
        "body_regions": _list({"enum": codes("body_region")}),
        "extent": text_or_none,
        "methods": {
            **_list({"enum": codes("method_of_violence")}),
            "description": _legend("method_of_violence"),
        },
        "victims": _or_none(words),
        "body": _or_none(words),
        "scope": _or_none(words),
        "status": _or_none({"enum": codes("investigation_status")}),
        "proximity": _or_none({"enum": codes("source_proximity")}),
        "tally": _or_none(
            _strict(
                {name: tally[name] for name in ("basis", "quantifier", "low", "best", "high")}
                | {"group": _list({"enum": sorted(set(groups))})}
                | {name: tally[name] for name in ("incremental", "victims", "partition_of")}
            )
        ),
    }
    return {
        "$schema": DIALECT,
        "title": "Claims of a piece of text",
        **_strict({"claims": {**_list(_strict(asked)), "maxItems": MOST_CLAIMS}}),
    }


@cache
def asked_for() -> Schema:
    """The schema as it is sent: the file beside this one."""
    found: Schema = json.loads((DATA / "answer.schema.json").read_text(encoding="utf-8"))
    return found


FILES = {"claims.schema.json": contract_schema, "answer.schema.json": answer_schema}


def written(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _claim() -> Schema:
    """A claim with the keys that `contract.claim_to_contract` gives it."""
    told = _plain(Claim)
    tally = {name: of for name, of in _plain(Tally)["properties"].items() if name != "count"}
    count = _plain(Count)["properties"]
    flat = {"basis": tally.pop("basis"), **count, **tally}
    told["properties"]["tally"] = _or_none(_object(flat))
    return told


def _date_role(claim: Schema) -> Schema:
    found: Schema = claim["date"]["anyOf"][0]["properties"]["role"]
    return found


def _plain(kind: type) -> Schema:
    """A dataclass as an object with all its fields."""
    hints = get_type_hints(kind)
    properties = {}
    for one in fields(kind):
        vocabulary_id = _CODES.get((kind, one.name))
        properties[one.name] = {"enum": codes(vocabulary_id)} if vocabulary_id else _of(hints[one.name])
    return _object(properties)


def _of(hint: Any) -> Schema:
    """The schema of a field's type."""
    plain = {str: "string", int: "integer", float: "number", bool: "boolean"}
    if hint in plain:
        return {"type": plain[hint]}
    if is_dataclass(hint):
        return _plain(hint)  # type: ignore[arg-type]
    if hint is ClaimKind or get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) in (Union, types.UnionType):
        (some,) = (one for one in get_args(hint) if one is not type(None))
        return _or_none(_of(some))
    if get_origin(hint) is tuple:
        return _list(_of(get_args(hint)[0]))
    return {"type": "object"}  # parameters of a reader: what each reader needs


def _object(properties: Schema) -> Schema:
    """An object that has these keys and may have more: the contract grows by keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _strict(properties: Schema) -> Schema:
    return {**_object(properties), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_none(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
