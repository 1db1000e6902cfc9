"""Other programs' files: what they hold comes back as it was, and what is wrong in them is named."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.identifying.case_files import read_case
from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidLocus, InvalidProfile
from accounted.identifying.formats.interpol import form_number
from accounted.identifying.formats.locus_names import key
from accounted.identifying.formats.reading import recognise
from accounted.identifying.formats.settling import Choices
from accounted.identifying.formats.writing import TARGETS, written
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import ANY, Call, Profile

LOCI = ("D3S1358", "vWA", "Penta D", "D21S11", "SE33", "TH01")
ALLELES = ("8", "9", "9.3", "10", "11", "12", "13.2")
MODELS = st.sampled_from([
    None,
    Mutations(MutationModel("equal", 0.002), MutationModel("equal", 0.0005)),
    Mutations.same(MutationModel("proportional", 0.001)),
    Mutations(MutationModel("stepwise", 0.002, 0.1, 1e-6), MutationModel("stepwise", 0.0005, 0.2, 1e-5)),
])  # fmt: skip


@st.composite
def loci(draw, silent=False):
    made = []
    for name in draw(st.lists(st.sampled_from(LOCI), min_size=1, max_size=4, unique=True)):
        alleles = sorted(
            draw(st.lists(st.sampled_from(ALLELES), min_size=2, max_size=6, unique=True)), key=float
        )
        weights = [draw(st.integers(1, 60)) for _ in alleles]
        shares = [w / sum(weights) for w in weights]
        locus = Locus(name, tuple(alleles), tuple(shares), draw(MODELS))
        made.append(locus.with_silent(0.02) if silent and draw(st.booleans()) else locus)
    return tuple(made)


@st.composite
def cases(draw, silent=False, mutations=True):
    kit = draw(loci(silent))
    if not mutations:
        kit = tuple(replace(locus, mutations=None) for locus in kit)

    def calls():
        found = {}
        for locus in kit:
            seen = [a for a in locus.alleles if a != "silent"]
            pair = draw(st.lists(st.sampled_from(seen), min_size=0, max_size=2, unique=True))
            if pair:
                found[locus.name] = Call(tuple(sorted(pair, key=float)))
        return found or {kit[0].name: Call((kit[0].alleles[0],))}

    bodies = tuple(
        Profile(f"PM-{n:04d}", calls(), draw(st.sampled_from(["male", "female"])))
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    families = []
    for n in range(1, draw(st.integers(1, 3)) + 1):
        several = draw(st.booleans())
        members = [Member(f"f{n}", sex="male"), Member(f"m{n}", sex="female")]
        members += [Member(f"AM-{n:03d}", f"f{n}", f"m{n}", "male")]
        missing = (f"AM-{n:03d}",)
        if several:
            members += [Member(f"AM-{n + 500:03d}", f"f{n}", f"m{n}", "female")]
            missing += (f"AM-{n + 500:03d}",)
        references = {f"m{n}": Profile(f"m{n}", calls(), "female")}
        if draw(st.booleans()):
            references[f"f{n}"] = Profile(f"f{n}", calls(), "male")
        families.append(FamilyCase(Pedigree(f"F{n}", tuple(members)), references, missing))
    return Case("case", kit, bodies, tuple(families))


def said(case, *, pedigrees=True):
    """What a case says, in a form in which one allele and twice the same are the same."""
    bodies = {b.id: (b.sex, {n: set(c.alleles) for n, c in b.calls.items()}) for b in case.bodies}
    families = {
        f.pedigree.id: (
            set(f.missing),
            set(f.pedigree.members),
            {k: {n: set(c.alleles) for n, c in p.calls.items()} for k, p in f.references.items()},
        )
        for f in case.families
    }
    return (bodies, families) if pedigrees else bodies


def put(tmp_path, case, form, name):
    paths = []
    for path, content in written(case, tmp_path / name, form).items():
        path.write_bytes(content)
        paths.append(path)
    return paths[0]


FULL = {"case": "c.json", "familias": "c.fam"}
WITH_FREQUENCIES = {"niem": "c.xml", "csv": "c.csv", "xlsx": "c.xlsx"}


@pytest.mark.parametrize("form", FULL)
@settings(deadline=None, max_examples=40)
@given(case=cases(silent=True))
def test_bodies_families_loci_and_mutation_come_back_as_they_were(tmp_path_factory, form, case):
    read = read_case(put(tmp_path_factory.mktemp("case"), case, form, FULL[form]))
    assert said(read) == said(case)
    assert [(one.name, one.alleles) for one in read.loci] == [(one.name, one.alleles) for one in case.loci]
    for ours, before in zip(read.loci, case.loci, strict=True):
        assert ours.frequencies == pytest.approx(before.frequencies, abs=1e-12)
        assert ours.transmission == pytest.approx(before.transmission, abs=1e-12)


@pytest.mark.parametrize("form", WITH_FREQUENCIES)
@settings(deadline=None, max_examples=25)
@given(case=cases())
def test_people_and_profiles_come_back_with_the_frequencies_from_a_table(tmp_path_factory, form, case):
    where = tmp_path_factory.mktemp("case")
    frequencies = put(where, case, "frequencies", "frequencies.csv")
    read = read_case(put(where, case, form, WITH_FREQUENCIES[form]), frequencies)
    assert said(read) == said(case)
    assert [one.frequencies for one in read.loci] == [one.frequencies for one in case.loci]


@settings(deadline=None, max_examples=25)
@given(case=cases(mutations=False))
def test_linkage_holds_pedigrees_profiles_and_frequencies(tmp_path_factory, case):
    read = read_case(put(tmp_path_factory.mktemp("case"), case, "linkage", "c.ped"))
    assert said(read) == said(case)
    assert [(one.name, one.alleles) for one in read.loci] == [(one.name, one.alleles) for one in case.loci]


@pytest.mark.parametrize("form", ["cmf-3.3", "cmf-3.2"])
@settings(deadline=None, max_examples=25)
@given(case=cases())
def test_cmf_holds_profiles_and_a_table_adds_the_pedigrees(tmp_path_factory, form, case):
    if form == "cmf-3.2" and any(one.name == "SE33" for one in case.loci):
        with pytest.raises(InvalidProfile, match=r"write CMF 3\.3"):
            put(tmp_path_factory.mktemp("case"), only_typed_at(case, "SE33"), form, "c.xml")
        return
    where = tmp_path_factory.mktemp("case")
    profiles = put(where, case, form, "c.xml")
    bare = replace(case, bodies=(), families=tuple(replace(f, references={}) for f in case.families))
    pedigrees = put(where, bare, "csv", "pedigrees.csv")
    read = read_case(pedigrees, profiles, put(where, case, "frequencies", "f.csv"))
    assert said(read) == said(case)


def only_typed_at(case, name):
    locus = next(one for one in case.loci if one.name == name)
    return replace(case, bodies=(Profile("B", {name: Call((locus.alleles[0],))}),))


def test_a_row_of_forms_is_written_and_recognised_by_its_content(tmp_path, a_case):
    kinds = {"case": "case", "familias": "familias", "niem": "niem", "cmf-3.3": "cmf", "csv": "table",
             "xlsx": "table", "frequencies": "frequencies", "linkage": "linkage"}  # fmt: skip
    for form, kind in kinds.items():
        ending = {"linkage": ".ped", "xlsx": ".xlsx"}.get(form, ".txt")
        assert recognise(put(tmp_path, a_case, form, f"{form}{ending}")) == kind, form


@pytest.fixture
def a_case():
    kit = (
        Locus("D3S1358", ("14", "15", "16"), (0.3, 0.3, 0.4)),
        Locus("TH01", ("6", "9.3"), (0.5, 0.5)),
    )
    pedigree = Pedigree(
        "F1",
        (
            Member("dad", sex="male", born=1950),
            Member("mum", sex="female"),
            Member("AM-1", "dad", "mum", "male"),
        ),
    )
    references = {"mum": Profile("mum", {"D3S1358": Call(("14", "15")), "TH01": Call(("6",))}, "female")}
    body = Profile("PM-0001", {"D3S1358": Call(("15", "16")), "TH01": Call(("6", "9.3"))}, "male")
    return Case("a", kit, (body,), (FamilyCase(pedigree, references, ("AM-1",)),))


# ---- Familias as Familias writes it

FAM = """\
"Output from Familias, version 3.2.9"
"DO NOT EDIT!"
3.2.9 (DVI)
""
0
"Known relations"
0
0
0
0
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0,02 )
1
#TRUE#
"Invented"
"L1"
0.001
0.002
{model}
{model}
3
0.1
0.1
0.0
0.0
{silent}
3\t(DatabaseSize = 2500 , Dropout probability = 0 , Minor allele frequency = 0 )
"8"
{p8}
"9"
0.5
"10"
0.2

