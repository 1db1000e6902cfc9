"""The people who act on the record: known in the log by a pseudonym, by name only in a detail record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounted.record.docket import Application, DecisionRefused, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

ROLES = (
    "recorder", "reviewer", "clinician", "forensic", "geneticist", "legal", "safeguarding", "lead",
)  # fmt: skip
EXAMINERS = frozenset({"clinician", "forensic"})
PROFESSIONS = ("clinician", "forensic", "geneticist", "legal", "safeguarding")  # what a person is besides


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A named person with the roles they hold in this archive. A program is never a reviewer."""

    pseudonym: str
    name: str | None
    roles: frozenset[str] = frozenset()

    @property
    def may_see_relations(self) -> bool:
        """Whether the person may see that a family's genes and its stated relations do not agree."""
        return "geneticist" in self.roles

    @property
    def may_assess_consistency(self) -> bool:
        """Whether the person may say how a finding agrees with an account (rule D-20)."""
        return bool(self.roles & EXAMINERS)


def introduce(
    archive: Archive, name: str, *, roles: Iterable[str] = ("recorder",), pseudonym: str | None = None
) -> Reviewer:
    """The person of this name, made known to the archive if they are not yet; roles are added, never dropped.

    Somebody new gets the `pseudonym` given, or one drawn by chance.

    Raises:
        DecisionRefused: no name, or a role that does not exist.
    """
    name = " ".join(name.split())
    asked = tuple(dict.fromkeys(roles))
    if not name:
        raise DecisionRefused("a person who acts on the record needs a name; it is kept out of the log line")
    if unknown := [role for role in asked if role not in ROLES]:
        raise DecisionRefused(f"{name}: there is no role {unknown[0]!r}; the roles are {', '.join(ROLES)}")
    from accounted.record.models import Agent

    with archive.deciding() as docket:
        docket.rows.flush()
        known = Agent.objects.filter(name=name).first()
        if known is None:
            pseudonym = pseudonym or f"p:{archive.draw_seed()[:12]}"
            docket.decide(
                "introduce",
                {"pseudonym": pseudonym, "name": name, "roles": list(asked)},
                # The first person to be known introduces themselves.
                by=archive.agent.pseudonym if archive.has_agent else pseudonym,
                subject=("Agent", pseudonym),
            )
            docket.rows.flush()
            return Reviewer(pseudonym, name, frozenset(asked))
        held = frozenset(known.roles)
        if not held.issuperset(asked):
            together = [*known.roles, *(role for role in asked if role not in held)]
            docket.decide(
                "give_roles",
                {"pseudonym": known.pseudonym, "roles": together},
                by=archive.agent.pseudonym if archive.has_agent else known.pseudonym,
                subject=("Agent", known.pseudonym),
            )
            held = frozenset(together)
        return Reviewer(known.pseudonym, name, held)


def reviewer(archive: Archive, pseudonym: str) -> Reviewer:
    """The person behind a pseudonym."""
    from accounted.record.models import Agent

    known = Agent.objects.filter(pseudonym=pseudonym).first()
    if known is None:
        raise DecisionRefused(f"{pseudonym}: nobody of that pseudonym is known to this archive")
    return Reviewer(known.pseudonym, known.name, frozenset(known.roles))


def set_professions(
    archive: Archive, pseudonym: str, professions: Iterable[str], *, by: Reviewer, reason: str
) -> str:
    """What a person is by profession, from now on: some decisions are for these alone (rules D-19, D-20).

    What they decided before stays as it is. Returns the decision.

    Raises:
        DecisionRefused: no such profession, nobody of that pseudonym, or it is so already.
    """
    from accounted.record.models import Agent

    must_be_a_person(by, "setting professions")
    reason = must_have_reason(reason, "setting professions")
    asked = set(professions)
    if unknown := sorted(asked - set(PROFESSIONS)):
        raise DecisionRefused(
            f"there is no profession {unknown[0]!r}; the professions are {', '.join(PROFESSIONS)}"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        known = Agent.objects.filter(pseudonym=pseudonym).first()
        if known is None:
            raise DecisionRefused(f"{pseudonym}: nobody of that pseudonym is known to this archive")
        if asked == set(known.roles) & set(PROFESSIONS):
            raise DecisionRefused("professions: it is so already")
        kept = [role for role in known.roles if role not in PROFESSIONS]
        decision = docket.decide(
            "give_roles",
            {"pseudonym": pseudonym, "roles": [*kept, *(one for one in PROFESSIONS if one in asked)]},
            by=by.pseudonym,
            reason=reason,
            subject=("Agent", pseudonym),
        )
    return decision.id


def must_be_a_person(by: Reviewer, doing: str) -> None:
    """Refuse a decision that only a person may take."""
    if not isinstance(by, Reviewer) or not re.fullmatch(r"p:[0-9a-z]+", by.pseudonym):
        raise DecisionRefused(f"{doing} is for a named person, never for a program (rule D-06)")


def must_have_reason(reason: str, doing: str) -> str:
    """Refuse a decision without a reason."""
    if not reason or not reason.strip():
        raise DecisionRefused(f"{doing} needs a reason; write down why")
    return reason.strip()


@applies("introduce")
def _introduce(decision: Application) -> None:
    from accounted.record.models import Agent

    content = decision.content
    decision.new(Agent, pseudonym=content["pseudonym"], name=content["name"], roles=content["roles"])


@applies("give_roles")
def _give_roles(decision: Application) -> None:
    from accounted.record.models import Agent

    decision.rows.flush()
    Agent.objects.filter(pseudonym=decision.content["pseudonym"]).update(roles=decision.content["roles"])
