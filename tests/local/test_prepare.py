"""The steps between the services and the portal."""

from typing import Any

import pytest

from clayton_review.local import prepare
from clayton_review.local.errors import StartError


@pytest.mark.django_db
def test_a_wrong_configuration_is_told_before_the_portal_starts(settings: Any) -> None:
    prepare.check_configuration()
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    with pytest.raises(StartError, match=r"fr"):
        prepare.check_configuration()
