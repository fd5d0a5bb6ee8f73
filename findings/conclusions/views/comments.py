"""Commenting on a finding or recommendation, answering, and resolving."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import posted
from clayton_review.citable.form_page import Page, write
from clayton_review.refusals import Refused
from clayton_review.web.pages import saved
from findings.conclusions.actions.comments import comment, resolve_comment
from findings.conclusions.forms.comments import CommentForm
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.reviewed import ReviewedRecord
from findings.conclusions.views.findings import find


@allow(Permission.WRITE_FINDINGS)
def on_finding(request: HttpRequest, reference: str) -> HttpResponse:
    """Comment on a finding or one of its elements."""
    return comment_page(request, find(person(request), reference))


@require_POST
@allow(Permission.WRITE_FINDINGS)
def resolve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close a comment."""
    user = person(request)
    row = get_object_or_404(Comment.objects.visible_to(user), pk=key)
    try:
        resolve_comment(comment=row, by=user)
        saved(request, "The comment was resolved in your name.")
    except Refused as refusal:
        saved(request, str(refusal))
    return redirect(f"{row.subject.get_absolute_url()}#comments")


def comment_page(request: HttpRequest, subject: ReviewedRecord) -> HttpResponse:
    user = person(request)
    opener = _opener(user, subject, request.GET.get("answer", ""))
    form = CommentForm(
        *posted(request),
        subject=subject,
        reply_to=opener,
        initial={"element": request.GET.get("about", "")},
    )
    page = Page(
        f"Answer a comment on {subject.reference}" if opener else f"Comment on {subject.reference}",
        "Answer" if opener else "Leave the comment",
        f"{subject.get_absolute_url()}#comments",
        lede=f"{opener.by} wrote: {opener.text}" if opener else str(subject),
        eyebrow="Only the team sees comments. Nothing can be signed or released while one is open.",
    )
    return write(
        request,
        form,
        page,
        lambda: comment(
            record_id=form.cleaned_data["record_id"], subject=subject, facts=form.facts(), by=user
        ),
        lambda made: ("The comment was saved.", f"{subject.get_absolute_url()}#comments"),
    )


def _opener(user: User, subject: ReviewedRecord, key: str) -> Comment | None:
    if not key:
        return None
    rows = Comment.objects.visible_to(user).filter(reply_to__isnull=True)
    about = {subject.foreign_key: subject}
    try:
        return get_object_or_404(rows.select_related("by"), pk=key, **about)
    except ValidationError:
        return get_object_or_404(rows.none())
