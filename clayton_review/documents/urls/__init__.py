"""The addresses of the library; those of requests and deliveries are in `requests`."""

from clayton_review.documents.urls.library import app_name, urlpatterns

__all__ = ["app_name", "urlpatterns"]
