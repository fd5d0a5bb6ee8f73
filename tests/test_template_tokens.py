"""Each form that is sent by POST carries the token without which the portal refuses it."""

import re

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.jobs.models import Job, JobState
from tests.product_functions import ROOT, templates

INCLUDE = re.compile(r'{% include "([^"]+)"([^%]*)%}')
# Their views set no cookie, so they take no token: they look at where the form comes from.
WITHOUT_TOKEN = {
    "errors/kept_form.html",
    "findings/story_form_check.html",
    "findings/story_form_step.html",
    "findings/talk_form.html",
    "people/digests_stop.html",
    "surveys/survey_answer.html",
    "surveys/survey_enter.html",
    "surveys/survey_review.html",
    "surveys/wait.html",
}


def texts() -> dict[str, str]:
    """Return each template's text by its name."""
    return {name: (ROOT / "templates" / name).read_text() for name in templates()}


def test_each_form_has_a_token_or_needs_none() -> None:
    without = {
        name
        for name, text in texts().items()
        if 'method="post"' in text and not re.search("csrf_token|csrfmiddlewaretoken", text)
    }
    assert without == WITHOUT_TOKEN


def test_a_part_with_a_form_is_given_the_token() -> None:
    """`only` hides the page's token from the part, and its form would always be refused."""
    text_of = texts()
    wrong = [
        f"{name} includes {included}"
        for name, text in text_of.items()
        for included, words in INCLUDE.findall(text)
        if " only" in words
        and "csrf_token" not in words
        and "csrf_token" in text_of.get(included, "")
    ]
    # A recommendation’s thread shows its evidence without a form.
    assert wrong == ["findings/recommendation_trace.html includes findings/evidence.html"]


@pytest.mark.django_db
def test_the_buttons_of_late_work_are_taken_by_the_portal(lead: User) -> None:
    job = Job.objects.create(name="engagement.issue_prepared", state=JobState.FAILED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    for page in ("/start/", "/late/"):
        html = client.get(page).content.decode()
        (form,) = re.findall(rf'action="/late/jobs/{job.pk}/retry/">(.*?)</form>', html, re.S)
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        sent = client.post(f"/late/jobs/{job.pk}/retry/", {"csrfmiddlewaretoken": token[1]})
        assert sent.status_code == 302
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
