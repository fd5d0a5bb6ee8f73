"""Pages of the frequency of letters, and of stopping them from a letter without sign-in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from clayton_review.accounts import preferences
from clayton_review.accounts.access import allow, person, public
from clayton_review.accounts.models import LetterFrequency
from clayton_review.accounts.roles import Permission
from clayton_review.web.letters import who_stops
from clayton_review.web.pages import form_page, saved
from clayton_review.web.people.forms import LettersForm


@allow(Permission.USE_ACCOUNT)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the frequency of letters."""
    user = person(request)
    sent = request.POST if request.method == "POST" else None
    form = LettersForm(sent, initial={"letters": preferences.letters_of(user)})
    if sent is not None and form.is_valid():
        preferences.choose_letters(letters=LetterFrequency(form.cleaned_data["letters"]), by=user)
        saved(request, "Your choice was saved.")
        return redirect("letters")
    return form_page(request, "people/letters.html", form)


@csrf_exempt
@public
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET and record nothing; stop the letters on POST, as mail programs do (RFC 8058)."""
    user = who_stops(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        preferences.choose_letters(letters=LetterFrequency.NONE, by=user)
        return render(request, "people/letters_stopped.html")
    return render(request, "people/letters_stop.html")
