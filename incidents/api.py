"""The read-only API of the incidents, over the same policies as their pages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from clayton_review.accounts.access import allow, person
from clayton_review.accounts.roles import Permission
from incidents.models import (
    Claim,
    EvidenceItem,
    Incident,
    IncidentStatus,
    InvolvedPerson,
    TimelineEvent,
)


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim with the reference of its source."""

    document = serializers.CharField(source="document.reference", read_only=True)
    reference = serializers.CharField(read_only=True)

    class Meta:
        model = Claim
        fields = [
            "id", "reference", "point", "text", "asserted_by", "asserted_on", "document",
            "locator", "standing", "standard", "assessor_note", "assessed_on",
        ]  # fmt: skip


class EventSerializer(serializers.ModelSerializer[TimelineEvent]):
    """An event of the timeline; `document` is the reference of its source, or null."""

    document = serializers.CharField(source="document.reference", read_only=True, allow_null=True)

    class Meta:
        model = TimelineEvent
        fields = ["id", "at", "precision", "clock_source", "text", "document", "locator"]


class PersonSerializer(serializers.ModelSerializer[InvolvedPerson]):
    """Somebody involved, by role and pseudonym."""

    class Meta:
        model = InvolvedPerson
        fields = ["id", "role", "label", "n_people", "note"]


class EvidenceSerializer(serializers.ModelSerializer[EvidenceItem]):
    """An evidence item; `sha256` is that of its file, or null."""

    reference = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True, allow_null=True)

    class Meta:
        model = EvidenceItem
        fields = [
            "id", "reference", "kind", "description", "holder", "state", "state_on",
            "clock_offset_seconds", "disclosure_class", "sha256",
        ]  # fmt: skip


_INCIDENT_FIELDS = [
    "id", "reference", "title", "summary", "place", "agency", "happened_from", "happened_until",
    "precision", "status", "disclosure_class", "is_demonstration", "recorded_at", "revision",
]  # fmt: skip


class IncidentSerializer(serializers.ModelSerializer[Incident]):
    """An incident as the list shows it."""

    class Meta:
        model = Incident
        fields = _INCIDENT_FIELDS


class IncidentDetailSerializer(serializers.ModelSerializer[Incident]):
    """An incident with everything on its page."""

    claims = ClaimSerializer(many=True, read_only=True)
    events = EventSerializer(many=True, read_only=True)
    people = PersonSerializer(many=True, read_only=True)
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = Incident
        fields = [*_INCIDENT_FIELDS, "claims", "events", "people", "evidence"]


class IncidentFilter(filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By status, agency, and words of the title."""

    status = filters.ChoiceFilter(choices=IncidentStatus.choices)
    agency = filters.CharFilter(lookup_expr="icontains")
    title = filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = Incident
        fields = ["status", "agency", "title"]


@allow(Permission.READ_INCIDENTS)
class IncidentViewSet(ReadOnlyModelViewSet[Incident]):
    """Incidents this person may open, without the withdrawn ones."""

    queryset = Incident.objects.none()
    filterset_class = IncidentFilter
    lookup_field = "reference"
    lookup_value_regex = r"INC-\d{4,8}"

    def get_queryset(self) -> QuerySet[Incident]:
        """Return only the incidents and parts that the person's pages would show."""
        user = person(self.request)
        rows = Incident.objects.visible_to(user).current().order_by("reference")
        if self.action != "retrieve":
            return rows
        parts: list[tuple[str, Any, tuple[str, ...]]] = [
            ("claims", Claim, ("document", "incident")),
            ("events", TimelineEvent, ("document",)),
            ("people", InvolvedPerson, ()),
            ("evidence", EvidenceItem, ("file", "incident")),
        ]
        prefetches = [
            Prefetch(name, model.objects.visible_to(user).current().select_related(*related))
            if related
            else Prefetch(name, model.objects.visible_to(user).current())
            for name, model, related in parts
        ]
        return rows.prefetch_related(*prefetches)

    def get_serializer_class(self) -> type[serializers.ModelSerializer[Incident]]:
        """Return the full serializer for one incident, the short one for the list."""
        return IncidentDetailSerializer if self.action == "retrieve" else IncidentSerializer


ROUTES = [("incidents", IncidentViewSet)]
