"""Identification in an archive: what is sealed, who may do what, two people, all evidence, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from burial_case import AGREED, ALLELES, DATABASE, all_agreed, case, case_data, genotypes
from quarry_case import row

from accounted.evidence import KeyRing
from accounted.evidence.bag import write_bag
from accounted.evidence.data_keys import DataKeyRing
from accounted.evidence.errors import Damaged, KeyProblem
from accounted.identifying.case_files import case_from_json
from accounted.record import decisions, queries
from accounted.record.decisions import ConsentGiven, DecisionRefused, NotOnRecord
from accounted.record.genetics.comparing import compare, run_again
from accounted.record.genetics.looking_into import check_families, explain_pair
from accounted.record.genetics.running import Parameters
from accounted.record.genetics.taking_in import Consents, take_in_case
from accounted.record.genetics.vault import Vault, sealed_path
from accounted.reporting import report_html, report_json
from accounted.reporting.material import gather as gather_report


@pytest.fixture
def ring(tmp_path: Path) -> DataKeyRing:
    return DataKeyRing(tmp_path / "config")


@pytest.fixture
def vault(archive, ring) -> Vault:
    return Vault(archive, ring.create(archive.id))


@pytest.fixture
def taken(archive, vault, anna):
    """The invented burial site, in the archive."""
    return take_in_case(
        archive, vault, case(), consents=all_agreed(), database=DATABASE, by=anna, reason="brought in"
    )


@pytest.fixture
def screened(archive, vault, taken, anna) -> str:
    return compare(archive, vault, Parameters(), by=anna, reason="first look")


@pytest.fixture
def likely(archive, screened):
    """The proposal that body B-001 is the son of the first family."""
    (one,) = [p for p in queries.proposals(archive, body="B-001") if p.rank == 1]
    return one


EVIDENCE = {
    "agrees": [
        {"method": "dna", "what": "both parents"},
        {"method": "anthropology", "what": "a man of 25 to 35"},
        {"method": "circumstance", "what": "last seen in the village"},
    ],
    "conflicts": [],
    "missing": [{"method": "fingerprint", "what": "none taken"}, {"method": "dental", "what": "no chart"}],
}


def judge(archive, proposal, *judgements):
    for person, conclusion in judgements:
        decisions.review_proposal(archive, proposal, conclusion, by=person, reason="looked at all of it")


def establish(archive, proposal, anna, borys):
    judge(archive, proposal, (anna, "established"), (borys, "established"))
    decisions.reconcile(archive, proposal, by=anna, reason="the board", **EVIDENCE)
    return decisions.decide_identification(
        archive, proposal, "established", by=anna, reason="the board of 1 November"
    )


# ---- sealed at rest


def everything_kept(archive) -> bytes:
    """Every byte of the archive's directory, and of a database beside it."""
    kept = b"".join(path.read_bytes() for path in sorted(archive.path.rglob("*")) if path.is_file())
    if archive.database == "postgresql":
        from django.apps import apps

        for model in apps.get_app_config("record").get_models():
            kept += json.dumps(list(model.objects.values()), default=str).encode()
    return kept


def test_no_allele_stands_in_clear_in_database_log_objects_or_exports(
    archive, vault, taken, screened, likely, anna, borys, tmp_path
):
    establish(archive, likely.id, anna, borys)
    signer = KeyRing(tmp_path / "signing").signer(archive.store)
    archive.store.checkpoint(signer, agent=anna.pseudonym)
    write_bag(
        archive.store,
        tmp_path / "bag",
        disclose_details=True,
        signer=signer,
        agent=anna.pseudonym,
        purpose="a test",
    )
    handed = b"".join(path.read_bytes() for path in (tmp_path / "bag").rglob("*") if path.is_file())
    for data in (everything_kept(archive), handed):
        for allele in ALLELES:
            assert allele.encode() not in data
    assert not [path for path in (tmp_path / "bag").rglob("*") if path.suffix == ".sealed"]


def test_what_a_laboratory_calls_people_is_sealed_too(archive, taken):
    kept = everything_kept(archive)
    for name in ("Kovalenko", "Melnyk", "Father K", "Younger M"):
        assert name.encode() not in kept
    assert set(taken.codes) >= {"Kovalenko", "Kovalenko/Son K", "Melnyk/Mother M"}


