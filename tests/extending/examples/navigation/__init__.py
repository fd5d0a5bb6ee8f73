"""A new place in the navigation: the page of lanterns."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a place in the navigation",
    folder="navigation",
    edits=(
        Edit(
            "clayton_review/web/navigation.py",
            after='    NavigationEntry("Start", "start", Permission.USE_ACCOUNT),\n',
            add='    NavigationEntry("Lanterns", "incidents:lanterns",'
            " Permission.READ_INCIDENTS),\n",
        ),
    ),
)
