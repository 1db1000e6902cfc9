"""The names of loci: laboratories, kits and programs spell them differently."""

from __future__ import annotations

import re

AMELOGENIN = "AMEL"
# What is left of a name without punctuation, in capitals → the name of most use.
_SAME = {
    "THO1": "TH01", "HUMTH01": "TH01", "HUMTHO1": "TH01",
    "TP0X": "TPOX", "HUMTPOX": "TPOX",
    "VWF": "VWA", "HUMVWA": "VWA", "VWA31": "VWA", "VWAA": "VWA",
    "HUMFGA": "FGA", "FIBRA": "FGA", "CSF": "CSF1PO", "HUMCSF1PO": "CSF1PO",
    "ACTBP2": "SE33", "HUMACTBP2": "SE33",
    "AMELOGENIN": AMELOGENIN, "AM": AMELOGENIN, "AMELX": AMELOGENIN, "AMELY": AMELOGENIN,
    "YGATAH4": "YGATAH4", "GATAH4": "YGATAH4",
}  # fmt: skip
# As CODIS and most kits write them, by what `key` makes of them.
WRITTEN = {
    "VWA": "vWA", "PENTAD": "Penta D", "PENTAE": "Penta E", "AMEL": "Amelogenin",
    "DYS389I": "DYS389 I", "DYS389II": "DYS389 II", "YINDEL": "Yindel",
}  # fmt: skip


def key(name: str) -> str:
    """What two spellings of one locus have in common: `THO1` and `TH01`, `Penta_D` and `PENTA D`."""
    bare = re.sub(r"[^A-Z0-9]", "", name.upper())
    return _SAME.get(bare, bare)


def is_amelogenin(name: str) -> bool:
    """Whether it is the marker of sex, which is no locus to compare."""
    return key(name) == AMELOGENIN


def written(name: str) -> str:
    """A locus as CODIS writes it, where it knows it; else unchanged."""
    return WRITTEN.get(key(name), name)


def on_y(name: str) -> bool:
    """Whether it is a locus of the Y chromosome by its name."""
    return key(name).startswith(("DYS", "DYF", "YGATA", "YINDEL"))


def on_x(name: str) -> bool:
    """Whether it is a locus of the X chromosome by its name."""
    return key(name).startswith(("DXS", "HPRTB"))