def test_a_profile_is_opened_with_the_key_and_not_without(archive, vault, taken, ring, tmp_path):
    sample = row("Sample").filter(remains__number="B-001").get()
    assert vault.get(sample.code, sample.sealed_sha256)["calls"]["LX1"]["alleles"] == ["101.7", "103.7"]
    other = Vault(archive, DataKeyRing(tmp_path / "elsewhere").create(archive.id))
    with pytest.raises(KeyProblem, match="not on this machine"):
        other.get(sample.code, sample.sealed_sha256)


def test_sealed_data_that_were_altered_or_exchanged_are_refused(archive, vault, taken):
    one, other = row("Sample").filter(remains__isnull=False).order_by("code")[:2]
    path = sealed_path(archive.path, one.code)
    path.write_bytes(sealed_path(archive.path, other.code).read_bytes())
    with pytest.raises(Damaged, match="not those that were recorded"):
        vault.get(one.code, one.sealed_sha256)
    with pytest.raises(KeyProblem, match="altered"):
        vault.get(one.code, other.sealed_sha256)


def test_the_key_may_be_under_a_passphrase(archive, ring):
    keys = ring.create(archive.id, "long enough")
    sealed = keys.seal("G-0123456789", b"a profile")
    assert ring.load(archive.id, "long enough").open("G-0123456789", sealed) == b"a profile"
    with pytest.raises(KeyProblem, match="wrong passphrase"):
        ring.load(archive.id, "another")
    with pytest.raises(KeyProblem, match="needs its passphrase"):
        ring.load(archive.id)


def test_a_passphrase_is_changed_and_what_was_sealed_opens_as_before(archive, ring):
    sealed = ring.create(archive.id).seal("G-0123456789", b"a profile")
    ring.change_passphrase(archive.id, None, "the first")
    changed = ring.change_passphrase(archive.id, "the first", "the second")
    assert changed.protected and changed.open("G-0123456789", sealed) == b"a profile"
    with pytest.raises(KeyProblem, match="wrong passphrase"):
        ring.load(archive.id, "the first")


# ---- consent


def test_a_relative_who_did_not_agree_is_left_out_and_that_is_logged(archive, vault, anna):
    refused = ConsentGiven(state="refused", date="2026-10-01")
    other_use = ConsentGiven(state="given", purposes=("validation",), date="2026-10-01")
    consents = Consents(
        {("Kovalenko", "Father K"): refused, ("Kovalenko", "Mother K"): other_use}, for_all=AGREED
    )
    done = take_in_case(
        archive, vault, case(), consents=consents, database=DATABASE, by=anna, reason="brought in"
    )
    assert [(family, member) for family, member, _ in done.refused] == [
        ("Kovalenko", "Father K"),
        ("Kovalenko", "Mother K"),
    ]
    assert row("Sample").filter(relative__isnull=False).count() == 2
    lines = [e for e in archive.store.entries() if e.event == "refuse"]
    assert len(lines) == 2
    told = json.dumps([archive.store.detail(e.seq) for e in lines])
    assert "Father K" not in told and "101.7" not in told


def test_nothing_is_kept_of_a_relative_of_whose_consent_nothing_is_known(archive, vault, anna):
    done = take_in_case(
        archive, vault, case(), consents=Consents(), database=DATABASE, by=anna, reason="brought in"
    )
    assert len(done.refused) == 4
    assert not row("Sample").filter(relative__isnull=False).exists()


def test_a_comparison_for_another_purpose_is_refused_and_logged(archive, vault, taken, anna):
    before = archive.store.size
    with pytest.raises(DecisionRefused, match="identify_missing only"):
        compare(archive, vault, Parameters(), purpose="validation", by=anna, reason="curious")
    (line,) = [e for e in archive.store.entries(before) if e.event == "refuse"]
    assert archive.store.detail(line.seq)["decision"]["content"]["purpose"] == "validation"
    assert not row("Comparison").exists()


