"""Configuration of the findings app."""

from importlib import import_module

from django.apps import AppConfig

# Modules that register figures, jobs, work queues, record types, citations and withdrawal steps
# when imported.
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
    "findings.conclusions.actions.quote_removal",
    "findings.conclusions.figures.evidence",
    "findings.conclusions.figures.findings",
    "findings.conclusions.selectors.stance_filter",
    "findings.fieldwork.figures",
    "findings.interviews.figures",
    "findings.recommendations.figures.changes",
    "findings.recommendations.figures.city",
    "findings.recommendations.figures.plan",
    "findings.recommendations.figures.recommendations",
    "findings.recommendations.figures.released",
    "findings.recommendations.figures.technology",
    "findings.recommendations.figures.tracker",
    "findings.recommendations.selectors.citations",
    "findings.stories.figures",
)


class FindingsConfig(AppConfig):
    name = "findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register something, once the models are loaded."""
        for module in REGISTERING:
            import_module(module)
