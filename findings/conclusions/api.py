"""Read-only API of findings."""

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.models.findings import Finding, FindingKind, FindingState, Pillar


class CitedEvidenceSerializer(serializers.ModelSerializer[EvidenceLink]):
    """Serializer of one link to evidence; words of interviews are not in it."""

    kind = serializers.CharField(read_only=True)
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
    """Serializer of a finding in the list."""

    class Meta:
        model = Finding
        fields = _FINDING_FIELDS


class FindingDetailSerializer(serializers.ModelSerializer[Finding]):
    """Serializer of one finding with its evidence and recommendations."""

    evidence = CitedEvidenceSerializer(source="links", many=True, read_only=True)
    recommendations = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        fields = [*_FINDING_FIELDS, "evidence", "recommendations"]

    def get_recommendations(self, finding: Finding) -> list[str]:
        """Return the references of the recommendations this person may read."""
        rows = finding.recommendations.visible_to(person(self.context["request"])).current()
        return list(rows.order_by("reference").values_list("reference", flat=True))


class FindingFilter(filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """Filters by state, kind and pillar."""

    state = filters.ChoiceFilter(choices=FindingState.choices)
    kind = filters.ChoiceFilter(choices=FindingKind.choices)
    pillar = filters.ChoiceFilter(choices=Pillar.choices)

    class Meta:
        model = Finding
        fields = ["state", "kind", "pillar"]


@allow(Permission.READ_FINDINGS)
class FindingViewSet(ReadOnlyModelViewSet[Finding]):
    """List and detail of the findings that this person may read, without withdrawn ones."""

    queryset = Finding.objects.none()
    filterset_class = FindingFilter
    lookup_field = "reference"
    lookup_value_regex = r"F-\d{4,8}"

    def get_queryset(self) -> QuerySet[Finding]:
        """Return the findings that the person's pages would show."""
        user = person(self.request)
        rows: QuerySet[Finding] = Finding.objects.visible_to(user).current().order_by("reference")
        if self.action != "retrieve":
            return rows
        links = EvidenceLink.objects.visible_to(user).current().select_related("document")
        return rows.prefetch_related(Prefetch("links", links))

    def get_serializer_class(self) -> type[serializers.ModelSerializer[Finding]]:
        """Return the short serializer for the list and the full one for one finding."""
        return FindingDetailSerializer if self.action == "retrieve" else FindingSerializer
