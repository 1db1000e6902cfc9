"""English sentences that count, composed from words of their own."""

# ruff: noqa: E501 - lists of words are easier to check as they are read

from __future__ import annotations

import random

from compositions import OPENS, Amount, Answer, Bounds, Composed, Language

SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int) -> str:
    if n < 20:
        return SMALL[n]
    if n < 100:
        return TENS[n // 10] + (f"-{SMALL[n % 10]}" if n % 10 else "")
    if n < 1000:
        rest = f" and {in_words(n % 100)}" if n % 100 else ""
        return f"{SMALL[n // 100]} hundred{rest}"
    rest = n % 1000
    joined = (" and " if rest < 100 else " ") + in_words(rest) if rest else ""
    return f"{in_words(n // 1000)} thousand{joined}"


SCALED = {
    "half a million": 500_000, "a quarter of a million": 250_000, "1.5 million": 1_500_000, "2.3 million": 2_300_000,
    "12 thousand": 12_000, "three thousand": 3_000, "a hundred": 100, "a thousand": 1000, "two dozen": 24,
    "a dozen": 12, "three dozen": 36, "six million": 6_000_000, "17.5 thousand": 17_500, "40k": 40_000,
    "one and a half million": 1_500_000, "a million": 1_000_000,
}  # fmt: skip

BEFORE = {
    "at_least": ["at least", "no fewer than", "not less than", "a minimum of", "no less than"],
    "more_than": ["more than", "over", "upwards of more than", "in excess of", "well over"],
    "nearly": ["nearly", "almost", "close to", "just short of"],
    "about": ["about", "around", "some", "approximately", "roughly", "an estimated"],
    "at_most": ["up to", "as many as", "at most", "no more than", "a maximum of"],
    "less_than": ["fewer than", "less than", "under", "just under"],
    "exact": ["", "", "", "exactly", "a total of", "only"],
}
BEFORE["more_than"].remove("upwards of more than")
AFTER = {"at_least": ["or more"], "at_most": ["or fewer", "at most"], "about": ["or so"]}
VAGUE: dict[str, list[tuple[str, int | None]]] = {
    "several": [("several", 3), ("a handful of", 3)],
    "tens": [("tens of", 10)],
    "dozens": [("dozens of", 24), ("scores of", 40), ("several dozen", 36)],
    "hundreds": [
        ("hundreds of", 200), ("several hundred", 300), ("thousands of", 2000), ("tens of thousands of", 20_000),
        ("hundreds of thousands of", 200_000), ("several thousand", 3000), ("millions of", 2_000_000),
    ],
    "many": [("countless", None), ("a large number of", None)],
    "some": [("an unknown number of", None), ("an unspecified number of", None)],
}  # fmt: skip


def number(chance: random.Random, *, small: bool = False) -> tuple[str, int]:
    """A number and how it is written: digits, grouped digits, words, scaled."""
    if not small and chance.random() < 0.12:
        return chance.choice(sorted(SCALED.items()))
    n = chance.choice(
        [
            chance.randint(2, 19),
            chance.randint(20, 99),
            chance.randint(100, 999),
            chance.randint(1000, 99_999),
        ]
    )
    n = chance.randint(2, 99) if small else n
    if n >= 1000 and chance.random() < 0.8:
        return f"{n:,}", n
    if 1900 <= n <= 2100:
        n += 300  # a bare figure like 1944 may be a year
    if n < 10_000 and chance.random() < 0.35:
        return in_words(n), n
    return str(n), n


def amount(chance: random.Random, quantifier: str, *, small: bool = False) -> Amount:
    if quantifier in VAGUE:
        words, low = chance.choice(VAGUE[quantifier])
        return Amount(words, quantifier, (low, None, None))
    if quantifier == "none":
        return Amount("zero", "none", (0, 0, 0))
    if quantifier == "between":
        low = chance.randint(2, 900)
        high = low + chance.randint(1, 300)
        written = chance.choice(
            [
                f"between {low} and {high}",
                f"from {low} to {high}",
                f"{low} to {high}",
                f"{low}-{high}",
                f"{low}–{high}",
                f"between {in_words(low)} and {in_words(high)}",
            ]
        )
        return Amount(written, "between", (low, None, high))
    if quantifier == "ambiguous":
        words, n = number(chance, small=small)
        return Amount(f"{words} more", "ambiguous", (n, None, None))
    words, n = number(chance, small=small)
    if quantifier == "exact" and chance.random() < 0.12:
        return Amount(chance.choice(["one", "a single"]), "exact", (1, 1, 1), form="one")
    if quantifier == "exact" and chance.random() < 0.08:
        return Amount(f"another {words}", "exact", (n, n, n), incremental=True)
    if quantifier in AFTER and chance.random() < 0.2:
        return Amount(f"{words} {chance.choice(AFTER[quantifier])}", quantifier, OPENS[quantifier](n))
    before = chance.choice(BEFORE[quantifier])
    return Amount(f"{before} {words}".strip(), quantifier, OPENS[quantifier](n))


# People: one, several, and what the noun says of them.
PEOPLE = [
    ("person", "people", ""), ("resident", "residents", ""), ("villager", "villagers", ""), ("worker", "workers", ""),
    ("civilian", "civilians", "civilian"), ("unarmed civilian", "unarmed civilians", "civilian"),
    ("woman", "women", "female adult"), ("man", "men", "male adult"), ("child", "children", "child"),
    ("girl", "girls", "female child"), ("boy", "boys", "male child"), ("soldier", "soldiers", "armed_forces"),
    ("Ukrainian soldier", "Ukrainian soldiers", "armed_forces"), ("fighter", "fighters", "armed_forces"),
    ("police officer", "police officers", "police"), ("journalist", "journalists", "journalist"),
    ("medical worker", "medical workers", "other_protected"), ("doctor", "doctors", "other_protected"),
    ("elderly woman", "elderly women", "female adult older"), ("local resident", "local residents", ""),
    ("student", "students", ""), ("Palestinian", "Palestinians", ""), ("prisoner of war", "prisoners of war", "other_protected"),
    ("teenager", "teenagers", "child"), ("pensioner", "pensioners", "older adult"), ("young man", "young men", "male adult"),
]  # fmt: skip

# What happened: with people as subject (past, passive or active), as object of a doer, as a noun.
DEEDS: dict[str, dict[str, list[str]]] = {
    "killed": {
        "subject": ["was killed", "died", "was shot dead", "lost their lives", "was murdered", "was burned alive", "perished", "were beaten to death"],
        "object": ["killed", "murdered", "gunned down", "shot dead", "massacred"],
        "noun": ["the deaths of", "the killing of", "the murder of"],
        "things": ["deaths", "fatalities"],
    },
    "died_any": {"subject": ["died of hunger", "died of cholera", "died of natural causes", "died from the cold", "died of disease"]},
    "executed": {"subject": ["was executed", "was summarily executed", "was beheaded", "was hanged"], "object": ["executed", "beheaded"], "noun": ["the execution of", "the summary execution of"]},
    "injured": {"subject": ["was wounded", "was injured", "was hurt", "was hospitalised", "suffered shrapnel wounds", "sustained injuries"], "object": ["wounded", "injured"], "noun": ["the wounding of"]},
    "casualties": {"subject": ["was killed or wounded", "was killed or injured"], "object": ["killed or wounded", "killed or injured"], "things": ["casualties"]},
    "killed_or_missing": {"subject": ["was killed or disappeared", "was dead or missing"]},
    "missing": {"subject": ["is missing", "went missing", "disappeared", "is unaccounted for", "was forcibly disappeared"], "noun": ["the disappearance of", "the enforced disappearance of"]},
    "detained": {"subject": ["was detained", "was arrested", "was jailed", "was unlawfully detained", "was imprisoned"], "object": ["detained", "arrested", "imprisoned"], "noun": ["the detention of", "the arrest of"]},
    "abducted": {"subject": ["was abducted", "was kidnapped", "was taken hostage"], "object": ["abducted", "kidnapped"], "noun": ["the abduction of", "the kidnapping of"]},
    "deported": {"subject": ["was deported", "was forcibly transferred", "was forcibly deported"], "object": ["deported", "forcibly transferred"], "noun": ["the deportation of", "the forcible transfer of"]},
    "displaced": {"subject": ["was displaced", "fled their homes", "was forced to flee"], "object": ["displaced"], "noun": ["the displacement of"]},
    "trapped": {"subject": ["was trapped", "is besieged", "was stranded"]},
    "buried": {"subject": ["was buried", "was buried in a mass grave", "was laid to rest"], "object": ["buried"]},
    "survivors": {"subject": ["was rescued", "survived", "was freed"], "object": ["rescued"]},
    "suspects": {"things": ["suspects"], "subject": ["was charged", "was indicted"], "object": ["charged", "indicted"]},
    "convictions": {"things": ["convictions"]},
    "witnesses": {"things": ["witnesses"], "subject": ["was interviewed", "gave testimony"]},
    "persons_other": {"things": ["observers", "experts"], "subject": ["attended", "was mobilised"]},
    "bodies_found": {"things": ["bodies", "corpses", "dead bodies"], "seen": ["found", "discovered", "uncovered"], "noun": ["the bodies of"]},
    "bodies_recovered": {"things": ["bodies", "corpses"], "seen": ["recovered", "retrieved", "pulled from the rubble"]},
    "bodies_exhumed": {"things": ["bodies"], "seen": ["exhumed", "dug up"], "noun": ["the exhumation of"]},
    "identified": {"things": ["bodies"], "seen": ["identified"]},
    "unidentified": {"things": ["bodies"], "states": ["remain unidentified", "have not been identified"]},
    "body_parts": {"things": ["body parts", "body fragments"], "seen": ["found", "collected"]},
    "remains_mni": {"mni": ["a minimum number of individuals of"]},
    "with_sign": {"things": ["bodies"], "states": ["bore signs of torture", "showed signs of torture", "had bullet wounds"]},
    "graves": {"things": ["graves", "mass graves", "unmarked graves"], "seen": ["found", "discovered", "dug"]},
    "sites": {"things": ["torture chambers", "burial sites", "detention centres", "mass burial sites"], "seen": ["found", "discovered", "documented"]},
    "settlements": {"inquiry": ["towns", "villages", "settlements"]},
    "incidents": {"things": ["attacks", "airstrikes", "incidents", "shellings"], "seen": ["recorded", "documented"]},
    "cases": {"things": ["cases", "criminal cases"], "seen": ["opened", "registered"]},
}  # fmt: skip
DOERS = [
    "Shelling",
    "The airstrike",
    "Gunmen",
    "The attackers",
    "Soldiers",
    "A car bomb",
    "Russian forces",
    "Rebels",
]
WHO = [
    "police", "the police", "the governor", "Mayor Ihor Malenko", "the health ministry", "Olha Reznyk", "residents",
    "the regional prosecutor’s office", "a military spokesman", "UN investigators", "Colonel Petro Shvets",
    "the Syrian Observatory for Human Rights", "local officials", "human rights activists",
]  # fmt: skip
WHERE = ["", "", " in Lubny", " near the market", " in the eastern district", " outside the city"]
WHEN = ["", "", " on Monday", " overnight", " last week", " in early March"]


def agree(deed: str, one: bool) -> str:
    if one:
        return (
            deed.replace("were ", "was ")
            .replace("their lives", "her life")
            .replace("their homes", "her home")
            .replace("lost her lives", "lost her life")
        )
    return (
        deed.replace("was ", "were ", 1).replace("is ", "are ", 1)
        if deed.startswith(("was ", "is "))
        else deed
    )


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def single(things: str) -> str:
    words = {
        "bodies": "body",
        "unidentified bodies": "unidentified body",
        "dead bodies": "dead body",
        "fatalities": "fatality",
        "casualties": "casualty",
        "witnesses": "witness",
        "towns": "town",
    }
    return words.get(things, things[:-1])


TOLLS = {
    "killed": ["the death toll {}", "the death toll from the strike {}", "the number of dead {}"],
    "injured": ["the number of wounded {}", "the number of injured {}"],
    "missing": ["the number of missing {}"],
}
REACHED = ["rose to", "stands at", "has reached", "climbed to", "stood at"]
# Frames of a whole event, with those counted in them: {people} is a number with its noun.
EVENTS = {
    "killed": [
        "the blast left {people} dead", "there was an attack that killed {people}",
        "a bomb exploded in the market, killing {people}", "among the dead were {people}",
        "the strike, which killed {people}, lasted an hour", "the attack claimed the lives of {people}",
        "{people} have been killed since February", "{people} are known to have died",
        "{people} are reported to have been killed", "the fighting has killed {people} so far",
    ],
    "injured": [
        "the blast left {people} wounded", "a bomb exploded in the market, wounding {people}",
        "{people} have been wounded since February", "there was an attack that wounded {people}",
    ],
    "abducted": ["gunmen raided the village, abducting {people}", "{people} have been abducted since May"],
    "detained": ["police broke up the march, arresting {people}", "{people} are being held in the basement"],
    "missing": ["{people} have been missing since Monday", "{people} are still missing"],
    "bodies_found": ["a grave containing {bodies} was opened", "there were {bodies} in the well"],
    "displaced": ["the fighting has displaced {people}", "{people} have fled their homes"],
}  # fmt: skip


def event(chance: random.Random, basis: str, quantity: Amount) -> tuple[str, frozenset[str], str] | None:
    """A toll, or a frame of a whole event."""
    one = quantity.form == "one"
    exact = quantity.quantifier in ("exact", "at_least", "more_than", "nearly")
    if basis in TOLLS and exact and chance.random() < 0.4:
        if one or quantity.incremental or quantity.words.startswith("only"):
            return None
        toll = chance.choice(TOLLS[basis]).format(chance.choice(REACHED))
        return f"{toll} {quantity.words}", frozenset(), "toll"
    frame = chance.choice(EVENTS[basis])
    if one and (frame.startswith(("{people} have", "{people} are")) or "among the dead" in frame):
        return None
    one_word, many_words, group = chance.choice(PEOPLE)
    people = f"{quantity.words} {one_word if one else many_words}"
    bodies = f"{quantity.words} {'body' if one else 'bodies'}"
    if one:
        frame = frame.replace("there were", "there was")
    said = frame.format(people=people, bodies=bodies)
    return said, frozenset(group.split() if "{people}" in frame else ()), f"event {frame}"


def clause(chance: random.Random, basis: str, quantity: Amount) -> tuple[str, frozenset[str], str] | None:
    """A clause that counts, the group of those counted, and the frame; None where a basis has no such frame."""
    deed, one = DEEDS[basis], quantity.form == "one"
    where, when = chance.choice(WHERE), chance.choice(WHEN)
    ways = [w for w in ("subject", "object", "noun", "things", "mni", "inquiry", "states") if w in deed]
    if "states" in deed:
        ways = ["states"]
    way = chance.choice(ways)
    if way in ("subject", "object", "noun"):
        one_word, many_words, group = chance.choice(PEOPLE)
        noun = one_word if one else many_words
        counted = f"{quantity.words} {noun}"
        kinds = frozenset(group.split())
        if way == "subject":
            return f"{counted} {agree(chance.choice(deed['subject']), one)}{where}{when}", kinds, "subject"
        if way == "object":
            if basis in ("survivors", "suspects"):
                doer = {"survivors": "Firefighters", "suspects": "Prosecutors"}[basis]
            else:
                doer = chance.choice(DOERS)
            if chance.random() < 0.3 and basis in ("killed", "injured", "executed", "abducted", "detained"):
                return (
                    f"{counted} {agree('was ' + chance.choice(deed['object']), one)} by soldiers{where}{when}",
                    kinds,
                    "passive by",
                )
            return f"{doer} {chance.choice(deed['object'])} {counted}{where}{when}", kinds, "object"
        noun_deed = chance.choice(deed["noun"])
        opened = chance.choice(["The strike was followed by", "That day saw", "The protest was about"])
        return f"{opened} {noun_deed} {counted}{where}", kinds, "noun"
    if way == "mni":
        return f"The bones gave {deed['mni'][0]} {quantity.words}", frozenset(), "mni"
    if way == "inquiry":
        things = chance.choice(deed["inquiry"])
        counted = f"{quantity.words} {single(things) if one else things}"
        return f"The commission is investigating deaths in {counted}", frozenset(), "inquiry"
    things = chance.choice(deed["things"])
    counted = f"{quantity.words} {single(things) if one else things}"
    if way == "states":
        state = chance.choice(deed["states"])
        if one:
            state = state.replace("remain ", "remains ").replace("have ", "has ")
        return f"{counted} {state}", frozenset(), "states"
    if "seen" not in deed:
        opened = f"there {'was' if one else 'were'}" if chance.random() < 0.5 else "the month brought"
        return f"{opened} {counted}{where}", frozenset(), "things"
    seen = chance.choice(deed["seen"])
    if chance.random() < 0.4 and seen != "pulled from the rubble":
        return f"Workers {seen} {counted}{where}{when}", frozenset(), "things active"
    return f"{counted} {'was' if one else 'were'} {seen}{where}{when}", frozenset(), "things passive"


def attributed(chance: random.Random, said: str) -> tuple[str, str | None, str]:
    """A sentence with whoever says it, before, after or around."""
    who = chance.choice(WHO)
    lower = (
        said
        if said.split()[0] in ("Russian", "Ukrainian", "Palestinian", "UN")
        else said[0].lower() + said[1:]
    )
    way = chance.randrange(8)
    match way:
        case 0 | 1:
            return capital(said) + ".", None, "nobody"
        case 2:
            return f"{capital(who)} said that {lower}.", who, "said that"
        case 3:
            return f"According to {who}, {lower}.", who, "according to"
        case 4:
            return f"{capital(said)}, {who} said.", who, "X said"
        case 5:
            return f"“{capital(said)},” said {who}.", who, "quote, said X"
        case 6:
            return f"{capital(said)}, according to {who}.", who, "…, according to"
        case _:
            return f"{capital(who)} told reporters: “{capital(said)}.”", who, "told: quote"


def compose(chance: random.Random, basis: str, quantifier: str) -> Composed | None:
    if basis == "settlements" and quantifier in ("none",):
        return None
    if quantifier == "none" and basis not in (
        "killed",
        "injured",
        "casualties",
        "bodies_found",
        "graves",
        "missing",
    ):
        return None
    if basis == "remains_mni" and quantifier not in ("exact", "at_least", "about"):
        return None
    quantity = amount(chance, quantifier)
    if basis == "remains_mni" and (quantity.form == "one" or quantity.incremental):
        return None
    if quantity.incremental and basis == "settlements":
        return None
    made = event(chance, basis, quantity) if basis in EVENTS and chance.random() < 0.35 else None
    made = made or clause(chance, basis, quantity)
    if made is None:
        return None
    said, group, frame = made
    text, who, saying = attributed(chance, said)
    answer = Answer(basis, quantity.quantifier, quantity.bounds, group, who, quantity.incremental)
    return Composed("en", text, (answer,), f"{basis}/{quantifier}/{frame}/{saying}")


def pairs(chance: random.Random) -> Composed:
    """Two counts of one event: killed and wounded, found and identified."""
    first = amount(chance, chance.choice(["exact", "at_least", "more_than", "about", "dozens"]), small=True)
    second = amount(chance, chance.choice(["exact", "at_least", "more_than", "about"]), small=True)
    _, many, group = chance.choice([p for p in PEOPLE if p[2] != "police"])
    kinds, one = frozenset(group.split()), frozenset[str]()
    frames: list[tuple[str, str, str, frozenset[str], frozenset[str]]] = [
        (
            f"{first.words} {many} were killed and {second.words} were wounded",
            "killed",
            "injured",
            kinds,
            kinds,
        ),
        (f"{first.words} {many} were killed and {second.words} wounded", "killed", "injured", kinds, kinds),
        (f"{first.words} people died, {second.words} were injured", "killed", "injured", one, one),
        (f"Shelling killed {first.words} {many} and wounded {second.words}", "killed", "injured", kinds, one),
        (f"The strike left {first.words} dead and {second.words} wounded", "killed", "injured", one, one),
        (
            f"Gunmen killed {first.words} people and abducted {second.words} {many}",
            "killed",
            "abducted",
            one,
            kinds,
        ),
        (
            f"{first.words} people are missing and {second.words} bodies were found",
            "missing",
            "bodies_found",
            one,
            one,
        ),
    ]
    said, a, b, of_first, of_second = chance.choice(frames)
    if first.form == "one" or second.form == "one" or first.incremental or second.incremental:
        return pairs(chance)
    text, who, saying = attributed(chance, said)
    return Composed(
        "en", text,
        (Answer(a, first.quantifier, first.bounds, of_first, who), Answer(b, second.quantifier, second.bounds, of_second, who)),
        f"pair {a} {b}/{saying}",
    )  # fmt: skip


def parts(chance: random.Random) -> Composed:
    """A whole with its parts."""
    women, children = chance.randint(2, 40), chance.randint(2, 40)
    whole = women + children + chance.randint(2, 60)
    w, c = (
        f(n) for f, n in ((chance.choice([str, in_words]), women), (chance.choice([str, in_words]), children))
    )
    basis, frames = chance.choice(
        [
            ("killed", [
                f"{whole} people were killed, including {w} women and {c} children",
                f"{whole} people were killed, among them {w} women and {c} children",
                f"Shelling killed {whole} people, of whom {w} were women and {c} were children",
                f"{whole} people died: {w} women and {c} children among them",
                f"{whole} people, including {w} women and {c} children, were killed in the attack",
                f"of the {whole} people killed, {w} were women and {c} were children",
            ]),
            ("bodies_found", [
                f"out of {whole} bodies, {w} were women and {c} were children",
                f"{whole} bodies were found, including those of {w} women and {c} children",
                f"workers found {whole} bodies, {w} of them women and {c} of them children",
            ]),
            ("injured", [
                f"{whole} people were wounded, including {w} women and {c} children",
                f"the blast injured {whole} people, {w} of them women and {c} of them children",
            ]),
            ("detained", [f"{whole} people were detained, including {w} women and {c} children"]),
        ]
    )  # fmt: skip
    text, who, saying = attributed(chance, chance.choice(frames))
    of: Bounds = (whole, whole, whole)
    return Composed(
        "en", text,
        (
            Answer(basis, "exact", of, speaker=who),
            Answer(basis, "exact", (women,) * 3, frozenset({"female", "adult"}), who, part_of=0),
            Answer(basis, "exact", (children,) * 3, frozenset({"child"}), who, part_of=0),
        ),
        f"parts {basis}/{saying}",
    )  # fmt: skip


# What counts nobody as harmed for certain: conditions, plans, questions; and what is called false.
SUPPOSED = [
    "if {people} were killed, the court must sit", "the plan would have killed {people}", "did {people} die",
    "the gunmen threatened to kill {people}", "unless {people} are freed, {people} will be killed",
    "the army planned to deport {people}", "{people} would be killed", "it is unclear whether {people} were killed",
    "the generals tried to prevent the deaths of {people}", "if the dam breaks, {people} will die",
    "he vowed to execute {people}", "the rebels wanted to abduct {people}",
]  # fmt: skip
REJECTED = [
    "reports that {people} were killed were false", "reports of the deaths of {people} are untrue",
    "it is not true that {people} were killed", "{who} denied that {people} were killed",
    "{who} dismissed reports that {people} had been killed", "claims that {people} died turned out to be false",
    "{who} rejected claims that {people} had been abducted",
]  # fmt: skip


def unasserted(chance: random.Random) -> tuple[str, bool]:
    """A sentence whose count nobody asserts, and whether it is one that somebody calls false."""
    rejected = chance.random() < 0.4
    quantity = amount(
        chance, chance.choice(["exact", "at_least", "about", "dozens", "more_than"]), small=True
    )
    if quantity.form == "one" or quantity.incremental:
        return unasserted(chance)
    people = f"{quantity.words} {chance.choice(PEOPLE)[1]}"
    frame = chance.choice(REJECTED if rejected else SUPPOSED)
    said = capital(frame.format(people=people, who=chance.choice(WHO)))
    return said + ("?" if frame.startswith("did") else "."), rejected


ENGLISH = Language(
    "en", compose, tuple(DEEDS),
    ("exact", "at_least", "more_than", "nearly", "about", "at_most", "less_than", "between", "several", "tens",
     "dozens", "hundreds", "many", "some", "ambiguous", "none"),
    pairs, parts, unasserted,
)  # fmt: skip
