"""Uploads that no delivery knows: their web process died before it could record them."""

import math
import os
from datetime import timedelta

from django.core.files.storage import default_storage

from clayton_review.documents.actions.receiving import UPLOADS
from clayton_review.documents.models import RawUpload
from clayton_review.documents.storage import PARTS

DELETE_ORPHANS = "documents.delete_orphaned_uploads"
KEPT_FOR = timedelta(days=1)  # longer than any upload takes


def delete_orphaned_uploads() -> int:
    """Delete uploads older than a day that belong to no delivery; returns how many.

    Their age is told by the disk that they lie on: by a clock that runs ahead, an upload that is
    being sent would be old.
    """
    before = _now_on_disk() - KEPT_FOR.total_seconds()
    known = set(RawUpload.objects.values_list("path", flat=True))
    orphans = [path for path in _uploads() if path not in known and _changed_at(path) < before]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)


def _now_on_disk() -> float:
    """Return the time, in epoch seconds, by the disk that holds the uploads.

    The folder of all files is marked as changed: a full disk would take no new file.
    """
    folder = default_storage.path("")
    try:
        os.utime(folder)
    except FileNotFoundError:  # nothing was ever stored
        return -math.inf
    return os.stat(folder).st_mtime


def _changed_at(path: str) -> float:
    """Return when a file was last written; one that is gone meanwhile is new."""
    try:
        return os.stat(default_storage.path(path)).st_mtime
    except FileNotFoundError:
        return math.inf


def _uploads() -> list[str]:
    """Return all uploads, and the parts of files whose process died while it wrote them."""
    folders = [PARTS, *(f"{UPLOADS}/{folder}" for folder in _listed(UPLOADS)[0])]
    return [f"{folder}/{name}" for folder in folders for name in _listed(folder)[1]]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Return the folders and files of a folder; none if nothing was ever stored there."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
