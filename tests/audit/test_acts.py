"""Every act leaves its row in the audit record, and has a test that proves it.

The proofs are the tests that `docs/acts.md` names; `tests.proving` watches them.
"""

import ast
from types import SimpleNamespace
from typing import cast

import pytest

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.audit.models import AuditHead
from tests import proving
from tests.audit.acts import Act, acts_by_test, is_stored, proved_acts, watched_acts
from tests.audit.audit_calls import BUILT, audit_calls, public_actions
from tests.documents import factories as documents
from tests.product_functions import ROOT, Function
from tests.proving import unproved

PROVED = proved_acts()
PROVED_CALLS = {(proved.act.function, proved.act.verb) for proved in PROVED}
PROVED_FUNCTIONS = {function for function, _ in PROVED_CALLS}
# They write the rows of all others.
WRITERS = {"clayton_review/audit/actions.py record", "incidents/actions/history.py note"}
# Only parts of acts: the action that calls them writes the row.
PARTS = {
    "clayton_review/documents/actions/requests.py set_status",
    "clayton_review/documents/actions/requests.py write_entry",
    "findings/coding/actions/excerpts.py get_or_create_codes",
    "findings/coding/actions/excerpts.py sync_typed_excerpts",
    "findings/conclusions/actions/quote_removal.py remove_quotes",
    "findings/conclusions/actions/versions.py save_finding_version",
    "findings/recommendations/actions/versions.py save_recommendation_version",
}


def test_every_audit_call_has_a_line_in_the_table() -> None:
    missing = [
        f"{call.function}: {call.verb}"
        for call in audit_calls()
        if (call.function, call.verb) not in PROVED_CALLS
        and not (call.verb == BUILT and call.function in PROVED_FUNCTIONS)
    ]
    assert missing == []


def test_every_action_has_a_line_in_the_table() -> None:
    missing = {str(action) for action in public_actions() if action not in PROVED_FUNCTIONS}
    assert missing == WRITERS | PARTS


def test_every_act_in_the_table_is_still_recorded() -> None:
    """A line stands for a call of its own function, or of one that it calls."""
    calls = {(call.function, call.verb) for call in audit_calls()}
    recorded = [
        proved.act
        for proved in PROVED
        if (proved.act.function, proved.act.verb) in calls or (proved.act.function, BUILT) in calls
    ]
    verbs = {(act.verb, act.object_type) for act in recorded}
    calling = {function for function, _ in calls}
    gone = [
        str(proved.act)
        for proved in PROVED
        if proved.act not in recorded
        if proved.act.function in calling or (proved.act.verb, proved.act.object_type) not in verbs
    ]
    assert gone == []


def test_no_act_stands_in_the_table_twice() -> None:
    acts = [proved.act for proved in PROVED]
    assert [str(act) for act in acts if acts.count(act) > 1] == []


def test_every_test_of_the_table_exists() -> None:
    missing = [test for test in acts_by_test() if not _exists(test)]
    assert missing == []


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    functions = {
        part.name
        for part in (ast.walk(ast.parse(file.read_text())) if file.exists() else ())
        if isinstance(part, ast.FunctionDef)
    }
    return name.partition("[")[0] in functions


@pytest.fixture
def opened(lead: User) -> Act:
    """An act of this file, recorded by no function of the portal but `record` itself."""
    return Act(Function("clayton_review/audit/actions.py", "record"), "opened", lead._meta.label)


@pytest.mark.parametrize("verb", ["opened", "closed"])
def test_an_act_is_proved_only_by_its_own_verb(lead: User, opened: Act, verb: str) -> None:
    with watched_acts() as acts:
        record(by=lead, verb=verb, obj=lead)
    assert unproved([opened], acts) == ([] if verb == "opened" else [str(opened)])


def test_an_act_is_proved_only_by_its_own_object(lead: User, opened: Act) -> None:
    record(by=lead, verb="opened", obj=lead)
    with watched_acts() as acts:
        record(by=lead, verb="opened", obj=AuditHead.objects.get())
    assert unproved([opened], acts) == [str(opened)]


@pytest.mark.parametrize("named", ["", "[one]"])
@pytest.mark.parametrize("case", ["", "[one]", "[two]"])
def test_a_case_of_a_test_proves_what_the_table_says_of_it_or_of_all(
    opened: Act, monkeypatch: pytest.MonkeyPatch, named: str, case: str
) -> None:
    table, nodeid = {f"tests/x.py::test_x{named}": [opened]}, f"tests/x.py::test_x{case}"
    monkeypatch.setattr(proving, "PROOFS", ((lambda: table, watched_acts, "no row"),))
    call = proving.pytest_runtest_call(cast("pytest.Item", SimpleNamespace(nodeid=nodeid)))
    next(call)
    is_named = named in {"", case}
    with pytest.raises(pytest.fail.Exception if is_named else StopIteration):
        next(call)


def test_an_act_without_a_row_is_missing(opened: Act) -> None:
    with watched_acts() as acts:
        pass
    assert unproved([opened], acts) == [str(opened)]


def test_an_act_of_a_record_that_was_not_stored_is_told(consultant: User) -> None:
    document = documents.document(by=consultant)
    assert is_stored(document)
    document.revision += 1
    with watched_acts(), pytest.raises(AssertionError, match="not stored: renamed"):
        record(by=consultant, verb="renamed", obj=document)
    document.save()
    assert is_stored(document)
