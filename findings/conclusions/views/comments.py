"""Pages that comment on a finding or recommendation, answer and resolve comments."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.refusals import Refused
from clayton_review.web.pages import refused, saved
from findings.conclusions.actions.comments import add_comment, resolve_comment
from findings.conclusions.forms.comments import FindingCommentForm
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.versioned import VersionedRecord
from findings.conclusions.views.findings import get_finding


@allow(Permission.WRITE_FINDINGS)
def comment_on_finding(request: HttpRequest, reference: str) -> HttpResponse:
    """Comment on a finding or one of its elements."""
    return comment_page(request, get_finding(person(request), reference))


@require_POST
@allow(Permission.WRITE_FINDINGS)
def resolve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Resolve a comment."""
    user = person(request)
    row = get_object_or_404(Comment.objects.visible_to(user), pk=key)
    try:
        resolve_comment(comment=row, by=user)
        saved(request, "The comment was resolved in your name.")
    except Refused as refusal:
        refused(request, str(refusal))
    return redirect(f"{row.subject.get_absolute_url()}#comments")


def comment_page(request: HttpRequest, subject: VersionedRecord) -> HttpResponse:
    """Show the form of a comment or an answer, and save it."""
    user = person(request)
    parent = _parent_comment(user, subject, request.GET.get("answer", ""))
    form = FindingCommentForm(
        *posted(request),
        subject=subject,
        reply_to=parent,
        initial={"element": request.GET.get("about", "")},
    )
    page = FormPageTexts(
        f"Answer a comment on {subject.reference}" if parent else f"Comment on {subject.reference}",
        "Save the answer" if parent else "Leave the comment",
        f"{subject.get_absolute_url()}#comments",
        lede=f"{parent.by} wrote: {parent.text}" if parent else str(subject),
        eyebrow="Only the team sees comments. Nothing can be signed or released while one is open.",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: add_comment(
            record_id=form.cleaned_data["record_id"], subject=subject, values=form.values(), by=user
        ),
        lambda record: ("The comment was saved.", f"{subject.get_absolute_url()}#comments"),
    )


def _parent_comment(user: User, subject: VersionedRecord, key: str) -> Comment | None:
    if not key:
        return None
    rows = Comment.objects.visible_to(user).filter(reply_to__isnull=True)
    subject_filter = {subject.foreign_key: subject}
    try:
        return get_object_or_404(rows.select_related("by"), pk=key, **subject_filter)
    except ValidationError:
        raise Http404 from None
