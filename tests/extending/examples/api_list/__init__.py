"""Goals as a list of the API."""

from tests.extending.example import Edit, Example

API = "findings/api.py"
EXAMPLE = Example(
    row="an API list",
    folder="api_list",
    edits=(
        Edit(
            API,
            before="ROUTES = [",
            add='''from typing import Any  # noqa: E402

from rest_framework import serializers  # noqa: E402
from rest_framework.viewsets import ReadOnlyModelViewSet  # noqa: E402

from clayton_review.accounts.access import allow  # noqa: E402
from clayton_review.accounts.roles import Permission  # noqa: E402
from findings.recommendations.models.goals import Goal  # noqa: E402


class GoalSerializer(serializers.ModelSerializer[Any]):
    class Meta:
        model = Goal
        fields = ["id", "number", "title"]


@allow(Permission.READ_RECOMMENDATIONS)
class GoalViewSet(ReadOnlyModelViewSet[Any]):
    """Goals."""

    queryset = Goal.objects.order_by("number")
    serializer_class = GoalSerializer


''',
        ),
        Edit(API, after="ROUTES = [", add='("goals", GoalViewSet), '),
    ),
)
