"""The words of the workspace for translators: collect them, and compile what was translated.

    python tools/messages.py            bring locale/*/LC_MESSAGES/django.po up to date, compile django.mo
    python tools/messages.py --missing  list what is not translated, by language

Strings come from templates (`translate`, `blocktranslate`) and from Python (`_`, `gettext`, `gettext_lazy`,
`ngettext`). What is no longer said is dropped; what is said anew stands there empty until somebody
translates it.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "accounted" / "web"
DATED = datetime(2026, 1, 1, tzinfo=UTC)  # the date of a catalogue says nothing, and would change each time
LANGUAGES = ("uk", "ru", "ar")
COMPLETE = ("uk",)  # of these, no string may be missing
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[str, bytes]]:
    """Every file with words in it, as Python; templates are turned into calls of gettext."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(ROOT)), path.read_bytes()
    for path in sorted((WEB / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt", ".svg"):
            text = path.read_text(encoding="utf-8")
            yield str(path.relative_to(ROOT)), templatize(text, origin=str(path)).encode()


def collected() -> Catalog:
    """Every string that is to be translated."""
    catalog = Catalog(project="Accounted", copyright_holder="the contributors of Accounted")
    for name, text in sources():
        found = extract("python", io.BytesIO(text), keywords=KEYWORDS, comment_tags=("Translators:",))
        for _line, message, comments, context in found:
            if message and message != ("", ""):
                catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str) -> Path:
    """Where the words of a language are."""
    return WEB / "locale" / language / "LC_MESSAGES" / "django.po"


def translated(language: str) -> Catalog:
    """What was translated into a language so far."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_up_to_date(language: str, found: Catalog) -> Catalog:
    """The catalogue of a language with exactly the strings that are found now."""
    catalog = translated(language)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.project, catalog.version = "Accounted", "workspace"
    catalog.creation_date = catalog.revision_date = DATED
    catalog.header_comment = "# Words of the workspace. Brought up to date by tools/messages.py."
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """Strings that are not translated."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        told = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if not all(told) or message.fuzzy:
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def as_po(catalog: Catalog) -> bytes:
    """The catalogue for translators: without line numbers and dates, which change without the words."""
    written = io.BytesIO()
    write_po(written, catalog, sort_output=True, include_lineno=False, omit_header=False, width=100)
    lines = written.getvalue().decode().split("\n")
    dated = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Language-Team',
        '"Report-Msgid',
    )
    return "\n".join(line for line in lines if not line.startswith(dated)).encode()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue for programs: what is not translated is left out, so that the English is shown."""
    whole = Catalog(locale=catalog.locale, project=catalog.project, version=catalog.version, fuzzy=False)
    whole.creation_date = whole.revision_date = DATED
    absent = set(missing(catalog))
    for message in catalog:
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        if message.id and first not in absent:
            whole.add(message.id, message.string, context=message.context)
    written = io.BytesIO()
    write_mo(written, whole)
    return written.getvalue()


def main() -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", action="store_true", help="only list what is not translated")
    asked = parser.parse_args()
    found = collected()
    lacking = False
    for language in LANGUAGES:
        catalog = brought_up_to_date(language, found)
        absent = missing(catalog)
        print(f"{language}: {len(catalog) - len(absent)} of {len(catalog)} translated")
        if asked.missing:
            for text in absent:
                print(f"  {text!r}")
            lacking = lacking or bool(absent and language in COMPLETE)
            continue
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
    return int(lacking)


if __name__ == "__main__":
    sys.exit(main())
