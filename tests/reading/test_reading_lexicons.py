"""The lexicons: data that a person without Python can add to, held to the vocabularies."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.reading import NoLexicon, languages, load_lexicon, read
from accounted.reading.lexicons import DATA, EXAMPLES, read_lexicon
from accounted.vocabulary import vocabulary

FILES = {path.name for path in (DATA / "en").glob("*.toml")}


def tables(language: str) -> list[tuple[str, str, dict[str, object]]]:
    out = []
    for path in sorted(p for p in (DATA / language).glob("*.toml") if p.name != EXAMPLES):
        for kind, listed in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(listed, list):
                out.extend((path.name, kind, table) for table in listed)
    return out


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_files(language: str) -> None:
    assert {path.name for path in (DATA / language).glob("*.toml")} == FILES


@pytest.mark.parametrize("language", languages())
def test_bases_quantifiers_and_modalities_are_terms_of_the_vocabularies(language: str) -> None:
    for key, name in (
        ("basis", "count_basis"),
        ("quantifier", "quantifier"),
        ("modality", "statement_modality"),
    ):
        terms = {t.code for t in vocabulary(name)}
        used = {str(t[key]) for _, _, t in tables(language) if key in t}
        assert used <= terms, key


@pytest.mark.parametrize("language", languages())
def test_body_regions_date_roles_and_inquiry_types_are_terms_too(language: str) -> None:
    regions = {t.code for t in vocabulary("body_region")}
    roles = {t.code for t in vocabulary("date_role")}
    types = {t.code for t in vocabulary("investigation_type")}
    for _, kind, table in tables(language):
        region = table.get("region", [])
        assert set([region] if isinstance(region, str) else region) <= regions  # type: ignore[arg-type]
        if kind == "date_role":
            assert table["role"] in roles
        if kind == "inquiry_body":
            assert table["type"] in types


@pytest.mark.parametrize("language", languages())
def test_the_first_label_of_a_finding_and_an_act_is_a_vocabulary_term(language: str) -> None:
    """What follows it is a nearer term of the project's own (`bodies_in_open` beside `other`)."""
    known = {
        "finding": {t.code for t in vocabulary("finding_type")},
        "sign_of": {t.code for t in vocabulary("finding_type")},
        "position": {t.code for t in vocabulary("finding_type")},
        "act": {t.code for t in vocabulary("act_type")},
        "site": {t.code for t in vocabulary("site_type")},
        "held": {t.code for t in vocabulary("site_type")},
    }
    for file, kind, table in tables(language):
        if kind in known:
            what = table["what"]
            assert isinstance(what, list)
            assert what[0] in known[kind], f"{file}: {what}"


@pytest.mark.parametrize("language", languages())
def test_every_label_is_a_term_of_some_vocabulary(language: str) -> None:
    names = ("finding_type", "act_type", "site_type", "grave_type", "remains_state")
    terms = {t.code for name in names for t in vocabulary(name)}
    used = {w for _, _, t in tables(language) for w in t.get("what", ())}  # type: ignore[attr-defined]
    assert used <= terms


@pytest.mark.parametrize("language", languages())
def test_forms_are_lower_case_and_not_given_twice_in_one_table(language: str) -> None:
    for file, kind, table in tables(language):
        forms = table["forms"]
        lists = forms.values() if isinstance(forms, dict) else [forms]
        for listed in lists:
            assert [f for f in listed if f != f.lower()] == [], f"{file}, {kind}"


def test_a_language_without_a_lexicon_is_refused_with_the_languages_there_are() -> None:
    with pytest.raises(NoLexicon, match="en"):
        load_lexicon("xx")
    with pytest.raises(NoLexicon):
        load_lexicon("../en")


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", "قتل 12 شخصا"), (None, "قتل 12 شخصا وجرح 30 آخرون"), ("fr", "Douze personnes ont été tuées")],
)
def test_a_document_in_such_a_language_gives_no_claims_and_says_so(
    language: str | None, text: str, no_places: object
) -> None:
    reading = read(Document(text, language=language), gazetteer=no_places)  # type: ignore[arg-type]
    assert reading.claims == ()
    assert "no lexicon" in reading.warnings[0].message
    assert reading.reader.lexicon == "none"


