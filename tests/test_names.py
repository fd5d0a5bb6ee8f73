"""One meaning per word: a public class has a name of its own in the whole product."""

import ast
from collections import defaultdict

from tests.test_architecture import modules, named

REPEATED = {
    "Column": "of a figure's table and of a list page; only the gallery imports both",
    "Command": "the name that Django looks for in a management command",
    "Comment": "models of two apps: on a report, and on a finding",
    "Reminder": "models of two apps: of a document request, and of a recommendation",
    "ReminderStep": "the choices of these two models",
}


def places_of_classes() -> dict[str, list[str]]:
    """Return the files that define a public class of each name."""
    places = defaultdict(list)
    for path in modules():
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(named(path))
    return places


def test_no_two_classes_have_the_same_name() -> None:
    repeated = {name: files for name, files in places_of_classes().items() if len(files) > 1}
    assert {name: files for name, files in repeated.items() if name not in REPEATED} == {}
    assert REPEATED.keys() <= repeated.keys(), "no longer repeated: strike it from the list"
