"""Populations and lists with the truth known: for testing thresholds before believing a linkage.

People live in families: a couple, their children, sometimes the father's father or brother, under one family
name in one place; children bear their father's name. Part of the families are struck together, on one day.
Each list knows people by its own coverage, writes in its own script and system, and errs in its own way. All
names are put together from tables and syllables; nobody is meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from random import Random

from accounted.linking.people import LinkRecord

_STEMS = (
    "Бере", "Вори", "Гала", "Дори", "Жуко", "Зари", "Кара", "Луци", "Мали", "Нечи", "Оста", "Пали", "Рома",
    "Сави",
    "Тара", "Усти", "Федо", "Хоме", "Цимба", "Чума", "Шкура", "Юрче", "Яре", "Горди", "Клими", "Петри",
)  # fmt: skip
_MIDDLES = ("", "в", "л", "м", "н", "р", "х", "ш", "д", "т")
_ENDS = ("енко", "чук", "ко", "ук", "ич", "ба", "няк", "ський", "ець", "ура")
_PLACES = tuple(
    a + b
    for a in ("Верхо", "Нижньо", "Ново", "Старо", "Біло", "Красно", "Мало", "Велико", "Липо", "Сухо")
    for b in ("пілля", "івка", "град", "річка", "поле", "дубівка", "броди", "гірка")
)
# (system or None for the script as it is, the language it is written in)
WRITINGS: Mapping[str, tuple[str | None, str]] = {
    "uk": (None, "uk"), "ru": (None, "ru"), "official Latin": ("uk_2010", "uk"), 
    "Russian Latin": ("icao9303", "ru"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListMaker:
    """How a list comes about.

    Attributes:
        coverage: the share of all people it knows.
        families: the share of struck families it knows as a whole, everybody in them.
        writing: the script and system, of `WRITINGS`.
        slips: how likely each word has a slip of the pen.
        silent: how likely each of father's name, date of birth, age, day and place is left out.
        twice: how likely a person stands on it twice.
    """

    name: str
    coverage: float = 0.4
    families: float = 0.5
    writing: str = "uk"
    slips: float = 0.06
    silent: float = 0.2
    twice: float = 0.0


DEFAULT_LISTS = (
    ListMaker("hospital", 0.45, 0.4, "uk", 0.06, 0.25),
    ListMaker("police", 0.40, 0.5, "ru", 0.05, 0.2),
    ListMaker("volunteers", 0.35, 0.6, "official Latin", 0.08, 0.3, twice=0.05),
    ListMaker("press", 0.25, 0.3, "Russian Latin", 0.08, 0.4),
)


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """One person as they were. `role`: father, mother, son, daughter, brother, grandfather."""

    number: int
    family: int
    role: str
    given: int
    father: int
    surname: str
    female: bool
    born: date
    died: date
    place: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """Lists, and the truth behind them: the number of the person of each record."""

    people: tuple[SimulatedPerson, ...]
    lists: Mapping[str, tuple[LinkRecord, ...]]
    truth: Mapping[str, int]
    seed: int = field(default=0)

    def kin(self) -> dict[int, frozenset[int]]:
        """For each person the others of the family."""
        families: dict[int, set[int]] = {}
        for one in self.people:
            families.setdefault(one.family, set()).add(one.number)
        return {one.number: frozenset(families[one.family] - {one.number}) for one in self.people}


def simulate(
    people: int = 1000, *, lists: Sequence[ListMaker] = DEFAULT_LISTS, struck: float = 0.4, seed: int = 1
) -> Simulated:
    """A population of about so many people and its lists. `struck`: the share of families killed on one day.

    >>> made = simulate(50, seed=3)
    >>> set(made.truth.values()) <= {person.number for person in made.people}
    True
    """
    random = Random(seed)  # noqa: S311 - a simulation
    population: list[SimulatedPerson] = []
    together: dict[int, bool] = {}
    family = 0
    while len(population) < people:
        together[family] = random.random() < struck
        population += _family(random, len(population), family, together[family])
        family += 1
    made: dict[str, tuple[LinkRecord, ...]] = {}
    truth: dict[str, int] = {}
    for maker in lists:
        whole = {number for number, one in together.items() if one and random.random() < maker.families}
        records: list[LinkRecord] = []
        for person in population:
            known = random.random() < maker.coverage or person.family in whole
            times = known + (known and random.random() < maker.twice)
            for _ in range(times):
                id_ = f"{maker.name}-{len(records) + 1}"
                records.append(LinkRecord(id_, _row(random, person, maker)))
                truth[id_] = person.number
        made[maker.name] = tuple(records)
    return Simulated(tuple(population), made, truth, seed)


def kin_merged(simulated: Simulated, clusters: Iterable[Sequence[str]]) -> tuple[int, int]:
    """How many pairs of kin on the lists were made one person, and how many there are."""
    listed = {simulated.truth[record.id] for records in simulated.lists.values() for record in records}
    kin = simulated.kin()
    pairs = sum(len(kin[one] & listed) for one in listed) // 2
    merged = set()
    for cluster in clusters:
        members = sorted({simulated.truth[id_] for id_ in cluster})
        merged |= {(a, b) for i, a in enumerate(members) for b in members[i + 1 :] if b in kin[a]}
    return len(merged), pairs


# -- people ---------------------------------------------------------------------------------------


def _family(random: Random, number: int, family: int, struck: bool) -> list[SimulatedPerson]:
    surname = random.choice(_STEMS) + random.choice(_MIDDLES) + random.choice(_ENDS)
    place = random.choice(_PLACES)
    day = date(2022, 2, 24) + timedelta(days=random.randrange(700))
    men, women = _names(female=False), _names(female=True)

    def died() -> date:
        return day if struck else date(2022, 2, 24) + timedelta(days=random.randrange(700))

    made: list[SimulatedPerson] = []
    taken: set[int] = set()

    def add(role: str, given: int, father: int, female: bool, year: int) -> SimulatedPerson:
        born = date(year, 1, 1) + timedelta(days=random.randrange(365))
        one = SimulatedPerson(
            number + len(made), family, role, given, father, surname, female, born, died(), place
        )
        made.append(one)
        return one

    year = random.randrange(1950, 1992)
    grandfather = random.choice(men)
    father = add("father", random.choice(men), grandfather, False, year)
    if random.random() < 0.7:
        taken.add(random.choice(women))
        add("mother", min(taken), random.choice(men), True, year + random.randrange(-3, 6))
    if random.random() < 0.25:
        others = [one for one in men if one != father.given]
        add("brother", random.choice(others), grandfather, False, year + random.randrange(-8, 9))
    if random.random() < 0.15:
        add("grandfather", grandfather, random.choice(men), False, year - random.randrange(20, 35))
    last = year + 20
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4))):
        female = random.random() < 0.5
        # One in fifty is a twin; one son in a hundred bears his father's given name.
        last += 0 if random.random() < 0.02 else random.randrange(1, 5)
        if last > 2021:
            break
        pool = [one for one in (women if female else men) if one not in taken and one != father.given]
        given = (
            father.given
            if not female and random.random() < 0.01 and father.given not in taken
            else random.choice(pool)
        )
        taken.add(given)
        add("daughter" if female else "son", given, father.given, female, last)
    return made


@cache
def _table() -> tuple[tuple[str, str], ...]:
    text = (resources.files("accounted.names") / "data" / "given_names.json").read_text(encoding="utf-8")
    return tuple((row["uk"], row["ru"]) for row in json.loads(text))


@cache
def _names(*, female: bool) -> tuple[int, ...]:
    """The rows of given names that end as a woman's or a man's do."""
    feminine = [i for i, (uk, _) in enumerate(_table()) if uk[-1] in "ая"]
    exceptions = {"Ілля", "Микола", "Микита", "Сава", "Кузьма", "Лука", "Хома", "Фома", "Данила"}
    women = {i for i in feminine if _table()[i][0] not in exceptions}
    return tuple(sorted(women if female else set(range(len(_table()))) - women))


# -- what a list writes ---------------------------------------------------------------------------


def _row(random: Random, person: SimulatedPerson, maker: ListMaker) -> dict[str, str]:
    system, language = WRITINGS[maker.writing]
    place = 0 if language == "uk" else 1
    surname = _surname(person.surname, person.female)
    if language == "ru":
        surname = surname.replace("і", "и").replace("ськ", "ск").replace("ий", "ий")
    said = {
        "given": _table()[person.given][place],
        "patronymic": _patronymic(_table()[person.father][place], language, person.female),
        "family": surname,
        "place": person.place if language == "uk" else person.place.replace("і", "и"),
    }
    row = {
        name: _slipped(random, _written(word, system, language), maker.slips) for name, word in said.items()
    }
    row["sex"] = "female" if person.female else "male"
    row["birth"] = _birth(random, person.born)
    age = (
        person.died.year
        - person.born.year
        - ((person.died.month, person.died.day) < (person.born.month, person.born.day))
    )
    row["age"] = str(max(0, age + random.choice((0, 0, 0, 0, 0, 0, -1, 1))))
    off = random.choice((0, 0, 0, 0, 0, 0, 0, 1, -1, 2))
    row["death"] = (person.died + timedelta(days=off)).isoformat()
    for name in ("patronymic", "birth", "age", "death", "place"):
        if random.random() < maker.silent:
            del row[name]
    return row


def _birth(random: Random, born: date) -> str:
    chance = random.random()
    if chance < 0.1:
        return str(born.year)
    if chance < 0.13 and born.day <= 12:
        return date(born.year, born.day, born.month).isoformat()
    return born.isoformat()


def _surname(masculine: str, female: bool) -> str:
    return masculine.removesuffix("ий") + "а" if female and masculine.endswith("ський") else masculine


def _patronymic(father: str, language: str, female: bool) -> str:
    if language == "uk":
        stem = father.removesuffix("о").removesuffix("а")
        if stem.endswith(("й", "ь", "я")):
            return stem[:-1] + ("ївна" if female else "йович")
        return stem + ("івна" if female else "ович")
    stem = father
    if stem.endswith(("й", "ь")):
        return stem[:-1] + ("евна" if female else "евич")
    return stem.rstrip("аяо") + ("овна" if female else "ович")


def _written(word: str, system: str | None, language: str) -> str:
    from accounted.names import transliterate

    return word if system is None else transliterate(word, system, language).text


def _slipped(random: Random, word: str, chance: float) -> str:
    """A slip of the pen: a letter left out, doubled, turned round with the next, or another in its place."""
    if random.random() >= chance or len(word) < 4:
        return word
    place = random.randrange(1, len(word) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + random.choice(word) + word[place + 1 :]
