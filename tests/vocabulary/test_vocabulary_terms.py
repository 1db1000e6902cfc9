"""The vocabularies: every file loads, every term is complete, and a wrong term is told the near ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from accounted import vocabulary as room
from accounted.vocabulary import Term, UnknownTerm, UnknownVocabulary, term, vocabularies, vocabulary

REPOSITORY = Path(__file__).parents[2]
SEED = Path(os.environ.get("ACCOUNTED_SHARED", REPOSITORY / "../shared")) / "standards_vocab.json"
DATA = REPOSITORY / "src/accounted/vocabulary/data"

each_vocabulary = pytest.mark.parametrize("name", vocabularies())


def test_there_are_vocabularies_to_load():
    assert len(vocabularies()) >= 63


@each_vocabulary
def test_a_vocabulary_says_what_it_is_and_where_it_comes_from(name):
    v = vocabulary(name)
    assert v.id == name
    assert v.title_in("en") == v.title != ""
    assert v.title_in("uk") != v.title
    assert v.source
    assert len(v) == len(list(v)) == len(v.codes) >= 3


@each_vocabulary
def test_codes_are_unique_and_can_be_typed(name):
    codes = [entry["code"] for entry in json.loads((DATA / f"{name}.json").read_text("utf-8"))["terms"]]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Za-z0-9_.]+", code) for code in codes)


@each_vocabulary
def test_every_term_has_an_english_and_a_ukrainian_label(name):
    for t in vocabulary(name):
        assert set(t.labels) >= {"en", "uk"}
        for label in t.labels.values():
            assert label.strip() == label != ""


@each_vocabulary
def test_ukrainian_labels_are_written_in_ukrainian(name):
    names_of_systems = {"alalc"}  # a proper name, the same in both languages
    for t in vocabulary(name):
        if t.code in names_of_systems:
            continue
        assert re.search("[а-щьюяєіїґ]", t.label_in("uk"), re.I), t
        assert not re.search("[ыэёъ]", t.label_in("uk"), re.I), t


@each_vocabulary
def test_labels_tell_terms_of_one_vocabulary_apart(name):
    for language in ("en", "uk"):
        labels = [t.label_in(language).casefold() for t in vocabulary(name)]
        assert sorted(labels) == sorted(set(labels))


@each_vocabulary
def test_mappings_name_a_scheme_and_its_codes(name):
    for t in vocabulary(name):
        for scheme, codes in t.mappings.items():
            assert re.fullmatch(r"[a-z0-9_]+", scheme)
            assert codes and all(code.strip() == code != "" for code in codes)


@pytest.mark.skipif(
    not SEED.is_file(), reason="standards_vocab.json is not beside the repository (set ACCOUNTED_SHARED)"
)
def test_every_code_of_the_standards_is_present():
    seed = json.loads(SEED.read_text("utf-8"))["vocabularies"]
    assert set(vocabularies()) >= set(seed)
    for name, entry in seed.items():
        assert set(vocabulary(name).codes) >= {t["code"] for t in entry["terms"]}, name


def test_a_term_carries_label_definition_and_mappings():
    t = term("count_basis", "killed")
    assert (t.code, t.label) == ("killed", "Deaths")
    assert t.definition
    assert t.mappings["sdg"] == ("16.1.2",)
    assert t.label_in("uk") == "Загиблі внаслідок насильства"


def test_a_language_without_a_label_falls_back_to_english():
    assert term("sex", "male").label_in("de") == "Male"
    assert term("sex", "male").label_in("uk-UA") == "Чоловіча"
    assert vocabulary("sex").title_in("fr") == vocabulary("sex").title


def test_codes_of_other_lists_are_mappings_not_labels():
    t = term("method_of_violence", "03.17.01")
    assert t.mappings == {"huridocs_mt05": ("03 17 01",)}
    assert t.label == "Tied up"


def test_the_custody_log_has_a_term_for_everything_it_writes():
    events = vocabulary("custody_event")
    written = "create ingest refuse read decide derive fixity checkpoint timestamp key_change erase export"
    assert all(code in events for code in written.split())
    assert events["ingest"].mappings == {"premis": ("ing",)}
    assert events["decide"].mappings == {}


def test_an_unknown_term_lists_the_near_ones():
    with pytest.raises(
        UnknownTerm, match=r"count_basis: there is no term 'bodies_fond'; did you mean bodies_found"
    ):
        term("count_basis", "bodies_fond")


def test_a_label_given_as_a_code_is_answered_with_the_code():
    with pytest.raises(UnknownTerm, match=r"did you mean bodies_found \(Bodies found\)"):
        term("count_basis", "Bodies found")
    with pytest.raises(UnknownTerm, match="did you mean graves"):
        term("count_basis", "Могили")


def test_a_term_like_no_other_lists_them_all():
    with pytest.raises(UnknownTerm, match=r"the terms are low, best, high$"):
        term("range_position", "zzzzzz")


def test_an_unknown_term_is_a_value_error_and_membership_is_not():
    with pytest.raises(ValueError):
        term("sex", "mail")
    assert "mail" not in vocabulary("sex")
    assert "male" in vocabulary("sex")


@pytest.mark.parametrize("name", ["count_bases", "../terms", "count_basis.json", "", "data/sex"])
def test_an_unknown_vocabulary_is_refused(name):
    with pytest.raises(UnknownVocabulary, match="there is no vocabulary"):
        vocabulary(name)


def test_a_misspelt_vocabulary_is_told_the_near_one():
    with pytest.raises(UnknownVocabulary, match=r"did you mean .*count_basis"):
        vocabulary("count_bases")


def test_a_vocabulary_is_read_once():
    assert vocabulary("sex") is vocabulary("sex")


def test_terms_cannot_be_changed():
    t = term("sex", "male")
    assert len({t, term("sex", "male")}) == 1
    with pytest.raises(AttributeError):
        t.label = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        t.labels["en"] = "x"  # type: ignore[index]
    with pytest.raises(TypeError):
        t.mappings["sdg"] = ()  # type: ignore[index]


def test_near_terms_come_best_first():
    assert vocabulary("count_basis").near("exhumed")[0] == term("count_basis", "bodies_exhumed")
    assert all(isinstance(t, Term) for t in vocabulary("count_basis").near("bodies"))


def test_the_loader_needs_the_standard_library_only():
    code = (
        "import sys; sys.path.insert(0, 'src'); import accounted.vocabulary as v; v.term('sex', 'male');"
        "files = [getattr(m, '__file__', None) or '' for m in sys.modules.values()];"
        "print([f for f in files if 'site-packages' in f])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_room_exports_what_it_promises():
    assert {"vocabulary", "term", "Vocabulary", "Term", "UnknownTerm"} <= set(room.__all__)