[DVI]
[[Unidentified persons]]
nPersons= 1
[[[Person 1 ]]]
Name= PM1
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= L1
Allele1= 8
Allele2= 9
[[Notes]]
nFamilies= 2


[[Reference Families]]
nFamilies= 2
[[[Family 1 ]]]
Name= Family A
[[[[Persons]]]]
nPersons= 3
[[[[[Person 1]]]]]
Name= Brother
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= L1
Allele1= 8
Allele2= 8
[[[[[Person 2]]]]]
Name= Father
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 0
[[[[[Person 3]]]]]
Name= Mother
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 0
[[[[Pedigrees]]]]
nPedigrees= 2
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 4
Parent= Father
Child= Brother
Parent= Father
Child= Missing person
Parent= Mother
Child= Missing person
Parent= Mother
Child= Brother
[[[[[Pedigree 2]]]]]
Name= Brother
nRelations= 4
Parent= Father
Child= Brother
Parent= Father
Child= Missing person
Parent= Mother
Child= Missing person
Parent= Mother
Child= Brother
[[[Family 2 ]]]
Name= Family B
[[[[Persons]]]]
nPersons= 1
[[[[[Person 1]]]]]
Name= Son
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= L1
Allele1= 9
Allele2= 10
[[[[Pedigrees]]]]
nPedigrees= 1
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 1
Parent= Missing person
Child= Son
[Prior]
UseList= No
Size= 100
"""


def fam(tmp_path, model=0, silent="#FALSE#\n0", p8="0.3"):
    path = tmp_path / "site.fam"
    path.write_text(FAM.format(model=model, silent=silent, p8=p8), encoding="cp1252")
    return path


def test_a_familias_file_gives_bodies_families_theta_and_rates_by_sex(tmp_path):
    case = read_case(fam(tmp_path))
    assert [b.id for b in case.bodies] == ["PM1"]
    assert case.theta == 0.02
    (locus,) = case.loci
    assert (locus.mutations.female.rate, locus.mutations.male.rate) == (0.001, 0.002)
    first, second = case.families
    assert first.missing == ("Family A: Missing person",)
    brother = first.pedigree.member("Brother")
    assert (brother.father, brother.mother) == ("Father", "Mother")
    assert second.pedigree.member("Son").father == "Family B: Missing person"
    assert second.pedigree.member("Family B: Missing person").sex is None
    assert any("100 victims" in note for note in case.notes)


@pytest.mark.parametrize("p8", ["0.3", "0.27"])
def test_a_silent_allele_takes_its_share_or_makes_room(tmp_path, p8):
    (locus,) = read_case(fam(tmp_path, silent="#TRUE#\n0.03", p8=p8)).loci
    assert locus.alleles == ("8", "9", "10", "silent")
    assert locus.frequencies[-1] == 0.03
    assert sum(locus.frequencies) == pytest.approx(1.0)
    assert locus.frequencies[0] == pytest.approx(0.27 if p8 == "0.27" else 0.3 * 0.97)


def test_steps_of_model_2_run_along_the_list_and_are_written_back(tmp_path):
    case = read_case(fam(tmp_path, model=2))
    matrix = case.loci[0].transmission[0]
    assert matrix[0, 1] == pytest.approx(10 * matrix[0, 2])  # 8 → 9 against 8 → 10
    assert matrix[0, 0] == pytest.approx(0.998)
    again = read_case(put(tmp_path, case, "familias", "again.fam"))
    assert again.loci[0].transmission == pytest.approx(case.loci[0].transmission, abs=1e-12)


def test_a_familias_file_that_breaks_off_is_named_by_line(tmp_path):
    path = tmp_path / "cut.fam"
    path.write_text(FAM.split('"9"\n0.5')[0].format(model=0, silent="#FALSE#\n0", p8="x"), encoding="utf-8")
    with pytest.raises(IdentifyingError, match=r"cut\.fam, line \d+: 'x' where a frequency should stand"):
        read_case(path)


PATERNITY = """\
"Output from Familias, version 3.3.1"
"DO NOT EDIT!"
3.3.1
""
3
"AF"
#FALSE#
1950
#FALSE#
#TRUE#
1
1
0
0
"Missing son"
#FALSE#
-1
#FALSE#
#TRUE#
0
"CH"
#FALSE#
-1 (Consider dropouts)
#FALSE#
#TRUE#
1
0
0
0
"Known relations"
0
0
0
1
0
"H1"
1
0
3
0
1
0
2
3
2
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )
1
#TRUE#
"Invented"
"L1"
0
0
0
0
2
0.1
0.1
0
0
#FALSE#
0
2\t(DatabaseSize = 100 , Dropout probability = 0.05 , Minor allele frequency = 0 )
"10"
0.3
"11"
0.7
"""


def test_the_first_part_gives_pedigrees_genotypes_by_place_and_drop_out(tmp_path):
    path = tmp_path / "p.fam"
    path.write_text(PATERNITY, encoding="utf-8")
    case = read_case(path)
    (family,) = case.families
    assert family.missing == ("Missing son",)
    assert family.pedigree.member("CH").mother == "woman 1"
    assert family.pedigree.member("AF").born == 1950
    assert family.references["AF"].calls["L1"].alleles == ("11", "10")
    assert family.references["CH"].calls["L1"] == Call(("10",), dropout=0.05)


def test_a_mutation_model_that_familias_does_not_have_is_refused_by_name(tmp_path, a_case):
    dawid = Mutations.same(MutationModel("dawid", 0.001))
    case = replace(a_case, loci=(replace(a_case.loci[0], mutations=dawid), a_case.loci[1]))
    with pytest.raises(InvalidLocus, match="D3S1358: Familias has no mutation model 'dawid'"):
        written(case, tmp_path / "c.fam")


# ---- CODIS and NIEM

CMF = """\
<?xml version="1.0" encoding="UTF-8"?>
<CODISImportFile xmlns="urn:CODISImportFile-schema">
  <HEADERVERSION>3.2</HEADERVERSION>
  <MESSAGETYPE>Import</MESSAGETYPE>
  {specimens}
