"""Every kind of act, sign and place of the vocabularies in one sentence of each language. Every sentence was
written for the test.
"""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read

ACTS = {
    "execution_summary": (
        "The prisoners were executed in the yard.",
        "Військовополонених розстріляли біля окопу.",
        "Пленных казнили на окраине села.",
    ),
    "execution_extrajudicial": (
        "The rights group documented extrajudicial killings by the security forces.",
        "Правозахисники говорять про позасудові страти.",
        "Правозащитники сообщают о внесудебных казнях.",
    ),
    "killing_noncombatant": (
        "The report describes the deliberate killing of civilians by militiamen.",
        "У доповіді йдеться про умисні вбивства цивільних.",
        "В докладе речь идет об умышленных убийствах гражданских лиц.",
    ),
    "killing_crossfire": (
        "Two traders were caught in crossfire between gangs and soldiers.",
        "Мешканці потрапили під перехресний вогонь.",
        "Жители попали под перекрестный огонь.",
    ),
    "killing_mass": (
        "Survivors remember the massacre of villagers by paramilitaries.",
        "Вцілілі пам'ятають різанину мирних жителів.",
        "Уцелевшие помнят резню мирных жителей.",
    ),
    "death_in_custody": (
        "The teacher died in custody, his family said.",
        "Учитель помер у полоні, сказала родина.",
        "Учитель умер в СИЗО, сказала семья.",
    ),
    "death_by_torture": (
        "Neighbours said the farmer had been tortured to death by soldiers.",
        "Сусіди кажуть, що фермера закатували солдати.",
        "Соседи говорят, что фермера забили до смерти солдаты.",
    ),
    "killing_unspecified": (
        "Gunmen murdered civilians in their homes.",
        "Окупанти вбивали мирних жителів у власних домівках.",
        "Боевики убивали мирных жителей в их домах.",
    ),
    "torture": (
        "Detainees were tortured by prison guards for days.",
        "Затриманих катували кілька днів.",
        "Задержанных пытали несколько дней.",
    ),
    "inhuman_treatment": (
        "Prisoners suffered cruel treatment in the camp.",
        "Полонені зазнали жорстокого поводження.",
        "Пленные подверглись жестокому обращению.",
    ),
    "assault": (
        "Soldiers beat the prisoners with rifle butts.",
        "Солдати били полонених прикладами.",
        "Солдаты избивали пленных прикладами.",
    ),
    "outrage_dignity": (
        "The prisoners were stripped naked and forced to kneel.",
        "Полонених роздягали догола.",
        "Пленных раздевали догола.",
    ),
    "detention_unlawful": (
        "Activists were arbitrarily detained by the police.",
        "Активістів незаконно утримували місяцями.",
        "Активистов незаконно удерживали месяцами.",
    ),
    "abduction": (
        "Armed men kidnapped the mayor from his office.",
        "Озброєні люди викрали сільського голову.",
        "Вооруженные люди похитили главу села.",
    ),
    "enforced_disappearance": (
        "The mission documented enforced disappearances of residents.",
        "Місія задокументувала насильницькі зникнення мешканців.",
        "Миссия зафиксировала насильственные исчезновения жителей.",
    ),
    "denial_food_care": (
        "The detainees were left without food and water.",
        "Полонених морили голодом.",
        "Пленных морили голодом.",
    ),
    "sexual_violence": (
        "Women spoke of sexual violence by fighters.",
        "Жінки розповіли про сексуальне насильство.",
        "Женщины рассказали о сексуальном насилии.",
    ),
    "rape": (
        "Militiamen raped women in the camp.",
        "Солдати ґвалтували жінок.",
        "Боевики насиловали женщин.",
    ),
    "hostage": (
        "Rebels took hostages in the village school.",
        "Бойовики захопили в заручники вчителів.",
        "Боевики взяли в заложники учителей.",
    ),
    "deportation": (
        "Families were forcibly transferred across the border.",
        "Родини примусово вивезли за кордон.",
        "Семьи принудительно вывезли за границу.",
    ),
    "attack_civilians": (
        "The army shelled a residential area overnight.",
        "Армія обстріляла житловий квартал.",
        "Армия обстреляла жилой квартал.",
    ),
    "attack_objects": (
        "Government forces bombed the hospital.",
        "Російська авіація розбомбила лікарню.",
        "Российская авиация разбомбила больницу.",
    ),
    "pillage": (
        "Soldiers looted houses and shops in the village.",
        "Військові РФ грабували будинки селян.",
        "Солдаты грабили дома жителей.",
    ),
    "body_mistreatment": (
        "Fighters desecrated the bodies of the dead.",
        "Солдати спалювали тіла загиблих.",
        "Солдаты сжигали тела погибших.",
    ),
    "human_shield": (
        "Residents were used as human shields.",
        "Мешканців використовували як живий щит.",
        "Жителей использовали как живой щит.",
    ),
    "child_violation": (
        "The rebels are accused of recruiting children.",
        "Повстанців звинувачують у вербуванні дітей.",
        "Повстанцев обвиняют в вербовке детей.",
    ),
    "war_crime_unspecified": (
        "The minister spoke of war crimes by the invaders.",
        "Міністр говорив про воєнні злочини окупантів.",
        "Министр говорил о военных преступлениях оккупантов.",
    ),
    "mock_execution": (
        "Captors staged mock executions.",
        "Окупанти імітували розстріл полонених.",
        "Оккупанты имитировали расстрел пленных.",
    ),
    "threats": (
        "Guards threatened to kill the prisoners.",
        "Наглядачі погрожували вбивством полоненим.",
        "Надзиратели угрожали расстрелом пленным.",
    ),
    "forced_labour": (
        "Detainees were forced to dig trenches.",
        "Затриманих змушували копати окопи.",
        "Задержанных заставляли копать окопы.",
    ),
    "genocide": (
        "The lawyers speak of genocide.",
        "Юристи говорять про геноцид.",
        "Юристы говорят о геноциде.",
    ),
    "siege": (
        "The army besieged the town for months.",
        "Місто пережило облогу, мешканці голодували.",
        "Город пережил блокаду, жители голодали.",
    ),
    "chemical_weapons": (
        "Doctors reported a chemical attack on the suburb.",
        "Лікарі повідомили про хімічну атаку.",
        "Врачи сообщили о химической атаке.",
    ),
    "mine_laying": (
        "Retreating troops left booby traps in gardens.",
        "Війська замінували подвір'я.",
        "Войска заминировали дворы.",
    ),
    "property_destruction": (
        "Militiamen burned houses in the village.",
        "Окупанти спалили будинки селян.",
        "Оккупанты сожгли дома жителей.",
    ),
    "family_separation": (
        "Children were separated from their parents at the checkpoint.",
        "Дітей розлучали з батьками.",
        "Детей разлучали с родителями.",
    ),
    "document_confiscation": (
        "Soldiers confiscated their passports.",
        "Солдати відбирали документи.",
        "Солдаты отбирали паспорта.",
    ),
    "double_tap": (
        "A double-tap strike hit the rescuers.",
        "Повторний удар припав на рятувальників.",
        "Повторный удар пришелся по спасателям.",
    ),
    "attack_on_journalists": (
        "The union condemned attacks on journalists.",
        "Спілка засудила напади на журналістів.",
        "Союз осудил нападения на журналистов.",
    ),
    "ransom": (
        "The gang kidnapped a doctor and held him for ransom.",
        "Викрадачі вимагали викуп за лікаря.",
        "Похитители требовали выкуп за врача.",
    ),
    "enslavement": (
        "Yazidi women were sold into slavery.",
        "Жінок продавали в рабство.",
        "Женщин продавали в рабство.",
    ),
    "forced_assimilation": (
        "Deported children were sent to re-education camps for indoctrination.",
        "Дітей чекала русифікація.",
        "Детей ждала русификация.",
    ),
    "persecution": (
        "The court heard of the persecution of the minority.",
        "Суд розглядає переслідування активістів.",
        "Суд рассматривает преследования активистов.",
    ),
}

