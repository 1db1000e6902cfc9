"""Several processes at work in one archive."""

import subprocess
import sys
from pathlib import Path

import pytest
from quarry_case import row

from accounted.record import queries

ADD = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
import accounted.reading, accounted.places
from quarry_case import read_simply
accounted.reading.read = read_simply
accounted.places.Gazetteer.load = classmethod(lambda *_: None)
from accounted.record.archive import Archive
with Archive.open(Path(sys.argv[3]), agent=sys.argv[4]) as archive:
    for path in sys.argv[5:]:
        result = archive.add([path])
        assert result.ok, result
"""
HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "src"


@pytest.mark.slow
def test_two_processes_add_at_once_and_nothing_is_lost_or_doubled(archive, tmp_path):
    shared = [tmp_path / f"shared{n}.txt" for n in range(4)]
    own = {who: [tmp_path / f"{who}{n}.txt" for n in range(4)] for who in ("Petro", "Vira")}
    for path in [*shared, *own["Petro"], *own["Vira"]]:
        path.write_text(f"{len(path.name)} bodies, says {path.name}\n")
    archive.close()
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                ADD,
                str(SOURCE),
                str(HERE),
                str(archive.path),
                who,
                *map(str, [*shared, *mine]),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        for who, mine in own.items()
    ]
    for process in running:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told
    with type(archive).open(archive.path, agent="Olena Recorder") as again:
        assert len(queries.items(again)) == 12
        assert len(queries.documents(again)) == 12
        assert queries.count_claims(again) == 12
        numbers = [one.number for one in row("Intake")]
        assert len(numbers) == len(set(numbers)) == 16
        assert again.verify_record().ok
