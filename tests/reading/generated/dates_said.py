"""Dates as three languages say them, composed with what they mean by plain reckoning on the calendar.

Nothing here knows the reader's word lists or its arithmetic: the words and their cases are written out, and
the right answer is made with `datetime` alone.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    "en": [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ],
    "uk": [
        "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
        "листопада", "грудня",
    ],
    "ru": [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
        "ноября", "декабря",
    ],
}  # fmt: skip
IN_MONTH = {
    "en": [f"in {name}" for name in MONTHS["en"]],
    "uk": [
        "у січні", "у лютому", "у березні", "у квітні", "у травні", "у червні", "у липні", "у серпні",
        "у вересні", "у жовтні", "у листопаді", "у грудні",
    ],
    "ru": [
        "в январе", "в феврале", "в марте", "в апреле", "в мае", "в июне", "в июле", "в августе",
        "в сентябре",
        "в октябре", "в ноябре", "в декабре",
    ],
}  # fmt: skip
ON_DAY = {
    "en": [
        "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday",
    ],
    "uk": ["у понеділок", "у вівторок", "у середу", "у четвер", "у п’ятницю", "у суботу", "у неділю"],
    "ru": ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"],
}  # fmt: skip
LAST_DAY = {
    "en": [
        "last Monday",
        "last Tuesday",
        "last Wednesday",
        "last Thursday",
        "last Friday",
        "last Saturday",
        "last Sunday",
    ],
    "uk": [
        "минулого понеділка", "минулого вівторка", "минулої середи", "минулого четверга", "минулої п'ятниці",
        "минулої суботи", "минулої неділі",
    ],
    "ru": [
        "в прошлый понедельник", "в прошлый вторник", "в прошлую среду", "в прошлый четверг",
        "в прошлую пятницу", "в прошлую субботу", "в прошлое воскресенье",
    ],
}  # fmt: skip
PARTS = {
    "en": ("in early {m}", "in mid-{m}", "in late {m}"),
    "uk": ("на початку {m}", "у середині {m}", "наприкінці {m}"),
    "ru": ("в начале {m}", "в середине {m}", "в конце {m}"),
}
WORDS = {
    "en": {
        "today": "today", "yesterday": "yesterday", "night": "overnight", "week": "last week",
        "month": "last month", "year": "last year", "weekend": "over the weekend",
        "hours": "in the past 24 hours",
        "since": "since {d}", "from": "from {a} to {b} {m}", "ago": "{n} days ago",
        "past": "in the past {n} days",
        "night_to": "on the night of {d}", "last_year": "in {m} last year", "summer": "in the summer of {y}",
        "in_year": "in {y}", "of_year": "{d} {y}", "year_start": "since the start of the year",
    },
    "uk": {
        "today": "сьогодні", "yesterday": "учора", "night": "минулої ночі", "week": "минулого тижня",
        "month": "минулого місяця", "year": "торік", "weekend": "на вихідних", "hours": "за минулу добу",
        "since": "з {d}", "from": "з {a} по {b} {m}", "ago": "{n} днів тому", "past": "за останні {n} днів",
        "night_to": "в ніч на {d}", "last_year": "{i} минулого року", "summer": "влітку {y} року",
        "in_year": "у {y} році", "of_year": "{d} {y} року", "year_start": "з початку року",
    },
    "ru": {
        "today": "сегодня", "yesterday": "вчера", "night": "минувшей ночью", "week": "на прошлой неделе",
        "month": "в прошлом месяце", "year": "в прошлом году", "weekend": "на выходных",
        "hours": "за минувшие сутки", "since": "с {d}", "from": "с {a} по {b} {m}", "ago": "{n} дней назад",
        "past": "за последние {n} дней", "night_to": "в ночь на {d}", "last_year": "{i} прошлого года",
        "summer": "летом {y} года", "in_year": "в {y} году", "of_year": "{d} {y} года",
        "year_start": "с начала года",
    },
}  # fmt: skip
# By role: sentences with a place for the date, after the verb and before it; a stretch fits only a deed.
CLAUSES = {
    "en": {
        "act": (
            "Six people were killed {when}.",
            "Gunmen killed six people {when}.",
            "{When} six people died.",
        ),
        "discovery": ("Police found six bodies {when}.", "The bodies of six men were found {when}."),
        "statement": (
            "The mayor said {when} that six people had been killed.",
            "{When}, the mayor said six people had died.",
        ),
        "publication": ("A report published {when} names six dead.",),
        "control_change": ("The town was recaptured {when}.",),
        "exhumation": ("Six bodies were exhumed {when}.",),
    },
    "uk": {
        "act": ("{When} загинули шестеро людей.", "Шестеро людей загинули {when}."),
        "discovery": ("{When} поліція знайшла шість тіл.",),
        "statement": (
            "Мер заявив {when}, що загинули шестеро людей.",
            "{When} мер заявив, що загинули шестеро людей.",
        ),
        "publication": ("Опублікований {when} звіт називає шістьох загиблих.",),
        "control_change": ("Місто звільнили {when}.",),
        "exhumation": ("{When} ексгумували шість тіл.",),
    },
    "ru": {
        "act": ("{When} погибли шесть человек.", "Шесть человек погибли {when}."),
        "discovery": ("{When} полиция нашла шесть тел.",),
        "statement": (
            "Мэр заявил {when}, что погибли шесть человек.",
            "{When} мэр заявил, что погибли шесть человек.",
        ),
        "publication": ("Опубликованный {when} доклад называет шестерых погибших.",),
        "control_change": ("Город освободили {when}.",),
        "exhumation": ("{When} эксгумировали шесть тел.",),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with one date, the day it was published, and what the date means and is the date of."""

    language: str
    text: str
    published: str
    edtf: str
    role: str


