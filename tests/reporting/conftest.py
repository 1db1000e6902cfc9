"""Readings written by hand, so that what a report says is tested apart from how a text is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounted.claims import (
    Claim,
    Count,
    DateMention,
    Document,
    Excerpt,
    Party,
    PlaceMention,
    ReaderIdentity,
    Reading,
    ReadingWarning,
    Segment,
    Speaker,
    Table,
    Tally,
)
from accounted.reporting.material import ArchiveIdentity, CheckpointState, Material

HAND = ReaderIdentity("by hand", "1", "none")
TEXTS = Path(__file__).parents[2] / "demonstration" / "texts"

DISTRICT = PlaceMention("Tykhobrid district", kind="district", country="UA")
VILLAGE = PlaceMention("Kalynodub", kind="settlement", country="UA")
POLTAVA_OBLAST = PlaceMention(
    "Poltava oblast",
    name="Poltava oblast",
    kind="region",
    country="UA",
    iso3166_2="UA-53",
    lat=49.6,
    lon=34.55,
)
POLTAVA = PlaceMention(
    "Poltava", name="Poltava", kind="settlement", country="UA", geonames=696643, iso3166_2="UA-53",
    lat=49.58925, lon=34.55367, match="exact",
)  # fmt: skip
MYRHOROD = PlaceMention(
    "Myrhorod", name="Myrhorod", kind="settlement", country="UA", geonames=700051, iso3166_2="UA-53",
    lat=49.96403, lon=33.61244, match="exact",
)  # fmt: skip
ENCLOSING = {
    "text:kalynodub": ("text:tykhobrid district", "iso:UA-53"),
    "text:tykhobrid district": ("iso:UA-53",),
    "gn:696643": ("iso:UA-53",),
    "gn:700051": ("iso:UA-53",),
}


def count(low=None, high=None, *, best=None, quantifier=None):
    """`count(5)` exactly five; `count(5, None)` needs `quantifier`."""
    if quantifier is None:
        high = low if high is None and best is None else high
        quantifier = "exact" if low == high else "between"
        best = low if low == high else best
    return Count(quantifier, low, best, high)


EXACT = count
AT_LEAST = lambda n: Count("at_least", n, None, None)  # noqa: E731
MORE_THAN = lambda n: Count("more_than", n + 1, None, None)  # noqa: E731
ABOUT = lambda n: Count("about", None, n, None)  # noqa: E731
UP_TO = lambda n: Count("at_most", None, None, n)  # noqa: E731


class Telling:
    """Builds the reading of one document by quoting it."""

    def __init__(self, text, *, segments=(), tables=(), metadata=None, **about):
        self.document = Document(text, segments=segments, tables=tables, metadata=metadata or {}, **about)
        self.claims = []
        self.warnings = []
        self.not_counted = []
        self.place = None
        self.speaker = None

    def at(self, place, speaker=None):
        self.place, self.speaker = place, Speaker(speaker) if isinstance(speaker, str) else speaker
        return self

    def quote(self, words, nth=0):
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(words, start + 1)
        return Excerpt.of(self.document.text, start, start + len(words))

    def tally(self, words, number, basis="bodies_found", *, nth=0, of=None, same_as=None, group=(), **more):
        tally_keys = {"readings", "incremental", "victims", "as_of"}
        tally = {k: more.pop(k) for k in tally_keys & set(more)}
        return self.claim(
            "tally",
            words,
            nth=nth,
            tally=Tally(basis, number, group=tuple(group), partition_of=of, same_as=same_as, **tally),
            **more,
        )

    def claim(self, kind, words, *, nth=0, **more):
        excerpt = self.quote(words, nth)
        segment = next(
            (n for n, s in enumerate(self.document.segments) if s.start <= excerpt.start < s.end), None
        )
        more.setdefault("place", self.place)
        more.setdefault("speaker", self.speaker)
        if isinstance(more["speaker"], str):
            more["speaker"] = Speaker(more["speaker"])
        identifier = f"c{len(self.claims) + 1}"
        self.claims.append(Claim(identifier, kind, excerpt, segment=segment, **more))
        return identifier

    def warn(self, rule, message, *claims):
        self.warnings.append(ReadingWarning(rule, message, claims))

    def leave_out(self, words, why, nth=0):
        self.not_counted.append((self.quote(words, nth), why))

    def reading(self):
        return Reading(self.document, HAND, tuple(self.claims), tuple(self.warnings), tuple(self.not_counted))


def segments_of(text, kinds):
    """One segment for each paragraph (cut at blank lines), of the kind given by its first words."""
    made, at = [], 0
    for paragraph in text.split("\n\n"):
        start = text.index(paragraph, at)
        kind = next((k for words, k in kinds.items() if paragraph.startswith(words)), "body")
        made.append(Segment(start, start + len(paragraph), kind))
        at = start + len(paragraph)
    return tuple(made)


@pytest.fixture
def telling():
    return Telling


@pytest.fixture
def number():
    """The ways to write a count: `number.at_least(5)`."""

    class Number:
        exact = staticmethod(EXACT)
        at_least = staticmethod(AT_LEAST)
        more_than = staticmethod(MORE_THAN)
        about = staticmethod(ABOUT)
        up_to = staticmethod(UP_TO)
        unstated = Count("many")

    return Number


@pytest.fixture
def kharkiv():
    """The numbers of the press report of October 2022, as facts; the sentences around them are ours."""
    region = PlaceMention("Kharviv", name="Kharkiv oblast", kind="region", country="UA", iso3166_2="UA-63",
                          lat=49.99, lon=36.23, match="typo")  # fmt: skip
    town = PlaceMention("Izium", name="Izium", kind="settlement", country="UA", geonames=707753,
                        iso3166_2="UA-63", lat=49.21, lon=37.26, match="exact")  # fmt: skip
    text = (
        "Over 500 civilian bodies, the region says.\n\n"
        "In total 534 bodies: 226 women, 19 children, the police chief says.\n\n"
        "At Izium, at least 447 of the dead.\n\n"
        "Over 500 civilian bodies (agency)\n\n"
        "Also twenty more “torture chambers”, says Bolvinov.\n\n"
        "Bodies show signs of gunshots, says Yenin.\n\n"
        "Investigators look at 16 towns and settlements.\n\n"
        "One prisoner saw a man beaten to death in Trostianets.\n\n"
        "Russia denies everything, and calls what is said of Izium untrue."
    )
    t = Telling(text, segments=segments_of(text, {"Over 500 civilian bodies (": "caption"}), language="en",
                published="2022-10~", publisher="A newspaper")  # fmt: skip
    t.at(region)
    over = t.tally("Over 500 civilian bodies", MORE_THAN(500), group=("civilian",))
    t.at(region, "the head of Kharviv’s police")
    whole = t.tally("534 bodies", EXACT(534))
    t.tally("226 women", EXACT(226), of=whole, group=("female", "adult"))
    t.tally("19 children", EXACT(19), of=whole, group=("child",))
    t.at(town, Speaker("the head of Kharviv’s police", inferred=True))
    t.tally("at least 447", AT_LEAST(447))
    t.at(region)
    t.tally("Over 500 civilian bodies", MORE_THAN(500), nth=1, same_as=over, group=("civilian",))
    t.at(region, "Serhiy Bolvinov")
    t.tally(
        "twenty more “torture chambers”",
        Count("ambiguous", 20, None, None),
        "sites",
        what=("torture_site",),
        incremental=True,
        readings=(EXACT(20), MORE_THAN(20)),
        scare_quotes=True,
    )
    t.at(region, "Yevhen Yenin")
    t.claim("finding", "signs of gunshots", what=("gunshot",))
    t.at(None, "Erik Mose")
    t.tally("16 towns and settlements", EXACT(16), "settlements", modality="investigates")
    t.at(PlaceMention("Trostianets", name="Trostianets", kind="settlement", country="UA", geonames=691235),
         "one prisoner")  # fmt: skip
    t.tally("a man beaten to death", EXACT(1), "killed", group=("male",))
    t.at(None, "Russia")
    t.claim("denial", "denies everything", modality="denies")
    t.at(town, "Russia")
    t.claim("denial", "calls what is said of Izium untrue", modality="denies")
    return Material.from_readings([t.reading()])


def demonstration_readings():
    """The demonstration's plain texts and three more documents, read by hand; and what is known of each."""
    made = []

    text = (TEXTS / "01-police-update-6-june.txt").read_text(encoding="utf-8")
    t = Telling(text, segments=segments_of(text, {"DEMO": "boilerplate"}), language="en",
                published="2025-06-06", publisher="Police of Poltava oblast (invented)")  # fmt: skip
    t.at(VILLAGE, "the regional police")
    whole = t.tally("118 bodies", EXACT(118), "bodies_exhumed", as_of="2025-06-06")
    t.tally("Five of them were children", EXACT(5), "bodies_exhumed", of=whole, group=("child",))
    t.tally("About 190 graves", ABOUT(190), "graves")
    made.append((t, {"document_type": "official_statement", "name": "01-police-update-6-june.txt"}))

    text = (TEXTS / "02-police-statement-12-june.txt").read_text(encoding="utf-8")
    t = Telling(text, segments=segments_of(text, {"DEMO": "boilerplate"}), language="en",
                published="2025-06-12", publisher="Police of Poltava oblast (invented)")  # fmt: skip
    chief = Speaker("the head of the regional police, Andrii Hladkyi", name="Andrii Hladkyi",
                    role="head of the regional police")  # fmt: skip
    t.at(DISTRICT, chief)
    whole = t.tally("312 bodies", EXACT(312))
    again = t.tally("312 bodies", EXACT(312), nth=1, same_as=whole, group=("civilian",))
    t.tally("141 were women", EXACT(141), of=whole, group=("female", "adult"))
    t.tally("23 were children", EXACT(23), of=whole, group=("child",))
    t.at(VILLAGE, Speaker("Hladkyi", name="Andrii Hladkyi", inferred=True))
    t.tally("At least 187 bodies were exhumed", AT_LEAST(187), "bodies_exhumed")
    t.claim("site", "a mass burial site in the Siryi Bir wood", what=("burial",))
    t.at(DISTRICT, Speaker("Hladkyi", name="Andrii Hladkyi"))
    t.tally("seven more “basement prisons”", Count("ambiguous", 7, None, None), "sites",
            what=("detention_improvised",), incremental=True, readings=(EXACT(7), MORE_THAN(7)))  # fmt: skip
    t.claim("finding", "hands tied with wire and gunshot wounds to the head",
            what=("restraint_hands", "gunshot"), extent="some")  # fmt: skip
    t.at(DISTRICT, "Police")
    t.tally("9 villages", EXACT(9), "settlements", modality="investigates")
    t.claim("investigation", "Police are investigating killings", modality="investigates")
    t.leave_out("12 June 2025", "a date")
    t.leave_out("27 May", "a date")
    t.warn("D-27", "That all the dead were civilians is a claim of the speaker.", again)
    made.append((t, {"document_type": "official_statement", "name": "02-police-statement-12-june.txt"}))

    text = (TEXTS / "03-wire-copy-12-june.txt").read_text(encoding="utf-8")
    kinds = {"DEMO": "boilerplate", "BODIES": "headline", "(Rep": "credit", "Copy": "credit"}
    t = Telling(text, segments=segments_of(text, kinds), language="en", published="2025-06-12",
                publisher="Lantern Wire", url="https://lantern.example/tykhobrid")  # fmt: skip
    t.at(DISTRICT, "police")
    over = t.tally("The bodies of over 300 civilians", MORE_THAN(300), group=("civilian",))
    t.tally("BODIES OF OVER 300 CIVILIANS", MORE_THAN(300), same_as=over, group=("civilian",))
    t.at(DISTRICT, Speaker("Andrii Hladkyi, the regional police chief", name="Andrii Hladkyi"))
    whole = t.tally("312 bodies", EXACT(312))
    t.tally("141 were women", EXACT(141), of=whole, group=("female", "adult"))
    t.tally("32 were children", EXACT(32), of=whole, group=("child",))
    t.at(VILLAGE, Speaker("he", name="Andrii Hladkyi", inferred=True))
    t.tally("At least 178 bodies were exhumed", AT_LEAST(178), "bodies_exhumed")
    t.claim("site", "a mass grave", what=("burial",))
    t.at(DISTRICT, "The Left Bank Administration")
    t.claim("denial", "denies that its fighters killed civilians there", modality="denies")
    typo = PlaceMention("Poltvava", name="Poltava oblast", kind="region", country="UA", iso3166_2="UA-53",
                        lat=49.6, lon=34.55, match="typo")  # fmt: skip
    t.claim("site", "Poltvava's Tykhobrid district", place=typo, what=("other",))
    t.warn("D-25", "“Poltvava” is taken for Poltava oblast; confirm the spelling.")
    made.append((t, {"document_type": "news_article", "name": "03-wire-copy-12-june.txt"}))

    article = (
        "What the pines of Siryi Bir covered\n\n"
        "The bodies of more than 300 people have been found in Tykhobrid district, two weeks after the Left "
        "Bank Administration withdrew its fighters from this corner of Poltava oblast.\n\n"
        "The bodies of more than 300 people have been found in Tykhobrid district\n\n"
        "(Blue Harbour Pictures)\n\n"
        "Nadiia Korshun, the deputy interior minister, told reporters on Wednesday that about 30 of the "
        "exhumed bodies bore signs of torture. Some had ligatures around the neck and fractured ribs, she "
        "said.\n\n"
        "A former prisoner, who asked not to be named, told the Courier that between 40 and 60 people were "
        "held in the cellar of the Tykhobrid grain office in April. He said that a man was beaten to death "
        "in the cell beside his.\n\n"
        "The Left Bank Administration has repeatedly denied that its fighters harmed civilians, and on "
        "Thursday called the reports about Kalynodub a “staged fabrication”."
    )
    kinds = {"What the": "headline", "(Blue": "credit"}
    cut = segments_of(article, kinds)
    cut = tuple(Segment(s.start, s.end, "caption") if n == 2 else s for n, s in enumerate(cut))
    t = Telling(article, segments=cut, language="en", published="2025-06-13", media_type="text/html",
                title="What the pines of Siryi Bir covered", author="Ilse Varn",
                publisher="The Meridian Courier")  # fmt: skip
    t.at(DISTRICT)
    first = t.tally("The bodies of more than 300 people", MORE_THAN(300))
    t.tally("The bodies of more than 300 people", MORE_THAN(300), nth=1, same_as=first)
    t.at(VILLAGE, Speaker("Nadiia Korshun, the deputy interior minister", name="Nadiia Korshun"))
    t.tally("about 30 of the exhumed bodies", ABOUT(30), "with_sign", what=("torture_unspecified",))
    words = "about 30 of the exhumed bodies bore signs of torture. Some had ligatures around the neck"
    t.claim("finding", words,
            what=("torture_unspecified",))  # fmt: skip
    t.claim("finding", "signs of torture. Some had ligatures around the neck and fractured ribs",
            what=("ligature_neck", "fracture"), extent="some")  # fmt: skip
    t.at(PlaceMention("the Tykhobrid grain office"), "A former prisoner")
    t.tally("between 40 and 60 people were held", Count("between", 40, None, 60), "detained",
            date=DateMention("in April", "2025-04", "act"))  # fmt: skip
    t.tally("a man was beaten to death", EXACT(1), "killed", group=("male",))
    t.claim("act", "a man was beaten to death", what=("death_by_torture",),
            party=Party("fighters"))  # fmt: skip
    t.at(None, "The Left Bank Administration")
    t.claim("denial", "has repeatedly denied that its fighters harmed civilians", modality="denies")
    t.at(VILLAGE, "The Left Bank Administration")
    t.claim("denial", "called the reports about Kalynodub a “staged fabrication”", modality="denies")
    t.at(POLTAVA_OBLAST)
    t.claim("site", "this corner of Poltava oblast", what=("other",))
    made.append((t, {"document_type": "news_article", "name": "04-courier-article-13-june.html"}))

    note = (
        "In total, 201 bodies were exhumed from 194 graves near Kalynodub: 96 men, 71 women, 14 children and "
        "17 bodies whose sex could not be determined.\n\n"
        "Eleven of the exhumed bodies were in the uniform of the territorial guard, members of the forensic "
        "team told Open Ledger. 34 of the 201 bodies showed signs of torture.\n\nWe interviewed 26 people."
    )
    t = Telling(note, segments=segments_of(note, {}), language="en", published="2025-07-15",
                media_type="application/pdf", publisher="Open Ledger",
                title="Siryi Bir: a field note")  # fmt: skip
    t.at(VILLAGE)
    whole = t.tally("201 bodies were exhumed", EXACT(201), "bodies_exhumed", as_of="2025-06-28")
    t.tally("194 graves", EXACT(194), "graves")
    t.tally("96 men", EXACT(96), "bodies_exhumed", of=whole, group=("male", "adult"))
    t.tally("71 women", EXACT(71), "bodies_exhumed", of=whole, group=("female", "adult"))
    t.tally("14 children", EXACT(14), "bodies_exhumed", of=whole, group=("child",))
    t.tally("17 bodies whose sex could not be determined", EXACT(17), "bodies_exhumed", of=whole,
            group=("undetermined",))  # fmt: skip
    t.at(VILLAGE, "members of the forensic team")
    t.tally("Eleven of the exhumed bodies", EXACT(11), "bodies_exhumed", of=whole, group=("armed_forces",))
    t.tally("34 of the 201 bodies", EXACT(34), "with_sign", of=whole, what=("torture_unspecified",))
    t.at(VILLAGE)
    t.tally("26 people", EXACT(26), "witnesses", victims=False)
    made.append((t, {"document_type": "ngo_report", "name": "05-open-ledger-field-note.pdf"}))

    text = (TEXTS / "06-district-statement-30-june.uk.txt").read_text(encoding="utf-8")
    t = Telling(text, segments=segments_of(text, {"ДЕМО": "boilerplate"}), language="uk",
                published="2025-06-30", publisher="Tykhobrid district administration (invented)")  # fmt: skip
    t.at(VILLAGE, Speaker("голови районної адміністрації Лесі Гончар", name="Леся Гончар"))
    whole = t.tally("194 тіла", EXACT(194), "bodies_exhumed")
    t.tally("96 чоловіків", EXACT(96), "bodies_exhumed", of=whole, group=("male", "adult"))
    t.tally("71 жінка", EXACT(71), "bodies_exhumed", of=whole, group=("female", "adult"))
    t.tally("14 дітей", EXACT(14), "bodies_exhumed", of=whole, group=("child",))
    t.at(DISTRICT)
    t.tally("58 загиблих", EXACT(58), "identified")
    t.tally("Щонайменше 37 мешканців", AT_LEAST(37), "missing")
    made.append((t, {"document_type": "official_statement", "name": "06-district-statement-30-june.uk.txt"}))

    account = (
        "The witness is known here by the code SV-07.\n\n“We were fourteen people in the cellar of the grain "
        "office. My sister Halyna still lives in the district.”"
    )
    t = Telling(account, segments=segments_of(account, {}), language="en", published="2025-06-20",
                publisher="Open Ledger", title="Record of an account: SV-07")  # fmt: skip
    t.at(PlaceMention("the cellar of the grain office"), "SV-07")
    t.tally("fourteen people", EXACT(14), "detained")
    t.warn("D-28", "The witness did not agree to publication; sister Halyna is named.")
    made.append((t, {"document_type": "witness_statement", "confidentiality": "confidential",
                     "name": "07-testimony-SV-07.docx"}))  # fmt: skip

    rows = [line.split(",") for line in (TEXTS / "09-morgue-intake.csv").read_text().splitlines()]
    text, offsets = "", []
    for row in rows:
        line = []
        for cell in row:
            line.append((len(text), len(text) + len(cell)))
            text += cell + "\t"
        offsets.append(tuple(line))
        text = text[:-1] + "\n"
    table = Table("Morgue intake", tuple(tuple(r) for r in rows), tuple(offsets))
    t = Telling(text, tables=(table,), media_type="text/csv", published="2025-06-06",
                publisher="Forensic team at Siryi Bir (invented)")  # fmt: skip
    t.at(POLTAVA)
    t.tally("21", EXACT(21), "bodies_recovered")
    t.at(MYRHOROD)
    t.claim("tally", "9", nth=0, tally=Tally("bodies_recovered", EXACT(9)))
    t.at(VILLAGE)
    t.tally("118", EXACT(118), "bodies_recovered")
    made.append(
        (t, {"document_type": "dataset", "confidentiality": "public", "name": "09-morgue-intake.csv"})
    )

    denial = (
        "The Left Bank Administration rejects the accusation that its fighters killed civilians.\n\n"
        "No more than 40 people were exhumed near Kalynodub. The so-called basement prisons do not exist.\n\n"
        "Write to press@leftbank.example or call +380 44 000 00 00."
    )
    t = Telling(denial, segments=segments_of(denial, {}), language="en", published="2025-06-14",
                media_type="message/rfc822", publisher="Left Bank Administration (invented)",
                metadata={"Subject": "Reply", "From": "press@leftbank.example"})  # fmt: skip
    t.at(VILLAGE, "The Left Bank Administration")
    t.claim("denial", "rejects the accusation that its fighters killed civilians", modality="denies")
    t.tally("No more than 40 people", UP_TO(40), "bodies_exhumed")
    made.append(
        (t, {"document_type": "letter", "confidentiality": "public", "name": "10-denial-14-june.eml"})
    )

    post = (TEXTS / "11-social-post-4-june.txt").read_text(encoding="utf-8")
    t = Telling(post, segments=segments_of(post, {"DEMO": "boilerplate"}), language="en",
                published="2025-06-04", publisher="@siryibir_neighbours")  # fmt: skip
    t.at(VILLAGE, "My cousin")
    t.tally("maybe 150 bodies", ABOUT(150))
    made.append((t, {"document_type": "social_post", "name": "11-social-post-4-june.txt"}))
    return made


@pytest.fixture
def demonstration():
    """The demonstration as material, with a checkpoint."""
    made = demonstration_readings()
    return Material.from_readings(
        [t.reading() for t, _ in made],
        facts=[
            {"item": f"ACC-{n:06d}", "sha256": f"{n:064x}", **facts}
            for n, (_, facts) in enumerate(made, start=1)
        ],
        archive=ArchiveIdentity("siryi-bir-7f3a", "Siryi Bir (invented)"),
        checkpoint=CheckpointState(
            size=57,
            root="8e1f0c5d" * 8,
            time="2025-07-16T10:00:00Z",
            origin="accounted/siryi-bir-7f3a",
            signers=("siryi-bir-7f3a",),
            key_protected=False,
        ),
        software="accounted 0.1.0",
        as_of="2025-07-16",
        enclosing=ENCLOSING,
        protected_names=("Petro",),
    )
