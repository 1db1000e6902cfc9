"""Lists of entries, one entry with all it rests on, its history, and bringing an earlier version back."""

from datetime import date

import pytest
from quarry_case import row

from accounted.record import decisions, searching
from accounted.record.decisions import Conflict, DecisionRefused, absent, amend, stated
from accounted.record.docket import NotOnRecord
from accounted.record.queries import browsing, naming
from accounted.record.queries.browsing import BadFilter, Filters, listed
from accounted.record.queries.dictionary import KINDS, kind_of, table
from accounted.record.queries.entries import entry
from accounted.record.queries.history import history
from accounted.record.sight import Sight

BLIND = Sight(names=False)
OPEN = Sight(confidentiality=("public", "internal"))


@pytest.fixture
def claims(told):
    return [claim.id for claim in told.of("tally")]


@pytest.fixture
def koval(told, anna, claims):
    """A person with a name, a sex and a date of death."""
    return decisions.record_person(
        told.archive,
        by=anna,
        reason="named in the statement",
        names=[("Petro Koval", claims[:1])],
        values={
            "sex": stated("male", claims[0]),
            "date:death": stated("2022-05", claims[0]),
            "nationality": absent("not_stated"),
        },
    )


# ---- the dictionary


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.slug)
def test_every_column_of_an_entry_is_on_its_page_or_kept_by_the_system(archive, kind):
    shown = {one.name for one in kind.fields()}
    columns = {f.name for f in table(kind)._meta.get_fields() if getattr(f, "concrete", False)}
    kept = {"id", "created_at", "created_by", "updated_at", "updated_by", "version", "origin", "machine",
            "absences", "decision", "sealed_identity"}  # fmt: skip
    computed = {"start_earliest", "start_latest"}
    assert columns - shown == (kept | computed) & columns
    assert {name for name in shown if ":" not in name} <= columns


def test_remains_and_missing_people_share_the_numbered_groups_of_dvi(archive):
    for slug in ("people", "remains"):
        codes = [group.code for group in kind_of(slug).groups]
        assert [code for code in codes if code.startswith("dvi_")] == [f"dvi_{n}00" for n in range(2, 10)]


def test_consent_and_risk_come_first_of_a_testimony(archive):
    assert [group.code for group in kind_of("testimonies").groups][:2] == ["consent", "risk"]


# ---- lists


def test_a_list_is_narrowed_by_every_filter_at_once(told, anna, koval, claims):
    other = decisions.record_person(
        told.archive,
        by=anna,
        reason="x",
        names=[("Olha Moroz", claims[:1])],
        values={"sex": stated("female", claims[1]), "date:death": stated("2021", claims[0])},
    )

    def found(**filters):
        told_filters = Filters.of(kind_of("people"), filters)
        return {line.id for line in listed(told.archive, "people", told_filters).lines}

    assert found() == {koval, other}
    assert found(sex="female") == {other}
    assert found(text="oval") == {koval}
    assert found(since="2022-01-01") == {koval}
    assert found(until="2021-06-01") == {other}
    assert found(since="2022-01-01", sex="female") == set()
    assert found(document=told.document) == {koval, other}
    assert found(outcome="none") == {koval, other}
    assert found(by=anna.pseudonym, text="moroz") == {other}


def test_a_place_finds_what_lies_within_it(told, anna, claims):
    region = decisions.record_place(told.archive, name="Quarry Region", kind="region", by=anna, reason="x")
    town = decisions.record_place(
        told.archive, name="Stonetown", kind="settlement", by=anna, reason="x", parent=region
    )
    site = decisions.record_site(
        told.archive, by=anna, reason="x", frame={"place": town},
        values={"type": stated("torture_site", claims[0])},
    )  # fmt: skip
    assert [line.id for line in listed(told.archive, "sites", Filters(place="quarry reg")).lines] == [site]
    assert listed(told.archive, "sites", Filters(place="elsewhere")).lines == ()
    (line,) = listed(told.archive, "sites").lines
    assert {cell.name: cell.title for cell in line.cells}["place"] == "Stonetown"


