"""Answers of views: form pages, lists, and the announcement that something is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clayton_review.web.listing import Cell, Column, Filter, Listing, every_word, listing

__all__ = ["Cell", "Column", "Filter", "Listing", "every_word", "form_page", "listing", "saved"]


def form_page(
    request: HttpRequest, template: str, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    """Show a form: status 200, or 422 with a summary of its errors."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def saved(request: HttpRequest, text: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, text)


def refused(request: HttpRequest, text: str) -> None:
    """Say on the next page what was not done, and why."""
    messages.error(request, text)