def test_a_donor_who_narrows_the_consent_is_not_compared_any_more(archive, vault, taken, anna):
    father = row("Sample").filter(relative__family__code=taken.codes["Kovalenko"]).order_by("code").first()
    narrower = ConsentGiven(state="given", purposes=("check_relations",), date="2026-11-01")
    decisions.answer_anew(archive, father.code, narrower, by=anna, reason="they wrote to us")
    comparison = compare(archive, vault, Parameters(), by=anna, reason="again")
    held = row("Comparison").get(pk=comparison)
    assert father.code not in {one["code"] for one in held.samples}
    assert father.code in {one["code"] for one in held.set_aside}


def test_withdrawing_destroys_profile_and_key_and_withdraws_what_was_computed(
    archive, vault, ring, taken, screened, likely, anna, borys
):
    sample = row("Sample").filter(relative__family__code=taken.codes["Kovalenko"]).first()
    identified = establish(archive, likely.id, anna, borys)
    copy = sealed_path(archive.path, sample.code).read_bytes()
    gone = decisions.withdraw_samples(archive, [sample.code], by=anna, reason="the donor asked")
    vault.settle()
    assert gone.comparisons == (screened,) and gone.identifications == (identified,)
    assert not sealed_path(archive.path, sample.code).exists()
    with pytest.raises(KeyProblem, match="destroyed"):
        ring.load(archive.id).open(sample.code, copy)  # a copy elsewhere is unreadable too
    assert {one.state for one in queries.proposals(archive)} == {"withdrawn"}
    assert row("Consent").filter(samples=sample.id).get().state == "withdrawn"
    with pytest.raises(NotOnRecord, match="cannot be run"):
        run_again(archive, vault, screened, by=anna, reason="checked")
    assert row("Identification").get(pk=identified).withdrawn is False  # people decided it, people look again
    assert archive.verify_record().ok


def test_a_withdrawal_that_was_interrupted_is_a_problem_until_it_is_carried_out(archive, vault, taken, anna):
    sample = row("Sample").filter(relative__isnull=False).first()
    decisions.withdraw_samples(archive, [sample.code], by=anna, reason="the donor asked")
    assert [p.code for p in archive.verify_record().problems] == ["not_destroyed"]
    vault.settle()
    assert archive.verify_record().ok


def test_sealed_data_that_are_gone_or_altered_are_a_problem(archive, vault, taken):
    one, other = row("Sample").order_by("code")[:2]
    sealed_path(archive.path, one.code).unlink()
    sealed_path(archive.path, other.code).write_bytes(b"altered")
    assert {p.code for p in archive.verify_record().problems} == {"sealed_missing", "sealed_altered"}


# ---- proposals


def test_a_screening_proposes_the_family_and_never_identifies(archive, taken, screened, likely):
    assert likely.missing == taken.codes["Kovalenko/Son K"]
    assert likely.posterior > 0.99 and likely.log10_ratio > 4
    assert not row("Identification").exists()
    assert row("Remains").filter(identification__isnull=False).count() == 0


def test_a_joint_comparison_says_what_the_genes_cannot_tell_apart(archive, vault, taken, anna):
    comparison = compare(archive, vault, Parameters(method="joint"), by=anna, reason="together")
    found = queries.proposals(archive, comparison=comparison, body="B-002")
    elder, younger = taken.codes["Melnyk/Elder M"], taken.codes["Melnyk/Younger M"]
    assert {one.missing for one in found} == {elder, younger}
    assert {one.alternatives for one in found} == {(elder,), (younger,)}
    assert found[0].posterior == pytest.approx(0.5, abs=0.01)


def test_groups_that_do_not_meet_are_solved_by_themselves_to_the_same_answer(archive, vault, taken, anna):
    comparison = compare(archive, vault, Parameters(method="joint", cutoff=0.0), by=anna, reason="together")
    whole = case().problem().solve()
    names = {code: name.partition("/")[2] for name, code in taken.codes.items() if "/" in name}
    for one in queries.proposals(archive, comparison=comparison):
        assert one.posterior == pytest.approx(whole.posteriors[one.body][names[one.missing]], abs=1e-6)


