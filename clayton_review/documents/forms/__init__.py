"""The forms of the library, of requests, and of what is taken in."""

from clayton_review.documents.forms.library import (
    ClassField,
    DocumentCreateForm,
    DocumentEditForm,
    UploadField,
    class_choices,
)

__all__ = ["ClassField", "DocumentCreateForm", "DocumentEditForm", "UploadField", "class_choices"]
