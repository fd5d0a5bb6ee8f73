"""Keep the file that was chosen in a form."""

from clayton_review.accounts.models import User
from clayton_review.documents.actions import store_file
from clayton_review.documents.models import StoredFile
from clayton_review.web.forms import PortalForm


def kept_upload(form: PortalForm, by: User) -> StoredFile | None:
    """Store the chosen file and return it; None if none was chosen. Raise `Refused`."""
    upload = form.cleaned_data.get("upload")
    if not upload:
        return None
    return store_file(content=upload.read(), name=upload.name, by=by)
