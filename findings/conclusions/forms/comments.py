"""Form of a comment or an answer."""

from typing import Any

from django import forms

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission, Role
from clayton_review.web.forms import CreateForm
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.comments import Comment
from findings.conclusions.models.versioned import VersionedRecord


class FindingCommentForm(CreateForm):
    """Form with a comment, the part it is about, and the person it asks."""

    element = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="Comment", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    mentioned = forms.ModelChoiceField(
        label="Who should look at it",
        queryset=User.objects.none(),
        required=False,
        empty_label="No one in particular",
        help_text="They will see it on their Start page.",
    )

    def __init__(
        self,
        *args: Any,
        subject: VersionedRecord,
        reply_to: Comment | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.reply_to = reply_to
        self.fields["element"].choices = [  # type: ignore[attr-defined]  # declared above
            (element.value, element.label) for element in subject.comment_elements
        ]
        self.fields["mentioned"].queryset = comment_readers()  # type: ignore[attr-defined]  # declared above
        if reply_to is not None:
            del self.fields["element"]
            self.fields["text"].label = "Answer"

    def values(self) -> CommentInput:
        """Return the values that the person typed."""
        return CommentInput(
            text=self.cleaned_data["text"],
            element=self.cleaned_data.get("element", ""),
            mentioned=self.cleaned_data["mentioned"],
            reply_to=self.reply_to,
        )


def comment_readers() -> Any:
    """Return the active users who may read comments."""
    roles = [role for role in Role if User(role=role, is_active=True).may(Permission.READ_FINDINGS)]
    return User.objects.filter(role__in=roles, is_active=True).order_by("name")
