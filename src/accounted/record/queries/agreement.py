"""How far reviewers agree, by kind of claim and by pair of reviewers, from what they judged apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from accounted.record.agreement import Coefficient, cohen_kappa, krippendorff_alpha
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class AgreementOnKind:
    """How far all reviewers agree on claims of one kind; `kind` None: on all of them."""

    kind: str | None
    claims: int
    alpha: Coefficient
    said: tuple[tuple[str, int], ...]  # how often each outcome was given


@dataclass(frozen=True, slots=True)
class AgreementOfPair:
    """How far two reviewers agree on the claims that both judged apart; `kind` None: of all kinds."""

    one: str
    other: str
    names: tuple[str | None, str | None]
    kind: str | None
    kappa: Coefficient
    alpha: Coefficient
    table: tuple[tuple[str, str, int], ...]  # what the one said, what the other said, how often


@dataclass(frozen=True, slots=True)
class ReviewersAgree:
    """Agreement over all, by kind, by pair. Only claims with two judgements or more given apart count."""

    claims: int
    by_kind: tuple[AgreementOnKind, ...]
    by_pair: tuple[AgreementOfPair, ...]


def reviewers_agree(archive: Archive, *, sight: Sight = EVERYTHING) -> ReviewersAgree:
    """Kappa and alpha of what was judged apart and is settled or disputed.

    What only one person judged so far is left out: it tells nothing on agreement, and telling it would show
    it to who has still to judge. So is the judgement of a third, who saw the first two.
    """
    from accounted.record.models import Agent, Judgement

    archive.must_be_open()
    rows: Any = sight.claims(Judgement.objects.filter(blind=True), prefix="claim__").order_by("at", "id")
    by_claim: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    columns = ("claim_id", "claim__kind", "by", "outcome")
    for claim, kind, by, outcome in rows.values_list(*columns).iterator(10_000):
        judged = by_claim[claim, kind]
        if len(judged) < 2:
            judged.append((by, outcome))
    units = {key: judged for key, judged in by_claim.items() if len(judged) == 2}
    kinds: defaultdict[str | None, list[list[str]]] = defaultdict(list)
    pairs: defaultdict[tuple[str, str, str | None], Counter[tuple[str, str]]] = defaultdict(Counter)
    for (_, kind), judged in units.items():
        said = [outcome for _, outcome in judged]
        for (one, first), (other, second) in combinations(sorted(judged), 2):
            for of in (None, kind):
                pairs[one, other, of][first, second] += 1
        for of in (None, kind):
            kinds[of].append(said)
    names = dict(Agent.objects.values_list("pseudonym", "name"))
    return ReviewersAgree(
        claims=len(units),
        by_kind=tuple(
            AgreementOnKind(
                kind,
                len(said),
                krippendorff_alpha(said),
                tuple(sorted(Counter(one for unit in said for one in unit).items())),
            )
            for kind, said in sorted(kinds.items(), key=lambda pair: pair[0] or "")
        ),
        by_pair=tuple(
            AgreementOfPair(
                one,
                other,
                (names.get(one), names.get(other)),
                kind,
                cohen_kappa(table),
                krippendorff_alpha(unit for unit, number in table.items() for _ in range(number)),
                tuple((first, second, number) for (first, second), number in sorted(table.items())),
            )
            for (one, other, kind), table in sorted(
                pairs.items(), key=lambda pair: (pair[0][0], pair[0][1], pair[0][2] or "")
            )
        ),
    )