@pytest.mark.parametrize(
    ("filters", "wrong"),
    [
        ({"since": "soon"}, "since"),
        ({"sex": "yes"}, "sex"),
        ({"since": "2022-02-01", "until": "2022-01-01"}, "until"),
    ],
)
def test_a_filter_that_cannot_be_understood_is_named(archive, filters, wrong):
    with pytest.raises(BadFilter) as refused:
        Filters.of(kind_of("people"), filters)
    assert refused.value.name == wrong


def test_filters_are_told_as_they_were_given(archive):
    told = {"text": "a", "since": "2022-01-01", "sex": "male", "confidentiality": "internal"}
    assert Filters.of(kind_of("people"), {**told, "order": "newest", "place": " "}).told() == told
    assert Filters.of(kind_of("people"), told).since == date(2022, 1, 1)


@pytest.mark.parametrize("order", ["newest", "oldest", "changed", "name"])
def test_paging_forth_and_back_shows_every_entry_once(archive, anna, order):
    for name in ("C", "A", "E", "B", "D"):
        decisions.record_actor(archive, name=f"Force {name}", type="unknown", by=anna, reason="x")
    whole = [line.id for line in listed(archive, "actors", order=order).lines]
    first = listed(archive, "actors", order=order, size=2)
    second = listed(archive, "actors", order=order, size=2, after=first.next)
    third = listed(archive, "actors", order=order, size=2, after=second.next)
    pages = [[line.id for line in page.lines] for page in (first, second, third)]
    assert [one for page in pages for one in page] == whole
    assert (first.previous, third.next, first.total) == (None, None, 5)
    again = listed(archive, "actors", order=order, size=2, before=third.previous)
    assert [line.id for line in again.lines] == pages[1]
    back = listed(archive, "actors", order=order, size=2, before=again.previous)
    assert [line.id for line in back.lines] == pages[0] and back.previous is None


def test_confidential_entries_are_neither_listed_nor_counted_nor_shown_to_those_who_may_not_see_them(
    told, anna
):
    kept = decisions.record_incident(
        told.archive, title="Kept back", by=anna, reason="x", frame={"confidentiality": "confidential"}
    )
    assert listed(told.archive, "incidents").total == 1
    assert listed(told.archive, "incidents", sight=OPEN).total == 0
    with pytest.raises(NotOnRecord):
        entry(told.archive, "incidents", kept, sight=OPEN)
    with pytest.raises(NotOnRecord):
        history(told.archive, "incidents", kept, sight=OPEN)


def test_who_sees_no_names_finds_none_and_reads_none(told, anna, koval, claims):
    decisions.record_incident(told.archive, title="The death of Petro Koval", by=anna, reason="x")
    (line,) = listed(told.archive, "people", sight=BLIND).lines
    assert "Koval" not in line.title and line.title.startswith("[")
    assert listed(told.archive, "people", Filters(text="Koval"), sight=BLIND).lines == ()
    (line,) = listed(told.archive, "incidents", sight=BLIND).lines
    assert "Koval" not in line.title and line.title.startswith("The death of")
    shown = entry(told.archive, "people", koval, sight=BLIND)
    assert "Anna" not in repr(shown) and "Koval" not in repr(shown)
    assert shown.shown("sex").value == "male"
    assert shown.shown("sex").grounds[0].excerpt is None
    assert "Anna" not in repr(history(told.archive, "people", koval, sight=BLIND))


# ---- one entry


def test_each_value_shows_the_claims_it_rests_on_and_who_decided_it_when_and_why(told, anna, koval, claims):
    sex = entry(told.archive, "people", koval).shown("sex")
    assert sex.value == "male" and sex.earlier == 0
    (ground,) = sex.grounds
    assert (ground.claim, ground.speaker, ground.item) == (claims[0], "Officer Lysenko", "ACC-000001")
    assert "40 bodies" in ground.excerpt
    assert (sex.decided.name, sex.decided.reason) == ("Anna Reviewer", "named in the statement")
    assert sex.decided.at is not None


def test_an_empty_field_says_which_kind_of_nothing_it_is(told, koval):
    shown = entry(told.archive, "people", koval)
    assert (shown.shown("nationality").value, shown.shown("nationality").absent) == (None, "not_stated")
    assert shown.shown("occupation").absent is None


def test_a_date_is_among_the_fields(told, koval):
    assert entry(told.archive, "people", koval).shown("date:death").value == "2022-05"


# ---- history, restoring, two at once