</CODISImportFile>
"""


def specimen(name, category, **loci):
    inside = "".join(
        f"<LOCUS><LOCUSNAME>{locus}</LOCUSNAME>"
        + "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
        + "</LOCUS>"
        for locus, alleles in loci.items()
    )
    return (
        f"<SPECIMEN><SPECIMENID>{name}</SPECIMENID><SPECIMENCATEGORY>{category}</SPECIMENCATEGORY>{inside}"
        "</SPECIMEN>\n"
    )


def cmf(tmp_path, *specimens):
    path = tmp_path / "lab.xml"
    path.write_text(CMF.format(specimens="  ".join(specimens)), encoding="utf-8")
    return path


def test_spellings_of_a_locus_are_one_and_amelogenin_gives_the_sex(tmp_path, a_case):
    path = cmf(tmp_path, specimen("B1", "Unidentified Person", THO1=["9.3"], AMEL=["X", "Y"]))
    case = read_case(path, put(tmp_path, a_case, "frequencies", "f.csv"))
    (body,) = case.bodies
    assert body.sex == "male"
    assert body.calls["TH01"].alleles == ("9.3",)
    assert key("Penta_D") == key("PENTA D") and key("THO1") == key("TH01")


def test_offenders_and_crime_scenes_are_never_taken(tmp_path):
    path = cmf(
        tmp_path,
        specimen("B1", "Unidentified Person", TH01=["6"]),
        specimen("X1", "Convicted Offender", TH01=["6"]),
        specimen("X2", "Forensic, Unknown", TH01=["6"]),
    )
    case = read_case(path, set_aside=True)
    assert [b.id for b in case.bodies] == ["B1"]
    assert not case.others
    assert [one.what for one in case.set_aside] == ["specimen X1", "specimen X2"]


def test_one_bad_specimen_leaves_the_others_and_is_named_by_line_and_locus(tmp_path, a_case):
    path = cmf(
        tmp_path,
        specimen("B1", "Unidentified Person", TH01=["6", "9.3"]),
        specimen("B2", "Unidentified Person", TH01=["6", "9.3", "7"], D3S1358=["14"]),
    )
    case = read_case(path, put(tmp_path, a_case, "frequencies", "f.csv"), set_aside=True)
    assert [b.id for b in case.bodies] == ["B1", "B2"]
    assert set(case.bodies[1].calls) == {"D3S1358"}
    (one,) = case.set_aside
    assert one.words().startswith("lab.xml, line 6: body B2, TH01: 3 alleles (6, 9.3, 7)")
    with pytest.raises(InvalidProfile, match="line 6"):
        read_case(path, put(tmp_path, a_case, "frequencies", "f.csv"))


def test_xml_with_entities_is_refused(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><CODISImportFile>&b;</CODISImportFile>', encoding="utf-8")
    with pytest.raises(IdentifyingError, match="declares entities"):
        read_case(path)


def test_xml_that_breaks_off_is_named_by_line(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text("<CODISImportFile>\n<SPECIMEN>\n</CODISImportFile>", encoding="utf-8")
    with pytest.raises(IdentifyingError, match="line 3: not well-formed"):
        read_case(path)


NIEM = """\
<t:Exchange xmlns:t="urn:t" xmlns:biom="urn:b" xmlns:nc="urn:n" xmlns:structures="urn:s">
<biom:DNARecord>
  <biom:DNACategoryCode>Family Relative</biom:DNACategoryCode>
  <biom:DNADonor><nc:PersonBirthDate><nc:Date>1977-06-21</nc:Date></nc:PersonBirthDate>
    <nc:PersonSexText>Female</nc:PersonSexText></biom:DNADonor>
  <biom:DNADataIdentification><nc:IdentificationID>P1</nc:IdentificationID>
    <nc:IdentificationCategoryDescriptionText>DNA Profile ID</nc:IdentificationCategoryDescriptionText>
  </biom:DNADataIdentification>
  <biom:DNAEncoding><biom:DNASTRData><biom:DNAKit><biom:DNAKitName>K</biom:DNAKitName></biom:DNAKit>
    <biom:DNALocus><biom:DNALocusName>TH01</biom:DNALocusName>
      <biom:DNAAllele><biom:DNAAlleleOperatorCode>Equal</biom:DNAAlleleOperatorCode>
        <biom:DNAAlleleCall1Text>6</biom:DNAAlleleCall1Text></biom:DNAAllele>
    </biom:DNALocus></biom:DNASTRData></biom:DNAEncoding>
