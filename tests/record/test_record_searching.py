"""Searching the record: words in every script, names by their sound, filters, and what may not be seen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quarry_case import TEXT, row, tell

from accounted.record import decisions, searching
from accounted.record.searching import Asked, Near, WrongSearch, places
from accounted.record.searching.asking import dated, terms_of
from accounted.record.searching.excerpts import Marker
from accounted.record.searching.finding import count_since
from accounted.record.searching.words import folded, sound, sounds_asked, sounds_told, stem, words
from accounted.record.sight import Sight

UKRAINIAN = "Сергій Болвінов, начальник слідчого управління, говорив про п’ятьох свідків у кар'єрі.\n"
ARABIC = "قال الحسن بن علي إن القرية أحرقت.\n"


def found(archive, text="", **asked):
    """The identifiers found, by group."""
    sight = asked.pop("sight", None)
    answer = searching.find(archive, Asked(text, **asked), **({"sight": sight} if sight else {}))
    return {group.name: [hit.id for hit in group.hits] for group in answer.groups}


def marked(excerpt):
    return "".join(f"[{piece.text}]" if piece.mark else piece.text for piece in excerpt)


@pytest.fixture
def papers(archive, reader, tmp_path):
    """Three documents in three scripts."""
    return [
        tell(archive, tmp_path, text, f"{number}.txt")
        for number, text in enumerate((TEXT, UKRAINIAN, ARABIC))
    ]


@pytest.fixture
def bolvinov(told, anna):
    return decisions.record_person(
        told.archive, by=anna, reason="named", names=[("Сергій Болвінов", [told.claims[0].id])]
    )


# ---- words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("п'ять", "П’ЯТЬ"), ("свідок", "свидок"), ("Møse", "mose"), ("ёлка", "елка"), ("Ґалаґан", "Галаган"),
        ("القرية", "قرية"), ("أحمد", "احمد"), ("مُحَمَّد", "محمد"), ("Bogotá", "bogota"),
    ],
)  # fmt: skip
def test_the_ways_to_write_a_word_are_one_form(one, other):
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Болвінова", "Болвінов"),
        ("слідчого", "слідчому"),
        ("bodies", "body"),
        ("body", "bodies"),
        ("executed", "execute"),
        ("розстріляли", "розстріл"),
        ("вбитих", "вбито"),
        ("killings", "killed"),
        ("могилы", "могил"),
    ],
)
def test_a_word_is_found_by_what_stays_without_its_ending(one, other):
    assert stem(folded(other)) == stem(folded(one))


def test_an_ending_is_never_all_of_a_word():
    assert all(len(stem(folded(word))) >= 3 for word in ("його", "ими", "sing", "ends", "кров", "ىها"))


def test_a_form_says_where_its_word_stands():
    text = "Про п’ятьох, (свідків)."
    assert [text[word.start : word.end] for word in words(text)] == ["Про", "п’ятьох", "свідків"]


def test_a_name_sounds_the_same_in_every_script():
    assert sound("Bolvinov") == sound("Болвінов") != ""
    assert sound("Hasan") == sound("حسن") == sound("Хасан")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Bolvinov", "بولفينوف", True), ("Petrenko", "بيترينكو", True), ("Полтава", "بولتافا", True),
     ("Khalid", "خالد", True), ("Vadim", "Fadim", False), ("Petrov", "Bedrov", False)],
)  # fmt: skip
def test_arabic_writes_b_and_f_for_p_and_v_and_only_there_are_they_alike(one, other, alike):
    for asked, told in ((one, other), (other, one)):
        assert bool(set(sounds_asked(asked)) & sounds_told(told)) is alike, (asked, told)


@given(st.text())
def test_nothing_but_letters_and_digits_goes_into_a_question(text):
    try:
        terms = terms_of(text)
    except WrongSearch:
        return
    assert all(form.isalnum() for term in terms for form in term.forms)
    assert all(term.key.isalnum() or not term.key for term in terms)


def test_words_of_punctuation_alone_ask_for_nothing():
    assert terms_of('"" -- ... « »') == ()


def test_only_words_to_leave_out_are_no_search():
    with pytest.raises(WrongSearch, match="only words to leave out"):
        terms_of("-graves")


def test_too_many_words_are_refused_and_not_cut_off():
    with pytest.raises(WrongSearch, match="12 or fewer"):
        terms_of(" ".join("abcdefghijklmn"))


def test_what_lasts_over_months_is_dated_by_each_of_them():
    assert dated(date(2022, 11, 3), date(2023, 1, 2)) == [
        "_y2022",
        "_y2023",
        "_m202211",
        "_m202212",
        "_m202301",
    ]
    assert dated(date(1990, 1, 1), None) == ["_mopen", "_yopen"]


def test_an_excerpt_marks_what_was_found_and_gives_the_words_around_it():
    text = "x " * 300 + "They found graves in the wood. " + "y " * 300
    (excerpt,) = Marker(terms_of("grave")).excerpts(text)
    assert "[graves]" in marked(excerpt)
    assert marked(excerpt).startswith("… ")
    assert len(marked(excerpt)) < 300


def test_marks_are_pieces_and_never_markup():
    (excerpt,) = Marker(terms_of("script")).excerpts("<script>alert(1)</script>")
    assert {piece.text for piece in excerpt if piece.mark} == {"script"}
    assert "".join(piece.text for piece in excerpt) == "<script>alert(1)</script>"


# ---- finding


def test_documents_and_claims_are_found_by_their_words(papers, archive):
    assert found(archive, "bodies")["documents"] == [papers[0].document]
    assert set(found(archive, "bodies")["claims"]) == {c.id for c in papers[0].of("tally")}
    assert found(archive, "xyzzy") == {"names": [], "documents": [], "claims": []}


def test_a_latin_name_finds_the_cyrillic_and_the_arabic_one(papers, archive):
    assert found(archive, "Bolvinov")["documents"] == [papers[1].document]
    assert found(archive, "Al-Hasan")["documents"] == [papers[2].document]


def test_what_only_sounds_alike_is_said_to_be_loose(papers, archive):
    def loose(text):
        answer = searching.find(archive, Asked(text, group="documents"))
        return [hit.loose for hit in answer.groups[0].hits]

    assert (loose("Bolvinov"), loose("Болвінова")) == ([True], [False])


def test_words_in_quotation_marks_are_found_as_they_stand(papers, archive):
    assert found(archive, '"bodies were found"')["documents"] == [papers[0].document]
    assert found(archive, '"found were bodies"')["documents"] == []


def test_an_asterisk_finds_whatever_begins_so(papers, archive):
    assert found(archive, "Lys*")["documents"] == [papers[0].document]
    assert found(archive, "Lys")["documents"] == []


def test_words_one_after_the_other_stand_first(archive, reader, tmp_path):
    near = tell(archive, tmp_path, "A mass grave by the road.\n", "near.txt").document
    far = tell(archive, tmp_path, "A grave, and a mass was said.\n", "far.txt").document
    assert found(archive, "mass grave")["documents"] == [near, far]


def test_words_with_a_minus_are_left_out(papers, archive):
    assert found(archive, "bodies -women")["documents"] == []
    assert len(found(archive, "bodies -women")["claims"]) == 1


def test_people_are_found_by_name_in_any_script(bolvinov, archive):
    for text in ("Болвінов", "Bolvinov", "Serhii Bolvinov", "болвинова"):
        assert found(archive, text)["names"] == [bolvinov], text


def test_a_place_is_found_by_its_name_and_by_where_it_is(told, anna, archive):
    place = decisions.record_place(
        archive, name="Ізюм", kind="settlement", country="UA", lat=49.2, lon=37.3, by=anna, reason="named"
    )
    assert found(archive, "Ізюмі")["names"] == found(archive, "Izium")["names"] == [place]
    assert found(archive, "quarry", near=Near(49.2, 37.3, 5))["names"] == []
    assert found(archive, near=Near(49.2, 37.3, 5))["names"] == [place]
    assert found(archive, near=Near(50.2, 37.3, 50))["names"] == []


def test_filters_hold_together_with_the_words(papers, archive):
    tallies = {c.id for c in papers[0].of("tally")}
    assert set(found(archive, "quarry", claim_kind="tally")["claims"]) <= tallies
    assert found(archive, "bodies", claim_kind="act")["claims"] == []
    assert found(archive, claim_kind="denial")["claims"] == [papers[0].of("denial")[0].id]
    assert found(archive, speaker="Lysenko")["claims"] == [papers[0].of("tally")[0].id]
    assert found(archive, speaker="Лисенко")["claims"] == [papers[0].of("tally")[0].id]


def test_days_are_held_against_the_bounds_of_a_date(papers, archive):
    def within(first, last):
        return len(found(archive, "bodies", first=first, last=last)["claims"])

    assert within(date(2022, 5, 20), date(2022, 6, 3)) == 2
    assert within(date(2022, 6, 1), date(2022, 6, 3)) == 0
    assert within(date(2021, 1, 1), None) == 2
    assert within(None, date(2022, 4, 30)) == 0


def test_a_decision_about_a_claim_changes_what_its_filter_finds(papers, archive, anna):
    one = papers[0].of("tally")[0].id
    assert found(archive, status="accepted").get("claims") == []
    decisions.accept(archive, one, by=anna, reason="read rightly")
    assert found(archive, status="accepted")["claims"] == [one]
    assert one not in found(archive, "bodies", status="unreviewed")["claims"]


def test_a_page_goes_on_where_the_one_before_ended(archive, reader, tmp_path):
    for number in range(5):
        tell(archive, tmp_path, f"Paper {number} tells of the quarry.\n", f"{number}.txt")
    asked = Asked("quarry", group="documents")
    seen, after = [], None
    for _ in range(3):
        (group,) = searching.find(archive, asked, after=after, limit=2).groups
        seen += [hit.id for hit in group.hits]
        after = group.after
    assert (len(seen), len(set(seen)), after) == (5, 5, None)
    with pytest.raises(WrongSearch, match="no place in a list"):
        searching.find(archive, asked, after="elsewhere")


def test_nothing_to_look_for_is_said_and_not_answered(archive):
    with pytest.raises(WrongSearch, match="nothing to look for"):
        searching.find(archive, Asked("  "))


# ---- what may be seen


def test_what_may_not_be_seen_is_neither_found_nor_counted(papers, archive, anna):
    searching.bring_up(archive)
    outside, inside = Sight(groups=frozenset()), Sight(groups=frozenset({"team-a"}))
    item = row("Document").get(pk=papers[0].document).item.number
    decisions.restrict(archive, "Item", item, ["team-a"], by=anna, reason="a witness at risk")
    answer = searching.find(archive, Asked("bodies"), sight=outside)
    assert answer.total == 0
    assert not any(group.more for group in answer.groups)
    assert found(archive, "bodies", sight=inside)["documents"] == [papers[0].document]


def test_levels_of_confidentiality_hold_inside_the_query(told, bolvinov, anna, archive):
    decisions.amend(
        archive, "Person", bolvinov, by=anna, reason="x", frame={"confidentiality": "confidential"}
    )
    assert found(archive, "Bolvinov", sight=Sight(("public", "internal")))["names"] == []
    assert found(archive, "Bolvinov", sight=Sight(("internal", "confidential")))["names"] == [bolvinov]


def test_who_sees_no_names_cannot_find_anybody_by_one(told, bolvinov, archive):
    answer = searching.find(archive, Asked("Болвінов"), sight=Sight(names=False))
    assert [(group.name, group.total) for group in answer.groups] == [("names", 0)]


def test_what_was_destroyed_is_found_no_more(papers, archive, anna, borys):
    searching.bring_up(archive)
    item = row("Document").get(pk=papers[0].document).item.number
    order = decisions.Order(by="the court", reference="12/2026")
    decisions.destroy(archive, [item], order=order, by=anna, second=borys, reason="ordered")
    assert searching.find(archive, Asked("bodies")).total == 0


# ---- the index follows the log


def test_the_index_is_brought_up_by_the_search_that_sees_it_is_behind(told, archive):
    assert searching.behind(archive).behind > 0
    assert searching.find(archive, Asked("bodies")).progress.behind == 0


def test_an_index_made_anew_finds_the_same(papers, bolvinov, archive):
    before = found(archive, "bodies"), found(archive, "Bolvinov")
    searching.forget(archive)
    assert (found(archive, "bodies"), found(archive, "Bolvinov")) == before


def test_the_index_is_no_part_of_the_record(papers, archive):
    searching.bring_up(archive)
    assert archive.verify_record().ok
    archive.rebuild()
    assert found(archive, "bodies")["documents"] == [papers[0].document]


def test_a_corrected_claim_is_found_in_its_new_form_only(told, anna, archive):
    one = told.of("tally")[0]
    found(archive, "bodies")
    start = TEXT.index("40")
    told_anew = {"kind": "tally", "excerpt": {"start": start, "end": start + 2, "exact": "40"}}
    told_anew["tally"] = {"basis": "bodies_found", "quantifier": "exact", "low": 40, "best": 40, "high": 40}
    newer = decisions.correct(archive, one.id, told_anew, by=anna, reason="misread")
    hits = found(archive, "40", claim_kind="tally")["claims"]
    assert one.id not in hits
    assert newer in hits


def test_what_came_since_is_counted_for_a_saved_search(papers, archive, reader, tmp_path):
    searching.bring_up(archive)
    asked = Asked("quarry", group="documents")
    _, known = count_since(archive, asked, 0)
    assert count_since(archive, asked, known) == (0, known)
    tell(archive, tmp_path, "Another paper on the quarry.\n", "later.txt")
    searching.bring_up(archive)
    assert count_since(archive, asked, known)[0] == 1


def test_a_place_that_only_claims_name_is_known_with_the_index_and_without(told, archive, tmp_path):
    def known():
        return {name: places.named(name) is not None for name in ("the quarry", "Quarry", "No Such Quarry")}

    expected = {"the quarry": True, "Quarry": True, "No Such Quarry": False}
    assert known() == expected
    searching.bring_up(archive)
    assert known() == expected
    assert places.named("the quarry").key == places.told_key("Quarry")


def test_a_place_of_a_claim_that_the_index_does_not_know_yet_is_known(archive, reader, tmp_path):
    searching.bring_up(archive)
    assert places.named("the quarry") is None
    tell(archive, tmp_path, TEXT)
    assert places.named("the quarry") is not None
