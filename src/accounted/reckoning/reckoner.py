"""A question and a world in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounted.dates import InvalidDate
from accounted.reckoning import beside, policies
from accounted.reckoning.answer import (
    Answer,
    Binding,
    Choice,
    Contradiction,
    KnownOn,
    PolicyAnswer,
    Remark,
    SetAside,
)
from accounted.reckoning.bounds import Range, bindings, consistent, of_voices
from accounted.reckoning.conflict import Conflicts
from accounted.reckoning.everywhere import PlaceRange, everywhere
from accounted.reckoning.groups import Group, group_of, has_class
from accounted.reckoning.independence import copy_warnings, origins, other_days
from accounted.reckoning.ledger import Ledger, Ready
from accounted.reckoning.moments import NEVER, day, span
from accounted.reckoning.question import POLICIES, Question, WrongQuestion
from accounted.reckoning.selecting import OTHER_PART, Selection, select
from accounted.reckoning.statements import Statement, World
from accounted.reckoning.telling import plain_words
from accounted.reckoning.voices import Voice
from accounted.reckoning.wording import as_stated, rule_of, why_not
from accounted.vocabulary import UnknownTerm, vocabulary

_CHOICES = 6  # unsettled readings that are tried both ways
_FEW_CELLS = 5_000  # above so many cells none are

__all__ = ["PlaceRange", "Reckoner", "as_known", "reckon", "reckon_all"]


class Reckoner:
    """A world made ready for many questions."""

    def __init__(self, world: World) -> None:
        self.ledger = Ledger(world)

    def answer(self, question: Question) -> Answer:
        """See `reckon`."""
        self.check(question)
        selection = select(self.ledger, question)
        conflicts = Conflicts(self.ledger.tree, selection)
        found = consistent(self.ledger, selection, conflicts)
        return _Assembly(self.ledger, question, selection, conflicts, found).answer()

    def all_places(self, basis: str, *, as_of: str | None = None) -> tuple[PlaceRange, ...]:
        """See `reckon_all`."""
        _check_basis(basis)
        _check_date(as_of, "as_of")
        return everywhere(self.ledger, basis, as_of)

    def as_known(self, question: Question, days: Sequence[str] | None = None) -> tuple[KnownOn, ...]:
        """See `accounted.reckoning.as_known`."""
        self.check(replace(question, known_on=None))
        if days is None:
            near = self._bearing(question)
            days = [d for n in sorted({m.known for m in near if m.known is not None}) if (d := day(n))]
        steps = []
        for known_on in days:
            step = replace(question, known_on=known_on)
            try:
                selection = select(self.ledger, step)
            except WrongQuestion:
                continue
            conflicts = Conflicts(self.ledger.tree, selection, share=len(days))
            found = consistent(self.ledger, selection, conflicts)
            made = _Assembly(self.ledger, step, selection, conflicts, found)
            known = span(known_on)
            new = sorted(
                m.said.id for m in made.near if m.known is not None and known[0] <= m.known <= known[1]
            )
            if made.near:
                steps.append(
                    KnownOn(known_on, found.low, policies.best_of(self.ledger, selection, found), found.high,
                            bool(made.contradictions), tuple(new), len(origins(made.near)))
                )  # fmt: skip
        return tuple(steps)

    def _bearing(self, question: Question) -> list[Ready]:
        selection = select(self.ledger, replace(question, known_on=None))
        return _near(self.ledger, selection)

    def check(self, q: Question) -> None:
        """Refuse a question that cannot be answered as asked.

        Raises:
            WrongQuestion: with what to do.
        """
        _check_basis(q.basis)
        for name in ("as_of", "known_on", "period"):
            _check_date(getattr(q, name), name)
        if q.policy != "all" and q.policy not in POLICIES:
            raise WrongQuestion(f"policy {q.policy!r} does not exist; choose all, {', '.join(POLICIES)}")
        self.ledger.tree.asked(q.place)
        if q.policy in ("hierarchy", "all"):
            self._check_ranking(q)
        known = span(q.known_on)[1] if q.known_on else None
        days = [m.known for m in self.ledger.by_basis.get(q.basis, ()) if m.known is not None]
        if known is not None and days and min(days) > known:
            raise WrongQuestion(
                f"nothing on {q.basis} had been published by {q.known_on}; the first was on "
                f"{day(min(days))}: ask what was known then or later"
            )
        terms = {t for m in self.ledger.by_basis.get(q.basis, ()) for t in (*m.said.group, *m.said.finding)}
        for name, asked in (*(("group", g) for g in q.group), *(("finding", f) for f in q.finding)):
            if asked not in terms and not has_class(asked) and not _is_term(asked):
                raise WrongQuestion(
                    f"{name} {asked!r} is in no vocabulary and no statement on {q.basis}; "
                    f"those heard: {', '.join(sorted(terms)) or 'none'}"
                )

    def _check_ranking(self, q: Question) -> None:
        said = [m for m in self.ledger.by_basis.get(q.basis, ()) if m.node >= 0]
        heard = "; ".join(sorted({m.origin for m in said})[:12]) or "none"
        if q.policy == "hierarchy" and not q.ranking:
            raise WrongQuestion(
                "policy 'hierarchy' needs a ranking of sources, best first; those heard on "
                f"{q.basis}: {heard}"
            )
        names = {name for m in said for name in policies.called(m)}
        unknown = [name for name in q.ranking if name not in names]
        if said and unknown:
            raise WrongQuestion(f"nobody called {unknown[0]!r} is heard on {q.basis}; those heard: {heard}")


def _check_basis(basis: str) -> None:
    try:
        vocabulary("count_basis")[basis]
    except UnknownTerm as why:
        raise WrongQuestion(f"count basis {basis!r} does not exist: {why}") from why


def _check_date(value: str | None, name: str) -> None:
    if value is not None:
        try:
            span(value)
        except InvalidDate as why:
            raise WrongQuestion(f"{name}: {why}; write 2022-10-07, 2022-10 or 2022") from why


def _is_term(code: str) -> bool:
    named = ("sex", "age_group", "person_status", "finding_type", "site_type")
    return any(code in vocabulary(name) for name in named)


def _near(ledger: Ledger, s: Selection) -> list[Ready]:
    """Statements used that are of the place, of what lies in it, or of what contains it."""
    inside, around = set(ledger.tree.within(s.node)), set(ledger.tree.path(s.node))
    return [m for m in s.used if (m.node in inside or m.node in around) and not m.derived]


class _Assembly:
    """Puts everything that must be said beside a range next to it."""

    def __init__(self, ledger: Ledger, q: Question, s: Selection, conflicts: Conflicts, found: Range) -> None:
        self.ledger, self.q, self.s, self.conflicts, self.found = ledger, q, s, conflicts, found
        self.near = _near(ledger, s)
        wholes = [m for m in self.near if ledger.parts.get(m.said.id) and m.last <= s.at]
        self.wholes = wholes
        self.bearing = {m.said.id for m in self.near}
        self.contradictions = [
            Contradiction(
                tuple(sorted({k for v in c.voices for k in v.ids})),
                why_not(c.voices, ledger, c.at),
                rule_of(c.voices),
                as_of=day(c.at),
            )
            for c in conflicts.found
            if any(self._bears(v) for v in c.voices)
        ]
        self.contradictions.sort(key=lambda c: (c.as_of or "", c.statements))
        self.contradictions += beside.breakdowns(ledger, wholes)

    def _bears(self, voice: Voice) -> bool:
        """Whether a voice is of the place asked for, of what lies in it, or of what contains it."""
        return voice.record or not self.bearing.isdisjoint(voice.ids)

    def answer(self) -> Answer:
        """Everything, in the order a reader needs it."""
        ledger, s, q = self.ledger, self.s, self.q
        everywhere_near = self._all_bases()
        refused = beside.refused(ledger, q.basis, everywhere_near)
        copies = copy_warnings(ledger, q.basis, everywhere_near) + other_days(ledger, self.near)
        notes = [
            *self._looked(),
            *beside.remarks(ledger, s, self.near),
            *beside.civilians(everywhere_near, q.basis),
        ]
        made = policies.answers(ledger, s, self.found, q)
        main = made[0]
        held = self._held(main)
        silent = not self.near and not s.records
        low = None if silent or (not main.low and main.high is None) else main.low
        best = policies.best_of(ledger, s, self.found) if main.policy == "consistent" else main.best
        answer = Answer(
            question=q,
            place_name=ledger.tree.nodes[s.node].name,
            low=low,
            best=None if silent else best,
            high=main.high,
            as_of=day(s.at) if s.at != NEVER else q.as_of,
            as_of_chosen=s.at_chosen,
            policies=made,
            binding=held,
            contradictions=tuple(self.contradictions),
            set_aside=self._set_aside(),
            superseded=tuple(s.superseded),
            not_compared=tuple(s.not_compared),
            origins=origins(m for m in self.near if m.first <= s.at),
            copy_warnings=copies,
            denials=tuple(beside.denials(ledger, self.near)),
            documented=beside.documented(ledger, s, self.found.low, self.found.high),
            rests=tuple(beside.rests(ledger, [m for m in self.wholes if self._current(m)])),
            choices=tuple(self._choices(held)),
            refused=tuple(refused),
            remarks=tuple(notes),
            conventional=s.loose,
            # Of another part of the same people: what it takes up of a whole is not reckoned with.
            exact=self.found.exact and not any(n.reason.startswith(OTHER_PART) for n in s.not_compared),
        )
        answer = replace(answer, statements=self._named(answer))
        answer = replace(answer, rules=_rules(answer, s))
        return replace(answer, text=plain_words(answer, ledger))

    def _held(self, main: PolicyAnswer) -> tuple[Binding, ...]:
        """The statements that hold either end under the policy of the answer."""
        if main.policy == "consistent":
            return bindings(self.ledger, self.found) or self._about()
        made = []
        for key in main.because:
            one = self.ledger.ready[key]
            says = as_stated(one, self.ledger)
            if one.low and main.low is not None:
                made.append(Binding(key, "low", says, 1))
            if one.high is not None and one.high == main.high:
                made.append(Binding(key, "high", says, 1))
        return tuple(sorted(made, key=lambda b: (b.side != "low", b.id)))

    def _about(self) -> tuple[Binding, ...]:
        """Numbers stated without a bound, where nobody states one: “about 440”."""
        if not self.s.loose or self.found.low or self.found.high is not None:
            return ()
        stated = policies.current(self.ledger, self.s)
        return tuple(Binding(m.said.id, "about", as_stated(m, self.ledger), 1) for m in stated)

    def _current(self, made: Ready) -> bool:
        """Whether a statement counts exactly what is asked and no later one took its place by then."""
        gone = {one.id for one in self.s.superseded}
        return self.s.covers(made) and made.said.id not in self.s.replaced and made.said.id not in gone

    def _all_bases(self) -> list[Ready]:
        """Statements of every basis at the place asked for, in it or around it."""
        tree, s = self.ledger.tree, self.s
        here = set(tree.within(s.node)) | set(tree.path(s.node))
        known = span(self.q.known_on)[1] if self.q.known_on else NEVER
        return [
            m
            for listed in self.ledger.by_basis.values()
            for m in listed
            if m.node in here and not m.derived and m.said.kind == "tally" and (m.known or 0) <= known
        ]

    def _looked(self) -> list[Remark]:
        found = []
        if not self.conflicts.every_day:
            text = (
                "So many statements are told apart by group that conflicts among groups were looked for on "
                "the day of the answer; on earlier days, place by place."
            )
            found.append(Remark("D-09", text))
        if not self.conflicts.cheapest_known:
            text = "So many statements contradict that what is set aside may not be the cheapest way out."
            found.append(Remark("D-09", text))
        elsewhere = len(self.conflicts.found) - len([c for c in self.contradictions if c.kind == "sets"])
        if elsewhere:
            text = f"{elsewhere:,} more contradictions lie in other places, and are set aside there."
            found.append(Remark("D-03", text))
        return found

    def _set_aside(self) -> tuple[SetAside, ...]:
        if not self.conflicts.found:
            return ()
        return tuple(
            SetAside(
                tuple(tuple(sorted({k for v in way for k in v.ids})) for way in knot.ways),
                sum(v.cost for v in knot.ways[0]),
            )
            for knot in sorted(self.conflicts.knots, key=lambda k: sorted(v.ids for v in k.ways[0]))
            if any(self._bears(v) for way in knot.ways for v in way)
        )

    def _choices(self, held: Sequence[object]) -> list[Choice]:
        """What statements leave open, with the answer under each reading where nobody settled it."""
        found: list[Choice] = []
        binding = {getattr(b, "id", "") for b in held}
        for made in self.near:
            if not made.group.readings or made.node != self.s.node or made.said.id not in binding:
                continue
            chosen = self.ledger.world.choices.get(made.said.id)
            if len(found) >= _CHOICES or self.conflicts.plain or self.conflicts.cells > _FEW_CELLS:
                continue
            word = made.group.readings[0].removeprefix("without_")
            ends = () if chosen else tuple(self._under(made, r) for r in made.group.readings)
            if len(set(ends)) == 1:
                continue  # whichever way it is read, the answer is the same
            about = f"whether {word} are among the {'women' if word == 'girls' else 'men'} counted"
            found.append(Choice(made.said.id, about, made.group.readings, ends, chosen))
        return found

    def _under(self, made: Ready, reading: str) -> tuple[int | None, int | None]:
        group = group_of(made.said.group, reading)
        settled = replace(made, group=Group(group.inner, group.outer, made.group.layer))
        outer, inner = self.s.sets(settled)
        aside = self.conflicts.sets[0]
        voices: list[Voice] = [
            replace(v, outer=outer, inner=inner if v.inner else 0) if made.said.id in v.ids else v
            for v in self.s.voices
            if v not in aside
        ]
        low, high = of_voices(self.ledger, self.s, voices)
        return low.number, high.number

    def _named(self, answer: Answer) -> dict[str, Statement]:
        """Every statement that the answer names."""
        named: set[str] = {b.id for b in answer.binding}
        for listed in (answer.policies, answer.contradictions, answer.set_aside, answer.origins):
            for one in listed:
                named.update(one.because if isinstance(one, PolicyAnswer) else one.statements)
        for some in (
            answer.not_compared,
            answer.copy_warnings,
            answer.denials,
            answer.refused,
            answer.remarks,
        ):
            for other in some:
                named.update(other.statements)
        for gone in answer.superseded:
            named |= {gone.id, gone.by}
        for rest in answer.rests:
            named |= {rest.whole, *rest.parts}
        named |= {choice.statement for choice in answer.choices}
        return {key: self.ledger.by_id[key] for key in sorted(named) if key in self.ledger.by_id}


def _rules(answer: Answer, s: Selection) -> tuple[str, ...]:
    """The rules that made the answer what it is (rule D-37)."""
    used = {"D-02", "D-03", "D-04", "D-10", "D-36", "D-37"}
    used |= {n.rule for n in answer.not_compared} | {c.rule for c in answer.contradictions}
    used |= {r.rule for r in answer.remarks} | {v.derived for v in s.voices if v.derived}
    shown = {
        "D-08": answer.rests or answer.choices,
        "D-11": answer.superseded,
        "D-12": answer.documented,
        "D-14": answer.refused,
        "D-17": answer.denials,
    }
    return tuple(sorted(used | {rule for rule, present in shown.items() if present}))


def reckon(world: World, question: Question) -> Answer:
    """How many, as the sources allow, and why.

    Raises:
        WrongQuestion: a place without a node, an unknown basis or term, an as-of before any claim, a policy
            that needs a ranking; the message says what to do.
        WrongWorld: statements that cannot be what they say.
    """
    return Reckoner(world).answer(question)


def reckon_all(world: World, basis: str, *, as_of: str | None = None) -> tuple[PlaceRange, ...]:
    """The `consistent` range of every place with a node, for one basis, in one pass.

    Without `as_of` each place is answered as of the last day on which somebody counted the whole of it.
    """
    return Reckoner(world).all_places(basis, as_of=as_of)


def as_known(world: World, question: Question, *, days: Sequence[str] | None = None) -> tuple[KnownOn, ...]:
    """How the answer grew as things became known: one step for each day on which something new was published.

    `days` (EDTF) replaces those days. The as-of date of each step is that of the question, else the last day
    counted by then.
    """
    return Reckoner(world).as_known(question, days)
