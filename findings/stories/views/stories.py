"""The team's pages of residents' stories and of requests to talk; every reading is recorded."""

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
from clayton_review.citable.editing import ReviseForm, attempt, posted
from clayton_review.figures import Audience, Scope, compute
from clayton_review.web.formatting import day
from clayton_review.web.forms import PortalForm
from clayton_review.web.pages import Column, Filter, form_page, listing, saved
from findings.coding import notation
from findings.coding.models.codes import Code
from findings.interviews.forms import RevisionForm
from findings.stories.actions.stories import (
    move_story,
    move_talk,
    read_contact,
    read_story,
    work_on_story,
)
from findings.stories.forms.stories import AsideForm, ContactForm, WorkForm
from findings.stories.models import (
    STORY_TRANSITIONS,
    TALK_TRANSITIONS,
    FormLanguage,
    Part,
    Story,
    StoryState,
    TalkRequest,
    TalkState,
)
from findings.stories.selectors import tally, weeks


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
    Column("State", _state),
    Column("Codes", lambda row: ", ".join(str(code) for code in row.codes.all())),
)
_TALK_COLUMNS = (
    Column("Request", lambda row: row.reference, url=lambda row: row.get_absolute_url()),
    Column("Language", lambda row: row.get_language_display()),
    Column("State", lambda row: row.get_state_display()),
)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """All stories, without their words."""
    user = person(request)
    codes = Code.objects.filter(stories__isnull=False).distinct().values_list("name", "name")
    found = listing(
        request,
        Story.objects.visible_to(user).prefetch_related("codes"),
        filters={
            "state": StoryState.choices,
            "week": Filter("Week of", [(week.isoformat(), day(week)) for week in weeks()]),
            "part": Part.choices,
            "language": FormLanguage.choices,
            "codes__name": Filter("Code", codes),
        },
        sorts={"newest": "-week", "oldest": "week", "longest": "-n_words"},
        columns=_COLUMNS,
        filename="stories",
    )
    if found.wants_csv:
        return found.csv()
    made = compute("findings.stories", Scope(clock.now(), Audience.TEAM))
    context = {"listing": found, "count": tally(), "figure": made}
    return render(request, "findings/story_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """A story in its own words, with the working copy; opening it is recorded."""
    user = person(request)
    story = _story(user, key)
    if request.method == "POST" and (done := _worked(request, user, story)):
        return done
    return _page(request, user, story)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask to talk, set aside, or take up again."""
    user = person(request)
    story, to = _story(user, key), request.POST.get("to", "")
    form = AsideForm(request.POST) if to == StoryState.ASIDE else RevisionForm(request.POST)
    made = attempt(
        form,
        lambda: move_story(
            story=story,
            revision=form.cleaned_data["revision"],
            to=to,
            reason=form.cleaned_data.get("reason", ""),
            by=user,
        ),
    )
    if made is None:
        return _page(request, user, story, refused=form)
    saved(request, f"{made} is now “{made.get_state_display().lower()}”.")
    url = reverse("findings:story_list") if to == StoryState.ASIDE else made.get_absolute_url()
    return redirect(url)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def talks(request: HttpRequest) -> HttpResponse:
    """Who asked for a talk, without how to reach them."""
    found = listing(
        request,
        TalkRequest.objects.visible_to(person(request)).with_turn(),
        filters={"state": TalkState.choices, "language": FormLanguage.choices},
        sorts={"open_first": "turn"},
        columns=_TALK_COLUMNS,
        filename="talk-requests",
    )
    if found.wants_csv:
        return found.csv()
    context = {"listing": found, "count": tally()}
    return render(request, "findings/talk_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.WRITE_INTERVIEWS)
def talk(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request; how to reach the person is shown once, after the reason is on record."""
    user = person(request)
    found = _talk(user, key)
    form = ContactForm(*posted(request))
    contact = attempt(
        form,
        lambda: read_contact(talk=found, by=user, reason=form.cleaned_data["reason"]),
    )
    return _talk_page(request, found, form, contact=contact)


@require_POST
@allow(Permission.WRITE_INTERVIEWS)
def talk_move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a request to its next state."""
    user = person(request)
    found = _talk(user, key)
    form = RevisionForm(request.POST)
    made = attempt(
        form,
        lambda: move_talk(
            talk=found,
            revision=form.cleaned_data["revision"],
            to=request.POST.get("to", ""),
            by=user,
        ),
    )
    if made is None:
        return _talk_page(request, found, form)
    saved(request, f"{made} is now “{made.get_state_display().lower()}”.")
    return redirect(made.get_absolute_url())


def _worked(request: HttpRequest, user: User, story: Story) -> HttpResponse | None:
    form = WorkForm(request.POST)
    made = attempt(
        form,
        lambda: work_on_story(
            story=story, revision=form.cleaned_data["revision"], work=form.work(), by=user
        ),
    )
    if made is None:
        return _page(request, user, story, form=form)
    saved(request, "The working copy was saved.")
    return redirect(made.get_absolute_url())


def _page(
    request: HttpRequest,
    user: User,
    story: Story,
    *,
    form: WorkForm | None = None,
    refused: ReviseForm | None = None,
) -> HttpResponse:
    told, work = read_story(story=story, by=user)
    start = {"revision": story.revision, "copy": work.copy or told.what, "memo": work.memo}
    if form is not None and form.data.get("revision") != str(story.revision):
        form.show_instead(story.revision, work)
    context = {
        "story": story,
        "told": told,
        "struck": notation.released(work.copy, 0, len(work.copy)),
        "work": form or WorkForm(initial=start),
        "aside": refused
        if isinstance(refused, AsideForm)
        else AsideForm(initial={"revision": story.revision}),
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
