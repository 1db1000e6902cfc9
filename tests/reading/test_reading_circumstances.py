"""How acts, inquiries, denials and accounts are told: by whom, to whom, how, how far. Every sentence was
written for the test.
"""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document, Reading
from accounted.reading import load_lexicon, read


def reading(text: str, no_places: object, language: str = "en") -> Reading:
    document = Document(text, language=language, published="2023-05-20")
    return read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]


def of(text: str, kind: str, no_places: object, language: str = "en") -> list[Claim]:
    return [c for c in reading(text, no_places, language).claims if c.kind == kind]


# -- acts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "party", "victims", "method"),
    [
        ("en", "Prison guards beat the men with rifle butts.", "Prison guards", "the men", "03.01.02"),
        ("en", "Prisoners were given electric shocks by militiamen.", "militiamen", "Prisoners", "03.08"),
        ("uk", "Окупанти катували полонених струмом.", "Окупанти", "полонених", "03.08"),
        ("ru", "Боевики избивали пленных прикладами.", "Боевики", "пленных", "03.01.02"),
        ("ru", "Жителей расстреливали из пулемета солдаты РФ.", "солдаты РФ", "Жителей", "01.01"),
    ],
)
def test_an_act_has_its_party_its_victims_and_its_method(
    language: str, text: str, party: str, victims: str, method: str, no_places: object
) -> None:
    (act,) = of(text, "act", no_places, language)
    assert act.party is not None
    assert act.victims is not None
    assert (act.party.text, act.victims.text) == (party, victims)
    assert method in act.methods


def test_the_crime_of_a_verdict_is_an_act_only_where_the_words_say_against_whom(no_places: object) -> None:
    assert of("A court convicted three soldiers of murder.", "act", no_places) == []
    (act,) = of("A court convicted three soldiers of the murder of civilians.", "act", no_places)
    assert act.victims is not None
    assert act.victims.text == "civilians"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The charity campaigns for a law against torture."),
        ("en", "The treaty is to prevent killings of prisoners."),
        ("uk", "Комітет проти катувань засідає в Женеві."),
        ("ru", "Комитет против пыток заседает в Женеве."),
        ("ru", "Закон запрещает пытки."),
    ],
)
def test_a_deed_that_is_forbidden_or_prevented_is_not_told_of(
    language: str, text: str, no_places: object
) -> None:
    assert of(text, "act", no_places, language) == []


def test_those_accused_are_the_party_and_no_speakers(no_places: object) -> None:
    (act,) = of("Российских военных обвиняют в пытках пленных.", "act", no_places, "ru")
    assert act.modality == "alleges"
    assert act.speaker is None
    assert act.party is not None
    assert act.party.text == "Российских военных"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Putin's troops tortured prisoners."),
        ("uk", "Орки катували полонених."),
        ("ru", "Войска Путина пытали пленных."),
    ],
)
def test_a_slogan_is_the_armed_forces_and_never_a_head_of_state(
    language: str, text: str, no_places: object
) -> None:
    (act,) = of(text, "act", no_places, language)
    assert act.party is not None
    assert act.party.actor == "Russian armed forces", "rule D-21"


# -- denials ------------------------------------------------------------------------------------------------


def test_a_denial_of_one_act_answers_that_act(no_places: object) -> None:
    text = (
        "Residents said Russian soldiers tortured prisoners and looted shops. "
        "The Kremlin denied that its troops had tortured prisoners."
    )
    claims = reading(text, no_places).claims
    (denial,) = [c for c in claims if c.kind == "denial"]
    denied = [c for c in claims if c.id in denial.denies]
    assert denied
    assert all("torture" in c.what for c in denied)
    assert denial.scope is not None
    assert denial.scope.text == "its troops had tortured prisoners"


def test_a_general_denial_answers_all_that_accuses_the_one_who_denies(no_places: object) -> None:
    text = (
        "Residents said Russian soldiers tortured prisoners. Russian troops also looted shops. "
        "Moscow has denied the accusations."
    )
    claims = reading(text, no_places).claims
    (denial,) = [c for c in claims if c.kind == "denial"]
    assert set(denial.denies) == {c.id for c in claims if c.kind == "act"}
    assert denial.what == ()