def test_a_group_of_too_many_possibilities_is_taken_apart_and_that_is_said(
    archive, vault, taken, anna, monkeypatch
):
    monkeypatch.setattr("accounted.record.genetics.running.MOST_TOGETHER", 1)
    comparison = compare(archive, vault, Parameters(method="joint", cutoff=0.0), by=anna, reason="together")
    said = {one["code"]: one["reason"] for one in queries.comparison(archive, comparison).set_aside}
    assert said["B-001"].startswith("compared only with those of a likelihood ratio of")
    (best,) = [p for p in queries.proposals(archive, comparison=comparison, body="B-001") if p.rank == 1]
    assert best.missing == taken.codes["Kovalenko/Son K"]
    assert run_again(archive, vault, comparison, by=anna, reason="checked").same


@pytest.mark.parametrize("method", ["screen", "joint"])
def test_a_comparison_run_again_gives_the_same(archive, vault, taken, anna, method):
    comparison = compare(archive, vault, Parameters(method=method), by=anna, reason="first")
    again = run_again(archive, vault, comparison, by=anna, reason="checked")
    assert again.same and again.differences == ()
    assert [e.event for e in archive.store.entries()][-1] == "unseal"
    held = row("Comparison").get(pk=comparison)
    assert held.engine.startswith("accounted.identifying ")
    assert held.parameters["seed"] == 0 and held.frequencies.version == "1"


def test_a_comparison_run_again_after_new_samples_uses_those_of_then(archive, vault, taken, screened, anna):
    later = case_data()
    later["pm"] = [{**later["pm"][0], "id": "B-009"}]
    take_in_case(
        archive,
        vault,
        case_from_json(later),
        consents=all_agreed(),
        database=DATABASE,
        by=anna,
        reason="a new body",
    )
    assert run_again(archive, vault, screened, by=anna, reason="checked").same


def test_a_case_taken_in_twice_adds_nothing(archive, vault, taken, anna):
    again = take_in_case(
        archive, vault, case(), consents=all_agreed(), database=DATABASE, by=anna, reason="twice"
    )
    assert (again.bodies, again.families, again.samples, again.known) == (0, 0, 0, 7)
    assert row("FrequencySet").count() == 1


def test_nothing_of_an_import_that_fails_is_kept(archive, vault, taken, anna):
    before = sorted((archive.path / "genetics").iterdir())
    other = case_data()
    other["pm"] = [{"id": "B-010", "sex": 1, "genotypes": other["pm"][0]["genotypes"]}]
    other["families"][0]["members"][2]["mother"] = "0"
    other["families"][0]["members"][2]["father"] = "0"
    with pytest.raises(DecisionRefused, match="another pedigree"):
        take_in_case(
            archive,
            vault,
            case_from_json(other),
            consents=all_agreed(),
            database=DATABASE,
            by=anna,
            reason="changed",
        )
    assert sorted((archive.path / "genetics").iterdir()) == before
    assert not row("Remains").filter(number="B-010").exists()


def test_a_family_that_looks_for_nobody_is_not_recorded(archive, anna):
    with pytest.raises(DecisionRefused, match="nobody of it is missing"):
        decisions.record_family(
            archive, "F-0123456789", [{"id": "1"}], people={}, missing=[], sealed_sha256="0" * 64,
            by=anna, reason="x",
        )  # fmt: skip


# ---- two people, all evidence


def test_nobody_sees_what_another_concluded_before_judging(archive, likely, anna, borys):
    judge(archive, likely.id, (anna, "probable"))
    assert queries.reviews_of(archive, likely.id, seen_by=borys).shown == ()
    assert queries.reviews_of(archive, likely.id, seen_by=None).hidden == 1
    assert len(queries.reviews_of(archive, likely.id, seen_by=anna).shown) == 1
    judge(archive, likely.id, (borys, "established"))
    assert [one.conclusion for one in queries.reviews_of(archive, likely.id, seen_by=borys).shown] == [
        "probable",
        "established",
    ]


def test_one_person_judges_once(archive, likely, anna):
    judge(archive, likely.id, (anna, "probable"))
    with pytest.raises(DecisionRefused, match="judged it already"):
        judge(archive, likely.id, (anna, "established"))


