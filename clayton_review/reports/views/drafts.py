"""Reading and writing a draft."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.refusals import Refused
from clayton_review.reports import actions
from clayton_review.reports.draft_page import names_of, report_page
from clayton_review.reports.forms import HeadlineAndSummaryForm, SectionForm
from clayton_review.reports.models import Report, Section
from clayton_review.reports.sections import BY_NAME
from clayton_review.reports.selectors import months_due
from clayton_review.web.pages import form_page, saved

Stored = list[tuple[str, str]]


def report_or_404(user: User, number: str) -> Report:
    """Return the report of this number. Raise `Http404` if the person may not see it."""
    report = Report.objects.visible_to(user).by_number(number).first()
    if report is None:
        raise Http404(f"No report {number}.")
    return report


def show_report(request: HttpRequest, report: Report, refusal: str = "") -> HttpResponse:
    """Show the draft with its checks and decisions; with a refusal, answer 422."""
    context = {"page": report_page(report, person(request)), "refusal": refusal}
    return render(request, "reports/report_detail.html", context, status=422 if refusal else 200)


@require_GET
@allow(Permission.READ_DRAFTS)
def draft_list(request: HttpRequest) -> HttpResponse:
    """List reports in work, then issued ones, then months whose report is due."""
    reports = Report.objects.visible_to(person(request)).without_bulk()
    context = {
        "in_work": list(reports.in_work()),
        "issued": list(reports.issued().select_related("issued_by")),
        "due": months_due(clock.now()),
    }
    return render(request, "reports/report_list.html", context)


@require_GET
@allow(Permission.READ_DRAFTS)
def draft_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the draft as it would be issued, with everything that still blocks it."""
    report = report_or_404(person(request), number)
    return show_report(request, report)


@require_http_methods(["GET", "POST"])
@allow(Permission.WRITE_DRAFTS)
def opening_edit(request: HttpRequest, number: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    initial = {
        "headline": report.headline,
        "lede": report.lede,
        "revision": report.text_revision,
    }
    form = HeadlineAndSummaryForm(request.POST or None, initial=initial)
    stored: Stored = []
    if form.is_valid():
        try:
            actions.write_opening(report=report, by=person(request), **form.cleaned_data)
        except Refused as error:
            report.refresh_from_db()
            texts = [("Headline", report.headline), ("Summary", report.lede)]
            stored = _show_refusal(form, error, report.text_revision, texts)
        else:
            saved(request, "The headline and summary were saved.")
            return redirect("reports:detail", number=number)
    return form_page(request, "reports/opening_edit.html", form, report=report, stored=stored)


@require_http_methods(["GET", "POST"])
@allow(Permission.WRITE_DRAFTS)
def section_edit(request: HttpRequest, number: str, name: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    section = get_object_or_404(Section, report=report, name=name, name__in=BY_NAME)
    initial = {"narrative": section.narrative, "revision": section.revision}
    form = SectionForm(request.POST or None, initial=initial)
    stored: Stored = []
    if form.is_valid():
        try:
            actions.write_section(report=report, name=name, by=person(request), **form.cleaned_data)
        except Refused as error:
            section.refresh_from_db()
            stored = _show_refusal(form, error, section.revision, [("Text", section.narrative)])
        else:
            saved(request, "The section was saved.")
            return redirect("reports:detail", number=number)
    kind = BY_NAME[name]
    context = {"report": report, "kind": kind, "names": names_of(report, kind), "stored": stored}
    return form_page(request, "reports/section_edit.html", form, **context)


def _show_refusal(form: Form, error: Refused, revision: int, texts: Stored) -> Stored:
    """Show the refusal; if the stored text is newer, show it and let the form be sent again."""
    form.add_error(None, str(error))
    if str(revision) == str(form.data["revision"]):
        return []
    form.data = {**form.data.dict(), "revision": str(revision)}  # type: ignore[attr-defined]  # a QueryDict
    return [(label, text or "Nothing is written yet.") for label, text in texts]
