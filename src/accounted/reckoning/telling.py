"""An answer in plain lines, the range first."""

from __future__ import annotations

from accounted.reckoning.answer import Answer
from accounted.reckoning.ledger import Ledger
from accounted.reckoning.wording import as_stated, noun, number, whom, within


def plain_words(answer: Answer, ledger: Ledger) -> tuple[str, ...]:
    """The answer as lines of text, in the order a reader needs them."""
    lines = [_headline(answer)]
    if answer.best is not None and answer.best != answer.low:
        lines.append(f"The number last stated of exactly this: {answer.best:,}.")
    if answer.conventional:
        lines.append("It rests on words whose bounds are a convention of the method, for want of others.")
    if not answer.exact:
        lines.append("The range is right; a narrower one may follow from the statements.")
    for policy in answer.policies[1:]:
        said = number(policy.low, policy.high)
        lines.append(f"By the policy “{policy.policy.replace('_', ' ')}”: {said}. {policy.note}")
    for side, word in (("low", "Not fewer"), ("high", "Not more")):
        held = [b for b in answer.binding if b.side == side]
        if held:
            lines.append(f"{word}, because: " + "; ".join(f"{b.says} [{b.id}]" for b in held[:6]))
    lines += [c.sentence for c in answer.contradictions]
    for aside in answer.set_aside:
        ways = ", or ".join(" with ".join(f"[{key}]" for key in way) for way in aside.ways)
        lines.append(f"Set aside to answer, at least cost: {ways}. Nothing is deleted.")
    for gone in answer.superseded:
        was = as_stated(ledger.ready[gone.id], ledger)
        lines.append(f"Superseded: {was} [{gone.id}], by [{gone.by}]: {gone.reason} (D-11).")
    for rest in answer.rests:
        lines.append(
            f"The breakdown of [{rest.whole}] leaves {number(rest.low, rest.high)} undescribed; they are of "
            "no stated group (D-08)."
        )
    for choice in answer.choices:
        if choice.chosen is None:
            ways = "; ".join(
                f"{r.replace('_', ' ')}: {number(*a)}"
                for r, a in zip(choice.readings, choice.answers, strict=True)
            )
            lines.append(f"Left open by [{choice.statement}], {choice.about}: {ways}.")
        else:
            lines.append(f"Settled for [{choice.statement}], {choice.about}: {choice.chosen}.")
    lines += [f"{r.text} [{', '.join(r.statements)}] ({r.rule})" for r in answer.remarks]
    lines += [warning.sentence for warning in answer.copy_warnings]
    for refusal in answer.refused:
        lines.append(f"{refusal.sentence} [{', '.join(refusal.statements)}] (D-14)")
    if answer.origins:
        names = "; ".join(o.name for o in answer.origins)
        lines.append(f"Independent origins: {len(answer.origins)} ({names}).")
    if answer.documented is not None:
        gap = number(answer.documented.gap_low, answer.documented.gap_high)
        lines.append(f"Individually on record: {answer.documented.count:,}; reported beyond them: {gap}.")
    lines += [f"{d.by} denies: [{', '.join(d.statements)}] (D-17)." for d in answer.denials]
    for other in answer.not_compared:
        lines.append(f"Not compared, since {other.reason}: [{', '.join(other.statements)}] ({other.rule}).")
    return tuple(lines)


def _headline(answer: Answer) -> str:
    q = answer.question
    described = (*q.group, *q.finding)
    what = noun(q.basis) + (f" ({whom(described)})" if described else "")
    period = f" {within(q.period)}" if q.period else ""
    moment = f" as of {answer.as_of}" if answer.as_of else ""
    known = f", as known on {q.known_on}" if q.known_on else ""
    if answer.low is None and answer.high is None and answer.binding:
        if answer.best is not None and answer.policies[0].best is not None:
            return (
                f"About {answer.best:,} {what} at {answer.place_name}{period}{moment}{known}: "
                "the words state no bound."
            )
        policy = answer.policies[0].policy.replace("_", " ")
        return (
            f"No number of {what} at {answer.place_name}{period}{moment}{known} by the policy “{policy}”: "
            f"{answer.policies[0].note}"
        )
    if answer.low is None and answer.high is None:
        return f"Nobody has stated how many {what} at {answer.place_name}{period}{moment}{known}."
    policy = answer.policies[0].policy.replace("_", " ")
    minimum = "; a documented minimum" if policy == "documented minimum" or answer.high is None else ""
    return (
        f"{number(answer.low, answer.high)} {what} at {answer.place_name}{period}{moment}{known} "
        f"(policy: {policy}{minimum}; {answer.methodology_version})."
    )
