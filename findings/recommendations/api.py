"""Read-only API of recommendations."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.findings import Finding
from findings.recommendations.models.recommendations import (
    Priority,
    Recommendation,
    RecommendationStatus,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse

References = serializers.SlugRelatedField[Any] | serializers.ManyRelatedField


class ChangeSerializer(serializers.ModelSerializer[StatusChange]):
    """Serializer of one status change."""

    document = serializers.CharField(
        source="document.reference", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = StatusChange
        fields = ["id", "at", "status", "stage", "note", "document"]


_RECOMMENDATION_FIELDS = [
    "id", "reference", "text", "addressee", "owner", "goal", "action_step", "priority", "due_on",
    "measure_of_done", "stage", "response", "status", "issued_at", "recorded_at", "revision",
    "findings",
]  # fmt: skip


class RecommendationSerializer(serializers.ModelSerializer[Recommendation]):
    """Serializer of a recommendation in the list."""

    findings: References = serializers.SlugRelatedField(
        slug_field="reference", many=True, read_only=True
    )
    goal = serializers.CharField(
        source="step.goal.title", read_only=True, allow_null=True, default=None
    )
    action_step = serializers.CharField(
        source="step.label", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Recommendation
        fields = _RECOMMENDATION_FIELDS


class ResponseSerializer(serializers.ModelSerializer[CityResponse]):
    """Serializer of one response of the city."""

    class Meta:
        model = CityResponse
        fields = ["id", "response", "text", "given_on"]


class RecommendationDetailSerializer(RecommendationSerializer):
    """Serializer of one recommendation with its history."""

    changes = ChangeSerializer(many=True, read_only=True)
    responses = ResponseSerializer(many=True, read_only=True)

    class Meta(RecommendationSerializer.Meta):
        fields = [*_RECOMMENDATION_FIELDS, "changes", "responses"]


class RecommendationFilter(filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """Filters by status and priority."""

    status = filters.ChoiceFilter(choices=RecommendationStatus.choices)
    priority = filters.ChoiceFilter(choices=Priority.choices)

    class Meta:
        model = Recommendation
        fields = ["status", "priority"]


@allow(Permission.READ_RECOMMENDATIONS)
class RecommendationViewSet(ReadOnlyModelViewSet[Recommendation]):
    """List and detail of the recommendations this person may read, without withdrawn ones."""

    queryset = Recommendation.objects.none()
    filterset_class = RecommendationFilter
    lookup_field = "reference"
    lookup_value_regex = r"R-\d{4,8}"

    def get_queryset(self) -> QuerySet[Recommendation]:
        """Return the recommendations that the person's pages would show."""
        user = person(self.request)
        recommendations = Recommendation.objects.visible_to(user).current().with_plan()
        current = Finding.objects.visible_to(user).current()
        rows: QuerySet[Recommendation] = recommendations.order_by("reference").prefetch_related(
            Prefetch("findings", current)
        )
        if self.action != "retrieve":
            return rows
        steps = StatusChange.objects.select_related("document")
        return rows.prefetch_related(Prefetch("changes", steps), "responses")

    def get_serializer_class(self) -> type[serializers.ModelSerializer[Recommendation]]:
        """Return the short serializer for the list and the full one for one recommendation."""
        is_detail = self.action == "retrieve"
        return RecommendationDetailSerializer if is_detail else RecommendationSerializer