@pytest.fixture
def amended(told, borys, koval, claims):
    """The person again, after Borys changed the sex and took the date back."""
    amend(
        told.archive,
        "Person",
        koval,
        by=borys,
        reason="a second look",
        values={"sex": stated("female", claims[1]), "date:death": absent("withheld")},
        frame={"notes": "see the file"},
    )
    return koval


def test_history_tells_each_version_with_who_why_and_what_changed(told, amended):
    first, second = history(told.archive, "people", amended)
    assert [(one.number, one.name, one.reason) for one in (first, second)] == [
        (1, "Anna Reviewer", "named in the statement"),
        (2, "Borys Reviewer", "a second look"),
    ]
    changes = {change.field: (change.before, change.after) for change in second.changes}
    assert changes == {
        "sex": ("male", "female"),
        "date:death": ("2022-05", None),
        "notes": (None, "see the file"),
    }
    assert {c.field: c.absent_after for c in second.changes}["date:death"] == "withheld"


def test_a_restored_version_is_a_new_decision_and_nothing_is_overwritten(told, anna, amended, claims):
    decisions.restore(told.archive, "Person", amended, 1, by=anna, reason="the second look was wrong")
    now = row("Person").get(pk=amended)
    assert (now.version, now.sex, now.notes) == (3, "male", None)
    shown = entry(told.archive, "people", amended)
    assert [ground.claim for ground in shown.shown("sex").grounds] == [claims[0]]
    assert shown.shown("date:death").value == "2022-05"
    assert [one.number for one in history(told.archive, "people", amended)] == [1, 2, 3]
    assert [value.value for value in row("Value").filter(subject_id=amended, field="sex")] == [
        "male",
        "female",
        "male",
    ]


def test_restoring_what_stands_already_is_refused(told, anna, amended):
    with pytest.raises(DecisionRefused, match="says the same"):
        decisions.restore(told.archive, "Person", amended, 2, by=anna, reason="x")
    with pytest.raises(NotOnRecord, match="had no version 7"):
        decisions.restore(told.archive, "Person", amended, 7, by=anna, reason="x")


def test_of_two_people_who_amend_one_version_the_second_is_told_and_nothing_is_lost(
    told, anna, borys, koval, claims
):
    first = {"sex": stated("female", claims[0])}
    amend(told.archive, "Person", koval, by=anna, reason="x", values=first, expected_version=1)
    with pytest.raises(Conflict) as conflict:
        amend(
            told.archive, "Person", koval, by=borys, reason="y", frame={"notes": "mine"}, expected_version=1
        )
    assert (conflict.value.expected, conflict.value.now) == (1, 2)
    now = row("Person").get(pk=koval)
    assert (now.sex, now.notes, now.version) == ("female", None, 2)
    with pytest.raises(Conflict):
        decisions.restore(told.archive, "Person", koval, 1, by=borys, reason="y", expected_version=1)


def test_history_survives_the_rebuilding_of_the_record(told, anna, amended):
    decisions.restore(told.archive, "Person", amended, 1, by=anna, reason="back")
    before = history(told.archive, "people", amended), entry(told.archive, "people", amended)
    told.archive.rebuild()
    assert (history(told.archive, "people", amended), entry(told.archive, "people", amended)) == before


# ---- a witness who must not be found


KEY = b"k" * 32


def test_the_identity_of_a_witness_at_risk_is_sealed_and_stands_nowhere_in_the_clear(told, anna):
    testimony = decisions.record_account(
        told.archive,
        consent=decisions.ConsentGiven("given"),
        risk=decisions.Risk("extreme", measures=("pseudonym",)),
        frame={"depth": "full_statement", "language": "uk"},
        identity={"name": "Zoriana Secret", "contact": "+380 00"},
        key=KEY,
        by=anna,
        reason="spoke to us",
    )
    witness = row("Testimony").get(pk=testimony).witness
    assert witness.sealed_identity.code == witness.alias_code
    assert not witness.names.exists() and witness.confidentiality == "confidential"
    told_log = b"".join(line.line for line in told.archive.store.entries())
    details = [told.archive.store.detail(line.seq) for line in told.archive.store.entries()]
    assert b"Zoriana" not in told_log and "Zoriana" not in repr(details)
    opened = decisions.unseal(told.archive, witness.alias_code, key=KEY, by=anna, reason="to call")
    assert opened == {"name": "Zoriana Secret", "contact": "+380 00"}
    assert entry(told.archive, "people", witness.id).sealed