def test_a_program_concludes_nothing(archive, likely):
    machine = decisions.Reviewer("accounted 1.0", "a program")
    for step in (
        lambda: decisions.review_proposal(archive, likely.id, "established", by=machine, reason="fits"),
        lambda: decisions.reconcile(archive, likely.id, by=machine, reason="fits", **EVIDENCE),
        lambda: decisions.decide_identification(archive, likely.id, "established", by=machine, reason="fits"),
        lambda: decisions.withdraw_samples(archive, ["G-0"], by=machine, reason="old"),
    ):
        with pytest.raises(DecisionRefused, match="never for a program"):
            step()


def test_an_identification_needs_two_people_and_a_reconciliation(archive, likely, anna, borys):
    def decide(conclusion):
        return decisions.decide_identification(archive, likely.id, conclusion, by=anna, reason="board")

    with pytest.raises(DecisionRefused, match="0 of two people"):
        decide("established")
    judge(archive, likely.id, (anna, "established"))
    with pytest.raises(DecisionRefused, match="1 of two people"):
        decide("established")
    judge(archive, likely.id, (borys, "probable"))
    with pytest.raises(DecisionRefused, match="1 of 2 reviewers conclude established"):
        decide("established")
    with pytest.raises(DecisionRefused, match="not reconciled"):
        decide("probable")
    decisions.reconcile(archive, likely.id, by=borys, reason="board", **EVIDENCE)
    held = row("Identification").get(pk=decide("probable"))
    assert {held.first_reviewer, held.second_reviewer} == {anna.pseudonym, borys.pseudonym}
    assert row("Remains").get(number="B-001").identification is None  # probable is not established


def test_what_somebody_excludes_is_not_established(archive, likely, anna, borys, doctor):
    judge(archive, likely.id, (anna, "established"), (borys, "established"), (doctor, "excluded"))
    decisions.reconcile(archive, likely.id, by=anna, reason="board", **EVIDENCE)
    with pytest.raises(DecisionRefused, match="a reviewer excludes it"):
        decisions.decide_identification(archive, likely.id, "established", by=anna, reason="board")


def test_a_reconciliation_speaks_of_every_kind_of_evidence(archive, likely, anna):
    partial = {**EVIDENCE, "missing": []}
    with pytest.raises(DecisionRefused, match="nothing is said of fingerprint, dental"):
        decisions.reconcile(archive, likely.id, by=anna, reason="board", **partial)


def test_a_conflict_that_is_not_explained_stands_in_the_way(archive, likely, anna, borys):
    judge(archive, likely.id, (anna, "established"), (borys, "established"))
    conflict = {"method": "property", "what": "a ring that is not his"}
    decisions.reconcile(archive, likely.id, by=anna, reason="board", **{**EVIDENCE, "conflicts": [conflict]})
    with pytest.raises(DecisionRefused, match="not explained"):
        decisions.decide_identification(archive, likely.id, "established", by=anna, reason="board")
    explained = {**conflict, "explained": "his brother's, says the mother"}
    decisions.reconcile(archive, likely.id, by=anna, reason="board", **{**EVIDENCE, "conflicts": [explained]})
    decisions.decide_identification(archive, likely.id, "established", by=anna, reason="board")


def test_genes_alone_establish_nobody(archive, likely, anna, borys):
    judge(archive, likely.id, (anna, "established"), (borys, "established"))
    alone = {
        "agrees": EVIDENCE["agrees"][:1],
        "conflicts": [],
        "missing": [*EVIDENCE["missing"], *({**one, "what": "unknown"} for one in EVIDENCE["agrees"][1:])],
    }
    decisions.reconcile(archive, likely.id, by=anna, reason="board", **alone)
    with pytest.raises(DecisionRefused, match="more than one kind of evidence"):
        decisions.decide_identification(archive, likely.id, "established", by=anna, reason="board")


def test_an_identification_is_reversed_by_a_new_decision_and_stays_on_record(
    archive, vault, likely, anna, borys
):
    identified = establish(archive, likely.id, anna, borys)
    remains = row("Remains").get(number="B-001")
    assert remains.identification.id == identified
    decisions.reverse_identification(archive, identified, by=borys, reason="the sample was another's")
    remains = row("Remains").get(number="B-001")
    assert remains.identification is None and remains.number == "B-001"
    (held,) = queries.identifications(archive)
    assert (held.conclusion, held.reversed_for) == ("established", "the sample was another's")
    assert queries.proposal(archive, likely.id).state == "reversed"
    with pytest.raises(NotOnRecord, match="reversed already"):
        decisions.reverse_identification(archive, identified, by=borys, reason="twice")
    compare(archive, vault, Parameters(), by=anna, reason="again")  # and is compared anew
    assert queries.proposals(archive, body="B-001", state="open")


