"""Every address of the portal."""

from allauth.account import views as account_views
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from clayton_review.web import views as web_views
from clayton_review.web.people import digests
from clayton_review.web.people import links as people_links
from clayton_review.web.people import second_factor_pages as people_factors
from clayton_review.web.people import sessions as people_sessions
from findings.stories.urls import residents as story_urls

handler400 = "clayton_review.web.errors.bad_request"
handler403 = "clayton_review.web.errors.forbidden"
handler404 = "clayton_review.web.errors.not_found"
handler500 = "clayton_review.web.errors.server_error"

urlpatterns = [
    path("healthz", web_views.health, name="health"),
    path("components/", web_views.components, name="components"),
    path("start/", web_views.start, name="start"),
    path("search/", web_views.search, name="search"),
    path("account/sign-in/", account_views.login, name="account_login"),
    path("account/sign-out/", account_views.logout, name="account_logout"),
    path("account/confirm/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", people_factors.change_password, name="account_change_password"),
    path("account/sessions/", people_sessions.own_sessions, name="sessions"),
    path("account/sessions/end-all/", people_sessions.end_all_own, name="sessions_end_all"),
    path("account/sessions/<str:session_id>/end/", people_sessions.end_own, name="sessions_end"),
    path("account/link/", people_links.ask, name="account_link"),
    path("account/link/sent/", people_links.link_sent, name="account_link_sent"),
    path("account/link/<str:token>/", people_links.use, name="account_link_use"),
    path("account/totp/activate/", people_factors.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/webauthn/add/", people_factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/totp/deactivate/", people_factors.RemoveApp.as_view(), name="mfa_deactivate_totp"
    ),
    path(
        "account/webauthn/keys/<int:pk>/remove/",
        people_factors.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/recovery-codes/generate/",
        people_factors.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/letters/", digests.choose, name="digests"),
    path("account/letters/stop/<str:token>/", digests.stop, name="digests_stop"),
    path("account/", include("allauth.mfa.urls")),
    path("api/", include("clayton_review.api_urls")),
    path("people/", include("clayton_review.web.people.urls")),
    path("late/", include("clayton_review.web.late.urls")),
    path("library/", include("clayton_review.documents.urls")),
    path("", include("clayton_review.documents.urls.requests")),
    path("engagement/", include("clayton_review.engagement.urls")),
    path("incidents/", include("incidents.urls")),
    path("", include("findings.urls")),
    path("drafts/", include("clayton_review.reports.urls")),
    *i18n_patterns(
        path("", include("clayton_review.dashboard.urls")),
        path("", include("surveys.urls")),
        path("", include((story_urls, "stories"))),
        prefix_default_language=False,
    ),
]
