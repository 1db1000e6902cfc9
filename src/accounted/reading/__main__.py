"""Read plain text files without keeping anything: `python -m accounted.reading --manifest list.csv`.

Prints one JSON object per document (see `contract`). The command line's `accounted read` does the same for
every file format; this entry needs neither the record nor the parsers.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from accounted.claims import Document
from accounted.places import Gazetteer
from accounted.reading.contract import to_contract
from accounted.reading.reader import read


def documents(arguments: argparse.Namespace) -> Iterator[tuple[str, Document]]:
    """The documents named on the command line or in a manifest."""
    rows = [
        {"path": p, "published": arguments.published, "language": arguments.language} for p in arguments.paths
    ]
    if arguments.manifest:
        with Path(arguments.manifest).open(encoding="utf-8", newline="") as f:
            rows += list(csv.DictReader(f))
    for row in rows:
        data = Path(str(row["path"])).read_bytes()
        published = row.get("published")
        yield (
            str(row["path"]),
            Document(
                data.decode("utf-8"),
                hashlib.sha256(data).hexdigest(),
                language=row.get("language") or None,
                publisher=row.get("publisher") or None,
                published=None if published in (None, "", "unknown") else published,
                url=row.get("url") or None,
            ),
        )


def main() -> int:
    """Read what the arguments name and print the readings."""
    parser = argparse.ArgumentParser(prog="python -m accounted.reading", description=__doc__)
    parser.add_argument("paths", nargs="*", help="plain text files in UTF-8")
    parser.add_argument(
        "--manifest", help="a CSV file with the columns path, published, publisher, language, url"
    )
    parser.add_argument("--published", help="EDTF date of publication")
    parser.add_argument("--language", help="BCP-47 language tag (default: English)")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load()
    for path, document in documents(arguments):
        reading = read(document, gazetteer=gazetteer)
        sys.stdout.write(json.dumps(to_contract(reading, path), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
