"""The shared cases and expected results, found through ACCOUNTED_SHARED."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import pedigree_from_json
from accounted.identifying.profiles import Profile

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).resolve().parents[3] / "shared"))
IDENTIFYING = SHARED / "identifying"

MODELS = {
    "none": None,
    "equal": Mutations.same(MutationModel("equal", 0.001)),
    "proportional": Mutations.same(MutationModel("proportional", 0.001)),
    "stepwise": Mutations(
        MutationModel("stepwise", 0.002, 0.1, 1e-6), MutationModel("stepwise", 0.0005, 0.1, 1e-6)
    ),
}


def shared(name):
    """A JSON file of the shared material, or a skip that says what is missing."""
    path = IDENTIFYING / name
    if not path.exists():
        pytest.skip(f"{path} is not there (set ACCOUNTED_SHARED)")
    return json.loads(path.read_text(encoding="utf-8"))


def kit(model="none"):
    """The 23 loci of the cases, with a mutation model."""
    loci = shared("cases/loci_fusion6c_europe.json")["loci"]
    return [Locus(one["name"], tuple(one["alleles"]), tuple(one["freqs"]), MODELS[model]) for one in loci]


def case(name):
    """The pedigree of a case, the profiles of all typed (the missing person's too), and a stranger's."""
    data = shared(f"cases/case_{name}.json")
    profiles = {k: Profile.from_genotypes(k, v) for k, v in data["genotypes"].items()}
    return (
        pedigree_from_json(name, data["members"]),
        profiles,
        Profile.from_genotypes("stranger", data["unrelated_body"]),
    )


def mutating(locus, model):
    return replace(locus, mutations=MODELS[model])
