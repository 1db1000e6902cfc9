"""Kin are not one person: brothers, fathers and sons, twins, families killed on one day.

All that makes a family, one family name, one address, one day, one father, speaks for one person too, and
outweighs a given name that differs. So where the name tells two people of a family apart, they are kept apart
outright, whatever the weight of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from accounted.linking.scoring import Model, Scored

# From here a level speaks against one person clearly, in bits.
AGAINST = -4.0
# A day of birth must speak more clearly: days are mistyped more often than names are mistaken.
AGAINST_BY_DAY = -6.0
_FAMILY = ("family", "patronymic", "event", "place", "residence_1", "birth_place", "postcode", "mother")
# A number that is one person's own; with it the same, a name may well be wrong.
_OWN = ("id_number",)


def apart(scored: Scored, model: Model) -> np.ndarray:
    """For each pair, whether it is two people of one family.

    With two signs of kinship, another given name, another father, or another age where the father is not told
    to be the same: brothers, cousins, uncle and nephew, father and son of one name. Or a given name that is
    not quite the same and an age that is not either: sisters of like names. Or another father and another
    age: a grandfather and his grandson. One sign of kinship is enough for another given name, unless the day
    of birth is the same.
    """
    import numpy as np

    none = np.zeros(len(scored.a), dtype=bool)
    kinship = np.zeros(len(scored.a), dtype=np.int8)
    for name in _FAMILY:
        if name in scored.levels:
            kinship += _speaks(scored, model, name, against=False).astype(np.int8)
    other_name = _speaks(scored, model, "given", against=True)
    other_father = _speaks(scored, model, "patronymic", against=True)
    other_age = _speaks(scored, model, "birth", against=True, least=AGAINST_BY_DAY)
    other_age |= _speaks(scored, model, "born", against=True)
    # Olena of 12 and Elina of 7 are sisters, though they have one father.
    doubtful = other_age & (scored.levels["given"] > 0) if "given" in scored.levels else none
    same_father = _speaks(scored, model, "patronymic", against=False)
    other_age &= ~same_father
    same_day = scored.levels["birth"] == 0 if "birth" in scored.levels else none
    own = none.copy()
    for name in scored.levels:
        if name.startswith(_OWN):
            own |= scored.levels[name] == 0
    against = other_name | other_father | other_age | doubtful
    told = against & (kinship >= 2) | other_name & (kinship >= 1) & ~same_day | other_father & other_age
    kept: np.ndarray = told & ~own
    return kept


def _speaks(scored: Scored, model: Model, name: str, *, against: bool, least: float = AGAINST) -> np.ndarray:
    """Whether the level of a comparison speaks against one person clearly, or for one."""
    import numpy as np

    if name not in scored.levels:
        return np.zeros(len(scored.a), dtype=bool)
    weights = _weights(model, name)
    chosen = weights <= least if against else weights >= 2.0
    told: np.ndarray = np.append(chosen, False)[scored.levels[name]]
    return told


def _weights(model: Model, name: str) -> np.ndarray:
    import numpy as np

    values: Sequence[tuple[float, float]] = model.values[name]
    return np.array([model.weight(name, level) for level in range(len(values))])
