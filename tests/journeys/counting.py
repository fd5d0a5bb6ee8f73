"""A person at work, counted: every action, the seconds between the first and the end, errors."""

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Locator, Page

FILE = Path(settings.BASE_DIR) / "var" / "tasks.json"


@dataclass(frozen=True)
class Bar:
    """The most actions and seconds that a task may take; docs/ten-tasks.md says why."""

    actions: int
    seconds: float


@dataclass
class Hand:
    """One person with one window: each call is one action."""

    page: Page
    task: "Task"

    def tap(self, name: str | re.Pattern[str], *, role: str = "button", within: str = "") -> None:
        """Press the button, link or choice of this name."""
        scope = self.page.locator(within) if within else self.page.get_by_role("main")
        self.act(scope.get_by_role(role, name=name).first).click()  # type: ignore[arg-type]

    def choose(self, words: str, *, question: str = "") -> None:
        """Press the row of a choice."""
        scope: Page | Locator = self.page
        if question:
            scope = self.page.get_by_role("group", name=question)
        self.act(scope.get_by_text(words, exact=True).first).click()

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into the field of this label."""
        self.act(self.page.get_by_label(label).first).fill(text)

    def select(self, label: str, words: str | re.Pattern[str] = "") -> None:
        """Take an option of a list: the first with these words, else the first real one."""
        box = self.act(self.page.get_by_label(label).first)
        options = box.locator("option").filter(has_text=words) if words else box.locator("option")
        value = options.nth(0 if words else 1).get_attribute("value")
        box.select_option(value=value)

    def file(self, label: str | re.Pattern[str], *, name: str, kind: str, content: bytes) -> None:
        """Hand over a file."""
        box = self.act(self.page.get_by_label(label).first)
        box.set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def key(self, keys: str) -> None:
        """Press a key that acts."""
        self.task.begin()
        self.task.actions += 1
        self.page.keyboard.press(keys)

    def act(self, target: Locator) -> Locator:
        """Count an action on this part of the page, and give it back."""
        self.task.begin()
        self.task.actions += 1
        return target


@dataclass
class Task:
    """One task at one width, as it is being done."""

    name: str
    width: int
    bar: Bar
    actions: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)
    _since: float | None = None

    def begin(self) -> None:
        """The first action starts the time."""
        self._since = self._since or time.perf_counter()

    def hand(self, page: Page) -> Hand:
        """A person who takes part; refusals in their window count as errors."""
        page.on("response", lambda answer: self._note(answer.status, answer.url))
        return Hand(page, self)

    def end(self) -> None:
        """Stop the time, keep the figures, and hold errors and actions to their bars."""
        assert self._since is not None
        self.seconds = round(time.perf_counter() - self._since, 2)
        _keep(self)
        assert self.errors == []
        assert self.actions <= self.bar.actions, f"{self.name}: {self.actions} actions"

    def _note(self, status: int, url: str) -> None:
        if status >= 400:
            self.errors.append(f"{status} for {url}")


def _keep(task: Task) -> None:
    figures = json.loads(FILE.read_text()) if FILE.exists() else {}
    figures[f"{task.name} at {task.width}"] = {
        "actions": task.actions,
        "seconds": task.seconds,
        "errors": len(task.errors),
        "at most": [task.bar.actions, task.bar.seconds],
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(figures, indent=1, sort_keys=True))
