"""The team's pages of stories and requests to talk; every reading is recorded."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import ReviseForm, RevisionForm, attempt, posted
from clayton_review.figures import Audience, Scope, compute
from clayton_review.languages import CHOICES
from clayton_review.web.formatting import day
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from findings.coding.models import notation
from findings.coding.models.codes import Code
from findings.stories.actions.stories import (
    change_story_state,
    change_talk_state,
    read_contact,
    read_story,
    save_working_copy,
)
from findings.stories.forms.stories import ContactReasonForm, SetAsideForm, WorkingCopyForm
from findings.stories.models import (
    STORY_TRANSITIONS,
    TALK_TRANSITIONS,
    ResidentInvolvement,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)
from findings.stories.selectors import note_losses, story_counts, story_weeks


def _state(story: Story) -> str:
    reason = f": {story.get_aside_reason_display().lower()}" if story.aside_reason else ""
    return f"{story.get_state_display()}{reason}"


_COLUMNS = (
    Column("Story", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("Week of", lambda row: day(row.week)),
    Column("Involvement", lambda row: row.get_part_display()),
    Column("Language", lambda row: row.get_language_display()),
    Column("Age", lambda row: row.get_age_display()),
    Column("Words", lambda row: row.n_words, kind="number"),
    Column("Status", _state),
    Column("Codes", lambda row: ", ".join(str(code) for code in row.codes.all())),
)
_TALK_COLUMNS = (
    Column("Request", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("Language", lambda row: row.get_language_display()),
    Column("Status", lambda row: row.get_state_display()),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """List all stories, without their words."""
    user = person(request)
    codes = Code.objects.filter(stories__isnull=False).distinct().values_list("name", "name")
    stories = listing(
        request,
        Story.objects.visible_to(user).prefetch_related("codes"),
        filters={
            "state": Filter("Status", StoryState.choices),
            "week": Filter("Week of", [(week.isoformat(), day(week)) for week in story_weeks()]),
            "part": Filter("Involvement", ResidentInvolvement.choices),
            "language": CHOICES,
            "codes__name": Filter("Code", codes),
        },
        sorts={"newest": "-week", "oldest": "week", "longest": "-n_words"},
        columns=_COLUMNS,
        filename="stories",
    )
    if stories.is_download:
        return stories.download()
    figure = compute("findings.stories", Scope(clock.now(), Audience.TEAM))
    context = {
        "listing": stories,
        "count": story_counts(),
        "figure": figure,
        "losses": note_losses(),
    }
    return render(request, "findings/story_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a story with its working copy and save the copy; the reading is recorded."""
    user = person(request)
    story = _story(user, key)
    if request.method == "POST" and (done := _save_working_copy(request, user, story)):
        return done
    return _page(request, user, story)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def change_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mark a story as asked to talk, set it aside, or take it up again."""
    user = person(request)
    story, to = _story(user, key), request.POST.get("to", "")
    form = SetAsideForm(request.POST) if to == StoryState.ASIDE else RevisionForm(request.POST)
    changed = attempt(
        form,
        lambda: change_story_state(
            story=story,
            revision=form.cleaned_data["revision"],
            to=to,
            reason=form.cleaned_data.get("reason", ""),
            by=user,
        ),
        record=story,
    )
    if changed is None:
        return _page(request, user, story, refused=form)
    saved(request, StoryState(changed.state).notice)
    url = reverse("findings:story_list") if to == StoryState.ASIDE else changed.get_absolute_url()
    return redirect(url)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def talks(request: HttpRequest) -> HttpResponse:
    """List requests to talk, without contact details."""
    talk_requests = listing(
        request,
        TalkRequest.objects.visible_to(person(request)).with_work_order(),
        filters={"state": Filter("Status", TalkState.choices), "language": CHOICES},
        sorts={"open_first": "work_order"},
        columns=_TALK_COLUMNS,
        filename="talk-requests",
    )
    if talk_requests.is_download:
        return talk_requests.download()
    context = {"listing": talk_requests, "count": story_counts()}
    return render(request, "findings/talk_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.WRITE_INTERVIEWS)
def talk(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one request; contact details are shown once, after the reason is recorded."""
    user = person(request)
    talk_request = _talk(user, key)
    form = ContactReasonForm(*posted(request))
    contact = attempt(
        form,
        lambda: read_contact(talk=talk_request, by=user, reason=form.cleaned_data["reason"]),
    )
    return _talk_page(request, talk_request, form, contact=contact)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def change_request_state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the state of a request to talk."""
    user = person(request)
    talk_request = _talk(user, key)
    form = RevisionForm(request.POST)
    changed = attempt(
        form,
        lambda: change_talk_state(
            talk=talk_request,
            revision=form.cleaned_data["revision"],
            to=request.POST.get("to", ""),
            by=user,
        ),
        record=talk_request,
    )
    if changed is None:
        return _talk_page(request, talk_request, form)
    saved(request, TalkState(changed.state).notice)
    return redirect(changed.get_absolute_url())


def _save_working_copy(request: HttpRequest, user: User, story: Story) -> HttpResponse | None:
    form = WorkingCopyForm(request.POST)
    changed = attempt(
        form,
        lambda: save_working_copy(
            story=story,
            revision=form.cleaned_data["revision"],
            working_copy=form.working_copy(),
            by=user,
        ),
        record=story,
    )
    if changed is None:
        return _page(request, user, story, form=form)
    saved(request, "The working copy was saved.")
    return redirect(changed.get_absolute_url())


def _page(
    request: HttpRequest,
    user: User,
    story: Story,
    *,
    form: WorkingCopyForm | None = None,
    refused: ReviseForm | None = None,
) -> HttpResponse:
    original, working_copy = read_story(story=story, by=user)
    start = {
        "revision": story.revision,
        "copy": working_copy.copy or original.what,
        "memo": working_copy.memo,
    }
    if form is not None and form.stored:
        form.show_from_vault(working_copy)
    context = {
        "story": story,
        "original": original,
        "struck": notation.release_text(working_copy.copy, 0, len(working_copy.copy)),
        "copy_form": form or WorkingCopyForm(initial=start),
        "aside": refused
        if isinstance(refused, SetAsideForm)
        else SetAsideForm(initial={"revision": story.revision}),
        "next": [str(state) for state in STORY_TRANSITIONS[StoryState(story.state)]],
    }
    return form_page(
        request, "findings/story_detail.html", refused or form or PortalForm(), **context
    )


def _talk_page(
    request: HttpRequest, talk: TalkRequest, form: PortalForm, **more: object
) -> HttpResponse:
    steps = [state for state in TalkState if state in TALK_TRANSITIONS[TalkState(talk.state)]]
    return form_page(
        request,
        "findings/talk_detail.html",
        form,
        talk=talk,
        steps=steps,
        **more,
    )


def _story(user: User, key: UUID) -> Story:
    return get_object_or_404(Story.objects.visible_to(user).prefetch_related("codes"), pk=key)


def _talk(user: User, key: UUID) -> TalkRequest:
    return get_object_or_404(TalkRequest.objects.visible_to(user), pk=key)
