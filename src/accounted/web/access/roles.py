"""Every role and what it may do, in one place.

A page or an act names one capability; a person may use it when their role has it. What a person may *see*
within a page is their sight: the levels of confidentiality of their role, the groups they belong to, and
whether names are shown to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def _(words: str) -> str:
    """Words that whoever shows them translates: marked for the catalogues, readable without Django."""
    return words


ANYONE: Final = "anyone"  # without signing in: the sign-in page, the help
SIGNED_IN: Final = "signed_in"  # whoever has an account, of any role

CAPABILITIES: Final = {
    "see_figures": _("see numbers, maps and time lines that name nobody"),
    "see_material": _("read documents, items and claims"),
    "see_record": _("see people, remains, sites, incidents and sources"),
    "search": _("search material and record"),
    "add_material": _("take files in"),
    "review_claims": _("accept, correct, split and reject claims"),
    "state_claims": _("make a claim by hand"),
    "edit_record": _("enter and amend records"),
    "judge_pairs": _("say that two records are one person, or two"),
    "see_protected": _("ask to see an identity under seal; it still takes being named for it"),
    "seal_identity": _("put an identity under seal"),
    "export": _("ask for an export outside the team"),
    "approve_export": _("approve an export that somebody else asked for"),
    "restrict": _("keep an item or a record to groups"),
    "see_audit": _("read the audit trail"),
    "verify": _("check the evidence and take checkpoints"),
    "set_methodology": _("decide scope, thresholds and rules of the project"),
    "administer": _("accounts, roles, groups, vocabularies, keys"),
    "lock": _("lock the archive in an emergency"),
    "use_api": _("have tokens for programs"),
}

_READING = frozenset({"see_figures", "see_material", "see_record", "search", "use_api"})
_REVIEWING = _READING | {"review_claims", "state_claims", "judge_pairs"}
_ANALYSING = _REVIEWING | {"add_material", "edit_record", "seal_identity", "export", "verify"}
_LEADING = _ANALYSING | {
    "see_protected",
    "approve_export",
    "restrict",
    "see_audit",
    "set_methodology",
    "lock",
}


@dataclass(frozen=True)
class Role:
    """What a kind of person may do and see.

    Attributes:
        title: the role in words, as the catalogues of translations know it.
        capabilities: keys of CAPABILITIES.
        confidentiality: the levels of confidentiality they may see.
        names: whether names of people and staff are shown to them.
        in_record: their roles towards the record, where a decision asks for one.
    """

    title: str
    capabilities: frozenset[str]
    confidentiality: tuple[str, ...] = ("public", "internal")
    names: bool = True
    in_record: tuple[str, ...] = ("recorder",)


ROLES: Final[dict[str, Role]] = {
    "owner": Role(
        _("Owner"),
        frozenset(CAPABILITIES),
        ("public", "internal", "confidential", "ex_parte"),
        in_record=("recorder", "reviewer", "lead"),
    ),
    "lead": Role(
        _("Lead"),
        frozenset(_LEADING),
        ("public", "internal", "confidential", "ex_parte"),
        in_record=("recorder", "reviewer", "lead"),
    ),
    "analyst": Role(
        _("Analyst"),
        frozenset(_ANALYSING),
        ("public", "internal", "confidential"),
        in_record=("recorder", "reviewer"),
    ),
    "reviewer": Role(
        _("Reviewer"), frozenset(_REVIEWING), ("public", "internal", "confidential"), in_record=("reviewer",)
    ),
    "intake": Role(
        _("Intake"),
        frozenset({"add_material", "see_material", "search", "verify", "use_api"}),
        in_record=("recorder",),
    ),
    "data_viewer": Role(
        _("Data only"), frozenset({"see_figures", "use_api"}), ("public", "internal"), names=False
    ),
    "auditor": Role(
        _("Auditor"),
        frozenset({"see_figures", "see_material", "see_audit", "verify", "search", "use_api"}),
        ("public", "internal", "confidential"),
        names=False,
    ),
}


def may(role: str, capability: str) -> bool:
    """Whether somebody of this role may do this; nobody may do what is not in the list."""
    if capability in (ANYONE, SIGNED_IN):
        return True
    return role in ROLES and capability in ROLES[role].capabilities


def narrower(one: str, other: str) -> bool:
    """Whether somebody of role `one` may do and see nothing that `other` may not."""
    less, more = ROLES[one], ROLES[other]
    return (
        less.capabilities <= more.capabilities
        and set(less.confidentiality) <= set(more.confidentiality)
        and (more.names or not less.names)
    )