SIGNS = {
    "gunshot": ("The body had a bullet wound.", "На тілі кульове поранення.", "На теле пулевое ранение."),
    "gunshot_contact": (
        "The men were shot at close range in the head.",
        "Чоловіків застрелили пострілом впритул у голову.",
        "Мужчин убили выстрелом в упор в голову.",
    ),
    "blast": ("The remains bore blast injuries.", "На тілах вибухові травми.", "На телах взрывные травмы."),
    "shrapnel": (
        "The body had shrapnel wounds.",
        "На тілі осколкові поранення.",
        "На теле осколочные ранения.",
    ),
    "blunt": ("Bruises covered the bodies.", "На тілах були гематоми.", "На телах были гематомы."),
    "sharp": ("The victims had stab wounds.", "На тілах ножові поранення.", "На телах ножевые ранения."),
    "fracture": ("The corpse had broken ribs.", "У загиблого зламані ребра.", "У погибшего сломаны ребра."),
    "burn": (
        "Charred bodies lay in the house.",
        "У хаті були обгорілі тіла.",
        "В доме были обгоревшие тела.",
    ),
    "electric": (
        "The bodies showed electrical burns.",
        "На тілах сліди електричного струму.",
        "На телах следы электрического тока.",
    ),
    "ligature_neck": (
        "Some bodies had a rope around the neck.",
        "Тіло було з мотузкою на шиї.",
        "Тело было с веревкой на шее.",
    ),
    "strangulation": (
        "The victim showed signs of strangulation.",
        "На тілі ознаки удушення.",
        "На теле признаки удушения.",
    ),
    "restraint_hands": (
        "The bodies had their hands tied behind their backs.",
        "Руки загиблих були зв'язані за спиною.",
        "Руки погибших были связаны за спиной.",
    ),
    "restraint_other": (
        "The corpses had their legs bound.",
        "Ноги трупів були зв'язані.",
        "Ноги трупов были связаны.",
    ),
    "blindfold": ("The dead men were blindfolded.", "Очі загиблих зав'язані.", "У погибших завязаны глаза."),
    "gag": ("The victims had been gagged.", "У роті загиблого був кляп.", "Во рту погибшего был кляп."),
    "amputation": (
        "Police found headless bodies by the road.",
        "Знайшли тіла без голів.",
        "Нашли тела без голов.",
    ),
    "mutilation": ("The bodies had been mutilated.", "Тіла були понівечені.", "Тела были изуродованы."),
    "sexual_injury": (
        "The bodies of two girls showed signs of rape.",
        "На тілах ознаки зґвалтування.",
        "На телах признаки изнасилования.",
    ),
    "starvation_sign": (
        "The bodies were emaciated.",
        "Тіла були виснажені.",
        "Тела были истощены.",
    ),
    "nail_tooth": (
        "Several corpses had missing fingernails.",
        "На руках трупів вирвані нігті.",
        "На руках трупов вырваны ногти.",
    ),
    "restraint_device": (
        "In the torture chamber police found a gas mask and electric cables.",
        "У катівні знайшли знаряддя катувань.",
        "В пыточной нашли орудия пыток.",
    ),
    "trace_blood": (
        "Blood stains remained on the wall of the torture chamber.",
        "У катівні лишилися сліди крові.",
        "В пыточной остались следы крови.",
    ),
    "bullet_mark": (
        "Bullet casings lay beside the bodies.",
        "Поруч із тілами лежали гільзи.",
        "Рядом с телами лежали гильзы.",
    ),
    "torture_unspecified": (
        "Many bodies showed signs of torture.",
        "На багатьох тілах сліди катувань.",
        "На многих телах следы пыток.",
    ),
    "violent_death_unspecified": (
        "The remains bore signs of a violent death.",
        "Тіла мають ознаки насильницької смерті.",
        "Тела имеют признаки насильственной смерти.",
    ),
    "none_seen": (
        "No signs of torture were found on the body.",
        "Слідів катувань на тілі не виявили.",
        "Следов пыток на теле не обнаружили.",
    ),
    "bodies_in_open": (
        "Bodies lay in the streets for weeks.",
        "Тіла тижнями лежали на вулицях.",
        "Тела неделями лежали на улицах.",
    ),
    "bodies_buried": (
        "The bodies were found in a well.",
        "Тіла знайшли в колодязі.",
        "Тела нашли в колодце.",
    ),
    "skeletal_remains": (
        "Hikers found human bones in the ravine.",
        "У яру знайшли людські кістки.",
        "В овраге нашли человеческие кости.",
    ),
    "satellite_imagery": (
        "Satellite images show the mass grave.",
        "На супутникових знімках видно масове поховання.",
        "На спутниковых снимках видно массовое захоронение.",
    ),
    "earth_disturbance": (
        "Freshly dug earth was seen behind the prison.",
        "За в'язницею видно свіжоскопану землю.",
        "За тюрьмой видна свежевскопанная земля.",
    ),
    "destroyed_vehicles": (
        "Burned-out cars lined the road.",
        "Уздовж дороги стояли розстріляні автомобілі.",
        "Вдоль дороги стояли расстрелянные машины.",
    ),
    "no_bodies": (
        "No bodies were found in the pit.",
        "Тіл у ямі не знайшли: тіл не знайдено.",
        "Тел не нашли.",
    ),
}

