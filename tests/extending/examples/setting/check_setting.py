"""The new setting is read, and listed in the example environment."""

from django.conf import settings

from tests.test_architecture import test_the_example_environment_lists_what_the_settings_read


def test_it_has_its_default() -> None:
    assert settings.LANTERNS == 7


def test_the_example_environment_lists_it() -> None:
    test_the_example_environment_lists_what_the_settings_read()
