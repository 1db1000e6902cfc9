"""What may leave the house, for whom: the material reduced before any file is made of it.

- `public`: what could put people at risk is withheld as in the public report; what is confidential or ex
  parte is not in the file at all (rule D-30).
- `partner`: nothing confidential or ex parte; contacts, exact coordinates and protected names covered.
- `court`: everything but what is ex parte.

For every audience an account goes out only if the person agreed to this use, or another legal basis is
recorded (rule D-28). Sealed identities are in none (rule D-29): the record does not hand them over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from accounted.claims import Claim, Excerpt
from accounted.record.queries.happenings import AccountOnRecord, ActOnRecord, Happenings, PersonOnRecord
from accounted.reporting.disclosure import Audience, cover, covered, sensitive_stretches
from accounted.reporting.material import Material, ReportedDocument

Purpose = Literal["public", "partner", "court"]
PURPOSES: tuple[Purpose, ...] = ("public", "partner", "court")

# Uses a person may agree to (vocabulary consent_scope) that allow each audience: one of them is enough.
SCOPES: Mapping[Purpose, tuple[str, ...]] = {
    "public": ("publish_anonymous", "publish_named"),
    "partner": ("share_igo",),
    "court": ("share_icc", "share_national", "share_foreign"),
}
# Levels of confidentiality that an audience does not receive.
CLOSED: Mapping[Purpose, frozenset[str]] = {
    "public": frozenset({"confidential", "ex_parte"}),
    "partner": frozenset({"confidential", "ex_parte"}),
    "court": frozenset({"ex_parte"}),
}
# Documents in which a person tells what happened to them or what they saw.
ACCOUNTS = frozenset({"witness_statement", "victim_statement", "affidavit", "interview_transcript"})
_GIVEN = frozenset({"given", "by_guardian", "assent_child"})
_NO = frozenset({"refused", "withdrawn"})
_STRICTNESS = {"public": 0, "internal": 1, "confidential": 2, "ex_parte": 3}


class UnknownPurpose(ValueError):
    """There is no such audience for an export."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of what are not in the files, and why. Names nobody and quotes nothing."""

    rule: str
    number: int
    what: str
    why: str

    def __str__(self) -> str:
        words = {"person": "people"}.get(self.what, f"{self.what}s") if self.number != 1 else self.what
        return f"{self.number} {words} left out: {self.why} ({self.rule})."


@dataclass(frozen=True)
class Released:
    """A material and what is on record beside it, as far as an audience may have them."""

    purpose: Purpose
    audience: Audience  # the edition of the report that it makes
    material: Material
    happenings: Happenings = field(default_factory=Happenings)
    left_out: tuple[LeftOut, ...] = ()


