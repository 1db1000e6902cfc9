"""“How the reader decides” shows every worked example, and every part of it has some.

That each is read as it says is tested with the reader, and that the page is current with the other pages.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from accounted.reading import languages
from accounted.reading.examples import examples

SPEC = importlib.util.spec_from_file_location(
    "generated_pages", Path(__file__).with_name("generated_pages.py")
)
assert SPEC and SPEC.loader
generated_pages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generated_pages)


@pytest.mark.parametrize("language", languages())
def test_every_example_belongs_to_a_part_of_the_page(language):
    assert {example.part for example in examples(language)} <= set(generated_pages.READER_PARTS)


def test_no_rule_is_shown_twice_in_one_language():
    for language in languages():
        shown = [(example.part, example.rule) for example in examples(language)]
        assert sorted(set(shown)) == sorted(shown)
