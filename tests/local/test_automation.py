"""Continuous integration and the checks before a commit use the project's own commands."""

import re

from django.conf import settings


def text(name: str) -> str:
    content: str = (settings.BASE_DIR / name).read_text()
    return content


def test_the_workflow_only_calls_the_ci_script() -> None:
    workflow = text(".github/workflows/test.yml")
    assert re.findall(r"run: (.*)", workflow) == [".ci/run"]
    assert text(".ci/run").rstrip().endswith("exec make test")


def test_checks_before_a_commit_download_nothing() -> None:
    hooks = text(".pre-commit-config.yaml")
    assert re.findall(r"repo: (.*)", hooks) == ["local"]
    assert set(re.findall(r"language: (.*)", hooks)) == {"system"}
    assert all(entry.startswith(".venv/bin/") for entry in re.findall(r"entry: (.*)", hooks))
