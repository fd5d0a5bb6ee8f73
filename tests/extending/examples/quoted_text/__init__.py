"""A new kind of text that is quoted: the written answers of the city."""

from tests.extending.example import Edit, Example

EXCERPTS = "findings/coding/models/excerpts.py"
RESPONSES = "findings/recommendations/models/responses.py"
EXAMPLE = Example(
    row="a kind of text that is quoted",
    folder="quoted_text",
    edits=(
        Edit(EXCERPTS, after='TEXTS = ("answer", "activity"', add=', "city_response"'),
        Edit(
            EXCERPTS,
            before="    speaker_group = models.CharField",
            add="""    city_response = models.ForeignKey(
        "findings.CityResponse",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="excerpts",
    )
""",
        ),
        Edit(
            RESPONSES,
            before="class ReminderStep(",
            add='''    def speaker(self, speaker_group: str) -> Speaker:
        """Return the city as the speaker."""
        return Speaker(
            name="the city",
            description="The city",
            source_kind="written answer",
            context=str(self.recommendation),
            group="official",
            group_label="City official",
            consent=Consent.NO_LABEL,
            consent_label="Quoted without label",
            office="",
            source_url=self.recommendation.get_absolute_url(),
        )

    def why_not_quotable(self) -> str:
        """Return an empty text: every answer may be quoted."""
        return ""

    def withdrawal(self) -> SourceWithdrawal | None:
        """Return the withdrawal of its recommendation, or None."""
        row = self.recommendation
        if row.withdrawn_on is None:
            return None
        return SourceWithdrawal("recommendation", row.withdrawn_on, row.withdrawn_reason)


register_source(
    SourceKind(
        field="city_response",
        label="City’s answers",
        speaker_name="city_response__recommendation__reference",
        sort="city_response__recommendation__reference",
        current=Q(city_response__recommendation__withdrawn_on__isnull=True),
        consent="city_response__recommendation__priority",
        collected_by=lambda person: Q(city_response__by=person),
        select_related=("city_response__recommendation",),
    )
)


''',
        ),
        Edit(
            RESPONSES,
            before="from findings.recommendations.models.recommendations import",
            add=(
                "from findings.coding.models.quotable_texts import (\n"
                "    Consent, SourceKind, SourceWithdrawal, Speaker, register_source,\n"
                ")\n"
            ),
        ),
    ),
    free=(RESPONSES,),
)
