"""URLs of the findings app, feature by feature."""

from django.urls import URLPattern

from findings.coding.urls import urlpatterns as coding
from findings.conclusions.urls import urlpatterns as conclusions
from findings.fieldwork.urls import urlpatterns as fieldwork
from findings.interviews.urls import urlpatterns as interviews
from findings.recommendations.urls import urlpatterns as recommendations
from findings.stories.urls import urlpatterns as stories

app_name = "findings"
urlpatterns: list[URLPattern] = [
    *interviews, *fieldwork, *stories, *coding, *conclusions, *recommendations,
]  # fmt: skip
