"""A draft of the certificate that goes with an export to a court (US FRE 902(13) and 902(14))."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.evidence.entry import Entry

_LISTED = 200

_TEXT = """\
DRAFT: CERTIFICATE OF A RECORD KEPT BY AN ELECTRONIC PROCESS
AND OF DATA IDENTIFIED BY DIGEST

For the use of a qualified person under Rules 902(13) and 902(14) of the US Federal Rules of Evidence, or
as a starting point elsewhere. It is not legal advice. Whoever signs must know each statement to be true
and strike out what they do not know.

1.  My name is ______________________________. My position is ______________________________.
    I am qualified to make this certificate by ______________________________.

2.  The archive {origin}
    is kept with {software}. The process is this: when a file is taken in, its bytes are read once, their
    SHA-256 digest (FIPS 180-4) is computed, and they are stored unchanged under that digest. The intake and
    every later event are written to a log to which lines can only be added. The log is a Merkle tree
    (RFC 6962); its root is signed (Ed25519, RFC 8032) in a checkpoint.
    {stamped}

3.  This process gives an accurate result: equal bytes have equal digests, and no way is known to find
    different bytes of the same SHA-256 digest. A change to any byte, or to any line of the log, changes
    the digest or the root.

4.  The export of {date} holds {objects} from this archive. Each is a copy whose digest was
    computed again while copying and found equal to the one that was logged at intake. The digests are listed
    below, and in data/items.csv.

5.  The checkpoint of the export names a log of {size} entries. The public key of the log is
    {vkey}

6.  I have / have not (strike out one) compared the digests and the checkpoint with the tools that
    VERIFY.md names, on ____________ (date), with this result: ______________________________

I certify under penalty of perjury that the foregoing is true and correct.

    Date ____________    Place ____________________    Signature ______________________________


Digests (SHA-256), bytes, item, log entry
{digests}
"""


def draft_certificate(
    entries: Sequence[Entry], *, origin: str, size: int, vkey: str, date: str, software: str, stamps: int
) -> str:
    """The text of the draft for the objects that `entries` took in."""
    stamped = (
        f"{stamps} checkpoint stamp(s) by outside time-stamp authorities (RFC 3161) are part of the export."
        if stamps
        else "No outside authority has stamped a checkpoint of this export; its dates are our own clock's."
    )
    rows = [f"{e.sha256}  {e.size}  {e.item or '-'}  {e.seq}" for e in entries[:_LISTED]]
    if len(entries) > _LISTED:
        rows.append(f"… and {len(entries) - _LISTED} more, all listed in data/items.csv")
    count = len({entry.sha256 for entry in entries})
    objects = f"{count} digital object" + ("" if count == 1 else "s")
    return _TEXT.format(
        origin=origin,
        software=software,
        stamped=stamped,
        date=date,
        objects=objects,
        size=size,
        vkey=vkey,
        digests="\n".join(rows) or "(none)",
    )