Meaning = tuple[str, str, bool]  # words, EDTF, whether it is a stretch that only a deed can have


def _past(today: date, month: int, day: int) -> date:
    """The last such day up to today."""
    year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    return date(year, month, day)


def _span(low: date, high: date) -> str:
    return f"[{low}..{high}]"


def _day_words(language: str, day: int, month: int, style: int) -> str:
    name = MONTHS[language][month - 1]
    if language == "en" and style:
        return f"{name} {day}"
    return f"{day} {name}"


def meanings(language: str, today: date, pick: random.Random) -> Iterator[Meaning]:
    """Every way of saying a date, with what it means on the day of publication."""
    words, on = WORDS[language], "on " if language == "en" else ""
    day, month, year = pick.randint(1, 28), pick.randint(1, 12), pick.randint(1990, today.year - 1)
    told, plain = _past(today, month, day), _day_words(language, day, month, pick.randint(0, 1))
    yield f"{on}{plain}", str(told), False
    yield on + words["of_year"].format(d=plain, y=year), str(date(year, month, day)), False
    yield f"{on}{day:02}.{month:02}.{year}", str(date(year, month, day)), False
    yield f"{on}{date(year, month, day)}", str(date(year, month, day)), False
    number = pick.randint(0, 6)
    yield ON_DAY[language][number], str(today - timedelta((today.weekday() - number) % 7)), False
    back = (today.weekday() - number) % 7 or 7
    yield LAST_DAY[language][number], str(today - timedelta(back)), False
    yield words["today"], str(today), False
    yield words["yesterday"], str(today - timedelta(1)), False
    yield words["night"], _span(today - timedelta(1), today), False
    monday = today - timedelta(today.weekday() + 7)
    yield words["week"], _span(monday, monday + timedelta(6)), False
    before = today.replace(day=1) - timedelta(1)
    yield words["month"], f"{before.year}-{before.month:02}", False
    yield words["year"], str(today.year - 1), False
    saturday = today - timedelta((today.weekday() - 5) % 7)
    yield words["weekend"], _span(saturday, saturday + timedelta(1)), False
    in_year = today.year if month <= today.month else today.year - 1
    yield IN_MONTH[language][month - 1], f"{in_year}-{month:02}", False
    low, high = pick.choice([(1, 10), (11, 20), (21, monthrange(in_year, month)[1])])
    part = PARTS[language][(low - 1) // 10].format(m=MONTHS[language][month - 1])
    yield part, _span(date(in_year, month, low), date(in_year, month, high)), False
    high = monthrange(year, month)[1] if low == 21 else high
    dated = words["of_year"].format(d=part, y=year)
    yield dated, _span(date(year, month, low), date(year, month, high)), False
    last = words["last_year"].format(m=MONTHS[language][month - 1], i=IN_MONTH[language][month - 1])
    yield last, f"{today.year - 1}-{month:02}", False
    yield words["summer"].format(y=year), f"[{year}-06..{year}-08]", False
    yield words["in_year"].format(y=year), str(year), False
    night = told if language == "en" else told - timedelta(1)
    yield words["night_to"].format(d=plain), _span(night, night + timedelta(1)), False
    n = pick.randint(5, 19)
    yield words["ago"].format(n=n), str(today - timedelta(n)), False
    yield words["past"].format(n=n), f"{today - timedelta(n - 1)}/{today}", True
    yield words["hours"], f"{today - timedelta(1)}/{today}", True
    yield words["since"].format(d=plain), f"{told}/{today}", True
    yield words["year_start"], f"{today.year}-01-01/{today}", True
    first = pick.randint(1, 27)
    until = _past(today, month, pick.randint(first + 1, 28))
    stretch = words["from"].format(a=first, b=until.day, m=MONTHS[language][month - 1])
    yield stretch, f"{until.replace(day=first)}/{until}", True


def sentences(language: str, days: int, seed: int) -> Iterator[Said]:
    """Every way of saying a date in every clause that it fits, for so many days of publication."""
    pick = random.Random(seed)
    for _ in range(days):
        today = date(2015, 1, 1) + timedelta(pick.randint(0, 3600))
        for words, edtf, stretch in meanings(language, today, pick):
            for role, clauses in CLAUSES[language].items():
                if stretch and role != "act":
                    continue
                clause = pick.choice(clauses)
                text = clause.format(when=words, When=words[0].upper() + words[1:])
                yield Said(language, text, str(today), edtf, role)
