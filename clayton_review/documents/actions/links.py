"""Upload links: made with a secret that is shown once, revoked, and charged for what came."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.documents.actions.requests import write_entry
from clayton_review.documents.models import DocumentRequest, EntryKind, UploadLink
from clayton_review.documents.tokens import new_token
from clayton_review.letters.actions import take_back, write_letter
from clayton_review.letters.content import LetterContent
from clayton_review.refusals import Refused
from clayton_review.web.formatting import count_phrase, moment

LONGEST_DAYS = 60


def make_link(
    *,
    request: DocumentRequest,
    record_id: UUID,
    expires_at: datetime,
    max_files: int,
    max_bytes: int,
    by: User,
    send_to: str = "",
) -> tuple[UploadLink, str]:
    """Create a link for one request; return it with its address, which is stored nowhere.

    With `send_to` the address is mailed. Raises `Refused` when the request is
    withdrawn, the link would end before now or on a day more than `LONGEST_DAYS` ahead, or the same
    form was sent before.
    """
    _check_expiry(expires_at)
    token, token_hash = new_token()
    with transaction.atomic():
        row = DocumentRequest.objects.select_for_update().get(pk=request.pk)
        if row.is_withdrawn:
            raise Refused("This request was withdrawn. Nothing needs to be sent for it.")
        link, is_new = UploadLink.objects.get_or_create(
            id=record_id,
            defaults={
                "request": row,
                "token_hash": token_hash,
                "sent_to": send_to,
                "created_at": clock.now(),
                "created_by": by,
                "expires_at": expires_at,
                "max_files": max_files,
                "max_bytes": max_bytes,
            },
        )
        if not is_new:
            raise Refused("This link was already made, and its address can be shown only once.")
        address = settings.SITE_URL + reverse("requests:upload", args=[token])
        text = f"Upload link until {moment(expires_at)}, for {max_files} files."
        write_entry(row, EntryKind.LINK, text, by=by)
        record(by=by, verb="made an upload link", obj=row, expires_at=expires_at)
        if send_to:
            _mail(link, address)
    return link, address


def revoke_link(*, link: UploadLink, by: User) -> UploadLink:
    """Close a link at once; what was sent through it stays."""
    with transaction.atomic():
        lock_request(link.request_id)
        row = (
            UploadLink.objects.select_for_update(of=("self",))
            .select_related("request")
            .get(pk=link.pk)
        )
        if row.revoked_at:
            return row
        row.revoked_at, row.revoked_by = clock.now(), by
        row.save()
        take_back([row.letter_about])
        write_entry(row.request, EntryKind.LINK, "Upload link revoked.", by=by)
        record(by=by, verb="revoked an upload link", obj=row.request)
    return row


def lock_request(request_id: UUID) -> None:
    """Lock a request before a link or delivery of it, as others do who lock both."""
    DocumentRequest.objects.select_for_update(no_key=True).get(pk=request_id)


def charge(link: UploadLink, *, n_files: int, n_bytes: int) -> UploadLink:
    """Count what is being sent against the link's limits, under its lock.

    A letter with a link that is used up and has not gone out is not sent. Raises `Refused` when the
    link has ended or the limits do not allow that much.
    """
    row = (
        UploadLink.objects.select_for_update(of=("self",)).select_related("request").get(pk=link.pk)
    )
    if row.ending:
        raise Refused("This link does not accept any more files.")
    if row.n_files + n_files > row.max_files:
        remaining = row.max_files - row.n_files
        files = count_phrase(remaining, "more file", "more files")
        raise Refused(f"This link accepts {files}.")
    if row.n_bytes + n_bytes > row.max_bytes:
        remaining = (row.max_bytes - row.n_bytes) // 1_048_576
        raise Refused(f"This link accepts {remaining} MB more. Send less at a time, or call us.")
    row.n_files, row.n_bytes = row.n_files + n_files, row.n_bytes + n_bytes
    row.save()
    if not row.is_live:
        take_back([row.letter_about])
    return row


def _check_expiry(expires_at: datetime) -> None:
    if expires_at <= clock.now():
        raise Refused("This day has passed. Choose a later date.", field="expires_on")
    if (clock.local(expires_at).date() - clock.today()).days > LONGEST_DAYS:
        raise Refused(
            f"A link can last at most {LONGEST_DAYS} days. Choose an earlier date.",
            field="expires_on",
        )


def _mail(link: UploadLink, address: str) -> None:
    words = {"link": link, "request": link.request, "address": address}
    write_letter(
        to=link.sent_to,
        subject=f"Where to send: {link.request.title} ({link.request.reference})",
        content=LetterContent(render_to_string("documents/mail_link.txt", words)),
        about=link.letter_about,
        expires_at=link.expires_at,
    )
