"""Texts that are copies of one another are suggested, others are not."""

from __future__ import annotations

from random import Random

from accounted.reckoning import suggest_syndication

WORDS = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "ar", "en", "il", "os")]


def a_text(random: Random, words: int = 200) -> list[str]:
    return [random.choice(WORDS) + random.choice(WORDS) for _ in range(words)]


def test_a_wire_copy_with_another_headline_is_suggested():
    random = Random(5)
    body = a_text(random)
    texts = {f"other {n}": " ".join(a_text(random)) for n in range(60)}
    texts["wire"] = " ".join(body)
    texts["paper"] = " ".join([*a_text(random, 12), *body[:180], *a_text(random, 5)]).upper()
    (found,) = suggest_syndication(texts)
    assert (found.one, found.other) == ("paper", "wire")
    assert 0.75 < found.similarity < 0.95


def test_the_same_texts_give_the_same_suggestions_in_any_order():
    random = Random(6)
    body = a_text(random)
    texts = {str(n): " ".join(body[: 100 + 10 * n]) for n in range(8)}
    turned = dict(reversed(texts.items()))
    assert suggest_syndication(texts) == suggest_syndication(turned) != ()


def test_texts_that_share_a_phrase_are_not_suggested_and_short_ones_are_left_out():
    random = Random(7)
    phrase = a_text(random, 20)
    texts = {str(n): " ".join([*a_text(random), *phrase]) for n in range(20)}
    texts |= {"short": "bodies were found", "short too": "bodies were found"}
    assert suggest_syndication(texts) == ()
