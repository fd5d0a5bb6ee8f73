"""Pages of the city: its recommendations, reporting progress, and responding."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show
from clayton_review.documents.forms.upload import kept_upload
from clayton_review.web.pages import Column, form_page, listing, saved
from clayton_review.web.request_size import ONE_FILE, takes_files
from findings.recommendations.actions.city_responses import record_response as respond_now
from findings.recommendations.actions.city_responses import report_with_file
from findings.recommendations.forms.progress import CityProgressForm, CityResponseForm
from findings.recommendations.models.recommendations import Recommendation
from findings.recommendations.selectors.history import city_events
from findings.recommendations.selectors.work_items import city_work_items
from findings.recommendations.views.recommendations import COLUMNS, FILTERS, SEARCH, SORTS

_COLUMNS = (
    Column(
        "Recommendation",
        lambda row: row.text,
        url=lambda row: reverse("findings:progress_report", args=[row.reference]),
    ),
    *COLUMNS[1:],
)


@require_safe
@allow(Permission.REPORT_PROGRESS)
def index(request: HttpRequest) -> HttpResponse:
    """List the recommendations issued to the city."""
    recommendations = listing(
        request,
        Recommendation.objects.visible_to(person(request)).with_plan().with_urgency(clock.today()),
        search=SEARCH,
        filters=FILTERS,
        sorts=SORTS,
        columns=_COLUMNS,
        filename="recommendations",
    )
    if recommendations.is_download:
        return recommendations.download()
    context = {"listing": recommendations, "work_items": city_work_items(person(request))}
    return render(request, "findings/progress_list.html", context)


@takes_files(ONE_FILE)
@allow(Permission.REPORT_PROGRESS)
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Report progress; the consultants verify it."""
    user = person(request)
    row = get_object_or_404(Recommendation.objects.visible_to(user), reference=reference)
    form = CityProgressForm(
        *posted(request), recommendation=row, initial={"revision": row.revision}
    )
    change = attempt(
        form,
        lambda: report_with_file(
            record_id=form.cleaned_data["record_id"],
            recommendation=row,
            revision=form.cleaned_data["revision"],
            progress=form.progress(),
            file=kept_upload(form, user),
            by=user,
        ),
        record=row,
    )
    if change is None:
        n_late = row.days_overdue(clock.today())
        context = {"recommendation": row, "steps": city_events(row), "n_late": n_late}
        return form_page(request, "findings/progress_report.html", form, **context)
    saved(request, "Your report was sent. It is waiting for the study team to check it.")
    return redirect("findings:progress_report", row.reference)


@allow(Permission.REPORT_PROGRESS)
def respond(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the city's response in its own words."""
    user = person(request)
    row = get_object_or_404(Recommendation.objects.visible_to(user), reference=reference)
    initial = {"revision": row.revision, "given_on": clock.today()}
    form = CityResponseForm(*posted(request), initial=initial)
    url = reverse("findings:progress_report", args=[row.reference])
    page = FormPageTexts(
        f"Respond to {row.reference}",
        "Send the response",
        url,
        lede=row.text,
        warning="If you decline, the recommendation is closed. The consultants can reopen it.",
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: respond_now(
            recommendation=row,
            revision=form.cleaned_data["revision"],
            answer=form.answer(),
            by=user,
        ),
        lambda record: ("The city’s response was recorded.", url),
        record=row,
    )
