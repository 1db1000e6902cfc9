"""What a plain form sends lies in the archive while it comes: there it is private, and has room."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class IncomingFiles(TemporaryFileUploadHandler):
    """Django's own way with large files; the folder that `FILE_UPLOAD_TEMP_DIR` names is made first."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins to come."""
        from accounted.web import workspace
        from accounted.web.uploads.batches import incoming

        incoming(workspace.archive())
        super().new_file(*args, **kwargs)