def release(
    material: Material, happenings: Happenings | None = None, purpose: Purpose = "public"
) -> Released:
    """Reduce a material to what an audience may have.

    Raises:
        UnknownPurpose: names those there are.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose(f"there is no audience {purpose!r}; an export is for: {', '.join(PURPOSES)}")
    recorded = happenings or Happenings()
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    accounts: dict[str, list[AccountOnRecord]] = defaultdict(list)
    for account in recorded.accounts:
        for item in account.items:
            accounts[item].append(account)
    documents = []
    for source in material.documents:
        why = _refusal(source, accounts[source.item], purpose)
        if why is not None and purpose != "public":
            counted[why[0], "document", why[1]] += 1
            continue
        if why is not None:
            # The public report says that there is a document, and withholds it.
            documents.append(replace(source, confidentiality="confidential"))
            continue
        if purpose == "public":  # confidential claims in it are held back by the report itself
            documents.append(source)
            continue
        kept, hidden = _open_claims(source, recorded.claim_levels, CLOSED[purpose])
        if hidden:
            counted["D-30", "claim", "marked confidential"] += len(hidden)
        stretches = [(claim.excerpt.start, claim.excerpt.end, "C") for claim in hidden]
        if purpose == "partner":
            shown = covered(kept, material.protected_names, stretches)
            kept = replace(shown, obtained=source.obtained)
        elif stretches:
            kept = _cover_words(kept, stretches)
        documents.append(kept)
    return Released(
        purpose=purpose,
        audience="public" if purpose == "public" else "internal",
        material=replace(
            material,
            documents=tuple(documents),
            # who was identified is for the family first: beside a court, numbers are enough
            identifications=material.identifications if purpose == "court" else (),
        ),
        happenings=_open_happenings(recorded, purpose, material.protected_names, counted),
        left_out=tuple(LeftOut(rule, n, what, why) for (rule, what, why), n in sorted(counted.items())),
    )


def agreed(account: AccountOnRecord, purpose: Purpose) -> bool:
    """Whether an account may be used so (rule D-28). Not asked is no; what was taken back is no."""
    if account.state in _NO:
        return False
    if account.state in _GIVEN and any(account.scopes.get(scope) is True for scope in SCOPES[purpose]):
        return True
    return account.basis not in (None, "consent")


def _refusal(
    source: ReportedDocument, accounts: Collection[AccountOnRecord], purpose: Purpose
) -> tuple[str, str] | None:
    """The rule and the reason why a document does not go out; None where it may."""
    levels = [source.confidentiality, *(account.confidentiality for account in accounts)]
    if max(levels, key=lambda level: _STRICTNESS.get(level, 3)) in CLOSED[purpose]:
        return "D-30", "marked confidential"
    if not all(agreed(account, purpose) for account in accounts):
        return "D-28", "an account whose teller did not agree to this use"
    if not accounts and source.document_type in ACCOUNTS and source.confidentiality != "public":
        return "D-28", "an account for which neither consent nor another legal basis is on record"
    return None


def _open_claims(
    source: ReportedDocument, levels: Mapping[str, str], closed: frozenset[str]
) -> tuple[ReportedDocument, tuple[Claim, ...]]:
    """The document without the claims that are closed to an audience, and those claims."""
    hidden = tuple(c for c in source.claims if levels.get(source.on_record.get(c.id, "")) in closed)
    if not hidden:
        return source, ()
    gone = {claim.id for claim in hidden}
    kept = replace(source, claims=tuple(c for c in source.claims if c.id not in gone))
    return kept, hidden


def _cover_words(source: ReportedDocument, stretches: list[tuple[int, int, str]]) -> ReportedDocument:
    """Cover the words of closed claims and nothing else; the rest of the document stays as it is."""
    together = sensitive_stretches("", (), stretches)  # of these stretches alone, joined where they overlap
    text = cover(source.document.text, together)
    claims = tuple(
        replace(c, excerpt=Excerpt(c.excerpt.start, c.excerpt.end, text[c.excerpt.start : c.excerpt.end]))
        for c in source.claims
    )
    tables = tuple(
        replace(
            table,
            rows=tuple(
                tuple(
                    text[start:end] if start < end else cell for cell, (start, end) in zip(r, o, strict=True)
                )
                for r, o in zip(table.rows, table.offsets, strict=True)
            ),
        )
        for table in source.document.tables
    )
    left_out = tuple((Excerpt(e.start, e.end, text[e.start : e.end]), why) for e, why in source.not_counted)
    document = replace(source.document, text=text, tables=tables)
    return replace(source, document=document, claims=claims, not_counted=left_out)


def _open_happenings(
    recorded: Happenings,
    purpose: Purpose,
    protected: tuple[str, ...],
    counted: dict[tuple[str, str, str], int],
) -> Happenings:
    closed = CLOSED[purpose]

    def is_open(one: PersonOnRecord | ActOnRecord | object, what: str) -> bool:
        if getattr(one, "confidentiality", "internal") in closed:
            counted["D-30", what, "marked confidential"] += 1
            return False
        return True

    def words(text: str | None) -> str | None:
        """Our own words about what happened, with contacts and protected names covered."""
        if text is None or purpose == "court":
            return text
        return cover(text, sensitive_stretches(text, protected))

    persons = tuple(shown(person, purpose) for person in recorded.persons if is_open(person, "person"))
    incidents = tuple(
        replace(one, title=words(one.title) or "", summary=words(one.summary))
        for one in recorded.incidents
        if is_open(one, "incident")
    )
    known = {one.id for one in incidents}
    victims = {one.id for one in persons}
    acts = tuple(
        replace(act, victim=act.victim if act.victim in victims else None, label=words(act.label))
        for act in recorded.acts
        if is_open(act, "act") and act.incident in known
    )
    return replace(recorded, accounts=(), persons=persons, incidents=incidents, acts=acts, claim_levels={})


def shown(person: PersonOnRecord, purpose: Purpose) -> PersonOnRecord:
    """A person as an audience may know them: what could point to one who is not named goes with the name."""
    names = shown_names(person, purpose)
    if purpose != "public" or person.publication == "named":
        return replace(person, names=names)
    return replace(
        person, names=names, alias=None, age=(None, None), occupation=None, civil_status=None, children=None
    )


def shown_names(person: PersonOnRecord, purpose: Purpose) -> tuple[str, ...]:
    """The names of a person as an audience may have them: all, initials or none."""
    if person.sealed:
        return ()
    if person.publication == "named" or purpose == "court":
        return person.names
    if person.publication == "initials":
        return tuple(dict.fromkeys(initials(name) for name in person.names))
    return ()


def initials(name: str) -> str:
    """`Olena Ivanivna Koval` → `O. I. K.`."""
    return " ".join(f"{part[0].upper()}." for part in name.split() if part)
