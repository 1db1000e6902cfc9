"""Profiles, loci and pedigrees as plain data: the form in which they are sealed and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.identifying.loci import Locus
    from accounted.identifying.profiles import Profile


def canonical(value: Any) -> bytes:
    """The one way in which data are written down before they are hashed or sealed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of data written down in that way."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain(value: Any) -> Any:
    """A profile, a locus or a part of one as plain JSON data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.tolist() if hasattr(value, "tolist") else value


def profile_of(sealed: Mapping[str, Any], identifier: str) -> Profile:
    """The profile that was sealed, under another identifier than the laboratory's."""
    from accounted.identifying.profiles import Call, Profile

    given = {key: _fixed(one) for key, one in sealed.items() if key not in ("id", "calls")}
    calls = {name: Call(**_fixed_all(call)) for name, call in sealed["calls"].items()}
    return Profile(identifier, calls, **given)


def loci_of(sealed: Iterable[Mapping[str, Any]]) -> tuple[Locus, ...]:
    """The loci that were sealed."""
    from accounted.identifying.loci import Locus
    from accounted.identifying.mutations import MutationModel, Mutations

    made = []
    for one in sealed:
        given = {key: _fixed(value) for key, value in one.items() if key != "mutations"}
        mutations = None
        if one["mutations"] is not None:
            male, female = (MutationModel(**_fixed_all(one["mutations"][sex])) for sex in ("male", "female"))
            mutations = Mutations(male, female)
        made.append(Locus(mutations=mutations, **given))
    return tuple(made)


def _fixed_all(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _fixed(value) for key, value in given.items()}


def _fixed(value: Any) -> Any:
    return tuple(_fixed(one) for one in value) if isinstance(value, list) else value


def mutation_words(loci: Iterable[Locus]) -> str:
    """Which mutation models a set of loci uses, in words."""
    kinds = {
        "none" if one.mutations is None else f"{one.mutations.male.kind} / {one.mutations.female.kind}"
        for one in loci
    }
    return ", ".join(sorted(kinds)) + " (fathers / mothers)"