def test_a_folder_of_word_lists_makes_a_language(tmp_path: Path) -> None:
    (tmp_path / "language.toml").write_text(
        '[settings]\nlanguage = "zz"\nname = "Z"\nversion = "1"\n', encoding="utf-8"
    )
    (tmp_path / "harm.toml").write_text(
        '[[harm]]\nbasis = "killed"\nforms.verb = ["zap~"]\n', encoding="utf-8"
    )
    lexicon = read_lexicon(tmp_path)
    assert [(end, kind, role) for end, kind, role, _ in lexicon.find(["zapped", "x"], 0)] == [
        (1, "harm", "verb")
    ]
    assert list(lexicon.find(["zip"], 0)) == []


def test_a_table_without_words_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "language.toml").write_text(
        '[settings]\nlanguage = "zz"\nname = "Z"\nversion = "1"\n', encoding="utf-8"
    )
    (tmp_path / "harm.toml").write_text('[[harm]]\nbasis = "killed"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"harm\.toml"):
        read_lexicon(tmp_path)


SPANISH = {
    "language.toml": """
[settings]
language = "es"
name = "Español"
version = "0.1.0"
decimal = ","
content_openers = ["que"]
free_order = true

[[function]]
role = "determiner"
forms = ["el", "la", "los", "las"]
[[function]]
role = "preposition"
forms = ["en", "de", "a"]
[[function]]
role = "auxiliary"
forms = ["fue", "fueron", "han sido"]
[[function]]
role = "conjunction"
forms = ["y"]
""",
    "numbers.toml": """
[[number]]
value = 3
forms = ["tres"]
[[vague]]
quantifier = "dozens"
low = 24
forms = ["decenas de"]
""",
    "quantifiers.toml": '[[quantifier]]\nquantifier = "at_least"\nforms.before = ["al menos"]\n',
    "counted.toml": """
[[person]]
forms = ["personas"]
[[person]]
group = ["civilian"]
forms = ["civiles"]
[[person]]
group = ["child"]
forms = ["niños"]
[[breakdown]]
forms = ["entre ellos", "incluidos"]
[[uncounted]]
reason = "money"
forms = ["euros"]
""",
    "harm.toml": """
[[harm]]
basis = "killed"
forms.happens = ["murieron", "muertos"]
forms.verb = ["mató a", "mataron a"]
[[harm]]
basis = "injured"
forms.happens = ["resultaron heridas", "heridos"]
""",
    "speech.toml": """
[[say]]
modality = "asserts"
forms = ["dijo", "informó"]
[[role]]
forms = ["policía", "alcalde"]
""",
}


def test_a_first_lexicon_of_a_few_words_already_reads(tmp_path: Path, no_places: object) -> None:
    """What “Add a language” promises: word lists alone, and the grammar reads with them."""
    for name, words in SPANISH.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    text = (
        "Al menos 12 civiles murieron en Lubny, dijo la policía. Murieron tres personas, entre ellos dos. "
        "Decenas de personas resultaron heridas. El puente costó 300 euros."
    )
    document = Document(text, language="es", published="2025-03-14")
    reading = read(document, lexicon=read_lexicon(tmp_path), gazetteer=no_places)  # type: ignore[arg-type]
    tallies = [c for c in reading.claims if c.tally is not None]
    assert [(c.tally.basis, c.tally.count.low, c.tally.count.high) for c in tallies if c.tally] == [
        ("killed", 12, None), ("killed", 3, 3), ("injured", 24, None),
    ]  # fmt: skip
    assert tallies[0].tally is not None
    assert tallies[0].tally.group == ("civilian",)
    assert tallies[0].speaker is not None
    assert tallies[0].speaker.text == "la policía"
    assert ("300", "money") in [(e.exact, why) for e, why in reading.not_counted]
    assert reading.reader.lexicon == "es 0.1.0"
