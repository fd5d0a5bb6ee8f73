"""The page behind an upload link: no account, no JavaScript needed, nothing recorded by a GET."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from clayton_review.accounts import throttle
from clayton_review.accounts.access import public
from clayton_review.accounts.adapters import check_throttle
from clayton_review.citable.editing import attempt, posted
from clayton_review.documents import actions, tokens
from clayton_review.documents.forms.intakes import LinkSendForm
from clayton_review.documents.models import ANSWERED, Intake, RequestStatus, UploadLink
from clayton_review.documents.selectors.receipts import arrival_words, receipt_csv, tally
from clayton_review.documents.selectors.receipts import receipt as lines_of
from clayton_review.web.downloads import attachment
from clayton_review.web.request_size import AROUND_FILES, limits_itself

GUESSES = (120, 600)
SENDING = (60, 3_600)


@public
@limits_itself
@never_cache
@csrf_exempt  # until the size is known; `_receive_files` checks the token
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """Show a request with its upload form, or why the link has ended and whom to call."""
    link = _link(request, token)
    if link is None or link.ending:
        return _ended_page(request, link)
    if request.method == "POST":
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size > link.max_bytes - link.n_bytes + AROUND_FILES:
            form = LinkSendForm(link=link)
            return _page(request, token, link, form, status=413, is_too_large=True)
        _throttle(request, "upload-send", SENDING)
    answer: HttpResponse = _receive_files(request, token, link)
    return answer


@csrf_protect
def _receive_files(request: HttpRequest, token: str, link: UploadLink) -> HttpResponse:
    form = LinkSendForm(*posted(request), link=link)

    def act() -> Intake:
        return actions.receive(
            record_id=form.cleaned_data["record_id"],
            sent=form.sent_files(),
            request=link.request,
            link=link,
            sender=form.cleaned_data["sender"].strip(),
        )

    intake = attempt(form, act)
    if intake is None:
        status = 422 if form.is_bound and form.errors else 200
        return _page(request, token, link, form, status=status)
    return redirect("requests:upload_receipt", token, intake.pk)


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """List the files that arrived with one delivery of this link, never their contents."""
    link = _link(request, token)
    if link is None or link.ending in {"revoked", "expired"}:
        return _ended_page(request, link)
    intake = get_object_or_404(link.intakes, pk=key)
    if request.GET.get("format") == "csv" and not intake.is_running:
        return attachment(
            f"receipt-{intake.reference}.csv", receipt_csv(intake).encode(), "text/csv"
        )
    context = {
        "intake": intake, "lines": lines_of(intake), "tally": tally(intake), "token": token,
        "link": link,
    }  # fmt: skip
    return render(request, "documents/upload_receipt.html", context)


def _link(request: HttpRequest, token: str) -> UploadLink | None:
    """Return the link of this secret, or None; a well-formed wrong one counts toward a limit."""
    if not tokens.looks_right(token):
        return None
    rows = UploadLink.objects.select_related("request", "created_by")
    link = rows.filter(token_hash=tokens.stored(token)).first()
    if link is None:
        _throttle(request, "upload-guess", GUESSES)
    return link


def _throttle(request: HttpRequest, name: str, limit: tuple[int, int]) -> None:
    network = throttle.counted_network(get_adapter(request).get_client_ip(request))
    check_throttle(request, [throttle.Limit(f"{name}-network", network, *limit)])


def _ended_page(request: HttpRequest, link: UploadLink | None) -> HttpResponse:
    """Say why a link no longer works: status 410, or 404 if it never existed."""
    ending = link.ending if link else "unknown"
    if link and ending == "revoked" and link.request.status in ANSWERED:
        ending = "received" if link.request.status == RequestStatus.RECEIVED else "answered"
    context = {
        "ending": ending,
        "arrived": arrival_words(link) if link else "",
        "phone": settings.STUDY_PHONE,
    }
    return render(request, "documents/upload_ended.html", context, status=410 if link else 404)


def _page(
    request: HttpRequest, token: str, link: UploadLink, form: LinkSendForm, *, status: int,
    is_too_large: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "link": link,
        "document_request": link.request,
        "is_received": link.request.status == RequestStatus.RECEIVED,
        "token": token,
        "phone": settings.STUDY_PHONE,
        "intakes": link.intakes.all(),
        "is_too_large": is_too_large,
        "left_files": link.max_files - link.n_files,
        "left_bytes": link.max_bytes - link.n_bytes,
    }
    return render(request, "documents/upload.html", context, status=status)
