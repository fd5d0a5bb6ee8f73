"""Pages of the code book: the tree, one code, and forms to change, merge and retire codes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.citable.editing import initial_of, posted
from clayton_review.citable.form_page import FormPageTexts, save_or_show, withdraw_page
from clayton_review.web.downloads import csv_response
from findings.coding.actions.code_book import amend_code, define_code, merge_code, retire_code
from findings.coding.forms import CodeCreateForm, CodeEditForm, MergeCodesForm
from findings.coding.models.codes import Code
from findings.coding.models.excerpts import Excerpt
from findings.coding.selectors.code_book import CodeTreeRow, code_book
from findings.coding.selectors.quote_filters import with_code

_LATEST = 8
_HEADER = ["Code", "Under", "Definition", "Use it when", "Do not use it when", "Examples",
           "Quotes", "Quotes with codes below", "Theme"]  # fmt: skip


@require_safe
@allow(Permission.READ_INTERVIEWS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the code book as a tree, or download it."""
    branches = code_book()
    if request.GET.get("format") == "csv":
        return csv_response("code-book", _HEADER, map(_row, branches))
    undefined = [branch for branch in branches if not branch.code.definition]
    retired = Code.objects.visible_to(person(request)).exclude(withdrawn_on=None)
    context = {
        "branches": branches,
        "n_undefined": len(undefined),
        "n_families": sum(branch.depth == 0 for branch in branches),
        "retired": retired.select_related("merged_into"),
    }
    return render(request, "findings/code_list.html", context)


@require_safe
@allow(Permission.READ_INTERVIEWS)
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one code: its meaning, when it applies, and its latest quotes."""
    user = person(request)
    code = _code(user, key)
    rows = with_code(Excerpt.objects.visible_to(user).current().for_pages(), code.name)
    context = {
        "code": code,
        "children": code.children.current(),
        "excerpts": rows[:_LATEST],
        "n_excerpts": rows.count(),
    }
    return render(request, "findings/code_detail.html", context)


@allow(Permission.WRITE_INTERVIEWS)
def create(request: HttpRequest) -> HttpResponse:
    """Define a code."""
    user = person(request)
    parent = Code.objects.current().filter(name=request.GET.get("under", "")[:60]).first()
    form = CodeCreateForm(*posted(request), initial={"parent": parent})
    return save_or_show(
        request,
        form,
        FormPageTexts("Define a code", "Define the code", reverse("findings:code_list")),
        lambda: define_code(
            record_id=form.cleaned_data["record_id"], values=form.values(), by=user
        ),
        lambda record: (f"{record} is now in the code book.", reverse("findings:code_list")),
    )


@allow(Permission.WRITE_INTERVIEWS)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a code or move it under another one."""
    user = person(request)
    code = _code(user, key)
    form = CodeEditForm(*posted(request), initial=initial_of(code, CodeEditForm))
    return save_or_show(
        request,
        form,
        FormPageTexts(f"Edit {code}", "Save the changes", code.get_absolute_url()),
        lambda: amend_code(
            code=code, revision=form.cleaned_data["revision"], values=form.values(), by=user
        ),
        lambda record: (f"{record} was updated.", record.get_absolute_url()),
        record=code,
    )


@allow(Permission.WRITE_INTERVIEWS)
def merge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Merge a code into another one."""
    user = person(request)
    code = _code(user, key)
    form = MergeCodesForm(*posted(request), code=code, initial={"revision": code.revision})
    page = FormPageTexts(
        f"Merge {code} into another code",
        "Merge the codes",
        code.get_absolute_url(),
        warning="Quotes with this code and the codes below it move to the other code. From "
        f"then on, typing {code} means the other code. This cannot be undone.",
        is_grave=True,
    )
    return save_or_show(
        request,
        form,
        page,
        lambda: merge_code(
            code=code,
            revision=form.cleaned_data["revision"],
            into=form.cleaned_data["into"],
            by=user,
        ),
        lambda record: (f"{code} is now part of {record}.", record.get_absolute_url()),
        record=code,
    )


@allow(Permission.WRITE_INTERVIEWS)
def retire(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a code out of use."""
    user = person(request)
    code = _code(user, key)
    page = FormPageTexts(
        f"Retire {code}",
        "Retire the code",
        code.get_absolute_url(),
        warning="It will no longer be offered, and typing it will have no effect. Quotes that "
        "already have it keep it. This cannot be undone.",
    )
    return withdraw_page(
        request,
        code,
        page,
        lambda revision, reason: retire_code(code=code, revision=revision, reason=reason, by=user),
        edit_form=CodeEditForm,
    )


def _code(user: User, key: UUID) -> Code:
    rows = Code.objects.visible_to(user).select_related("parent", "merged_into")
    code: Code = get_object_or_404(rows, pk=key)
    return code


def _row(branch: CodeTreeRow) -> list[object]:
    code = branch.code
    under = code.parent.name if code.parent_id and code.parent else ""
    return [code.name, under, code.definition, code.include_rule, code.exclude_rule,
            code.examples, branch.n_own, branch.n_all, "yes" if code.is_theme else ""]  # fmt: skip
