"""The findings app."""

from importlib import import_module

from django.apps import AppConfig

# Importing these registers figures, jobs, work queues, record types and citations.
REGISTERING = (
    "findings.interviews.worklist",
    "findings.conclusions.worklist",
    "findings.recommendations.worklist",
    "findings.fieldwork.worklist",
    "findings.stories.worklist",
    "findings.coding.worklist",
    "findings.fieldwork.tasks",
    "findings.recommendations.tasks",
    "findings.stories.tasks",
    "findings.conclusions.figures.evidence",
    "findings.conclusions.figures.findings",
    "findings.conclusions.selectors.quote_filters",
    "findings.fieldwork.figures",
    "findings.interviews.figures",
    "findings.recommendations.figures.changes",
    "findings.recommendations.figures.plan",
    "findings.recommendations.figures.recommendations",
    "findings.recommendations.figures.released",
    "findings.recommendations.figures.tracker",
    "findings.recommendations.selectors.citations",
    "findings.stories.figures",
)


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import what registers itself, now that the models are there."""
        for module in REGISTERING:
            import_module(module)
