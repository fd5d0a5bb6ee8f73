"""URLs of stories and requests to talk."""

from django.urls import URLPattern, path

from findings.stories.views import given_up, stories, story_form

urlpatterns: list[URLPattern] = [
    path("stories/", stories.index, name="story_list"),
    path("stories/give-up/", given_up.give_up, name="story_give_up"),
    path("stories/<uuid:key>/", stories.detail, name="story_detail"),
    path("stories/<uuid:key>/move/", stories.change_state, name="story_move"),
    path("talks/", stories.talks, name="talk_list"),
    path("talks/<uuid:key>/", stories.talk, name="talk_detail"),
    path("talks/<uuid:key>/move/", stories.change_request_state, name="talk_move"),
]

# Pages for residents, in both languages.
residents: list[URLPattern] = [
    path("tell/", story_form.opening, name="opening"),
    path("tell/story/", story_form.story, name="story"),
    path("tell/talk/", story_form.talk, name="talk"),
]
