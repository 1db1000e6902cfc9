"""Sentences about deeds, signs on bodies, places and denials, composed so that the right answer is known.

The words and their inflection are written here; the composer knows nothing of the reader's word lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Asked:
    """A sentence and what must be read from it: one claim of `kind`, and nothing else of that kind.

    `what` is a term that the claim carries; a field that is "" is not asked about, None must be absent.
    """

    text: str
    kind: str
    what: str
    modality: str = "asserts"
    party: str | None = ""
    victims: str | None = ""
    speaker: str | None = ""
    regions: tuple[str, ...] | None = None
    extent: str | None = ""


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


# -- English ------------------------------------------------------------------------------------------------

EN_DEEDS = (  # term, active, passive, noun before "of"
    ("torture", "tortured", "tortured", "the torture of"),
    ("assault", "beat", "beaten", "the beating of"),
    ("inhuman_treatment", "mistreated", "mistreated", "the mistreatment of"),
    ("outrage_dignity", "humiliated", "humiliated", "the humiliation of"),
    ("killing_unspecified", "murdered", "murdered", "the murder of"),
    ("execution_summary", "summarily executed", "summarily executed", "the summary execution of"),
    ("killing_mass", "massacred", "massacred", "the massacre of"),
    ("abduction", "abducted", "abducted", "the abduction of"),
    ("detention_unlawful", "arbitrarily detained", "arbitrarily detained", "the arbitrary detention of"),
    ("deportation", "deported", "deported", "the deportation of"),
    (
        "enforced_disappearance",
        "forcibly disappeared",
        "forcibly disappeared",
        "the enforced disappearance of",
    ),
    ("rape", "raped", "raped", "the rape of"),
    ("sexual_violence", "sexually assaulted", "sexually assaulted", "the sexual abuse of"),
)
EN_VICTIMS = (
    "villagers",
    "civilians",
    "prisoners",
    "women",
    "local residents",
    "refugees",
    "women and children",
)
EN_PARTIES = (
    "Russian soldiers",
    "militiamen",
    "RSF fighters",
    "government troops",
    "armed men",
    "Serb paramilitaries",
    "Syrian soldiers",
    "Wagner mercenaries",
    "insurgents",
    "cartel gunmen",
)


def english_deeds() -> Iterator[Asked]:
    for (term, active, passive, noun), victims, party in product(EN_DEEDS, EN_VICTIMS, EN_PARTIES):
        asked = {"kind": "act", "what": term, "party": party, "victims": victims}
        at_head = asked | {"party": capital(party)}
        yield Asked(f"{capital(party)} {active} {victims} near the river.", **at_head)
        yield Asked(
            f"{capital(victims)} were {passive} by {party} near the river.",
            **asked | {"victims": capital(victims)},
        )
        yield Asked(f"The mission documented {noun} {victims} by {party}.", **asked)
        yield Asked(f"{capital(party)} are accused of {noun} {victims}.", modality="alleges", **at_head)


EN_SIGNS = (  # term, words, preposition
    ("gunshot", "gunshot wounds", "to"),
    ("gunshot", "bullet wounds", "in"),
    ("sharp", "stab wounds", "to"),
    ("shrapnel", "shrapnel wounds", "to"),
    ("blunt", "bruises", "on"),
    ("burn", "burns", "on"),
)
EN_REGIONS = (
    ("head", "the head"),
    ("neck", "the neck"),
    ("thorax", "the chest"),
    ("abdomen_back_pelvis", "the abdomen"),
    ("wrist_hand", "the hands"),
    ("knee_lower_leg", "the legs"),
    ("face", "the face"),
    ("shoulder_arm", "the shoulder"),
    ("hip_thigh", "the thigh"),
    ("ankle_foot", "the feet"),
)
EN_EXTENTS = ("Some of the bodies", "Many of the bodies", "Most of the bodies", "Several", "All")


def whole(extent: str) -> str:
    """The extent with what it is an extent of."""
    return extent if extent.endswith("bodies") else f"{extent} of the bodies"


EN_STATES = (
    ("restraint_hands", ("wrist_hand",), "their hands tied"),
    ("restraint_hands", ("wrist_hand",), "their wrists bound"),
    ("ligature_neck", ("neck",), "ropes around their necks"),
    ("blindfold", ("head",), "bags over their heads"),
    ("gag", (), "a gag in the mouth"),
    ("fracture", ("thorax",), "broken ribs"),
)


def english_signs() -> Iterator[Asked]:
    for (term, sign, preposition), (region, part), extent in product(EN_SIGNS, EN_REGIONS, EN_EXTENTS):
        asked = {"kind": "finding", "what": term, "regions": (region,)}
        yield Asked(f"{whole(extent)} had {sign} {preposition} {part}.", extent=extent, **asked)
        yield Asked(f"The corpses bore {sign} {preposition} {part}.", extent=None, **asked)
    for (term, regions, state), extent in product(EN_STATES, EN_EXTENTS):
        regions = None if term == "gag" else regions
        yield Asked(f"{whole(extent)} had {state}.", "finding", term, regions=regions, extent=extent)


EN_SITES = (
    ("torture_site", "a torture chamber", "an alleged torture chamber"),
    ("burial", "a mass grave", "an alleged mass grave"),
    ("burial", "a clandestine burial site", "a suspected clandestine burial site"),
    ("filtration", "a filtration camp", "an alleged filtration camp"),
    ("detention_improvised", "a secret prison", "an alleged secret prison"),
    ("execution_place", "an execution site", "a suspected execution site"),
)
EN_SITE_FRAMES = (
    "Police found {} outside the town.",
    "{} was discovered behind the school.",
    "The occupiers had set up {} in the district.",
    "Journalists visited {} on the edge of the village.",
)


def english_sites() -> Iterator[Asked]:
    for (term, stated, alleged), frame in product(EN_SITES, EN_SITE_FRAMES):
        yield Asked(capital(frame.format(stated)), "site", term)
        yield Asked(capital(frame.format(alleged)), "site", term, modality="alleges")
    for room in (
        "the basement of a school",
        "a garage",
        "a warehouse",
        "the cellar of the town hall",
        "a police station",
    ):
        yield Asked(f"Residents were held in {room} for two weeks.", "site", "detention_improvised")
        yield Asked(f"Soldiers held villagers in {room}.", "site", "detention_improvised")


EN_DENIERS = (
    "Russia",
    "The Kremlin",
    "The Syrian army",
    "The RSF",
    "The Israeli military",
    "Ethiopia",
    "The Taliban",
)
EN_DENIES = ("denied", "has denied", "repeatedly denied", "denies", "rejected", "has rejected", "dismissed")
EN_OBJECTS = (
    ("torture", "allegations of torture"),
    ("war_crime_unspecified", "accusations of war crimes"),
    ("killing_mass", "responsibility for the massacre"),
    ("deportation", "reports of deportations"),
    ("rape", "accusations of rape"),
    ("abduction", "involvement in the abduction of residents"),
)


def english_denials() -> Iterator[Asked]:
    for speaker, verb, (term, denied) in product(EN_DENIERS, EN_DENIES, EN_OBJECTS):
        asked = {"kind": "denial", "what": term, "modality": "denies", "speaker": speaker}
        yield Asked(f"{speaker} {verb} {denied}.", **asked)
        yield Asked(f"{speaker} {verb} {denied} on Friday.", **asked)


# -- Ukrainian and Russian ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slavic:
    """The words of one language, in the cases in which they are needed."""

    deeds: tuple[
        tuple[str, str, str | None, str, str], ...
    ]  # term, active, passive, noun, its case after "in"
    victims: tuple[tuple[str, str], ...]  # nominative, accusative and genitive
    parties: tuple[tuple[str, str, str], ...]  # nominative, accusative, instrumental
    were: str
    went_on: str
    accused_of: str  # {accusative} {in what} {victims}
    signs: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]  # genitive
    extents: tuple[tuple[str, str], ...]  # as read, as written before the sign
    states: tuple[tuple[str, tuple[str, ...], str], ...]
    bodies_lay: str
    sites: tuple[tuple[str, str], ...]  # accusative
    site_frames: tuple[str, ...]
    alleged: str
    rooms: tuple[str, ...]
    held: str
    deniers: tuple[str, ...]
    denies: tuple[str, ...]
    objects: tuple[tuple[str, str], ...]


UKRAINIAN = Slavic(
    deeds=(
        ("torture", "катували", None, "катування", "катуванні"),
        ("assault", "побили", "побиті", "побиття", "побитті"),
        ("killing_unspecified", "вбивали", "вбиті", "вбивства", "вбивствах"),
        ("execution_summary", "розстріляли", "розстріляні", "розстріли", "розстрілах"),
        ("abduction", "викрали", "викрадені", "викрадення", "викраденні"),
        ("deportation", "депортували", "депортовані", "депортація", "депортації"),
        ("rape", "ґвалтували", "зґвалтовані", "зґвалтування", "зґвалтуванні"),
        ("inhuman_treatment", "знущалися з", None, "знущання з", "знущанні з"),
    ),
    victims=(
        ("мирні жителі", "мирних жителів"),
        ("цивільні", "цивільних"),
        ("полонені", "полонених"),
        ("жінки", "жінок"),
        ("місцеві мешканці", "місцевих мешканців"),
    ),
    parties=(
        ("російські військові", "російських військових", "російськими військовими"),
        ("солдати рф", "солдатів рф", "солдатами рф"),
        ("бойовики", "бойовиків", "бойовиками"),
        ("сирійські солдати", "сирійських солдатів", "сирійськими солдатами"),
        ("найманці", "найманців", "найманцями"),
        ("кадирівці", "кадирівців", "кадирівцями"),
    ),
    were="були",
    went_on="тривали всю зиму",
    accused_of="звинувачують у",
    signs=(
        ("gunshot", "вогнепальні поранення"),
        ("sharp", "ножові поранення"),
        ("shrapnel", "осколкові поранення"),
        ("burn", "опіки"),
    ),
    regions=(
        ("head", "голови"),
        ("neck", "шиї"),
        ("thorax", "грудей"),
        ("abdomen_back_pelvis", "живота"),
        ("knee_lower_leg", "ніг"),
        ("wrist_hand", "рук"),
    ),
    extents=(
        ("На деяких тілах", "На деяких тілах"),
        ("У багатьох", "У багатьох загиблих"),
        ("У більшості", "У більшості загиблих"),
        ("На всіх тілах", "На всіх тілах"),
    ),
    states=(
        ("restraint_hands", ("wrist_hand",), "зі зв'язаними руками"),
        ("ligature_neck", ("neck",), "з мотузкою на шиї"),
        ("blindfold", ("head",), "із зав'язаними очима"),
        ("blindfold", ("head",), "з мішком на голові"),
    ),
    bodies_lay="Тіла знайшли",
    sites=(
        ("torture_site", "катівню"),
        ("burial", "братську могилу"),
        ("burial", "масове поховання"),
        ("filtration", "фільтраційний табір"),
        ("detention_improvised", "таємну в'язницю"),
    ),
    site_frames=(
        "Поліція виявила {} за містом.",
        "Окупанти облаштували {} у школі.",
        "Журналісти побачили {} біля лісу.",
    ),
    alleged="нібито ",
    rooms=("підвалі школи", "гаражі", "підвалі відділку", "камері"),
    held="Мешканців утримували в {}.",
    deniers=("Росія", "Кремль", "Ізраїль", "Сирія"),
    denies=("заперечує", "заперечила", "відкидає", "спростувала"),
    objects=(
        ("torture", "звинувачення в катуваннях"),
        ("war_crime_unspecified", "звинувачення у воєнних злочинах"),
        ("killing_unspecified", "причетність до вбивств"),
        ("deportation", "повідомлення про депортації"),
    ),
)

RUSSIAN = Slavic(
    deeds=(
        ("torture", "пытали", None, "пытки", "пытках"),
        ("assault", "избивали", "избиты", "избиения", "избиениях"),
        ("killing_unspecified", "убивали", "убиты", "убийства", "убийствах"),
        ("execution_summary", "расстреляли", "расстреляны", "расстрелы", "расстрелах"),
        ("abduction", "похитили", "похищены", "похищения", "похищениях"),
        ("deportation", "депортировали", "депортированы", "депортация", "депортации"),
        ("rape", "насиловали", "изнасилованы", "изнасилования", "изнасилованиях"),
        ("inhuman_treatment", "издевались над", None, "издевательства над", "издевательствах над"),
    ),
    victims=(
        ("мирные жители", "мирных жителей"),
        ("гражданские лица", "гражданских лиц"),
        ("пленные", "пленных"),
        ("женщины", "женщин"),
        ("местные жители", "местных жителей"),
    ),
    parties=(
        ("российские военные", "российских военных", "российскими военными"),
        ("солдаты РФ", "солдат РФ", "солдатами РФ"),
        ("боевики", "боевиков", "боевиками"),
        ("сирийские солдаты", "сирийских солдат", "сирийскими солдатами"),
        ("наемники", "наемников", "наемниками"),
        ("повстанцы", "повстанцев", "повстанцами"),
    ),
    were="были",
    went_on="продолжались всю зиму",
    accused_of="обвиняют в",
    signs=(
        ("gunshot", "огнестрельные ранения"),
        ("sharp", "ножевые ранения"),
        ("shrapnel", "осколочные ранения"),
        ("burn", "ожоги"),
    ),
    regions=(
        ("head", "головы"),
        ("neck", "шеи"),
        ("thorax", "груди"),
        ("abdomen_back_pelvis", "живота"),
        ("knee_lower_leg", "ног"),
        ("wrist_hand", "рук"),
    ),
    extents=(
        ("На некоторых телах", "На некоторых телах"),
        ("У многих погибших", "У многих погибших"),
        ("У большинства", "У большинства погибших"),
        ("На всех телах", "На всех телах"),
    ),
    states=(
        ("restraint_hands", ("wrist_hand",), "со связанными руками"),
        ("ligature_neck", ("neck",), "с веревкой на шее"),
        ("blindfold", ("head",), "с завязанными глазами"),
        ("blindfold", ("head",), "с мешком на голове"),
    ),
    bodies_lay="Тела нашли",
    sites=(
        ("torture_site", "пыточную"),
        ("burial", "братскую могилу"),
        ("burial", "массовое захоронение"),
        ("filtration", "фильтрационный лагерь"),
        ("detention_improvised", "тайную тюрьму"),
    ),
    site_frames=(
        "Полиция обнаружила {} за городом.",
        "Оккупанты устроили {} в школе.",
        "Журналисты увидели {} у леса.",
    ),
    alleged="якобы ",
    rooms=("подвале школы", "гараже", "подвале отделения", "камере"),
    held="Жителей удерживали в {}.",
    deniers=("Россия", "Кремль", "Израиль", "Сирия"),
    denies=("отрицает", "отрицала", "отвергает", "опровергла"),
    objects=(
        ("torture", "обвинения в пытках"),
        ("war_crime_unspecified", "обвинения в военных преступлениях"),
        ("killing_unspecified", "причастность к убийствам"),
        ("deportation", "сообщения о депортациях"),
    ),
)


def slavic_deeds(words: Slavic) -> Iterator[Asked]:
    for (term, active, passive, noun, inside), (who, whom), (doer, doers, by) in product(
        words.deeds, words.victims, words.parties
    ):
        asked = {"kind": "act", "what": term}
        head = capital(doer)
        if " " not in active:
            yield Asked(f"{head} {active} {whom}.", party=head, victims=whom, **asked)
            yield Asked(f"{capital(whom)} {active} {doer}.", party=doer, **asked)
            yield Asked(f"{capital(noun)} {whom} {by} {words.went_on}.", party=by, victims=whom, **asked)
            yield Asked(
                f"{capital(doers)} {words.accused_of} {inside} {whom}.",
                modality="alleges",
                party=capital(doers),
                victims=whom,
                **asked,
            )
        if passive is not None:
            yield Asked(
                f"{capital(who)} {words.were} {passive} {by}.", party=by, victims=capital(who), **asked
            )


def slavic_signs(words: Slavic) -> Iterator[Asked]:
    for (term, sign), (region, part), (extent, before) in product(words.signs, words.regions, words.extents):
        yield Asked(
            f"{before} {'виявили' if words is UKRAINIAN else 'обнаружили'} {sign} {part}.",
            "finding",
            term,
            regions=(region,),
            extent=extent,
        )
    for term, regions, state in words.states:
        yield Asked(f"{words.bodies_lay} {state}.", "finding", term, regions=regions, extent=None)


def slavic_sites(words: Slavic) -> Iterator[Asked]:
    for (term, site), frame in product(words.sites, words.site_frames):
        yield Asked(frame.format(site), "site", term)
        yield Asked(frame.format(words.alleged + site), "site", term, modality="alleges")
    for room in words.rooms:
        yield Asked(words.held.format(room), "site", "detention_improvised")


def slavic_denials(words: Slavic) -> Iterator[Asked]:
    for speaker, verb, (term, denied) in product(words.deniers, words.denies, words.objects):
        yield Asked(f"{speaker} {verb} {denied}.", "denial", term, modality="denies", speaker=speaker)


def sentences(language: str) -> Iterator[Asked]:
    """Every composed sentence of a language."""
    if language == "en":
        yield from english_deeds()
        yield from english_signs()
        yield from english_sites()
        yield from english_denials()
        return
    words = UKRAINIAN if language == "uk" else RUSSIAN
    yield from slavic_deeds(words)
    yield from slavic_signs(words)
    yield from slavic_sites(words)
    yield from slavic_denials(words)