def test_an_identified_body_tells_of_its_family_from_then_on(archive, vault, taken, anna, borys):
    compare(archive, vault, Parameters(), by=anna, reason="first look")
    one, other = (taken.codes[f"Melnyk/{who} M"] for who in ("Elder", "Younger"))
    (elder,) = [p for p in queries.proposals(archive, body="B-002") if p.missing == one]
    identified = establish(archive, elder.id, anna, borys)
    comparison = compare(archive, vault, Parameters(least=0.0), by=anna, reason="the brother")
    held = queries.comparison(archive, comparison)
    body = row("Sample").get(remains__number="B-002").code
    assert held.parameters["moved"] == {body: one}
    assert other in held.parameters["missing"] and one not in held.parameters["missing"]
    assert run_again(archive, vault, comparison, by=anna, reason="checked").same
    decisions.reverse_identification(archive, identified, by=borys, reason="a second look")
    later = compare(archive, vault, Parameters(), by=anna, reason="again")
    assert queries.comparison(archive, later).parameters["moved"] == {}


def test_what_is_identified_is_compared_no_more(archive, vault, likely, anna, borys):
    establish(archive, likely.id, anna, borys)
    comparison = compare(archive, vault, Parameters(), by=anna, reason="the rest")
    assert "B-001" in {one["code"] for one in row("Comparison").get(pk=comparison).set_aside}
    assert "B-001" not in {one.body for one in queries.proposals(archive, comparison=comparison)}


def test_the_record_is_what_the_log_says_through_all_of_it(archive, vault, likely, anna, borys, doctor):
    identified = establish(archive, likely.id, anna, borys)
    decisions.reverse_identification(archive, identified, by=doctor, reason="a second look")
    assert archive.verify_record().problems == ()
    before = [
        queries.identifications(archive),
        queries.proposals(archive),
        queries.identifying_counts(archive),
    ]
    archive.rebuild()
    after = [
        queries.identifications(archive),
        queries.proposals(archive),
        queries.identifying_counts(archive),
    ]
    assert before == after
    assert archive.verify_record().ok


# ---- relations that do not agree


@pytest.fixture
def not_the_father(archive, vault, anna):
    """A family whose stated father is not the father of its other son."""
    data = case_data()
    family = data["families"][0]
    family["members"].append({"id": "Brother K", "father": "Father K", "mother": "Mother K", "sex": 1})
    family["genotypes"]["Brother K"] = genotypes("36", "16", "14")
    return take_in_case(
        archive,
        vault,
        case_from_json(data),
        consents=all_agreed(),
        database=DATABASE,
        by=anna,
        reason="brought in",
    )


def test_that_a_father_is_not_the_father_is_shown_to_geneticists_alone(archive, vault, not_the_father, anna):
    geneticist = archive.reviewer("Halyna Geneticist", roles=["geneticist"])
    code = not_the_father.codes["Kovalenko"]
    seen = check_families(archive, vault, by=geneticist, reason="before comparing")
    assert any(one["sensitive"] and one["who"] for one in seen if one["family"] == code)
    general = check_families(archive, vault, by=anna, reason="before comparing")
    about = [one for one in general if one["family"] == code and one["kind"] == "relationship"]
    assert about and not any(one["who"] or one["sensitive"] or one["log10"] for one in about)
    assert "father" not in json.dumps(about)


def test_families_are_checked_before_any_body_is_there(archive, vault, anna):
    data = {**case_data(), "pm": []}
    take_in_case(
        archive,
        vault,
        case_from_json(data),
        consents=all_agreed(),
        database=DATABASE,
        by=anna,
        reason="families first",
    )
    assert isinstance(check_families(archive, vault, by=anna, reason="before the exhumation"), list)


