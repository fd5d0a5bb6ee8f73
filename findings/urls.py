"""The addresses of the findings app."""

from django.urls import URLPattern, path

from findings.coding.views import codes, quotes
from findings.conclusions.views import comments, evidence, findings, review
from findings.fieldwork.views import activities, contacts, overview, participants, slots
from findings.interviews.views import guides, interview_log, interviews
from findings.interviews.views.question_answers import question
from findings.interviews.views.quote_marking import mark
from findings.recommendations.views import decisions, goals, progress, recommendations
from findings.recommendations.views.comments import on_recommendation
from findings.stories.views import stories, story_form

app_name = "findings"
ADVICE = "team/recommendations/<slug:reference>"
urlpatterns: list[URLPattern] = [
    path("guides/", guides.index, name="guide_list"),
    path("guides/new/", guides.create, name="guide_create"),
    path("guides/<uuid:key>/", guides.detail, name="guide_detail"),
    path("guides/<uuid:key>/edit/", guides.edit, name="guide_edit"),
    path("guides/<uuid:key>/version/", guides.version, name="guide_version"),
    path("participants/", participants.index, name="participant_list"),
    path("participants/new/", participants.create, name="participant_create"),
    path("participants/<uuid:key>/", participants.detail, name="participant_detail"),
    path("participants/<uuid:key>/edit/", participants.edit, name="participant_edit"),
    path("participants/<uuid:key>/consent/", participants.consent, name="participant_consent"),
    path("participants/<uuid:key>/name/", participants.name, name="participant_name"),
    path("participants/<uuid:key>/identity/", participants.identity, name="participant_identity"),
    path("participants/<uuid:key>/reach/", participants.reach, name="participant_reach"),
    path("participants/<uuid:key>/contact/", contacts.create, name="contact_create"),
    path("contacts/", contacts.today, name="contact_today"),
    path("contacts/log/", contacts.index, name="contact_list"),
    path("contacts/<uuid:key>/edit/", contacts.edit, name="contact_edit"),
    path("contacts/<uuid:key>/withdraw/", contacts.withdraw, name="contact_withdraw"),
    path("slots/", slots.index, name="slot_list"),
    path("slots/new/", slots.create, name="slot_create"),
    path("slots/<uuid:key>/", slots.detail, name="slot_detail"),
    path("slots/<uuid:key>/edit/", slots.edit, name="slot_edit"),
    path("slots/<uuid:key>/book/", slots.book, name="slot_book"),
    path("slots/<uuid:key>/move/", slots.move, name="slot_move"),
    path("slots/<uuid:key>/withdraw/", slots.withdraw, name="slot_withdraw"),
    path("activities/", activities.index, name="activity_list"),
    path("activities/new/", activities.create, name="activity_create"),
    path("activities/<slug:reference>/", activities.detail, name="activity_detail"),
    path("activities/<slug:reference>/edit/", activities.edit, name="activity_edit"),
    path("activities/<slug:reference>/notes/", activities.notes, name="activity_notes"),
    path("activities/<slug:reference>/quote/", activities.mark, name="activity_quote"),
    path("activities/<slug:reference>/withdraw/", activities.withdraw, name="activity_withdraw"),
    path("fieldwork/", overview.overview, name="fieldwork"),
    path("guides/questions/<uuid:key>/", question, name="question_answers"),
    path("interviews/", interviews.index, name="interview_list"),
    path("interviews/new/", interviews.create, name="interview_create"),
    path("interviews/targets/", interviews.targets, name="interview_targets"),
    path("interviews/<uuid:key>/", interviews.detail, name="interview_detail"),
    path("interviews/<uuid:key>/edit/", interviews.edit, name="interview_edit"),
    path("interviews/<uuid:key>/log/", interview_log.log, name="interview_log"),
    path("interviews/<uuid:key>/move/", interviews.move, name="interview_move"),
    path("interviews/<uuid:key>/withdraw/", interviews.withdraw, name="interview_withdraw"),
    path("stories/", stories.index, name="story_list"),
    path("stories/<uuid:key>/", stories.detail, name="story_detail"),
    path("stories/<uuid:key>/move/", stories.move, name="story_move"),
    path("talks/", stories.talks, name="talk_list"),
    path("talks/<uuid:key>/", stories.talk, name="talk_detail"),
    path("talks/<uuid:key>/move/", stories.talk_move, name="talk_move"),
    path("answers/<uuid:key>/quote/", mark, name="quote_create"),
    path("quotes/", quotes.quotes, name="quote_list"),
    path("quotes/<uuid:key>/", quotes.quote, name="quote_detail"),
    path("quotes/<uuid:key>/confirm/", quotes.confirm, name="quote_confirm"),
    path("quotes/code/", quotes.code_many, name="quote_code"),
    path("quotes/<uuid:key>/speaker/", quotes.speaker, name="quote_speaker"),
    path("codes/", codes.index, name="code_list"),
    path("codes/new/", codes.create, name="code_create"),
    path("codes/<uuid:key>/", codes.detail, name="code_detail"),
    path("codes/<uuid:key>/edit/", codes.edit, name="code_edit"),
    path("codes/<uuid:key>/merge/", codes.merge, name="code_merge"),
    path("codes/<uuid:key>/retire/", codes.retire, name="code_retire"),
    path("findings/", findings.index, name="finding_list"),
    path("findings/new/", findings.create, name="finding_create"),
    path("findings/<slug:reference>/", findings.detail, name="finding_detail"),
    path("findings/<slug:reference>/edit/", findings.edit, name="finding_edit"),
    path("findings/<slug:reference>/changes/", findings.changes, name="finding_changes"),
    path("findings/<slug:reference>/comment/", comments.on_finding, name="finding_comment"),
    path("comments/<uuid:key>/resolve/", comments.resolve, name="comment_resolve"),
    path("findings/<slug:reference>/evidence/<slug:kind>/", evidence.add, name="evidence_create"),
    *(
        path(f"findings/<slug:reference>/evidence/<uuid:key>/{act}/", view, name=f"evidence_{act}")
        for act, view in (
            ("edit", evidence.edit),
            ("move", evidence.move),
            ("remove", evidence.remove),
        )
    ),
    path("findings/<slug:reference>/submit/", review.submit, name="finding_submit"),
    path("findings/<slug:reference>/return/", review.give_back, name="finding_return"),
    path("findings/<slug:reference>/sign/", review.sign, name="finding_sign"),
    path("findings/<slug:reference>/release/", review.release, name="finding_release"),
    path("findings/<slug:reference>/withdraw/", review.withdraw, name="finding_withdraw"),
    # The public reads `/recommendations/` (clayton_review.dashboard); the team works here.
    path("team/goals/", goals.index, name="goal_list"),
    path("team/goals/new/", goals.create, name="goal_create"),
    path("team/goals/<uuid:key>/edit/", goals.edit, name="goal_edit"),
    path("team/goals/<uuid:key>/withdraw/", goals.withdraw, name="goal_withdraw"),
    path("team/steps/new/", goals.step_create, name="step_create"),
    path("team/steps/<uuid:key>/edit/", goals.step_edit, name="step_edit"),
    path("team/steps/<uuid:key>/withdraw/", goals.step_withdraw, name="step_withdraw"),
    path("team/recommendations/", recommendations.index, name="recommendation_list"),
    path("team/recommendations/new/", recommendations.create, name="recommendation_create"),
    path("team/recommendations/assign/", goals.assign, name="recommendation_assign"),
    path(f"{ADVICE}/", recommendations.detail, name="recommendation_detail"),
    *(
        path(f"{ADVICE}/{act}/", view, name=f"recommendation_{act}")
        for act, view in (
            ("edit", recommendations.edit),
            ("trace", recommendations.trace_thread),
            ("changes", recommendations.changes),
            ("comment", on_recommendation),
            ("progress", decisions.progress),
            ("issue", decisions.issue),
            ("release", decisions.release),
            ("withdraw", decisions.withdraw),
        )
    ),
    path("progress/", progress.index, name="progress_list"),
    path("progress/<slug:reference>/", progress.report, name="progress_report"),
    path("progress/<slug:reference>/respond/", progress.respond, name="progress_respond"),
]

# What residents open, in both languages.
residents: list[URLPattern] = [
    path("tell/", story_form.opening, name="opening"),
    path("tell/story/", story_form.story, name="story"),
    path("tell/talk/", story_form.talk, name="talk"),
]
