"""Issued reports over the API: open to everybody, like their pages."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from clayton_review.accounts.access import public
from clayton_review.languages import english_address
from clayton_review.reports.models import IssuedFile, Report


class ReportSerializer(serializers.ModelSerializer[Report]):
    number = serializers.CharField(read_only=True)
    files = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = [
            "number",
            "month",
            "revision",
            "revision_reason",
            "headline",
            "lede",
            "issued_at",
            "edition_sha256",
            "previous_sha256",
            "files",
        ]

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_files(self, report: Report) -> dict[str, str]:
        """Return address and hash of every issued format."""
        return {
            file.format: f"{english_address('dashboard:file', report.number, file.format)} "
            f"sha256:{file.sha256}"
            for file in report.files.all()
        }


@public
class ReportViewSet(viewsets.ReadOnlyModelViewSet[Report]):
    """Issued monthly reports, newest first."""

    serializer_class = ReportSerializer
    lookup_field = "number"
    lookup_value_regex = r"[0-9]{4}-[0-9]{2}(?:\.r[0-9]{1,4})?"
    queryset = Report.objects.none()

    def get_queryset(self) -> QuerySet[Report]:
        files = IssuedFile.objects.defer("content")
        return Report.objects.issued().without_bulk().prefetch_related(Prefetch("files", files))

    def get_object(self) -> Report:
        report = Report.objects.issued().by_number(self.kwargs["number"]).first()
        if report is None:
            raise Http404
        return report


ROUTES = [("reports", ReportViewSet)]
