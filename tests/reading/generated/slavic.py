"""What Ukrainian and Russian sentences that count have in common: how numbers, nouns and verbs agree."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compositions import OPENS, Amount, Answer, Composed, Language


@dataclass(frozen=True)
class Noun:
    """A noun by number: one, the object of a verb when one, of one, two to four, five and more."""

    one: str
    one_object: str
    of_one: str
    few: str
    many: str
    gender: str  # "m", "f", "n"
    group: frozenset[str] = frozenset()
    few_object: str | None = None  # two to four living beings as an object; None = as `many`
    collective: bool = False  # двоє людей


@dataclass(frozen=True)
class Deed:
    """What happened, in every form that it takes in these sentences."""

    past: tuple[str, str, str, str] | None = None  # m, f, n, plural, with those harmed as subject
    done: str | None = None  # impersonal with an object: вбито, убито
    object: str | None = None  # plural, of a doer: вбили
    noun: str | None = None  # the noun before a genitive: загибель
    doers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thing:
    """Something that counts in itself, and how it is found."""

    nouns: tuple[Noun, ...]
    done: tuple[str, ...]  # знайдено
    object: tuple[str, ...]  # знайшли
    doers: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One who speaks: nominative, genitive, and the gender of the verb."""

    who: str
    of_whom: str
    gender: str  # "m", "f", "n", "pl"


@dataclass(frozen=True)
class Tongue:
    """Everything that differs between the two languages."""

    code: str
    units: Mapping[str, Sequence[str]]  # case → words for 0–19 (masculine)
    tens: Mapping[str, Sequence[str]]
    hundreds: Mapping[str, Sequence[str]]
    genders: Mapping[str, Mapping[tuple[int, str], str]]  # case → (1 or 2, gender) → word
    thousand: Noun
    collective: Mapping[int, str]
    scaled: Mapping[str, int]  # «17,5 тисяч», always with the genitive plural
    of_one: Mapping[str, int]  # «тисячі» after a word that governs the genitive
    before: Mapping[str, Sequence[tuple[str, str]]]  # quantifier → (words, case)
    ranges: Sequence[tuple[str, str]]  # («від {} до {}», case)
    vague: Mapping[str, Sequence[tuple[str, int | None]]]
    another: str
    people: Sequence[Noun]
    deeds: Mapping[str, Deed]
    things: Mapping[str, Thing]
    tolls: Sequence[tuple[str, str]]  # (basis, words before the number)
    labels: Sequence[tuple[str, str]]
    speakers: Sequence[Said]
    sayings: Mapping[str, Sequence[str]]  # gender → verbs of saying
    frames: Sequence[tuple[str, str]]  # (name, frame with {S}, {s}, {who}, {of}, {said})
    where: Sequence[str]
    about: str  # «Повідомлення про {noun} {counted}»
    pairs: Sequence[tuple[str, str, str]]
    wholes: Sequence[tuple[str, str]]
    women: Noun
    children: Noun
    supposed: Sequence[str]  # frames with {people}, {object} and {genitive}: it has not happened
    rejected: Sequence[str]  # the same, of what somebody calls false; {who} is one who speaks


def form_of(n: int) -> str:
    """How a number governs: one, few, many."""
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


