"""Russian, by its lexicon alone. Every sentence was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read


def claims(text: str, no_places: object) -> list[Claim]:
    document = Document(text, language="ru", published="2023-05-20")
    return list(read(document, lexicon=load_lexicon("ru"), gazetteer=no_places).claims)  # type: ignore[arg-type]


def tallies(text: str, no_places: object) -> list[Claim]:
    return [c for c in claims(text, no_places) if c.tally is not None and c.tally.victims]


def written(claim: Claim) -> str:
    """A tally in one line: its basis, its quantifier where it is not exact, and its figure."""
    assert claim.tally is not None
    count = claim.tally.count
    quantifier = "" if count.quantifier == "exact" else f"{count.quantifier} "
    figures = [f for f in (count.low, count.best, count.high) if f is not None]
    return f"{claim.tally.basis} {quantifier}{'-'.join(str(f) for f in dict.fromkeys(figures))}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Погибли 12 человек, ещё 30 ранены.", ["killed 12", "injured 30"]),
        ("Были убиты 12 человек и ранены 30.", ["killed 12", "injured 30"]),
        ("12 человек были убиты, 30 ранены.", ["killed 12", "injured 30"]),
        ("Погибла одна женщина, двое мужчин ранены.", ["killed 1", "injured 2"]),
        ("В аварии погибли двое, пострадали четверо.", ["killed 2", "casualties 4"]),
        ("Убито трое детей.", ["killed 3"]),
        ("Погибли четверо рыбаков.", ["killed 4"]),
        ("Взрыв унёс жизни семи человек.", ["killed 7"]),
        ("Жертвами авиаудара стали 23 человека.", ["killed 23"]),
        ("Двое погибших, четверо раненых.", ["killed 2", "injured 4"]),
        ("Погибло 3,5 тыс. человек.", ["killed 3500"]),
        ("Погибли 1 448 человек.", ["killed 1448"]),
        ("Погибли два десятка солдат и полтора десятка полицейских.", ["killed 20", "killed 15"]),
        ("Число погибших достигло 47 человек.", ["killed 47"]),
        ("Число погибших выросло до 47.", ["killed 47"]),
        ("Число погибших достигло 47, более 100 человек ранены.", ["killed 47", "injured more_than 101"]),
        ("Раненых: 30.", ["injured 30"]),
        ("Ранения получили более 40 жителей города.", ["injured more_than 41"]),
        ("Более 40 жителей города получили ранения разной степени тяжести.", ["injured more_than 41"]),
        ("После аварии госпитализированы пятеро.", ["injured 5"]),
        ("Пострадали 455 детей.", ["casualties 455"]),
        ("Казнены десять заключённых.", ["executed 10"]),
        ("Солдаты расстреляли пятерых мирных жителей.", ["executed 5"]),
        ("Боевики похитили 17 шахтёров и взяли в заложники троих врачей.", ["abducted 17", "abducted 3"]),
        ("Полиция задержала более двухсот демонстрантов.", ["detained more_than 201"]),
        ("В плену находятся 2 500 военных.", ["detained 2500"]),
        ("Депортировано около 19 тысяч детей.", ["deported about 19000"]),
        ("Пропали без вести двое рыбаков и один военный.", ["missing 2", "missing 1"]),
        ("Не менее 37 жителей района считаются пропавшими без вести.", ["missing at_least 37"]),
        ("Обнаружены тела 132 мирных жителей.", ["bodies_found 132"]),
        ("Нашли тела 132 расстрелянных мужчин.", ["bodies_found 132"]),
        ("Эксгумировано 194 тела.", ["bodies_exhumed 194"]),
        ("Опознаны 58 погибших.", ["identified 58"]),
        ("Похоронены 436 человек.", ["buried 436"]),
        ("Обнаружено десять пыточных камер.", ["sites 10"]),
        ("На кладбище нашли 45 безымянных могил.", ["graves 45"]),
        ("Из 172 шахтёров 34 погибли.", ["killed 34"]),
        ("Возбуждено дело по факту гибели двух журналистов.", ["killed 2"]),
    ],
)
def test_counts_are_read_with_their_basis(sentence: str, expected: list[str], no_places: object) -> None:
    assert [written(c) for c in tallies(sentence, no_places)] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("не менее 15", "at_least 15"),
        ("по меньшей мере 15", "at_least 15"),
        ("как минимум пятнадцать", "at_least 15"),
        ("более 15", "more_than 16"),
        ("свыше пятнадцати", "more_than 16"),
        ("до 15", "at_most 15"),
        ("не более 15", "at_most 15"),
        ("менее 15", "less_than 14"),
        ("около пятнадцати", "about 15"),
        ("порядка 15", "about 15"),
        ("почти 15", "nearly 15"),
        ("от 12 до 15", "between 12-15"),
        ("12–15", "between 12-15"),
        ("несколько", "several 3"),
        ("десятки", "tens 20"),
        ("несколько десятков", "tens 30"),
        ("сотни", "hundreds 200"),
        ("несколько тысяч", "hundreds 3000"),
        ("десятки тысяч", "hundreds 20000"),
    ],
)
def test_the_words_at_a_number_set_its_bounds(words: str, expected: str, no_places: object) -> None:
    (claim,) = tallies(f"Погибли {words} человек.", no_places)
    assert written(claim) == f"killed {expected}"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Эксгумировано 194 тела, из них 96 мужчин и 71 женщина.", ["male", "female"]),
        ("Погибли 12 человек, в том числе трое детей.", ["child"]),
        ("Погибли 12 человек. Среди них двое полицейских.", ["police"]),
        ("Погибли 120 человек, 45 из них — дети.", ["child"]),
    ],
)
def test_a_breakdown_is_tied_to_its_whole(text: str, group: list[str], no_places: object) -> None:
    whole, *parts = tallies(text, no_places)
    assert len(parts) == len(group)
    for part, named in zip(parts, group, strict=True):
        assert part.tally is not None
        assert part.tally.partition_of == whole.id
        assert named in part.tally.group


def test_more_are_added_to_those_before(no_places: object) -> None:
    first, second = tallies("Погибли 12 человек, ещё 30 ранены.", no_places)
    assert first.tally is not None
    assert second.tally is not None
    assert (first.tally.incremental, second.tally.incremental) == (False, True)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Погибли 12 человек, сообщила прокуратура.", "прокуратура"),
        ("Погибли 12 человек, сообщили в полиции.", "полиции"),
        ("Как сообщили в прокуратуре, погибли 12 человек.", "прокуратуре"),
        (
            "По словам главы администрации Леси Гончар, погибли 12 человек.",
            "главы администрации Леси Гончар",
        ),
        ("По данным ООН, погибли 12 человек.", "ООН"),
        ("«Погибли 12 человек», — сказал мэр города Андрей Коваль.", "мэр города Андрей Коваль"),
        ("Губернатор заявил, что погибли 12 человек.", "Губернатор"),
        ("Погибли 12 человек, сообщили в пятницу спасатели.", "спасатели"),
        ("Прокуроры: погибли 12 человек.", "Прокуроры"),
    ],
)
def test_speakers_before_and_after(text: str, speaker: str, no_places: object) -> None:
    (claim,) = tallies(text, no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == speaker


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Российские войска расстреляли пятерых мирных жителей.", "Российские войска"),
        ("Солдаты РФ убили 12 человек.", "Солдаты РФ"),
        ("Боевики похитили 17 шахтёров.", "Боевики"),
        ("12 мирных жителей были убиты российскими военными.", "российскими военными"),
        ("Погибли 12 человек.", None),
    ],
)
def test_a_party_is_named_only_where_the_text_names_it(
    text: str, party: str | None, no_places: object
) -> None:
    (claim,) = tallies(text, no_places)
    assert (claim.party.text if claim.party else None) == party


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("В ходе атаки 12 марта погиб один человек.", "2023-03-12"),
        ("В марте 2022 года погибли 12 человек.", "2022-03"),
        ("Вчера погибли 12 человек.", "2023-05-19"),
        ("За минувшие сутки погибли 12 человек.", "2023-05-19/2023-05-20"),
    ],
)
def test_dates_are_reckoned_from_publication(text: str, edtf: str, no_places: object) -> None:
    (claim,) = tallies(text, no_places)
    assert claim.date is not None
    assert claim.date.edtf == edtf


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("На некоторых телах обнаружены следы пыток.", "finding", "torture_unspecified"),
        ("Тела лежали со связанными за спиной руками.", "finding", "restraint_hands"),
        ("У погибших огнестрельные ранения головы.", "finding", "gunshot"),
        ("Заключённых пытали электрическим током.", "act", "torture"),
        ("Солдаты грабили дома мирных жителей.", "act", "pillage"),
        ("Возле села нашли братскую могилу.", "site", "burial"),
        ("В здании школы обнаружили пыточную.", "site", "torture_site"),
        ("Следственный комитет возбудил уголовное дело.", "investigation", "criminal_national"),
        ("Комиссия ООН расследует случаи пыток.", "investigation", "coi"),
    ],
)
def test_signs_acts_sites_and_inquiries(text: str, kind: str, what: str, no_places: object) -> None:
    assert what in [w for c in claims(text, no_places) if c.kind == kind for w in c.what]


@pytest.mark.parametrize(
    "text",
    [
        "Минобороны отрицает обвинения в ударах по больнице.",
        "Военные назвали сообщения о резне фейком.",
        "Посольство отвергло обвинения в пытках.",
    ],
)
def test_denials(text: str, no_places: object) -> None:
    assert [c.kind for c in claims(text, no_places) if c.kind == "denial"] == ["denial"]


def test_the_letter_yo_is_read_however_it_is_written(no_places: object) -> None:
    with_dots, without = (
        "Ранён ребёнок, четверо шахтёров погибли.",
        "Ранен ребенок, четверо шахтеров погибли.",
    )
    assert [written(c) for c in tallies(with_dots, no_places)] == ["injured 1", "killed 4"]
    assert [written(c) for c in tallies(without, no_places)] == ["injured 1", "killed 4"]


ORDINARY = """
Хозяева выиграли со счётом 3:1 на глазах у 24 500 зрителей. Капитану команды 34 года, он забил два гола.

