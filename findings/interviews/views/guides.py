"""Pages of interview guides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.web.pages import Column, listing, saved
from findings.interviews.actions.guides import amend_guide, create_guide, create_next_version
from findings.interviews.forms.guides import GuideCreateForm, GuideEditForm
from findings.interviews.models.guides import InterviewGuide

_COLUMNS = (
    Column("Guide", str, url=lambda row: row.get_absolute_url()),
    Column("Questions", lambda row: row.n_questions, kind="number"),
    Column("Interviews", lambda row: row.n_interviews, kind="number"),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all versions of all guides."""
    rows = InterviewGuide.objects.visible_to(person(request)).current().with_counts()
    guides = listing(
        request,
        rows,
        search=("title__icontains", "questions__text__icontains"),
        sorts={"title": ("title", "-version"), "newest": "-recorded_at"},
        columns=_COLUMNS,
        filename="guides",
    )
    if guides.is_download:
        return guides.download()
    return render(request, "findings/guide_list.html", {"listing": guides})


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one version with its questions."""
    guide = _guide(person(request), key)
    context = {"guide": guide, "questions": guide.questions.all(), "is_used": guide.is_used()}
    return render(request, "findings/guide_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Create a guide."""
    user, form = person(request), GuideCreateForm(*posted(request))
    page = FormPageTexts(
        "Write an interview guide", "Save the guide", reverse("findings:guide_list")
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: create_guide(
            record_id=form.cleaned_data["record_id"],
            values=form.values(),
            questions=form.question_list(),
            by=user,
        ),
        lambda record: ("The guide was saved.", record.get_absolute_url()),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a version that no interview follows."""
    user = person(request)
    guide = _guide(user, key)
    questions = "\n".join(question.text for question in guide.questions.all())
    initial = {
        "revision": guide.revision,
        "introduction": guide.introduction,
        "questions": questions,
    }
    form = GuideEditForm(*posted(request), initial=initial)
    page = FormPageTexts(f"Edit {guide}", "Save the changes", guide.get_absolute_url())
    return save_or_show(
        request,
        form,
        page,
        lambda: amend_guide(
            guide=guide,
            revision=form.cleaned_data["revision"],
            introduction=form.cleaned_data["introduction"],
            questions=form.question_list(),
            by=user,
        ),
        lambda record: ("The guide was updated.", record.get_absolute_url()),
        record=guide,
    )


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def version(request: HttpRequest, key: UUID) -> HttpResponse:
    """Create the next version, or open the newest one if no interview follows it."""
    user = person(request)
    guide = create_next_version(guide=_guide(user, key), by=user)
    saved(
        request, f"Version {guide.version} was created. Edit its questions before anyone uses it."
    )
    return redirect("findings:guide_edit", guide.pk)


def _guide(user: User, key: UUID) -> InterviewGuide:
    guide: InterviewGuide = get_object_or_404(InterviewGuide.objects.visible_to(user), pk=key)
    return guide
