"""Files on their way into the archive: they arrive in pieces, are checked, and are then taken in.

Everything lies in the private folder `incoming` of the archive, one folder for each batch. A piece counts
once it is on the disk; how far a file has come stands beside it and survives the server, so that an upload
goes on where it was. A batch that is complete waits there until the intake has it; what became of each file
is then told, and the bytes are removed: the archive has its own.
"""

from accounted.web.uploads.arriving import (
    PIECE,
    OutOfPlace,
    announce,
    begin,
    clean_name,
    close,
    discard,
    put,
    receive,
    say_digest,
)
from accounted.web.uploads.batches import (
    FOLDER,
    Arriving,
    Batch,
    Became,
    batch,
    batches_of,
    file_of,
    incoming_of,
)
from accounted.web.uploads.room import NoRoom
from accounted.web.uploads.taking_in import wait, wake

__all__ = [
    "FOLDER",
    "PIECE",
    "Arriving",
    "Batch",
    "Became",
    "NoRoom",
    "OutOfPlace",
    "announce",
    "batch",
    "batches_of",
    "begin",
    "clean_name",
    "close",
    "discard",
    "file_of",
    "incoming_of",
    "put",
    "receive",
    "say_digest",
    "wait",
    "wake",
]
