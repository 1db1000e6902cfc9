"""The picture of one page of a kept file, drawn in a process that can do nothing else.

`python -m accounted.web.page_image FILE MEDIA_TYPE PAGE WIDTH` writes a PNG to standard output. What a
stranger's file does to its reader ends with that process, and the browser only ever gets pixels.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WIDEST = 1600
HIGHEST = 4000
SECONDS = 20
PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp"})


class NoImage(LookupError):
    """There is no such page, or it cannot be drawn."""


def can_be_drawn(media_type: str) -> bool:
    """Whether pages of such files can be shown as pictures."""
    return media_type == PDF or media_type in PICTURES


def page_image(path: Path, media_type: str, page: int, *, width: int = 1000) -> bytes:
    """The picture of a page, as PNG; pages count from 1.

    Raises:
        NoImage: no such page, or the file cannot be drawn within the limits.
    """
    asked = [str(path.resolve()), media_type, str(page), str(max(100, min(width, WIDEST)))]
    try:
        done = subprocess.run(  # noqa: S603  our own module, a path that we keep, numbers
            [sys.executable, "-m", "accounted.web.page_image", *asked],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONHASHSEED": "0"},
        )
    except subprocess.TimeoutExpired:
        raise NoImage(f"page {page}: takes longer than {SECONDS} s to draw") from None
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        raise NoImage(f"page {page}: cannot be drawn")
    return done.stdout


def _draw(path: Path, media_type: str, page: int, width: int) -> bytes:
    from io import BytesIO

    from PIL import Image

    Image.MAX_IMAGE_PIXELS = 120_000_000
    if media_type == PDF:
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        if not 1 <= page <= len(document):
            raise SystemExit(3)
        sheet = document[page - 1]
        across, down = sheet.get_size()
        scale = min(width / max(across, 1), HIGHEST / max(down, 1))
        picture = sheet.render(scale=scale).to_pil()
    else:
        picture = Image.open(path)
        picture.seek(page - 1)
        picture = picture.convert("RGB")
        picture.thumbnail((width, HIGHEST))
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def main() -> None:
    """Draw what the command line asks for."""
    from accounted.sources import Limits, confinement

    path, media_type, page, width = sys.argv[1:5]
    confinement.leave_the_network()
    confinement.give_up_privileges()
    confinement.set_limits(Limits())
    sys.stdout.buffer.write(_draw(Path(path), media_type, int(page), int(width)))


if __name__ == "__main__":
    main()
