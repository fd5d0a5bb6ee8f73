"""Uploads that no delivery knows: their web process died before it could record them."""

from datetime import timedelta

from django.core.files.storage import default_storage

from clayton_review import clock
from clayton_review.documents.actions.receiving import UPLOADS
from clayton_review.documents.models import RawUpload

DELETE_ORPHANS = "documents.delete_orphaned_uploads"
KEPT_FOR = timedelta(days=1)  # longer than any upload takes


def delete_orphaned_uploads() -> int:
    """Delete uploads older than a day that belong to no delivery; returns how many."""
    before = clock.now() - KEPT_FOR
    known = set(RawUpload.objects.values_list("path", flat=True))
    orphans = [
        path
        for path in _uploads()
        if path not in known and default_storage.get_modified_time(path) < before
    ]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)


def _uploads() -> list[str]:
    try:
        folders, _ = default_storage.listdir(UPLOADS)
    except FileNotFoundError:
        return []  # nothing was ever sent
    return [
        f"{UPLOADS}/{folder}/{name}"
        for folder in folders
        for name in default_storage.listdir(f"{UPLOADS}/{folder}")[1]
    ]
