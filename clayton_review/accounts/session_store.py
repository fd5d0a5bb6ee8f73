"""Sessions in the database, each with the person to whom it belongs; named in the settings."""

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from clayton_review.accounts.models import PersonSession

# Written by allauth with the first proof, before a second one is asked for.
_HALF_SIGNED_IN = "account_authentication_methods_user"


class SessionStore(DatabaseStore):
    """Django's store in the database, with the person in a column of its own."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        session = cast("PersonSession", super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY) or data.get(_HALF_SIGNED_IN)
        return session
