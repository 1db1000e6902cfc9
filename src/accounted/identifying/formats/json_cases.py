"""Case files: the project's own JSON, and the form in which the published test cases are written.

`loci[] {name, alleles[], freqs[], mutation}`, `pm[] {id, sex, genotypes}`, `families[] {family, members[]
{id, father, mother, sex, born}, references[], genotypes, missing[]}`, `pairings`. Untyped loci are absent;
sex 1 male, 2 female, 0 not known; "0" no parent. A genotype is a list of alleles, or an object with
`alleles` and `dropout`, `dropout_homozygote`, `dropin`, `replicates`. `mutation` has `male` and `female`,
each with a `matrix`, or with a `model`, `rate`, `range` and `rate2`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accounted.identifying.cases import Case
from accounted.identifying.errors import (
    IdentifyingError,
    InvalidLocus,
    InvalidPedigree,
    InvalidProfile,
)
from accounted.identifying.formats.gathering import Gathered, Person, Role, parent_of, sex_of, year_of
from accounted.identifying.formats.text import text_of
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.profiles import Call, Profile

# What is kept as it stands: bodies' evidence, what families told, and what both are weighed against.
BESIDE = ("population", "independence", "calibration", "conclusions", "place_prior")
BESIDE_EACH = (("pm", "id", "evidence"), ("pm", "id", "part"), ("families", "family", "told"))
_SEX = {"male": 1, "female": 2, None: 0}
_WRITTEN_WRONG = "is not written as one ({error}); loci, pm and families are lists of objects"


def gather(path: Path) -> Gathered:
    """What a case file says.

    Raises:
        IdentifyingError: it is no JSON, or not a case at all.
    """
    try:
        data = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise IdentifyingError(
            f"{path} is not a JSON file: {error.msg} at line {error.lineno}; correct it there"
        ) from None
    try:
        return gather_data(data, path.stem)
    except IdentifyingError as error:
        raise type(error)(f"{path}: {error}") from None


def gather_data(data: Any, name: str) -> Gathered:
    """What the data of a case file say.

    Raises:
        IdentifyingError: it is not a case at all.
    """
    if not isinstance(data, Mapping):
        raise IdentifyingError("a case is an object with loci, pm and families")
    for part in ("loci", "pm", "families"):
        if not isinstance(data.get(part), list):
            raise IdentifyingError(
                f"there is no list {part!r}; a case has loci, pm (the bodies) and families"
            )
    made = Gathered(str(data.get("name") or name))
    theta = data.get("theta")
    made.theta = float(theta) if theta is not None else None
    _each(made, data["loci"], "locus", InvalidLocus, lambda one, n: made.loci.append(locus_of(one)))
    _each(made, data["pm"], "body", InvalidProfile, lambda one, n: made.persons.append(_body(one, n)))
    _each(made, data["families"], "family", InvalidPedigree, lambda one, n: _family(made, one, n))
    _each(made, data.get("others") or [], "profile", InvalidProfile, lambda one, n: _other(made, one, None))
    _each(made, data.get("staff") or [], "profile", InvalidProfile, lambda one, n: _other(made, one, "staff"))
    pairings = data.get("pairings")
    if pairings:
        made.pairings = {str(k): tuple(map(str, v)) for k, v in pairings.items()}
    made.beside = {key: data[key] for key in BESIDE if data.get(key) is not None}
    for part, name, key in BESIDE_EACH:
        found = {str(one[name]): one[key] for one in data[part] if isinstance(one, Mapping) and one.get(key)}
        if found:
            made.beside[key] = found
    return made


def _each(
    made: Gathered,
    entries: Sequence[Any],
    what: str,
    kind: type[IdentifyingError],
    take: Callable[[Any, int], None],
) -> None:
    for number, entry in enumerate(entries, start=1):
        try:
            take(entry, number)
        except IdentifyingError as error:
            made.refuse("", str(error), "", type(error))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = _WRITTEN_WRONG.format(error=error)
            made.refuse("", f"{what} {number} {reason}", "", kind)


def locus_of(one: Mapping[str, Any]) -> Locus:
    """A locus of a case file.

    Raises:
        InvalidLocus: something is missing or wrong.
    """
    try:
        given = one.get("mutation")
        alleles = tuple(_allele(a) for a in one["alleles"])
        frequencies = tuple(float(p) for p in one["freqs"])
        made = Locus(
            str(one["name"]),
            alleles,
            frequencies,
            _mutations(given, alleles, frequencies) if given else None,
            one.get("inheritance") or "autosomal",
            chromosome=one.get("chrom"),
        )
    except KeyError as missing:
        raise InvalidLocus(f"a locus without {missing}; give name, alleles and freqs") from None
    try:
        made.transmission  # noqa: B018 - a mutation model must fit the alleles before anything is computed
    except InvalidLocus as error:
        raise InvalidLocus(f"{made.name}: {error}") from None
    return made


def _mutations(
    given: Mapping[str, Mapping[str, Any]], alleles: tuple[str, ...], frequencies: tuple[float, ...]
) -> Mutations:
    """A matrix counts where there is one; if it is that of the model named beside it, the model stands."""
    if not all("matrix" in given.get(sex, ()) for sex in ("male", "female")):
        return _models(given)
    matrices = Mutations.from_matrices(given)
    if not all(given[sex].get("model") in ("equal", "proportional", "stepwise") for sex in given):
        return matrices
    try:
        models = _models(given)
        same = np.allclose(
            models.matrices(alleles, frequencies),
            matrices.matrices(alleles, frequencies),
            rtol=1e-10,
            atol=1e-14,
        )
    except (InvalidLocus, TypeError, ValueError):
        return matrices
    return models if same else matrices


def _models(given: Mapping[str, Mapping[str, Any]]) -> Mutations:
    try:
        male, female = (
            MutationModel(
                given[sex]["model"],
                float(given[sex].get("rate") or 0.0),
                float(given[sex].get("range") or 0.1),
                float(given[sex].get("rate2") or 0.0),
            )
            for sex in ("male", "female")
        )
    except KeyError as missing:
        raise InvalidLocus(
            f"mutation: {missing} is missing; give male and female, each with a matrix, or a model and a rate"
        ) from None
    return Mutations(male, female)


def _allele(given: Any) -> str:
    """An allele as text: 12, 12.0 and "12" are one."""
    return str(int(given)) if isinstance(given, float) and given.is_integer() else str(given)


def _call(given: Any) -> Call:
    if isinstance(given, str):
        given = [part for part in given.split("/") if part]
    if isinstance(given, Mapping):
        double = given.get("dropout_homozygote")
        return Call(
            tuple(_allele(a) for a in given.get("alleles", ())),
            float(given.get("dropout", 0.0)),
            None if double is None else float(double),
            float(given.get("dropin", 0.0)),
            tuple(tuple(_allele(a) for a in one) for one in given.get("replicates", ())),
        )
    return Call(tuple(_allele(a) for a in given))


def _calls(genotypes: Mapping[str, Any]) -> dict[str, Call]:
    return {str(locus): _call(given) for locus, given in genotypes.items()}


def _body(one: Mapping[str, Any], number: int) -> Person:
    if "id" not in one:
        raise IdentifyingError(f"body {number} has no id; give each body one")
    return Person(
        str(one["id"]),
        role="body",
        sex=sex_of(one.get("sex", 0)),
        calls=_calls(one.get("genotypes", {})),
        kit=one.get("kit"),
        quality=one.get("quality"),
    )


def _other(made: Gathered, one: Mapping[str, Any], role: Role | None) -> None:
    person = _body(one, len(made.persons) + 1)
    person.role = role
    made.persons.append(person)


def _family(made: Gathered, one: Mapping[str, Any], number: int) -> None:
    family = str(one.get("family", number))
    given = one.get("missing", [])
    missing = {given} if isinstance(given, str) else {str(m) for m in given}
    genotypes = {str(k): v for k, v in one.get("genotypes", {}).items()}
    people: dict[str, Person] = {}
    for n, member in enumerate(one.get("members", []), start=1):
        person = _member(family, n, member)
        if person.id in people:
            raise InvalidPedigree(f"family {family}: {person.id} is listed twice; one person is one entry")
        person.role = "missing" if person.id in missing else "reference"
        person.calls = _calls(genotypes.get(person.id, {}))
        people[person.id] = person
    for name in (*missing, *genotypes):
        if name not in people:
            raise InvalidPedigree(f"family {family}: there is no {name!r} in it; add them to the members")
    if not people:
        raise InvalidPedigree(f"family {family}: it has no members; list them")
    made.persons += people.values()
    if not isinstance(given, str):
        made.order[family] = tuple(str(m) for m in given)


def _member(family: str, number: int, one: Mapping[str, Any]) -> Person:
    try:
        return Person(
            str(one["id"]),
            family=family,
            father=parent_of(one["father"]),
            mother=parent_of(one["mother"]),
            sex=sex_of(one.get("sex", 0)),
            born=year_of(one.get("born")),
            twin_of=parent_of(one.get("twin_of")),
            in_pedigree=True,
        )
    except KeyError as missing:
        raise InvalidPedigree(
            f"family {family}, person {number}: {missing} is missing; give id, father, mother (0 for none) "
            "and sex (1 male, 2 female)"
        ) from None
    except ValueError as error:
        raise InvalidPedigree(f"family {family}, {one.get('id', number)}: {error}") from None


# ---- writing


def case_as_json(case: Case) -> str:
    """The case as a case file."""
    return json.dumps(case_as_data(case), ensure_ascii=False, indent=1) + "\n"


def case_as_data(case: Case) -> dict[str, Any]:
    """The case in the form of a case file."""
    data: dict[str, Any] = {
        "name": case.name,
        "loci": [_locus_data(locus) for locus in case.loci],
        "pm": [_profile_data(body) for body in (*case.bodies, *case.untyped)],
        "families": [_family_data(family) for family in case.families],
        **{key: case.beside[key] for key in BESIDE if key in case.beside},
    }
    for part, name, key in BESIDE_EACH:
        for one in data[part]:
            if one[name] in case.beside.get(key, {}):
                one[key] = case.beside[key][one[name]]
    if case.pairings is not None:
        data["pairings"] = {body: list(names) for body, names in case.pairings.items()}
    for name in ("others", "staff"):
        if getattr(case, name):
            data[name] = [_profile_data(one) for one in getattr(case, name)]
    if case.theta is not None:
        data["theta"] = case.theta
    return data


def _locus_data(locus: Locus) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": locus.name,
        "chrom": locus.chromosome,
        "alleles": list(locus.alleles),
        "freqs": list(locus.frequencies),
        "mutation": None,
    }
    if locus.mutations is not None:
        made["mutation"] = {sex: _model_data(getattr(locus.mutations, sex)) for sex in ("male", "female")}
    if locus.inheritance != "autosomal":
        made["inheritance"] = locus.inheritance
    return made


def _model_data(model: MutationModel) -> dict[str, Any]:
    if model.kind == "custom":
        return {"model": "custom", "matrix": [[float(x) for x in row] for row in model.given]}
    return {"model": model.kind, "rate": model.rate, "range": model.range, "rate2": model.rate2}


def _profile_data(profile: Profile) -> dict[str, Any]:
    made: dict[str, Any] = {"id": profile.id, "sex": _SEX[profile.sex]}
    for name in ("kit", "quality"):
        if getattr(profile, name) is not None:
            made[name] = getattr(profile, name)
    made["genotypes"] = {locus: _call_data(call) for locus, call in profile.calls.items()}
    return made


def _call_data(call: Call) -> Any:
    alleles = list(call.alleles)
    if not (call.dropout or call.dropin or call.replicates or call.dropout_homozygote is not None):
        return alleles * 2 if len(alleles) == 1 else alleles
    made: dict[str, Any] = {"alleles": alleles, "dropout": call.dropout, "dropin": call.dropin}
    if call.dropout_homozygote is not None:
        made["dropout_homozygote"] = call.dropout_homozygote
    if call.replicates:
        made["replicates"] = [list(one) for one in call.replicates]
    return made


def _family_data(family: FamilyCase) -> dict[str, Any]:
    members = []
    for member in family.pedigree.members:
        one: dict[str, Any] = {
            "id": member.id,
            "father": member.father or "0",
            "mother": member.mother or "0",
            "sex": _SEX[member.sex],
        }
        if member.born is not None:
            one["born"] = member.born
        if member.twin_of is not None:
            one["twin_of"] = member.twin_of
        members.append(one)
    return {
        "family": family.pedigree.id,
        "members": members,
        "references": list(family.references),
        "genotypes": {
            name: {locus: _call_data(call) for locus, call in profile.calls.items()}
            for name, profile in family.references.items()
        },
        "missing": list(family.missing),
    }
