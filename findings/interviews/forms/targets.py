"""Form of the targets by group."""

from typing import Any

from django import forms

from clayton_review.web.forms import PortalForm
from findings.coding.models.quotable_texts import SpeakerGroup


class TargetsForm(PortalForm):
    """Form with the interviews, and the people in meetings, wanted of each group."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.groups = [(group.label, [group.value, f"{group.value}_met"]) for group in SpeakerGroup]
        super().__init__(*args, **options)
        for group in SpeakerGroup:
            self._ask(group.value, "Interviews")
            self._ask(f"{group.value}_met", "People in meetings")

    def _ask(self, name: str, label: str) -> None:
        field = forms.IntegerField(label=label, min_value=0, max_value=999, required=False)
        self.add_field(name, field)

    def targets(self) -> list[tuple[str, int, int | None]]:
        """List (group, interviews, people in meetings), without groups that have no number."""
        values = self.cleaned_data
        return [
            (group.value, values[group.value] or 0, values[f"{group.value}_met"])
            for group in SpeakerGroup
            if not self._is_cleared(group)
        ]

    def cleared_groups(self) -> list[str]:
        """List the groups that have no number."""
        return [group.value for group in SpeakerGroup if self._is_cleared(group)]

    def _is_cleared(self, group: SpeakerGroup) -> bool:
        names = (group.value, f"{group.value}_met")
        return all(self.cleaned_data[name] is None for name in names)
