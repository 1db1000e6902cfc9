"""What a report tells of identification: counts for all, conclusions for those inside, genes for nobody.

No audience sees a profile, a likelihood ratio, a family, a relative, or whether somebody withdrew. Who was
identified is for the family first; a report to the public never says it.
"""

from __future__ import annotations

from typing import Any

from accounted.record.queries.identifying import IdentificationOnRecord, IdentifyingCounts
from accounted.reporting.wording import label

METHOD = (
    "An identity is established by two named people who judge apart, after all evidence was put side by "
    "side. What a comparison of genes proposes is no identification and is in none of these numbers."
)


def identifying_shown(
    counts: IdentifyingCounts, identifications: tuple[IdentificationOnRecord, ...], audience: str
) -> dict[str, Any] | None:
    """The section of a report for an audience; None where there is nothing to tell."""
    if not counts.any:
        return None
    shown: dict[str, Any] = {
        "method": METHOD,
        "counts": [
            {"what": "Bodies and parts of which samples are held", "number": counts.bodies_sampled},
            {"what": "Families who look for somebody", "number": counts.families},
            {"what": "People they look for", "number": counts.missing},
            {"what": "Identities established", "number": counts.established},
            {"what": "Identifications taken back", "number": counts.reversed},
        ],
        "identifications": None,
    }
    if audience != "public":
        shown["counts"] += [
            {"what": "Identities held probable", "number": counts.probable},
            {"what": "Proposals that wait for judgement", "number": counts.proposals_open},
        ]
        shown["identifications"] = [
            {
                "body": one.body,
                "person": one.person,
                "conclusion": label("ident_conclusion", one.conclusion),
                "on": one.on,
                "reversed_for": one.reversed_for,
            }
            for one in identifications
        ]
    return shown
