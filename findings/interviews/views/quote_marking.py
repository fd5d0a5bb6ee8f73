"""Page that marks a quote in an answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.web.pages import form_page, saved
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.forms import QuoteForm
from findings.interviews.models.interviews import Interview, InterviewAnswer


@allow(Permission.WRITE_INTERVIEWS)
def mark_quote(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cut a quote from an answer."""
    user = person(request)
    rows = InterviewAnswer.objects.select_related("question", "interview__participant")
    visible = rows.filter(interview__in=Interview.objects.visible_to(user))
    answer = get_object_or_404(visible, pk=key)
    form = QuoteForm(*posted(request))
    excerpt = attempt(
        form,
        lambda: mark_excerpt(
            source=answer,
            words=form.cleaned_data["words"],
            start=form.cleaned_data["start"],
            by=user,
        ),
    )
    if excerpt is None:
        context: dict[str, Any] = {"text": answer.text, "speaker": answer.speaker()}
        return form_page(request, "findings/quote_create.html", form, **context)
    saved(request, "The quote was marked. Now choose its codes.")
    return redirect("findings:quote_detail", excerpt.pk)
