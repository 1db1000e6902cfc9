"""Pairs of names, compared at the command line; invented names."""

from __future__ import annotations

import csv
import io


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_of_pairs_gets_a_column_of_similarity(accounted):
    (accounted.directory / "pairs.csv").write_text(
        "list,a,b\n1,Марія Дрозд,Mariia Drozd\n2,Марія Дрозд,Ганна Дрозд\n3,Марія Дрозд,\n", encoding="utf-8"
    )
    done = accounted("names", "compare", "pairs.csv")
    assert done.code == 0, done.err
    told = rows(done.out)
    assert [r["list"] for r in told] == ["1", "2", "3"]
    assert float(told[0]["similarity"]) > 0.9
    assert float(told[1]["similarity"]) < 0.5
    assert told[2]["similarity"] == ""


def test_semicolons_a_byte_order_mark_and_short_rows_are_read(accounted):
    (accounted.directory / "pairs.csv").write_text("a;b;c\nДрозд;Drozd\n\n", encoding="utf-8-sig")
    done = accounted("names", "compare", "pairs.csv", "--rarity", "--output", "out.csv")
    assert done.code == 0, done.err
    (told,) = rows((accounted.directory / "out.csv").read_text(encoding="utf-8"))
    assert told["c"] == ""
    assert float(told["similarity"]) > 0.9


def test_a_table_without_the_columns_is_refused_with_what_it_has(accounted):
    (accounted.directory / "pairs.csv").write_text("name,other\nx,y\n", encoding="utf-8")
    done = accounted("names", "compare", "pairs.csv")
    assert done.code == 1
    assert "name, other" in done.err
    assert "a and b" in done.err


def test_what_is_no_text_is_refused(accounted):
    (accounted.directory / "pairs.csv").write_bytes(b"a,b\n\xff\xfe\x00,x\n")
    done = accounted("names", "compare", "pairs.csv")
    assert done.code == 1
    assert "UTF-8" in done.err


def test_the_pairs_are_not_written_over(accounted):
    (accounted.directory / "pairs.csv").write_text("a,b\nx,y\n", encoding="utf-8")
    assert accounted("names", "compare", "pairs.csv", "--output", "pairs.csv").code == 2
    assert (accounted.directory / "pairs.csv").read_text(encoding="utf-8") == "a,b\nx,y\n"


def test_a_very_long_name_is_compared(accounted):
    (accounted.directory / "pairs.csv").write_text("a,b\n" + "Дрозд" * 2000 + ",Дрозд\n", encoding="utf-8")
    assert accounted("names", "compare", "pairs.csv").code == 0
