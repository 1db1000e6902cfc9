"""Build ten short notes of what was publicly said about the dead of Izium, September and October 2022.

    python demonstration/izium.py DESTINATION

Unlike the demonstration beside it, these figures are real: the public statements that conflicted with one
another. Every note is our own short statement of who said which number when; no source's wording is
copied. They serve to show, and to test, how figures that disagree are reckoned.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Note:
    """One public statement: where it stood, when, and what it said, in our words."""

    name: str
    publisher: str
    published: str
    text: str
    document_type: str = "news_article"


NOTES = (
    Note(
        "01-graves-16-september.txt",
        "Rights group bulletin",
        "2022-09-16",
        "Serhii Bolvinov, head of the investigative department of the Kharkiv regional police, said on 15 "
        "September that about 440 separate graves had been found in a forest near Izium.\n",
    ),
    Note(
        "02-wire-15-september.txt",
        "A wire service",
        "2022-09-15",
        "More than 440 bodies were found in a burial pit in Izium, Serhii Bolvinov of the Kharkiv regional "
        "police told a broadcaster.\n",
    ),
    Note(
        "03-interim-21-september.txt",
        "National Police of Ukraine",
        "2022-09-21",
        "As of 21 September 2022, the bodies of 263 people, including two children, had been exhumed in "
        "Izium, the National Police of Ukraine said.\n",
        "official_statement",
    ),
    Note(
        "04-governor-23-september.txt",
        "A news site",
        "2022-09-23",
        "Oleh Syniehubov, the governor of Kharkiv oblast, said on 23 September that 436 bodies had been "
        "exhumed in Izium. Thirty of the bodies bore signs of torture, he said. Among the 436 were 21 "
        "servicemen.\n\nYevhenii Panteleiev, the deputy chief of the regional police, said that 18 torture "
        "sites had been found in Kharkiv oblast.\n",
    ),
    Note(
        "05-complete-23-september.txt",
        "Kharkiv regional prosecutor's office",
        "2022-09-23",
        "The exhumation in Izium is complete. As of 23 September 2022, 447 bodies were exhumed in Izium: 215 "
        "women, 194 men, 5 children, 22 servicemen and 11 people whose sex could not be determined, the "
        "prosecutor's office said.\n",
        "official_statement",
    ),
    Note(
        "06-emergency-service-25-september.txt",
        "State Emergency Service",
        "2022-09-25",
        "As of 25 September 2022, 447 bodies were exhumed in Izium, of whom 21 were soldiers, the State "
        "Emergency Service said.\n",
        "official_statement",
    ),
    Note(
        "07-prosecutor-2-october.txt",
        "A news agency",
        "2022-10-02",
        "Thirty of the 447 bodies exhumed in Izium had marks of torture, the regional prosecutor said.\n",
    ),
    Note(
        "08-police-7-october.txt",
        "A newspaper",
        "2022-10-07",
        "The bodies of 534 civilians, including 226 women and 19 children, were found in Kharkiv oblast, "
        "Serhii Bolvinov, head of the investigative department of the regional police, said on 7 October. Of "
        "them, 447 bodies were found in Izium, he said.\n",
    ),
    Note(
        "09-later-account.txt",
        "A newspaper",
        "2022-10-20",
        "Of the 448 bodies exhumed in Izium, 414 were civilians, 22 were servicemen and 11 could not be "
        "determined, Serhii Bolvinov said on 20 October. The civilians were 194 men, 215 women and 5 "
        "children.\n",
    ),
    Note(
        "10-inquiry-2-october.txt",
        "A news agency",
        "2022-10-02",
        "An inquiry by the agency's reporters found 10 torture sites in Izium. Eight men were killed under "
        "torture in the town, the agency reported. Its reporters spoke to 15 survivors.\n",
    ),
)


def build(destination: Path) -> tuple[Path, ...]:
    """Write the notes and `manifest.csv` into a folder; the same bytes each time."""
    destination.mkdir(parents=True, exist_ok=True)
    written = []
    for note in NOTES:
        path = destination / note.name
        path.write_text(note.text, encoding="utf-8", newline="\n")
        written.append(path)
    with (destination / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("path", "publisher", "published", "language", "document_type", "confidentiality"))
        for note in NOTES:
            rows.writerow((note.name, note.publisher, note.published, "en", note.document_type, "public"))
    return tuple(written)


def main(arguments: list[str]) -> int:
    """Build into the folder named on the command line."""
    if len(arguments) != 1:
        print("usage: python demonstration/izium.py DESTINATION", file=sys.stderr)
        return 2
    notes = build(Path(arguments[0]))
    print(f"{len(notes)} notes in {arguments[0]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