Чистая прибыль компании выросла на 12% и составила 3,4 млн рублей. Она открыла 40 магазинов и наняла
1 200 человек.

В пятницу ожидаются дожди до 60 мм и ветер до 90 км/ч. Температура опустится до 4 градусов.

Армия наберёт 5 000 солдат и отправит 800 из них в два новых учебных центра. Жалованье вырастет на 7
процентов.

После подсчёта 92% голосов правящая партия получила 151 место из 300. В голосовании участвовали 64
процента избирателей.

За выходные инспекторы выписали 340 штрафов и проверили 2 100 машин на 12 дорогах.

Фильм идёт 142 минуты и рассказывает о пяти сёстрах. За первую неделю он собрал 12 млн долларов.

В забеге участвовали около 700 бегунов, в том числе 40 детей. Самому старшему был 81 год.

В школе учатся 1 150 детей, работают 62 учителя. Два новых класса построят за 4 миллиона рублей.

Музей купил 27 картин, четыре из них написали местные художники. Для детей до 12 лет вход бесплатный.

Поезд идёт два часа десять минут. В каждую сторону ходят 16 поездов, восемь из них ночью.

84-я бригада получила 12 танков и 30 грузовиков. Её штаб стоит в 25 километрах от города.

В доме 14 по улице Садовой живут 320 человек. Ещё 60 квартир сдадут в 2025 году.
""".strip().split("\n\n")


@pytest.mark.parametrize("paragraph", ORDINARY)
def test_ordinary_paragraphs_give_no_victim_tally(paragraph: str, no_places: object) -> None:
    assert [c.excerpt.exact for c in tallies(paragraph, no_places)] == []


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Погибли 12 украинских военных.", "ukrainian"),
        ("Убиты пять украинских полицейских.", "ukrainian"),
        ("15 российских военнослужащих взяты в плен.", "russian"),
        ("Взято в плен 15 российских военнослужащих.", "russian"),
        ("Погибли 9 сирийских солдат.", "syrian"),
    ],
)
def test_the_nationality_of_those_counted_is_theirs(sentence: str, group: str, no_places: object) -> None:
    (claim,) = tallies(sentence, no_places)
    assert claim.tally is not None
    assert group in claim.tally.group
