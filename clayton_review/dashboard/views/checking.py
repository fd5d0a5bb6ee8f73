"""Pages for those who check what was published: keys, archive, hashes of the audit record."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import public
from clayton_review.dashboard.selectors import reports
from clayton_review.reports.archive import ARCHIVE, HEADS
from clayton_review.reports.selectors import heads_text, published_heads
from clayton_review.web.downloads import attachment_as_named, saved_name, stored_attachment


@require_safe
@public
def check_reports(request: HttpRequest) -> HttpResponse:
    """Show the keys of the reports, their archive, and the heads of the audit record."""
    context = {
        "keys": reports.signing_keys(),
        "archive": reports.archive(),
        "archive_name": saved_name(ARCHIVE),
        "heads": published_heads(),
    }
    return render(request, "dashboard/check.html", context)


@require_safe
@public
def head_list(request: HttpRequest) -> HttpResponse:
    """Send the list of the heads of the audit record, for those who keep it."""
    return attachment_as_named(HEADS, heads_text().encode(), "text/plain; charset=utf-8")


@require_safe
@public
def archive_file(request: HttpRequest) -> FileResponse:
    """Send the archive of all issued reports; a file that was not made by us is not sent."""
    archive = reports.archive()
    if archive is None:
        raise Http404
    try:
        return stored_attachment(ARCHIVE, archive.path, "application/zip")
    except FileNotFoundError as error:  # a newer one has just taken its place
        raise Http404 from error
