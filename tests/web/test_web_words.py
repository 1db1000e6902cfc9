"""The words of the workspace: every one of them in English and Ukrainian; Russian and Arabic are prepared."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def messages():
    told = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(messages):
    return messages.collected()


def test_no_string_is_missing_in_ukrainian(messages, found):
    catalog = messages.brought_up_to_date("uk", found)
    assert messages.missing(catalog) == [], "translate them in locale/uk, then run: python tools/messages.py"


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_the_catalogues_hold_what_is_said_and_are_compiled(messages, found, language):
    path = messages.path_of(language)
    run = "run: python tools/messages.py"
    catalog = messages.brought_up_to_date(language, found)
    assert path.read_bytes() == messages.as_po(catalog), run
    assert path.with_suffix(".mo").read_bytes() == messages.as_mo(catalog), run


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_a_translation_keeps_what_is_put_in(messages, language):
    """`%(count)s` stays `%(count)s`, or a page breaks where the words are used."""
    import re

    holes = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
    for message in messages.translated(language):
        told = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        asked = message.id if isinstance(message.id, str) else message.id[1] if message.id else ""
        for one in told:
            if message.id and one:
                wanted = set(map(str, holes.findall(asked)))
                assert set(map(str, holes.findall(one))) <= wanted, f"{asked!r}: {one!r}"
                if not isinstance(message.id, (tuple, list)):
                    assert set(map(str, holes.findall(one))) == wanted, f"{asked!r}: {one!r}"


def test_a_page_in_ukrainian_has_no_english_words_in_its_menu(client_as):
    client = client_as("owner")
    client.cookies["django_language"] = "uk"
    page = client.get("/").content.decode()
    menu = page[page.index("<nav") : page.index("</nav>")]
    words = "".join(part.split("<")[0] for part in menu.split(">"))
    assert not set(string.ascii_letters) & set(words), words


def test_arabic_is_written_from_right_to_left(client_as):
    client = client_as("owner")
    client.cookies["django_language"] = "ar"
    assert '<html lang="ar" dir="rtl">' in client.get("/").content.decode()


def test_no_words_to_translate_stand_where_they_are_not_found():
    """What is said inside an f-string is not collected, and stays English."""
    import ast

    asked = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    lost = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "src" / "accounted" / "web").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in asked
    ]
    assert lost == []
