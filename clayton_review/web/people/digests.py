"""Pages of the frequency of digests, and of stopping them from an e-mail without sign-in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from clayton_review.accounts import preferences
from clayton_review.accounts.access import allow, person, public
from clayton_review.accounts.models import DigestFrequency
from clayton_review.accounts.roles import Permission
from clayton_review.web.digests import person_of_stop_token
from clayton_review.web.pages import form_page, saved
from clayton_review.web.people.forms import DigestForm


@allow(Permission.USE_ACCOUNT)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the frequency of digests."""
    user = person(request)
    sent = request.POST if request.method == "POST" else None
    form = DigestForm(sent, initial={"frequency": preferences.digest_frequency_of(user)})
    if sent is not None and form.is_valid():
        preferences.choose_digest_frequency(
            frequency=DigestFrequency(form.cleaned_data["frequency"]), by=user
        )
        saved(request, "Your choice was saved.")
        return redirect("digests")
    return form_page(request, "people/digests.html", form)


@csrf_exempt
@public
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET and record nothing; stop the digests on POST, as mail programs do (RFC 8058)."""
    user = person_of_stop_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        preferences.choose_digest_frequency(frequency=DigestFrequency.NONE, by=user)
        return render(request, "people/digests_stopped.html")
    return render(request, "people/digests_stop.html")
