"""Single-use sign-in links of Board members: ask, look, press."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from clayton_review.accounts import actions, link_tokens, selectors, sessions, throttle
from clayton_review.accounts.access import public
from clayton_review.accounts.adapters import counters_answer
from clayton_review.refusals import Refused
from clayton_review.web.pages import form_page
from clayton_review.web.people.forms import SignInLinkForm, UseLinkForm


@public
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whether or not the address is known."""
    form = SignInLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        address = get_adapter(request).get_client_ip(request)
        with counters_answer(request):
            if not throttle.count_attempt(throttle.link_limits(email=email, address=address)):
                actions.ask_for_link(email=email)  # otherwise the links mailed before still work
        return redirect("account_link_sent")
    return form_page(request, "account/link_ask.html", form)


@public
def link_sent(request: HttpRequest) -> HttpResponse:
    """Show the page that says what to do next."""
    return render(request, "account/link_sent.html")


@public
@never_cache
def use(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button on GET and record nothing, since mail programs fetch links; sign in on POST."""
    if not link_tokens.is_signed_here(token, actions.SIGN_IN):
        return _spent(request, actions.SPENT)
    if request.method != "POST" and not selectors.is_usable_link(token):
        return _spent(request, actions.SPENT)
    form = UseLinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return form_page(request, "account/link_use.html", form)
    form.is_valid()
    try:
        user = actions.use_link(token=token)
    except Refused as error:
        return _spent(request, str(error))
    address = get_adapter(request).get_client_ip(request)
    throttle.clear_attempts(throttle.link_limits(email=user.email, address=address))
    record_authentication(request, user, method="link")
    answer: HttpResponse = perform_login(request, Login(user=user))
    if form.cleaned_data.get("remember"):
        sessions.remember(request.session, user)
    return answer


def _spent(request: HttpRequest, reason: str) -> HttpResponse:
    context = {"reason": reason, "ask_url": reverse("account_link")}
    return render(request, "account/link_spent.html", context, status=404)
