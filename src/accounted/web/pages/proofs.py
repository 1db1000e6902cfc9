"""Proofs to take away: that each line of the custody log about an item stands in the log that was signed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounted.record import queries
from accounted.record.queries import reading_room
from accounted.web.paging import NotFound, page

README = """\
Proofs for {number} of the archive {archive}.

line-N.json         line N of the custody log, as its bytes stand there
line-N.tlog-proof   the proof (C2SP tlog-proof) that it is entry N of the log the checkpoint was signed for
checkpoint.txt      the checkpoint: how long the log was, its root, the signature of the archive's key

Lines that are newer than the checkpoint have no proof yet: take a checkpoint first.
A line names digests and pseudonyms only; the public key is in the archive under log/keys.
"""


@page("items/<str:number>/proofs/", name="proofs", may="see_material", template="")
def proofs(request: Any, number: str) -> Any:
    """Every line of the log about an item with its proof, in one file."""
    reading_room.must_see_item(request.archive, number, request.sight)
    store = request.archive.store
    checkpoint = store.latest_checkpoint()
    if checkpoint is None:
        raise NotFound(_("There is no checkpoint yet, so nothing is proven; take one first."))
    data = bundle(request.archive, number, checkpoint)
    request.audit("took_proofs", item=number)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}-proofs.zip"'
    return response


def bundle(archive: Any, number: str, checkpoint: Any) -> bytes:
    """The zip file: lines, proofs, the checkpoint, and what is what."""
    from accounted.evidence.proof import Prover

    wanted = sorted({line.seq for line in queries.custody(archive, number)})
    prover = Prover(archive.store, checkpoint)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", README.format(number=number, archive=archive.id))
        file.writestr("checkpoint.txt", checkpoint.text)
        for seq in wanted:
            file.writestr(f"line-{seq}.json", archive.store.entry(seq).line)
            if seq < checkpoint.size:
                file.writestr(f"line-{seq}.tlog-proof", prover.inclusion(seq).text)
    return written.getvalue()
