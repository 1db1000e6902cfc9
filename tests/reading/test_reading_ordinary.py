"""Ordinary text counts many things and no victims, and its blows and shots harm nobody. All paragraphs, here
and in `ordinary/`, were written for the test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read

PARAGRAPHS = """
The home side won 3-1 in front of 24,500 spectators, with two goals in the last ten minutes. Their
captain, 34, was substituted after 70 minutes.

She shot 68 on Sunday to win by four strokes, her third title this season and the first since 2019.

The company said net profit rose 12% to $3.4 million in the quarter. It opened 40 shops and hired
1,200 people.

Shares fell for a fifth day, losing 2.3 percent, as 300 million changed hands. Analysts had expected
a loss of 15 cents.

Heavy rain is expected on Friday, with up to 60 mm in the hills and winds of 90 km/h. Temperatures
will fall to 4 degrees.

The river stood at 6.2 metres on Monday, half a metre below the level of 1997. About 30 streets were
closed to traffic.

The army will recruit 5,000 soldiers next year and send 800 of them to two new training centres. Pay
rises by 7 percent.

The regiment was founded in 1881 and has served in 14 countries. Its museum draws 20,000 visitors a
year.

With 92% of votes counted, the governing party held 151 of 300 seats. Turnout was 64 percent, two
points below 2018.

More than 2,000 candidates stand in 450 districts. Polls open at 7:00 and close at 20:00.

Police issued 340 speeding tickets over the weekend and checked 2,100 vehicles on 12 roads.

The road carries 18,000 cars a day. The council wants 30 cameras and a limit of 50 km/h by 2026.

The film runs for 142 minutes and follows five sisters over three decades. It took $12 million in
its first week.

The novel, her seventh, has sold half a million copies in 31 languages. She wrote it in nine months.

Around 700 runners took part in the race, among them 40 children. The oldest was 81 and finished in
five hours.

The school has 1,150 pupils and 62 teachers. Two new classrooms and a gym will be built for 4
million euros.

The museum bought 27 paintings, four of them by local artists. Entry is free for children under 12.

Researchers measured 3,000 trees on 45 plots. The oldest stood for 410 years and was 38 metres tall.

The library lends 90,000 books a year. Every third reader is a student, and 200 volunteers help.

The bakery sells 600 loaves a day. It was opened by two brothers in 1962 and employs 14 people.

The train takes two hours and ten minutes. Sixteen trains run each way, eight of them at night.

Farmers planted 12,000 hectares of wheat and 3,500 of barley. Yields rose by a tenth after a wet
spring.

The orchestra played three encores. Its 85 musicians come from 22 countries, and a third are women.

The observatory found two comets and one small moon. The larger comet returns every 76 years.

The hospital opened a ward with 48 beds and hired 30 nurses. Waiting times fell from six weeks to
four.

The charity sent 40 tonnes of flour and 6,000 blankets to three towns. Drivers made 25 trips.

The committee met for the 14th time and adopted resolutions 2201 to 2209. Twelve members voted for,
three abstained.

The chess player drew 11 of 14 games and finished second, half a point behind. She is 17.

The city planted 1,000 lime trees along five avenues. Residents of No. 12 asked for 30 more.

The play had 120 performances and was seen by 55,000 people. Eight actors took 40 parts.
""".strip().split("\n\n")


def test_ordinary_paragraphs_give_no_victim_tally(no_places: object) -> None:
    lexicon = load_lexicon("en")
    read_as_harm = {}
    for paragraph in PARAGRAPHS:
        document = Document(paragraph, language="en", published="2024-05-20")
        found = read(document, lexicon=lexicon, gazetteer=no_places)  # type: ignore[arg-type]
        tallies = [c.excerpt.exact for c in found.claims if c.tally is not None and c.tally.victims]
        if tallies:
            read_as_harm[paragraph] = tallies
    assert len(PARAGRAPHS) >= 30
    assert len(read_as_harm) <= 0.05 * len(PARAGRAPHS), read_as_harm


def test_ordinary_paragraphs_give_no_finding_site_or_denial(no_places: object) -> None:
    document = Document("\n\n".join(PARAGRAPHS), language="en", published="2024-05-20")
    found = read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert [
        c.excerpt.exact for c in found.claims if c.kind in ("finding", "site", "denial", "testimony")
    ] == []


def test_what_was_left_out_of_ordinary_text_has_its_reasons(no_places: object) -> None:
    document = Document("\n\n".join(PARAGRAPHS), language="en", published="2024-05-20")
    found = read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert len(found.not_counted) > 80
    assert all(reason for _, reason in found.not_counted)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_words_of_war_in_sport_business_and_weather_claim_nothing(language: str, no_places: object) -> None:
    written = (Path(__file__).parent / "ordinary" / f"{language}.txt").read_text(encoding="utf-8")
    paragraphs = written.strip().split("\n\n")
    if language == "en":
        paragraphs += PARAGRAPHS
    lexicon = load_lexicon(language)
    claimed = {}
    for paragraph in paragraphs:
        document = Document(paragraph, language=language, published="2024-05-20")
        found = read(document, lexicon=lexicon, gazetteer=no_places)  # type: ignore[arg-type]
        wrong = [(c.kind, c.excerpt.exact) for c in found.claims if c.tally is None or c.tally.victims]
        if wrong:
            claimed[paragraph] = wrong
    assert len(paragraphs) >= 36
    assert len(claimed) <= 0.05 * len(paragraphs), claimed
