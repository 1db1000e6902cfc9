"""Scars, tattoos, healed fractures, prostheses; clothing and things found with a body.

Of each only yes or no is weighed, and "it could not have been seen" (the skin is gone, the forearm is not
there) weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.identifying.evidence.weighing import Weighed, probability


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that can be told from others: what and where.

    Arguments:
        common: the share of people with such a mark there.
        found_if_there: how often an examiner finds one that is there (and whose place is preserved).
        found_if_not: how often one is seen that is not there.
    """

    what: str
    common: float
    found_if_there: float = 0.9
    found_if_not: float = 0.01

    def weigh(self, *, seen: bool, missing_has: bool) -> Weighed:
        """Whether it was seen on the body, against whether the missing person is known to have (not) had it.

        P(seen | has) = s, P(seen | has not) = f; in the population q s + (1 − q) f.
        """
        name = f"mark: {self.what}"
        share = probability(f"{name}: how common it is", self.common, above=True)
        there = probability(f"{name}: found if there", self.found_if_there)
        stray = probability(f"{name}: found if not there", self.found_if_not)
        under_missing = there if missing_has else stray
        under_other = share * there + (1.0 - share) * stray
        if not seen:
            under_missing, under_other = 1.0 - under_missing, 1.0 - under_other
        return Weighed(
            name,
            under_missing,
            under_other,
            f"{self.what}: {'seen' if seen else 'not seen'} on the body; the missing person "
            f"{'had it' if missing_has else 'did not have it'}; {share:.2%} of people have one",
            "P(seen | has it or not) / (q s + (1 − q) f)",
            frozenset({name}),
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """Clothing, or a thing found with a body. Secondary: things are lent, swapped and looted.

    Arguments:
        common: the share of this event's bodies with such a thing.
        kept: how likely it stays with the body of who wore or carried it.
    """

    what: str
    common: float
    kept: float = 0.5

    def weigh(self, *, found: bool) -> Weighed:
        """Whether it was found with the body, where the missing person had it when last seen.

        P(found | missing) = r + (1 − r) q: it stayed, or another's came there; P(found | other) = q.
        """
        name = f"effect: {self.what}"
        q = probability(f"{name}: how common it is", self.common, above=True)
        r = probability(f"{name}: how likely it stays", self.kept, above=True)
        under_missing = r + (1.0 - r) * q
        under_other = q
        if not found:
            under_missing, under_other = 1.0 - under_missing, 1.0 - under_other
        return Weighed(
            name,
            under_missing,
            under_other,
            f"{self.what}: {'found' if found else 'not found'} with the body; the missing person had it; "
            f"{q:.2%} of the bodies have one",
            "(r + (1 − r) q) / q if found, (1 − r) if not",
            frozenset({name}),
        )
