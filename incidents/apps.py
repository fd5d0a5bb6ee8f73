"""The incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clayton_review.documents import citations  # noqa: PLC0415  # needs the app registry
        from incidents import figures, selectors, worklist  # noqa: F401, PLC0415  # they register

        citations.register(selectors.citations_of)
        citations.register_request(selectors.items_asked_for)
