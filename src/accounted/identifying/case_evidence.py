"""What a case file says beside the genes: of bodies, of the missing, of the population they are among.

Keys, all optional: `pm[].evidence` and `families[].told[missing]` with `sex`, `age`, `stature`, `traits`,
`teeth`, `marks`, `effects`, `born`, and `found` or `last_seen`; `population` with what each is compared
with; `independence {of[], because}`, `calibration`, `place_prior`, `conclusions[]`; `pm[].part` of commingled
parts. Documented in docs/reference/json.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounted.identifying.evidence import age, birth_date, place_and_date, sex, stature, teeth
from accounted.identifying.evidence.combining import Independence
from accounted.identifying.evidence.marks_and_effects import Effect, Mark
from accounted.identifying.evidence.traits import Trait
from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed
from accounted.identifying.minimum_number import Part
from accounted.identifying.profiles import Profile, Sex

Told = Mapping[str, Any]


@dataclass(frozen=True)
class CaseEvidence:
    """Everything beside the genes, by body and by missing person."""

    bodies: Mapping[str, Told] = field(default_factory=dict)
    missing: Mapping[str, Told] = field(default_factory=dict)
    population: Told = field(default_factory=dict)
    conclusions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    independence: Independence | None = None
    calibration: Told | None = None
    place_prior: Told | None = None

    def weigh(
        self, body: str, missing: str, *, sex_of_missing: Sex | None = None
    ) -> tuple[tuple[Weighed, ...], tuple[str, ...]]:
        """Each kind of evidence of a pair weighed by itself, and what could not be weighed and why.

        Raises:
            InvalidEvidence: something is written wrong; names the body or the missing person.
        """
        pair = _Pair(
            self.bodies.get(body, {}), self.missing.get(missing, {}), self.population, sex_of_missing
        )
        weighed: list[Weighed] = []
        notes: list[str] = []
        for kind, weigh in _KINDS:
            try:
                found = weigh(pair)
            except InvalidEvidence as error:
                raise InvalidEvidence(f"body {body}, {missing}: {error}") from None
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise InvalidEvidence(
                    f"body {body}, {missing}: {kind} is not written as it should be ({error}); see the "
                    "of case files"
                ) from None
            for one in found:
                if isinstance(one, str):
                    notes.append(one)
                else:
                    weighed.append(one)
        conclusion = self.conclusions.get((body, missing))
        if conclusion is not None:
            examined = teeth.examined(conclusion, self.population.get("conclusions"))  # type: ignore[arg-type]
            if examined is None:
                notes.append(
                    f"the dental examiner's conclusion is “{conclusion}”; it has not been calibrated"
                )
            else:
                weighed = [one for one in weighed if one.kind != "teeth"]
                weighed.append(examined)
        return tuple(weighed), tuple(notes)

    def prior_weights(self, body: str, missing: list[str]) -> tuple[float, ...] | None:
        """Weights of the missing by place and date, where the case asks for them; else None."""
        where = self.bodies.get(body, {}).get("found")
        if self.place_prior is None or where is None:
            return None
        seen = [self.missing.get(one, {}).get("last_seen") for one in missing]
        return place_and_date.prior_weights(
            _place(where),
            [None if one is None else _place(one) for one in seen],
            **{key: float(value) for key, value in self.place_prior.items()},
        )

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.bodies or self.missing)


def evidence_of(beside: Mapping[str, Any]) -> CaseEvidence:
    """The evidence among what a case file says beside the genes (`Case.beside`).

    Raises:
        InvalidEvidence: something is written wrong.
    """
    try:
        stated = beside.get("independence")
        return CaseEvidence(
            beside.get("evidence") or {},
            {
                str(name): told
                for family in (beside.get("told") or {}).values()
                for name, told in family.items()
            },
            beside.get("population") or {},
            {
                (str(one["body"]), str(one["missing"])): str(one["conclusion"])
                for one in beside.get("conclusions") or []
            },
            Independence(tuple(map(str, stated["of"])), str(stated.get("because", ""))) if stated else None,
            beside.get("calibration"),
            beside.get("place_prior"),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise InvalidEvidence(
            f"the evidence beside the genes is not written as it should be ({error}); see the reference of "
            "case files"
        ) from None


def parts_of(bodies: Sequence[Profile], beside: Mapping[str, Any]) -> tuple[Part, ...]:
    """Every body of a case as a part: what `pm[].part` says of element, side, portion, sex and age.

    Raises:
        InvalidEvidence: a part is written wrong; names it.
    """
    described = beside.get("part") or {}
    made = []
    for body in bodies:
        told = described.get(body.id) or {}
        try:
            side = str(told.get("side") or "")
            if side not in ("left", "right", "middle", ""):
                raise ValueError(f"side {side!r}")
            made.append(
                Part(
                    body.id,
                    str(told.get("element") or ""),
                    side,  # type: ignore[arg-type]
                    str(told.get("portion") or ""),
                    body if body.calls else None,
                    told.get("sex"),
                    told.get("adult"),
                )
            )
        except (AttributeError, ValueError) as error:
            raise InvalidEvidence(
                f"part {body.id} is not written as one ({error}); give element, side (left, right, middle), "
                "portion, sex and adult"
            ) from None
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Pair:
    body: Told
    missing: Told
    population: Told
    sex_of_missing: Sex | None

    def both(self, key: str) -> tuple[Any, Any] | None:
        if self.body.get(key) is None or self.missing.get(key) is None:
            return None
        return self.body[key], self.missing[key]

    def compared(self, key: str) -> Any:
        """What the population says of a kind; None: nothing, so that there is no ratio."""
        return self.population.get(key)


_Found = list[Weighed | str]


def _sex(pair: _Pair) -> _Found:
    seen, missing = pair.body.get("sex"), pair.missing.get("sex") or pair.sex_of_missing
    if seen is None or missing is None:
        return []
    shares = pair.compared("sex")
    if shares is None:
        return ["sex: no shares of the sexes among the dead, so no ratio"]
    return [
        sex.weigh(
            seen["seen"],
            missing,
            shares,
            error=seen.get("error"),
            method=seen.get("method", "morphology"),
        )
    ]


def _age(pair: _Pair) -> _Found:
    both = pair.both("age")
    if both is None:
        return []
    ages = pair.compared("ages")
    if ages is None:
        return ["age: no ages of the dead, so no ratio"]
    seen, told = both
    stated: age.AgeInterval | age.AgeEstimate
    if "low" in seen:
        stated = age.AgeInterval(int(seen["low"]), int(seen["high"]), float(seen.get("coverage", 0.95)))
    else:
        stated = age.AgeEstimate(float(seen["mean"]), float(seen["error"]))
    rest = {key: float(told[key]) for key in ("margin", "later", "doubt") if key in told}
    return [age.weigh(stated, age.of_missing(float(told["years"]), **rest), age.of_bands(ages))]


def _stature(pair: _Pair) -> _Found:
    both = pair.both("stature")
    if both is None:
        return []
    seen, told = both
    people = pair.compared("stature") or {}
    shown = (pair.body.get("sex") or {}).get("seen")
    dead = people.get(shown) or people.get("all")
    if dead is None:
        return ["stature: no stature of the dead, so no ratio"]
    if "bone" in seen:
        estimate = stature.from_bone(
            float(seen["bone"]),
            intercept=float(seen["intercept"]),
            slope=float(seen["slope"]),
            error=float(seen["error"]),
        )
    else:
        estimate = stature.Estimate(float(seen["value"]), float(seen["error"]))
        if "mean" in seen:
            estimate = stature.unshrunk(
                estimate, mean=float(seen["mean"]), deviation=float(seen["deviation"])
            )
    return [
        stature.weigh(
            estimate,
            stature.Estimate(float(told["value"]), float(told["error"])),
            stature.Estimate(float(dead["mean"]), float(dead["deviation"])),
            given_sex=bool(shown and shown in people),
        )
    ]


def _traits(pair: _Pair) -> _Found:
    both = pair.both("traits")
    if both is None:
        return []
    seen, told = both
    known = pair.compared("traits") or {}
    found: _Found = []
    for name in seen:
        if name not in told:
            continue
        if name not in known:
            found.append(f"{name}: no frequencies, so no ratio")
            continue
        found.append(_trait(name, known[name]).weigh(str(seen[name]), str(told[name])))
    return found


def _trait(name: str, given: Told) -> Trait:
    about = frozenset(map(str, given.get("about") or [name]))
    of = given.get("of", "true")
    if "confusion" in given:
        return Trait(name, given["frequencies"], given["confusion"], of, about)
    return Trait.with_error(name, given["frequencies"], float(given.get("error", 0.05)), about, of)


def _teeth(pair: _Pair) -> _Found:
    both = pair.both("teeth")
    if both is None:
        return []
    body, life = (teeth.Chart.of(one) for one in both)
    reference = pair.compared("teeth") or {}
    charts = [teeth.Chart.of(one) for one in reference.get("charts", [])]
    if len(charts) < 30:
        return [f"teeth: {teeth.compare(body, life).words}; fewer than 30 reference charts, so no ratio"]
    error, older = float(reference.get("error", 0.05)), float(reference.get("older", 0.8))
    return [teeth.weigh(body, life, charts, error=error, older=older)]


def _marks(pair: _Pair) -> _Found:
    both = pair.both("marks")
    if both is None:
        return []
    seen, told = both
    known = pair.compared("marks") or {}
    found: _Found = []
    for name in seen:
        if name not in told:
            continue
        if name not in known:
            found.append(
                f"mark, {name}: {'seen' if seen[name] else 'not seen'}, the missing person "
                f"{'had' if told[name] else 'did not have'} it; how common it is is not known, so no ratio"
            )
            continue
        mark = Mark(name, **{key: float(value) for key, value in known[name].items()})
        found.append(mark.weigh(seen=bool(seen[name]), missing_has=bool(told[name])))
    return found


def _effects(pair: _Pair) -> _Found:
    both = pair.both("effects")
    if both is None:
        return []
    seen, told = both
    known = pair.compared("effects") or {}
    found: _Found = []
    for name in seen:
        if not told.get(name):
            continue
        if name not in known:
            found.append(
                f"effect, {name}: {'found' if seen[name] else 'not found'} with the body, the missing person "
                "had it; how common it is is not known, so no ratio"
            )
            continue
        effect = Effect(name, **{key: float(value) for key, value in known[name].items()})
        found.append(effect.weigh(found=bool(seen[name])))
    return found


def _born(pair: _Pair) -> _Found:
    both = pair.both("born")
    if both is None:
        return []
    births = pair.compared("births")
    if births is None:
        return ["date of birth: no births of the dead by year, so no ratio"]
    seen, told = (date.fromisoformat(str(one)) for one in both)
    return [birth_date.weigh(seen, told, {int(year): float(n) for year, n in births.items()})]


_KINDS: tuple[tuple[str, Callable[[_Pair], _Found]], ...] = (
    ("sex", _sex), ("age", _age), ("stature", _stature), ("traits", _traits), ("teeth", _teeth),
    ("marks", _marks), ("effects", _effects), ("born", _born),
)  # fmt: skip


def _place(given: Told) -> place_and_date.Seen:
    days = (given.get(key) for key in ("from", "to"))
    earliest, latest = (None if one is None else date.fromisoformat(str(one)) for one in days)
    return place_and_date.Seen(float(given["latitude"]), float(given["longitude"]), earliest, latest)
