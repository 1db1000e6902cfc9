"""From a proposal to an identification, and back: two named people, apart; all evidence; a decision.

No program takes any of these steps, nothing that was decided is overwritten, and nobody outside is told
anything: how a family is spoken to is for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import entered, must_be_claims, must_exist
from accounted.record.decisions.people import put_identification, take_back_identification
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies
from accounted.record.terms import bounds, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

# From weak to strong: who concludes the stronger also stands behind the weaker.
STRENGTH = ("insufficient", "possible", "probable", "established")
CONCLUSIONS = (*STRENGTH, "excluded")
# Each of these stands in a reconciliation: it agrees, it conflicts, or it is missing. Silence is not enough.
TO_BE_ANSWERED = ("dna", "fingerprint", "dental", "anthropology", "circumstance")
PRIMARY = frozenset({"dna", "fingerprint", "dental", "implant_serial"})


def review_proposal(archive: Archive, proposal: str, conclusion: str, *, by: Reviewer, reason: str) -> str:
    """What one named person concludes of a proposal; the identifier of the review.

    Each judges once and by themselves: what the others concluded is shown to nobody who has still to judge
    (`queries.identifying.reviews_of`).

    Raises:
        DecisionRefused: judged already by this person, or the proposal is not open.
    """
    must_be_a_person(by, "reviewing a proposal")
    reason = must_have_reason(reason, "reviewing a proposal")
    if conclusion not in CONCLUSIONS:
        raise DecisionRefused(f"{conclusion!r}: conclude one of {', '.join(CONCLUSIONS)}")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = _open(proposal)
        if row.reviews.filter(reviewer=by.pseudonym).exists():
            raise DecisionRefused(
                f"{proposal}: {by.name or by.pseudonym} has judged it already; a judgement is not changed. "
                "Another person judges next"
            )
        decision = docket.decide(
            "review_proposal",
            {"proposal": proposal, "conclusion": conclusion},
            by=by.pseudonym,
            reason=reason,
            subject=("Proposal", proposal),
        )
    return entered(decision, "ProposalReview")


@applies("review_proposal")
def _reviewed(decision: Application) -> None:
    from accounted.record.models import ProposalReview

    decision.new(
        ProposalReview,
        id=entered(decision, "ProposalReview"),
        proposal_id=decision.content["proposal"],
        reviewer=decision.by,
        conclusion=decision.content["conclusion"],
        reason=decision.reason,
        at=decision.at,
    )


def reconcile(
    archive: Archive,
    proposal: str,
    *,
    agrees: Sequence[Mapping[str, Any]],
    conflicts: Sequence[Mapping[str, Any]],
    missing: Sequence[Mapping[str, Any]],
    by: Reviewer,
    reason: str,
) -> str:
    """All evidence on a proposal side by side; the identifier of the reconciliation.

    Each entry is {"method": a term of ident_method, "what": in words, "claims": […]}. Each conflict says in
    "explained" how it is explained, or the decision cannot be that the identity is established.

    Raises:
        DecisionRefused: a kind of evidence is not spoken of, an entry without words, or a conflict that the
            record itself shows is left out.
    """
    must_be_a_person(by, "reconciling evidence")
    reason = must_have_reason(reason, "reconciling evidence")
    lists = {
        name: [_entry(name, one) for one in given]
        for name, given in (("agrees", agrees), ("conflicts", conflicts), ("missing", missing))
    }
    spoken = {one["method"] for entries in lists.values() for one in entries}
    if silent := [method for method in TO_BE_ANSWERED if method not in spoken]:
        raise DecisionRefused(
            f"reconciliation: nothing is said of {', '.join(silent)}; put each among what agrees, what "
            "conflicts or what is missing"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        row = _open(proposal)
        claims = [c for entries in lists.values() for one in entries for c in one.get("claims", ())]
        must_be_claims(claims, where="reconciliation")
        conflicting = {one["method"] for one in lists["conflicts"]}
        for method, what in conflicts_on_record(row):
            if method not in conflicting:
                raise DecisionRefused(
                    f"reconciliation: the record shows a conflict that is not among them: {what}; add it "
                    f"under {method} with how it is explained"
                )
        decision = docket.decide(
            "reconcile",
            {"proposal": proposal, **lists},
            by=by.pseudonym,
            reason=reason,
            subject=("Proposal", proposal),
        )
    return entered(decision, "Reconciliation")


def _entry(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not str(given.get("what", "")).strip():
        raise DecisionRefused(f"reconciliation: {name}: an entry without words; give its method and what")
    if unknown := sorted(set(given) - {"method", "what", "explained", "claims"}):
        raise DecisionRefused(
            f"reconciliation: {name}: {unknown[0]!r} is no part of an entry; it has method, what, explained "
            "and claims"
        )
    check_code("ident_method", given.get("method") or "")
    return dict(given)


def conflicts_on_record(proposal: Any) -> list[tuple[str, str]]:
    """What the record of the remains and of the missing person says differently: (method, in words)."""
    body, person = proposal.remains, proposal.missing.person
    found = []
    sexes = {"male", "female"}
    if body.sex in sexes and person.sex in sexes and body.sex != person.sex:
        found.append(("anthropology", f"the remains are recorded as {body.sex}, the person as {person.sex}"))
    bounds_of = (body.age_min, body.age_max, person.age_min, person.age_max)
    low, high, person_low, person_high = bounds_of
    too_old = low is not None and person_high is not None and low > person_high
    too_young = high is not None and person_low is not None and high < person_low
    if too_old or too_young:
        found.append(
            (
                "anthropology",
                f"the age of the remains ({low}–{high}) and of the person ({person_low}–{person_high}) do "
                "not meet",
            )
        )
    return found


@applies("reconcile")
def _reconciled(decision: Application) -> None:
    from accounted.record.models import Reconciliation

    content = decision.content
    decision.new(
        Reconciliation,
        id=entered(decision, "Reconciliation"),
        proposal_id=content["proposal"],
        agrees=content["agrees"],
        conflicts=content["conflicts"],
        missing=content["missing"],
        by=decision.by,
        at=decision.at,
    )


def decide_identification(
    archive: Archive,
    proposal: str,
    conclusion: str,
    *,
    by: Reviewer,
    reason: str,
    decided_on: str | None = None,
    certificate: str | None = None,
) -> str:
    """Conclude whose remains these are, from two reviews and a reconciliation; the identification.

    At least two people concluded this, or something stronger. Nothing is merged: the remains keep their
    number (rule D-38). It can be reversed.

    Raises:
        DecisionRefused: says which of these is lacking.
    """
    must_be_a_person(by, "deciding on an identification")
    reason = must_have_reason(reason, "deciding on an identification")
    bounds(decided_on)
    if conclusion not in CONCLUSIONS:
        raise DecisionRefused(f"{conclusion!r}: conclude one of {', '.join(CONCLUSIONS)}")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = _open(proposal)
        first, second = _two_behind(row, conclusion)
        reconciled = row.reconciliations.order_by("-at", "-id").first()
        if reconciled is None:
            raise DecisionRefused(
                f"{proposal}: the evidence was not reconciled; list what agrees, what conflicts and what is "
                f"missing: accounted identify reconcile {proposal}"
            )
        if conclusion == "established":
            _must_establish(row, reconciled)
        decision = docket.decide(
            "decide_identification",
            {
                "proposal": row.id,
                "reconciliation": reconciled.id,
                "remains": row.remains_id,
                "person": row.missing.person_id,
                "conclusion": conclusion,
                "first": first,
                "second": second,
                "decided_on": decided_on,
                "certificate": certificate,
                "lines": [
                    {
                        "method": one["method"],
                        "result": one["what"],
                        "claims": list(one.get("claims", ())),
                        "likelihood_ratio": _ratio(row) if one["method"] == "dna" else None,
                    }
                    for one in reconciled.agrees
                ],
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Remains", row.remains_id),
        )
    return entered(decision, "Identification")


def _two_behind(row: Any, conclusion: str) -> tuple[str, str]:
    reviews = list(row.reviews.order_by("at", "id").values_list("reviewer", "conclusion"))
    if len(reviews) < 2:
        raise DecisionRefused(
            f"{row.id}: {len(reviews)} of two people have judged it; two named reviewers judge apart first: "
            f"accounted identify review {row.id}"
        )
    if conclusion == "excluded":
        behind = [who for who, said in reviews if said == "excluded"]
    else:
        enough = STRENGTH[STRENGTH.index(conclusion) :]
        behind = [who for who, said in reviews if said in enough]
        if conclusion == "established" and any(said == "excluded" for _, said in reviews):
            raise DecisionRefused(
                f"{row.id}: a reviewer excludes it; an identity that somebody excludes is not established. "
                "Clear up what differs, compare again, and judge the new proposal"
            )
    if len(behind) < 2:
        raise DecisionRefused(
            f"{row.id}: {len(behind)} of {len(reviews)} reviewers conclude {conclusion} or more; two are "
            "needed. Conclude what two of them stand behind, or have another person judge"
        )
    return behind[0], behind[1]


def _must_establish(row: Any, reconciled: Any) -> None:
    from accounted.record.models import Identification

    agreeing = {one["method"] for one in reconciled.agrees}
    if not agreeing & PRIMARY:
        raise DecisionRefused(
            f"{row.id}: nothing primary agrees ({', '.join(sorted(PRIMARY))}); conclude probable or possible"
        )
    if len(agreeing) < 2:
        raise DecisionRefused(
            f"{row.id}: only {', '.join(agreeing)} agrees; an identity is established from more than one "
            "kind of evidence"
        )
    for one in reconciled.conflicts:
        if not str(one.get("explained", "")).strip():
            raise DecisionRefused(
                f"{row.id}: a conflict is not explained ({one['method']}: {one['what']}); reconcile it first"
            )
    standing = Identification.objects.filter(withdrawn=False, conclusion="established")
    if standing.filter(remains_id=row.remains_id).exists():
        raise DecisionRefused(
            f"{row.remains.number}: is identified already; reverse that identification first"
        )
    # parts of one body are remains of their own, and keep their numbers: several may be one person's
    whole = [one for one in standing.filter(person_id=row.missing.person_id) if one.remains.unit == "body"]
    if whole and row.remains.unit == "body":
        raise DecisionRefused(
            f"{row.id}: body {whole[0].remains.number} was identified as this person; nobody has two bodies. "
            "Reverse that identification first, or look whether one of the bodies is a part"
        )


def _ratio(row: Any) -> float | None:
    value = row.log10_ratio
    return None if value is None or value > 300 else float(10.0**value)


@applies("decide_identification")
def _decided(decision: Application) -> None:
    from accounted.record.models import Proposal

    content = decision.content
    put_identification(
        decision,
        first=content["first"],
        second=content["second"],
        proposal_id=content["proposal"],
        reconciliation_id=content["reconciliation"],
    )
    decision.change(Proposal, content["proposal"], state="decided")


def reverse_identification(archive: Archive, identification: str, *, by: Reviewer, reason: str) -> str:
    """Take an identification back by a new decision. It stays on record, with who took it and why.

    Raises:
        NotOnRecord: there is none, or it was reversed already.
    """
    must_be_a_person(by, "reversing an identification")
    reason = must_have_reason(reason, "reversing an identification")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Identification", identification)
        if row.withdrawn:
            raise NotOnRecord(f"{identification}: was reversed already")
        decision = docket.decide(
            "reverse_identification",
            {"identification": identification, "remains": row.remains_id, "proposal": row.proposal_id},
            by=by.pseudonym,
            reason=reason,
            subject=("Remains", row.remains_id),
        )
    return decision.id


@applies("reverse_identification")
def _reversed(decision: Application) -> None:
    from accounted.record.models import Proposal

    take_back_identification(decision)
    proposal = decision.content["proposal"]
    if proposal is not None:
        Proposal.objects.filter(pk=proposal, state="decided").update(state="reversed")


def _open(proposal: str) -> Any:
    from accounted.record.models import Proposal

    row = Proposal.objects.select_related("remains", "missing__person", "comparison").filter(pk=proposal)
    found = row.first()
    if found is None:
        raise NotOnRecord(f"{proposal}: there is no such proposal; see accounted identify proposals")
    if found.state == "withdrawn":
        raise DecisionRefused(
            f"{proposal}: a sample that it was computed from was withdrawn; compare again and judge what "
            "comes of that"
        )
    if found.state != "open":
        raise DecisionRefused(f"{proposal}: was {found.state}; a new comparison makes new proposals to judge")
    return found
