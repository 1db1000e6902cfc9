"""What people decide about claims: accepted, rejected, corrected; how they stand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.claim_rows import check_claim, claim_rows
from accounted.record.decisions.entering import must_exist
from accounted.record.decisions.readings import document_at
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def accept(archive: Archive, claim: str, *, by: Reviewer, reason: str) -> str:
    """A named person takes the claim as rightly read. It does not make the claim true.

    Returns the identifier of the decision. An earlier review stays and no longer counts.

    Raises:
        DecisionRefused: not by a named person, no reason, or the claim was corrected (review the correction).
    """
    return _review(archive, claim, "accepted", by, reason)


def reject(archive: Archive, claim: str, *, by: Reviewer, reason: str) -> str:
    """A named person says that the words do not say this. The claim stays on record, marked rejected."""
    return _review(archive, claim, "rejected", by, reason)


def _review(archive: Archive, claim: str, outcome: str, by: Reviewer, reason: str) -> str:
    doing = {"accepted": "accepting", "rejected": "rejecting"}[outcome] + " a claim"
    must_be_a_person(by, doing)
    reason = must_have_reason(reason, doing)
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Claim", claim)
        _must_be_newest(row)
        if outcome == "accepted":
            _must_add_something(archive, row)
        decision = docket.decide(
            "review",
            {"claim": claim, "outcome": outcome, "corrected_to": None},
            by=by.pseudonym,
            reason=reason,
            subject=("Claim", claim),
        )
    return decision.id


def correct(archive: Archive, claim: str, corrected: Mapping[str, Any], *, by: Reviewer, reason: str) -> str:
    """A named person reads the words otherwise: a new version of the claim, beside the old one.

    `corrected` is the whole claim in the form of the reading contract (docs: reference/json); its `id` is not
    needed. Other claims of the document are named by their identifiers in the record.
    Returns the identifier of the new claim.

    Raises:
        DecisionRefused: not by a person, no reason, words that are not in the document, or corrected already.
        UnknownTerm: a code the vocabularies do not have.
    """
    must_be_a_person(by, "correcting a claim")
    reason = must_have_reason(reason, "correcting a claim")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Claim", claim)
        _must_be_newest(row)
        return _state(
            docket,
            archive,
            row.document,
            {**corrected, "id": row.local_id},
            by=by,
            reason=reason,
            version=row.version + 1,
            corrects=claim,
            reading=row.reading_id,
        )


def state(archive: Archive, document: str, claim: Mapping[str, Any], *, by: Reviewer, reason: str) -> str:
    """A named person reads a claim in a document that no reader found. Returns its identifier."""
    must_be_a_person(by, "stating a claim")
    reason = must_have_reason(reason, "stating a claim")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Document", document)
        return _state(
            docket,
            archive,
            row,
            {"id": "stated", **claim},
            by=by,
            reason=reason,
            version=1,
            corrects=None,
            reading=None,
        )


def _state(
    docket: Any,
    archive: Archive,
    document: Any,
    claim: Mapping[str, Any],
    *,
    by: Reviewer,
    reason: str,
    version: int,
    corrects: str | None,
    reading: str | None,
) -> str:
    from accounted.record.models import Claim

    if document.item.state == "destroyed":
        raise DecisionRefused(f"{document.item.number}: was destroyed by order; nothing can be read in it")
    text = archive.load(document.text_sha256).decode("utf-8")
    others = set(Claim.objects.filter(document=document).values_list("id", flat=True))
    check_claim(claim, text, others, where=f"claim {corrects or 'stated'}")
    decision = docket.decide(
        "state",
        {
            "document": document.id,
            "text_sha256": document.text_sha256,
            "structure_sha256": document.structure_sha256,
            "claim": dict(claim),
            "version": version,
            "corrects": corrects,
            "reading": reading,
        },
        by=by.pseudonym,
        reason=reason,
        subject=("Claim", corrects) if corrects else ("Document", document.id),
    )
    docket.rows.flush()
    identifier: str = Claim.objects.filter(decision_id=decision.id).values_list("id", flat=True).get()
    return identifier


def _must_add_something(archive: Archive, claim: Any) -> None:
    """What both readers read is accepted once, as the rules read it: twice, it would count twice."""
    if claim.reading is None or not claim.reading.second or claim.origin != "machine":
        return
    from accounted.record import queries

    other = queries.agreeing(archive, queries.claim(archive, claim.id))
    if other is not None:
        raise DecisionRefused(f"{claim.id}: the rules read the same; decide about their claim, {other}")


def _must_be_newest(claim: Any) -> None:
    newer = claim.corrections.order_by("-version").values_list("id", flat=True).first()
    if newer is not None:
        raise DecisionRefused(f"{claim.id}: was corrected; decide about the correction, {newer}")


@applies("state")
def _stated(decision: Application) -> None:
    from accounted.record.models import Tally

    content = decision.content
    claim = dict(content["claim"])
    denies = claim.pop("denies", None) or []
    # Claims named here are those of the record, which claim_rows does not look up.
    relations: dict[str, str | None] = {}
    if claim.get("tally"):
        tally = dict(claim["tally"])
        for key in ("partition_of", "same_as"):
            other = tally.pop(key, None)
            if other is not None:
                decision.rows.flush()
                relations[f"{key}_id"] = (
                    Tally.objects.filter(claim_id=other).values_list("id", flat=True).first()
                )
        claim["tally"] = tally
    identifier = claim_rows(
        decision, [claim], document_at(decision, content), document_id=content["document"],
        reading=content["reading"], origin="human", version=content["version"], corrects=content["corrects"],
        relations=relations,
    )[0]  # fmt: skip
    from accounted.record.models import Denial

    for denied in denies:
        decision.new(Denial, claim_id=identifier, denied_id=denied)
    if content["corrects"]:
        _review_row(decision, content["corrects"], "corrected", identifier)


@applies("review")
def _reviewed(decision: Application) -> None:
    content = decision.content
    _review_row(decision, content["claim"], content["outcome"], None)


def _review_row(decision: Application, claim: str, outcome: str, corrected_to: str | None) -> None:
    from accounted.record.models import Review

    decision.rows.flush()
    Review.objects.filter(claim_id=claim, current=True).update(current=False)
    decision.new(
        Review,
        claim_id=claim,
        outcome=outcome,
        by=decision.by,
        at=decision.at,
        reason=decision.reason,
        corrected_to_id=corrected_to,
    )


def answer(
    archive: Archive, denial: str, denied: Sequence[str], *, response: str, by: Reviewer, reason: str
) -> str:
    """A named person says which claims a denial rejects, and in which way.

    Nothing is deleted and nothing lowered (rule D-17).

    Raises:
        DecisionRefused: the claim denies nothing, or would deny itself.
    """
    must_be_a_person(by, "tying a denial to what it denies")
    reason = must_have_reason(reason, "tying a denial to what it denies")
    check_code("attribution_response", response)
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Claim", denial)
        if row.kind != "denial" and row.modality not in ("denies", "acknowledges", "alternative"):
            raise DecisionRefused(f"{denial}: is no denial, acknowledgement or other explanation (rule D-17)")
        if denial in denied:
            raise DecisionRefused(f"{denial}: a claim does not deny itself")
        for other in denied:
            must_exist("Claim", other)
        decision = docket.decide(
            "answer",
            {"claim": denial, "denied": list(denied), "response": response},
            by=by.pseudonym,
            reason=reason,
            subject=("Claim", denial),
        )
    return decision.id


@applies("answer")
def _answered(decision: Application) -> None:
    from accounted.record.models import Denial

    content = decision.content
    decision.rows.flush()
    for denied in content["denied"]:
        known = Denial.objects.filter(claim_id=content["claim"], denied_id=denied)
        if not known.update(response=content["response"]):
            decision.new(Denial, claim_id=content["claim"], denied_id=denied, response=content["response"])


def relate_tallies(
    archive: Archive, one: str, other: str, relation: str, *, by: Reviewer, ground: str
) -> str:
    """A named person says how two tallies stand to each other (rule D-03). Both are named by their claims.

    Without such a statement two tallies of different basis, place or period are unrelated, whatever their
    numbers. A later statement replaces the earlier one; both stay on record.

    Raises:
        DecisionRefused: no ground, the same tally twice, a claim without a count, or a basis that cannot
            agree.
    """
    must_be_a_person(by, "relating two tallies")
    ground = must_have_reason(ground, "relating two tallies")
    check_code("tally_relation", relation)
    with archive.deciding() as docket:
        docket.rows.flush()
        first, second = _tally_of(one), _tally_of(other)
        if first.id == second.id:
            raise DecisionRefused(f"{one}: a tally does not stand in a relation to itself")
        if relation == "equal" and first.basis != second.basis:
            raise DecisionRefused(
                f"{one} counts {first.basis}, {other} counts {second.basis}: figures on different bases "
                "are never "
                "equal (rule D-03); state another relation, or unrelated"
            )
        decision = docket.decide(
            "relate_tallies",
            {"one": first.id, "other": second.id, "relation": relation},
            by=by.pseudonym,
            reason=ground,
            subject=("Tally", first.id),
        )
    return decision.id


def _tally_of(claim: str) -> Any:
    row = must_exist("Claim", claim)
    tally = getattr(row, "tally", None)
    if tally is None:
        raise DecisionRefused(f"{claim}: carries no count")
    return tally


@applies("relate_tallies")
def _related(decision: Application) -> None:
    from django.db.models import Q

    from accounted.record.models import TallyRelation

    content = decision.content
    one, other = content["one"], content["other"]
    decision.rows.flush()
    TallyRelation.objects.filter(
        Q(one_id=one, other_id=other) | Q(one_id=other, other_id=one), current=True
    ).update(current=False)
    decision.new(
        TallyRelation,
        one_id=one,
        other_id=other,
        relation=content["relation"],
        ground=decision.reason,
        by=decision.by,
        at=decision.at,
    )
