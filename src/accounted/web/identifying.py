"""Whose remains: one person asks, another judges the same evidence apart; what both conclude is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions.people import may_be_identified
from accounted.record.docket import DecisionRefused
from accounted.web.entry_forms.reading import claims_in

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions import Reviewer

CONCLUSIONS = ("established", "probable", "possible", "insufficient", "excluded")
ROWS = 3  # of evidence that a new form shows
LISTS = ("agrees", "conflicts", "missing")


def lines_of(form: Any) -> list[dict[str, Any]]:
    """The lines of evidence of a form; rows in which nothing was written are passed over.

    Raises:
        DecisionRefused: a line without what came of it, or a ratio that is no number.
    """
    found = []
    told = zip(*(form.getlist(name) for name in ("method", "result", "examiner", "ratio", "line_claims")),
               strict=False)  # fmt: skip
    for number, (method, result, examiner, ratio, claims) in enumerate(told, 1):
        if not any(one.strip() for one in (result, examiner, ratio, claims)):
            continue
        if not result.strip():
            raise DecisionRefused(_("line of evidence %s: say what came of it") % number)
        line: dict[str, Any] = {"method": method, "result": result.strip()}
        if examiner.strip():
            line["examiner"] = examiner.strip()
        if ratio.strip():
            line["likelihood_ratio"] = _ratio(ratio, number)
        if named := claims_in(claims):
            line["claims"] = named
        found.append(line)
    return found


def _ratio(typed: str, number: int) -> float:
    try:
        value = float(typed.strip().replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e300:
        raise DecisionRefused(
            _("line of evidence %(number)s: “%(typed)s” is no likelihood ratio; type it like 12000")
            % {"number": number, "typed": typed}
        )
    return value


def entries_of(form: Any, name: str) -> list[dict[str, Any]]:
    """What a form says agrees, conflicts or is missing, row by row."""
    told = zip(*(form.getlist(f"{name}.{part}") for part in ("method", "what", "explained", "claims")),
               strict=False)  # fmt: skip
    found = []
    for method, what, explained, claims in told:
        if not what.strip():
            continue
        one: dict[str, Any] = {"method": method, "what": what.strip()}
        if explained.strip():
            one["explained"] = explained.strip()
        if named := claims_in(claims):
            one["claims"] = named
        found.append(one)
    return found


def ask(archive: Archive, user: Any, told: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Any:
    """Ask a second person to judge what one concludes. Nothing goes on record yet.

    Raises:
        DecisionRefused: what the decision itself would refuse, or the same was asked and still waits.
    """
    from accounted.web.models import IdentificationAsked

    if not told["reason"].strip():
        raise DecisionRefused(_("reason: say why"))
    archive.must_be_open()
    may_be_identified(
        told["remains"], told["person"], conclusion=told["conclusion"], lines=lines,
        decided_on=told["decided_on"] or None,
    )  # fmt: skip
    waiting = IdentificationAsked.objects.filter(outcome="", remains=told["remains"], person=told["person"])
    if waiting.exists():
        raise DecisionRefused(_("the same was asked already and waits for a second person"))
    return IdentificationAsked.objects.create(
        remains=told["remains"],
        person=told["person"],
        lines=[dict(one) for one in lines],
        decided_on=told["decided_on"],
        certificate=told["certificate"][:300],
        conclusion=told["conclusion"],
        reason=told["reason"].strip()[:1000],
        asked_by=user,
        asked_at=archive.now(),
    )


def conclude(
    archive: Archive, asked: Any, user: Any, conclusion: str, reason: str, *, by: Reviewer
) -> str | None:
    """What the second person concludes. The identification, where both conclude the same; None: they differ.

    Raises:
        DecisionRefused: one's own request, one that was judged, no reason, or what the record forbids.
    """
    from django.db import transaction

    from accounted.record.decisions.reviewers import reviewer
    from accounted.web.models import IdentificationAsked

    if asked.asked_by_id == user.pk:
        raise DecisionRefused(_("whoever asks does not judge it as well; a second person does"))
    if conclusion not in CONCLUSIONS:
        raise DecisionRefused(_("conclude one of: %s") % ", ".join(CONCLUSIONS))
    if not reason.strip():
        raise DecisionRefused(_("reason: say why"))
    agreed = conclusion == asked.conclusion
    with transaction.atomic(using="workspace"):
        changed = IdentificationAsked.objects.filter(pk=asked.pk, outcome="").update(
            outcome="agreed" if agreed else "disagreed",
            second=user,
            second_conclusion=conclusion,
            second_reason=reason.strip()[:1000],
            second_at=archive.now(),
        )
        if not changed:
            raise DecisionRefused(_("this was judged meanwhile"))
        if not agreed:
            return None
        made = decisions.identify(
            archive,
            asked.remains,
            asked.person,
            conclusion=conclusion,
            lines=asked.lines,
            first=reviewer(archive, asked.asked_by.pseudonym),
            second=by,
            reason=f"{asked.reason}; {reason.strip()}",
            decided_on=asked.decided_on or None,
            certificate=asked.certificate or None,
        )
        IdentificationAsked.objects.filter(pk=asked.pk).update(identification=made)
    return made


def take_back(asked: Any, user: Any) -> None:
    """Whoever asked asks no longer.

    Raises:
        DecisionRefused: somebody else asked, or it was judged.
    """
    from accounted.web.models import IdentificationAsked

    mine = IdentificationAsked.objects.filter(pk=asked.pk, asked_by=user, outcome="")
    if not mine.update(outcome="taken_back"):
        raise DecisionRefused(_("only whoever asked takes it back, and only while it waits"))