def test_a_pair_is_explained_in_all_to_everybody_and_by_locus_to_geneticists(
    archive, vault, taken, likely, anna
):
    geneticist = archive.reviewer("Halyna Geneticist", roles=["geneticist"])
    before = archive.store.size
    general = explain_pair(archive, vault, "B-001", likely.missing, by=anna, reason="asked by the board")
    assert general["log10_lr"] == pytest.approx(likely.log10_ratio, rel=1e-4)
    assert not {"loci", "exclusions"} & set(general)
    assert general["proposals"][0]["posterior"] == likely.posterior
    detailed = explain_pair(
        archive, vault, "B-001", likely.missing, by=geneticist, reason="asked by the board"
    )
    assert len(detailed["loci"]) == 12
    opened = [e for e in archive.store.entries(before) if e.event == "unseal"]
    assert len(opened) == 2
    assert len(archive.store.detail(opened[0].seq)["decision"]["content"]["samples"]) == 3


def test_nobody_who_is_not_missing_here_can_be_searched_for(archive, vault, taken, anna):
    father = taken.codes["Kovalenko/Father K"]
    with pytest.raises(DecisionRefused, match="nobody who is missing"):
        explain_pair(archive, vault, "B-001", father, by=anna, reason="curious")
    with pytest.raises(NotOnRecord, match="no remains of that number"):
        explain_pair(archive, vault, "somebody", likely_of(taken), by=anna, reason="curious")


def likely_of(taken):
    return taken.codes["Kovalenko/Son K"]


# ---- what is told of it


def test_an_identified_body_is_counted_as_identified_until_it_is_reversed(archive, likely, anna, borys):
    def bases():
        (body,) = [one for one in queries.judgements(archive).individuals if one.id == remains]
        return body.bases

    remains = row("Remains").get(number="B-001").id
    assert "identified" not in bases()
    identified = establish(archive, likely.id, anna, borys)
    assert "identified" in bases()
    decisions.reverse_identification(archive, identified, by=anna, reason="a second look")
    assert "identified" not in bases()


def test_a_person_whose_remains_are_identified_is_missing_no_more(told, vault, anna, borys):
    archive = told.archive
    missing = decisions.record_person(
        archive,
        by=anna,
        reason="the family says so",
        values={"missing_status": decisions.stated("missing", told.of("tally")[0].id)},
    )
    take_in_case(
        archive,
        vault,
        case(),
        consents=all_agreed(),
        database=DATABASE,
        by=anna,
        reason="brought in",
        people={"Son K": missing},
    )
    compare(archive, vault, Parameters(), by=anna, reason="first look")
    (best,) = [p for p in queries.proposals(archive, body="B-001") if p.rank == 1]
    assert best.person == missing

    def bases():
        return [one.bases for one in queries.judgements(archive).individuals if one.id == missing]

    assert bases() == [("missing",)]
    establish(archive, best.id, anna, borys)
    assert bases() == [("died_any",)]


def test_a_public_report_tells_counts_alone_and_no_report_tells_genes(
    archive, vault, taken, likely, anna, borys
):
    establish(archive, likely.id, anna, borys)
    material = gather_report(archive)
    public, internal = (
        report_html(material, generated="2026-11-22T10:00:00Z", audience=audience)
        + report_json(material, generated="2026-11-22T10:00:00Z", audience=audience)
        for audience in ("public", "internal")
    )
    assert "Identities established" in public
    for hidden in ("B-001", likely.person, *ALLELES, *taken.codes.values()):
        assert hidden not in public
    assert "B-001" in internal and likely.person in internal
    for hidden in (*ALLELES, *taken.codes.values(), "log10", "Kovalenko"):
        assert hidden not in internal


def test_a_report_of_an_archive_without_samples_says_nothing_of_identification(archive):
    page = report_html(gather_report(archive), generated="2026-11-22T10:00:00Z")
    assert 'id="identifying"' not in page


def test_a_living_relative_on_record_for_a_sample_alone_leaves_in_no_export(archive, taken):
    told = {one.alias for one in queries_of_people(archive)}
    assert taken.codes["Kovalenko/Son K"] in told
    assert taken.codes["Kovalenko/Father K"] not in told


def queries_of_people(archive):
    from accounted.record.queries.happenings import happenings

    return happenings(archive).persons
