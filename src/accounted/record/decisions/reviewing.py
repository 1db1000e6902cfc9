"""What people decide about claims: accepted, rejected, corrected; how they stand to each other.

How many people it takes is in `accounted.record.decisions.judging`.
"""

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

    Returns the identifier of the decision. An earlier review stays and no longer counts. Where two people
    judge each claim, it counts once another has said the same (`accounted.record.decisions.judging`).

    Raises:
        DecisionRefused: not by a named person, no reason, or the claim was corrected (review the correction).
    """
    from accounted.record.decisions.judging import judge

    return judge(archive, claim, "accepted", by=by, reason=reason).decision


def reject(archive: Archive, claim: str, *, by: Reviewer, reason: str) -> str:
    """A named person says that the words do not say this. The claim stays on record, marked rejected."""
    from accounted.record.decisions.judging import judge

    return judge(archive, claim, "rejected", by=by, reason=reason).decision


def correct(archive: Archive, claim: str, corrected: Mapping[str, Any], *, by: Reviewer, reason: str) -> str:
    """A named person reads the words otherwise: a new version of the claim, beside the old one.

    `corrected` is the whole claim in the form of the reading contract (docs: reference/json); its `id` is not
    needed. Other claims of the document are named by their identifiers in the record.
    Returns the identifier of the new claim; of the decision, while a second person has still to judge.

    Raises:
        DecisionRefused: not by a person, no reason, words that are not in the document, or corrected already.
        UnknownTerm: a code the vocabularies do not have.
    """
    from accounted.record.decisions.judging import judge

    judged = judge(archive, claim, "corrected", by=by, reason=reason, corrected=[corrected])
    return judged.claims[0] if judged.claims else judged.decision


def state(archive: Archive, document: str, claim: Mapping[str, Any], *, by: Reviewer, reason: str) -> str:
    """A named person reads a claim in a document that no reader found. Returns its identifier."""
    from accounted.record.decisions.judging import stand_behind
    from accounted.record.models import Claim

    must_be_a_person(by, "stating a claim")
    reason = must_have_reason(reason, "stating a claim")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Document", document)
        told = {"id": "stated", **claim}
        others = set(Claim.objects.filter(document=row).values_list("id", flat=True))
        check_claim(told, text_of(archive, row), others, where="claim stated")
        decision = docket.decide(
            "state",
            {
                "document": row.id,
                "text_sha256": row.text_sha256,
                "structure_sha256": row.structure_sha256,
                "claim": told,
                "version": 1,
                "corrects": None,
                "reading": None,
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Document", row.id),
        )
        docket.rows.flush()
        made = Claim.objects.get(decision_id=decision.id)
        stand_behind(docket, made, by=by, reason=reason)
    return str(made.id)


def text_of(archive: Archive, document: Any) -> str:
    """The text of a document that is there still."""
    if document.item.state == "destroyed":
        raise DecisionRefused(f"{document.item.number}: was destroyed by order; nothing can be read in it")
    return archive.load(document.text_sha256).decode("utf-8")


def must_add_something(archive: Archive, claim: Any) -> None:
    """What both readers read is accepted once, as the rules read it: twice, it would count twice."""
    if claim.reading is None or not claim.reading.second or claim.origin != "machine":
        return
    from accounted.record import queries

    other = queries.agreeing(archive, queries.claim(archive, claim.id))
    if other is not None:
        raise DecisionRefused(f"{claim.id}: the rules read the same; decide about their claim, {other}")


def must_be_newest(claim: Any) -> None:
    """Refuse a claim that was corrected."""
    newer = claim.corrections.order_by("-version", "id").values_list("id", flat=True).first()
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
    if content["corrects"] and content.get("part", 1) == 1:
        _review_row(decision, content["corrects"], "corrected", identifier)


@applies("review")
def _reviewed(decision: Application) -> None:
    content = decision.content
    _review_row(decision, content["claim"], content["outcome"], None)


def _review_row(decision: Application, claim: str, outcome: str, corrected_to: str | None) -> None:
    from django.db.models import F

    from accounted.record.models import Claim, Judgement, Reading, Review

    decision.rows.flush()
    if not Review.objects.filter(claim_id=claim, current=True).update(current=False):
        read = Claim.objects.filter(pk=claim, origin="machine").values("reading_id")
        Reading.objects.filter(pk__in=read, waiting__gt=0).update(waiting=F("waiting") - 1)
    Judgement.objects.filter(claim_id=claim, open=True).update(open=False)
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
