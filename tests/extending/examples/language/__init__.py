"""A new language: French, of which the catalog has a few dozen sentences."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a language",
    folder="language",
    new_files={
        "locale/fr/LC_MESSAGES/django.po": "django.po",
        "locale/fr/LC_MESSAGES/django.mo": "django.mo",
    },
    edits=(
        Edit(
            "clayton_review/settings.py",
            after='LANGUAGES = [("en", "English"), ("es", "Español")',
            add=', ("fr", "Français")',
        ),
        Edit(
            "findings/fieldwork/policies.py",
            before='    r"|board of aldermen',
            add='    r"|commissariat|sondage|enquete"\n',
        ),
    ),
)