class Slavic:
    """Composes the sentences of one of the two languages."""

    def __init__(self, tongue: Tongue) -> None:
        self.t = tongue

    # -- numbers --------------------------------------------------------------------------------------------

    def in_words(self, n: int, case: str, gender: str) -> str:
        out = []
        if n >= 1000:
            thousands = n // 1000
            noun = self.t.thousand
            if thousands > 1:
                out.append(self.in_words(thousands, case, "f"))
            out.append(self.noun(noun, thousands, case))
            n %= 1000
        if n >= 100:
            out.append(self.t.hundreds[case][n // 100])
            n %= 100
        if n >= 20:
            out.append(self.t.tens[case][n // 10])
            n %= 10
        if n:
            out.append(self.t.genders[case].get((n, gender), self.t.units[case][n]))
        return " ".join(out)

    @staticmethod
    def noun(noun: Noun, n: int, case: str) -> str:
        form = form_of(n)
        if case == "genitive":
            return noun.of_one if form == "one" else noun.many
        if form == "one":
            return noun.one_object if case == "object" else noun.one
        if form == "few":
            return (noun.few_object or noun.many) if case == "object" else noun.few
        return noun.many

    def counted(
        self,
        chance: random.Random,
        quantifier: str,
        noun: Noun,
        *,
        living: bool,
        object: bool = False,
        genitive: bool = False,
        small: bool = False,
    ) -> tuple[str, Amount]:
        """A number with its noun, inflected, and what it amounts to."""
        t = self.t
        if quantifier in t.vague:
            words, low = chance.choice(t.vague[quantifier])
            return f"{words} {noun.many}", Amount(words, quantifier, (low, None, None))
        own = "genitive" if genitive else "object" if object and living else "nominative"
        if quantifier == "between":
            low = chance.randint(2, 900)
            high = low + chance.randint(1, 300)
            frame, case = chance.choice(t.ranges)
            case = "genitive" if case == "genitive" else own
            return f"{frame.format(low, high)} {self.noun(noun, high, case)}", Amount(
                "", "between", (low, None, high)
            )
        before, case = chance.choice(t.before[quantifier])
        case = "genitive" if case == "genitive" else own
        if case == "genitive" and before and quantifier != "exact" and chance.random() < 0.08 and not small:
            written, n = chance.choice(sorted(t.of_one.items()))  # близько тисячі, более тысячи
            return f"{before} {written} {noun.many}", Amount(before, quantifier, OPENS[quantifier](n))
        if chance.random() < 0.1 and not small:
            written, n = chance.choice(sorted(t.scaled.items()))
            return f"{before} {written} {noun.many}".strip(), Amount(before, quantifier, OPENS[quantifier](n))
        n = chance.choice(
            [
                chance.randint(2, 19),
                chance.randint(20, 99),
                chance.randint(100, 999),
                chance.randint(1000, 99_999),
            ]
        )
        n = chance.randint(2, 99) if small else n
        n += 300 if 1900 <= n <= 2100 else 0
        if quantifier == "exact" and not small and chance.random() < 0.1:
            n = 1
        more = quantifier == "exact" and not before and not small and chance.random() < 0.1
        roll = chance.random()
        if n == 1 or (n < 10_000 and roll < 0.3):
            written = self.in_words(n, case, noun.gender)
            if case == "nominative" and n in t.collective and noun.collective and chance.random() < 0.5:
                return f"{before} {t.collective[n]} {noun.many}".strip(), Amount(
                    before, quantifier, OPENS[quantifier](n)
                )
        else:
            written = (
                f"{n:,}".replace(",", "\u00a0" if roll < 0.5 else " ") if n >= 1000 and roll < 0.9 else str(n)
            )
        words = f"{before} {written} {self.noun(noun, n, case)}".strip()
        form = "one" if form_of(n) == "one" else "many"
        if more:
            return f"{t.another} {words}", Amount(
                before, quantifier, OPENS[quantifier](n), form=form, incremental=True
            )
        return words, Amount(before, quantifier, OPENS[quantifier](n), form=form, case=case)

    # -- clauses --------------------------------------------------------------------------------------------

    def verb(self, chance: random.Random, deed: Deed, quantity: Amount, noun: Noun) -> str:
        assert deed.past is not None
        m, f, n, plural = deed.past
        if quantity.form == "one" and quantity.case == "nominative" and quantity.quantifier == "exact":
            return {"m": m, "f": f, "n": n}[noun.gender]
        return chance.choice([n, plural])

    def clause(
        self, chance: random.Random, basis: str, quantifier: str
    ) -> tuple[str, frozenset[str], Amount, str]:
        t, where = self.t, chance.choice(self.t.where)
        if basis in t.things and (basis not in t.deeds or chance.random() < 0.5):
            thing = t.things[basis]
            noun = chance.choice(thing.nouns)
            words, quantity = self.counted(chance, quantifier, noun, living=False)
            way = chance.randrange(3)
            if way == 0:
                return f"{chance.choice(thing.done)} {words}{where}", noun.group, quantity, "thing done"
            if way == 1:
                return f"{words} {chance.choice(thing.done)}{where}", noun.group, quantity, "thing after"
            return (
                f"{chance.choice(thing.doers)} {chance.choice(thing.object)} {words}{where}",
                noun.group,
                quantity,
                "thing active",
            )
        tolls = [w for b, w in t.tolls if b == basis]
        labels = [w for b, w in t.labels if b == basis]
        if tolls and chance.random() < 0.15 and quantifier in ("exact", "at_least", "more_than", "about"):
            before, _ = chance.choice([x for x in t.before[quantifier] if x[1] == "nominative"])
            n = chance.randint(12, 1800)
            return (
                f"{chance.choice(tolls)} {before} {n}".replace("  ", " "),
                frozenset(),
                Amount("", quantifier, OPENS[quantifier](n)),
                "toll",
            )
        if labels and chance.random() < 0.08 and quantifier == "exact":
            n = chance.randint(2, 99)
            return (
                f"{chance.choice(labels)}: {n}",
                frozenset(),
                Amount("", "exact", OPENS["exact"](n)),
                "label",
            )
        deed, noun = t.deeds[basis], chance.choice(t.people)
        ways = [w for w in ("past", "done", "object", "noun") if getattr(deed, w)]
        way = chance.choice(ways)
        if way == "past":
            words, quantity = self.counted(chance, quantifier, noun, living=True)
            verb = self.verb(chance, deed, quantity, noun)
            order = chance.randrange(3)
            if order == 0:
                return f"{words} {verb}{where}", noun.group, quantity, "subject verb"
            if order == 1 or not where:
                return f"{verb} {words}{where}", noun.group, quantity, "verb subject"
            return f"{where.strip()} {verb} {words}", noun.group, quantity, "place verb subject"
        words, quantity = self.counted(
            chance, quantifier, noun, living=True, object=way != "noun", genitive=way == "noun"
        )
        if way == "done":
            return (
                (
                    f"{deed.done} {words}{where}"
                    if chance.random() < 0.5 or not where
                    else f"{where.strip()} {deed.done} {words}"
                ),
                noun.group,
                quantity,
                "done",
            )
        if way == "object":
            return f"{chance.choice(deed.doers)} {deed.object} {words}{where}", noun.group, quantity, "object"
        return t.about.format(deed.noun, words) + where, noun.group, quantity, "noun"

    def attributed(self, chance: random.Random, said: str) -> tuple[str, str | None, str]:
        name, frame = chance.choice(self.t.frames)
        one = chance.choice(self.t.speakers)
        verb = chance.choice(self.t.sayings[one.gender])
        s = said if said.split()[0] in ("ЗСУ", "ВСУ", "ООН") else said[0].lower() + said[1:]
        text = frame.format(
            S=said[0].upper() + said[1:],
            s=s,
            who=one.who,
            Who=one.who[0].upper() + one.who[1:],
            of=one.of_whom,
            said=verb,
        )
        speaker = (
            None
            if "{who}" not in frame and "{Who}" not in frame and "{of}" not in frame
            else one.of_whom
            if "{of}" in frame
            else one.who
        )
        return text, speaker, name

    def compose(self, chance: random.Random, basis: str, quantifier: str) -> Composed | None:
        said, group, quantity, frame = self.clause(chance, basis, quantifier)
        text, speaker, saying = self.attributed(chance, said)
        answer = Answer(basis, quantity.quantifier, quantity.bounds, group, speaker, quantity.incremental)
        return Composed(self.t.code, text, (answer,), f"{basis}/{quantifier}/{frame}/{saying}")

    def pairs(self, chance: random.Random) -> Composed:
        """Two counts of one event."""
        a, b, frame = chance.choice(self.t.pairs)
        first = chance.choice(["exact", "at_least", "more_than", "about", "tens"])
        second = chance.choice(["exact", "at_least", "more_than"])
        noun, other = self.t.people[0], chance.choice(self.t.people)
        one, x = self.counted(chance, first, other, living=True, small=True)
        two, y = self.counted(chance, second, noun, living=True, small=True)
        text, speaker, saying = self.attributed(chance, frame.format(one, two))
        return Composed(
            self.t.code, text,
            (Answer(a, x.quantifier, x.bounds, other.group, speaker, x.incremental),
             Answer(b, y.quantifier, y.bounds, noun.group, speaker, y.incremental)),
            f"pair {a} {b}/{frame}/{saying}",
        )  # fmt: skip

    def parts(self, chance: random.Random) -> Composed:
        """A whole with its parts."""
        women, children = chance.randint(2, 40), chance.randint(2, 40)
        whole = women + children + chance.randint(2, 60)
        basis, frame = chance.choice(self.t.wholes)
        body = self.t.things["bodies_found"].nouns[0]
        said = frame.format(
            n=whole, people=self.noun(self.t.people[0], whole, "nominative"),
            bodies=self.noun(body, whole, "nominative"),
            w=women, women=self.noun(self.t.women, women, "nominative"),
            c=children, children=self.noun(self.t.children, children, "nominative"),
        )  # fmt: skip
        text, speaker, saying = self.attributed(chance, said)
        return Composed(
            self.t.code, text,
            (
                Answer(basis, "exact", (whole,) * 3, speaker=speaker),
                Answer(basis, "exact", (women,) * 3, self.t.women.group, speaker, part_of=0),
                Answer(basis, "exact", (children,) * 3, self.t.children.group, speaker, part_of=0),
            ),
            f"parts {basis}/{frame}/{saying}",
        )  # fmt: skip

    def unasserted(self, chance: random.Random) -> tuple[str, bool]:
        """A sentence whose count nobody asserts, and whether it is one that somebody calls false."""
        rejected = chance.random() < 0.4
        noun, quantifier = (
            chance.choice(self.t.people),
            chance.choice(["exact", "at_least", "about", "more_than"]),
        )
        frame = chance.choice(self.t.rejected if rejected else self.t.supposed)
        form = "{object}" in frame, "{genitive}" in frame
        words, _ = self.counted(
            chance, quantifier, noun, living=True, object=form[0], genitive=form[1], small=True
        )
        who = chance.choice([one for one in self.t.speakers if one.gender == "f"])
        said = frame.format(people=words, object=words, genitive=words, who=who.who)
        return said[0].upper() + said[1:] + ("" if said.endswith("?") else "."), rejected

    def language(self) -> Language:
        bases = tuple(dict.fromkeys((*self.t.deeds, *self.t.things)))
        return Language(
            self.t.code,
            self.compose,
            bases,
            (*self.t.before, "between", *self.t.vague),
            self.pairs,
            self.parts,
            self.unasserted,
        )
