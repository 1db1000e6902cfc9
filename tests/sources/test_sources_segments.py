"""Which lines of a plain text belong together."""

from __future__ import annotations

from accounted.sources.press import segments_of


def test_a_line_that_breaks_off_and_goes_on_in_small_letters_is_one_paragraph_however_long():
    long = (
        "The allegations about the burial ground near the village are a fabrication; no more than 40 people"
    )
    text = (
        f"{long}\r\nwere buried there, by residents,\r\nall of them before March.\r\n"
        "A new sentence begins a line."
    )
    paragraphs = [text[start:end] for start, end, _ in segments_of(text)]
    assert paragraphs[0].endswith("all of them before March.")
    assert paragraphs[-1] == "A new sentence begins a line."


def test_items_of_a_list_stay_apart():
    text = "Found at the site:\n- ropes\n- shoes\n- a child's coat\n"
    assert len(list(segments_of(text))) == 4


def test_a_line_that_goes_on_in_brackets_belongs_to_the_line_before():
    text = (
        "THE COMMITTEE OF RELATIVES\n"
        "(CR) HAS REPORTED FINDING 12 GRAVES IN THE HIGHLANDS OF THE COUNTRY, ONE IN\n"
        "EVERY VALLEY, AND ASKS FOR AN INQUIRY.\n\nNOBODY HAS ANSWERED SO FAR.\n"
    )
    first = next(iter(segments_of(text)))
    assert text[first[0] : first[1]].startswith("THE COMMITTEE OF RELATIVES\n(CR) HAS REPORTED")
