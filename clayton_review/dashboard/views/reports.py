"""Pages of the dashboard, and of issued reports for everybody."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person, public
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.dashboard.selectors import reports
from clayton_review.dashboard.selectors.board import board
from clayton_review.figures import Figure, to_json
from clayton_review.languages import ENGLISH, language_in_use
from clayton_review.reports.brief import WHOLE, shortened
from clayton_review.reports.file_formats import FileFormat
from clayton_review.web.downloads import attachment, attachment_as_named, csv_response
from surveys.survey.selectors import offered_surveys


@require_safe
@public
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page: the study, its state, and ways to take part."""
    surveys = offered_surveys(language_in_use())
    context = {"edition": reports.latest_edition(), "surveys": surveys}
    return render(request, "dashboard/front.html", context)


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    """Show the page about the study, its numbers and its contacts."""
    return render(request, "dashboard/about.html")


@require_safe
@public
def report_list(request: HttpRequest) -> HttpResponse:
    """List all issued reports with their files."""
    return render(request, "dashboard/report_list.html", {"reports": reports.issued_reports()})


@require_safe
@public
def report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one issued report."""
    issued = reports.issued_edition(number)
    if issued is None:
        raise Http404
    report, edition = issued
    context = {"report": report, "edition": edition, "formats": FileFormat.in_reading_order()}
    return render(request, "dashboard/report_detail.html", context)


@require_safe
@public
def report_file(request: HttpRequest, number: str, ending: str) -> HttpResponse:
    """Send one format of a report, byte for byte as issued."""
    file = reports.issued_file(number, "brief" if ending == "brief.pdf" else ending)
    if file is None:
        return _checksum_file(number, ending)
    kind = FileFormat(file.format)
    name = f"{file.report.file_stem}.{kind.ending}"
    response = attachment_as_named(name, bytes(file.content), kind.content_type)
    response["ETag"] = f'"{file.sha256}"'
    return response


def _checksum_file(number: str, ending: str) -> HttpResponse:
    file = reports.checksum_file(number, ending)
    if file is None:
        raise Http404
    kind = "application/octet-stream" if ending.endswith(".sig") else "text/plain; charset=utf-8"
    return attachment_as_named(*file, kind)


@require_safe
@public
def figure_detail(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Show one figure of an issued report: its statement, its table and its method."""
    issued = reports.issued_edition(number)
    if issued is None or name not in issued[1].figures:
        raise Http404
    edition, figure = issued[1], issued[1].figures[name]
    if "format" in request.GET:
        return figure_file(request.GET["format"], figure, edition.number)
    context = {
        "base": _base(request),
        "number": edition.number,
        "figure": figure,
        "as_of": edition.as_of,
    }
    return render(request, "dashboard/figure_detail.html", context)


@require_safe
@public
def figure_history(request: HttpRequest, name: str) -> HttpResponse:
    """Show one figure over all reports, as the Board or the public may see it."""
    viewer = request.user
    for_board = isinstance(viewer, User) and viewer.may(Permission.SEE_DASHBOARD)
    issues = [] if "\0" in name else reports.history(name, for_board=for_board)
    if not issues:
        raise Http404
    latest = issues[0]
    if "format" in request.GET:
        return figure_file(request.GET["format"], latest.figure, latest.number)
    may_see_evidence = isinstance(viewer, User) and viewer.may(Permission.READ_DRAFTS)
    context = {
        "base": _base(request),
        "figure": latest.figure,
        "number": latest.number,
        "issues": issues,
        "line": reports.over_time(issues),
        "evidence_url": reports.evidence_of(name) if may_see_evidence else "",
        "for_board": for_board,
    }
    return render(request, "dashboard/figure_detail.html", context)


def _base(request: HttpRequest) -> str:
    """Return the base template: the portal's when signed in and in English, else the public."""
    is_portal = request.user.is_authenticated and language_in_use() == ENGLISH
    return "base/portal.html" if is_portal else "base/public.html"


def figure_file(kind: str, figure: Figure, number: str) -> HttpResponse:
    """Return the table as CSV or the figure as JSON. Raise `Http404` for any other kind."""
    name = f"{figure.name.replace('/', '.')}-{number}"
    if kind == "csv":
        header = [column.label for column in figure.table.columns]
        rows = [["" if cell is None else cell for cell in row] for row in figure.table.rows]
        return csv_response(name, header, rows)
    if kind == "json":
        text = json.dumps({"report": number, **to_json(figure)}, ensure_ascii=False, indent=1)
        return attachment(f"{name}.json", text.encode(), "application/json")
    raise Http404


@require_safe
@public
def brief_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the brief of an issued report as a web page."""
    issued = reports.issued_edition(number)
    if issued is None:
        raise Http404
    edition = issued[1]
    context = {"base": _base(request), "edition": edition, "brief": shortened(edition, WHOLE)}
    return render(request, "dashboard/brief.html", context)


@require_safe
@public
def document_list(request: HttpRequest) -> HttpResponse:
    """List the study's documents that are open to everybody."""
    return render(request, "dashboard/document_list.html", {"documents": reports.documents()})


@require_safe
@allow(Permission.SEE_DASHBOARD)
def home(request: HttpRequest) -> HttpResponse:
    """Show the Board's dashboard; the team may see the current draft instead."""
    user = person(request)
    may_see_draft = user.may(Permission.READ_DRAFTS)
    draft = may_see_draft and "draft" in request.GET
    may_see_advance = user.may(Permission.READ_ADVANCE_COPIES)
    context = {
        "board": board(draft=draft, for_team=may_see_draft),
        "may_see_draft": may_see_draft,
        "has_advance": may_see_advance and reports.has_advance_copy(),
    }
    return render(request, "dashboard/home.html", context)


@require_safe
@allow(Permission.READ_ADVANCE_COPIES)
def advance(request: HttpRequest) -> HttpResponse:
    """Show the Board the approved report before it is issued; once it is out, lead on to it."""
    number = reports.issued_number(request.GET.get("report", ""))
    edition = None if number else reports.advance_copy()
    if edition is None:
        if not number:
            raise Http404
        return redirect("dashboard:report", number=number)
    return render(request, "dashboard/advance.html", {"edition": edition})