</biom:DNARecord>
<biom:Pedigree>
  <biom:PedigreeIdentification><nc:IdentificationID>MP-7</nc:IdentificationID>
    <nc:IdentificationCategoryDescriptionText>Case ID</nc:IdentificationCategoryDescriptionText>
  </biom:PedigreeIdentification>
  <biom:PedigreeMember structures:id="ID-1">
    <biom:PedigreeMemberIdentification><nc:IdentificationID>P1</nc:IdentificationID>
      <nc:IdentificationCategoryDescriptionText>DNA Profile ID</nc:IdentificationCategoryDescriptionText>
    </biom:PedigreeMemberIdentification>
    <nc:PersonSexText>Female</nc:PersonSexText><biom:PedigreeMemberStatusCode>K</biom:PedigreeMemberStatusCode>
  </biom:PedigreeMember>
  <biom:PedigreeMember structures:id="ID-2">
    <nc:PersonSexText>Male</nc:PersonSexText><biom:PedigreeMemberStatusCode>S</biom:PedigreeMemberStatusCode>
    <biom:PedigreeMotherIdentification structures:metadata="ID-1"/>
  </biom:PedigreeMember>
</biom:Pedigree>
</t:Exchange>
"""


def test_niem_joins_profiles_and_pedigree_and_says_who_is_sought(tmp_path):
    path = tmp_path / "niem.xml"
    path.write_text(NIEM, encoding="utf-8")
    case = read_case(path)
    (family,) = case.families
    assert family.pedigree.id == "MP-7"
    assert family.missing == ("MP-7 ID-2",)
    assert family.pedigree.member("MP-7 ID-2").mother == "P1"
    assert family.pedigree.member("P1").born == 1977
    assert family.references["P1"].calls["TH01"].alleles == ("6",)
    assert family.references["P1"].kit == "K"


# ---- tables


def test_columns_of_alleles_are_found_however_they_are_headed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Sample;Role;Sex;D21S11;TH01 1;TH01 2;Penta D;Penta D\nPM-1;body;M;29/30.2;6;9.3;9;\n",
        encoding="utf-8",
    )
    (body,) = read_case(path).bodies
    assert {n: c.alleles for n, c in body.calls.items()} == {
        "D21S11": ("29", "30.2"),
        "TH01": ("6", "9.3"),
        "Penta D": ("9",),
    }


def test_a_line_for_each_marker_is_read_too(tmp_path):
    path = tmp_path / "gm.txt"
    path.write_text(
        "Sample Name\tMarker\tAllele 1\tAllele 2\nPM-1\tTH01\t6\t9.3\nPM-1\tAMEL\tX\t\nPM-1\tvWA\t17\t\n",
        encoding="utf-16",
    )
    (body,) = read_case(path).bodies
    assert body.calls["TH01"].alleles == ("6", "9.3")
    assert body.calls["vWA"].alleles == ("17",)
    assert body.sex == "female"


def test_an_allele_whose_fellow_may_be_lost_is_not_written_as_a_homozygote(tmp_path, a_case):
    partial = Profile("PM-2", {"TH01": Call(("6",), dropout=0.1)}, "male")
    case = replace(a_case, bodies=(partial,))
    for form, name in (("csv", "c.csv"), ("familias", "c.fam"), ("linkage", "c.ped")):
        read = read_case(put(tmp_path, case, form, name))
        assert set(read.bodies[0].calls["TH01"].alleles) == {"6", ANY}, form


def test_a_date_that_a_spreadsheet_made_of_alleles_is_named(tmp_path):
    import datetime

    from xlsxwriter import Workbook

    with Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, ["id", "role", "TH01"])
        sheet.write_row(1, 0, ["PM-1", "body"])
        sheet.write_datetime(1, 2, datetime.datetime(2024, 9, 10), book.add_format({"num_format": "d/m"}))
    case = read_case(tmp_path / "t.xlsx", set_aside=True)
    assert "people, row 2: body PM-1, TH01: a date stands where alleles should" in case.set_aside[0].words()


def test_the_missing_can_be_named_where_the_file_cannot(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("family,id,father,mother,sex,TH01\nF1,mum,0,0,F,6/9\nF1,son,0,mum,M,\n", encoding="utf-8")
    case = read_case(path, choices=Choices(missing=("F1:son",)))
    assert case.families[0].missing == ("son",)
    with pytest.raises(IdentifyingError, match="nobody is called 'F2:son'"):
        read_case(path, choices=Choices(missing=("F2:son",)))


def test_two_files_that_differ_about_a_person_are_told_apart_by_line(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("role,id,TH01\nbody,PM-1,6/9\n", encoding="utf-8")
    second.write_text("role,id,TH01\nbody,PM-1,6/8\n", encoding="utf-8")
    case = read_case(first, second, set_aside=True)
    assert case.set_aside[0].words() == (
        "b.csv, line 2: body PM-1, TH01: typed 6/8 here but 6/9 at a.csv, line 2; the first is kept, look "
        "for a label swap"
    )


# ---- frequencies

WIDE = "Allele,D3S1358,TH01\n6,,0.4\n9.3,0,0.6\n14,0.5004,\n15,0.4998,\nN,250,250\n"
LONG = "locus,allele,frequency,population\nTH01,6,0.4,A\nTH01,9.3,0.6,A\nTH01,6,0.5,B\nTH01,9.3,0.5,B\n"
LINES = "D3S1358\n14\t0.5\n15\t0,5\n\nTH01\n6\t0.4\n9.3\t0.6\n"
PROFILE = "role,id,TH01\nbody,PM-1,6/9.3\n"


def with_frequencies(tmp_path, text, **choices):
    (tmp_path / "p.csv").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "f.txt").write_text(text, encoding="utf-8")
    return read_case(tmp_path / "p.csv", tmp_path / "f.txt", choices=Choices(**choices))


@pytest.mark.parametrize("text", [WIDE, LINES])
def test_tables_of_frequencies_are_read_in_their_usual_shapes(tmp_path, text):
    case = with_frequencies(tmp_path, text)
    assert {one.name: one.alleles for one in case.loci} == {"D3S1358": ("14", "15"), "TH01": ("6", "9.3")}
    assert all(math.isclose(sum(one.frequencies), 1.0, abs_tol=1e-12) for one in case.loci)


def test_rounding_is_made_good_and_said(tmp_path):
    assert any("were rescaled" in note for note in with_frequencies(tmp_path, WIDE).notes)


def test_of_several_populations_one_is_chosen_and_none_by_the_program(tmp_path):
    assert with_frequencies(tmp_path, LONG, population="B").loci[0].frequencies == (0.5, 0.5)
    with pytest.raises(InvalidLocus, match=r"several populations \(A, B\): choose one"):
        with_frequencies(tmp_path, LONG)


def test_frequencies_far_from_one_are_no_rounding(tmp_path):
    with pytest.raises(InvalidLocus, match=r"TH01: the frequencies sum to 0\.7"):
        with_frequencies(tmp_path, "TH01\n6\t0.4\n9.3\t0.3\n")


# ---- numbers of the forms


@pytest.mark.parametrize(
    ("written_as", "form", "sequence", "part", "again"),
    [
        ("PM-0012", "PM", 12, None, "PM-0012"),
        ("pm 12/3", "PM", 12, 3, "PM-0012/3"),
        ("AM-UA-IZ1-0007", "AM", 7, None, "AM-UA-IZ1-0007"),
    ],
)
def test_numbers_of_interpols_forms(written_as, form, sequence, part, again):
    number = form_number(written_as)
    assert (number.form, number.sequence, number.part, number.written) == (form, sequence, part, again)
    assert form_number(again) == number


def test_what_is_no_number_of_a_form_is_none():
    assert form_number("Ivan") is None
    assert form_number("AMELIA-2") is None
    assert form_number("PM") is None


def test_a_number_of_the_other_form_is_noticed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("role,id,TH01\nbody,AM-3,6/9\n", encoding="utf-8")
    with pytest.raises(InvalidProfile, match="AM-3 is a number of the AM form, but stands for a body"):
        read_case(path)


def test_every_form_says_what_it_cannot_hold():
    for form, target in TARGETS.items():
        assert target.losses or form == "case"


def test_a_file_of_no_known_form_says_which_are(tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x00\x01\x02\x03" * 50)
    with pytest.raises(IdentifyingError, match="read are case files"):
        read_case(path)
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(IdentifyingError, match="is empty"):
        read_case(empty)
    with pytest.raises(IdentifyingError, match="is a directory"):
        read_case(Path(tmp_path))


LINEAGE = "locus,allele,frequency\nTH01,6,0.5\nTH01,9.3,0.5\nDYS391,10,0.5\nDYS391,11,0.5\n"


def test_a_locus_of_the_y_chromosome_is_known_by_its_name_and_several_are_not_multiplied(tmp_path):
    (tmp_path / "p.csv").write_text("role,id,TH01,DYS391\nbody,PM-1,6/9.3,10\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text(LINEAGE, encoding="utf-8")
    one = read_case(tmp_path / "p.csv", tmp_path / "f.csv")
    assert {locus.name: locus.inheritance for locus in one.loci} == {"TH01": "autosomal", "DYS391": "y"}
    (tmp_path / "f.csv").write_text(LINEAGE + "DYS390,23,0.4\nDYS390,24,0.6\n", encoding="utf-8")
    several = read_case(tmp_path / "p.csv", tmp_path / "f.csv")
    assert [locus.name for locus in several.loci] == ["TH01"]
    assert any("the haplotype as one locus" in note for note in several.notes)