PLACES = {
    "burial": (
        "Police found a mass grave.",
        "Поліція виявила масове поховання.",
        "Полиция нашла братскую могилу.",
    ),
    "torture_site": ("They opened a torture chamber.", "Вони облаштували катівню.", "Они устроили пыточную."),
    "filtration": (
        "Residents passed a filtration camp.",
        "Мешканці пройшли фільтраційний табір.",
        "Жители прошли фильтрационный лагерь.",
    ),
    "detention_improvised": (
        "Residents were held in the basement of a school.",
        "Мешканців утримували в підвалі школи.",
        "Жителей держали в подвале школы.",
    ),
    "detention_official": (
        "Prisoners were tortured in Sednaya prison.",
        "Полонених катували в колонії.",
        "Пленных пытали в колонии.",
    ),
    "execution_place": (
        "Investigators visited the execution site.",
        "Слідчі оглянули місце розстрілу.",
        "Следователи осмотрели место расстрела.",
    ),
}


def claims(text: str, language: str, no_places: object) -> list[Claim]:
    document = Document(text, language=language, published="2023-05-20")
    reading = read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]
    return list(reading.claims)


def every(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    languages = ("en", "uk", "ru")
    return [
        (term, lang, text)
        for term, texts in table.items()
        for lang, text in zip(languages, texts, strict=True)
    ]


@pytest.mark.parametrize(("term", "language", "text"), every(ACTS))
def test_every_kind_of_act(term: str, language: str, text: str, no_places: object) -> None:
    assert term in [w for c in claims(text, language, no_places) if c.kind == "act" for w in c.what]


@pytest.mark.parametrize(("term", "language", "text"), every(SIGNS))
def test_every_kind_of_sign(term: str, language: str, text: str, no_places: object) -> None:
    assert term in [w for c in claims(text, language, no_places) if c.kind == "finding" for w in c.what]


@pytest.mark.parametrize(("term", "language", "text"), every(PLACES))
def test_every_kind_of_place(term: str, language: str, text: str, no_places: object) -> None:
    assert term in [w for c in claims(text, language, no_places) if c.kind == "site" for w in c.what]
