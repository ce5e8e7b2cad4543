"""Documents that are uploaded for their hash: read through once as they come in, and kept nowhere."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from outcomelab.people.sheet import MOST_BYTES

LARGEST = MOST_BYTES  # no server of ours takes more


class Hashed(UploadedFile):  # type: ignore[type-arg]  # Django's own takes none
    """What is left of an upload: its size and the SHA-256 of its content."""

    def __init__(self, size: int, sha256: str) -> None:
        super().__init__(BytesIO(), "document", size=size)
        self.sha256 = sha256


class HashOnly(FileUploadHandler):
    """Takes every part of a file in, and hands none of it on."""

    def new_file(self, *args: Any, **options: Any) -> None:
        """A file begins."""
        super().new_file(*args, **options)
        self._hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 Django's own
        """A part of it; None: whoever comes next gets nothing."""
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> Hashed:
        """The file has ended."""
        return Hashed(file_size, self._hash.hexdigest())