def test_a_witness_at_risk_is_not_taken_by_name(told, anna, koval):
    with pytest.raises(DecisionRefused, match="goes under seal"):
        decisions.record_account(
            told.archive,
            consent=decisions.ConsentGiven("given"),
            risk=decisions.Risk("high"),
            frame={"depth": "full_statement", "witness": koval},
            by=anna,
            reason="x",
        )


def test_without_consent_there_is_no_account_and_no_sealed_identity_left_behind(told, anna):
    with pytest.raises(DecisionRefused, match="consent is refused"):
        decisions.record_account(
            told.archive,
            consent=decisions.ConsentGiven("refused"),
            risk=decisions.Risk("low"),
            frame={"depth": "full_statement"},
            identity={"name": "Zoriana Secret"},
            key=KEY,
            by=anna,
            reason="x",
        )
    assert not row("SealedIdentity").exists() and not row("Person").filter(alias_code__isnull=False).exists()


@pytest.mark.parametrize(
    ("model", "frame"),
    [
        ("Person", {"counting_unit": "individual"}),
        ("Remains", {"unit": "body", "number": "B-1"}),
        ("BurialSite", {"name": "The quarry"}),
        ("Site", {"name": "The cellar"}),
        ("Incident", {"title": "The shooting"}),
        ("Actor", {"name": "Third Brigade", "type": "unknown"}),
        ("Investigation", {"title": "Inquiry", "type": "icc"}),
        ("Source", {"name": "The paper", "kind": "unknown"}),
    ],
)
def test_every_kind_of_entry_is_recorded_from_its_fields_and_shown(archive, anna, model, frame):
    from accounted.record.queries.dictionary import SLUGS

    identifier = decisions.record_entry(archive, model, frame=frame, by=anna, reason="told")
    shown = entry(archive, SLUGS[model], identifier)
    assert {name: shown.shown(name).value for name in frame} == frame
    assert listed(archive, SLUGS[model]).lines[0].id == identifier


# ---- people by name, where they are many


@pytest.fixture
def many_names(monkeypatch):
    """As if the names on record were too many to look at each."""
    monkeypatch.setattr(naming, "FEW", 0)


def _people(archive, text):
    return {line.id for line in listed(archive, "people", Filters(text=text)).lines}


def _named(told, anna, claims, name):
    return decisions.record_person(told.archive, by=anna, reason="named", names=[(name, claims[:1])])


def test_people_are_found_in_other_scripts_and_spellings_and_by_the_beginning_of_a_name(
    told, anna, koval, claims, many_names
):
    other = _named(told, anna, claims, "Сергій Болвінов")
    searching.bring_up(told.archive)
    assert _people(told.archive, "Bolvinov") == _people(told.archive, "болви") == {other}
    assert _people(told.archive, "petro kov") == {koval}
    assert _people(told.archive, "petro -koval") == set()
    assert _people(told.archive, koval) == {koval}


def test_a_name_that_the_index_does_not_know_yet_is_found(told, anna, koval, claims, many_names):
    assert _people(told.archive, "Koval") == {koval}  # there is no index
    searching.bring_up(told.archive)
    newer = _named(told, anna, claims, "Ivan Koval")
    assert _people(told.archive, "Koval") == {koval, newer}


def test_letters_inside_a_name_are_found_where_the_index_knows_none(told, koval, many_names):
    searching.bring_up(told.archive)
    assert _people(told.archive, "oval") == {koval}


def test_a_name_that_very_many_have_is_listed_and_not_counted_to_the_end(
    told, anna, koval, claims, many_names, monkeypatch
):
    newer = _named(told, anna, claims, "Petro Moroz")
    searching.bring_up(told.archive)
    monkeypatch.setattr(naming, "MOST", 1)
    monkeypatch.setattr(browsing, "MOST_COUNTED", 1)
    found = listed(told.archive, "people", Filters(text="petro"))
    assert [line.id for line in found.lines] == [newer, koval]
    assert (found.total, found.more) == (1, True)
    narrower = listed(told.archive, "people", Filters(text="petro", codes={"sex": "male"}))
    assert ([line.id for line in narrower.lines], narrower.total, narrower.more) == ([koval], 1, False)
