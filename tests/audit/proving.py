"""A test named in `docs/acts.md` turns red if the acts that it proves leave no audit row."""

from collections.abc import Iterator

import pytest

from tests.audit.acts import Act, acts_by_test, watched_acts


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Compare what the test recorded with the acts that it must leave."""
    expected = acts_by_test().get(item.nodeid, [])
    if not expected:
        yield
        return
    with watched_acts() as acts:
        yield
    missing = missing_acts(expected, acts)
    if missing:
        pytest.fail(f"No row in the audit record: {'; '.join(missing)}", pytrace=False)


def missing_acts(expected: list[Act], acts: set[Act]) -> list[str]:
    """Return the acts that left no row."""
    return [str(act) for act in expected if act not in acts]
