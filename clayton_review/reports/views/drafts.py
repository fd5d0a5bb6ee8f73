"""Reading and writing a draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from clayton_review import clock
from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import attempt, posted
from clayton_review.reports import actions
from clayton_review.reports.draft_page import names_of, report_page
from clayton_review.reports.forms import HeadlineAndSummaryForm, SectionForm
from clayton_review.reports.models import Report, Section
from clayton_review.reports.sections import BY_NAME
from clayton_review.reports.selectors import months_due
from clayton_review.web.pages import form_page, saved


def report_or_404(user: User, number: str) -> Report:
    """Return the report of this number. Raise `Http404` if the person may not see it."""
    report = Report.objects.visible_to(user).by_number(number).first()
    if report is None:
        raise Http404(f"No report {number}.")
    return report


def show_report(
    request: HttpRequest, report: Report, refusal: str = "", unsent: str = ""
) -> HttpResponse:
    """Show the draft with its checks and decisions; with a refusal, answer 422.

    `unsent` is what the person had typed when it was refused.
    """
    page = report_page(report, person(request))
    context = {"page": page, "refusal": refusal, "unsent": unsent}
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
    form = HeadlineAndSummaryForm(*posted(request), initial=initial)

    def act() -> Report:
        return actions.write_opening(report=report, by=person(request), **form.cleaned_data)

    if attempt(form, act, record=report) is not None:
        saved(request, "The headline and summary were saved.")
        return redirect("reports:detail", number=number)
    return form_page(request, "reports/opening_edit.html", form, report=report)


@require_http_methods(["GET", "POST"])
@allow(Permission.WRITE_DRAFTS)
def section_edit(request: HttpRequest, number: str, name: str) -> HttpResponse:
    report = report_or_404(person(request), number)
    section = get_object_or_404(Section, report=report, name=name, name__in=BY_NAME)
    initial = {"narrative": section.narrative, "revision": section.revision}
    form = SectionForm(*posted(request), initial=initial)

    def act() -> Section:
        typed = form.cleaned_data
        return actions.write_section(report=report, name=name, by=person(request), **typed)

    if attempt(form, act, record=section) is not None:
        saved(request, "The section was saved.")
        return redirect("reports:detail", number=number)
    kind = BY_NAME[name]
    context = {"report": report, "kind": kind, "names": names_of(report, kind)}
    return form_page(request, "reports/section_edit.html", form, **context)
