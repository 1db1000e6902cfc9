"""The comparisons of a run: for each column there is, from "the same" down to "different", with first values.

Splink trains the values: u (how often records of different people agree so) by sampling pairs, m (how often
records of one person do) by expectation maximisation. The first values stand where a level is never seen, and
for lists too small to train on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounted.linking.comparisons import places, times

FLOOR = 0.0005


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: in words, as SQL, and its first m and u. `rarity`: by the value's own."""

    words: str
    sql: str
    m: float
    u: float
    rarity: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison: the name of what is compared, when it says nothing, and its levels, best first."""

    name: str
    silent: str
    levels: tuple[Level, ...]

    def creator(self, values: Mapping[str, Sequence[tuple[float, float]]] | None = None) -> dict[str, Any]:
        """As Splink takes it, with first or given values of m and u."""
        own = values[self.name] if values else [(one.m, one.u) for one in self.levels]
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.silent, "label_for_charts": "not told", "is_null_level": True}
        ]
        for one, (m, u) in zip(self.levels, own, strict=True):
            level = {
                "sql_condition": one.sql, "label_for_charts": one.words, "m_probability": m,
                "u_probability": u,
            }  # fmt: skip
            if one.rarity:
                level |= {"tf_adjustment_column": one.rarity, "tf_adjustment_weight": 1.0}
            levels.append(level)
        return {"output_column_name": self.name, "comparison_levels": levels}

    def without_rarity(self) -> Compared:
        """The same, all values of one weight."""
        return replace(self, levels=tuple(replace(level, rarity=None) for level in self.levels))

    def weight(self, level: int, values: Sequence[tuple[float, float]]) -> float:
        """The match weight of a level in bits."""
        m, u = values[level]
        return math.log2(m / u)


def comparisons(there: frozenset[str]) -> tuple[Compared, ...]:
    """The comparisons for the columns there are."""
    found: list[Compared] = []
    if "given" in there:
        found.append(_name("given", "given name", rows="given_row" in there, common="given_common" in there))
    for name, words in (("family", "family name"), ("patronymic", "father's name"), ("third", "third name"),
                        ("mother", "mother's name"), ("maiden", "maiden name")):  # fmt: skip
        if name in there:
            found.append(_name(name, words, rows=f"{name}_row" in there))
    if "sex" in there:
        found.append(
            _told(
                "sex",
                (Level("same sex", "sex_l = sex_r", 0.985, 0.5), Level("other sex", "ELSE", 0.015, 0.5)),
            )
        )
    if "birth" in there:
        found.append(_birth())
    if "born_from" in there:
        found.append(_born("birth" in there))
    if "event" in there:
        found.append(_event("event_kind" in there))
    if "event_from" in there:
        found.append(_event_interval("event_kind" in there))
    if "place" in there:
        found.append(_place("place", "place", on_the_map="place_at" in there))
    for name, words in (("birth_place", "place of birth"), ("region", "region"), ("occupation", "occupation"),
                        ("nationality", "nationality")):  # fmt: skip
        if name in there:
            found.append(_place(name, words, on_the_map=f"{name}_at" in there))
    found += [
        _place(name, "residence")
        for name in sorted(there)
        if name.startswith("residence") and not name.endswith("_key")
    ]
    if "postcode" in there:
        found.append(_postcode())
    found += [
        _number(name, checked=f"{name}_right" in there)
        for name in sorted(there)
        if name.startswith(("id_number", "body_number")) and not name.endswith("_right")
    ]
    return tuple(found)


def _told(name: str, levels: tuple[Level, ...], *columns: str) -> Compared:
    silent = " or ".join(f"{c}_l is null or {c}_r is null" for c in (columns or (name,)))
    return Compared(name, silent, levels)


def _name(name: str, words: str, *, rows: bool = False, common: bool = False) -> Compared:
    a, b = f"{name}_l", f"{name}_r"
    alike = f"jaro_winkler_similarity({a}, {b})"
    # Two names that both stand often are two names, however few letters they differ in.
    slip = " and (given_common_l is null or given_common_r is null)" if common else ""
    two = (Level(f"two {words}s of the table", f"{name}_row_l <> {name}_row_r", 0.005, 0.5),) if rows else ()
    initial = f"(length({a}) = 1 or length({b}) = 1) and substr({a}, 1, 1) = substr({b}, 1, 1)"
    return _told(name, (
        Level(f"same {words}", f"{a} = {b}", 0.80, 0.005, name),
        *two,
        Level(f"same {words} in another form", f"{name}_key_l = {name}_key_r", 0.08, 0.002, f"{name}_key"),
        Level(f"{words}: initial agrees", initial, 0.005, 0.001),
        Level(f"{words} but for a letter or two", f"{alike} >= 0.9{slip}", 0.07, 0.002),
        Level(f"{words} alike", f"{alike} >= 0.8{slip}", 0.02, 0.008),
        Level(f"another {words}", "ELSE", 0.02, 0.98),
    ))  # fmt: skip


def _birth() -> Compared:
    a, b = "birth_l", "birth_r"
    turned = (
        f"substr({a}, 1, 4) = substr({b}, 1, 4) and substr({a}, 5, 2) = substr({b}, 7, 2) "
        f"and substr({a}, 7, 2) = substr({b}, 5, 2)"
    )
    off = f"levenshtein({a}, {b}) <= 1 or ({turned})"
    return _told("birth", (
        Level("same day of birth", f"{a} = {b}", 0.85, 0.00005),
        Level("day and month of birth turned round, or one digit off", off, 0.06, 0.0012),
        Level("two digits of the day of birth off", f"levenshtein({a}, {b}) <= 2", 0.03, 0.012),
        Level("same year of birth", f"substr({a}, 1, 4) = substr({b}, 1, 4)", 0.03, 0.01),
        Level("born within a year", "abs(born_to_l - born_to_r) <= 1", 0.01, 0.02),
        Level("another day of birth", "ELSE", 0.02, 0.94),
    ))  # fmt: skip


def _born(days: bool) -> Compared:
    gap = "greatest(born_from_l - born_to_r, born_from_r - born_to_l)"
    silent = "born_from_l is null or born_from_r is null"
    if days:
        silent += " or (birth_l is not null and birth_r is not null)"
    return Compared("born", silent, (
        Level("same year of birth", "born_to_l = born_to_r and born_from_l = born_from_r", 0.55, 0.02),
        Level("ages agree", f"{gap} <= 0", 0.25, 0.04),
        Level("a year between the ages", f"{gap} <= 1", 0.12, 0.04),
        Level("two years between the ages", f"{gap} <= 2", 0.05, 0.04),
        Level("up to five years between the ages", f"{gap} <= 5", 0.02, 0.1),
        Level("another age", "ELSE", 0.01, 0.76),
    ))  # fmt: skip


def _event(kinds: bool) -> Compared:
    apart = "abs(event_l - event_r)"
    silent = "event_l is null or event_r is null"
    if kinds:
        silent += f" or not ({times.known_to_the_day()})"
    return Compared("event", silent, (
        Level("same day", "event_l = event_r", 0.75, 0.002, "event"),
        Level("within five days", f"{apart} <= 5", 0.15, 0.015),
        Level("within ten days", f"{apart} <= 10", 0.04, 0.015),
        Level("within a month", f"{apart} <= 31", 0.03, 0.05),
        Level("another time", "ELSE", 0.03, 0.918),
    ))  # fmt: skip


def _event_interval(kinds: bool) -> Compared:
    silent = "event_from_l is null or event_from_r is null"
    if kinds:
        silent += f" or coalesce({times.known_to_the_day()}, false)"
    return Compared("event_interval", silent, (
        Level("times agree", times.apart(0), 0.85, 0.3),
        Level("times a month apart at most", times.apart(31), 0.1, 0.1),
        Level("at times that cannot agree", "ELSE", 0.05, 0.6),
    ))  # fmt: skip


def _place(name: str, words: str, *, on_the_map: bool = False) -> Compared:
    alike = f"jaro_winkler_similarity({name}_l, {name}_r)"
    one = (Level(f"one {words} under two names", places.same(name), 0.03, 0.001),) if on_the_map else ()
    near = (
        Level(f"one {words} lies in the other", places.inside(name), 0.04, 0.02),
        Level(f"{words} within ten kilometres", places.near(name, 10), 0.02, 0.01),
    ) if on_the_map else ()  # fmt: skip
    key = f"{name}_key"
    within = f"strpos({name}_l, {name}_r) > 0 or strpos({name}_r, {name}_l) > 0"
    return _told(name, (
        Level(f"same {words}", f"{name}_l = {name}_r", 0.80, 0.02, name),
        Level(f"same {words} in another spelling", f"{key}_l = {key}_r", 0.06, 0.002, key),
        *one,
        Level(f"{words} but for a letter or two", f"{alike} >= 0.9", 0.05, 0.005),
        *near,
        Level(f"one {words} names the other", within, 0.02, 0.003),
        Level(f"another {words}", "ELSE", 0.07, 0.97),
    ))  # fmt: skip


def _postcode() -> Compared:
    beginning = "substr(postcode_l, 1, 3) = substr(postcode_r, 1, 3)"
    return _told("postcode", (
        Level("same postcode", "postcode_l = postcode_r", 0.75, 0.001, "postcode"),
        Level("postcode but for a sign", "levenshtein(postcode_l, postcode_r) <= 1", 0.1, 0.005),
        Level("same beginning of the postcode", beginning, 0.05, 0.01),
        Level("another postcode", "ELSE", 0.1, 0.984),
    ))  # fmt: skip


def _number(name: str, *, checked: bool) -> Compared:
    a, b = f"{name}_l", f"{name}_r"
    # Two numbers whose check digits are both right are two numbers, and no slip of the pen.
    slip = f" and not ({name}_right_l = 1 and {name}_right_r = 1)" if checked else ""
    return _told(name, (
        Level("same number", f"{a} = {b}", 0.9, 0.00001, name),
        Level("number but for a digit", f"levenshtein({a}, {b}) <= 1{slip}", 0.05, 0.00005),
        Level("number but for two digits", f"levenshtein({a}, {b}) <= 2{slip}", 0.02, 0.0005),
        Level("another number", "ELSE", 0.03, 0.9994),
    ))  # fmt: skip


def repaired(
    compared: Sequence[Compared],
    trained: Mapping[str, Sequence[tuple[float | None, float | None]]],
    exact_u: Mapping[tuple[str, int], float],
    pairs_sampled: float,
) -> tuple[dict[str, list[tuple[float, float]]], list[str]]:
    """Trained values made fit for use, and in words what could not be trained.

    A level never seen in training keeps its first value; nothing is impossible (`FLOOR`), as a slip of the
    pen can make any two values differ; where a level's u is known exactly from the frequencies of values,
    that is taken.
    """
    made: dict[str, list[tuple[float, float]]] = {}
    untrained: list[str] = []
    for one in compared:
        values = trained[one.name]
        if all(m is None for m, _ in values):
            untrained.append(one.name)
        ms = [FLOOR if m is not None and m < FLOOR else m for m, _ in values]
        known = [m for m in ms if m is not None]
        # What the unseen levels take, the seen ones give.
        rest = max(0.0, 1.0 - sum(known)) if known else 1.0
        unseen = sum(level.m for level, m in zip(one.levels, ms, strict=True) if m is None) or 1.0
        share = max(rest, 0.01) / unseen if known else 1.0
        m_all = [
            level.m * min(share, 1.0) if m is None else m for level, m in zip(one.levels, ms, strict=True)
        ]
        u_all = []
        for place, (level, (_, u)) in enumerate(zip(one.levels, values, strict=True)):
            exact = exact_u.get((one.name, place))
            least = 0.5 / pairs_sampled
            u_all.append(max(exact if exact is not None else level.u if u is None else u, least))
        made[one.name] = [(m / sum(m_all), u) for m, u in zip(m_all, u_all, strict=True)]
    return made, untrained