@pytest.mark.parametrize(
    "text",
    [
        "The detainees were denied medical care and food.",
        "The bank denied that it would cut jobs.",
        "Aid workers were denied access to the bombed town.",
    ],
)
def test_what_is_refused_is_no_denial(text: str, no_places: object) -> None:
    assert of(text, "denial", no_places) == []


# -- inquiries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "body", "scope", "status"),
    [
        ("en", "Prosecutors opened an investigation into the shelling of the school.", "Prosecutors",
         "the shelling of the school", "open"),
        ("en", "The International Criminal Court issued arrest warrants for two generals.",
         "The International Criminal Court", None, "charges"),
        ("en", "Human Rights Watch called for an investigation into the killings.", "Human Rights Watch",
         "the killings", "unknown"),
        ("uk", "Прокуратура розпочала розслідування за фактом обстрілу лікарні.", "Прокуратура",
         "обстрілу лікарні", "open"),
        ("ru", "Следственный комитет возбудил уголовное дело по факту гибели детей.", "Следственный комитет",
         "гибели детей", "open"),
    ],
)  # fmt: skip
def test_an_inquiry_has_its_body_its_scope_and_its_stage(
    language: str, text: str, body: str, scope: str | None, status: str, no_places: object
) -> None:
    (inquiry,) = of(text, "investigation", no_places, language)
    assert inquiry.body is not None
    assert inquiry.body.text == body
    assert (inquiry.scope.text if inquiry.scope else None) == scope
    assert inquiry.status == status
    assert inquiry.modality == "investigates", "rule D-18"


def test_the_investigation_told_of_again_is_the_same(no_places: object) -> None:
    text = (
        "Prosecutors opened an investigation into the massacre. The investigation continues, the mayor said."
    )
    assert len(of(text, "investigation", no_places)) == 1


# -- accounts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "proximity"),
    [
        ("en", "Survivors told reporters that they were tortured.", "relayed_many"),
        ("en", "One survivor recalled how guards tortured the prisoners.", "relayed_one"),
        ("uk", "Мешканці розповіли про катування.", "relayed_many"),
        ("ru", "Жительница рассказала о пытках.", "relayed_one"),
    ],
)
def test_an_account_says_how_near_it_stands(
    language: str, text: str, proximity: str, no_places: object
) -> None:
    (account,) = of(text, "testimony", no_places, language)
    assert account.proximity == proximity


# -- signs and status ---------------------------------------------------------------------------------------


def test_a_sign_on_some_is_never_multiplied(no_places: object) -> None:
    signs = of("Forty bodies were exhumed. Some of them bore signs of torture.", "finding", no_places)
    assert [(c.what, c.extent, c.tally) for c in signs] == [(("torture_unspecified",), "Some", None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No signs of torture were found on the body."),
        ("uk", "Слідів катувань на тілі не виявили."),
        ("ru", "Следов пыток на теле не обнаружили."),
    ],
)
def test_examined_and_none_seen(language: str, text: str, no_places: object) -> None:
    (sign,) = of(text, "finding", no_places, language)
    assert sign.what == ("none_seen",)


@pytest.mark.parametrize(
    "text",
    [
        "Police said 50 civilians were killed in the village. The army said 12 of them were militants.",
        "At least 20 civilians were killed, residents said. The army said those killed were terrorists.",
    ],
)
def test_civilians_whom_somebody_calls_fighters_are_contested_and_both_kept(
    text: str, no_places: object
) -> None:
    found = reading(text, no_places)
    (warning,) = [w for w in found.warnings if w.rule == "D-27"]
    assert "contested" in warning.message
    assert len(set(warning.claims) & {c.id for c in found.claims}) == 2
    assert any(c.tally is not None and "civilian" in c.tally.group for c in found.claims)


def test_soldiers_counted_beside_civilians_contest_nothing(no_places: object) -> None:
    found = reading("Five soldiers and three civilians were killed, the governor said.", no_places)
    assert [w for w in found.warnings if w.rule == "D-27"] == []
