"""The read-only API of findings and recommendations; interviews are not in it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding, FindingState, Kind, Pillar
from findings.recommendations.models.recommendations import (
    Priority,
    Recommendation,
    Status,
    StatusChange,
)
from findings.recommendations.models.responses import CityResponse

References = serializers.SlugRelatedField[Any] | serializers.ManyRelatedField


class CitedEvidenceSerializer(serializers.ModelSerializer[EvidenceLink]):
    """A piece of evidence by its kind; words of interviews are not in the API."""

    kind = serializers.CharField(source="source", read_only=True)
    document = serializers.CharField(
        source="document.reference", read_only=True, allow_null=True, default=None
    )
    claim = serializers.UUIDField(source="claim_id", read_only=True, allow_null=True)

    class Meta:
        model = EvidenceLink
        fields = ["id", "kind", "stance", "note", "document", "claim", "figure_name"]


_FINDING_FIELDS = [
    "id", "reference", "kind", "pillar", "statement", "condition", "criteria", "cause", "effect",
    "state", "recorded_at", "changed_at", "revision",
]  # fmt: skip


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A finding as the list shows it."""

    class Meta:
        model = Finding
        fields = _FINDING_FIELDS


class FindingDetailSerializer(serializers.ModelSerializer[Finding]):
    """A finding with what it stands on and what is recommended."""

    evidence = CitedEvidenceSerializer(source="links", many=True, read_only=True)
    recommendations: References = serializers.SlugRelatedField(
        slug_field="reference", many=True, read_only=True
    )

    class Meta:
        model = Finding
        fields = [*_FINDING_FIELDS, "evidence", "recommendations"]


class ChangeSerializer(serializers.ModelSerializer[StatusChange]):
    """One step in the life of a recommendation."""

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
    """A recommendation as the list shows it."""

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
    """One answer of the city."""

    class Meta:
        model = CityResponse
        fields = ["id", "response", "text", "given_on"]


class RecommendationDetailSerializer(RecommendationSerializer):
    """A recommendation with its history."""

    changes = ChangeSerializer(many=True, read_only=True)
    responses = ResponseSerializer(many=True, read_only=True)

    class Meta(RecommendationSerializer.Meta):
        fields = [*_RECOMMENDATION_FIELDS, "changes", "responses"]


class FindingFilter(filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By state, kind and pillar."""

    state = filters.ChoiceFilter(choices=FindingState.choices)
    kind = filters.ChoiceFilter(choices=Kind.choices)
    pillar = filters.ChoiceFilter(choices=Pillar.choices)

    class Meta:
        model = Finding
        fields = ["state", "kind", "pillar"]


class RecommendationFilter(filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By status and priority."""

    status = filters.ChoiceFilter(choices=Status.choices)
    priority = filters.ChoiceFilter(choices=Priority.choices)

    class Meta:
        model = Recommendation
        fields = ["status", "priority"]


@allow(Permission.READ_FINDINGS)
class FindingViewSet(ReadOnlyModelViewSet[Finding]):
    """Findings this person may read, without the withdrawn ones."""

    queryset = Finding.objects.none()
    filterset_class = FindingFilter
    lookup_field = "reference"
    lookup_value_regex = r"F-\d{4,8}"

    def get_queryset(self) -> QuerySet[Finding]:
        """Only what the person's pages would show."""
        user = person(self.request)
        rows: QuerySet[Finding] = Finding.objects.visible_to(user).current().order_by("reference")
        if self.action != "retrieve":
            return rows
        links = EvidenceLink.objects.visible_to(user).current().select_related("document")
        advice = Recommendation.objects.visible_to(user).current()
        return rows.prefetch_related(Prefetch("links", links), Prefetch("recommendations", advice))

    def get_serializer_class(self) -> type[serializers.ModelSerializer[Finding]]:
        """The list is short, the detail is whole."""
        return FindingDetailSerializer if self.action == "retrieve" else FindingSerializer


@allow(Permission.READ_RECOMMENDATIONS)
class RecommendationViewSet(ReadOnlyModelViewSet[Recommendation]):
    """Recommendations this person may read, without the withdrawn ones."""

    queryset = Recommendation.objects.none()
    filterset_class = RecommendationFilter
    lookup_field = "reference"
    lookup_value_regex = r"R-\d{4,8}"

    def get_queryset(self) -> QuerySet[Recommendation]:
        """Only what the person's pages would show."""
        user = person(self.request)
        found = Recommendation.objects.visible_to(user).current().with_plan()
        current = Finding.objects.visible_to(user).current()
        rows: QuerySet[Recommendation] = found.order_by("reference").prefetch_related(
            Prefetch("findings", current)
        )
        if self.action != "retrieve":
            return rows
        steps = StatusChange.objects.select_related("document")
        return rows.prefetch_related(Prefetch("changes", steps), "responses")

    def get_serializer_class(self) -> type[serializers.ModelSerializer[Recommendation]]:
        """The list is short, the detail is whole."""
        whole = self.action == "retrieve"
        return RecommendationDetailSerializer if whole else RecommendationSerializer


ROUTES = [("findings", FindingViewSet), ("recommendations", RecommendationViewSet)]
