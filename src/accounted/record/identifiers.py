"""Identifiers of records: a ULID behind a prefix that says what the record is, such as `per_01JD…`.

A decision draws one seed; every identifier it gives out follows from the seed, the time of the decision and
the order of asking. So one line in the log is enough to give a hundred claims the same identifiers again
when the database is rebuilt (https://github.com/ulid/spec for the layout: 48 bits of time, 80 of chance).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

ALPHABET = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U

PREFIXES = {
    "Item": "itm",
    "Intake": "int",
    "Document": "doc",
    "Destruction": "dst",
    "Reading": "rdg",
    "Excerpt": "exc",
    "Claim": "clm",
    "Tally": "tly",
    "TallyRelation": "trl",
    "ClaimTerm": "ctm",
    "Denial": "den",
    "Review": "rev",
    "Grade": "grd",
    "Control": "ctl",
    "Attribution": "att",
    "Source": "src",
    "Upstream": "ups",
    "SealedIdentity": "sea",
    "Agent": "agt",
    "Decision": "dec",
    "Value": "val",
    "Person": "per",
    "PersonName": "nam",
    "Remains": "rem",
    "Examination": "exm",
    "Identification": "idn",
    "IdentificationLine": "idl",
    "Place": "plc",
    "PlaceName": "pln",
    "BurialSite": "bur",
    "Site": "sit",
    "Incident": "inc",
    "IncidentPerson": "inp",
    "IncidentRelation": "inr",
    "Act": "act",
    "Involvement": "inv",
    "LegalQualification": "qua",
    "Finding": "fnd",
    "Testimony": "tes",
    "Consent": "con",
    "Actor": "acr",
    "Investigation": "ivg",
    "Media": "med",
    "Assessment": "ass",
    "Hypothesis": "hyp",
    "Methodology": "met",
    "Family": "fam",
    "Relative": "rel",
    "Sample": "smp",
    "FrequencySet": "frq",
    "Comparison": "cmp",
    "Proposal": "pro",
    "ProposalReview": "prv",
    "Reconciliation": "rcn",
    "PersonList": "lst",
    "Restriction": "rst",
    "ListRow": "row",
    "Judgement": "jdg",
    "PairJudgement": "pjd",
    "LinkageRun": "lnk",
}


_PAIRS = tuple(chr(a) + chr(b) for a in ALPHABET for b in ALPHABET)


def ulid(milliseconds: int, chance: int) -> str:
    """26 characters for 48 bits of time and 80 bits of chance."""
    number = milliseconds << 80 | chance & (1 << 80) - 1
    # Identifiers are counted up by the thousand: but for the last four digits they are the same.
    return _beginning(number >> 20) + _PAIRS[number >> 10 & 1023] + _PAIRS[number & 1023]


@lru_cache(maxsize=256)
def _beginning(number: int) -> str:
    """22 digits of five bits for 108 bits."""
    return "".join(_PAIRS[number >> shift & 1023] for shift in range(100, -1, -10))


class Identifiers:
    """Identifiers for the records one decision makes, the same for the same time and seed."""

    def __init__(self, at: datetime, seed: str) -> None:
        self._milliseconds = int(at.timestamp() * 1000)
        self._seed = seed
        self._next: dict[str, int] = {}

    def take(self, model: str) -> str:
        """The next identifier for a record of this model; later ones sort after earlier ones."""
        number = self._next.get(model)
        if number is None:
            drawn = hashlib.sha256(f"{self._seed}|{model}".encode()).digest()
            # The top bit stays clear, so that counting up never carries into the time.
            number = int.from_bytes(drawn[:10], "big") >> 1
        self._next[model] = number + 1
        return f"{PREFIXES[model]}_{ulid(self._milliseconds, number)}"
